//! Settings: their names, defaults and limits, and how the three places they come from are laid over each other.

mod origins;
mod proxies;
mod value;

use std::fmt;
use std::path::PathBuf;

use crate::dsn::Dsn;
use crate::error::{Error, Kind, Result};
use crate::event::MAX_TTL_SECONDS;
use crate::grant::MAX_GRANT_SECONDS;

pub use self::origins::Origins;
pub use self::proxies::TrustedProxies;
pub use self::value::Value;
use self::value::{beacon_url, emit_failure, folder, fraction, int, limiter, secrets, switch, table_prefix, text};

/// Where rate limits are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LimiterKind {
    /// In memory shared by the PHP processes of this machine.
    #[default]
    Memory,
    /// In the database, shared by several web servers.
    Database,
    /// Nowhere.
    Off,
}

impl LimiterKind {
    /// The setting's word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Database => "database",
            Self::Off => "off",
        }
    }
}

/// What becomes of an emit that the database does not take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmitFailure {
    /// It is an exception.
    #[default]
    Throw,
    /// The application goes on, and the host's error log says why.
    Log,
    /// The application goes on.
    Ignore,
}

impl EmitFailure {
    /// The setting's word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Throw => "throw",
            Self::Log => "log",
            Self::Ignore => "ignore",
        }
    }
}

/// All settings, checked.
#[derive(Clone, PartialEq)]
pub struct Settings {
    /// The database; none is an error only where one is needed.
    pub dsn: Option<Dsn>,
    /// Its user, for server databases.
    pub user: Option<String>,
    /// Its password, for server databases.
    pub password: Option<String>,
    /// Secrets for grants: the first signs, all verify. None is an error only where one is needed.
    pub secrets: Vec<String>,
    /// Seconds an event is kept.
    pub event_ttl: i64,
    /// Seconds a grant is good for.
    pub grant_ttl: i64,
    /// Events in one poll's answer.
    pub poll_limit: usize,
    /// Channels in one poll.
    pub max_channels: usize,
    /// Bytes of one event's JSON.
    pub max_payload: usize,
    /// Bytes of a poll request.
    pub max_body: usize,
    /// Polls in one window, for one subject and address.
    pub rate_limit: u32,
    /// The window, in seconds.
    pub rate_window: u32,
    /// Where polls are counted.
    pub rate_limiter: LimiterKind,
    /// The proxies that may say whose request they pass on.
    pub trusted_proxies: TrustedProxies,
    /// Whose pages may poll from another site.
    pub cors_origins: Origins,
    /// What becomes of an emit that the database does not take.
    pub emit_failure: EmitFailure,
    /// Chance, 0 to 1, that an emit also removes expired events.
    pub cleanup_probability: f64,
    /// Whether the connection outlives the request.
    pub persistent: bool,
    /// Seconds to wait for a connection to a database server.
    pub connect_timeout: u32,
    /// Seconds a database server may take for a statement.
    pub statement_timeout: u32,
    /// What stands before the table names.
    pub table_prefix: String,
    /// If above 0, a floor under the clients' polling interval, in milliseconds.
    pub next_poll_ms: u32,
    /// How old the heads and events may be from which a poll is answered without asking the database, in milliseconds;
    /// 0: always ask.
    pub head_cache: u32,
    /// The folder of the static beacons; `None` turns them off.
    pub beacon_dir: Option<PathBuf>,
    /// Where browsers find that folder, with a slash at its end; empty without beacons.
    pub beacon_url: String,
    /// Over how many files channels are spread.
    pub beacon_buckets: u32,
}

/// Every setting's name, in the order in which documentation and diagnostics list them.
pub const NAMES: [&str; 26] = [
    "dsn",
    "user",
    "password",
    "secret",
    "event_ttl",
    "grant_ttl",
    "poll_limit",
    "max_channels",
    "max_payload",
    "max_body",
    "rate_limit",
    "rate_window",
    "rate_limiter",
    "trusted_proxies",
    "cors_origins",
    "emit_failure",
    "cleanup_probability",
    "persistent",
    "connect_timeout",
    "statement_timeout",
    "table_prefix",
    "next_poll_ms",
    "head_cache",
    "beacon_dir",
    "beacon_url",
    "beacon_buckets",
];

