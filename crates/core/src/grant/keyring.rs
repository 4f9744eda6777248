//! The secrets of this installation: the first signs grants, all verify them.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom, SystemRandom};
use serde::Serialize;

use super::claims::{Claims, MAX_GRANT_SECONDS, check_subject, patterns};
use super::invalid;
use super::token::{Hs256, MAX_GRANT_BYTES, Unverified, sign};
use crate::clock::Millis;
use crate::error::{Error, Kind, Result};

/// The shortest secret in bytes: as long as the hash, as RFC 7518 §3.2 requires for HS256.
pub const MIN_SECRET_BYTES: usize = 32;

/// The keys by which grants are signed and verified. Shows no secret in any way.
pub struct Keyring {
    keys: Vec<Key>,
}

struct Key {
    id: String,
    hs256: Hs256,
}

/// The claims of a grant that we issue, in their order on the wire.
#[derive(Serialize)]
struct Issued<'a> {
    sub: &'a str,
    iat: i64,
    iat_ms: i64,
    exp: i64,
    jti: &'a str,
    channels: &'a [&'a str],
}

impl Keyring {
    /// A keyring of these secrets, of which the first signs. It may be empty: it then neither signs nor verifies.
    ///
    /// # Errors
    /// [`Kind::Configuration`] if a secret has fewer than [`MIN_SECRET_BYTES`] bytes; it says which and how many.
    pub fn new(secrets: &[impl AsRef<str>]) -> Result<Self> {
        Self::check(secrets)?;
        Ok(Self { keys: secrets.iter().map(|secret| Key::new(secret.as_ref())).collect() })
    }

    /// Refuses secrets that are too short, before anything is made of them.
    ///
    /// # Errors
    /// Those of [`new`](Self::new).
    pub fn check(secrets: &[impl AsRef<str>]) -> Result<()> {
        for (index, secret) in secrets.iter().enumerate() {
            let bytes = secret.as_ref().len();
            if bytes < MIN_SECRET_BYTES {
                return Err(Error::new(
                    Kind::Configuration,
                    format!(
                        "secret {} of {} has {bytes} bytes; at least {MIN_SECRET_BYTES} are needed, make one with `openssl rand -hex 32`",
                        index + 1,
                        secrets.len()
                    ),
                ));
            }
        }
        Ok(())
    }

    /// Whether there is no secret at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Issues a grant that covers `channels` (names, or prefixes ending in `*`) from `now` for `ttl_seconds`.
    ///
    /// Its times are whole seconds, so it may end up to a second before `now` plus `ttl_seconds`. The milliseconds of
    /// `iat`, by which a revocation tells what was issued before it from what came after, stand in a claim of our own,
    /// `iat_ms`: a fraction is allowed, but PyJWT 2.6 for one finds it to be in the future for the rest of the second.
    ///
    /// # Errors
    /// - [`Kind::Configuration`] if the keyring is empty.
    /// - [`Kind::InvalidRequest`] if there is no channel, or more than
    ///   [`MAX_GRANT_CHANNELS`](super::MAX_GRANT_CHANNELS), or a bad one; if `subject` is not 1 to
    ///   [`MAX_SUBJECT_BYTES`](super::MAX_SUBJECT_BYTES) bytes or holds control characters; if `ttl_seconds` is not 1
    ///   to [`MAX_GRANT_SECONDS`]; if the grant would have more than [`MAX_GRANT_BYTES`] bytes.
    /// - [`Kind::Unavailable`] if the system gives no random bytes.
    pub fn issue(&self, channels: &[&str], subject: &str, ttl_seconds: i64, now: Millis) -> Result<String> {
        let key = self.keys.first().ok_or_else(no_secret)?;
        patterns(channels)?;
        check_subject(subject)?;
        if !(1..=MAX_GRANT_SECONDS).contains(&ttl_seconds) {
            return Err(Error::invalid(format!(
                "a grant cannot last {ttl_seconds} s; give it 1 to {MAX_GRANT_SECONDS} (31 days)"
            )));
        }
        let (iat, iat_ms) = (now.div_euclid(1000), now.rem_euclid(1000));
        let issued = Issued { sub: subject, iat, iat_ms, exp: iat + ttl_seconds, jti: &random_id()?, channels };
        let claims = serde_json::to_vec(&issued)
            .map_err(|error| Error::invalid("the grant's claims cannot be written as JSON").with_source(error))?;

        let token = sign(&key.hs256, &key.header(), &claims);
        if token.len() > MAX_GRANT_BYTES {
            return Err(Error::invalid(format!(
                "the grant for {} channels would have {} bytes, at most {MAX_GRANT_BYTES} are allowed; \
                 cover many channels by one prefix such as `user:42:*`",
                channels.len(),
                token.len()
            )));
        }
        Ok(token)
    }

