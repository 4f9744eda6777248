//! The engine: one log with its grants and rate limits, as one set of settings describes them.

use std::sync::Arc;
use std::time::{Duration, SystemTime};
use std::{mem, thread};

use crate::beacon::{Beacon, BeaconState, Beacons, Quiet, SeenBeacons};
use crate::channel::ChannelName;
use crate::clock::{Clock, Millis, SystemClock};
use crate::config::{EmitFailure, LimiterKind, Settings};
use crate::cursor::Subscription;
use crate::dsn::Dsn;
use crate::error::{Error, Kind, Result};
use crate::event::NewEvent;
use crate::grant::{Claims, Keyring, Revocation};
use crate::limit::{LimitKey, Quota, SharedLimits, admit};
use crate::log::{self, Counters, Emitted, Head, HeadCache, Log, Reading, Stats};

/// One warning a minute in this process, whichever engine it comes from.
static WARNINGS: Quiet = Quiet::new();

/// One log with its grants and rate limits. Opens the database on first use.
pub struct Engine {
    settings: Settings,
    keyring: Keyring,
    beacons: Option<Beacons>,
    limits: Option<SharedLimits>,
    log: Option<Log>,
    /// The process that opened the log: a child forked later must not touch its parent's connection.
    process: u32,
    clock: Option<Arc<dyn Clock>>,
}

/// The answer to a poll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What is new in the log.
    pub reading: Reading,
    /// The beacons of the channels that were asked for; none if they are off or cannot be made.
    pub beacons: Vec<Beacon>,
}

/// What a person needs to know when something is wrong.
#[derive(Debug)]
pub struct Diagnostics {
    /// `sqlite`, `mysql`, `pgsql`, or `none` without a DSN.
    pub backend: &'static str,
    /// Whether a connection was open before this look.
    pub was_open: bool,
    /// What opening the database or asking it gave.
    pub database: Result<DatabaseState>,
    /// What has happened on the connection so far.
    pub counters: Counters,
    /// Where rate limits are counted.
    pub limiter_kind: &'static str,
    /// In what state that is.
    pub limiter_state: String,
    /// Where heads are cached; empty if they are not.
    pub head_cache_state: String,
    /// How the beacons are; `None` if they are off.
    pub beacons: Option<BeaconState>,
}

/// The database as it was found.
#[derive(Debug)]
pub struct DatabaseState {
    /// Its software's version.
    pub server_version: String,
    /// The schema's version.
    pub schema_version: u32,
    /// How much it holds.
    pub stats: Stats,
}

impl Engine {
    /// An engine with these settings. Connects nothing.
    ///
    /// # Errors
    /// [`Kind::Configuration`] if a secret is too short.
    pub fn new(settings: Settings) -> Result<Self> {
        let keyring = Keyring::new(&settings.secrets)?;
        let beacons = Beacons::new(&settings);
        Ok(Self { settings, keyring, beacons, limits: None, log: None, process: std::process::id(), clock: None })
    }

    /// The same with all times from this clock, for tests.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// The settings.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Checks an event against the settings: its payload's size and, without a time to live, the default.
    ///
    /// # Errors
    /// [`Kind::InvalidRequest`] if a name, the time to live or the payload's size is bad.
    pub fn event(&self, channel: &str, name: &str, payload: String, ttl_seconds: Option<i64>) -> Result<NewEvent> {
        if payload.len() > self.settings.max_payload {
            return Err(Error::invalid(format!(
                "payload has {} bytes as JSON; max_payload allows {}: send less, such as an id to fetch the rest by",
                payload.len(),
                self.settings.max_payload
            )));
        }
        NewEvent::new(channel, name, payload, ttl_seconds.unwrap_or(self.settings.event_ttl))
    }

    /// Appends events in one transaction, all or none, and returns their places in the same order.
    ///
    /// # Errors
    /// Any error means that nothing was stored.
    pub fn emit(&mut self, events: &[NewEvent]) -> Result<Vec<Emitted>> {
        let probability = self.settings.cleanup_probability;
        let emitted = self.log()?.emit(events)?;
        // Once every reader can see the events, and not before: whoever sees a new token polls only once for it.
        if let Some(beacons) = &mut self.beacons {
            beacons.touch(events.iter().map(|event| &event.channel));
        }
        if probability > 0.0 && fastrand::f64() < probability {
            // The events are committed, so a cleanup that fails must not fail the emit. Another emit will try again.
            let _ = self.log().and_then(Log::cleanup_batch);
        }
        Ok(emitted)
    }

