//! How a connection to MySQL or MariaDB opens, and when it is replaced.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use mysql::consts::CapabilityFlags;
use mysql::prelude::Queryable;
use mysql::{Conn, Opts, OptsBuilder, SslOpts};

use super::super::session::Connector;
use super::super::tls;
use super::connection::Connection;
use super::fault::translate_connect;
use crate::config::Settings;
use crate::error::Result;

/// Two numbers of a MariaDB session that nothing here reads. A statement that sets them has them in its last answer, which
/// comes after the commit; a row would be sent before, and wake this side up twice.
const TELL: &str = "SET SESSION session_track_system_variables = 'last_insert_id,rand_seed1'";

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
