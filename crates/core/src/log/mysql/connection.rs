//! One connection to MySQL or MariaDB: how it opens, how statements run on it, and its schema.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use mysql::consts::CapabilityFlags;
use mysql::prelude::{FromRow, Protocol, Queryable};
use mysql::session_state_change::SessionStateChange;
use mysql::{Conn, Opts, OptsBuilder, Params, QueryResult, SslOpts, Statement};

use super::super::session::{Connector, Fault};
use super::super::tls;
use super::fault::{is_missing_channel, translate, translate_connect};
use crate::config::Settings;
use crate::error::{Error, Kind, Result};

/// The schema's files in order; the last one's number is the schema's version. A released file is never edited.
const MIGRATIONS: [&str; 2] = [
    include_str!("../../../../../schema/mysql/001_log.sql"),
    include_str!("../../../../../schema/mysql/002_revocations.sql"),
];

const SCHEMA_VERSION: &str = "SELECT value FROM nosocket_meta WHERE name = 'schema_version'";
/// Data definitions end a transaction on MySQL, so two installations at once take turns by a lock of their own, and every
/// statement of a migration may be repeated.
const INSTALL_LOCK: &str = "SELECT GET_LOCK(CONCAT(DATABASE(), '.nosocket_install'), 60)";
const INSTALL_UNLOCK: &str = "DO RELEASE_LOCK(CONCAT(DATABASE(), '.nosocket_install'))";

/// See nosocket_since_start in the schema. The lock lets one connection renew the epochs and the others wait for it.
const SEEN_SINCE_START: &str = "SELECT 1 FROM nosocket_since_start";
const START_LOCK: &str = "SELECT GET_LOCK(CONCAT(DATABASE(), '.nosocket_start'), 60)";
const START_UNLOCK: &str = "DO RELEASE_LOCK(CONCAT(DATABASE(), '.nosocket_start'))";
const MARK_START: &str = "INSERT IGNORE INTO nosocket_since_start VALUES (1)";
pub(super) const RENEW_EPOCHS: &str =
    "UPDATE nosocket_channels SET epoch = SUBSTR(MD5(CONCAT(UUID(), RAND(), id)), 1, 8)";

/// The server's clock at the moment of evaluation, and at the statement's begin, in milliseconds.
const NOW: &str = "CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED)";
const STATEMENT_NOW: &str = "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)";

/// Two numbers of a MariaDB session that nothing here reads. A statement that sets them has them in its last answer, which
/// comes after the commit; a row would be sent before, and wake this side up twice.
const TELL: &str = "SET SESSION session_track_system_variables = 'last_insert_id,rand_seed1'";
/// What they were set from, for a proxy that keeps the session's changes to itself and servers that hide rand_seed1 as 0.
const TOLD: &str = "SELECT @position, @at";

/// Where the servers' packages put their sockets: `localhost` means one of them, as it does for PDO.
const SOCKETS: [&str; 4] =
    ["/run/mysqld/mysqld.sock", "/var/run/mysqld/mysqld.sock", "/var/lib/mysql/mysql.sock", "/tmp/mysql.sock"];

/// A connection is replaced after so many uses. The driver's `MySyncFramed` reads into a buffer of 4 MiB, from its
/// beginning to its end before it begins anew, and each part that was read into stays in the process.
const USES: u32 = 1_000;

/// How to reach one database.
pub(super) struct MysqlConnector {
    opts: Opts,
    table_prefix: String,
    /// The database for messages, without user and password.
    place: String,
    user: String,
}

/// A live connection with its prepared statements.
pub(super) struct Connection {
    conn: Conn,
    /// By their texts, as given. There are few: hashing a text takes longer than comparing it with all.
    prepared: Vec<(String, Statement)>,
    table_prefix: String,
    place: String,
    max_packet: usize,
    is_mariadb: bool,
    /// Whether the schema's version was found right on this connection.
    checked: bool,
    uses: u32,
}

