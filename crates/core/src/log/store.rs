//! What a database has to do for the log: hold rows. Every rule stands in the log itself.

use super::session::Counters;
use crate::channel::ChannelName;
use crate::clock::Millis;
use crate::cursor::Position;
use crate::error::Result;
use crate::event::{NewEvent, StoredEvent};
use crate::limit::Quota;

/// The events of one emit or batch that go to one channel.
#[derive(Debug)]
pub struct Append<'a> {
    /// The channel.
    pub channel: &'a ChannelName,
    /// The epoch that the channel gets if it has no row yet.
    pub new_epoch: String,
    /// Its events, in order; at least one.
    pub events: Vec<&'a NewEvent>,
}

/// What appending to one channel gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// The first event's position; the others follow it without gaps.
    pub first: Position,
    /// The time that the events carry.
    pub created_at: Millis,
}

/// From where on events of a channel are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// Those after this position.
    Position(Position),
    /// All that retention has left: those after the floor and after the last expired non-transient event.
    Floor,
    /// None: only the channel's head is wanted.
    Head,
}

/// One channel to read.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The channel.
    pub channel: &'a ChannelName,
    /// From where on.
    pub after: After,
    /// The token of the channel's beacon as a number, as it was seen before; 0 if there is none. What is remembered of a
    /// channel counts only as long as it is the same.
    pub token: u64,
}

/// What the database holds of one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelRows {
    /// Label of this life of the channel's positions.
    pub epoch: String,
    /// The highest position given out.
    pub head: Position,
    /// The highest position that cleanup has taken away.
    pub floor: Position,
    /// The highest position among expired, non-transient events that are still there after the wanted position.
    pub expired: Option<Position>,
    /// Where the events below begin: after this position.
    pub from: Position,
    /// Events that have not expired, oldest first. For [`After::Position`], none if `expired` is set.
    pub events: Vec<StoredEvent>,
    /// For how many milliseconds after this look none of the events expires; `None` if that was not asked.
    pub good_for: Option<Millis>,
    /// Whether more such events follow that the page had no room for.
    pub more: bool,
}

/// What a read gives, all of one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// One answer per channel in the order asked; `None` for a channel that was never emitted to.
    pub channels: Vec<Option<ChannelRows>>,
    /// When the reader's grants were revoked; `None` if they were not, or if nobody in particular reads.
    pub revoked_at: Option<Millis>,
}

/// How much the log holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stats {
    /// Channels that were ever emitted to.
    pub channels: i64,
    /// Events, expired ones included.
    pub events: i64,
    /// Events that have expired and wait for cleanup.
    pub expired: i64,
}

/// Rows of the log in one database.
///
/// Every call is one transaction: it happens whole or not at all. `now` is the time to act at; `None` means the
/// database's own clock (the machine's, where the database has none), so that several web servers agree.
pub trait Store: Send {
    /// Creates or upgrades the tables and returns the schema's version. Safe to repeat and to run twice at once.
    ///
    /// # Errors
    /// [`Kind::Storage`](crate::error::Kind::Storage) if the schema is newer than this build knows.
    fn install(&mut self) -> Result<u32>;

    /// The schema's version that this build needs. A log with another one is refused by every call but `install`.
    fn schema_version(&self) -> u32;

    /// Appends to each channel, creating rows that are missing, and returns one answer per channel in the same order.
    /// The channels come sorted by name, each once, so that two batches lock in the same order.
    ///
    /// # Errors
    /// Any error means that nothing was stored.
    fn append(&mut self, appends: &[Append<'_>], now: Option<Millis>) -> Result<Vec<Appended>>;

    /// Reads the channels' rows without events, and in the same round trip when the grants of `reader` (the hash of a subject)
    /// were revoked. It is all that an idle poll needs.
    ///
    /// # Errors
    /// If the database refuses.
    fn heads(&mut self, wanted: &[Wanted<'_>], reader: Option<&[u8; 32]>) -> Result<Snapshot>;

    /// Reads channels with their events, each in one consistent snapshot, at most `page` events in all, dealt to the channels in
    /// turn; and, in the same round trip, the reader's revocation again.
    ///
    /// `heads` is what a look at them gave a moment ago, with news for at least one channel. A store may take it for the channels
    /// that have none.
    ///
    /// # Errors
    /// If the database refuses.
    fn events(
        &mut self,
        wanted: &[Wanted<'_>],
        reader: Option<&[u8; 32]>,
        heads: &Snapshot,
        page: usize,
        now: Option<Millis>,
    ) -> Result<Snapshot>;

    /// Removes up to `batch` expired events, those that expired first, and raises each channel's floor to the highest
    /// non-transient position removed. Removes up to as many spent rate-limiter rows, and as many revocations that are
    /// over. Returns the events removed.
    ///
    /// # Errors
    /// If the database refuses.
    fn remove_expired(&mut self, batch: usize, now: Option<Millis>) -> Result<usize>;

    /// Keeps the times of a revocation for the subject of this hash; of several the latest.
    ///
    /// # Errors
    /// If the database refuses.
    fn revoke(&mut self, subject_hash: &[u8; 32], revoked_at: Millis, expires_at: Millis) -> Result<()>;

    /// Gives every channel a new random epoch and returns how many channels there are.
    ///
    /// # Errors
    /// If the database refuses.
    fn renew_epochs(&mut self) -> Result<usize>;

    /// Counts one hit of a client against its quota.
    ///
    /// # Errors
    /// [`Kind::RateLimited`](crate::error::Kind::RateLimited) if the quota is spent.
    fn hit(&mut self, key_hash: &[u8; 32], quota: Quota, now: Option<Millis>) -> Result<()>;

    /// Counts what the log holds.
    ///
    /// # Errors
    /// If the database refuses.
    fn stats(&mut self, now: Option<Millis>) -> Result<Stats>;

    /// The database software's version, such as `SQLite 3.40.1`.
    ///
    /// # Errors
    /// If the database cannot be asked.
    fn server_version(&mut self) -> Result<String>;

    /// What has happened on the connection so far. A file has nothing to tell.
    fn counters(&self) -> Counters {
        Counters::default()
    }

    /// Begins a write transaction and leaves it open, for the test of SQLite's locks; elsewhere does nothing.
    #[cfg(feature = "test-hooks")]
    #[doc(hidden)]
    fn hold(&mut self) -> Result<()> {
        Ok(())
    }

    /// Ends what [`hold`](Self::hold) began.
    #[cfg(feature = "test-hooks")]
    #[doc(hidden)]
    fn let_go(&mut self) -> Result<()> {
        Ok(())
    }
}
