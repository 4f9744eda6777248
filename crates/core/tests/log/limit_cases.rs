//! Rate limits counted in the database.

use nosocket_core::error::Kind;
use nosocket_core::limit::{LimitKey, Quota};
use nosocket_core::log::Log;

use crate::databases::Database;

fn key(subject: &str) -> [u8; 32] {
    *LimitKey::new(Some(subject), None).unwrap().digest()
}

fn admitted(log: &mut Log, subject: &str, quota: Quota, hits: u32) -> usize {
    (0..hits).filter(|_| log.hit(&key(subject), quota).is_ok()).count()
}

pub fn a_quota_admits_exactly_its_burst(db: &impl Database) {
    let mut log = db.open();
    let quota = Quota::new(7, 60).unwrap();
    assert_eq!(admitted(&mut log, "a", quota, 20), 7);
    db.clock().advance(8_572);
    assert_eq!(admitted(&mut log, "a", quota, 5), 1);
    db.clock().advance(60_000);
    assert_eq!(admitted(&mut log, "a", quota, 20), 7);
}

pub fn a_spent_quota_says_how_long_to_wait(db: &impl Database) {
    let mut log = db.open();
    let quota = Quota::new(2, 10).unwrap();
    admitted(&mut log, "a", quota, 2);
    db.clock().advance(1_500);
    let error = log.hit(&key("a"), quota).unwrap_err();
    assert_eq!((error.kind(), error.retry_after_seconds()), (Kind::RateLimited, Some(4)));
    db.clock().advance(3_499);
    assert!(log.hit(&key("a"), quota).is_err());
    db.clock().advance(1);
    assert!(log.hit(&key("a"), quota).is_ok());
}

pub fn clients_are_counted_apart(db: &impl Database) {
    let mut log = db.open();
    let quota = Quota::new(3, 60).unwrap();
    assert_eq!([admitted(&mut log, "a", quota, 9), admitted(&mut log, "b", quota, 2)], [3, 2]);
}

pub fn a_time_that_cannot_be_counts_as_none(db: &impl Database) {
    let mut log = db.open();
    let quota = Quota::new(3, 60).unwrap();
    admitted(&mut log, "a", quota, 9);
    db.clock().advance(-86_400_000);
    assert_eq!(admitted(&mut log, "a", quota, 9), 3, "the clock was set back by a day");
}

pub fn cleanup_leaves_counts_that_still_matter(db: &impl Database) {
    let mut log = db.open();
    let quota = Quota::new(3, 60).unwrap();
    admitted(&mut log, "a", quota, 3);
    log.cleanup().unwrap();
    assert_eq!(admitted(&mut log, "a", quota, 3), 0);
}