impl MysqlConnector {
    pub(super) fn new(parameters: &BTreeMap<String, String>, settings: &Settings) -> Result<Self> {
        let get = |name: &str| parameters.get(name).map(String::as_str);
        let host = get("host").unwrap_or("localhost");
        let port = get("port").and_then(|port| port.parse().ok());
        let standard = || SOCKETS.into_iter().find(|socket| std::path::Path::new(socket).exists());
        let socket =
            get("unix_socket").or_else(|| if host == "localhost" && port.is_none() { standard() } else { None });
        let user = settings.user.as_deref().or(get("user"));
        let dbname = get("dbname").unwrap_or_default();
        let timeout = Duration::from_secs(settings.connect_timeout.into());
        let answer = Duration::from_secs(u64::from(settings.statement_timeout) + 2);
        let ssl = match get("ssl_ca") {
            None => None,
            Some(path) => {
                // The driver reads the file itself, at each connection; here it is only looked at.
                tls::authorities("ssl_ca", path)?;
                Some(SslOpts::default().with_root_cert_path(Some(PathBuf::from(path))))
            }
        };
        let opts = OptsBuilder::new()
            .ip_or_hostname(Some(host))
            .tcp_port(port.unwrap_or(3306))
            .socket(socket)
            .prefer_socket(false)
            // Asked of the server below; given here, the driver does not ask as well.
            .max_allowed_packet(Some(1 << 30))
            // It would parse a statement's text at each use; they are kept here instead.
            .stmt_cache_size(Some(0))
            .user(user)
            .pass(settings.password.as_deref().or(get("password")))
            .db_name(Some(dbname))
            .ssl_opts(ssl)
            .tcp_connect_timeout(Some(timeout))
            .read_timeout(Some(answer))
            .write_timeout(Some(answer))
            .additional_capabilities(CapabilityFlags::CLIENT_SESSION_TRACK)
            .init(session(settings));
        let at = socket.map_or_else(|| format!("{host}:{}", port.unwrap_or(3306)), str::to_owned);
        Ok(Self {
            opts: opts.into(),
            table_prefix: settings.table_prefix.clone(),
            place: format!("the MySQL database {dbname:?} on {at}"),
            user: user.unwrap_or_default().to_owned(),
        })
    }
}

/// What our queries take for granted. Backslashes are no escapes, so doubling quotes is all that quoting needs.
fn session(settings: &Settings) -> Vec<String> {
    vec![
        format!(
            "SET NAMES utf8mb4, time_zone = '+00:00', innodb_lock_wait_timeout = {}, \
             sql_mode = 'STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES,NO_ENGINE_SUBSTITUTION'",
            settings.statement_timeout
        ),
        "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED".to_owned(),
    ]
}

impl Connector for MysqlConnector {
    type Connection = Connection;

    fn place(&self) -> &str {
        &self.place
    }

    fn connect(&self) -> Result<Connection> {
        let connect = || {
            let mut conn = Conn::new(self.opts.clone())?;
            let server: Option<(usize, String)> = conn.query_first("SELECT @@max_allowed_packet, VERSION()")?;
            let (max_packet, version) = server.unwrap_or((1 << 20, String::new()));
            let is_mariadb = version.contains("MariaDB");
            if is_mariadb {
                conn.query_drop(TELL)?;
            }
            Ok((conn, max_packet, is_mariadb))
        };
        let (conn, max_packet, is_mariadb) =
            connect().map_err(|error| translate_connect(error, &self.place, &self.user))?;
        let (table_prefix, place) = (self.table_prefix.clone(), self.place.clone());
        let prepared = Vec::new();
        Ok(Connection { conn, prepared, table_prefix, place, max_packet, is_mariadb, checked: false, uses: 1 })
    }

    fn is_usable(connection: &mut Connection) -> bool {
        connection.uses += 1;
        connection.uses <= USES
    }

    fn is_alive(connection: &mut Connection) -> bool {
        connection.conn.ping().is_ok()
    }
}

impl Connection {
    /// A statement with the prefixed names and the server's clock put in.
    pub(super) fn text(&self, sql: &str) -> String {
        sql.replace("nosocket_", &format!("{}nosocket_", self.table_prefix))
            .replace("{now}", NOW)
            .replace("{statement_now}", STATEMENT_NOW)
    }

    /// Runs a statement that is prepared on its first use, and gives its rows.
    pub(super) fn rows<T: FromRow>(&mut self, sql: &str, params: impl Into<Params>) -> Result<Vec<T>, Fault> {
        let (conn, statement) = self.prepare(sql)?;
        conn.exec(statement, params).map_err(|error| translate(error, &self.place))
    }

