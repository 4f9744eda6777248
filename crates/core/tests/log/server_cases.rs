//! What only a database server can do: be far away, break a connection, refuse a user, undo a transaction.

use nosocket_core::config::{Settings, Value};
use nosocket_core::limit::{LimitKey, Quota};
use nosocket_core::log::{self, HeadCache, Log};

use crate::databases::*;
use crate::proxy::Proxy;
use crate::servers;

/// A server and how its users speak of it.
pub trait ServerKind {
    /// The scheme of its data source names.
    const SCHEME: &'static str;
    /// A user that may do everything, and a database that is always there.
    const USER: &'static str;
    const DATABASE: &'static str;

    /// What an INSERT says to keep ids as they were.
    const KEEPING_IDS: &'static str;

    fn port() -> u16;

    /// Runs statements as that user.
    fn execute(statements: &[String]);

    /// The data source name for a socket in this folder.
    fn socket_dsn(folder: &str) -> String;

    /// Statements that make a user whom the server asks for this password.
    fn make_user(user: &str, password: &str) -> Vec<String>;

    /// Statements that make a user with this password who may only read the tables with this prefix.
    fn make_reader(user: &str, password: &str, table_prefix: &str) -> Vec<String>;
}

pub struct PostgresServer;

impl ServerKind for PostgresServer {
    const SCHEME: &'static str = "pgsql";
    const USER: &'static str = "postgres";
    const DATABASE: &'static str = "postgres";
    const KEEPING_IDS: &'static str = "OVERRIDING SYSTEM VALUE";

    fn port() -> u16 {
        servers::postgresql().port
    }

    fn execute(statements: &[String]) {
        let config = format!("host=127.0.0.1 port={} user=postgres", Self::port());
        let mut client = postgres::Client::connect(&config, postgres::NoTls).unwrap();
        for statement in statements {
            client.batch_execute(statement).unwrap();
        }
    }

    fn socket_dsn(folder: &str) -> String {
        format!("pgsql:host={folder};dbname=postgres")
    }

    fn make_user(user: &str, password: &str) -> Vec<String> {
        let group = servers::POSTGRESQL_GUARDED;
        vec![format!("CREATE ROLE {group}"), format!("CREATE USER {user} PASSWORD '{password}' IN ROLE {group}")]
    }

    fn make_reader(user: &str, password: &str, table_prefix: &str) -> Vec<String> {
        let mut statements = vec![format!("CREATE USER {user} PASSWORD '{password}'")];
        statements.extend(TABLES.map(|table| format!("GRANT SELECT ON {table_prefix}{table} TO {user}")));
        statements
    }
}

pub struct MariadbServer;

impl ServerKind for MariadbServer {
    const SCHEME: &'static str = "mysql";
    const USER: &'static str = "root";
    const DATABASE: &'static str = "mysql";
    const KEEPING_IDS: &'static str = "";

    fn port() -> u16 {
        servers::mariadb().port
    }

    fn execute(statements: &[String]) {
        let opts = mysql::OptsBuilder::new()
            .ip_or_hostname(Some("127.0.0.1"))
            .tcp_port(Self::port())
            .user(Some("root"))
            .db_name(Some("mysql"));
        let mut conn = mysql::Conn::new(opts).unwrap();
        for statement in statements {
            mysql::prelude::Queryable::query_drop(&mut conn, statement).unwrap();
        }
    }

    fn socket_dsn(folder: &str) -> String {
        format!("mysql:unix_socket={folder}/s;dbname=mysql")
    }

    fn make_user(user: &str, password: &str) -> Vec<String> {
        vec![format!("CREATE USER {user}@'127.0.0.1' IDENTIFIED BY '{password}'")]
    }

    fn make_reader(user: &str, password: &str, table_prefix: &str) -> Vec<String> {
        let mut statements = Self::make_user(user, password);
        let tables = TABLES.into_iter().chain(["nosocket_since_start"]);
        statements.extend(tables.map(|table| format!("GRANT SELECT ON {table_prefix}{table} TO {user}@'127.0.0.1'")));
        statements
    }
}

pub const PASSWORD: &str = "hunter2-hunter2";

/// A log through this port, with these settings besides.
pub fn open<S: ServerKind>(port: u16, table_prefix: &str, other: &[(&str, &str)]) -> Log {
    let dsn = format!("{}:host=127.0.0.1;port={port};dbname={}", S::SCHEME, S::DATABASE);
    let mut options = vec![("dsn", dsn.as_str()), ("user", S::USER), ("table_prefix", table_prefix)];
    options.extend(other);
    let options: Vec<_> =
        options.into_iter().map(|(name, value)| (name.to_owned(), Value::Text(value.to_owned()))).collect();
    let settings = Settings::resolve(&options, |_| None, |_| None).unwrap();
    Log::new(log::open(&settings).unwrap(), None)
}

