//! The table of limits: a fixed number of slots of two atomics, without locks, so that a worker killed at any point leaves nothing held.
//!
//! A key lives in one of the 8 slots of its bucket. A slot whose `tat` has passed equals an absent one and may be
//! claimed by any key. If all 8 are alive, the key whose `tat` is lowest is evicted: the one nearest to idle. It starts
//! afresh at its next hit, so it may gain up to one burst; a client that uses its quota up has the highest `tat` and
//! stays. Among 10,000 active clients, that befalls one table in twenty, in one bucket.
//!
//! Key and `tat` change separately. What that allows, in the rare case that a slot changes hands in the middle of a hit:
//! that one hit counts for the new owner too, or for the new owner instead; or, if a lower slot of the bucket expires
//! while two workers meet a new key at once, the key gets two slots, of which the lower counts from then on. Both are
//! over after one window.

use std::hint::spin_loop;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::{AcqRel, Acquire};

use super::gcra::{Decision, MAX_QUOTA_WINDOW_SECONDS, Quota};
use crate::shared::{Layout, Word};

/// How many clients the table can hold.
pub(super) const SLOTS: usize = 65_536;

pub(super) const SLOTS_PER_BUCKET: usize = 8;

/// Each failed attempt is another worker's success on the same slot, so nobody fails this often by chance.
const ATTEMPTS: usize = 4096;

/// No quota believes a `tat` further ahead than this, in microseconds: twice the longest window and its rounding.
const HORIZON_US: u64 = 2 * (MAX_QUOTA_WINDOW_SECONDS as u64 + 1) * 1_000_000;

/// One key's state: its hash and its `tat`. All zero is an empty slot.
pub(super) type Slot<W = AtomicU64> = [W; WORDS];

const WORDS: usize = 2;

const KEY: usize = 0;
const TAT: usize = 1;

/// The table's file.
pub(super) const LAYOUT: Layout =
    Layout { purpose: "rate limits", suffix: "limits", magic: *b"NOSOCKLM", version: 1, slots: SLOTS, words: WORDS };

/// Counts a hit on the key of this hash (not 0), at `now_us` microseconds, in a table of [`SLOTS`] slots.
pub(super) fn hit<W: Word>(slots: &[Slot<W>], key: u64, quota: Quota, now_us: u64) -> Decision {
    let buckets = slots.len() / SLOTS_PER_BUCKET;
    let first = (key as usize % buckets) * SLOTS_PER_BUCKET;
    let bucket = &slots[first..first + SLOTS_PER_BUCKET];

    for _ in 0..ATTEMPTS {
        let slot = find(bucket, key).or_else(|| claim(bucket, key, now_us));
        if let Some(decision) = slot.and_then(|slot| count(slot, key, quota, now_us)) {
            return decision;
        }
        spin_loop();
    }
    // Somebody scribbles over the table without end. Better an uncounted poll than none.
    quota.decide(None, now_us)
}

fn find<W: Word>(bucket: &[Slot<W>], key: u64) -> Option<&Slot<W>> {
    bucket.iter().find(|slot| slot[KEY].load(Acquire) == key)
}

/// Takes a slot for the key, always the first that is free, so that workers who meet a new key at once agree.
fn claim<W: Word>(bucket: &[Slot<W>], key: u64, now_us: u64) -> Option<&Slot<W>> {
    for slot in bucket {
        let owner = slot[KEY].load(Acquire);
        if owner == key {
            return Some(slot);
        }
        if owner == 0 || !is_alive(slot[TAT].load(Acquire), now_us) {
            // Losing the slot to somebody, who may have brought the same key, means looking again from the start.
            return slot[KEY].compare_exchange(owner, key, AcqRel, Acquire).ok().map(|_| slot);
        }
    }
    evict(bucket);
    None
}

/// Makes the slot with the lowest `tat` expire. It is claimed as any expired one then, so that its next owner does not inherit the `tat`.
fn evict<W: Word>(bucket: &[Slot<W>]) {
    if let Some((slot, tat)) = bucket.iter().map(|slot| (slot, slot[TAT].load(Acquire))).min_by_key(|&(_, tat)| tat) {
        // Failing means that the slot was just used; the caller looks again.
        let _ = slot[TAT].compare_exchange(tat, 0, AcqRel, Acquire);
    }
}

const fn is_alive(tat: u64, now_us: u64) -> bool {
    tat > now_us && tat - now_us <= HORIZON_US
}

