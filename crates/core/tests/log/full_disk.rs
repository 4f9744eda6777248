//! Servers whose disk fills up: what is said, that nothing is half stored, and that all is there when there is room again.
//!
//! The disk is a tmpfs in a mount namespace of its own. A file takes some of its room and is removed when the test asks.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use nosocket_core::config::{Settings, Value};
use nosocket_core::error::{Error, Kind};
use nosocket_core::log::{self, Log};

use crate::databases::*;
use crate::servers::{self, Server};

/// One event takes this much, so that a disk is soon full.
const PAYLOAD_BYTES: usize = 30_000;

/// A server whose data are on a small disk. It is started again when it has ended, as a service manager would do.
struct Cramped {
    _server: Server,
    folder: PathBuf,
    dsn: String,
}

impl Cramped {
    /// `init` and `run` are shell commands, begun in a folder in which `small` is the disk.
    fn start(name: &str, megabytes: usize, init: &str, run: &str, dsn: &str) -> Self {
        let folder = servers::folder(name);
        let port = servers::free_port();
        let fill = |text: &str| {
            text.replace("{folder}", folder.to_str().unwrap())
                .replace("{port}", &port.to_string())
                .replace('\'', "'\\''")
        };
        // Who is not root becomes so in a namespace, which mounting needs, and leaves it again.
        let (namespace, user) = if servers::is_root() {
            servers::give_away(&folder);
            ("--mount", "setpriv --reuid=postgres --regid=postgres --clear-groups")
        } else {
            ("--mount --user --map-root-user", "unshare --user --map-user=1000 --map-group=1000")
        };
        // A shell's child in the background ignores INT, and a server without room does not end when it is asked to.
        let inside = format!(
            "head -c 8M /dev/zero >small/ballast && {} || exit 1
             (until [ -e make-room ]; do sleep 0.1; done; rm small/ballast) & room=$!
             trap \"kill -KILL \\$server \\$room; exit\" TERM
             while true; do {} & server=$!; wait $server; sleep 0.2; done",
            fill(init),
            fill(run)
        );
        let script = format!(
            "mkdir small && exec unshare {namespace} sh -c '
                 mount -t tmpfs -o mode=777,size={megabytes}m tmpfs small || {{ echo a small disk cannot be mounted: this test must be root or may make user namespaces >&2; exit 1; }}
                 exec {user} sh -c \"$1\"' - '{inside}'"
        );
        let server = servers::start(&folder, &script, None, "TERM", port);
        let cramped = Self { _server: server, dsn: dsn.replace("{port}", &port.to_string()), folder };
        cramped.until_it_answers(|log| log.install());
        cramped
    }

    fn open(&self) -> Log {
        let options = [("dsn", self.dsn.as_str()), ("statement_timeout", "3")]
            .map(|(name, value)| (name.to_owned(), Value::Text(value.to_owned())));
        let settings = Settings::resolve(&options, |_| None, |_| None).unwrap();
        Log::new(log::open(&settings).unwrap(), None)
    }

    fn make_room(&self) {
        fs::write(self.folder.join("make-room"), "").unwrap();
    }

    /// Tries until the server does this.
    fn until_it_answers<T>(&self, work: impl Fn(&mut Log) -> Result<T, Error>) -> T {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            match work(&mut self.open()) {
                Ok(done) => return done,
                Err(error) if Instant::now() > deadline => {
                    panic!("{error}\n{}", fs::read_to_string(self.folder.join("log")).unwrap_or_default())
                }
                Err(_) => thread::sleep(Duration::from_millis(50)),
            }
        }
    }
}

/// What became of the events that were emitted, by their numbers.
#[derive(Default)]
struct Outcomes {
    acknowledged: Vec<usize>,
    unknown: Vec<usize>,
    refusals: Vec<Error>,
}

/// Emits singles and batches until the server has refused this often.
fn fill(log: &mut Log, refusals: usize) -> Outcomes {
    let mut outcomes = Outcomes::default();
    let mut number = 0;
    while outcomes.refusals.len() + outcomes.unknown.len() < refusals {
        assert!(number < 20_000, "the disk does not fill up");
        let size = if number % 3 == 0 { 5 } else { 1 };
        let numbers: Vec<_> = (number..number + size).collect();
        number += size;
        let batch: Vec<_> =
            numbers.iter().map(|number| event("a", format!("[{number},\"{}\"]", incompressible()), 3600)).collect();
        match log.emit(&batch) {
            Ok(_) => outcomes.acknowledged.extend(numbers),
            Err(error) if error.to_string().contains("stored or not") => outcomes.unknown.extend(numbers),
            Err(error) => outcomes.refusals.push(error),
        }
    }
    outcomes
}

/// PostgreSQL would squeeze anything regular.
fn incompressible() -> String {
    std::iter::repeat_with(fastrand::alphanumeric).take(PAYLOAD_BYTES).collect()
}