    /// Removes all expired events and what killed processes have left among the beacons; returns how many events there
    /// were.
    ///
    /// # Errors
    /// If the database refuses; what was removed until then stays removed.
    pub fn cleanup(&mut self) -> Result<usize> {
        if let Some(beacons) = &self.beacons {
            beacons.sweep(SystemTime::now());
        }
        self.log()?.cleanup()
    }

    /// What went wrong beside a call that has not failed for it, for the host's error log; at most once a minute in this
    /// process.
    pub fn take_warning(&mut self) -> Option<String> {
        let warning = self.beacons.as_mut()?.take_warning()?;
        WARNINGS.lets_through(self.now()).then_some(warning)
    }

    /// The same, but where the database does not take the events, the setting `emit_failure` says what comes of it: under
    /// `log` and `ignore` they have position 0, which no stored event has, and the error is there for the host's log or
    /// for nobody.
    ///
    /// # Errors
    /// Those of [`emit`](Self::emit); under `log` and `ignore` not [`Kind::Unavailable`] and [`Kind::Storage`].
    pub fn emit_or_go_on(&mut self, events: &[NewEvent]) -> Result<(Vec<Emitted>, Option<Error>)> {
        match self.emit(events) {
            Ok(emitted) => Ok((emitted, None)),
            Err(error)
                if self.settings.emit_failure != EmitFailure::Throw
                    && matches!(error.kind(), Kind::Unavailable | Kind::Storage) =>
            {
                let lost = Emitted { position: 0, created_at: self.now() };
                let to_log = (self.settings.emit_failure == EmitFailure::Log).then_some(error);
                Ok((vec![lost; events.len()], to_log))
            }
            Err(error) => Err(error),
        }
    }

    /// Answers a poll. `address` is the client's, for the rate limiter. Subscriptions that could not be read count
    /// against the limit as well.
    ///
    /// # Errors
    /// The subscriptions' own error, or [`Kind::InvalidRequest`] for more than `max_channels`; the grant's kinds; [`Kind::RateLimited`]; or what the database says.
    pub fn poll(
        &mut self,
        subscriptions: Result<Vec<Subscription>>,
        grant: &str,
        address: Option<&str>,
    ) -> Result<Answer> {
        let claims = self.keyring.verify(grant, self.now());
        let subject = claims.as_ref().ok().map(Claims::subject);
        self.hit(LimitKey::new(subject, address))?;
        let subscriptions = subscriptions?;
        check_count(subscriptions.len(), self.settings.max_channels)?;
        let claims = claims?;
        let outside: Vec<String> = subscriptions
            .iter()
            .map(|subscription| subscription.channel.as_str())
            .filter(|name| !claims.covers(name))
            .map(str::to_owned)
            .collect();
        if let Some(first) = outside.first() {
            let message = format!("the grant does not cover the channel {first}");
            return Err(Error::new(Kind::Forbidden, message).with_channels(outside));
        }
        // Before the log: a token that is newer than what was read would keep the client waiting for what it has missed.
        let channels = subscriptions.iter().map(|subscription| &subscription.channel);
        let SeenBeacons { beacons, tokens } =
            self.beacons.as_mut().map(|beacons| beacons.read(channels)).unwrap_or_default();
        let page = self.settings.poll_limit;
        let subject = claims.subject_hash();
        let (reading, revoked_at) = self.log()?.read_as(Some(&subject), &subscriptions, &tokens, page)?;
        claims.check_revocation(revoked_at)?;
        Ok(Answer { reading, beacons })
    }

    /// Signs a grant.
    ///
    /// # Errors
    /// [`Kind::InvalidRequest`] if a channel, the subject or the time is bad, [`Kind::Configuration`] without a secret.
    pub fn grant(&self, channels: &[&str], subject: &str, ttl_seconds: Option<i64>) -> Result<String> {
        self.keyring.issue(channels, subject, ttl_seconds.unwrap_or(self.settings.grant_ttl), self.now())
    }