pub fn an_idle_poll_and_an_emit_are_one_round_trip_each<S: ServerKind>() {
    let proxy = Proxy::to(S::port());
    let prefix = next_prefix();
    let mut log = open::<S>(proxy.port, &prefix, &[]);
    log.install().unwrap();
    let batch = vec![event("a", 1, 60); 100];
    let quota = Quota::new(1000, 60).unwrap();
    let key = LimitKey::new(Some("user"), None).unwrap();
    // The first calls connect, prepare and make the channel.
    emit(&mut log, "a", 0);
    log.emit(&batch).unwrap();
    poll(&mut log, &[at("a", 101)]);
    poll(&mut log, &[at("a", 100)]);
    let reader = nosocket_core::grant::subject_hash("user");
    log.hit(key.digest(), quota).unwrap();

    assert_eq!(proxy.round_trips(|| _ = emit(&mut log, "a", 0)), 1, "an emit");
    assert_eq!(proxy.round_trips(|| drop(log.emit(&batch).unwrap())), 1, "a batch");
    let head = log.heads(&[nosocket_core::channel::ChannelName::new("a").unwrap()]).unwrap()[0].position;
    assert_eq!(proxy.round_trips(|| drop(poll(&mut log, &[at("a", head)]))), 1, "an idle poll");
    let read_as = |log: &mut Log| drop(log.read_as(Some(&reader), &[at("a", head)], &[], 100).unwrap());
    assert_eq!(proxy.round_trips(|| read_as(&mut log)), 1, "an idle poll that asks for a revocation");
    assert!(proxy.round_trips(|| drop(poll(&mut log, &[at("a", head - 10)]))) <= 2, "a poll with news");
    assert_eq!(proxy.round_trips(|| log.hit(key.digest(), quota).unwrap()), 1, "a hit");
}

pub fn an_idle_poll_and_news_that_were_read_before_are_answered_without_a_round_trip<S: ServerKind>() {
    let folder = tempfile::tempdir().unwrap();
    let proxy = Proxy::to(S::port());
    let cache = HeadCache::open(Some(folder.path().into()), "label", 60_000);
    let mut log = open::<S>(proxy.port, &next_prefix(), &[]).with_cache(cache);
    log.install().unwrap();
    log.emit(&vec![event("a", 1, 60); 20]).unwrap();
    let read_as = |log: &mut Log, subject: &str, [a, never]: [i64; 2]| {
        let reader = nosocket_core::grant::subject_hash(subject);
        log.read_as(Some(&reader), &[at("a", a), at("never", never)], &[], 100).unwrap().0.channels
    };
    let read = |log: &mut Log, cursors| read_as(log, "user", cursors);
    // The first ones connect, prepare and fill the cache.
    let news = read(&mut log, [10, 0]);
    let idle = read(&mut log, [20, 0]);

    assert_eq!(proxy.round_trips(|| assert_eq!(read(&mut log, [20, 0]), idle)), 0, "an idle poll");
    let mut count = || {
        // A reader's grants must have been looked up in a later millisecond than that in which the events were read.
        std::thread::sleep(std::time::Duration::from_millis(3));
        proxy.round_trips(|| assert_eq!(read(&mut log, [10, 0]), news))
    };
    assert_eq!([count(), count()], [1, 0], "a poll with news");
    let stranger = proxy.round_trips(|| assert_eq!(read_as(&mut log, "stranger", [10, 0]), news));
    assert_eq!(stranger, 1, "one by a reader who is not known: the heads");
    assert!(
        proxy.round_trips(|| assert!(read(&mut log, [20, 1])[1].resync)) >= 1,
        "a resync is for the database to say"
    );
}

/// Cleanup changes no head. That it has raised a floor is seen by the poll that asks for the events.
pub fn history_that_is_gone_is_noticed_behind_cached_heads<S: ServerKind>() {
    let folder = tempfile::tempdir().unwrap();
    let cache = HeadCache::open(Some(folder.path().into()), "label", 60_000);
    let mut log = open::<S>(S::port(), &next_prefix(), &[]).with_cache(cache);
    log.install().unwrap();
    log.emit(&[event("a", 1, 1), event("a", 2, 3600)]).unwrap();
    assert_eq!(positions(&poll_one(&mut log, at("a", 0))), [1, 2]);
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert!(poll_one(&mut log, at("a", 0)).resync, "expired");
    assert_eq!(log.cleanup().unwrap(), 1);
    for _ in 0..3 {
        assert!(poll_one(&mut log, at("a", 0)).resync, "removed");
    }
    assert_eq!(positions(&poll_one(&mut log, at("a", 1))), [2]);
}