/// The numbers of the events in the log, whose positions must be dense.
fn stored(log: &mut Log) -> Vec<usize> {
    let mut numbers = Vec::new();
    let mut reader = at("a", 0);
    loop {
        let reading = log.read(std::slice::from_ref(&reader), 100).unwrap();
        let read = &reading.channels[0];
        assert!(!read.resync);
        for event in &read.events {
            assert_eq!(Some(event.position), reader.cursor.map(|cursor| cursor + 1), "dense and in order");
            reader.cursor = Some(event.position);
            let (number, _): (usize, String) = serde_json::from_str(&event.payload).unwrap();
            numbers.push(number);
        }
        if !reading.has_more {
            return numbers;
        }
    }
}

/// A disk that has no room for the tables, but for all else that the server needs.
fn assert_refuses_and_recovers(cramped: &Cramped) {
    let mut log = cramped.open();
    let outcomes = fill(&mut log, 10);
    assert!(outcomes.unknown.is_empty(), "a full disk breaks no connection");
    for error in &outcomes.refusals {
        let text = error.to_string();
        assert!(error.kind() == Kind::Storage && text.contains("is full"), "{text}");
        assert!(text.contains("make room, nothing was stored"), "{text}");
    }
    assert_eq!(stored(&mut log), outcomes.acknowledged, "polls work, and nothing refused is there");
    assert_eq!(stored(&mut cramped.open()), outcomes.acknowledged, "on a new connection, too");

    cramped.make_room();
    let position = cramped.until_it_answers(|log| log.emit(&[event("a", "[999999,\"\"]", 3600)]))[0].position;
    assert_eq!(position as usize, outcomes.acknowledged.len() + 1);
    assert_eq!(stored(&mut log), [&outcomes.acknowledged[..], &[999_999]].concat());
}

fn postgresql(name: &str, waldir: &str) -> Cramped {
    let programs = servers::installed("/usr/lib/postgresql", "initdb");
    let programs = programs.display();
    Cramped::start(
        name,
        if waldir.is_empty() { 72 } else { 56 },
        &format!(
            "{programs}/initdb --pgdata=small/data {waldir} --wal-segsize=1 --username=postgres --auth=trust --no-sync --encoding=UTF8 --locale=C >&2"
        ),
        &format!(
            "{programs}/postgres -D small/data -p {{port}} -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
             -c fsync=off -c min_wal_size=2MB -c max_wal_size=4MB"
        ),
        "pgsql:host=127.0.0.1;port={port};dbname=postgres;user=postgres",
    )
}

#[test]
fn postgresql_with_a_full_disk_refuses_and_recovers() {
    assert_refuses_and_recovers(&postgresql("postgresql-full", "--waldir={folder}/wal"));
}

fn mariadb(name: &str, megabytes: usize, options: &str) -> Cramped {
    let options = format!("--no-defaults --tmpdir={{folder}} --innodb-log-file-size=4M {options}");
    Cramped::start(
        name,
        megabytes,
        &format!("mariadb-install-db {options} --auth-root-authentication-method=normal --skip-test-db >&2"),
        &format!(
            "mariadbd {options} --socket={{folder}}/s --port={{port}} --bind-address=127.0.0.1 --innodb-buffer-pool-size=64M"
        ),
        "mysql:host=127.0.0.1;port={port};dbname=mysql;user=root",
    )
}

#[test]
fn mariadb_with_a_full_disk_refuses_and_recovers() {
    assert_refuses_and_recovers(&mariadb("mariadb-full", 100, "--datadir={folder}/small/data"));
}

/// MariaDB waits for room for its binary log and looks once a minute: an emit ends with its time, and nobody knows more.
#[test]
fn mariadb_without_room_for_its_binary_log_keeps_what_it_acknowledged() {
    let options = "--datadir={folder}/data --log-bin={folder}/small/binlog --server-id=1 --pid-file={folder}/pid";
    let cramped = mariadb("mariadb-full-binlog", 24, options);
    let outcomes = fill(&mut cramped.open(), 2);
    assert!(outcomes.refusals.is_empty() && !outcomes.unknown.is_empty());
    assert_eq!(stored(&mut cramped.open()), outcomes.acknowledged, "polls work");
    cramped.make_room();
    // Rather than wait for a minute.
    let pid = fs::read_to_string(cramped.folder.join("pid")).unwrap();
    assert!(Command::new("kill").args(["-KILL", pid.trim()]).status().unwrap().success());
    assert_keeps_what_it_acknowledged(&cramped, &outcomes);
}

/// Where the write-ahead log has no room either, PostgreSQL stops until there is some.
#[test]
fn postgresql_without_room_for_its_write_ahead_log_keeps_what_it_acknowledged() {
    let cramped = postgresql("postgresql-full-wal", "");
    let outcomes = fill(&mut cramped.open(), 10);
    for error in &outcomes.refusals {
        let text = error.to_string();
        assert!(["is full", "let nobody in", "cannot be reached"].iter().any(|words| text.contains(words)), "{text}");
    }
    cramped.make_room();
    assert_keeps_what_it_acknowledged(&cramped, &outcomes);
}

/// There is room again.
fn assert_keeps_what_it_acknowledged(cramped: &Cramped, outcomes: &Outcomes) {
    let stored = cramped.until_it_answers(|log| log.emit(&[event("b", 1, 3600)]).map(|_| stored(log)));
    let known = |number: &&usize| !outcomes.unknown.contains(number);
    assert!(stored.iter().filter(known).eq(&outcomes.acknowledged), "all that was acknowledged, and nothing refused");
}
