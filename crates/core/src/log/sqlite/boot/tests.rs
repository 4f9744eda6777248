//! What a power failure may take back, and that everybody is told. The failure is played: an older copy of the file and its
//! write-ahead log is put in their place, and the next process is of another boot.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::super::SqliteStore;
use super::*;
use crate::channel::ChannelName;
use crate::cursor::{Replay, Subscription};
use crate::event::NewEvent;
use crate::log::{ChannelReading, Log};

const BEFORE: Option<&str> = Some("before");
const AFTER: Option<&str> = Some("after");

struct Machine {
    folder: TempDir,
}

impl Machine {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("log.sqlite")
    }

    fn store(&self, boot: Option<&str>) -> SqliteStore {
        let boot = boot.map(|id| BootId(id.to_owned()));
        SqliteStore::open_in(boot, &self.path(), "").unwrap()
    }

    fn log(&self, boot: Option<&str>) -> Log {
        Log::new(Box::new(self.store(boot)), None)
    }

    /// What is on the disk now: the file and its write-ahead log.
    fn disk(&self) -> [(PathBuf, Vec<u8>); 2] {
        let wal = PathBuf::from(format!("{}-wal", self.path().display()));
        [self.path(), wal].map(|path| (path.clone(), fs::read(path).unwrap()))
    }

    /// Everything since then is gone, and with it what lay in memory.
    fn lose_power(&self, disk: [(PathBuf, Vec<u8>); 2]) {
        fs::remove_file(Path::new(&format!("{}-shm", self.path().display()))).unwrap();
        for (path, bytes) in disk {
            fs::remove_file(&path).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
}

fn emit(log: &mut Log, payload: &str) {
    log.emit(&[NewEvent::new("orders", "made", payload.into(), 3600).unwrap()]).unwrap();
}

fn poll(log: &mut Log, cursor: i64, epoch: Option<&str>) -> ChannelReading {
    let channel = ChannelName::new("orders").unwrap();
    let epoch = epoch.map(str::to_owned);
    let reader = Subscription { channel, cursor: Some(cursor), replay: Replay::Live, epoch };
    log.read(&[reader], 100).unwrap().channels.remove(0)
}

fn epoch(machine: &Machine) -> String {
    poll(&mut machine.log(BEFORE), 0, None).epoch.unwrap()
}

#[test]
fn readers_of_commits_that_a_power_failure_took_back_resync() {
    let machine = Machine::new();
    let mut log = machine.log(BEFORE);
    emit(&mut log, "1");
    let disk = machine.disk();
    emit(&mut log, "2");
    emit(&mut log, "3");
    let seen = poll(&mut log, 0, None);
    assert_eq!(seen.cursor, 3);
    // The process ends with the machine.
    std::mem::forget(log);
    machine.lose_power(disk);

    let mut log = machine.log(AFTER);
    let behind = poll(&mut log, seen.cursor, seen.epoch.as_deref());
    assert!(behind.resync && behind.cursor == 1, "before anybody has written");
    for payload in ["another 2", "another 3", "4"] {
        emit(&mut log, payload);
        let read = poll(&mut log, seen.cursor, seen.epoch.as_deref());
        assert!(read.resync && read.events.is_empty(), "{payload}");
    }
    // Also a poll whose process was there before that write.
    assert!(poll(&mut machine.log(BEFORE), seen.cursor, seen.epoch.as_deref()).resync);
}

#[test]
fn whoever_has_resynced_goes_on_and_the_same_boot_changes_no_epoch() {
    let machine = Machine::new();
    emit(&mut machine.log(BEFORE), "1");
    let before = epoch(&machine);
    let mut log = machine.log(BEFORE);
    emit(&mut log, "2");
    assert_eq!(epoch(&machine), before);

    emit(&mut machine.log(AFTER), "3");
    let after = epoch(&machine);
    assert_ne!(after, before);
    emit(&mut machine.log(AFTER), "4");
    let read = poll(&mut machine.log(AFTER), 3, Some(&after));
    assert_eq!((read.resync, read.events.len(), read.epoch), (false, 1, Some(after)));
}

#[test]
fn a_process_that_only_reads_writes_nothing_after_a_boot() {
    let machine = Machine::new();
    emit(&mut machine.log(BEFORE), "1");
    let before = epoch(&machine);
    assert_eq!(poll(&mut machine.log(AFTER), 0, None).epoch.unwrap(), before);
}

#[test]
fn first_writers_at_once_renew_the_epochs_once() {
    let machine = Machine::new();
    emit(&mut machine.log(BEFORE), "1");
    let before = epoch(&machine);
    let seen = std::thread::scope(|scope| {
        let writer = || {
            let mut log = machine.log(AFTER);
            emit(&mut log, "more");
            epoch(&machine)
        };
        let writers: Vec<_> = (0..8).map(|_| scope.spawn(writer)).collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(seen.iter().all(|epoch| *epoch == seen[0] && *epoch != before), "{before} {seen:?}");
}

#[test]
fn who_cannot_tell_one_boot_from_another_waits_for_the_disk_and_trusts_nobody_who_does_not() {
    let machine = Machine::new();
    let (mut fast, mut careful) = (machine.log(BEFORE), machine.log(None));
    emit(&mut careful, "1");
    let first = epoch(&machine);
    emit(&mut careful, "2");
    assert_eq!(epoch(&machine), first);
    for _ in 0..2 {
        for log in [&mut fast, &mut careful] {
            let before = epoch(&machine);
            emit(log, "more");
            assert_ne!(epoch(&machine), before);
        }
    }
}

#[test]
fn commits_wait_for_the_disk_where_they_must() {
    const FULL: i64 = 2;
    const NORMAL: i64 = 1;
    let machine = Machine::new();
    let now = |tx: &Statements<'_>| tx.prepare("PRAGMA synchronous")?.query_row([], |row| row.get::<_, i64>(0));
    for (boot, usually) in [(BEFORE, NORMAL), (None, FULL)] {
        let mut connection = machine.store(boot).connection;
        assert_eq!(connection.write(now).unwrap(), usually);
        assert_eq!(connection.write_to_disk(now).unwrap(), FULL);
        assert_eq!(connection.write(now).unwrap(), usually);
    }
}

#[test]
fn linux_tells_its_boot() {
    assert_eq!(BootId::of_this_machine().unwrap().0.len(), 36);
}
