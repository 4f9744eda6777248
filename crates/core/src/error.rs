//! One opaque error for the whole engine: what kind it is, a sentence for people, and the cause beneath.

use std::error::Error as StdError;
use std::fmt;

/// Shorthand for results of the engine.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, by cause. Each kind has one [`code`](Kind::code) on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The caller gave something that can never work: a bad name, a wrong type, a batch with a bad entry.
    InvalidRequest,
    /// A setting has a bad value or is missing.
    Configuration,
    /// The request's body is larger than `max_body`.
    TooLarge,
    /// The poll endpoint was called with a method other than POST.
    MethodNotAllowed,
    /// A poll without a grant.
    GrantMissing,
    /// The grant is malformed, forged, from another issuer, or not valid yet.
    GrantInvalid,
    /// The grant was good and is over.
    GrantExpired,
    /// The grant was good, and its subject's grants were revoked since.
    GrantRevoked,
    /// The grant does not cover a channel that was asked for.
    Forbidden,
    /// Too many polls.
    RateLimited,
    /// The database cannot be reached or is busy; trying again may help.
    Unavailable,
    /// The database refuses in a way that trying again does not mend: corrupt, full, read-only, another schema.
    Storage,
}

impl Kind {
    /// The error's `code` on the wire (the protocol's status table).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::TooLarge => "too_large",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::GrantMissing => "grant_missing",
            Self::GrantInvalid => "grant_invalid",
            Self::GrantExpired => "grant_expired",
            Self::GrantRevoked => "grant_revoked",
            Self::Forbidden => "forbidden",
            Self::RateLimited => "rate_limited",
            Self::Unavailable => "unavailable",
            Self::Configuration | Self::Storage => "internal",
        }
    }
}

/// An error of the engine. Its text never holds a secret, a password or a grant.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    message: String,
    retry_after_ms: Option<u64>,
    channels: Vec<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// An error of this kind with a sentence that says what was wrong, with which value, and what to do.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), retry_after_ms: None, channels: Vec::new(), source: None }
    }

    /// [`Kind::InvalidRequest`] with this sentence.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(Kind::InvalidRequest, message)
    }

    /// Keeps the cause beneath.
    #[must_use]
    pub fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// Says after how many milliseconds trying again makes sense.
    #[must_use]
    pub fn with_retry_after_ms(mut self, milliseconds: u64) -> Self {
        self.retry_after_ms = Some(milliseconds);
        self
    }

    /// Names the channels that it is about.
    #[must_use]
    pub fn with_channels(mut self, channels: Vec<String>) -> Self {
        self.channels = channels;
        self
    }

    /// Puts `context` and a colon before the sentence, for errors that pass through a place that knows more.
    #[must_use]
    pub fn context(mut self, context: impl fmt::Display) -> Self {
        self.message = format!("{context}: {}", self.message);
        self
    }

    /// What kind of error it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The error's `code` on the wire.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// The channels that it is about; none if it is about no channel in particular.
    #[must_use]
    pub fn channels(&self) -> &[String] {
        &self.channels
    }

    /// Whether the same call may succeed later without anybody mending anything.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        matches!(self.kind, Kind::RateLimited | Kind::Unavailable)
    }

    /// Whole seconds to wait before trying again, rounded up and at least 1; `None` where waiting does not help.
    #[must_use]
    pub const fn retry_after_seconds(&self) -> Option<u64> {
        match self.retry_after_ms {
            Some(ms) if ms > 1000 => Some(ms.div_ceil(1000)),
            Some(_) => Some(1),
            None => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_rounds_up_to_whole_seconds() {
        let after = |ms| Error::new(Kind::RateLimited, "slow down").with_retry_after_ms(ms).retry_after_seconds();
        assert_eq!([after(0), after(1), after(1000), after(1001)], [Some(1), Some(1), Some(1), Some(2)]);
        assert_eq!(Error::invalid("no").retry_after_seconds(), None);
    }

    #[test]
    fn context_stands_before_the_sentence() {
        assert_eq!(Error::invalid("bad name").context("entry 2").to_string(), "entry 2: bad name");
    }
}
