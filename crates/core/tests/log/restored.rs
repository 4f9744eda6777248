//! A log that is no longer what its readers have seen: restored from an older backup, emptied, or made anew. Each reader is
//! told to resync, on connections from before as on new ones.

use nosocket_core::cursor::Subscription;
use nosocket_core::log::Log;

use crate::databases::*;
use crate::server_cases::{ServerKind, open};

/// The tables that a backup holds.
const LOGGED: [&str; 3] = ["nosocket_channels", "nosocket_events", "nosocket_meta"];

/// A log with three events in the channel `a`, a backup of it, and three events more that the reader has seen.
struct Restored {
    prefix: String,
    log: Log,
    reader: Subscription,
}

impl Restored {
    fn seen_more_than_the_backup<S: ServerKind>() -> Self {
        let prefix = next_prefix();
        let mut log = open::<S>(S::port(), &prefix, &[]);
        log.install().unwrap();
        for payload in 1..=3 {
            emit(&mut log, "a", payload);
        }
        S::execute(
            &LOGGED.map(|table| format!("CREATE TABLE backup_{prefix}{table} AS SELECT * FROM {prefix}{table}")),
        );
        for payload in 4..=6 {
            emit(&mut log, "a", payload);
        }
        let epoch = epoch(&mut log, "a");
        let reader = in_epoch(at("a", 6), &epoch);
        assert!(!poll_one(&mut log, reader.clone()).resync);
        Self { prefix, log, reader }
    }

    fn restore<S: ServerKind>(&self) {
        let prefix = &self.prefix;
        for table in LOGGED {
            S::execute(&[
                format!("DELETE FROM {prefix}{table}"),
                format!("INSERT INTO {prefix}{table} {} SELECT * FROM backup_{prefix}{table}", S::KEEPING_IDS),
            ]);
        }
    }

    /// By the connection from before, and by a new one.
    fn assert_resyncs<S: ServerKind>(&mut self, head: i64) {
        for log in [&mut self.log, &mut open::<S>(S::port(), &self.prefix, &[])] {
            let read = poll_one(log, self.reader.clone());
            assert!(read.resync && read.events.is_empty());
            assert_eq!(read.cursor, head);
        }
    }

    /// Whoever has resynced follows on without another resync.
    fn assert_goes_on(&mut self) {
        let log = &mut self.log;
        let read = poll_one(log, self.reader.clone());
        let reader = Subscription { cursor: Some(read.cursor), epoch: read.epoch, ..self.reader.clone() };
        let next = emit(log, "a", 7).position;
        let read = poll_one(log, reader);
        assert_eq!((read.resync, positions(&read)), (false, vec![next]));
    }
}

pub fn a_restored_backup_is_noticed_while_it_is_behind_its_readers<S: ServerKind>() {
    let mut restored = Restored::seen_more_than_the_backup::<S>();
    restored.restore::<S>();
    restored.assert_resyncs::<S>(3);
    restored.assert_goes_on();
}

pub fn a_restored_backup_with_new_epochs_is_always_noticed<S: ServerKind>() {
    let mut restored = Restored::seen_more_than_the_backup::<S>();
    restored.restore::<S>();
    assert_eq!(open::<S>(S::port(), &restored.prefix, &[]).renew_epochs().unwrap(), 1);
    // Beyond what the reader has seen: only the epoch tells.
    for payload in 4..=9 {
        emit(&mut restored.log, "a", payload);
    }
    restored.assert_resyncs::<S>(9);
    restored.assert_goes_on();
}

pub fn emptied_tables_are_noticed<S: ServerKind>() {
    let mut restored = Restored::seen_more_than_the_backup::<S>();
    S::execute(
        &["nosocket_channels", "nosocket_events"].map(|table| format!("TRUNCATE TABLE {}{table}", restored.prefix)),
    );
    restored.assert_resyncs::<S>(0);
    for payload in 1..=9 {
        emit(&mut restored.log, "a", payload);
    }
    restored.assert_resyncs::<S>(9);
    restored.assert_goes_on();
}

/// Only the events: their channels still know how far they were, and a gap could be transient events that have vanished.
/// The documents say what is to be done.
pub fn emptied_events_with_new_epochs_are_noticed<S: ServerKind>() {
    let mut restored = Restored::seen_more_than_the_backup::<S>();
    S::execute(&[format!("TRUNCATE TABLE {}nosocket_events", restored.prefix)]);
    open::<S>(S::port(), &restored.prefix, &[]).renew_epochs().unwrap();
    restored.reader.cursor = Some(4);
    restored.assert_resyncs::<S>(6);
    restored.assert_goes_on();
}

pub fn a_schema_made_anew_is_noticed<S: ServerKind>() {
    let mut restored = Restored::seen_more_than_the_backup::<S>();
    S::execute(&TABLES.map(|table| format!("DROP TABLE {}{table}", restored.prefix)));
    let mut other = open::<S>(S::port(), &restored.prefix, &[]);
    other.install().unwrap();
    restored.assert_resyncs::<S>(0);
    for payload in 1..=9 {
        emit(&mut other, "a", payload);
    }
    restored.assert_resyncs::<S>(9);
    restored.assert_goes_on();
}
