//! What a server refuses, and what people are told about it: one sentence, the value that is wrong, what to do, and never
//! the password or the driver's own names for its errors.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use nosocket_core::config::{Settings, Value};
use nosocket_core::error::{Error, Kind};
use nosocket_core::log::{self, Log};

use crate::databases::*;
use crate::proxy::Proxy;
use crate::server_cases::{MariadbServer, PASSWORD, ServerKind, open};

/// The drivers' and the language's ways of writing errors down, which are for programmers.
const LEAKS: [&str; 9] =
    ["Error {", "Io(", "Os {", "os error", "kind:", "Some(", "IO error", "db error", "error connecting"];

/// Asserts what a refusal says: its kind, these words, each once, and nothing that it must not say.
pub fn assert_says<T>(outcome: Result<T, Error>, kind: Kind, words: &[&str]) {
    let error = outcome.map(drop).unwrap_err();
    let text = error.to_string();
    println!("{text}");
    assert_eq!(error.kind(), kind, "{text}");
    for word in words {
        assert!(text.contains(word), "{word:?} is not in: {text}");
    }
    assert!(LEAKS.iter().all(|leak| !text.contains(leak)), "{text}");
    assert!(!text.contains("stored or not") || kind == Kind::Storage, "{text}");
    assert_eq!(text.matches("; ").count(), 1, "what is wrong, and one mend: {text}");
    // The chain of causes is for logs, and no less public.
    assert!(!format!("{error} {error:?}").contains(PASSWORD), "{error:?}");
}

fn dsn<S: ServerKind>(host: &str, port: u16, database: &str) -> String {
    format!("{}:host={host};port={port};dbname={database}", S::SCHEME)
}

/// Both calls that people make: one that reads, one that writes.
fn assert_both_say(mut log: Log, kind: Kind, words: &[&str]) {
    assert_says(log.stats(), kind, words);
    assert_says(log.emit(&[event("a", 1, 60)]), kind, words);
}

pub fn a_user_or_password_that_is_wrong<S: ServerKind>() {
    let user = format!("guarded_{}", next_prefix());
    S::execute(&S::make_user(&user, PASSWORD));
    for (user, password) in [("nobody_here", PASSWORD), (&user, "not-the-password")] {
        let log = open::<S>(S::port(), "", &[("user", user), ("password", password)]);
        assert_both_say(log, Kind::Storage, &["refused the user", user, "check the settings user and password"]);
    }
    let log = open::<S>(S::port(), "", &[("user", &user)]);
    assert_both_say(log, Kind::Storage, &[&user, "password"]);
}

pub fn a_user_who_may_only_read<S: ServerKind>() {
    let prefix = next_prefix();
    open::<S>(S::port(), &prefix, &[]).install().unwrap();
    let reader = format!("reader_{prefix}");
    S::execute(&S::make_reader(&reader, PASSWORD, &prefix));
    let mut log = open::<S>(S::port(), &prefix, &[("user", &reader), ("password", PASSWORD)]);
    poll(&mut log, &[at("a", 0)]);
    assert_says(log.emit(&[event("a", 1, 60)]), Kind::Storage, &["does not let this user", "nosocket_", "grant it"]);
    assert_says(log.emit(&[event("a", 1, 60), event("b", 1, 60)]), Kind::Storage, &["grant it"]);
    let mut other = open::<S>(S::port(), &next_prefix(), &[("user", &reader), ("password", PASSWORD)]);
    assert_says(other.install(), Kind::Storage, &["grant it", "CREATE for install()"]);
}

pub fn a_database_that_does_not_exist<S: ServerKind>() {
    let log = open::<S>(S::port(), "", &[("dsn", &dsn::<S>("127.0.0.1", S::port(), "no_such_database"))]);
    assert_both_say(log, Kind::Storage, &["no_such_database", "create the database"]);
}

pub fn a_host_that_does_not_exist<S: ServerKind>() {
    let dsn = dsn::<S>("no-such-host.invalid", S::port(), S::DATABASE);
    let log = open::<S>(S::port(), "", &[("dsn", &dsn), ("password", PASSWORD)]);
    assert_both_say(log, Kind::Unavailable, &["no-such-host.invalid", "correct the host"]);
}

pub fn a_port_where_nobody_listens<S: ServerKind>() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let log = open::<S>(port, "", &[("password", PASSWORD)]);
    assert_both_say(log, Kind::Unavailable, &[&format!("127.0.0.1:{port}"), "refused", "start the server"]);
}

pub fn a_socket_that_does_not_exist<S: ServerKind>() {
    let dsn = S::socket_dsn("/no/such/folder");
    let log = open::<S>(0, "", &[("dsn", &dsn), ("password", PASSWORD)]);
    assert_both_say(log, Kind::Unavailable, &["/no/such/folder", "No such file", "start the server"]);
}

