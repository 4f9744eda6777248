//! The rules of emitting, reading and cleaning up.

use std::collections::HashSet;

use nosocket_core::channel::ChannelName;
use nosocket_core::cursor::{Position, Replay};
use nosocket_core::log::Log;

use crate::databases::*;

pub fn positions_are_dense_in_each_channel(db: &impl Database) {
    let mut log = db.open();
    let given: Vec<_> = ["a", "b", "a", "a", "b"].map(|channel| emit(&mut log, channel, 0).position).into();
    assert_eq!(given, [1, 1, 2, 3, 2]);
}

pub fn a_batch_gets_consecutive_positions_in_its_order(db: &impl Database) {
    let mut log = db.open();
    emit(&mut log, "a", 0);
    let batch = [event("b", 1, 60), event("a", 2, 60), event("b", 3, 60), event("a", 4, 60)];
    let places: Vec<_> = log.emit(&batch).unwrap().iter().map(|emitted| emitted.position).collect();
    assert_eq!(places, [1, 2, 2, 3]);
    let read = poll_one(&mut log, at("b", 0));
    assert_eq!(read.events.iter().map(|event| event.payload.as_str()).collect::<Vec<_>>(), ["1", "3"]);
}

pub fn an_empty_batch_does_nothing(db: &impl Database) {
    let mut log = db.open();
    assert_eq!(log.emit(&[]).unwrap(), []);
    assert_eq!(log.stats().unwrap().channels, 0);
}

pub fn a_live_reader_begins_at_the_head(db: &impl Database) {
    let mut log = db.open();
    emit(&mut log, "a", 1);
    emit(&mut log, "a", 2);
    let read = poll_one(&mut log, newcomer("a", Replay::Live));
    assert_eq!((read.cursor, read.resync, positions(&read)), (2, false, vec![]));
    emit(&mut log, "a", 3);
    assert_eq!(positions(&poll_one(&mut log, at("a", read.cursor))), [3]);
}

pub fn a_retained_reader_begins_after_the_floor(db: &impl Database) {
    let mut log = db.open();
    log.emit(&[event("a", 1, 10), event("a", 2, 10), event("a", 3, 60)]).unwrap();
    assert_eq!(positions(&poll_one(&mut log, newcomer("a", Replay::Retained))), [1, 2, 3]);
    db.clock().advance(10_000);
    let before = poll_one(&mut log, newcomer("a", Replay::Retained));
    log.cleanup().unwrap();
    let after = poll_one(&mut log, newcomer("a", Replay::Retained));
    assert_eq!(before, after);
    assert_eq!((after.cursor, after.resync, positions(&after)), (3, false, vec![3]));
}

pub fn a_reader_gets_exactly_what_is_after_its_cursor(db: &impl Database) {
    let mut log = db.open();
    for payload in 1..=5 {
        emit(&mut log, "a", payload);
    }
    for cursor in 0..=5 {
        let read = poll_one(&mut log, at("a", cursor));
        assert_eq!(positions(&read), (cursor + 1..=5).collect::<Vec<_>>());
        assert_eq!((read.cursor, read.resync), (5, false));
    }
}

pub fn a_channel_without_events_has_position_zero_and_no_epoch(db: &impl Database) {
    let mut log = db.open();
    for reader in [newcomer("a", Replay::Live), newcomer("a", Replay::Retained), at("a", 0)] {
        let read = poll_one(&mut log, reader);
        assert_eq!((read.cursor, read.epoch, read.resync), (0, None, false));
    }
    assert!(poll_one(&mut log, at("a", 7)).resync, "a cursor beyond nothing is beyond the head");
    assert!(poll_one(&mut log, in_epoch(at("a", 0), "9f2c4e1a")).resync, "there was a life of this channel before");
}

pub fn polling_writes_no_channel_row(db: &impl Database) {
    let mut log = db.open();
    poll(&mut log, &[at("a", 0), newcomer("b", Replay::Retained)]);
    assert_eq!(log.stats().unwrap().channels, 0);
}

pub fn a_reader_of_another_epoch_resyncs_from_the_head(db: &impl Database) {
    let mut log = db.open();
    emit(&mut log, "a", 1);
    emit(&mut log, "a", 2);
    let epoch = epoch(&mut log, "a");
    let read = poll_one(&mut log, in_epoch(at("a", 1), "ffffffff0"));
    assert_eq!((read.resync, read.cursor, read.epoch.as_ref(), positions(&read)), (true, 2, Some(&epoch), vec![]));
    let read = poll_one(&mut log, in_epoch(at("a", 1), &epoch));
    assert_eq!((read.resync, positions(&read)), (false, vec![2]));
}

