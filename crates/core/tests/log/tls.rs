//! Encrypted connections to servers that accept no others: who is believed, and what is said to who is not.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use nosocket_core::config::{Settings, Value};
use nosocket_core::error::{Error, Kind};
use nosocket_core::log::{self, Log};

use crate::databases::*;
use crate::proxy::Proxy;
use crate::refusals::assert_says;
use crate::servers::{self, Server};

/// Two authorities, and a server's certificate from the one that is `right`, for two names of this machine.
const CERTIFICATES: &str = "
    set -e
    umask 077
    key='ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
    for authority in right wrong; do
        openssl req -x509 -newkey $key -days 2 -subj /CN=$authority -keyout $authority.key -out $authority.pem
    done
    openssl req -newkey $key -subj /CN=server -keyout server.key -out server.csr
    echo subjectAltName=DNS:localhost,IP:127.0.0.1 >names
    openssl x509 -req -in server.csr -CA right.pem -CAkey right.key -CAcreateserial -days 2 -extfile names -out server.pem";

/// The names in the server's certificate.
const NAMES: [&str; 2] = ["localhost", "127.0.0.1"];
/// An address that leads to the server too, but is not in its certificate.
const OTHER_NAME: &str = "127.0.0.2";

/// A server that lets nobody in without encryption.
struct Strict {
    server: Server,
    folder: PathBuf,
}

impl Strict {
    fn file(&self, name: &str) -> String {
        self.folder.join(name).to_str().unwrap().to_owned()
    }
}

/// PostgreSQL; through its socket it answers without encryption, to the test itself.
fn postgresql() -> &'static Strict {
    static SERVER: OnceLock<Strict> = OnceLock::new();
    SERVER.get_or_init(|| {
        let folder = servers::folder("postgresql-tls");
        let port = servers::free_port();
        let programs = servers::installed("/usr/lib/postgresql", "initdb");
        let programs = programs.display();
        let user = servers::is_root().then_some("postgres");
        let script = format!(
            "{CERTIFICATES}
             {programs}/initdb --pgdata=data --username=postgres --auth=trust --no-sync --encoding=UTF8 --locale=C >&2
             printf 'local all all trust\\nhostssl all all all trust\\n' >data/pg_hba.conf
             exec {programs}/postgres -D data -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=\"$PWD\" \
                 -c fsync=off -c ssl=on -c ssl_cert_file=\"$PWD/server.pem\" -c ssl_key_file=\"$PWD/server.key\""
        );
        let server = servers::start(&folder, &script, user, "INT", port);
        servers::wait_for_postgresql(port);
        Strict { server, folder }
    })
}

fn mariadb() -> &'static Strict {
    static SERVER: OnceLock<Strict> = OnceLock::new();
    SERVER.get_or_init(|| {
        let folder = servers::folder("mariadb-tls");
        let port = servers::free_port();
        let user = if servers::is_root() { "--user=root" } else { "" };
        let script = format!(
            "{CERTIFICATES}
             mariadb-install-db --no-defaults --datadir=\"$PWD/data\" --tmpdir=\"$PWD\" --auth-root-authentication-method=normal --skip-test-db {user} >&2
             exec mariadbd --no-defaults --datadir=\"$PWD/data\" --tmpdir=\"$PWD\" --socket=\"$PWD/s\" --port={port} --bind-address=127.0.0.1 \
                 --innodb-buffer-pool-size=64M --require-secure-transport=ON --ssl-cert=\"$PWD/server.pem\" \
                 --ssl-key=\"$PWD/server.key\" {user}"
        );
        Strict { server: servers::start(&folder, &script, None, "TERM", port), folder }
    })
}

fn pgsql(host: &str, port: u16, encryption: &str) -> String {
    format!("pgsql:host={host};port={port};dbname=postgres;user=postgres;{encryption}")
}

fn mysql(host: &str, port: u16, encryption: &str) -> String {
    format!("mysql:host={host};port={port};dbname=mysql;user=root;{encryption}")
}

fn try_open(dsn: &str) -> Result<Log, Error> {
    let options = [("dsn", dsn), ("table_prefix", &next_prefix())]
        .map(|(name, value)| (name.to_owned(), Value::Text(value.to_owned())));
    let settings = Settings::resolve(&options, |_| None, |_| None).unwrap();
    Ok(Log::new(log::open(&settings)?, None))
}

