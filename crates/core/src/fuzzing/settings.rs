//! Settings: any text as a DSN, and any values in any of the three places that they come from.

use super::SECRET;
use super::bytes::Bytes;
use crate::config::{NAMES, Settings, Value};
use crate::dsn::Dsn;
use crate::error::Kind;

/// A password that stands nowhere else.
const PASSWORD: &str = "hunter2hunter2";

/// A data source name. The redacted form does not depend on the password; of one without credentials, it means the same.
pub fn dsn(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let parsed = match Dsn::parse(&text) {
        Ok(parsed) => parsed,
        Err(error) => {
            assert_eq!(error.kind(), Kind::Configuration);
            return;
        }
    };
    let redacted = parsed.redacted();
    let mut other = parsed.clone();
    if let Dsn::Mysql(parameters) | Dsn::Pgsql(parameters) = &mut other
        && let Some(password) = parameters.get_mut("password")
    {
        PASSWORD.clone_into(password);
        assert_eq!(other.redacted(), redacted);
    }
    let (Dsn::Mysql(parameters) | Dsn::Pgsql(parameters)) = &parsed else {
        assert_eq!(Dsn::parse(&redacted).ok(), Some(parsed));
        return;
    };
    assert!(parameters.contains_key("dbname"));
    // PDO's form cannot write a semicolon; only a URL can.
    let writable = parameters
        .iter()
        .all(|(key, value)| !matches!(key.as_str(), "user" | "password") && !value.contains(';') && !value.is_empty());
    if writable {
        assert_eq!(Dsn::parse(&redacted).ok(), Some(parsed));
    }
}

/// Settings, one a line: a byte that says where it stands and of what kind it is, one for its name, and its value.
pub fn settings(data: &[u8]) {
    let mut bytes = Bytes(data);
    let (mut options, mut ini, mut environment) = (Vec::new(), Vec::new(), Vec::new());
    while !bytes.is_empty() {
        let [how, which] = bytes.array();
        let value = value(how, &bytes.line());
        let name = NAMES.get(usize::from(which)).map_or_else(|| format!("unknown {which}"), |name| (*name).to_owned());
        match how & 3 {
            0 | 1 => options.push((name, value)),
            2 => ini.push((name, value)),
            _ => environment.push((name, value)),
        }
    }
    let find = |place: &[(String, Value)], name: &str| {
        place.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    };
    let resolved = Settings::resolve(&options, |name| find(&ini, name), |name| find(&environment, name));
    let shown = match resolved {
        Ok(settings) => {
            assert!(settings.poll_limit > 0 && settings.max_channels > 0 && settings.rate_limit > 0);
            assert!((0.0..=1.0).contains(&settings.cleanup_probability));
            assert!(settings.secrets.iter().all(|secret| secret.len() >= 32));
            format!("{settings:?}")
        }
        Err(error) => {
            assert_eq!(error.kind(), Kind::Configuration);
            error.to_string()
        }
    };
    let given_as_secret = |word: &str| {
        let all = || options.iter().chain(&ini).chain(&environment);
        let holds = |value: &Value| format!("{value:?}").contains(word);
        !all().any(|(name, value)| !matches!(name.as_str(), "secret" | "password") && holds(value))
    };
    for hidden in [SECRET, PASSWORD] {
        assert!(!given_as_secret(hidden) || !shown.contains(hidden), "{shown}");
    }
}

/// A value of the kind that `how` says. The letters S and P stand for a secret and a password that can be recognised.
fn value(how: u8, line: &str) -> Value {
    let text = match line {
        "S" => SECRET.to_owned(),
        "P" => PASSWORD.to_owned(),
        other => other.to_owned(),
    };
    match (how >> 2) % 7 {
        0 | 1 => Value::Text(text),
        2 => Value::Int(text.parse().unwrap_or(text.len() as i64)),
        3 => Value::Float(text.parse().unwrap_or(0.5)),
        4 => Value::Bool(text.len() % 2 == 1),
        5 => Value::List(text.split(',').map(str::to_owned).collect()),
        _ => Value::Binary,
    }
}
