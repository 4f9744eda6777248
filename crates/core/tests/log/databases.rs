//! The databases that the cases run on, and short words for what cases do.

use std::sync::atomic::{AtomicUsize, Ordering};

use nosocket_core::channel::ChannelName;
use nosocket_core::clock::ManualClock;
use nosocket_core::config::{Settings, Value};
use nosocket_core::cursor::{Position, Replay, Subscription};
use nosocket_core::event::NewEvent;
use nosocket_core::log::{self, ChannelReading, Emitted, Log, Reading, SqliteStore};
use tempfile::TempDir;

use crate::servers;

/// When the clocks of all cases begin.
pub const START: i64 = 1_780_000_000_000;

/// A database of a case's own, with a clock that stands still.
pub trait Database {
    /// Begins with an empty log.
    fn start() -> Self
    where
        Self: Sized;

    /// Another connection to the same log, with tables under this prefix and the given clock or the database's own.
    fn open_with(&self, table_prefix: &str, clock: Option<ManualClock>) -> Log;

    /// The clock.
    fn clock(&self) -> &ManualClock;

    /// Drops everything, so that the next connection finds nothing.
    fn drop_tables(&self);

    /// Makes the tables as the first release did, with three events in the channel `a`, of which one was taken away.
    fn install_first_schema(&self);

    /// A connection of the application's own to the same server, which runs statements; a file has none, because an open
    /// transaction would lock the log.
    fn application(&self) -> Option<Application> {
        None
    }

    /// Another connection to the same log.
    fn open(&self) -> Log {
        self.open_with("", Some(self.clock().clone()))
    }
}

/// Runs a statement.
pub type Application = Box<dyn FnMut(&str)>;

/// An SQLite file in a folder that goes away with the case.
pub struct Sqlite {
    folder: TempDir,
    clock: ManualClock,
}

impl Database for Sqlite {
    fn start() -> Self {
        Self { folder: TempDir::new().unwrap(), clock: ManualClock::at(START) }
    }

    fn open_with(&self, table_prefix: &str, clock: Option<ManualClock>) -> Log {
        let store = SqliteStore::open(&self.folder.path().join("log.sqlite"), table_prefix).unwrap();
        Log::new(Box::new(store), clock.map(|clock| Box::new(clock) as _))
    }

    fn clock(&self) -> &ManualClock {
        &self.clock
    }

    fn drop_tables(&self) {
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(self.folder.path().join(format!("log.sqlite{suffix}")));
        }
    }

    fn install_first_schema(&self) {
        let sqlite = rusqlite::Connection::open(self.folder.path().join("log.sqlite")).unwrap();
        sqlite.execute_batch(&first_schema(include_str!("../../../../schema/sqlite/001_log.sql"), "")).unwrap();
    }
}

/// Tables with a prefix of their own in a PostgreSQL database.
pub struct Postgres {
    prefix: String,
    clock: ManualClock,
}

impl Database for Postgres {
    fn start() -> Self {
        servers::postgresql();
        let database = Self { prefix: next_prefix(), clock: ManualClock::at(START) };
        database.open().install().unwrap();
        database
    }

    fn open_with(&self, table_prefix: &str, clock: Option<ManualClock>) -> Log {
        let dsn = format!("pgsql:host=127.0.0.1;port={};dbname=postgres;user=postgres", servers::postgresql().port);
        open_server(&dsn, &format!("{}{table_prefix}", self.prefix), clock)
    }

    fn clock(&self) -> &ManualClock {
        &self.clock
    }

    fn drop_tables(&self) {
        let mut run = self.application().unwrap();
        for table in TABLES {
            run(&format!("DROP TABLE {}{table}", self.prefix));
        }
    }

    fn install_first_schema(&self) {
        let schema = include_str!("../../../../schema/postgresql/001_log.sql");
        self.application().unwrap()(&first_schema(schema, &self.prefix));
    }

    fn application(&self) -> Option<Application> {
        let config = format!("host=127.0.0.1 port={} user=postgres", servers::postgresql().port);
        let mut client = postgres::Client::connect(&config, postgres::NoTls).unwrap();
        Some(Box::new(move |statement| client.batch_execute(statement).unwrap()))
    }
}

/// Tables with a prefix of their own in a MariaDB database.
pub struct Mariadb {
    prefix: String,
    clock: ManualClock,
}

impl Database for Mariadb {
    fn start() -> Self {
        servers::mariadb();
        let database = Self { prefix: next_prefix(), clock: ManualClock::at(START) };
        database.open().install().unwrap();
        database
    }

    fn open_with(&self, table_prefix: &str, clock: Option<ManualClock>) -> Log {
        let dsn = format!("mysql:host=127.0.0.1;port={};dbname=mysql;user=root", servers::mariadb().port);
        open_server(&dsn, &format!("{}{table_prefix}", self.prefix), clock)
    }

