//! What is counted in all orders in which threads and their memory may act, as far as loom tries them: each model runs
//! once for each order.

use loom::model::Builder;
use loom::sync::Arc;
use loom::sync::atomic::AtomicU64;
use loom::thread;

use super::gcra::{Decision, Quota};
use super::table::{SLOTS_PER_BUCKET, Slot, hit};

const NOW: u64 = 1_780_000_000_000_000;

type Bucket = Arc<Vec<Slot<AtomicU64>>>;

fn in_all_orders(model: impl Fn(Bucket) + Sync + Send + 'static) {
    Builder::new().check(move || {
        let slots = (0..SLOTS_PER_BUCKET).map(|_| std::array::from_fn(|_| AtomicU64::new(0))).collect();
        model(Arc::new(slots));
    });
}

/// Admits this many hits at one time.
const LIMIT: u32 = 2;

/// Whether one more hit of this key is admitted.
fn admitted(bucket: &Bucket, key: u64, now_us: u64) -> bool {
    let quota = Quota::new(LIMIT, 60).unwrap();
    matches!(hit(bucket, key, quota, now_us), Decision::Admit { .. })
}

/// One hit of each key at once, in threads of their own; how many were admitted.
fn at_once<const N: usize>(bucket: &Bucket, keys: [u64; N], now_us: u64) -> u32 {
    let threads = keys.map(|key| {
        let bucket = bucket.clone();
        thread::spawn(move || admitted(&bucket, key, now_us))
    });
    threads.map(|thread| thread.join().unwrap()).into_iter().map(u32::from).sum()
}

/// How many more hits of this key are admitted.
fn left(bucket: &Bucket, key: u64, now_us: u64) -> u32 {
    (0..=LIMIT).map(|_| u32::from(admitted(bucket, key, now_us))).sum()
}

#[test]
fn two_first_hits_of_one_key_at_once_are_both_counted() {
    in_all_orders(|bucket| {
        assert_eq!((at_once(&bucket, [1, 1], NOW), left(&bucket, 1, NOW)), (2, 0));
    });
}

#[test]
fn one_hit_too_many_is_denied_whoever_comes_first() {
    in_all_orders(|bucket| {
        assert!(admitted(&bucket, 1, NOW));
        assert_eq!((at_once(&bucket, [1, 1], NOW), left(&bucket, 1, NOW)), (1, 0));
    });
}

/// A slot may change hands in the middle of a hit, which then counts for the new owner, see the table.
#[test]
fn of_two_keys_that_want_one_slot_no_hit_is_forgotten_and_one_may_count_twice_or_for_the_other() {
    let over = NOW + 61_000_000;
    for earlier in [None, Some(1), Some(3)] {
        in_all_orders(move |bucket| {
            if let Some(key) = earlier {
                assert!(admitted(&bucket, key, NOW));
            }
            assert_eq!(at_once(&bucket, [1, 2], over), 2);
            let left = [1, 2].map(|key| left(&bucket, key, over));
            assert!(matches!(left, [1, 1] | [1, 0] | [0, 1] | [2, 0] | [0, 2]), "{left:?}");
        });
    }
}
