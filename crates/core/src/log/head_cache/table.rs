//! The cache's table: slots of atomics, without locks, so that a process killed at any point leaves nothing held.
//!
//! ```text
//! reader: changes ─► read the database ─► remember, for these changes     later readers: are the changes still those?
//! writer:                   commit ─► changes + 1
//! ```
//!
//! A read that began before the commit has either stored its head before the writer counts, and is not believed any more;
//! or stores it after, for a number of changes that is past.

use std::sync::atomic::Ordering::{Relaxed, SeqCst};

use super::record;
use crate::shared::Word;

/// What is known of one name.
pub(super) type Slot<W> = [W; WORDS];

/// Atomics in a slot.
pub(super) const WORDS: usize = 8;

/// Counts what has changed since the file was made, for all names of the bucket.
const CHANGES: usize = 0;
/// From here on a [record]: the name's hash (2 words), epoch, number, when it was read in milliseconds of the cache's time, and
/// what `CHANGES` was before.
const NAME: usize = 1;
const READ_AT: usize = 5;
/// Words of the record.
const CONTENT: usize = 6;

/// Slots that a name may lie in. They share the first one's `CHANGES`.
pub(super) const BUCKET: usize = 4;

/// Some buckets of slots; at least one.
pub(super) struct Table<'a, W>(pub(super) &'a [Slot<W>]);

/// What the changes were at some time, as before the database is read.
pub(super) struct Mark {
    pub(super) name: [u64; 2],
    pub(super) changes: u64,
    pub(super) at: u64,
}

/// What the cache keeps of one name.
#[derive(Clone, Copy)]
pub(super) struct Known {
    /// An epoch's bytes, or 0.
    pub(super) epoch: u64,
    /// A channel's head; when a subject's grants were revoked.
    pub(super) number: i64,
    /// The database was read no earlier.
    pub(super) read_at: u64,
}

impl<'a, W: Word> Table<'a, W> {
    /// To be taken before the database is read, at this time. The token changes with what the database says, like the count of
    /// changes; it is random, or 0 where there is none.
    pub(super) fn mark(&self, name: [u64; 2], token: u64, at: u64) -> Mark {
        Mark { name, changes: self.changes(name).load(SeqCst) ^ token, at }
    }

    /// Keeps what the database said after this mark was taken: an epoch's bytes or 0, and a number.
    pub(super) fn store(&self, mark: &Mark, epoch: u64, number: i64) {
        let bucket = self.bucket(mark.name);
        let is_ours = |slot: &&Slot<W>| [slot[NAME].load(Relaxed), slot[NAME + 1].load(Relaxed)] == mark.name;
        let oldest = || bucket.iter().min_by_key(|slot| slot[READ_AT].load(Relaxed));
        let Some(slot) = bucket.iter().find(is_ours).or_else(oldest) else { return };
        let [first, second] = mark.name;
        record::write(&slot[NAME..], &[first, second, epoch, number.cast_unsigned(), mark.at, mark.changes]);
    }

    /// What is known of a name, if it was read at most `bound` milliseconds ago and nothing has changed.
    pub(super) fn known(&self, name: [u64; 2], token: u64, now: u64, bound: u64) -> Option<Known> {
        self.bucket(name).iter().find_map(|slot| {
            let content: [u64; CONTENT] = record::load(&slot[NAME..]);
            let [first, second, epoch, number, read_at, seen_changes] = content;
            let is_good = [first, second] == name
                && record::is_whole(&slot[NAME..], &content)
                && now.checked_sub(read_at).is_some_and(|age| age <= bound)
                && self.changes(name).load(SeqCst) ^ token == seen_changes;
            is_good.then_some(Known { epoch, number: number.cast_signed(), read_at })
        })
    }

    /// What the database says of the name has changed.
    pub(super) fn change(&self, name: [u64; 2]) {
        self.changes(name).fetch_add(1, SeqCst);
    }

    /// What it says of any name has.
    pub(super) fn change_all(&self) {
        for bucket in self.0.chunks(BUCKET) {
            bucket[0][CHANGES].fetch_add(1, SeqCst);
        }
    }

    fn changes(&self, name: [u64; 2]) -> &'a W {
        &self.bucket(name)[0][CHANGES]
    }

    fn bucket(&self, [first, _]: [u64; 2]) -> &'a [Slot<W>] {
        let begin = (first as usize % (self.0.len() / BUCKET)) * BUCKET;
        &self.0[begin..begin + BUCKET]
    }
}
