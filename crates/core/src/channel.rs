//! Names of channels and events, and the patterns by which a grant covers channels.

use std::fmt;

use crate::error::{Error, Result};

/// The longest name of a channel or event, in bytes.
pub const MAX_NAME_BYTES: usize = 128;

/// Refuses what is not a name: 1–128 printable ASCII bytes without spaces and without `*`.
///
/// `what` names the thing in the message ("channel", "event").
pub(crate) fn check_name(what: &str, name: &str) -> Result<()> {
    check_bytes(what, name, name)?;
    if let Some(at) = name.find('*') {
        return Err(Error::invalid(format!(
            "{what} {name:?} has a `*` at byte {at}; only a grant's channels may end in one"
        )));
    }
    Ok(())
}

fn check_bytes(what: &str, whole: &str, part: &str) -> Result<()> {
    if whole.is_empty() {
        return Err(Error::invalid(format!("{what} is empty; give it 1 to {MAX_NAME_BYTES} bytes")));
    }
    if whole.len() > MAX_NAME_BYTES {
        let start: String = whole.chars().take(32).collect();
        return Err(Error::invalid(format!(
            "{what} {start:?}… has {} bytes; at most {MAX_NAME_BYTES} are allowed",
            whole.len()
        )));
    }
    if let Some(at) = part.bytes().position(|byte| !byte.is_ascii_graphic()) {
        return Err(Error::invalid(format!(
            "{what} {whole:?} has a character at byte {at} that is not printable ASCII without spaces"
        )));
    }
    Ok(())
}

/// A channel's name: 1–128 printable ASCII bytes without spaces and without `*`, compared byte for byte.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChannelName(Box<str>);

impl ChannelName {
    /// Checks and keeps a name.
    ///
    /// # Errors
    /// [`Kind::InvalidRequest`](crate::error::Kind::InvalidRequest) that says which byte is wrong.
    pub fn new(name: &str) -> Result<Self> {
        check_name("channel", name)?;
        Ok(Self(name.into()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ChannelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a grant covers: one channel by its name, or all that begin with a prefix (`user:42:*`, `*`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelPattern(Box<str>);

impl ChannelPattern {
    /// Checks and keeps a name, or a prefix ending in `*`.
    ///
    /// # Errors
    /// [`Kind::InvalidRequest`](crate::error::Kind::InvalidRequest) that says what is wrong with the pattern.
    pub fn new(pattern: &str) -> Result<Self> {
        let literal = pattern.strip_suffix('*').unwrap_or(pattern);
        check_bytes("channel", pattern, literal)?;
        if let Some(at) = literal.find('*') {
            return Err(Error::invalid(format!(
                "channel {pattern:?} has a `*` at byte {at}; a grant allows one only at the end"
            )));
        }
        Ok(Self(pattern.into()))
    }

    /// The pattern as it stands in a grant.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the pattern covers this channel.
    #[must_use]
    pub fn covers(&self, channel: &str) -> bool {
        match self.0.strip_suffix('*') {
            Some(prefix) => channel.as_bytes().starts_with(prefix.as_bytes()),
            None => *self.0 == *channel,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_printable_ascii_without_spaces_and_stars() {
        for good in ["a", "42", "orders", "user:42:inbox", "App\\Events\\Order", "private-chat.1", &"x".repeat(128)] {
            assert!(ChannelName::new(good).is_ok(), "{good}");
        }
        for bad in ["", " ", "a b", "a\n", "a\0", "a\u{7f}", "bücher", "user:*", "*", &"x".repeat(129)] {
            assert!(ChannelName::new(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn patterns_cover_one_name_or_a_prefix() {
        let covers = |pattern: &str, channel| ChannelPattern::new(pattern).unwrap().covers(channel);
        assert!(covers("orders", "orders"));
        assert!(!covers("orders", "orders2") && !covers("orders", "Orders") && !covers("orders", "order"));
        assert!(covers("user:42:*", "user:42:inbox") && covers("user:42:*", "user:42:"));
        assert!(!covers("user:42:*", "user:420:inbox") && !covers("user:42:*", "user:4"));
        assert!(covers("*", "anything"));
        for bad in ["", "a*b", "**", "a b*", "ü*", &format!("{}*", "x".repeat(128))] {
            assert!(ChannelPattern::new(bad).is_err(), "{bad:?}");
        }
    }
}
