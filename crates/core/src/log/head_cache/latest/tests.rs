//! When events may come from memory and when they must not. What does, still does after its rows were deleted behind the
//! cache's back.

use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;

use super::super::tests::{LONG, at, cached, event, news, plain};
use super::super::{HeadCache, latest_table, now};
use super::*;
use crate::channel::ChannelName;
use crate::clock::ManualClock;
use crate::cursor::Subscription;
use crate::event::NewEvent;
use crate::log::{Log, SqliteStore};

const READER: [u8; 32] = [7; 32];
const OTHER: [u8; 32] = [8; 32];

/// A log of so many events that somebody without a name has polled for twice.
fn read_twice(folder: &TempDir, events: usize) -> Log {
    let mut log = cached(folder, LONG);
    log.emit(&vec![event(); events].concat()).unwrap();
    for _ in 0..2 {
        assert_eq!(news(&mut log, 0), events);
    }
    log
}

/// A log and a cache that know no other time than this clock's.
fn clocked(folder: &TempDir, clock: &ManualClock) -> Log {
    let store = SqliteStore::open(&folder.path().join("log.sqlite"), "").unwrap();
    Log::new(Box::new(store), Some(Box::new(clock.clone()))).with_cache(HeadCache::open(
        Some(folder.path().into()),
        "label",
        LONG,
    ))
}

fn execute(folder: &TempDir, statements: &str) {
    rusqlite::Connection::open(folder.path().join("log.sqlite")).unwrap().execute_batch(statements).unwrap();
}

fn delete_rows(folder: &TempDir) {
    execute(folder, "DELETE FROM nosocket_events");
}

fn other_event() -> NewEvent {
    NewEvent::new("orders", "made", "2".into(), 3600).unwrap()
}

fn payloads(log: &mut Log) -> Vec<String> {
    let [channel] = log.read(&at(0, None), 100).unwrap().channels.try_into().unwrap();
    channel.events.into_iter().map(|event| event.payload).collect()
}

/// Later than anything before, for a clock of milliseconds.
fn pass_time() {
    sleep(Duration::from_millis(3));
}

#[test]
fn news_that_somebody_has_read_are_told_from_memory_as_the_database_would() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = cached(&folder, LONG);
    let odd = NewEvent::new("orders", "odd\\\"name\"", "\"ü😀\"".into(), 60).unwrap();
    log.emit(&[odd.except("a-tab").unwrap(), event()[0].clone(), event()[0].clone()]).unwrap();
    let polls: Vec<_> = [0, 1, 2].map(|cursor| at(cursor, None)).into();
    let told: Vec<_> = polls.iter().map(|poll| plain(&folder).read(poll, 100).unwrap()).collect();
    for _ in 0..2 {
        assert_eq!(log.read(&polls[0], 100).unwrap(), told[0]);
    }
    delete_rows(&folder);
    for (poll, told) in polls.iter().zip(&told) {
        assert_eq!(log.read(poll, 100).unwrap(), *told, "by this log");
        assert_eq!(cached(&folder, LONG).read(poll, 100).unwrap(), *told, "by another process");
    }
}

#[test]
fn who_wants_more_than_is_known_asks_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = cached(&folder, LONG);
    log.emit(&vec![event(); 5].concat()).unwrap();
    for _ in 0..2 {
        assert_eq!(news(&mut log, 2), 3);
    }
    delete_rows(&folder);
    assert_eq!((news(&mut log, 3), news(&mut log, 2), news(&mut log, 1)), (2, 3, 0), "from before what is known");
    assert!(log.read(&at(2, Some("00000000")), 100).unwrap().channels[0].resync, "in another epoch");
    assert_eq!(log.read(&at(2, None), 2).unwrap().channels[0].events, [], "more than the page has room for");
}

#[test]
fn an_emit_of_this_host_is_among_the_news_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (mut reader, mut emitter) = (cached(&folder, LONG), cached(&folder, LONG));
    for count in 1..50 {
        emitter.emit(&event()).unwrap();
        for _ in 0..3 {
            assert_eq!(news(&mut reader, 0), count);
        }
    }
}

