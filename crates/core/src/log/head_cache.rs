//! Heads and the latest events, as they were read a moment ago, in memory that all workers of one user on this machine share: a
//! poll whose cursors stand at the heads is answered without the database, and so is one whose news somebody else has read
//! already. Where only the heads are known, a poll asks for the events at once.
//!
//! An answer is taken from here only if nobody of this user on this machine has emitted to the channel since it was read,
//! and if it was read at most [`bound`](HeadCache::open) ago. So what other machines and users emit, and what a worker
//! emitted that was killed between its commit and [`channel_changed`](HeadCache::channel_changed), is seen after the bound at the latest.
//! Nothing is lost by it: an answer from here is one that the database could have given within that time.

mod latest;
mod record;
mod table;

use std::path::PathBuf;
use std::sync::atomic::AtomicU64;

use rustix::time::{ClockId, clock_gettime};

use self::latest::{Latest, LatestTable};
use self::table::{Known, Mark, Table, WORDS};
use super::heads::pending;
use super::store::{After, ChannelRows, Snapshot, Wanted};
use crate::channel::ChannelName;
use crate::clock::Millis;
use crate::error::Result;
use crate::shared::{Layout, SharedFile, candidates, open_first};

/// Heads that are kept; the latest events of some channels follow.
const HEADS: usize = 16_384;

const LAYOUT: Layout = Layout {
    purpose: "cached heads",
    suffix: "heads",
    magic: *b"NOSOCKHD",
    version: 2,
    slots: HEADS + latest::SLOTS * latest::WORDS / WORDS,
    words: WORDS,
};

/// How long a process does without the file before it looks for it again, in milliseconds.
const RETRY: u64 = 60_000;

/// The epoch kept for a channel that was never emitted to.
const NO_ROW: u64 = 0;

/// The number kept for a subject whose grants were never revoked.
const NEVER: i64 = i64::MIN;

/// What the cache knows of the channels of a poll, and of its reader.
pub(super) struct Heads {
    pub(super) snapshot: Snapshot,
    /// The reader's grants were looked up no earlier; nobody's at any time.
    as_of: u64,
}

/// What the changes were before the database was read.
pub(super) struct Marks {
    as_of: u64,
    subject: Option<Mark>,
    /// One for each channel.
    channels: Vec<Option<Mark>>,
}

/// The cache for one database.
pub struct HeadCache {
    candidates: Vec<PathBuf>,
    file: Result<SharedFile>,
    bound: u64,
    try_again_at: u64,
}

impl HeadCache {
    /// The cache in this directory, or without one in `/dev/shm` or else the directory for temporary files. Its answers are
    /// at most `bound` milliseconds old. The label says which database it is for; it must not hold a password.
    ///
    /// Where the file cannot be had, nothing is kept, [`state`](Self::state) says why, and it is tried again once a minute.
    #[must_use]
    pub fn open(dir: Option<PathBuf>, label: &str, bound: u32) -> Self {
        let candidates = candidates(&LAYOUT, dir, label);
        let file = open_first(&LAYOUT, &candidates);
        Self { candidates, file, bound: bound.into(), try_again_at: now() + RETRY }
    }

    /// Where the heads are kept, in one line for diagnostics.
    #[must_use]
    pub fn state(&self) -> String {
        match &self.file {
            Ok(file) => format!("shared: {}", file.path().display()),
            Err(error) => format!("off: {error}"),
        }
    }