/// Asserts that events go there and come back.
fn assert_works(dsn: &str) -> Log {
    let mut log = try_open(dsn).unwrap();
    log.install().unwrap_or_else(|error| panic!("{dsn}: {error:?}"));
    emit(&mut log, "a", 7);
    assert_eq!(poll_one(&mut log, at("a", 0)).events[0].payload, "7");
    log
}

/// Asserts that the server is not talked to, for a reason with these words.
fn assert_refused(dsn: &str, kind: Kind, words: &[&str]) {
    assert_says(try_open(dsn).unwrap().stats(), kind, words);
}

/// Asserts that the file that `key` names is told to be useless before any server is asked.
fn assert_useless_file(dsn: impl Fn(&str) -> String, key: &str) {
    let folder = tempfile::TempDir::new().unwrap();
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let contents = [None, Some(""), Some("no certificate"), Some(broken)];
    for (number, content) in contents.into_iter().enumerate() {
        let path = folder.path().join(format!("{number}.pem"));
        if let Some(content) = content {
            fs::write(&path, content).unwrap();
        }
        let path = path.to_str().unwrap();
        let error = try_open(&dsn(&format!("{key}={path}"))).map(drop).unwrap_err();
        let text = error.to_string();
        assert!(
            error.kind() == Kind::Configuration && text.contains(path) && text.contains(key),
            "{content:?}: {error:?}"
        );
    }
}

/// How many sessions of ours PostgreSQL has, and whether all of them are encrypted.
fn sessions(strict: &Strict) -> (i64, bool) {
    let config = format!("host={} port={} user=postgres", strict.folder.display(), strict.server.port);
    let mut client = postgres::Client::connect(&config, postgres::NoTls).unwrap();
    let row = client
        .query_one(
            "SELECT count(*), coalesce(bool_and(ssl), false) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
             WHERE application_name = 'nosocket'",
            &[],
        )
        .unwrap();
    (row.get(0), row.get(1))
}

#[test]
fn postgresql_with_the_right_authority_is_encrypted() {
    let strict = postgresql();
    let port = strict.server.port;
    let right = strict.file("right.pem");
    for host in NAMES {
        for mode in ["", "sslmode=require;", "sslmode=verify-full;"] {
            let _log = assert_works(&pgsql(host, port, &format!("{mode}sslrootcert={right}")));
            let (count, encrypted) = sessions(strict);
            assert!(count > 0 && encrypted, "{count} {encrypted}");
        }
    }
}

#[test]
fn postgresql_by_a_url_is_encrypted() {
    let strict = postgresql();
    let (port, right) = (strict.server.port, strict.file("right.pem"));
    assert_works(&format!("postgresql://postgres@localhost:{port}/postgres?sslmode=verify-full&sslrootcert={right}"));
}

#[test]
fn postgresql_that_wants_encryption_refuses_to_do_without() {
    assert_refused(&pgsql("127.0.0.1", postgresql().server.port, ""), Kind::Storage, &["no encryption"]);
}

#[test]
fn postgresql_with_a_certificate_from_another_authority_is_refused() {
    let strict = postgresql();
    let wrong = strict.file("wrong.pem");
    for mode in ["", "sslmode=require;", "sslmode=verify-full;"] {
        let dsn = pgsql("localhost", strict.server.port, &format!("{mode}sslrootcert={wrong}"));
        assert_refused(&dsn, Kind::Storage, &["certificate is from another authority", "sslrootcert"]);
    }
}

#[test]
fn postgresql_with_a_certificate_for_another_host_is_refused() {
    let strict = postgresql();
    let port = Proxy::at(OTHER_NAME, strict.server.port).port;
    let dsn = pgsql(OTHER_NAME, port, &format!("sslmode=verify-full;sslrootcert={}", strict.file("right.pem")));
    assert_refused(&dsn, Kind::Storage, &["not valid for name", OTHER_NAME]);
}

#[test]
fn postgresql_with_sslmode_require_is_encrypted_whoever_answers() {
    let strict = postgresql();
    let port = Proxy::at(OTHER_NAME, strict.server.port).port;
    let _log = assert_works(&pgsql(OTHER_NAME, port, "sslmode=require"));
    let (count, encrypted) = sessions(strict);
    assert!(count > 0 && encrypted, "{count} {encrypted}");
}

