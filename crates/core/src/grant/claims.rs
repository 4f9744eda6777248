//! What a grant says: whose it is, which channels it covers, and when it holds.

use super::invalid;
use super::json::Object;
use crate::channel::ChannelPattern;
use crate::clock::Millis;
use crate::error::{Error, Kind, Result};

/// The longest lifetime of a grant: 31 days, in seconds.
pub const MAX_GRANT_SECONDS: i64 = 2_678_400;

/// The most entries in a grant's `channels`.
pub const MAX_GRANT_CHANNELS: usize = 1000;

/// The longest subject, in bytes.
pub const MAX_SUBJECT_BYTES: usize = 255;

/// How far ahead of ours an issuer's clock may run, in milliseconds. Expiry knows no such leeway.
pub(super) const CLOCK_SKEW: Millis = 60_000;

/// The claims of a grant whose signature and times were found good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    subject: String,
    channels: Vec<ChannelPattern>,
    issued_at: Option<Millis>,
    expires_at: i64,
    id: Option<String>,
}

impl Claims {
    /// Whether the grant covers the channel of this name.
    #[must_use]
    pub fn covers(&self, channel: &str) -> bool {
        self.channels.iter().any(|pattern| pattern.covers(channel))
    }

    /// Whose grant it is (`sub`): 1 to [`MAX_SUBJECT_BYTES`] bytes without control characters.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The channels that it covers (`channels`): at least one.
    #[must_use]
    pub fn channels(&self) -> &[ChannelPattern] {
        &self.channels
    }

    /// When it was issued (`iat` and `iat_ms`), in milliseconds since the Unix epoch; `None` if the issuer did not say.
    /// Issuers that write whole seconds alone name the second's beginning.
    #[must_use]
    pub const fn issued_at(&self) -> Option<Millis> {
        self.issued_at
    }

    /// When it ends (`exp`), in whole seconds since the Unix epoch, a fraction cut off.
    #[must_use]
    pub const fn expires_at(&self) -> i64 {
        self.expires_at
    }

    /// Its own name (`jti`), different for each grant that we issue; `None` if the issuer gave none.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Reads claims whose signature was found good, and checks them against the time (RFC 7519 §4.1).
    pub(super) fn from_signed_json(json: &[u8], now: Millis) -> Result<Self> {
        let claims = Object::parse(json, "claims")?;
        let subject: String = claims.required("sub", "a string")?;
        check_subject(&subject).map_err(|error| invalid(format!("the grant's `sub` is not usable: {error}")))?;

        let expires_at = numeric_date(&claims, "exp")?.ok_or_else(|| invalid("the grant has no `exp`; add it"))?;
        let issued_at = numeric_date(&claims, "iat")?;
        let milliseconds = milliseconds(&claims)?;
        check_times(expires_at, issued_at, numeric_date(&claims, "nbf")?, now)?;

        Ok(Self {
            subject,
            channels: patterns(&claims.required::<Vec<String>>("channels", "a list of strings")?)
                .map_err(|error| invalid(format!("the grant's `channels` is not usable: {error}")))?,
            issued_at: issued_at.map(|second| second.saturating_add(milliseconds)),
            expires_at: whole_seconds(expires_at),
            id: claims.optional("jti", "a string")?,
        })
    }
}

/// Refuses a subject that is empty, too long or holds control characters.
pub(super) fn check_subject(subject: &str) -> Result<()> {
    if subject.is_empty() || subject.len() > MAX_SUBJECT_BYTES {
        let bytes = subject.len();
        return Err(Error::invalid(format!("subject has {bytes} bytes; give it 1 to {MAX_SUBJECT_BYTES}")));
    }
    match subject.char_indices().find(|(_, character)| character.is_control()) {
        Some((at, _)) => Err(Error::invalid(format!("subject {subject:?} has a control character at byte {at}"))),
        None => Ok(()),
    }
}

/// Checks the entries of `channels`, of which there must be 1 to [`MAX_GRANT_CHANNELS`].
pub(super) fn patterns<S: AsRef<str>>(channels: &[S]) -> Result<Vec<ChannelPattern>> {
    if channels.is_empty() {
        return Err(Error::invalid("a grant needs at least one channel, and none was given"));
    }
    if channels.len() > MAX_GRANT_CHANNELS {
        return Err(Error::invalid(format!(
            "{} channels were given, at most {MAX_GRANT_CHANNELS} are allowed; cover many by one prefix such as `user:42:*`",
            channels.len()
        )));
    }
    let checked = |(index, channel): (usize, &S)| {
        ChannelPattern::new(channel.as_ref()).map_err(|error| error.context(format!("entry {index}")))
    };
    channels.iter().enumerate().map(checked).collect()
}

/// A NumericDate (RFC 7519 §2: seconds since the Unix epoch, a fraction is allowed), in milliseconds.
fn numeric_date(claims: &Object<'_>, name: &str) -> Result<Option<Millis>> {
    let seconds: Option<f64> = claims.optional(name, "a number of seconds since 1970")?;
    // `as` saturates; f64 holds every date of the next 285,000 years to the millisecond.
    Ok(seconds.map(|seconds| (seconds * 1000.0).floor() as Millis))
}

/// The milliseconds that belong to `iat` (`iat_ms`): 0 if the issuer knows none.
fn milliseconds(claims: &Object<'_>) -> Result<Millis> {
    const MUST_BE: &str = "a whole number from 0 to 999";
    match claims.optional("iat_ms", MUST_BE)? {
        None => Ok(0),
        Some(milliseconds @ 0..=999) => Ok(milliseconds),
        Some(_) => Err(invalid(format!("the grant's `iat_ms` must be {MUST_BE}"))),
    }
}

const fn whole_seconds(time: Millis) -> i64 {
    time.div_euclid(1000)
}

/// The rules about time. All values in milliseconds.
///
/// The lifetime counts from `iat`, so that a grant of ten years is refused from its first day to its last instead of
/// becoming good in its last month. Without `iat` it counts from now, the only date there is. As `iat` lies at most
/// [`CLOCK_SKEW`] ahead, no grant works longer than [`MAX_GRANT_SECONDS`] and that.
fn check_times(expires: Millis, issued: Option<Millis>, not_before: Option<Millis>, now: Millis) -> Result<()> {
    if expires <= now {
        return Err(Error::new(
            Kind::GrantExpired,
            format!("the grant expired at {} (`exp`); fetch a new one", whole_seconds(expires)),
        ));
    }
    for (name, date) in [("nbf", not_before), ("iat", issued)] {
        if let Some(date) = date.filter(|&date| date > now.saturating_add(CLOCK_SKEW)) {
            let ahead = whole_seconds(date.saturating_sub(now));
            return Err(invalid(format!(
                "the grant is not valid yet: its `{name}` lies {ahead} s ahead; check the issuer's clock"
            )));
        }
    }
    let lifetime = expires.saturating_sub(issued.unwrap_or(now));
    if lifetime > MAX_GRANT_SECONDS * 1000 {
        return Err(invalid(format!(
            "the grant's `exp` makes it last {} s, at most {MAX_GRANT_SECONDS} (31 days) are allowed; `exp` is in seconds",
            whole_seconds(lifetime)
        )));
    }
    Ok(())
}
