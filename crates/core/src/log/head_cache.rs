//! Heads that were read a moment ago, in memory that all workers of one user on this machine share: a poll whose cursors
//! stand at them is answered without the database, and one with news asks for the events at once.
//!
//! An answer is taken from here only if nobody of this user on this machine has emitted to the channel since it was read,
//! and if it was read at most [`bound`](HeadCache::open) ago. So what other machines and users emit, and what a worker
//! emitted that was killed between its commit and [`channel_changed`](HeadCache::channel_changed), is seen after the bound at the latest.
//! Nothing is lost by it: an answer from here is the one that the database gave at that earlier moment.

mod table;

use std::path::PathBuf;
use std::sync::atomic::AtomicU64;

use rustix::time::{ClockId, clock_gettime};

pub(super) use self::table::Mark;
use self::table::{Known, Table, WORDS};
use super::store::{After, ChannelRows, Snapshot, Wanted};
use crate::channel::ChannelName;
use crate::error::Result;
use crate::shared::{Layout, SharedFile, candidates, open_first};

const LAYOUT: Layout =
    Layout { purpose: "cached heads", suffix: "heads", magic: *b"NOSOCKHD", version: 1, slots: 16_384, words: WORDS };

/// How long a process does without the file before it looks for it again, in milliseconds.
const RETRY: u64 = 60_000;

/// The epoch kept for a channel that was never emitted to.
const NO_ROW: u64 = 0;

/// The number kept for a subject whose grants were never revoked.
const NEVER: i64 = i64::MIN;

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
    pub(super) fn look(&mut self, reader: Option<&[u8; 32]>, wanted: &[Wanted<'_>]) -> Option<Snapshot> {
        self.check();
        let now = now();
        let revoked_at = match reader {
            None => None,
            Some(hash) => Some(self.known(&subject(hash), now)?.number).filter(|&number| number != NEVER),
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
                    more: false,
                }))
            })
            .collect::<Option<_>>()?;
        Some(Snapshot { channels, revoked_at })
    }

    /// To be taken before the database is read for these channels: [`remember`](Self::remember) wants them.
    pub(super) fn marks(&self, reader: Option<&[u8; 32]>, wanted: &[Wanted<'_>]) -> Vec<Option<Mark>> {
        let at = now();
        let subject = reader.map(|hash| self.mark(&subject(hash), at));
        let channels = wanted.iter().map(|wanted| self.mark(wanted.channel.as_str().as_bytes(), at));
        subject.into_iter().chain(channels).collect()
    }

    /// Keeps what was read after these marks were taken.
    pub(super) fn remember(&self, marks: Vec<Option<Mark>>, reader: Option<&[u8; 32]>, snapshot: &Snapshot) {
        let subject = reader.map(|_| Some(Known { epoch: NO_ROW, number: snapshot.revoked_at.unwrap_or(NEVER) }));
        let heads = snapshot.channels.iter().map(|channel| match channel {
            None => Some(Known { epoch: NO_ROW, number: 0 }),
            Some(rows) => Some(Known { epoch: epoch_word(&rows.epoch)?, number: rows.head }),
        });
        for (mark, known) in marks.into_iter().zip(subject.into_iter().chain(heads)) {
            if let (Some(mark), Some(known)) = (mark, known) {
                self.store(&mark, known);
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

    fn store(&self, mark: &Mark, known: Known) {
        if let Ok(file) = &self.file {
            table(file).store(mark, known);
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
    Table(file.words().as_chunks().0)
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
