//! Revocations as the database keeps them, and the schema that they came with.

use nosocket_core::grant::{Revocation, subject_hash};
use nosocket_core::log::{HeadCache, Log};

use crate::databases::*;

/// Longer than any grant lasts.
const LATER: i64 = 32 * 86_400_000;

fn revoke(log: &mut Log, subject: &str, at: i64) {
    let Revocation { subject_hash, revoked_at, expires_at } = Revocation::new(subject, at).unwrap();
    log.revoke(&subject_hash, revoked_at, expires_at).unwrap();
}

/// What a poll of this channel tells the reader about the grants of this subject.
fn told(log: &mut Log, subject: &str, channel: &str) -> Option<i64> {
    log.read_as(Some(&subject_hash(subject)), &[at(channel, 0)], 100).unwrap().1
}

pub fn a_revocation_is_told_to_its_reader_alone_whatever_else_is_read(db: &impl Database) {
    let mut log = db.open();
    emit(&mut log, "news", 1);
    revoke(&mut db.open(), "user:42", START);
    for channel in ["news", "idle"] {
        assert_eq!(told(&mut log, "user:42", channel), Some(START), "{channel}");
        assert_eq!([told(&mut log, "user:4", channel), told(&mut log, "USER:42", channel)], [None, None], "{channel}");
    }
    let readers = [at("news", 0), at("idle", 0), at("news2", 0)];
    let (reading, revoked_at) = log.read_as(Some(&subject_hash("user:42")), &readers, 100).unwrap();
    assert_eq!((positions(&reading.channels[0]), revoked_at), (vec![1], Some(START)));
    assert_eq!(log.read_as(None, &readers, 100).unwrap(), (reading, None), "nobody in particular");
    let (nothing, revoked_at) = log.read_as(Some(&subject_hash("user:42")), &[], 100).unwrap();
    assert_eq!((nothing.channels.len(), revoked_at), (0, Some(START)), "without a channel");
}

pub fn of_several_revocations_the_latest_counts(db: &impl Database) {
    let mut log = db.open();
    for at in [START, START + 5, START + 3] {
        revoke(&mut log, "a", at);
    }
    assert_eq!(told(&mut log, "a", "idle"), Some(START + 5));
}

pub fn cleanup_forgets_a_revocation_once_its_grants_are_over(db: &impl Database) {
    let mut log = db.open();
    revoke(&mut log, "early", START);
    revoke(&mut log, "late", START + 1);
    db.clock().advance(Revocation::new("early", START).unwrap().expires_at - START - 1);
    log.cleanup().unwrap();
    assert_eq!(told(&mut log, "early", "idle"), Some(START));
    db.clock().advance(1);
    log.cleanup().unwrap();
    assert_eq!([told(&mut log, "early", "idle"), told(&mut log, "late", "idle")], [None, Some(START + 1)]);
    db.clock().advance(LATER);
    log.cleanup().unwrap();
    assert_eq!(told(&mut log, "late", "idle"), None);
}

pub fn a_log_of_the_first_schema_is_upgraded_with_all_that_it_holds(db: &impl Database) {
    db.drop_tables();
    db.install_first_schema();
    let mut log = db.open();
    assert_eq!(log.install().unwrap(), log.schema_version());
    let read = poll_one(&mut log, in_epoch(at("a", 1), "9f2c4e1a"));
    assert_eq!((positions(&read), read.resync), (vec![2, 3], false));
    assert_eq!(emit(&mut log, "a", 4).position, 4);
    revoke(&mut log, "user:42", START);
    assert_eq!(told(&mut log, "user:42", "a"), Some(START));
    assert_eq!(log.install().unwrap(), log.schema_version(), "again");
}

/// "Elsewhere" is a log without the shared memory.
pub fn no_event_is_told_to_a_reader_who_was_revoked_elsewhere_while_the_heads_were_cached(db: &impl Database) {
    let folder = tempfile::tempdir().unwrap();
    let cache = HeadCache::open(Some(folder.path().into()), "revocations", 60_000);
    let mut log = db.open().with_cache(cache);
    for channel in ["a", "b"] {
        log.emit(&[event(channel, 1, 60), event(channel, 2, 60)]).unwrap();
    }
    let reader = subject_hash("user:42");
    let polls = [
        ("one channel", vec![at("a", 1), at("b", 2)], 100),
        ("two channels", vec![at("a", 1), at("b", 1)], 100),
        ("more than fits", vec![at("a", 0), at("b", 2)], 1),
    ];
    for (_, poll, page) in &polls {
        assert_eq!(log.read_as(Some(&reader), poll, *page).unwrap().1, None);
    }
    revoke(&mut db.open(), "user:42", START);
    for (name, poll, page) in &polls {
        assert_eq!(log.read_as(Some(&reader), poll, *page).unwrap().1, Some(START), "{name}");
        assert_eq!(log.read_as(None, poll, *page).unwrap().1, None, "{name}");
    }
}