#[test]
fn events_of_another_life_of_the_positions_are_not_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = read_twice(&folder, 2);
    execute(&folder, "DELETE FROM nosocket_channels; DELETE FROM nosocket_events");
    plain(&folder).emit(&[other_event(), other_event()]).unwrap();
    // Somebody who is not known yet makes the cache look at the head.
    log.read_as(Some(&READER), &at(2, None), &[], 100).unwrap();
    assert_eq!(payloads(&mut log), ["2", "2"]);
}

#[test]
fn an_event_whose_place_was_lost_and_taken_by_another_is_not_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = read_twice(&folder, 2);
    execute(&folder, "DELETE FROM nosocket_events WHERE position = 2; UPDATE nosocket_channels SET head = 1");
    log.emit(&[other_event()]).unwrap();
    assert_eq!(payloads(&mut log), ["1", "2"]);
}

#[test]
fn an_emit_of_another_host_is_among_the_news_once_its_head_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = read_twice(&folder, 2);
    plain(&folder).emit(&event()).unwrap();
    assert_eq!(news(&mut log, 0), 2, "it is not");
    log.read_as(Some(&READER), &at(2, None), &[], 100).unwrap();
    assert_eq!(news(&mut log, 0), 3);
}

#[test]
fn events_are_read_again_after_the_bound() {
    let folder = tempfile::tempdir().unwrap();
    let clock = ManualClock::at(1_000_000);
    let mut log = clocked(&folder, &clock);
    log.emit(&event()).unwrap();
    for _ in 0..2 {
        assert_eq!(news(&mut log, 0), 1);
    }
    clock.advance(LONG.into());
    // The head is looked at again, the events are not.
    log.read_as(Some(&READER), &at(1, None), &[], 100).unwrap();
    delete_rows(&folder);
    assert_eq!(news(&mut log, 0), 1);
    clock.advance(1);
    assert_eq!(news(&mut log, 0), 0);
}

#[test]
fn a_reader_is_looked_up_once_and_then_told_from_memory() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = read_twice(&folder, 2);
    let mut read_as =
        |reader: [u8; 32]| log.read_as(Some(&reader), &at(0, None), &[], 100).unwrap().0.channels[0].events.len();
    for reader in [READER, OTHER] {
        pass_time();
        assert_eq!(read_as(reader), 2);
    }
    delete_rows(&folder);
    assert_eq!([READER, OTHER].map(&mut read_as), [2, 2]);
}

#[test]
fn an_expired_event_is_not_told() {
    let folder = tempfile::tempdir().unwrap();
    let clock = ManualClock::at(1_000_000);
    let mut log = clocked(&folder, &clock);
    let short = NewEvent::new("orders", "made", "1".into(), 10).unwrap();
    log.emit(&[event()[0].clone(), short, event()[0].clone()]).unwrap();
    for _ in 0..2 {
        assert_eq!(news(&mut log, 0), 3);
    }
    clock.advance(9_999);
    assert_eq!(news(&mut log, 0), 3);
    clock.advance(1);
    assert!(log.read(&at(0, None), 100).unwrap().channels[0].resync);
}

#[test]
fn what_cleanup_has_taken_stays_missing() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = read_twice(&folder, 3);
    // Another host cleans up, so the heads are not forgotten.
    execute(&folder, "DELETE FROM nosocket_events WHERE position < 3; UPDATE nosocket_channels SET floor = 2");
    for number in 0..3 {
        // A reader that is not known yet makes the cache read the events again.
        let reading = log.read_as(Some(&[number; 32]), &at(1, None), &[], 100).unwrap().0;
        assert!(reading.channels[0].resync);
    }
    let mut log = cached(&folder, LONG);
    log.emit(&event()).unwrap();
    assert!(log.read(&at(4, None), 100).unwrap().channels[0].events.is_empty());
    for _ in 0..3 {
        assert!(log.read(&at(1, None), 100).unwrap().channels[0].resync);
        assert_eq!(news(&mut log, 2), 2);
    }
}