    fn clock(&self) -> &ManualClock {
        &self.clock
    }

    fn drop_tables(&self) {
        let mut run = self.application().unwrap();
        for table in TABLES {
            run(&format!("DROP TABLE {}{table}", self.prefix));
        }
    }

    fn install_first_schema(&self) {
        let schema = include_str!("../../../../schema/mysql/001_log.sql");
        self.application().unwrap()(&first_schema(schema, &self.prefix));
    }

    fn application(&self) -> Option<Application> {
        let opts = mysql::OptsBuilder::new()
            .ip_or_hostname(Some("127.0.0.1"))
            .tcp_port(servers::mariadb().port)
            .user(Some("root"))
            .db_name(Some("mysql"));
        let mut conn = mysql::Conn::new(opts).unwrap();
        Some(Box::new(move |statement| mysql::prelude::Queryable::query_drop(&mut conn, statement).unwrap()))
    }
}

/// The tables without their prefix.
pub const TABLES: [&str; 5] =
    ["nosocket_channels", "nosocket_events", "nosocket_rate_limits", "nosocket_revocations", "nosocket_meta"];

/// Statements that make the tables of the first release, and what [`Database::install_first_schema`] puts there.
fn first_schema(schema: &str, table_prefix: &str) -> String {
    let rows = format!(
        "INSERT INTO nosocket_meta (name, value) VALUES ('schema_version', '1');
         INSERT INTO nosocket_channels (name, epoch, head, floor, changed_at) VALUES ('a', '9f2c4e1a', 3, 1, {START});
         INSERT INTO nosocket_events (channel_id, position, expires_at, created_at, transient, event, payload)
            SELECT id, 2, {END}, {START}, false, 'thing.happened', '2' FROM nosocket_channels;
         INSERT INTO nosocket_events (channel_id, position, expires_at, created_at, transient, event, payload)
            SELECT id, 3, {END}, {START}, false, 'thing.happened', '3' FROM nosocket_channels;",
        END = START + 3_600_000,
    );
    format!("{schema}{rows}").replace("nosocket_", &format!("{table_prefix}nosocket_"))
}

/// A table prefix that no other case has.
pub fn next_prefix() -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    format!("c{}_", NEXT.fetch_add(1, Ordering::SeqCst))
}

fn open_server(dsn: &str, table_prefix: &str, clock: Option<ManualClock>) -> Log {
    let options = [("dsn", dsn), ("table_prefix", table_prefix)]
        .map(|(name, value)| (name.to_owned(), Value::Text(value.to_owned())));
    let settings = Settings::resolve(&options, |_| None, |_| None).unwrap();
    Log::new(log::open(&settings).unwrap(), clock.map(|clock| Box::new(clock) as _))
}

/// An event for `channel` whose payload is `payload`, kept for `ttl` seconds.
pub fn event(channel: &str, payload: impl ToString, ttl: i64) -> NewEvent {
    NewEvent::new(channel, "thing.happened", payload.to_string(), ttl).unwrap()
}

/// Emits one event that is kept for an hour.
pub fn emit(log: &mut Log, channel: &str, payload: impl ToString) -> Emitted {
    log.emit(&[event(channel, payload, 3600)]).unwrap()[0]
}

/// A reader without a cursor.
pub fn newcomer(channel: &str, replay: Replay) -> Subscription {
    Subscription { channel: ChannelName::new(channel).unwrap(), cursor: None, replay, epoch: None }
}

/// A reader that stands at `cursor` and knows no epoch.
pub fn at(channel: &str, cursor: Position) -> Subscription {
    Subscription { cursor: Some(cursor), ..newcomer(channel, Replay::Live) }
}

/// The same reader with an epoch.
pub fn in_epoch(subscription: Subscription, epoch: &str) -> Subscription {
    Subscription { epoch: Some(epoch.to_owned()), ..subscription }
}

/// A page that is never full.
pub fn poll(log: &mut Log, subscriptions: &[Subscription]) -> Reading {
    log.read(subscriptions, 10_000).unwrap()
}

/// A poll of one channel.
pub fn poll_one(log: &mut Log, subscription: Subscription) -> ChannelReading {
    poll(log, &[subscription]).channels.remove(0)
}

/// The positions of what was read.
pub fn positions(reading: &ChannelReading) -> Vec<Position> {
    reading.events.iter().map(|event| event.position).collect()
}

/// The channel's epoch.
pub fn epoch(log: &mut Log, channel: &str) -> String {
    log.heads(&[ChannelName::new(channel).unwrap()]).unwrap().remove(0).epoch.unwrap()
}