impl Default for Settings {
    fn default() -> Self {
        Self {
            dsn: None,
            user: None,
            password: None,
            secrets: Vec::new(),
            event_ttl: 3600,
            grant_ttl: 3600,
            poll_limit: 100,
            max_channels: 100,
            max_payload: 64 * 1024,
            max_body: 64 * 1024,
            rate_limit: 120,
            rate_window: 60,
            rate_limiter: LimiterKind::Memory,
            trusted_proxies: TrustedProxies::default(),
            cors_origins: Origins::default(),
            emit_failure: EmitFailure::Throw,
            cleanup_probability: 0.01,
            persistent: true,
            connect_timeout: 3,
            statement_timeout: 10,
            table_prefix: String::new(),
            next_poll_ms: 0,
            head_cache: 1000,
            beacon_dir: None,
            beacon_url: String::new(),
            beacon_buckets: 256,
        }
    }
}

/// Whether `off` is one of the setting's words.
fn is_switch(name: &str) -> bool {
    matches!(name, "persistent" | "rate_limiter")
}

/// The environment variable for a setting: `NOSOCKET_` and its name in capitals, but `NOSOCKET_DB_USER` and
/// `NOSOCKET_DB_PASSWORD`, which say whose user and password they are.
#[must_use]
pub fn environment_variable(name: &str) -> String {
    match name {
        "user" | "password" => format!("NOSOCKET_DB_{}", name.to_ascii_uppercase()),
        _ => format!("NOSOCKET_{}", name.to_ascii_uppercase()),
    }
}

impl Settings {
    /// Lays options over php.ini over the environment over the defaults. An empty text in php.ini or the environment
    /// counts as not set, but for switches in php.ini, where PHP makes one of a bare `off`.
    ///
    /// # Errors
    /// [`Kind::Configuration`] for an unknown option or a bad value; it names the place, the setting, the fault and
    /// the mend, and never a secret.
    pub fn resolve(
        options: &[(String, Value)],
        ini: impl Fn(&str) -> Option<Value>,
        environment: impl Fn(&str) -> Option<Value>,
    ) -> Result<Self> {
        if let Some((unknown, _)) = options.iter().find(|(name, _)| !NAMES.contains(&name.as_str())) {
            let message = format!("unknown option {unknown:?}; known are {}", NAMES.join(", "));
            return Err(Error::new(Kind::Configuration, message));
        }
        let is_set = |value: &Value| !matches!(value, Value::Text(text) if text.is_empty());
        let mut settings = Self::default();
        for name in NAMES {
            let from_options = || {
                let (_, value) = options.iter().rfind(|(option, _)| option == name)?;
                let value = match value {
                    // An option can be a list, so a comma in a text is the secret's own.
                    Value::Text(secret) if name == "secret" => Value::List(vec![secret.clone()]),
                    value => value.clone(),
                };
                Some((format!("option {name:?}"), value))
            };
            let from_ini = || {
                let value = match ini(name)? {
                    // PHP makes an empty text of a bare `off`.
                    Value::Text(text) if text.is_empty() && is_switch(name) => Value::Text("off".to_owned()),
                    value => Some(value).filter(is_set)?,
                };
                Some((format!("php.ini nosocket.{name}"), value))
            };
            let from_environment = || Some((environment_variable(name), environment(name).filter(is_set)?));
            if let Some((place, value)) = from_options().or_else(from_ini).or_else(from_environment) {
                settings.set(name, value).map_err(|error| error.context(place))?;
            }
        }
        settings.check_beacons()?;
        Ok(settings)
    }

    /// Refuses beacons that nobody could find, or whose names would tell their channels.
    fn check_beacons(&self) -> Result<()> {
        let fault = match (&self.beacon_dir, self.beacon_url.as_str()) {
            (None, "") => return Ok(()),
            (Some(_), "") => {
                "beacon_dir is set without beacon_url; set that to where browsers reach the folder, such as /nosocket-beacons/"
            }
            (None, _) => {
                "beacon_url is set without beacon_dir; set that to the folder's absolute path, or leave both empty"
            }
            (Some(_), _) if self.secrets.is_empty() => {
                "beacon_dir is set without secret, and the files' names need one; set it to the output of `openssl rand -hex 32`"
            }
            (Some(_), _) => return Ok(()),
        };
        Err(Error::new(Kind::Configuration, fault))
    }

