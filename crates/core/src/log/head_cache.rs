//! Heads and the latest events, as they were read a moment ago, in memory that all workers of one user on this machine share: a
//! poll whose cursors stand at the heads is answered without the database, and so is one whose news somebody else has read
//! already. Where only the heads are known, a poll asks for the events at once.
//!
//! An answer is taken from here only if nobody of this user on this machine has emitted to the channel since it was read,
//! and if it was read at most [`bound`](HeadCache::open) ago. So what other machines and users emit, and what a worker
//! emitted that was killed between its commit and [`channel_changed`](HeadCache::channel_changed), is seen after the bound at the latest;
//! and as soon as the channel's beacon has another token, where there are beacons.
//! Nothing is lost by it: an answer from here is one that the database could have given within that time.

mod latest;
mod poll;
mod record;
mod table;

use std::path::PathBuf;
use std::sync::atomic::AtomicU64;

use rustix::time::{ClockId, clock_gettime};

use self::latest::{Latest, LatestTable};
use self::table::{Known, Mark, Table, WORDS};
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

    fn mark(&self, name: &[u8], token: u64, at: u64) -> Option<Mark> {
        let (name, table) = self.find(name)?;
        Some(table.mark(name, token, at))
    }

    /// What is known of a name, if it is fresh and nothing has changed.
    fn known(&self, name: &[u8], token: u64, now: u64) -> Option<Known> {
        let (name, table) = self.find(name)?;
        table.known(name, token, now, self.bound)
    }

    fn store(&self, mark: &Mark, epoch: u64, number: i64) {
        if let Ok(file) = &self.file {
            table(file).store(mark, epoch, number);
        }
    }

    fn latest(&self, mark: &Mark) -> Option<Latest> {
        latest_table(self.file.as_ref().ok()?).known(mark, self.bound)
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

/// What a subject is called here: no channel begins so.
fn subject(hash: &[u8; 32]) -> [u8; 33] {
    let mut name = [0; 33];
    name[1..].copy_from_slice(hash);
    name
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