pub fn a_reader_beyond_the_head_resyncs_from_the_head(db: &impl Database) {
    let mut log = db.open();
    emit(&mut log, "a", 1);
    for cursor in [2, Position::MAX] {
        let read = poll_one(&mut log, at("a", cursor));
        assert_eq!((read.resync, read.cursor), (true, 1));
    }
}

pub fn a_reader_without_epochs_is_served(db: &impl Database) {
    let mut log = db.open();
    emit(&mut log, "a", 1);
    let read = poll_one(&mut log, at("a", 0));
    assert_eq!((read.resync, positions(&read)), (false, vec![1]));
}

pub fn an_expired_event_means_resync_whether_cleanup_has_run_or_not(db: &impl Database) {
    let mut log = db.open();
    log.emit(&[event("a", 1, 10), event("a", 2, 60)]).unwrap();
    db.clock().advance(10_000);
    let readers = [at("a", 0), at("a", 1), at("a", 2), newcomer("a", Replay::Retained), newcomer("a", Replay::Live)];
    let before = poll(&mut log, &readers);
    assert_eq!(log.cleanup().unwrap(), 1);
    assert_eq!(before, poll(&mut log, &readers));
    assert_eq!(before.channels.iter().map(|read| read.resync).collect::<Vec<_>>(), [true, false, false, false, false]);
    assert_eq!(before.channels.iter().map(|read| read.cursor).collect::<HashSet<_>>(), HashSet::from([2]));
    assert_eq!(positions(&before.channels[1]), [2]);
}

pub fn a_reader_behind_an_expired_event_resyncs_even_if_older_events_are_left(db: &impl Database) {
    let mut log = db.open();
    let mut batch = vec![event("a", 0, 3600); 200];
    batch.push(event("a", 0, 10));
    log.emit(&batch).unwrap();
    db.clock().advance(10_000);
    let before = log.read(&[at("a", 0)], 50).unwrap();
    log.cleanup().unwrap();
    assert_eq!(before, log.read(&[at("a", 0)], 50).unwrap());
    assert!(before.channels[0].resync && !before.has_more);
    assert_eq!(positions(&poll_one(&mut log, newcomer("a", Replay::Retained))), [0; 0]);
}

pub fn expiry_begins_at_the_very_millisecond(db: &impl Database) {
    let mut log = db.open();
    log.emit(&[event("a", 1, 1)]).unwrap();
    db.clock().advance(999);
    assert_eq!(positions(&poll_one(&mut log, at("a", 0))), [1]);
    assert_eq!(log.cleanup().unwrap(), 0);
    db.clock().advance(1);
    assert!(poll_one(&mut log, at("a", 0)).resync);
    assert_eq!(log.cleanup().unwrap(), 1);
}

pub fn a_transient_event_vanishes_without_a_resync(db: &impl Database) {
    let mut log = db.open();
    log.emit(&[event("a", 1, 60), event("a", 2, 10).transient(true), event("a", 3, 60)]).unwrap();
    assert_eq!(positions(&poll_one(&mut log, at("a", 0))), [1, 2, 3]);
    db.clock().advance(10_000);
    let before = poll_one(&mut log, at("a", 0));
    assert_eq!(log.cleanup().unwrap(), 1);
    let after = poll_one(&mut log, at("a", 0));
    assert_eq!(before, after);
    assert_eq!((after.resync, after.cursor, positions(&after)), (false, 3, vec![1, 3]));
    // Also where it was the last one.
    log.emit(&[event("a", 4, 10).transient(true)]).unwrap();
    db.clock().advance(10_000);
    let read = poll_one(&mut log, at("a", 3));
    assert_eq!((read.resync, read.cursor, positions(&read)), (false, 4, vec![]));
}

pub fn cleanup_raises_floors_to_what_it_removed(db: &impl Database) {
    let mut log = db.open();
    log.emit(&[event("a", 1, 10), event("a", 2, 10).transient(true), event("a", 3, 60), event("b", 1, 60)]).unwrap();
    db.clock().advance(10_000);
    assert_eq!(log.cleanup().unwrap(), 2);
    assert!(poll_one(&mut log, at("a", 0)).resync);
    assert!(!poll_one(&mut log, at("a", 1)).resync, "the transient event did not raise the floor");
    assert!(!poll_one(&mut log, at("b", 0)).resync);
    assert_eq!(emit(&mut log, "a", 4).position, 4, "positions go on");
}

