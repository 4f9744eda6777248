//! Taking grants back: one stored time for each subject, and what it means.

use ring::digest::{SHA256, digest};

use super::claims::{CLOCK_SKEW, Claims, MAX_GRANT_SECONDS, check_subject};
use crate::clock::Millis;
use crate::error::{Error, Kind, Result};

/// "The grants of this subject that were issued until then are void."
///
/// Times are those of the machines that issue grants, not of the database, since they are compared with `iat`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// The subject's name in a store; see [`subject_hash`].
    pub subject_hash: [u8; 32],
    /// Grants issued at this time or earlier are void, in milliseconds since the Unix epoch.
    pub revoked_at: Millis,
    /// From then on every grant that it voids is over, so that it may be forgotten; in milliseconds since the Unix epoch.
    pub expires_at: Millis,
}

impl Revocation {
    /// A revocation of what was issued to this subject until now.
    ///
    /// # Errors
    /// [`Kind::InvalidRequest`] for a subject that no grant can have.
    pub fn new(subject: &str, now: Millis) -> Result<Self> {
        check_subject(subject)?;
        let expires_at = now.saturating_add(MAX_GRANT_SECONDS * 1000 + CLOCK_SKEW);
        Ok(Self { subject_hash: subject_hash(subject), revoked_at: now, expires_at })
    }
}

impl Claims {
    /// The subject's name in a store; see [`subject_hash`].
    #[must_use]
    pub fn subject_hash(&self) -> [u8; 32] {
        subject_hash(self.subject())
    }

    /// Refuses a grant that was taken back: `revoked_at` is what the store holds for its subject.
    ///
    /// An `iat` of whole seconds names the second's beginning, so a grant from the second of the revocation itself is
    /// refused, whether it was issued before or after. One without `iat` is refused as long as the revocation stands.
    ///
    /// # Errors
    /// [`Kind::GrantRevoked`].
    pub fn check_revocation(&self, revoked_at: Option<Millis>) -> Result<()> {
        let Some(revoked_at) = revoked_at else { return Ok(()) };
        if self.issued_at().is_some_and(|issued_at| issued_at > revoked_at) {
            return Ok(());
        }
        Err(Error::new(Kind::GrantRevoked, "the grant was revoked; fetch a new one"))
    }
}

/// A subject's name in a store: its SHA-256. It has one size and one spelling in every database, and a copy of the table
/// says of nobody that cannot be guessed whether he was logged out.
#[must_use]
pub fn subject_hash(subject: &str) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, subject.as_bytes()).as_ref());
    hash
}
