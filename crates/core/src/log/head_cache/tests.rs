//! When an answer may come from memory and when it must not. The database is a real SQLite file; "another host" is a log
//! on the same file without the shared memory.

use std::fs;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::atomic::Ordering::Relaxed;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::cursor::{Replay, Subscription};
use crate::event::NewEvent;
use crate::log::{After, Log, SqliteStore, Store, Wanted};

/// Longer than any test takes, so that only what is counted can make a head stale.
pub(super) const LONG: u32 = 60_000;

pub(super) fn plain(folder: &TempDir) -> Log {
    Log::new(Box::new(SqliteStore::open(&folder.path().join("log.sqlite"), "").unwrap()), None)
}

pub(super) fn cached(folder: &TempDir, bound: u32) -> Log {
    plain(folder).with_cache(HeadCache::open(Some(folder.path().into()), "label", bound))
}

pub(super) fn event() -> [NewEvent; 1] {
    [NewEvent::new("orders", "made", "1".into(), 3600).unwrap()]
}

pub(super) fn at(cursor: i64, epoch: Option<&str>) -> [Subscription; 1] {
    let channel = ChannelName::new("orders").unwrap();
    [Subscription { channel, cursor: Some(cursor), replay: Replay::Live, epoch: epoch.map(str::to_owned) }]
}

/// How many events a reader at this cursor gets.
pub(super) fn news(log: &mut Log, cursor: i64) -> usize {
    log.read(&at(cursor, None), 100).unwrap().channels[0].events.len()
}

#[test]
fn an_idle_poll_is_answered_from_memory_as_the_database_would() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = cached(&folder, LONG);
    let never = log.read(&at(0, None), 100).unwrap();
    assert_eq!(log.read(&at(0, None), 100).unwrap(), never, "a channel that was never emitted to");
    log.emit(&event()).unwrap();
    let first = log.read(&at(1, None), 100).unwrap();
    // Nobody tells the cache, which is how we see that it answers.
    plain(&folder).emit(&event()).unwrap();
    assert_eq!(log.read(&at(1, None), 100).unwrap(), first);
    assert_eq!(log.read(&at(1, first.channels[0].epoch.as_deref()), 100).unwrap(), first);
}

#[test]
fn whoever_is_not_at_the_head_or_of_another_epoch_asks_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = cached(&folder, LONG);
    log.emit(&[event(), event()].concat()).unwrap();
    news(&mut log, 2);
    assert_eq!(news(&mut log, 1), 1);
    assert!(log.read(&at(2, Some("00000000")), 100).unwrap().channels[0].resync);
    assert!(log.read(&at(3, None), 100).unwrap().channels[0].resync);
    let [mut newcomer] = at(0, None);
    newcomer.cursor = None;
    newcomer.replay = Replay::Retained;
    assert_eq!(log.read(&[newcomer], 100).unwrap().channels[0].events.len(), 2);
}

#[test]
fn an_emit_of_this_host_is_seen_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reader, mut emitter) = (cached(&folder, LONG), cached(&folder, LONG));
    for position in 0..100 {
        assert_eq!(news(&mut reader, position), 0);
        emitter.emit(&event()).unwrap();
        assert_eq!(news(&mut reader, position), 1);
    }
}

#[test]
fn an_emit_of_another_host_is_seen_after_the_bound() {
    let folder = tempfile::tempdir().unwrap();
    let mut reader = cached(&folder, 50);
    assert_eq!(news(&mut reader, 0), 0);
    plain(&folder).emit(&event()).unwrap();
    thread::sleep(Duration::from_millis(60));
    assert_eq!(news(&mut reader, 0), 1);
}

#[test]
fn a_head_that_was_read_before_a_commit_is_not_believed_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut reader = cached(&folder, LONG);
    let mut cache = HeadCache::open(Some(folder.path().into()), "label", LONG);
    let mut store = SqliteStore::open(&folder.path().join("log.sqlite"), "").unwrap();
    for position in 0..10 {
        // Slower than the emit that comes between its reading and its storing.
        let subscription = at(position, None);
        let wanted = [Wanted { channel: &subscription[0].channel, after: After::Position(position), token: 0 }];
        let marks = cache.marks(None, &wanted, None);
        let snapshot = store.heads(&wanted, None).unwrap();
        cached(&folder, LONG).emit(&event()).unwrap();
        cache.remember_heads(marks, snapshot);
        assert_eq!(news(&mut reader, position), 1);
    }
    assert_eq!(cache.known(b"nobody", 0, now()).map(|known| known.number), None);
    cache.all_changed();
}

#[test]
fn an_emit_counts_after_its_commit_and_not_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut reader = cached(&folder, LONG);
    let blocker = rusqlite::Connection::open(folder.path().join("log.sqlite")).unwrap();
    blocker.execute_batch("BEGIN IMMEDIATE").unwrap();
    thread::scope(|scope| {
        let emitter = scope.spawn(|| cached(&folder, LONG).emit(&event()).map(drop));
        // While the emit waits for the lock, the old head is read and kept.
        for _ in 0..20 {
            assert_eq!(news(&mut reader, 0), 0);
            thread::sleep(Duration::from_millis(5));
        }
        blocker.execute_batch("ROLLBACK").unwrap();
        emitter.join().unwrap().unwrap();
    });
    assert_eq!(news(&mut reader, 0), 1);
}