pub fn a_broken_connection_is_replaced_but_an_emit_is_never_repeated<S: ServerKind>() {
    let proxy = Proxy::to(S::port());
    let mut log = open::<S>(proxy.port, &next_prefix(), &[]);
    log.install().unwrap();
    emit(&mut log, "a", 1);
    proxy.cut();
    assert_eq!(positions(&poll_one(&mut log, at("a", 0))), [1], "a poll does not notice");
    assert_eq!(log.counters().reconnects, 1);
    assert_eq!(emit(&mut log, "a", 2).position, 2);
    proxy.cut_next_answer();
    let error = log.emit(&[event("a", 3, 60)]).unwrap_err();
    assert!(error.to_string().contains("stored or not"), "{error}");
    assert!(!error.is_temporary(), "nobody is invited to try again blindly");
    let next = emit(&mut log, "a", 4).position;
    assert!(next == 3 || next == 4, "the next emit has a new connection; this one was stored or not, once: {next}");
}

pub fn transactions_undone_for_others_are_tried_again<S: ServerKind>() {
    let prefix = next_prefix();
    open::<S>(S::port(), &prefix, &[]).install().unwrap();
    // Batches over the same channels, given in opposite orders, against cleanups that lock as they please.
    std::thread::scope(|scope| {
        for worker in 0..6 {
            let prefix = &prefix;
            scope.spawn(move || {
                let mut log = open::<S>(S::port(), prefix, &[]);
                let mut names = ["a", "b", "c", "d"];
                if worker % 2 == 0 {
                    names.reverse();
                }
                for round in 0..40 {
                    let batch: Vec<_> = names.iter().map(|name| event(name, round, 1)).collect();
                    log.emit(&batch).unwrap();
                }
            });
        }
    });
    let mut log = open::<S>(S::port(), &prefix, &[]);
    let names = ["a", "b", "c", "d"].map(|name| nosocket_core::channel::ChannelName::new(name).unwrap());
    assert!(log.heads(&names).unwrap().iter().all(|head| head.position == 240));
}

pub fn two_installations_at_once_are_one<S: ServerKind>() {
    let prefix = next_prefix();
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| open::<S>(S::port(), &prefix, &[]).install().unwrap());
        }
    });
    assert_eq!(emit(&mut open::<S>(S::port(), &prefix, &[]), "a", 1).position, 1);
}

pub fn times_are_the_server_s<S: ServerKind>() {
    let mut log = open::<S>(S::port(), &next_prefix(), &[]);
    log.install().unwrap();
    let before = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as i64;
    let given = emit(&mut log, "a", 1).created_at;
    // The server runs on this machine, so its clock is ours to within a second, whatever the time zone.
    assert!((given - before).abs() < 1_000, "{given} {before}");
    assert_eq!(poll_one(&mut log, at("a", 0)).events[0].created_at, given);
}

/// An emit that waits for a channel's row is later than the one it waits for, and says so.
pub fn times_follow_positions_where_emitters_wait_for_each_other<S: ServerKind>() {
    const EMITTERS: i64 = 8;
    const ROUNDS: i64 = 60;
    let prefix = next_prefix();
    open::<S>(S::port(), &prefix, &[]).install().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..EMITTERS {
            scope.spawn(|| {
                let mut log = open::<S>(S::port(), &prefix, &[]);
                for round in 0..ROUNDS {
                    emit(&mut log, "singles", round);
                    log.emit(&[event("batches", round, 3600), event("batches", round, 3600)]).unwrap();
                }
            });
        }
    });
    let mut log = open::<S>(S::port(), &prefix, &[]);
    for (channel, head) in [("singles", EMITTERS * ROUNDS), ("batches", 2 * EMITTERS * ROUNDS)] {
        let events = poll_one(&mut log, at(channel, 0)).events;
        assert_eq!(events.len() as i64, head);
        let back: Vec<_> = events.windows(2).filter(|pair| pair[1].created_at < pair[0].created_at).collect();
        assert!(back.is_empty(), "{channel}: time goes back {} times, first at {:?}", back.len(), back[0]);
    }
}
