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
    log.read_as(Some(&subject_hash(subject)), &[at(channel, 0)], &[], 100).unwrap().1
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
    let (reading, revoked_at) = log.read_as(Some(&subject_hash("user:42")), &readers, &[], 100).unwrap();
    assert_eq!((positions(&reading.channels[0]), revoked_at), (vec![1], Some(START)));
    assert_eq!(log.read_as(None, &readers, &[], 100).unwrap(), (reading, None), "nobody in particular");
    let (nothing, revoked_at) = log.read_as(Some(&subject_hash("user:42")), &[], &[], 100).unwrap();
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
pub fn a_revocation_elsewhere_is_told_with_the_events_that_the_database_is_asked_for(db: &impl Database) {
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
        assert_eq!(log.read_as(Some(&reader), poll, &[], *page).unwrap().1, None);
    }
    revoke(&mut db.open(), "user:42", START);
    for (name, poll, page) in &polls {
        assert_eq!(log.read_as(Some(&reader), poll, &[], *page).unwrap().1, Some(START), "{name}");
        assert_eq!(log.read_as(None, poll, &[], *page).unwrap().1, None, "{name}");
    }
}

/// "Elsewhere" as above.
pub fn no_event_emitted_after_a_revocation_elsewhere_is_told_from_memory(db: &impl Database) {
    for tick in [0, 1] {
        let folder = tempfile::tempdir().unwrap();
        let mut log = db.open().with_cache(HeadCache::open(Some(folder.path().into()), "revocations", 60_000));
        let channel = &format!("news{tick}");
        let [reader, other] = [format!("user:{tick}"), format!("other:{tick}")];
        emit(&mut db.open(), channel, 1);
        let mut count = |reader: &str| {
            db.clock().advance(tick);
            let (reading, revoked_at) = log.read_as(Some(&subject_hash(reader)), &[at(channel, 0)], &[], 100).unwrap();
            revoked_at.is_none().then(|| reading.channels[0].events.len())
        };
        for _ in 0..4 {
            assert_eq!(count(&reader), Some(1));
        }
        revoke(&mut db.open(), &reader, START);
        emit(&mut db.open(), channel, 2);
        for _ in 0..4 {
            assert_eq!(count(&other), Some(2));
        }
        assert_eq!(count(&reader), None, "{tick} ms between the polls");
    }
}

/// Asking for the events of a channel that is gone tells a server's reader nothing about its grants.
pub fn a_revoked_reader_of_a_channel_that_has_vanished_is_told_nothing_from_memory(db: &impl Database) {
    let folder = tempfile::tempdir().unwrap();
    let mut log = db.open().with_cache(HeadCache::open(Some(folder.path().into()), "revocations", 60_000));
    emit(&mut db.open(), "gone", 1);
    let mut told = |subject: &str, channel: &str| {
        db.clock().advance(1);
        told(&mut log, subject, channel)
    };
    assert_eq!(told("user:42", "gone"), None);
    db.drop_tables();
    let mut elsewhere = db.open();
    elsewhere.install().unwrap();
    revoke(&mut elsewhere, "user:42", START);
    emit(&mut elsewhere, "news", 1);
    for _ in 0..4 {
        assert_eq!(told("other", "news"), None);
    }
    told("user:42", "gone");
    assert_eq!(told("user:42", "news"), Some(START));
}