    /// The claims of a grant, if one of our keys signed it and it holds at `now`.
    ///
    /// A grant whose `kid` is one of ours is checked with that key alone, any other with every key.
    /// Nothing of its claims is read before the signature was found good.
    ///
    /// # Errors
    /// - [`Kind::GrantMissing`] if the token is empty.
    /// - [`Kind::Configuration`] if the keyring is empty.
    /// - [`Kind::GrantInvalid`] if it has more than [`MAX_GRANT_BYTES`] bytes, is malformed, not HS256, signed by
    ///   another key, dated more than 60 s ahead, made for longer than [`MAX_GRANT_SECONDS`], or has a bad claim.
    /// - [`Kind::GrantExpired`] from the very moment that `exp` names.
    pub fn verify(&self, token: &str, now: Millis) -> Result<Claims> {
        if token.is_empty() {
            return Err(Error::new(
                Kind::GrantMissing,
                "there is no grant; send one as `Authorization: Bearer …`, as `X-NoSocket-Grant` or in the body's `grant`",
            ));
        }
        if self.is_empty() {
            return Err(no_secret());
        }
        let token = Unverified::parse(token)?;
        let named = |key: &Key| token.key_id() == Some(key.id.as_str());
        let is_ours = self.keys.iter().any(named);
        let candidates: Vec<&Hs256> =
            self.keys.iter().filter(|key| !is_ours || named(key)).map(|key| &key.hs256).collect();

        let claims = token.open(candidates.into_iter()).ok_or_else(|| {
            invalid("the grant's signature was made by none of the configured secrets; issue a new grant")
        })?;
        Claims::from_signed_json(&claims, now)
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring").field("key_ids", &self.keys.iter().map(|key| &key.id).collect::<Vec<_>>()).finish()
    }
}

impl Key {
    fn new(secret: &str) -> Self {
        let hs256 = Hs256::new(secret.as_bytes());
        // A MAC of a text that cannot be a signing input (it has spaces), cut to 48 bits: names the key, tells nothing of it.
        let mac = hs256.mac(b"nosocket key id");
        Self { id: URL_SAFE_NO_PAD.encode(&mac.as_ref()[..6]), hs256 }
    }

    fn header(&self) -> Vec<u8> {
        format!(r#"{{"alg":"HS256","typ":"JWT","kid":"{}"}}"#, self.id).into_bytes()
    }
}

fn no_secret() -> Error {
    Error::new(
        Kind::Configuration,
        "setting `secret` is missing, and grants need it; set `nosocket.secret` in php.ini, NOSOCKET_SECRET in the \
         environment or the option `secret` to the output of `openssl rand -hex 32`",
    )
}

fn random_id() -> Result<String> {
    let mut id = [0; 16];
    SystemRandom::new()
        .fill(&mut id)
        .map_err(|_| Error::new(Kind::Unavailable, "the system gives no random bytes for the grant's `jti`"))?;
    Ok(URL_SAFE_NO_PAD.encode(id))
}