pub fn a_server_that_hangs_up<S: ServerKind>() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || listener.incoming().for_each(drop));
    assert_both_say(open::<S>(port, "", &[]), Kind::Unavailable, &["cannot be reached", "start the server"]);

    let prefix = next_prefix();
    let proxy = Proxy::to(S::port());
    let mut log = open::<S>(proxy.port, &prefix, &[]);
    log.install().unwrap();
    emit(&mut log, "a", 1);
    proxy.cut_next_answer();
    assert_says(log.emit(&[event("a", 2, 60)]), Kind::Storage, &["broke", "stored or not", "arrive twice"]);
    proxy.hang_up();
    assert_says(log.stats(), Kind::Unavailable, &["cannot be reached", "start the server"]);
}

pub fn a_server_that_says_nothing<S: ServerKind>() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let limits = [("connect_timeout", "1"), ("statement_timeout", "1")];
    let log = open::<S>(listener.local_addr().unwrap().port(), "", &limits);
    assert_both_say(log, Kind::Unavailable, &["cannot be reached (no answer in time)"]);

    let prefix = next_prefix();
    let proxy = Proxy::to(S::port());
    let mut log = open::<S>(proxy.port, &prefix, &limits);
    log.install().unwrap();
    emit(&mut log, "a", 1);
    proxy.fall_silent();
    assert_says(log.emit(&[event("a", 2, 60)]), Kind::Storage, &["broke (no answer in time)", "stored or not"]);
    assert_says(log.stats(), Kind::Unavailable, &["cannot be reached (no answer in time)"]);
}

pub fn tables_that_are_missing<S: ServerKind>() {
    let log = open::<S>(S::port(), &next_prefix(), &[]);
    assert_both_say(log, Kind::Storage, &["nosocket_meta", "install()"]);
}

pub fn tables_of_another_version<S: ServerKind>() {
    let prefix = next_prefix();
    open::<S>(S::port(), &prefix, &[]).install().unwrap();
    for (version, mend) in [("0", "call install()"), ("999", "update the extension")] {
        S::execute(&[format!("UPDATE {prefix}nosocket_meta SET value = '{version}' WHERE name = 'schema_version'")]);
        let log = open::<S>(S::port(), &prefix, &[]);
        assert_both_say(log, Kind::Storage, &[&format!("schema version {version}"), mend]);
    }
}

/// A server that greets as MySQL does and answers a login with this error, as MySQL 8 with `require_secure_transport` does:
/// MariaDB says something else, and no MySQL is at hand.
fn a_mysql_that_refuses(code: u16, words: &'static str) -> u16 {
    let packet = |number: u8, body: &[u8]| {
        let mut packet = (body.len() as u32).to_le_bytes()[..3].to_vec();
        packet.push(number);
        packet.extend(body);
        packet
    };
    let greeting = b"\x0a8.4.0\0\x01\0\0\0abcdefgh\0\xff\xf7\x21\x02\0\xff\xc1\x15\0\0\0\0\0\0\0\0\0\0abcdefghijkl\0mysql_native_password\0";
    let mut refusal = vec![0xff];
    refusal.extend(code.to_le_bytes());
    refusal.extend(b"#HY000");
    refusal.extend(words.as_bytes());
    let (greeting, refusal) = (packet(0, greeting), packet(2, &refusal));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for client in listener.incoming() {
            let mut client = client.unwrap();
            client.write_all(&greeting).unwrap();
            let _ = client.read(&mut [0; 4096]);
            let _ = client.write_all(&refusal);
        }
    });
    port
}

#[test]
fn mysql_that_wants_encryption_names_ssl_ca() {
    let words = "Connections using insecure transport are prohibited while --require_secure_transport=ON.";
    let port = a_mysql_that_refuses(3159, words);
    let log = open::<MariadbServer>(port, "", &[("password", PASSWORD)]);
    assert_both_say(log, Kind::Storage, &["wants encryption", "ssl_ca=/path"]);
}

#[test]
fn mariadb_without_a_user_says_that_none_is_set() {
    let dsn = dsn::<MariadbServer>("127.0.0.1", MariadbServer::port(), MariadbServer::DATABASE);
    let options = [("dsn", dsn.as_str()), ("password", PASSWORD)]
        .map(|(name, value)| (name.to_owned(), Value::Text(value.to_owned())));
    let settings = Settings::resolve(&options, |_| None, |_| None).unwrap();
    let log = Log::new(log::open(&settings).unwrap(), None);
    assert_both_say(log, Kind::Storage, &["none is set", "set user and password"]);
}