#[test]
fn postgresql_with_sslmode_verify_ca_is_believed_by_its_authority_alone() {
    let strict = postgresql();
    let port = Proxy::at(OTHER_NAME, strict.server.port).port;
    let _log =
        assert_works(&pgsql(OTHER_NAME, port, &format!("sslmode=verify-ca;sslrootcert={}", strict.file("right.pem"))));
    let (count, encrypted) = sessions(strict);
    assert!(count > 0 && encrypted, "{count} {encrypted}");
    let wrong = pgsql(OTHER_NAME, port, &format!("sslmode=verify-ca;sslrootcert={}", strict.file("wrong.pem")));
    assert_refused(&wrong, Kind::Storage, &["certificate is from another authority", "sslrootcert"]);
}

#[test]
fn postgresql_with_sslmode_prefer_is_encrypted_where_it_can_be() {
    let strict = postgresql();
    for mode in ["prefer", "allow"] {
        let _log = assert_works(&pgsql("localhost", strict.server.port, &format!("sslmode={mode}")));
        let (count, encrypted) = sessions(strict);
        assert!(count > 0 && encrypted, "{count} {encrypted}");
        assert_works(&pgsql("localhost", servers::postgresql().port, &format!("sslmode={mode}")));
    }
}

#[test]
fn an_sslmode_that_cannot_be_is_a_mistake_of_configuration() {
    for (words, mend) in [
        ("sslmode=on", "use disable, allow, prefer, require, verify-ca or verify-full"),
        ("sslmode=verify-ca", "needs the authority's certificate in sslrootcert"),
        ("sslmode=verify-full", "needs the authority's certificate in sslrootcert"),
        ("sslmode=prefer;sslrootcert=/tmp/ca.pem", "take one away"),
    ] {
        let error = try_open(&pgsql("localhost", 1, words)).map(drop).unwrap_err();
        assert!(error.kind() == Kind::Configuration && error.to_string().contains(mend), "{error}");
    }
}

#[test]
fn postgresql_that_cannot_encrypt_is_refused() {
    let (plain, right) = (servers::postgresql().port, postgresql().file("right.pem"));
    for encryption in ["sslmode=require".to_owned(), format!("sslrootcert={right}")] {
        assert_refused(&pgsql("127.0.0.1", plain, &encryption), Kind::Storage, &["offers no encryption", "sslmode"]);
    }
}

#[test]
fn postgresql_with_a_useless_file_is_a_mistake_of_configuration() {
    assert_useless_file(|file| pgsql("localhost", 1, &format!("sslmode=verify-full;{file}")), "sslrootcert");
}

#[test]
fn mariadb_with_the_right_authority_is_encrypted() {
    let strict = mariadb();
    for host in NAMES {
        // Without encryption it lets nobody in; see the next case.
        assert_works(&mysql(host, strict.server.port, &format!("ssl_ca={}", strict.file("right.pem"))));
    }
}

#[test]
fn mariadb_that_wants_encryption_refuses_to_do_without() {
    assert_refused(&mysql("127.0.0.1", mariadb().server.port, ""), Kind::Storage, &["refused the user", "ssl_ca"]);
}

#[test]
fn mariadb_by_a_url_is_encrypted() {
    let strict = mariadb();
    assert_works(&format!("mariadb://root@localhost:{}/mysql?ssl_ca={}", strict.server.port, strict.file("right.pem")));
}

#[test]
fn mariadb_with_a_certificate_from_another_authority_is_refused() {
    let strict = mariadb();
    let dsn = mysql("localhost", strict.server.port, &format!("ssl_ca={}", strict.file("wrong.pem")));
    assert_refused(&dsn, Kind::Storage, &["certificate is from another authority", "ssl_ca"]);
}

#[test]
fn mariadb_with_a_certificate_for_another_host_is_refused() {
    let strict = mariadb();
    let port = Proxy::at(OTHER_NAME, strict.server.port).port;
    let dsn = mysql(OTHER_NAME, port, &format!("ssl_ca={}", strict.file("right.pem")));
    assert_refused(&dsn, Kind::Storage, &["not valid for name", OTHER_NAME]);
}

#[test]
fn mariadb_that_cannot_encrypt_is_refused() {
    let (plain, right) = (servers::mariadb().port, mariadb().file("right.pem"));
    assert_refused(
        &mysql("127.0.0.1", plain, &format!("ssl_ca={right}")),
        Kind::Storage,
        &["offers no encryption", "ssl_ca"],
    );
}

#[test]
fn mariadb_with_a_useless_file_is_a_mistake_of_configuration() {
    assert_useless_file(|file| mysql("localhost", 1, file), "ssl_ca");
}
