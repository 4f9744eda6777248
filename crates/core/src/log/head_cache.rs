//! Heads that were read a moment ago, in memory that all workers of one user on this machine share: a poll whose cursors
//! stand at them is answered without the database.
//!
//! An answer is taken from here only if nobody of this user on this machine has emitted to the channel since it was read,
//! and if it was read at most [`bound`](HeadCache::open) ago. So what other machines and users emit, and what a worker
//! emitted that was killed between its commit and [`channel_changed`](HeadCache::channel_changed), is seen after the bound at the latest.
//! Nothing is lost by it: an answer from here is the one that the database gave at that earlier moment.
//!
//! ```text
//! reader: changes ─► read the database ─► remember, for these changes     later readers: are the changes still those?
//! writer:                   commit ─► changes + 1
//! ```
//!
//! A read that began before the commit has either stored its head before the writer counts, and is not believed any more;
//! or stores it after, for a number of changes that is past.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::{Relaxed, SeqCst};

use rustix::time::{ClockId, clock_gettime};

use super::store::Snapshot;
use super::{ChannelReading, Reading};
use crate::channel::ChannelName;
use crate::clock::Millis;
use crate::cursor::Subscription;
use crate::error::Result;
use crate::shared::{Layout, SharedFile, candidates, open_first};

const LAYOUT: Layout = Layout {
    purpose: "cached heads",
    suffix: "heads",
    magic: *b"NOSOCKHD",
    version: 1,
    slots: 16_384,
    words: size_of::<Slot>() / size_of::<AtomicU64>(),
};

/// What is known of one name. Words are written one by one and by several at once; whether they belong together, the
/// checksum tells. So a process that is killed in between holds nothing up.
type Slot = [AtomicU64; 8];

/// Counts what has changed since the file was made, for all names of the bucket.
const CHANGES: usize = 0;
/// From here on: the name's hash (2 words), epoch, number, when it was read by the machine's monotonic clock in
/// milliseconds, and what `CHANGES` was before.
const NAME: usize = 1;
const READ_AT: usize = 5;
const CHECKSUM: usize = 7;

/// Slots that a name may lie in. They share the first one's `CHANGES`.
const BUCKET: usize = 4;

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

/// What the changes were before the database was read, and when that was.
pub(super) struct Mark {
    name: [u64; 2],
    changes: u64,
    at: u64,
}

/// What the cache keeps of one name.
#[derive(Clone, Copy)]
struct Known {
    /// An epoch's bytes, or [`NO_ROW`].
    epoch: u64,
    /// A channel's head; when a subject's grants were revoked, or [`NEVER`].
    number: i64,
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

    /// The answer to a poll whose cursors all stand at heads that are known well enough, and the time at which the reader's
    /// grants were revoked.
    pub(super) fn idle(
        &mut self,
        reader: Option<&[u8; 32]>,
        subscriptions: &[Subscription],
    ) -> Option<(Reading, Option<Millis>)> {
        self.check();
        let now = now();
        let revoked_at = match reader {
            None => None,
            Some(hash) => Some(self.known(&subject(hash), now)?.number).filter(|&number| number != NEVER),
        };
        let channels = subscriptions
            .iter()
            .map(|subscription| {
                let known = self.known(subscription.channel.as_str().as_bytes(), now)?;
                known.is_seen_by(subscription).then(|| ChannelReading {
                    channel: subscription.channel.clone(),
                    cursor: known.number,
                    epoch: known.epoch(),
                    resync: false,
                    events: Vec::new(),
                })
            })
            .collect::<Option<Vec<_>>>()?;
        Some((Reading { channels, has_more: false }, revoked_at))
    }

    /// To be taken before the database is read for these subscriptions: [`remember`](Self::remember) wants them.
    pub(super) fn marks(&self, reader: Option<&[u8; 32]>, subscriptions: &[Subscription]) -> Vec<Option<Mark>> {
        let at = now();
        let subject = reader.map(|hash| self.mark(&subject(hash), at));
        let channels = subscriptions.iter().map(|subscription| self.mark(subscription.channel.as_str().as_bytes(), at));
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
        for bucket in self.slots().chunks(BUCKET) {
            bucket[0][CHANGES].fetch_add(1, SeqCst);
        }
    }

    fn changed(&mut self, name: &[u8]) {
        self.check();
        if let Some((_, bucket)) = self.find(name) {
            bucket[0][CHANGES].fetch_add(1, SeqCst);
        }
    }

    fn mark(&self, name: &[u8], at: u64) -> Option<Mark> {
        let (name, bucket) = self.find(name)?;
        Some(Mark { name, changes: bucket[0][CHANGES].load(SeqCst), at })
    }

    /// What is known of a name, if it is fresh and nothing has changed.
    fn known(&self, name: &[u8], now: u64) -> Option<Known> {
        let (name, bucket) = self.find(name)?;
        bucket.iter().find_map(|slot| {
            let content: [u64; 6] = std::array::from_fn(|word| slot[NAME + word].load(Relaxed));
            let [first, second, epoch, number, read_at, seen_changes] = content;
            let is_good = [first, second] == name
                && slot[CHECKSUM].load(Relaxed) == checksum(&content)
                && now.checked_sub(read_at).is_some_and(|age| age <= self.bound)
                && bucket[0][CHANGES].load(SeqCst) == seen_changes;
            is_good.then_some(Known { epoch, number: number.cast_signed() })
        })
    }

    fn store(&self, mark: &Mark, known: Known) {
        let bucket = self.bucket(mark.name);
        let is_ours = |slot: &&Slot| [slot[NAME].load(Relaxed), slot[NAME + 1].load(Relaxed)] == mark.name;
        let oldest = || bucket.iter().min_by_key(|slot| slot[READ_AT].load(Relaxed));
        let Some(slot) = bucket.iter().find(is_ours).or_else(oldest) else { return };
        let [first, second] = mark.name;
        let content = [first, second, known.epoch, known.number.cast_unsigned(), mark.at, mark.changes];
        for (word, value) in content.iter().enumerate() {
            slot[NAME + word].store(*value, Relaxed);
        }
        slot[CHECKSUM].store(checksum(&content), Relaxed);
    }

    /// A name's hash and its bucket, if the file could be had.
    fn find(&self, name: &[u8]) -> Option<([u64; 2], &[Slot])> {
        let name = self.file.as_ref().ok()?.salt().hash(name);
        Some((name, self.bucket(name)))
    }

    fn bucket(&self, [first, _]: [u64; 2]) -> &[Slot] {
        let begin = (first as usize % (LAYOUT.slots / BUCKET)) * BUCKET;
        self.slots().get(begin..begin + BUCKET).unwrap_or_default()
    }

    fn slots(&self) -> &[Slot] {
        self.file.as_ref().map_or(&[], |file| file.words().as_chunks().0)
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
    /// Whether a reader who stands there has seen everything, as [`judge`](super::judge) would find.
    fn is_seen_by(self, Subscription { cursor, epoch, .. }: &Subscription) -> bool {
        let is_same_life = match epoch {
            None => true,
            Some(epoch) => self.epoch != NO_ROW && epoch_word(epoch) == Some(self.epoch),
        };
        *cursor == Some(self.number) && is_same_life
    }

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

fn checksum(content: &[u64; 6]) -> u64 {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    hasher.finish()
}

/// The machine's monotonic clock, the same for all processes, in milliseconds.
fn now() -> u64 {
    let time = clock_gettime(ClockId::Monotonic);
    time.tv_sec.unsigned_abs() * 1000 + time.tv_nsec.unsigned_abs() / 1_000_000
}

#[cfg(test)]
mod tests;