    /// Takes back every grant of this subject that was issued until now. When it returns, they are refused by all hosts
    /// that share the database, and grants issued afterwards are good.
    ///
    /// # Errors
    /// [`Kind::InvalidRequest`] for a subject that no grant can have, or what the database says.
    pub fn revoke(&mut self, subject: &str) -> Result<()> {
        let Revocation { subject_hash, revoked_at, expires_at } = Revocation::new(subject, self.now())?;
        self.log()?.revoke(&subject_hash, revoked_at, expires_at)?;
        if self.now() <= revoked_at {
            // A grant issued after this must bear a later time.
            thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    }

    /// The channels' heads, in the same order.
    ///
    /// # Errors
    /// [`Kind::InvalidRequest`] for more channels than `max_channels`, or what the database says.
    pub fn heads(&mut self, channels: &[ChannelName]) -> Result<Vec<Head>> {
        check_count(channels.len(), self.settings.max_channels)?;
        self.log()?.heads(channels)
    }

    /// The log, opened if it is not.
    ///
    /// # Errors
    /// [`Kind::Configuration`] without a DSN; what the database says if it does not open.
    pub fn log(&mut self) -> Result<&mut Log> {
        let process = std::process::id();
        if self.process != process {
            // Dropping it would speak to the database over the parent's connection.
            mem::forget(self.log.take());
            self.process = process;
        }
        let log = match self.log.take() {
            Some(log) => log,
            None => {
                let clock = self.clock.clone().map(|clock| Box::new(SharedClock(clock)) as Box<dyn Clock>);
                let log = Log::new(log::open(&self.settings)?, clock);
                match self.head_cache() {
                    Some(cache) => log.with_cache(cache),
                    None => log,
                }
            }
        };
        Ok(self.log.insert(log))
    }

    /// Closes the connection; the next call opens another.
    pub fn close(&mut self) {
        if self.process == std::process::id() {
            self.log = None;
        } else {
            mem::forget(self.log.take());
        }
    }

    /// Before this process forks: closes an SQLite file. SQLite keeps one list of a process's locks, which a child would
    /// inherit without the locks: its own connections would then believe to hold what they do not.
    pub fn before_fork(&mut self) {
        if matches!(self.settings.dsn, Some(Dsn::Sqlite { .. })) {
            self.close();
        }
    }

    /// Looks at everything and never fails: what is wrong stands in the answer.
    pub fn diagnostics(&mut self) -> Diagnostics {
        let was_open = self.log.is_some() && self.process == std::process::id();
        let database = self.database_state();
        let kind = self.settings.rate_limiter;
        let limiter_state = match kind {
            LimiterKind::Memory => self.memory_limits().state(),
            LimiterKind::Database | LimiterKind::Off => String::new(),
        };
        Diagnostics {
            backend: self.settings.dsn.as_ref().map_or("none", |dsn| dsn.backend()),
            was_open,
            counters: self.log.as_ref().map(Log::counters).unwrap_or_default(),
            head_cache_state: self.log.as_ref().and_then(Log::cache).map(HeadCache::state).unwrap_or_default(),
            database,
            limiter_kind: kind.as_str(),
            limiter_state,
            beacons: self.beacons.as_ref().map(Beacons::state),
        }
    }

    fn database_state(&mut self) -> Result<DatabaseState> {
        let log = self.log()?;
        // A log with another schema than this build's has nothing to count.
        let stats = log.stats()?;
        Ok(DatabaseState { server_version: log.server_version()?, schema_version: log.schema_version(), stats })
    }

    fn hit(&mut self, key: Option<LimitKey>) -> Result<()> {
        let Some(key) = key else { return Ok(()) };
        let quota = Quota::new(self.settings.rate_limit, self.settings.rate_window)?;
        match self.settings.rate_limiter {
            LimiterKind::Off => Ok(()),
            LimiterKind::Database => self.log()?.hit(key.digest(), quota),
            LimiterKind::Memory => {
                let now = self.now();
                admit(self.memory_limits(), &key, quota, now)
            }
        }
    }

    fn memory_limits(&mut self) -> &mut SharedLimits {
        let settings = &self.settings;
        self.limits.get_or_insert_with(|| SharedLimits::open_or_private(None, &shared_label(settings)))
    }

    fn head_cache(&self) -> Option<HeadCache> {
        let bound = self.settings.head_cache;
        (bound > 0).then(|| HeadCache::open(None, &shared_label(&self.settings), bound))
    }

    fn now(&self) -> Millis {
        self.clock.as_ref().map_or_else(|| SystemClock.now(), |clock| clock.now())
    }
}

/// What workers share memory for: one log, under the name by which these settings know it.
fn shared_label(settings: &Settings) -> String {
    let database = settings.dsn.as_ref().map(Dsn::redacted).unwrap_or_default();
    format!("{database}\n{}", settings.table_prefix)
}

/// Refuses more channels in one call than the settings allow.
fn check_count(channels: usize, max_channels: usize) -> Result<()> {
    if channels > max_channels {
        return Err(Error::invalid(format!("{channels} channels were asked for; max_channels allows {max_channels}")));
    }
    Ok(())
}

struct SharedClock(Arc<dyn Clock>);

impl Clock for SharedClock {
    fn now(&self) -> Millis {
        self.0.now()
    }
}