    fn set(&mut self, name: &str, value: Value) -> Result<()> {
        match name {
            "dsn" => self.dsn = Some(Dsn::parse(&text(value)?)?),
            "user" => self.user = Some(text(value)?),
            "password" => self.password = Some(text(value)?),
            "secret" => self.secrets = secrets(value)?,
            "event_ttl" => self.event_ttl = int(&value, 1, MAX_TTL_SECONDS)?,
            "grant_ttl" => self.grant_ttl = int(&value, 1, MAX_GRANT_SECONDS)?,
            "poll_limit" => self.poll_limit = int(&value, 1, 1_000)?,
            "max_channels" => self.max_channels = int(&value, 1, 1_000)?,
            "max_payload" => self.max_payload = int(&value, 16, 16 << 20)?,
            "max_body" => self.max_body = int(&value, 256, 16 << 20)?,
            "rate_limit" => self.rate_limit = int(&value, 1, 1_000_000)?,
            "rate_window" => self.rate_window = int(&value, 1, 86_400)?,
            "rate_limiter" => self.rate_limiter = limiter(&text(value)?)?,
            "trusted_proxies" => self.trusted_proxies = TrustedProxies::new(value)?,
            "cors_origins" => self.cors_origins = Origins::new(value)?,
            "emit_failure" => self.emit_failure = emit_failure(&text(value)?)?,
            "cleanup_probability" => self.cleanup_probability = fraction(&value)?,
            "persistent" => self.persistent = switch(&value)?,
            "connect_timeout" => self.connect_timeout = int(&value, 1, 60)?,
            "statement_timeout" => self.statement_timeout = int(&value, 1, 600)?,
            "table_prefix" => self.table_prefix = table_prefix(text(value)?)?,
            "next_poll_ms" => self.next_poll_ms = int(&value, 0, 3_600_000)?,
            "beacon_dir" => self.beacon_dir = folder(text(value)?)?,
            "beacon_url" => self.beacon_url = beacon_url(text(value)?)?,
            "beacon_buckets" => self.beacon_buckets = int(&value, 1, 4096)?,
            _ => self.head_cache = int(&value, 0, 60_000)?,
        }
        Ok(())
    }

    /// Every setting as a person may see it: no secret, no password.
    #[must_use]
    pub fn shown(&self) -> Vec<(&'static str, Value)> {
        let hidden = |set: bool| Value::Text(if set { "(set)" } else { "" }.into());
        NAMES
            .into_iter()
            .map(|name| {
                let value = match name {
                    "dsn" => Value::Text(self.dsn.as_ref().map(Dsn::redacted).unwrap_or_default()),
                    "user" => Value::Text(self.user.clone().unwrap_or_default()),
                    "password" => hidden(self.password.is_some()),
                    "secret" => match self.secrets.len() {
                        0 | 1 => hidden(!self.secrets.is_empty()),
                        several => Value::Text(format!("({several} set)")),
                    },
                    "event_ttl" => Value::Int(self.event_ttl),
                    "grant_ttl" => Value::Int(self.grant_ttl),
                    "poll_limit" => Value::Int(self.poll_limit as i64),
                    "max_channels" => Value::Int(self.max_channels as i64),
                    "max_payload" => Value::Int(self.max_payload as i64),
                    "max_body" => Value::Int(self.max_body as i64),
                    "rate_limit" => Value::Int(self.rate_limit.into()),
                    "rate_window" => Value::Int(self.rate_window.into()),
                    "rate_limiter" => Value::Text(self.rate_limiter.as_str().into()),
                    "trusted_proxies" => Value::Text(self.trusted_proxies.shown()),
                    "cors_origins" => Value::Text(self.cors_origins.shown()),
                    "emit_failure" => Value::Text(self.emit_failure.as_str().into()),
                    "cleanup_probability" => Value::Float(self.cleanup_probability),
                    "persistent" => Value::Bool(self.persistent),
                    "connect_timeout" => Value::Int(self.connect_timeout.into()),
                    "statement_timeout" => Value::Int(self.statement_timeout.into()),
                    "table_prefix" => Value::Text(self.table_prefix.clone()),
                    "next_poll_ms" => Value::Int(self.next_poll_ms.into()),
                    "beacon_dir" => {
                        Value::Text(self.beacon_dir.as_ref().map(|dir| dir.display().to_string()).unwrap_or_default())
                    }
                    "beacon_url" => Value::Text(self.beacon_url.clone()),
                    "beacon_buckets" => Value::Int(self.beacon_buckets.into()),
                    _ => Value::Int(self.head_cache.into()),
                };
                (name, value)
            })
            .collect()
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.shown()).finish()
    }
}

#[cfg(test)]
mod tests;