    /// The same for a statement without rows.
    pub(super) fn run(&mut self, sql: &str, params: impl Into<Params>) -> Result<(), Fault> {
        let (conn, statement) = self.prepare(sql)?;
        conn.exec_drop(statement, params).map_err(|error| translate(error, &self.place))
    }

    fn prepare(&mut self, sql: &str) -> Result<(&mut Conn, &Statement), Fault> {
        self.check_schema()?;
        let place = match self.prepared.iter().position(|(text, _)| text == sql) {
            Some(place) => place,
            None => {
                let text = self.text(sql);
                let statement = self.conn.prep(text).map_err(|error| translate(error, &self.place))?;
                self.prepared.push((sql.to_owned(), statement));
                self.prepared.len() - 1
            }
        };
        Ok((&mut self.conn, &self.prepared[place].1))
    }

    /// Runs a finished text that is not worth preparing, and gives its rows.
    pub(super) fn rows_of_text<T: FromRow>(&mut self, text: &str) -> Result<Vec<T>, Fault> {
        self.check_schema()?;
        self.conn.query(text).map_err(|error| translate(error, &self.place))
    }

    /// Runs several statements in one round trip.
    pub(super) fn run_text(&mut self, text: &str) -> Result<(), Fault> {
        self.check_packet(text.len() + 1)?;
        self.conn.query_drop(text).map_err(|error| translate(error, &self.place))
    }

    /// Runs a whole transaction in one round trip. `None`: it has met a channel without a row, and was rolled back.
    pub(super) fn run_transaction(&mut self, text: &str) -> Result<Option<Vec<(i64, i64)>>, Fault> {
        self.check_schema()?;
        self.check_packet(text.len() + 1)?;
        // Rows come before the commit: only the end of the whole answer says that it has happened.
        match self.conn.query_iter(text).and_then(row_sets) {
            Ok(sets) => Ok(Some(sets.into_iter().flatten().collect())),
            Err(error) => self.undo(error).map(|()| None),
        }
    }

    /// Runs a transaction that is one prepared statement, and gives the position and time that it has set, see [`TELL`].
    /// `size`: bytes that the parameters need. `None` as above.
    pub(super) fn run_compound(
        &mut self,
        sql: &str,
        params: impl Into<Params>,
        size: usize,
    ) -> Result<Option<(i64, i64)>, Fault> {
        self.check_packet(size)?;
        let (conn, statement) = self.prepare(sql)?;
        match conn.exec_drop(statement, params) {
            Ok(()) => self.told().map(Some).map_err(|error| translate(error, &self.place)),
            Err(error) => self.undo(error).map(|()| None),
        }
    }

    fn told(&mut self) -> Result<(i64, i64), mysql::Error> {
        let (mut position, mut created_at) = (None, None);
        for change in &self.conn.session_state_changes()? {
            let SessionStateChange::SystemVariables(variables) = change.decode()? else { continue };
            for variable in &variables {
                let number = variable.value_str().parse().ok();
                match variable.name_bytes() {
                    b"last_insert_id" => position = number,
                    b"rand_seed1" => created_at = number,
                    _ => {}
                }
            }
        }
        match position.zip(created_at).filter(|&(_, created_at)| created_at != 0) {
            Some(told) => Ok(told),
            None => Ok(self.conn.query_first(TOLD)?.unwrap_or_default()),
        }
    }

    /// After a statement that failed in the middle of a transaction: the server leaves it open. No error if it has met a
    /// channel without a row.
    fn undo(&mut self, error: mysql::Error) -> Result<(), Fault> {
        let missing = is_missing_channel(&error);
        let fault = translate(error, &self.place);
        if !matches!(fault, Fault::Lost(_)) {
            self.conn.query_drop("ROLLBACK").map_err(|error| translate(error, &self.place))?;
        }
        if missing { Ok(()) } else { Err(fault) }
    }

