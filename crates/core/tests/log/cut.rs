//! Connections that end at the moments that matter to an emit: before it begins, and while it is committed.

use std::thread;
use std::time::{Duration, Instant};

use mysql::prelude::Queryable;

use crate::databases::*;
use crate::proxy::Proxy;
use crate::server_cases::{MariadbServer, PASSWORD, PostgresServer, ServerKind, open};

#[test]
fn postgresql_notices_an_idle_connection_that_was_cut_before_it_emits() {
    let proxy = Proxy::to(PostgresServer::port());
    let mut log = open::<PostgresServer>(proxy.port, &next_prefix(), &[]);
    log.install().unwrap();
    for number in 1..=3 {
        assert_eq!(emit(&mut log, "a", number).position, number);
        proxy.cut();
    }
    assert_eq!(log.emit(&[event("a", 4, 60), event("b", 4, 60)]).unwrap()[0].position, 4);
    assert_eq!(log.counters().reconnects, 3);
}

/// After 1,000 uses, for the memory that the driver holds on to.
#[test]
fn mariadb_s_connections_are_replaced_in_time_and_nobody_notices() {
    let mut log = open::<MariadbServer>(MariadbServer::port(), &next_prefix(), &[]);
    log.install().unwrap();
    for number in 1..=600 {
        assert_eq!(emit(&mut log, "a", number).position, number);
        assert_eq!(positions(&poll_one(&mut log, at("a", number - 1))), [number]);
    }
    assert_eq!(log.counters().reconnects, 1);
}

/// The rows of a single event come before its transaction is committed: they are no acknowledgement.
#[test]
fn mariadb_cut_while_it_commits_has_acknowledged_nothing() {
    let proxy = Proxy::to(MariadbServer::port());
    let prefix = next_prefix();
    let user = format!("cut_{prefix}");
    MariadbServer::execute(&MariadbServer::make_user(&user, PASSWORD));
    MariadbServer::execute(&[format!("GRANT ALL ON mysql.* TO {user}@'127.0.0.1'")]);
    let mut log = open::<MariadbServer>(proxy.port, &prefix, &[("user", &user), ("password", PASSWORD)]);
    log.install().unwrap();
    emit(&mut log, "a", 1);
    log.emit(&[event("a", 2, 60), event("a", 3, 60)]).unwrap();

    let mut head = 3;
    for events in [vec![event("a", 4, 60)], vec![event("a", 4, 60), event("a", 5, 60)]] {
        let count = events.len() as i64;
        let held = HeldCommits::hold();
        let outcome = thread::scope(|scope| {
            let emitter = scope.spawn(|| log.emit(&events));
            held.wait_for_one_of(&user);
            proxy.cut();
            emitter.join().unwrap()
        });
        drop(held);
        let text = outcome.unwrap_err().to_string();
        assert!(text.contains("stored or not"), "{text}");
        let next = emit(&mut log, "a", 6).position;
        assert!(next == head + 1 || next == head + 1 + count, "stored or not, once: {next} after {head}");
        head = next;
    }
}

/// Nobody commits on the server of the tests as long as this lives: others wait.
struct HeldCommits(std::cell::RefCell<mysql::Conn>);

impl HeldCommits {
    fn hold() -> Self {
        let opts = mysql::OptsBuilder::new()
            .ip_or_hostname(Some("127.0.0.1"))
            .tcp_port(MariadbServer::port())
            .user(Some("root"));
        let mut conn = mysql::Conn::new(opts).unwrap();
        for stage in ["START", "FLUSH", "BLOCK_DDL", "BLOCK_COMMIT"] {
            conn.query_drop(format!("BACKUP STAGE {stage}")).unwrap();
        }
        Self(conn.into())
    }

    fn wait_for_one_of(&self, user: &str) {
        let waiting =
            "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = ? AND STATE = 'Waiting for backup lock'";
        let deadline = Instant::now() + Duration::from_secs(30);
        while self.0.borrow_mut().exec_first::<u32, _, _>(waiting, (user,)).unwrap() == Some(0) {
            assert!(Instant::now() < deadline, "the emit does not come to its commit");
            thread::sleep(Duration::from_millis(2));
        }
    }
}