    /// What the database would say of these channels' heads and of the reader's revocation, if all of it is known well
    /// enough and every reader has a cursor. Floors are not known; no cursor at a head is below them.
    pub(super) fn look(
        &mut self,
        reader: Option<&[u8; 32]>,
        wanted: &[Wanted<'_>],
        clock: Option<Millis>,
    ) -> Option<Heads> {
        self.check();
        let now = time(clock);
        let subject = match reader {
            None => None,
            Some(hash) => Some(self.known(&subject(hash), now)?),
        };
        let channels = wanted
            .iter()
            .map(|&Wanted { channel, after }| {
                let After::Position(from) = after else { return None };
                let known = self.known(channel.as_str().as_bytes(), now)?;
                Some(known.epoch().map(|epoch| ChannelRows {
                    epoch,
                    head: known.number,
                    floor: 0,
                    expired: None,
                    from,
                    events: Vec::new(),
                    good_for: None,
                    more: false,
                }))
            })
            .collect::<Option<_>>()?;
        let revoked_at = subject.map(|known| known.number).filter(|&number| number != NEVER);
        let as_of = subject.map_or(u64::MAX, |known| known.read_at);
        Some(Heads { snapshot: Snapshot { channels, revoked_at }, as_of })
    }

    /// The answer that follows from these heads, if the events after every cursor are known and fit into the page.
    ///
    /// Events are known to a reader whose grants were looked up after they had been read: so none that was emitted after
    /// a revocation, wherever that was, is told to whoever it concerns.
    pub(super) fn news(
        &self,
        heads: &Heads,
        wanted: &[Wanted<'_>],
        page: usize,
        clock: Option<Millis>,
    ) -> Option<Snapshot> {
        let mut snapshot = heads.snapshot.clone();
        let now = time(clock);
        let mut room = page;
        for (rows, wanted) in snapshot.channels.iter_mut().zip(wanted) {
            let count = pending(rows);
            room = room.checked_sub(count)?;
            if let Some(rows) = rows.as_mut().filter(|_| count > 0) {
                let latest = self.latest(&self.mark(wanted.channel.as_str().as_bytes(), now)?)?;
                let is_it = latest.ended_at < heads.as_of
                    && (epoch_word(&rows.epoch), rows.head) == (Some(latest.epoch), latest.head)
                    && latest.from <= rows.from;
                if !is_it {
                    return None;
                }
                rows.events = latest.events;
                rows.events.retain(|event| event.position > rows.from);
            }
        }
        Some(snapshot)
    }

    /// To be taken before the database is read for these channels.
    pub(super) fn marks(&self, reader: Option<&[u8; 32]>, wanted: &[Wanted<'_>], clock: Option<Millis>) -> Marks {
        let at = time(clock);
        Marks {
            as_of: reader.map_or(u64::MAX, |_| at),
            subject: reader.and_then(|hash| self.mark(&subject(hash), at)),
            channels: wanted.iter().map(|wanted| self.mark(wanted.channel.as_str().as_bytes(), at)).collect(),
        }
    }

    /// Keeps the heads and the reader's revocation that were read after these marks were taken.
    pub(super) fn remember_heads(&self, marks: Marks, snapshot: Snapshot) -> Heads {
        self.store_revocation(&marks, &snapshot);
        for (mark, rows) in marks.channels.iter().zip(&snapshot.channels) {
            self.store_head(mark.as_ref(), rows.as_ref());
        }
        Heads { snapshot, as_of: marks.as_of }
    }

    /// Keeps what was read after these marks were taken of the channels that have news by their heads.
    pub(super) fn remember_news(&self, marks: &Marks, heads: &Heads, snapshot: &Snapshot, clock: Option<Millis>) {
        let ended_at = time(clock);
        for ((mark, rows), head) in marks.channels.iter().zip(&snapshot.channels).zip(&heads.snapshot.channels) {
            if pending(head) == 0 {
                continue;
            }
            self.store_head(mark.as_ref(), rows.as_ref());
            // A store that finds none of the channels whose events it was to read is not told of the reader either.
            let (Some(mark), Some(rows)) = (mark, rows) else { continue };
            self.store_revocation(marks, snapshot);
            if let (Some(good_for), Some(epoch)) = (rows.good_for, epoch_word(&rows.epoch)) {
                let good_until = mark.at.saturating_add_signed(good_for);
                // What cleanup has taken must stay missing to whoever stands before it.
                let from = rows.from.max(rows.floor);
                let ChannelRows { head, ref events, .. } = *rows;
                self.keep(mark, &Latest { ended_at, good_until, epoch, head, from, events: events.clone() });
            }
        }
    }

    /// A channel's row has changed in the database, or may have: to be called after the commit.
    pub(super) fn channel_changed(&mut self, channel: &ChannelName) {
        self.changed(channel.as_str().as_bytes());
    }

    /// The same for when a subject's grants were revoked.
    pub(super) fn subject_changed(&mut self, hash: &[u8; 32]) {
        self.changed(&subject(hash));
    }

    /// Everything may have changed.
    pub(super) fn all_changed(&mut self) {
        self.check();
        if let Ok(file) = &self.file {
            table(file).change_all();
        }
    }

    fn changed(&mut self, name: &[u8]) {
        self.check();
        if let Some((name, table)) = self.find(name) {
            table.change(name);
        }
    }

    fn mark(&self, name: &[u8], at: u64) -> Option<Mark> {
        let (name, table) = self.find(name)?;
        Some(table.mark(name, at))
    }

    /// What is known of a name, if it is fresh and nothing has changed.
    fn known(&self, name: &[u8], now: u64) -> Option<Known> {
        let (name, table) = self.find(name)?;
        table.known(name, now, self.bound)
    }

    fn store_revocation(&self, marks: &Marks, snapshot: &Snapshot) {
        if let Some(mark) = &marks.subject {
            self.store(mark, NO_ROW, snapshot.revoked_at.unwrap_or(NEVER));
        }
    }

    fn store_head(&self, mark: Option<&Mark>, rows: Option<&ChannelRows>) {
        let known = match rows {
            None => Some((NO_ROW, 0)),
            Some(rows) => epoch_word(&rows.epoch).map(|epoch| (epoch, rows.head)),
        };
        if let (Some(mark), Some((epoch, number))) = (mark, known) {
            self.store(mark, epoch, number);
        }
    }

    fn store(&self, mark: &Mark, epoch: u64, number: i64) {
        if let Ok(file) = &self.file {
            table(file).store(mark, epoch, number);
        }
    }

    fn latest(&self, mark: &Mark) -> Option<Latest> {
        latest_table(self.file.as_ref().ok()?).known(mark, self.bound)
    }

    /// Keeps the latest events of a channel unless they are known: the longer they stand, the more readers were looked up after
    /// they had been read.
    fn keep(&self, mark: &Mark, latest: &Latest) {
        let is_known = self
            .latest(mark)
            .is_some_and(|known| (known.epoch, known.head) == (latest.epoch, latest.head) && known.from <= latest.from);
        if let (false, Ok(file)) = (is_known, &self.file) {
            latest_table(file).store(mark, latest);
        }
    }

    /// A name's hash and the table, if the file could be had.
    fn find(&self, name: &[u8]) -> Option<([u64; 2], Table<'_, AtomicU64>)> {
        let file = self.file.as_ref().ok()?;
        Some((file.salt().hash(name), table(file)))
    }

    /// Sees to it that the table can be touched.
    fn check(&mut self) {
        let is_lost = match &self.file {
            Ok(file) => !file.is_intact(),
            Err(_) => now() >= self.try_again_at,
        };
        if is_lost {
            self.file = open_first(&LAYOUT, &self.candidates);
            self.try_again_at = now() + RETRY;
        }
    }
}

impl Known {
    /// `None` for a channel that was never emitted to.
    fn epoch(self) -> Option<String> {
        (self.epoch != NO_ROW).then(|| String::from_utf8_lossy(&self.epoch.to_le_bytes()).into_owned())
    }
}

/// What a subject is called here: no channel begins so.
fn subject(hash: &[u8; 32]) -> [u8; 33] {
    let mut name = [0; 33];
    name[1..].copy_from_slice(hash);
    name
}

/// An epoch as a number; `None` for one that is not ours.
fn epoch_word(epoch: &str) -> Option<u64> {
    epoch.as_bytes().try_into().ok().map(u64::from_le_bytes).filter(|&word| word != NO_ROW)
}

fn table(file: &SharedFile) -> Table<'_, AtomicU64> {
    Table(file.words()[..HEADS * WORDS].as_chunks().0)
}

fn latest_table(file: &SharedFile) -> LatestTable<'_, AtomicU64> {
    LatestTable(file.words()[HEADS * WORDS..].as_chunks().0)
}

/// The cache's time, in milliseconds: the log's, if it has a clock of its own.
fn time(clock: Option<Millis>) -> u64 {
    clock.map_or_else(now, i64::unsigned_abs)
}

/// The machine's monotonic clock, the same for all processes, in milliseconds.
fn now() -> u64 {
    let time = clock_gettime(ClockId::Monotonic);
    time.tv_sec.unsigned_abs() * 1000 + time.tv_nsec.unsigned_abs() / 1_000_000
}

#[cfg(test)]
mod model;
#[cfg(test)]
mod tests;
