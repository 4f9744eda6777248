//! Beacons and commits, on PostgreSQL, which can hold a commit and a read for as long as a test wants.

use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use nosocket_core::beacon::Beacon;
use nosocket_core::config::{Settings, Value};
use nosocket_core::cursor::Position;
use nosocket_core::engine::{Answer, Engine};
use postgres::{Client, NoTls};
use tempfile::TempDir;

use crate::databases::{at, next_prefix};
use crate::servers;

const URL: &str = "/nosocket-beacons/";

struct Site {
    folder: TempDir,
    prefix: String,
    /// The database administrator's connection.
    admin: Client,
}

impl Site {
    fn start() -> Self {
        let config = format!("host=127.0.0.1 port={} user=postgres", servers::postgresql().port);
        let admin = Client::connect(&config, NoTls).unwrap();
        let site = Self { folder: TempDir::new().unwrap(), prefix: next_prefix(), admin };
        site.engine().log().unwrap().install().unwrap();
        site
    }

    fn engine(&self) -> Engine {
        let port = servers::postgresql().port;
        let options = [
            ("dsn", format!("pgsql:host=127.0.0.1;port={port};dbname=postgres;user=postgres")),
            ("table_prefix", self.prefix.clone()),
            ("statement_timeout", "300".into()),
            ("secret", "0123456789abcdef0123456789abcdef".into()),
            ("rate_limiter", "off".into()),
            ("cleanup_probability", "0".into()),
            ("beacon_dir", self.folder.path().display().to_string()),
            ("beacon_url", URL.into()),
        ]
        .map(|(name, value)| (name.to_owned(), Value::Text(value)));
        Engine::new(Settings::resolve(&options, |_| None, |_| None).unwrap()).unwrap()
    }

    fn admin(&mut self, statement: &str) {
        self.admin.batch_execute(&statement.replace("{p}", &self.prefix)).unwrap();
    }

    /// Waits until somebody waits for a lock of this kind.
    fn until_someone_waits(&mut self, lock: &str) {
        let waiting = format!("SELECT 1 FROM pg_locks WHERE NOT granted AND {}", lock.replace("{p}", &self.prefix));
        while self.admin.query(&waiting, &[]).unwrap().is_empty() {
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn file(&self, beacon: &Beacon) -> PathBuf {
        self.folder.path().join(beacon.url.strip_prefix(URL).unwrap())
    }

    fn holds(&self, beacon: &Beacon) -> bool {
        fs::read_to_string(self.file(beacon)).unwrap() == format!("{}\n", beacon.token.as_str())
    }
}

fn emit(engine: &mut Engine) {
    let event = engine.event("orders", "thing.happened", "{}".into(), None).unwrap();
    engine.emit(&[event]).unwrap();
}

fn poll(engine: &mut Engine, cursor: Position) -> Answer {
    let grant = engine.grant(&["orders"], "reader", None).unwrap();
    engine.poll(Ok(vec![at("orders", cursor)]), &grant, None).unwrap()
}

#[test]
fn a_beacon_changes_only_when_the_commit_is_done() {
    let mut site = Site::start();
    let (mut emitter, mut reader) = (site.engine(), site.engine());
    emit(&mut emitter);
    let known = poll(&mut reader, 1).beacons.remove(0);
    site.admin(
        "CREATE FUNCTION {p}hold() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN PERFORM pg_advisory_xact_lock(hashtext(''{p}'')); RETURN NULL; END';
         CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON {p}nosocket_events
             DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {p}hold();
         SELECT pg_advisory_lock(hashtext('{p}'))",
    );
    let (is_unchanged, seen) = thread::scope(|scope| {
        let emitting = scope.spawn(|| emit(&mut emitter));
        site.until_someone_waits("locktype = 'advisory' AND objid = hashtext('{p}')::bigint & 4294967295");
        let found = (site.holds(&known), poll(&mut reader, 1).reading.channels[0].cursor);
        site.admin("SELECT pg_advisory_unlock(hashtext('{p}'))");
        emitting.join().unwrap();
        found
    });
    assert!(is_unchanged && seen == 1, "while the commit waits");
    assert!(!site.holds(&known), "after the commit");
    let answer = poll(&mut reader, 1);
    assert_eq!(answer.reading.channels[0].cursor, 2);
    assert!(site.holds(&answer.beacons[0]));
}

#[test]
fn a_poll_names_the_token_from_before_it_read_the_log() {
    let mut site = Site::start();
    let mut reader = site.engine();
    emit(&mut reader);
    let known = poll(&mut reader, 1).beacons.remove(0);
    site.admin("BEGIN; LOCK TABLE {p}nosocket_channels, {p}nosocket_events IN ACCESS EXCLUSIVE MODE");
    let answer = thread::scope(|scope| {
        let polling = scope.spawn(|| poll(&mut reader, 0));
        site.until_someone_waits("relation IN ('{p}nosocket_channels'::regclass, '{p}nosocket_events'::regclass)");
        // An emit elsewhere, whose events this poll may be too early to see.
        fs::write(site.file(&known), "fedcba9876543210\n").unwrap();
        site.admin("COMMIT");
        polling.join().unwrap()
    });
    assert_eq!(answer.beacons, [known], "so the client polls again, and misses nothing");
}