pub fn cleanup_goes_on_until_all_is_removed(db: &impl Database) {
    let mut log = db.open();
    log.emit(&vec![event("a", 0, 1); 1_203]).unwrap();
    emit(&mut log, "a", 0);
    db.clock().advance(1_000);
    assert_eq!(log.stats().unwrap().expired, 1_203);
    assert!(log.cleanup_batch().unwrap() < 1_203, "one batch is bounded");
    log.cleanup().unwrap();
    let stats = log.stats().unwrap();
    assert_eq!((stats.channels, stats.events, stats.expired), (1, 1, 0));
    assert_eq!(log.cleanup().unwrap(), 0);
}

pub fn pages_give_everything_in_order(db: &impl Database) {
    let mut log = db.open();
    for (channel, count) in [("a", 250), ("b", 3), ("c", 40)] {
        log.emit(&vec![event(channel, 0, 60); count]).unwrap();
    }
    let readers = ["a", "b", "c"].map(|channel| at(channel, 0));
    let (seen, polls) = drain(&mut log, readers.to_vec(), 100);
    assert_eq!(seen, [(1..=250).collect::<Vec<_>>(), (1..=3).collect(), (1..=40).collect()]);
    assert_eq!(polls, 3, "293 events in pages of 100");
}

pub fn a_busy_channel_starves_no_other(db: &impl Database) {
    let mut log = db.open();
    log.emit(&vec![event("busy", 0, 60); 1_000]).unwrap();
    emit(&mut log, "calm", 0);
    let reading = log.read(&[at("busy", 0), at("calm", 0)], 10).unwrap();
    assert!(reading.has_more);
    assert_eq!(reading.channels.iter().map(|read| read.events.len()).collect::<Vec<_>>(), [9, 1]);
}

pub fn more_channels_than_places_all_have_their_turn(db: &impl Database) {
    let mut log = db.open();
    let names: Vec<String> = (0..20).map(|number| format!("channel-{number}")).collect();
    for name in &names {
        log.emit(&vec![event(name, 0, 60); 5]).unwrap();
    }
    let (seen, _) = drain(&mut log, names.iter().map(|name| at(name, 0)).collect(), 3);
    assert!(seen.iter().all(|positions| *positions == [1, 2, 3, 4, 5]));
}

/// Polls until nothing is left: the positions seen of each channel, and how many polls it took.
fn drain(
    log: &mut Log,
    mut readers: Vec<nosocket_core::cursor::Subscription>,
    page: usize,
) -> (Vec<Vec<Position>>, usize) {
    let mut seen = vec![Vec::new(); readers.len()];
    for polls in 1.. {
        let reading = log.read(&readers, page).unwrap();
        assert!(reading.channels.iter().map(|read| read.events.len()).sum::<usize>() <= page);
        for ((read, reader), seen) in reading.channels.iter().zip(&mut readers).zip(&mut seen) {
            assert!(!read.resync);
            reader.cursor = Some(read.cursor);
            seen.extend(positions(read));
        }
        if !reading.has_more {
            return (seen, polls);
        }
        assert!(polls < 1_000, "a page with more to come gives at least one event");
    }
    unreachable!()
}

pub fn payloads_come_back_byte_for_byte(db: &impl Database) {
    let mut log = db.open();
    let payloads = ["{\"a\" :  1.0}".to_owned(), "\"😀 \\u0000 ß\"".to_owned(), format!("\"{}\"", "x".repeat(65_534))];
    for payload in &payloads {
        emit(&mut log, "a", payload);
    }
    let read = poll_one(&mut log, at("a", 0));
    assert!(read.events.iter().map(|event| &event.payload).eq(&payloads));
}

pub fn names_are_compared_byte_for_byte(db: &impl Database) {
    let mut log = db.open();
    for name in ["user:Bob", "user:bob", "user:BOB", "42", "042"] {
        assert_eq!(emit(&mut log, name, 0).position, 1, "{name}");
    }
    assert_eq!(poll_one(&mut log, at("user:Bo", 0)).epoch, None);
    assert_eq!(poll_one(&mut log, at("user:b_b", 0)).epoch, None);
}

