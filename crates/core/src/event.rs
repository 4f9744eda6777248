//! An event on its way into the log, and an event as it stands there.

use crate::channel::{ChannelName, check_name};
use crate::clock::Millis;
use crate::cursor::Position;
use crate::error::{Error, Result};

/// The longest time to live of an event: ten years, in seconds.
pub const MAX_TTL_SECONDS: i64 = 315_360_000;

/// Event names that begin so are the client's own (`nosocket.resync_required`).
const RESERVED_PREFIX: &str = "nosocket.";

/// An event that has been checked and waits to be appended.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// The channel it goes to.
    pub channel: ChannelName,
    /// Its name: 1–128 printable ASCII bytes without spaces and `*`.
    pub name: Box<str>,
    /// JSON text, kept byte for byte. The caller vouches that it is JSON.
    pub payload: String,
    /// The browser tab that drops the event, if any.
    pub except: Option<String>,
    /// Whether the event may vanish without a resync.
    pub transient: bool,
    /// How long it is kept, in milliseconds.
    pub ttl_ms: i64,
}

impl NewEvent {
    /// An event with this payload, kept for `ttl_seconds`.
    ///
    /// # Errors
    /// [`Kind::InvalidRequest`](crate::error::Kind::InvalidRequest) if a name is bad or the time to live is not
    /// 1 to [`MAX_TTL_SECONDS`].
    pub fn new(channel: &str, name: &str, payload: String, ttl_seconds: i64) -> Result<Self> {
        let channel = ChannelName::new(channel)?;
        check_name("event", name)?;
        if name.starts_with(RESERVED_PREFIX) {
            return Err(Error::invalid(format!(
                "event {name:?} begins with {RESERVED_PREFIX:?}, which is reserved for the client's own events"
            )));
        }
        if !(1..=MAX_TTL_SECONDS).contains(&ttl_seconds) {
            return Err(Error::invalid(format!(
                "time to live {ttl_seconds} is not between 1 and {MAX_TTL_SECONDS} seconds"
            )));
        }
        Ok(Self { channel, name: name.into(), payload, except: None, transient: false, ttl_ms: ttl_seconds * 1000 })
    }

    /// Names the browser tab that drops the event.
    ///
    /// # Errors
    /// [`Kind::InvalidRequest`](crate::error::Kind::InvalidRequest) if the id is not 1–128 printable ASCII bytes
    /// without spaces and `*`.
    pub fn except(mut self, tab: &str) -> Result<Self> {
        check_name("except", tab)?;
        self.except = Some(tab.to_owned());
        Ok(self)
    }

    /// Lets the event vanish without a resync.
    #[must_use]
    pub fn transient(mut self, transient: bool) -> Self {
        self.transient = transient;
        self
    }
}

/// An event as it stands in the log, without its channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its place in the channel; `id` on the wire.
    pub position: Position,
    /// Its name.
    pub name: String,
    /// JSON text, byte for byte as emitted.
    pub payload: String,
    /// The browser tab that drops the event, if any.
    pub except: Option<String>,
    /// When it was appended.
    pub created_at: Millis,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_names_and_bad_times_are_refused() {
        let event = |name: &str, ttl| NewEvent::new("orders", name, "1".into(), ttl);
        assert!(event("order.created", 1).is_ok() && event("nosocket", 1).is_ok());
        assert!(event("nosocket.resync_required", 1).is_err());
        for ttl in [0, -1, MAX_TTL_SECONDS + 1, i64::MAX, i64::MIN] {
            assert!(event("order.created", ttl).is_err(), "{ttl}");
        }
    }
}