#[test]
fn a_revocation_and_new_epochs_are_seen_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reader, mut other) = (cached(&folder, LONG), cached(&folder, LONG));
    other.emit(&event()).unwrap();
    let read = |reader: &mut Log, epoch: Option<&str>| reader.read_as(Some(&[7; 32]), &at(1, epoch), &[], 100).unwrap();
    let (reading, revoked_at) = read(&mut reader, None);
    let epoch = reading.channels[0].epoch.clone();
    assert_eq!((revoked_at, read(&mut reader, None).1), (None, None));
    other.revoke(&[7; 32], 1000, i64::MAX).unwrap();
    assert_eq!((read(&mut reader, None).1, read(&mut reader, None).1), (Some(1000), Some(1000)));
    other.renew_epochs().unwrap();
    assert!(read(&mut reader, epoch.as_deref()).0.channels[0].resync);
}

#[test]
fn several_channels_are_answered_from_memory_only_together() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reader, mut other) = (cached(&folder, LONG), cached(&folder, LONG));
    let [orders] = at(0, None);
    let users = Subscription { channel: ChannelName::new("users").unwrap(), ..orders.clone() };
    let both = [orders, users];
    reader.read(&both, 100).unwrap();
    other.emit(&[NewEvent::new("users", "made", "1".into(), 3600).unwrap()]).unwrap();
    plain(&folder).emit(&event()).unwrap();
    let reading = reader.read(&both, 100).unwrap();
    assert_eq!(reading.channels.iter().map(|channel| channel.events.len()).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn more_names_than_there_is_room_for_are_all_answered() {
    let folder = tempfile::tempdir().unwrap();
    let mut cache = HeadCache::open(Some(folder.path().into()), "label", LONG);
    let names: Vec<_> = (0..2 * HEADS).map(|number| format!("channel-{number}")).collect();
    for (number, name) in (0..).zip(&names) {
        let mark = cache.mark(name.as_bytes(), 0, now()).unwrap();
        cache.store(&mark, 1, number);
    }
    let known = |name: &String| cache.known(name.as_bytes(), 0, now());
    let kept: Vec<_> = (0..).zip(&names).filter_map(|(number, name)| Some((number, known(name)?.number))).collect();
    assert!(kept.iter().all(|(number, known)| number == known), "each its own");
    assert!(kept.len() > HEADS / 2, "{} of {HEADS} kept", kept.len());
    cache.all_changed();
    assert!(names.iter().all(|name| cache.known(name.as_bytes(), 0, now()).is_none()));
}

#[test]
fn noise_deletion_and_truncation_cost_a_look_at_the_database_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = cached(&folder, LONG);
    for round in 0..40 {
        for _ in 0..2 {
            assert_eq!(news(&mut log, 0) as i64, round, "kept, so that there is something to spoil");
            assert_eq!(news(&mut log, round), 0);
        }
        let file = file_of(folder.path());
        match round % 4 {
            0 => {
                let noise: Vec<u8> =
                    std::iter::repeat_with(|| fastrand::u8(..)).take(LAYOUT.file_bytes() - 128).collect();
                fs::OpenOptions::new().write(true).open(&file).unwrap().write_all_at(&noise, 128).unwrap();
            }
            1 => fs::remove_file(&file).unwrap(),
            2 => fs::OpenOptions::new().write(true).open(&file).unwrap().set_len(5000).unwrap(),
            _ => fs::write(&file, vec![0; LAYOUT.file_bytes()]).unwrap(),
        }
        assert_eq!((news(&mut log, 0) as i64, news(&mut log, round)), (round, 0));
        log.emit(&event()).unwrap();
        assert_eq!(news(&mut log, round), 1, "round {round}");
    }
}

#[test]
fn words_that_do_not_belong_together_are_not_believed() {
    let folder = tempfile::tempdir().unwrap();
    let cache = HeadCache::open(Some(folder.path().into()), "label", LONG);
    let mark = cache.mark(b"orders", 0, now()).unwrap();
    cache.store(&mark, 1, 7);
    let (_, table) = cache.find(b"orders").unwrap();
    let slot = table.0.iter().find(|slot| slot[WORDS - 1].load(Relaxed) != 0).unwrap();
    for word in &slot[1..] {
        let good = word.swap(!word.load(Relaxed), Relaxed);
        assert!(cache.known(b"orders", 0, now()).is_none());
        word.store(good, Relaxed);
    }
    assert_eq!(cache.known(b"orders", 0, now()).map(|known| known.number), Some(7));
}

#[test]
fn without_a_usable_folder_every_poll_asks_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("nowhere");
    let mut log = plain(&folder).with_cache(HeadCache::open(Some(nowhere), "label", LONG));
    assert!(log.cache().unwrap().state().starts_with("off: cached heads: "), "{}", log.cache().unwrap().state());
    for position in 0..3 {
        assert_eq!(news(&mut log, position), 0);
        plain(&folder).emit(&event()).unwrap();
        assert_eq!(news(&mut log, position), 1);
    }
}

fn file_of(folder: &Path) -> std::path::PathBuf {
    let mut files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.find(|path| path.extension().is_some_and(|extension| extension == "heads")).unwrap()
}
