//! Grants: signed statements about which channels their bearer may read, and until when.
//!
//! A grant is a JSON Web Token ([RFC 7519]) in the compact form of [RFC 7515], signed with HS256 and nothing else, so
//! that any stack can issue one. Its claims are `sub` and `exp` (required), `channels` (required: names, or prefixes
//! ending in `*`), `iat`, `nbf` and `jti` (optional, checked when present). All others are ignored.
//!
//! ```
//! use nosocket_core::grant::Keyring;
//!
//! let keyring = Keyring::new(&["an example, 32 bytes or more long"])?;
//! let now = 1_780_000_000_000;
//! let token = keyring.issue(&["orders", "user:42:*"], "user:42", 3600, now)?;
//!
//! let claims = keyring.verify(&token, now + 1_000)?;
//! assert_eq!(claims.subject(), "user:42");
//! assert!(claims.covers("user:42:inbox") && !claims.covers("user:43:inbox"));
//! # Ok::<(), nosocket_core::error::Error>(())
//! ```
//!
//! [RFC 7515]: https://www.rfc-editor.org/rfc/rfc7515
//! [RFC 7519]: https://www.rfc-editor.org/rfc/rfc7519

mod claims;
mod json;
mod keyring;
mod revocation;
#[cfg(test)]
mod tests;
mod token;

pub use claims::{Claims, MAX_GRANT_CHANNELS, MAX_GRANT_SECONDS, MAX_SUBJECT_BYTES};
pub use keyring::{Keyring, MIN_SECRET_BYTES};
pub use revocation::{Revocation, subject_hash};
pub use token::MAX_GRANT_BYTES;

use crate::error::{Error, Kind};

/// [`Kind::GrantInvalid`] with this sentence. The sentence must not quote the token.
fn invalid(message: impl Into<String>) -> Error {
    Error::new(Kind::GrantInvalid, message)
}
