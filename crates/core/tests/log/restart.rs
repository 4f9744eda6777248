//! A server that is killed and restarted while events are emitted and followed: what was acknowledged is there, what was
//! refused is not, and what nobody knows is there once or not at all.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use nosocket_core::channel::ChannelName;
use nosocket_core::config::{Settings, Value};
use nosocket_core::log::{self, Log};

use crate::databases::*;
use crate::servers;

const RESTARTS: usize = 20;
const EMITTERS: usize = 4;
const CHANNELS: [&str; 3] = ["a", "b", "c"];

/// A server that this test alone uses.
struct Victim {
    folder: PathBuf,
    run: Vec<String>,
    dsn: String,
    port: u16,
    process: Child,
}

impl Victim {
    fn start(name: &str, init: &str, run: &[&str], dsn: &str) -> Self {
        let folder = servers::folder(name);
        let port = servers::free_port();
        let fill = |text: &str| text.replace("{folder}", folder.to_str().unwrap()).replace("{port}", &port.to_string());
        servers::give_away(&folder);
        let status = as_server_user().args(["sh", "-c", &fill(init)]).current_dir(&folder).output().unwrap();
        assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
        let run: Vec<String> = run.iter().map(|part| fill(part)).collect();
        let process = spawn(&folder, &run);
        let victim = Self { dsn: fill(dsn), run, port, process, folder };
        victim.wait_until_it_listens();
        victim
    }

    fn kill_and_restart(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        // PostgreSQL's own children need a moment to notice. Until then it refuses to start, and it does so after it has
        // begun to listen: only an answer says that it runs.
        let deadline = Instant::now() + Duration::from_secs(60);
        self.process = spawn(&self.folder, &self.run);
        while self.open().stats().is_err() {
            assert!(Instant::now() < deadline, "the server does not start again");
            self.start_if_it_has_ended();
            thread::sleep(Duration::from_millis(25));
        }
    }

    /// What a machine's service manager does. InnoDB now and then aborts soon after its recovery on a busy machine.
    fn start_if_it_has_ended(&mut self) {
        if self.process.try_wait().unwrap().is_some() {
            self.process = spawn(&self.folder, &self.run);
        }
    }

    fn wait_until_it_listens(&self) {
        for _ in 0..1_200 {
            if std::net::TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return;
            }
            thread::sleep(Duration::from_millis(25));
        }
        panic!("{}", fs::read_to_string(self.folder.join("log")).unwrap_or_default());
    }

    fn open(&self) -> Log {
        open(&self.dsn)
    }
}

impl Drop for Victim {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn spawn(folder: &PathBuf, run: &[String]) -> Child {
    let log = fs::OpenOptions::new().create(true).append(true).open(folder.join("log")).unwrap();
    as_server_user()
        .args(run)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap()
}

/// The command line's beginning: as a user that servers accept, and gone when this test is gone.
fn as_server_user() -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL"]);
    if servers::is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    }
    command
}

fn open(dsn: &str) -> Log {
    let options = [("dsn".to_owned(), Value::Text(dsn.to_owned()))];
    let settings = Settings::resolve(&options, |_| None, |_| None).unwrap();
    Log::new(log::open(&settings).unwrap(), None)
}

#[derive(Default)]
struct Outcomes {
    acknowledged: HashSet<String>,
    unknown: HashSet<String>,
    refused: HashSet<String>,
}

/// `renews_epochs`: whether a restart makes every reader resync, as it does where a reader may see what a crash takes back.
fn run(mut victim: Victim, renews_epochs: bool) {
    // A server that listens may still be starting up.
    while victim.open().install().is_err() {
        thread::sleep(Duration::from_millis(25));
    }
    let outcomes = Mutex::new(Outcomes::default());
    let stop = AtomicBool::new(false);
    let emitting = AtomicUsize::new(EMITTERS);
    let dsn = victim.dsn.clone();
    let seen = thread::scope(|scope| {
        for emitter in 0..EMITTERS {
            let (outcomes, stop, emitting, dsn) = (&outcomes, &stop, &emitting, &dsn);
            scope.spawn(move || {
                keep_emitting(emitter, dsn, outcomes, stop);
                emitting.fetch_sub(1, Ordering::SeqCst);
            });
        }
        let _stop = StopOnDrop(&stop);
        let follower = scope.spawn(|| follow(&dsn, &emitting, renews_epochs));
        for _ in 0..RESTARTS {
            let before = outcomes.lock().unwrap().acknowledged.len();
            victim.kill_and_restart();
            // Only after emitters have recovered by themselves comes the next blow.
            let deadline = Instant::now() + Duration::from_secs(60);
            while outcomes.lock().unwrap().acknowledged.len() < before + 20 {
                assert!(Instant::now() < deadline, "emitters do not recover");
                victim.start_if_it_has_ended();
                thread::sleep(Duration::from_millis(5));
            }
        }
        stop.store(true, Ordering::SeqCst);
        follower.join().unwrap();
        read_all(&dsn)
    });

    let outcomes = outcomes.into_inner().unwrap();
    let once = |token: &String| seen.get(token) == Some(&1);
    assert!(outcomes.acknowledged.iter().all(once), "everything acknowledged is there, once");
    assert!(outcomes.unknown.iter().all(|token| seen.get(token).is_none_or(|&times| times == 1)));
    assert!(!outcomes.refused.iter().any(|token| seen.contains_key(token)), "what was refused is not there");
    let told = outcomes.acknowledged.len() + outcomes.unknown.len();
    assert!(seen.len() <= told, "nothing came out of nowhere");
    println!(
        "{} acknowledged, {} unknown, {} refused over {RESTARTS} restarts",
        outcomes.acknowledged.len(),
        outcomes.unknown.len(),
        outcomes.refused.len()
    );
}

