//! The log's rules: what emitting, reading and cleaning up mean. Databases only hold the rows ([`Store`]).
//!
//! ```text
//! emit     take the channel's row (head += n), insert n events at the new positions, commit: one transaction
//! read     heads, floors and events in one snapshot, then judged (`read.rs`): events, or a resync with the head
//! cleanup  remove expired events and raise the floors in one transaction; reading never depends on it
//! ```

mod head_cache;
mod heads;
mod mysql;
mod news;
mod open;
mod outage;
mod page;
mod postgres;
mod read;
mod session;
mod sqlite;
mod store;
mod tls;
mod trouble;

use std::collections::BTreeMap;

use ring::rand::SecureRandom;

pub use head_cache::HeadCache;
pub use mysql::MysqlStore;
pub use open::open;
pub use postgres::PostgresStore;
pub use read::{ChannelReading, Head, Reading};
pub use session::Counters;
pub use sqlite::{SqliteStore, sqlite_version};
pub use store::{After, Append, Appended, ChannelRows, Snapshot, Stats, Store, Wanted};
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) use {mysql::quoted, page::deal};

use crate::channel::ChannelName;
use crate::clock::{Clock, Millis};
use crate::cursor::Position;
use crate::error::{Error, Kind, Result};
use crate::event::NewEvent;
use crate::limit::Quota;

/// How many events one cleanup transaction removes at most, so that emitters never wait for long.
const CLEANUP_BATCH: usize = 500;

/// An indexed, short-lived event log in one database.
pub struct Log {
    store: Box<dyn Store>,
    clock: Option<Box<dyn Clock>>,
    cache: Option<HeadCache>,
}

/// Where an emitted event came to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emitted {
    /// Its place in the channel.
    pub position: Position,
    /// The time it carries.
    pub created_at: Millis,
}

impl Log {
    /// A log over this store. With a clock, all times come from it; without, from the database (see [`Store`]).
    #[must_use]
    pub fn new(store: Box<dyn Store>, clock: Option<Box<dyn Clock>>) -> Self {
        Self { store, clock, cache: None }
    }

    /// The same with polls answered from this cache where it knows enough.
    #[must_use]
    pub fn with_cache(mut self, cache: HeadCache) -> Self {
        self.cache = Some(cache);
        self
    }

    /// The cache of heads, if there is one.
    #[must_use]
    pub fn cache(&self) -> Option<&HeadCache> {
        self.cache.as_ref()
    }

    /// Appends events in one transaction, all or none, and returns their places in the same order.
    ///
    /// # Errors
    /// Any error means that nothing was stored.
    pub fn emit(&mut self, events: &[NewEvent]) -> Result<Vec<Emitted>> {
        if events.is_empty() {
            return Ok(Vec::new());
        }
        // Sorted by name, so that two batches that share channels lock them in the same order.
        let mut by_channel: BTreeMap<&ChannelName, Vec<usize>> = BTreeMap::new();
        for (index, event) in events.iter().enumerate() {
            by_channel.entry(&event.channel).or_default().push(index);
        }
        let appends = by_channel
            .iter()
            .map(|(channel, indexes)| {
                let events = indexes.iter().map(|&index| &events[index]).collect();
                Ok(Append { channel, new_epoch: random_epoch()?, events })
            })
            .collect::<Result<Vec<_>>>()?;
        let appended = self.store.append(&appends, self.now());
        if let Some(cache) = &mut self.cache {
            // After an error too: it may have been stored all the same.
            appends.iter().for_each(|append| cache.channel_changed(append.channel));
        }
        let appended = appended?;

        let mut emitted = vec![Emitted { position: 0, created_at: 0 }; events.len()];
        for (indexes, appended) in by_channel.values().zip(appended) {
            for (position, &index) in (appended.first..).zip(indexes) {
                emitted[index] = Emitted { position, created_at: appended.created_at };
            }
        }
        Ok(emitted)
    }

    /// Keeps a revocation: `subject_hash`, the time until which issued grants are void, and that at which it may be
    /// forgotten.
    ///
    /// # Errors
    /// If the database refuses.
    pub fn revoke(&mut self, subject_hash: &[u8; 32], revoked_at: Millis, expires_at: Millis) -> Result<()> {
        let revoked = self.store.revoke(subject_hash, revoked_at, expires_at);
        if let Some(cache) = &mut self.cache {
            cache.subject_changed(subject_hash);
        }
        revoked
    }

    /// Removes one bounded batch of expired events and returns how many there were.
    ///
    /// # Errors
    /// If the database refuses.
    pub fn cleanup_batch(&mut self) -> Result<usize> {
        self.store.remove_expired(CLEANUP_BATCH, self.now())
    }

    /// Removes all expired events, batch by batch, and returns how many there were.
    ///
    /// # Errors
    /// If the database refuses; what earlier batches removed stays removed.
    pub fn cleanup(&mut self) -> Result<usize> {
        let mut removed = 0;
        loop {
            let batch = self.cleanup_batch()?;
            removed += batch;
            if batch < CLEANUP_BATCH {
                return Ok(removed);
            }
        }
    }

    /// Creates or upgrades the tables and returns the schema's version.
    ///
    /// # Errors
    /// If the database refuses or holds a newer schema.
    pub fn install(&mut self) -> Result<u32> {
        self.store.install()
    }

    /// The schema's version that this build needs.
    #[must_use]
    pub fn schema_version(&self) -> u32 {
        self.store.schema_version()
    }

    /// Gives every channel a new epoch, so that every client resyncs; part of restoring a backup.
    ///
    /// # Errors
    /// If the database refuses.
    pub fn renew_epochs(&mut self) -> Result<usize> {
        let renewed = self.store.renew_epochs();
        if let Some(cache) = &mut self.cache {
            cache.all_changed();
        }
        renewed
    }

    /// Counts one hit of a client against its quota, in the database.
    ///
    /// # Errors
    /// [`Kind::RateLimited`] if the quota is spent.
    pub fn hit(&mut self, key_hash: &[u8; 32], quota: Quota) -> Result<()> {
        self.store.hit(key_hash, quota, self.now())
    }

    /// Counts what the log holds.
    ///
    /// # Errors
    /// If the database refuses.
    pub fn stats(&mut self) -> Result<Stats> {
        self.store.stats(self.now())
    }

    /// The database software's version.
    ///
    /// # Errors
    /// If the database cannot be asked.
    pub fn server_version(&mut self) -> Result<String> {
        self.store.server_version()
    }

    /// What has happened on the connection so far.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.store.counters()
    }

    fn now(&self) -> Option<Millis> {
        self.clock.as_ref().map(|clock| clock.now())
    }

    /// Begins a write transaction and leaves it open, for the test of SQLite's locks.
    #[cfg(feature = "test-hooks")]
    #[doc(hidden)]
    pub fn hold(&mut self) -> Result<()> {
        self.store.hold()
    }

    /// Ends what [`hold`](Self::hold) began.
    #[cfg(feature = "test-hooks")]
    #[doc(hidden)]
    pub fn let_go(&mut self) -> Result<()> {
        self.store.let_go()
    }
}

/// A new channel's epoch: eight random hexadecimal digits.
fn random_epoch() -> Result<String> {
    let mut bytes = [0; 4];
    ring::rand::SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Error::new(Kind::Unavailable, "the operating system gave no random bytes"))?;
    Ok(format!("{:08x}", u32::from_be_bytes(bytes)))
}