    /// Runs `work` in a transaction.
    pub(super) fn transact<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        self.check_schema()?;
        self.run_text("BEGIN")?;
        match work(self) {
            Ok(done) => self.run_text("COMMIT").map(|()| done),
            Err(Fault::Lost(error)) => Err(Fault::Lost(error)),
            Err(fault) => self.run_text("ROLLBACK").and(Err(fault)),
        }
    }

    /// Whether the server is a MariaDB and not a MySQL.
    pub(super) fn is_mariadb(&self) -> bool {
        self.is_mariadb
    }

    pub(super) fn affected_rows(&self) -> u64 {
        self.conn.affected_rows()
    }

    pub(super) fn last_insert_id(&self) -> u64 {
        self.conn.last_insert_id()
    }

    fn check_packet(&self, size: usize) -> Result<(), Fault> {
        if size < self.max_packet {
            return Ok(());
        }
        Err(Fault::Refused(Error::new(
            Kind::Storage,
            format!(
                "{} takes at most {} bytes at once (max_allowed_packet), these events need {}; emit less at once, nothing was stored",
                self.place, self.max_packet, size
            ),
        )))
    }

    /// Looks at the schema's version once for each connection.
    fn check_schema(&mut self) -> Result<(), Fault> {
        if self.checked {
            return Ok(());
        }
        let text = self.text(SCHEMA_VERSION);
        let version: Option<String> = self.conn.query_first(text).map_err(|error| translate(error, &self.place))?;
        check_version(version.and_then(|digits| digits.parse().ok()), &self.place)?;
        self.renew_epochs_after_a_start().map_err(|error| translate(error, &self.place))?;
        self.checked = true;
        Ok(())
    }

    /// Every connection looks here before anything else, and a start of the server ends all connections.
    fn renew_epochs_after_a_start(&mut self) -> Result<(), mysql::Error> {
        let seen = self.text(SEEN_SINCE_START);
        if self.conn.query_first::<u8, _>(&seen)?.is_some() {
            return Ok(());
        }
        self.conn.query_drop(START_LOCK)?;
        if self.conn.query_first::<u8, _>(&seen)?.is_none() {
            self.conn.query_drop(self.text(RENEW_EPOCHS))?;
            self.conn.query_drop(self.text(MARK_START))?;
        }
        self.conn.query_drop(START_UNLOCK)
    }

    /// Brings the schema to the newest version.
    pub(super) fn install(&mut self) -> Result<u32, Fault> {
        self.conn.query_drop(INSTALL_LOCK).map_err(|error| translate(error, &self.place))?;
        let installed = self.install_locked();
        self.conn.query_drop(INSTALL_UNLOCK).map_err(|error| translate(error, &self.place))?;
        let version = installed.map_err(|error| translate(error, &self.place))?;
        check_version(Some(version), &self.place)?;
        self.renew_epochs_after_a_start().map_err(|error| translate(error, &self.place))?;
        Ok(version)
    }

    fn install_locked(&mut self) -> Result<u32, mysql::Error> {
        let meta = self.text("SHOW TABLES LIKE 'nosocket_meta'");
        let mut version = 0;
        if self.conn.query_first::<String, _>(meta)?.is_some() {
            let found: Option<String> = self.conn.query_first(self.text(SCHEMA_VERSION))?;
            version = found.and_then(|digits| digits.parse().ok()).unwrap_or(0);
        }
        for migration in MIGRATIONS.iter().skip(version as usize) {
            self.conn.query_drop(self.text(migration))?;
        }
        if version < latest_version() {
            version = latest_version();
            let set = format!("REPLACE INTO nosocket_meta (name, value) VALUES ('schema_version', '{version}')");
            self.conn.query_drop(self.text(&set))?;
        }
        Ok(version)
    }
}

/// Text as a string literal; see [`session`].
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Reads an answer to its end.
fn row_sets<T: FromRow, P: Protocol>(mut result: QueryResult<'_, '_, '_, P>) -> Result<Vec<Vec<T>>, mysql::Error> {
    let mut sets = Vec::new();
    while let Some(set) = result.iter() {
        let has_rows = !set.columns().as_ref().is_empty();
        let rows = set
            .map(|row| row.and_then(|row| Ok(mysql::from_row_opt(row)?)))
            .collect::<Result<Vec<T>, mysql::Error>>()?;
        if has_rows {
            sets.push(rows);
        }
    }
    Ok(sets)
}

/// The schema's version that this build needs.
pub(super) fn latest_version() -> u32 {
    MIGRATIONS.len() as u32
}

fn check_version(version: Option<u32>, place: &str) -> Result<(), Fault> {
    let latest = latest_version();
    let found = version.unwrap_or(0);
    if found == latest {
        return Ok(());
    }
    let mend = if found < latest { "call install() once" } else { "update the extension" };
    let message = format!("{place} has schema version {found}, this extension needs {latest}; {mend}");
    Err(Fault::Refused(Error::new(Kind::Storage, message)))
}