/// Ends the emitters, and with them the follower, also when the test fails.
struct StopOnDrop<'a>(&'a AtomicBool);

impl Drop for StopOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

fn keep_emitting(emitter: usize, dsn: &str, outcomes: &Mutex<Outcomes>, stop: &AtomicBool) {
    let mut log = open(dsn);
    for number in 0.. {
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let token = format!("\"{emitter}-{number}\"");
        let outcome = log.emit(&[event(CHANNELS[(emitter + number) % CHANNELS.len()], &token, 3600)]);
        let mut outcomes = outcomes.lock().unwrap();
        match outcome {
            Ok(_) => drop(outcomes.acknowledged.insert(token)),
            Err(error) if error.to_string().contains("stored or not") => drop(outcomes.unknown.insert(token)),
            Err(_) => {
                outcomes.refused.insert(token);
                drop(outcomes);
                thread::sleep(Duration::from_millis(10));
            }
        }
    }
}

/// Follows all channels to their ends: every position once and in order, and a resync only with a new epoch.
fn follow(dsn: &str, emitting: &AtomicUsize, renews_epochs: bool) {
    let mut log = open(dsn);
    let mut readers = CHANNELS.map(|channel| at(channel, 0));
    let mut last_at_work = Instant::now();
    loop {
        let done = emitting.load(Ordering::SeqCst) == 0;
        if !done {
            last_at_work = Instant::now();
        }
        assert!(last_at_work.elapsed() < Duration::from_secs(60), "the follower does not reach the end");
        let Ok(reading) = log.read(&readers, 500) else {
            thread::sleep(Duration::from_millis(10));
            continue;
        };
        for (read, reader) in reading.channels.iter().zip(&mut readers) {
            assert!(!read.resync || (renews_epochs && read.epoch != reader.epoch), "no resync without a reason");
            for event in &read.events {
                assert_eq!(Some(event.position), reader.cursor.map(|cursor| cursor + 1), "dense and in order");
                reader.cursor = Some(event.position);
            }
            reader.cursor = Some(read.cursor);
            reader.epoch.clone_from(&read.epoch);
        }
        if done && !reading.has_more {
            let heads = log.heads(&CHANNELS.map(|channel| ChannelName::new(channel).unwrap()));
            if heads.is_ok_and(|heads| {
                heads.iter().zip(&readers).all(|(head, reader)| Some(head.position) == reader.cursor)
            }) {
                return;
            }
        }
    }
}

/// How often each token is in the log, whose positions must be dense.
fn read_all(dsn: &str) -> HashMap<String, usize> {
    let mut seen = HashMap::new();
    let mut log = open(dsn);
    for channel in CHANNELS {
        let read = log.read(&[at(channel, 0)], usize::MAX >> 8).unwrap().channels.remove(0);
        assert_eq!(positions(&read), (1..=read.cursor).collect::<Vec<_>>());
        for event in read.events {
            *seen.entry(event.payload).or_insert(0) += 1;
        }
    }
    seen
}

#[test]
fn postgresql_killed_and_restarted_loses_nothing() {
    let programs = servers::installed("/usr/lib/postgresql", "initdb");
    let programs = programs.to_str().unwrap();
    run(
        Victim::start(
            "postgresql-victim",
            &format!(
                "{programs}/initdb --pgdata=data --username=postgres --auth=trust --no-sync --encoding=UTF8 --locale=C"
            ),
            &[
                &format!("{programs}/postgres"),
                "-D",
                "data",
                "-p",
                "{port}",
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=off",
            ],
            "pgsql:host=127.0.0.1;port={port};dbname=postgres;user=postgres",
        ),
        false,
    );
}

#[test]
fn mariadb_killed_and_restarted_loses_nothing() {
    run(
        Victim::start(
            "mariadb-victim",
            "mariadb-install-db --no-defaults --datadir={folder}/data --tmpdir={folder} --auth-root-authentication-method=normal --skip-test-db",
            &[
                "mariadbd",
                "--no-defaults",
                "--datadir={folder}/data",
                "--tmpdir={folder}",
                // One that aborts ends at once.
                "--skip-stack-trace",
                "--socket={folder}/s",
                "--port={port}",
                "--bind-address=127.0.0.1",
                "--innodb-buffer-pool-size=64M",
            ],
            "mysql:host=127.0.0.1;port={port};dbname=mysql;user=root",
        ),
        true,
    );
}
