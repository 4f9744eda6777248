//! Rate limits: how often one client may poll.
//!
//! [`Quota`] is the pure algorithm; a [`LimitStore`] keeps its state, one number per [`LimitKey`]. [`SharedLimits`]
//! keeps it in memory that all workers of one user on one machine share. [`admit`] is what a poll asks.
//!
//! ```
//! use nosocket_core::limit::{LimitKey, Quota, SharedLimits, admit};
//!
//! let mut limits = SharedLimits::open_or_private(None, "the database's name");
//! let quota = Quota::new(120, 60)?;
//! if let Some(key) = LimitKey::new(Some("user:42"), Some("192.0.2.7")) {
//!     admit(&mut limits, &key, quota, 1_780_000_000_000)?;
//! }
//! # Ok::<(), nosocket_core::error::Error>(())
//! ```

mod gcra;
mod key;
#[cfg(test)]
mod model;
mod shared;
mod table;
#[cfg(test)]
mod tests;

pub use gcra::{Decision, MAX_QUOTA_LIMIT, MAX_QUOTA_WINDOW_SECONDS, Quota};
pub use key::LimitKey;
pub use shared::SharedLimits;

use crate::clock::Millis;
use crate::error::Result;

/// Keeps the theoretical arrival time of every key.
///
/// A store must count each admitted hit once, whoever else hits at the same time, must leave the state of a denied hit
/// as it was, and may forget a key whose time has passed. It decides nothing: [`Quota`] does.
pub trait LimitStore {
    /// Counts a hit on this key at `now`, or says how long to wait. A store with a clock of its own may ignore `now`.
    ///
    /// # Errors
    /// Those of the store's medium. A denied hit is no error here: [`admit`] makes it one.
    fn hit(&mut self, key: &LimitKey, quota: Quota, now: Millis) -> Result<Decision>;
}

/// Counts a hit in `store`, and turns a denial into the error that the client gets.
///
/// # Errors
/// [`Kind::RateLimited`](crate::error::Kind::RateLimited), with the time to wait, and whatever the store reports.
pub fn admit(store: &mut impl LimitStore, key: &LimitKey, quota: Quota, now: Millis) -> Result<()> {
    match store.hit(key, quota, now)? {
        Decision::Admit { .. } => Ok(()),
        Decision::Deny { retry_after_us } => Err(quota.denied(retry_after_us)),
    }
}