pub fn tabs_to_leave_out_are_kept(db: &impl Database) {
    let mut log = db.open();
    log.emit(&[event("a", 1, 60).except("tab-1").unwrap(), event("a", 2, 60)]).unwrap();
    let read = poll_one(&mut log, at("a", 0));
    assert_eq!(read.events.iter().map(|event| event.except.as_deref()).collect::<Vec<_>>(), [Some("tab-1"), None]);
}

pub fn events_carry_the_time_of_the_clock(db: &impl Database) {
    let mut log = db.open();
    db.clock().advance(1_234);
    let emitted = emit(&mut log, "a", 1);
    assert_eq!(emitted.created_at, START + 1_234);
    assert_eq!(poll_one(&mut log, at("a", 0)).events[0].created_at, START + 1_234);
}

pub fn renewed_epochs_make_every_reader_resync(db: &impl Database) {
    let mut log = db.open();
    emit(&mut log, "a", 1);
    emit(&mut log, "b", 1);
    let old = ["a", "b"].map(|channel| epoch(&mut log, channel));
    assert_eq!(log.renew_epochs().unwrap(), 2);
    for (channel, old) in ["a", "b"].into_iter().zip(&old) {
        assert_ne!(epoch(&mut log, channel), *old);
        assert!(poll_one(&mut log, in_epoch(at(channel, 1), old)).resync);
    }
}

pub fn installing_again_changes_nothing(db: &impl Database) {
    let mut log = db.open();
    emit(&mut log, "a", 1);
    assert_eq!(log.install().unwrap(), log.install().unwrap());
    assert_eq!(positions(&poll_one(&mut log, at("a", 0))), [1]);
}

pub fn table_prefixes_keep_logs_apart(db: &impl Database) {
    let mut plain = db.open();
    let mut prefixed = db.open_with("wp_2_", Some(db.clock().clone()));
    prefixed.install().unwrap();
    emit(&mut plain, "a", 1);
    assert_eq!(poll_one(&mut prefixed, at("a", 0)).epoch, None);
    assert_eq!(emit(&mut prefixed, "a", 1).position, 1);
    assert_eq!(prefixed.cleanup().unwrap(), 0);
}

pub fn names_that_look_like_queries_are_only_names(db: &impl Database) {
    let mut log = db.open_with("wp_", Some(db.clock().clone()));
    log.install().unwrap();
    let names = ["nosocket_events", "{name}", "{now}{statement_now}", "{at}", ":from", "?", "$1", "a'b\"c`d\\", "--;"];
    let events: Vec<_> = names.iter().flat_map(|name| [event(name, 1, 60), event(name, 2, 60)]).collect();
    for event in &events {
        log.emit(std::slice::from_ref(event)).unwrap();
    }
    log.emit(&events).unwrap();
    for name in names {
        assert_eq!(positions(&poll_one(&mut log, at(name, 1))), [2, 3, 4], "{name}");
    }
    let readings = poll(&mut log, &names.map(|name| at(name, 1)));
    for (name, reading) in names.iter().zip(&readings.channels) {
        assert_eq!(positions(reading), [2, 3, 4], "{name}");
    }
}

pub fn heads_are_told_in_order(db: &impl Database) {
    let mut log = db.open();
    emit(&mut log, "b", 1);
    emit(&mut log, "b", 2);
    let names = ["a", "b"].map(|name| ChannelName::new(name).unwrap());
    let heads = log.heads(&names).unwrap();
    assert_eq!((heads[0].position, heads[0].epoch.as_deref()), (0, None));
    assert_eq!(heads[1].position, 2);
    assert_eq!(heads[1].epoch.as_ref().map(String::len), Some(8));
}

pub fn a_log_that_was_dropped_and_made_anew_means_resync(db: &impl Database) {
    let mut log = db.open();
    emit(&mut log, "a", 1);
    let old = epoch(&mut log, "a");
    db.drop_tables();
    let mut other = db.open();
    other.install().unwrap();
    emit(&mut other, "a", 1);
    emit(&mut other, "a", 2);
    assert!(poll_one(&mut log, in_epoch(at("a", 1), &old)).resync, "seen by a connection from before, too");
    assert!(poll_one(&mut other, in_epoch(at("a", 1), &old)).resync);
    drop(other);
    assert_eq!(emit(&mut db.open(), "a", 3).position, 3, "whoever still had the old log open has taken nothing away");
}