/// One attempt to count a hit; `None` if somebody else changed the slot meanwhile.
fn count<W: Word>(slot: &Slot<W>, key: u64, quota: Quota, now_us: u64) -> Option<Decision> {
    let tat = slot[TAT].load(Acquire);
    let decision = quota.decide(Some(tat), now_us);
    if let Decision::Admit { new_tat } = decision {
        slot[TAT].compare_exchange(tat, new_tat, AcqRel, Acquire).ok()?;
    }
    (slot[KEY].load(Acquire) == key).then_some(decision)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::sync::atomic::Ordering::Release;

    use super::*;

    const NOW: u64 = 1_780_000_000_000_000;
    const STRIDE: u64 = (SLOTS / SLOTS_PER_BUCKET) as u64;

    fn table() -> Vec<Slot> {
        (0..SLOTS).map(|_| Slot::default()).collect()
    }

    /// Admitted hits until the first denial, at most `limit + 5`.
    fn admitted(slots: &[Slot], key: u64, quota: Quota, now: u64) -> u32 {
        let tries = 0..quota.limit() + 5;
        tries.map_while(|_| matches!(hit(slots, key, quota, now), Decision::Admit { .. }).then_some(())).count() as u32
    }

    #[test]
    fn keys_of_one_bucket_are_counted_apart() {
        let (slots, quota) = (table(), Quota::new(5, 60).unwrap());
        for key in 1..=8 {
            assert_eq!(admitted(&slots, key * STRIDE, quota, NOW), 5);
        }
        for key in 1..=8 {
            assert_eq!(admitted(&slots, key * STRIDE, quota, NOW), 0);
        }
    }

    #[test]
    fn a_full_bucket_evicts_the_key_nearest_to_idle_and_keeps_the_busiest() {
        let (slots, quota) = (table(), Quota::new(5, 60).unwrap());
        for key in 1..=7 {
            assert_eq!(admitted(&slots, key * STRIDE, quota, NOW), 5);
        }
        hit(&slots, 8 * STRIDE, quota, NOW);
        assert_eq!(admitted(&slots, 9 * STRIDE, quota, NOW), 5, "the newcomer does not inherit");
        for key in 1..=7 {
            assert_eq!(admitted(&slots, key * STRIDE, quota, NOW), 0, "key {key} was kept");
        }
    }

    #[test]
    fn expired_slots_are_taken_before_anyone_is_evicted() {
        let (slots, quota) = (table(), Quota::new(5, 60).unwrap());
        hit(&slots, STRIDE, quota, NOW);
        for key in 2..=8 {
            assert_eq!(admitted(&slots, key * STRIDE, quota, NOW), 5);
        }
        let later = NOW + quota.interval_us();
        assert_eq!(admitted(&slots, 9 * STRIDE, quota, later), 5);
        for key in 2..=8 {
            assert_eq!(admitted(&slots, key * STRIDE, quota, later), 1, "only the interval that passed");
        }
    }

    #[test]
    fn a_full_table_goes_on_limiting_whoever_comes() {
        let (slots, quota) = (table(), Quota::new(5, 60).unwrap());
        for key in 1..=2 * SLOTS as u64 {
            assert!(matches!(hit(&slots, key, quota, NOW), Decision::Admit { .. }));
        }
        assert_eq!(admitted(&slots, 3 * SLOTS as u64, quota, NOW), 5);
        assert_eq!(admitted(&slots, 3 * SLOTS as u64, quota, NOW), 0);
    }

    #[test]
    fn a_bucket_full_of_noise_holds_as_many_keys_as_an_empty_one() {
        let (slots, quota) = (table(), Quota::new(5, 60).unwrap());
        for slot in &slots {
            slot[KEY].store(u64::MAX, Release);
            slot[TAT].store(u64::MAX / 2, Release);
        }
        for key in 1..=8 {
            assert_eq!(admitted(&slots, key * STRIDE, quota, NOW), 5);
        }
        for key in 1..=8 {
            assert_eq!(admitted(&slots, key * STRIDE, quota, NOW), 0);
        }
    }

    #[test]
    fn threads_that_meet_a_new_key_at_once_admit_exactly_the_quota() {
        const THREADS: usize = 4;
        const ROUNDS: usize = 2000;
        let (slots, quota) = (table(), Quota::new(3, 60).unwrap());
        let (waiting, total) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    for round in 1..=ROUNDS {
                        // Nobody sleeps at this barrier, so that all meet the round's key within nanoseconds.
                        waiting.fetch_add(1, AcqRel);
                        while waiting.load(Acquire) < round * THREADS {
                            std::thread::yield_now();
                        }
                        total.fetch_add(admitted(&slots, round as u64, quota, NOW) as usize, AcqRel);
                    }
                });
            }
        });
        assert_eq!(total.into_inner(), 3 * ROUNDS);
    }
}
