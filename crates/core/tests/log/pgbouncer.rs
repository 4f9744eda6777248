//! PgBouncer in front of PostgreSQL, in both of its modes that people use.

use std::fs;

use nosocket_core::config::{Settings, Value};
use nosocket_core::error::{Error, Kind};
use nosocket_core::limit::{LimitKey, Quota};
use nosocket_core::log::{self, Log};

use crate::databases::*;
use crate::proxy::Proxy;
use crate::refusals::assert_says;
use crate::servers::{self, Server};

/// A pooler with fewer connections than it has clients.
struct Pooler {
    server: Server,
    prefix: String,
}

impl Pooler {
    fn start(mode: &str, connections: usize) -> Self {
        let folder = servers::folder(&format!("pgbouncer-{}", next_prefix()));
        let port = servers::free_port();
        let settings = format!(
            "[databases]\n* = host=127.0.0.1 user=postgres port={}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {port}\nunix_socket_dir =\nauth_type = any\npool_mode = {mode}\n\
             default_pool_size = {connections}\n",
            servers::postgresql().port
        );
        fs::write(folder.join("pgbouncer.ini"), settings).unwrap();
        // It refuses to run as root.
        let user = servers::is_root().then_some("postgres");
        let server = servers::start(&folder, "exec pgbouncer pgbouncer.ini", user, "INT", port);
        Self { server, prefix: next_prefix() }
    }

    fn open(&self, more: &str) -> Log {
        self.open_at(self.server.port, more)
    }

    fn open_at(&self, port: u16, more: &str) -> Log {
        let dsn = format!("pgsql:host=127.0.0.1;port={port};dbname=postgres;{more}");
        let options = [("dsn", dsn.as_str()), ("user", "postgres"), ("table_prefix", &self.prefix)]
            .map(|(name, value)| (name.to_owned(), Value::Text(value.to_owned())));
        let settings = Settings::resolve(&options, |_| None, |_| None).unwrap();
        Log::new(log::open(&settings).unwrap(), None)
    }

    /// Several clients at once, so that a pooler of transactions gives each now this connection and now that.
    fn everything_at_once(&self, clients: usize, more: &str) -> Vec<Error> {
        std::thread::scope(|scope| {
            let attempts = || {
                let mut log = self.open(more);
                (0..ROUNDS).filter_map(|_| everything(&mut log).err()).collect::<Vec<_>>()
            };
            let clients: Vec<_> = (0..clients).map(|_| scope.spawn(attempts)).collect();
            clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
        })
    }
}

const ROUNDS: usize = 40;
/// How many events one round puts into the channel `a`.
const EVENTS: usize = 26;

/// All that a log does, once.
fn everything(log: &mut Log) -> Result<(), Error> {
    let before = log.emit(&[event("a", 1, 3600)])?[0].position;
    let batch: Vec<_> = (0..50).map(|number| event(["a", "b"][number % 2], number, 3600)).collect();
    log.emit(&batch)?;
    log.emit(&[event("short", 1, 1).except("tab-1")?.transient(true)])?;
    let reading = log.read(&[at("a", before)], 100)?;
    assert!(!reading.channels[0].resync && reading.channels[0].events.len() >= 25);
    log.hit(LimitKey::new(Some("user"), None).unwrap().digest(), Quota::new(100_000, 60).unwrap())?;
    log.cleanup()?;
    log.stats()?;
    log.server_version()?;
    Ok(())
}

fn assert_all_is_there(log: &mut Log, clients: usize) {
    let read = poll_one(log, at("a", 0));
    assert_eq!(positions(&read), (1..=(clients * ROUNDS * EVENTS) as i64).collect::<Vec<_>>());
}

#[test]
fn pooled_sessions_make_no_difference() {
    let pooler = Pooler::start("session", 4);
    pooler.open("").install().unwrap();
    assert_eq!(pooler.everything_at_once(4, "").first().map(ToString::to_string), None);
    assert_all_is_there(&mut pooler.open(""), 4);
}

#[test]
fn pooled_transactions_work_without_prepared_statements() {
    let pooler = Pooler::start("transaction", 3);
    let more = "prepared_statements=0";
    pooler.open(more).install().unwrap();
    pooler.open(more).install().unwrap();
    assert_eq!(pooler.everything_at_once(8, more).first().map(ToString::to_string), None);
    assert_all_is_there(&mut pooler.open(more), 8);
    assert_eq!(pooler.open(more).renew_epochs().unwrap(), 3);

    let proxy = Proxy::to(pooler.server.port);
    let mut log = pooler.open_at(proxy.port, more);
    everything(&mut log).unwrap();
    let mut head = 0;
    assert_eq!(proxy.round_trips(|| head = emit(&mut log, "a", 1).position), 1, "an emit");
    assert_eq!(proxy.round_trips(|| drop(poll(&mut log, &[at("a", head)]))), 1, "an idle poll");
}

#[test]
fn pooled_transactions_with_prepared_statements_say_what_to_do() {
    let pooler = Pooler::start("transaction", 3);
    pooler.open("").install().unwrap();
    let errors = pooler.everything_at_once(8, "");
    assert!(!errors.is_empty(), "PgBouncer has learnt to keep prepared statements: say so in the documents");
    for error in errors {
        assert_says(Err::<(), _>(error), Kind::Storage, &["pools transactions", "prepared_statements=0"]);
    }
}