#[test]
fn a_head_beside_news_counts_from_when_it_was_read_itself() {
    let folder = tempfile::tempdir().unwrap();
    let clock = ManualClock::at(1_000_000);
    let mut log = clocked(&folder, &clock);
    log.emit(&event()).unwrap();
    let [orders] = at(0, None);
    let users = Subscription { channel: ChannelName::new("users").unwrap(), ..orders.clone() };
    let mut counts = || {
        let (reading, _) = log.read_as(Some(&READER), &[orders.clone(), users.clone()], &[], 100).unwrap();
        reading.channels.iter().map(|channel| channel.events.len()).collect::<Vec<_>>()
    };
    assert_eq!(counts(), [1, 0]);
    plain(&folder).emit(&[NewEvent::new("users", "made", "1".into(), 3600).unwrap()]).unwrap();
    clock.advance(LONG.into());
    // The events are read again: this reader was not looked up later than they had been.
    assert_eq!(counts(), [1, 0]);
    clock.advance(1);
    assert_eq!(counts(), [1, 1]);
}

#[test]
fn of_more_than_there_is_room_for_the_latest_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = cached(&folder, LONG);
    let large = |bytes: usize| NewEvent::new("orders", "large", format!("\"{}\"", "x".repeat(bytes)), 60).unwrap();
    log.emit(&vec![large(ROOM / 3 - 40); 9]).unwrap();
    for _ in 0..2 {
        assert_eq!(news(&mut log, 0), 9);
    }
    delete_rows(&folder);
    assert_eq!((news(&mut log, 6), news(&mut log, 5)), (3, 0));
    log.emit(&[large(ROOM)]).unwrap();
    for _ in 0..3 {
        assert_eq!(news(&mut log, 9), 1);
    }
    delete_rows(&folder);
    assert_eq!(news(&mut log, 9), 0, "one that is larger than the room");
}

#[test]
fn each_length_is_told_as_it_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut cache = HeadCache::open(Some(folder.path().into()), "label", LONG);
    cache.check();
    let file = cache.file.as_ref().unwrap();
    for bytes in (0..40).chain(ROOM - FIXED_SIZE - 20..ROOM - FIXED_SIZE) {
        let payload = "p".repeat(bytes);
        let event = StoredEvent { position: 3, name: "n".into(), payload, except: None, created_at: -1 };
        let latest = Latest { ended_at: 1, good_until: u64::MAX, epoch: 5, head: 3, from: 2, events: vec![event] };
        let name = [bytes as u64 + 1, 1];
        let mark = Mark { name, changes: 0, at: now() };
        latest_table(file).store(&mark, &latest);
        assert_eq!(latest_table(file).known(&mark, 0), Some(latest), "{bytes} bytes");
    }
}

#[test]
fn words_that_do_not_belong_together_are_not_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = read_twice(&folder, 3);
    let cache = log.cache().unwrap();
    let table = latest_table(cache.file.as_ref().unwrap());
    let slot = table.0.iter().find(|slot| slot[0].load(Relaxed) != 0).unwrap();
    let mark = cache.mark(b"orders", 0, now()).unwrap();
    let used = slot.iter().rposition(|word| word.load(Relaxed) != 0).unwrap();
    assert!(used > HEADER);
    for word in &slot[..=used] {
        for noise in [!0, 1, 1 << 40] {
            let good = word.load(Relaxed);
            word.store(good ^ noise, Relaxed);
            assert_eq!(table.known(&mark, LONG.into()), None);
            word.store(good, Relaxed);
        }
    }
    assert!(table.known(&mark, LONG.into()).is_some());
    delete_rows(&folder);
    assert_eq!(news(&mut log, 0), 3);
}

#[test]
fn more_channels_than_there_is_room_for_are_each_told_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let cache = HeadCache::open(Some(folder.path().into()), "label", LONG);
    let table = latest_table(cache.file.as_ref().unwrap());
    let latest = |number: u64| {
        let name = number.to_string();
        let event = StoredEvent { position: 1, name, payload: "1".into(), except: None, created_at: 0 };
        Latest { ended_at: number, good_until: u64::MAX, epoch: 1, head: 1, from: 0, events: vec![event] }
    };
    let marks: Vec<_> =
        (0..3 * SLOTS as u64).map(|number| (number, cache.mark(&number.to_le_bytes(), 0, now()).unwrap())).collect();
    marks.iter().for_each(|(number, mark)| table.store(mark, &latest(*number)));
    let known: Vec<_> =
        marks.iter().filter_map(|(number, mark)| Some((*number, table.known(mark, LONG.into())?))).collect();
    assert!(known.iter().all(|(number, known)| *known == latest(*number)));
    assert!(known.len() > SLOTS / 2, "{} of {SLOTS}", known.len());
}
