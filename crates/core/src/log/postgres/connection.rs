//! One connection to PostgreSQL: how it opens, what it has prepared, and its schema.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use postgres::types::private::BytesMut;
use postgres::types::{ToSql, Type};
use postgres::{NoTls, Row, Statement};
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::super::session::{Connector, Fault};
use super::super::tls::{self, Encryption};
use super::super::trouble::{network_reason, unreachable};
use super::client::{Client, Param};
use super::fault::{translate, translate_connect};
use super::wire::{Socket, Stream};
use crate::config::Settings;
use crate::error::{Error, Kind, Result};

/// The schema's files in order; the last one's number is the schema's version. A released file is never edited.
const MIGRATIONS: [&str; 2] = [
    include_str!("../../../../../schema/postgresql/001_log.sql"),
    include_str!("../../../../../schema/postgresql/002_revocations.sql"),
];

const META: &str = "SELECT to_regclass('nosocket_meta') IS NOT NULL";
const SCHEMA_VERSION: &str = "SELECT value FROM nosocket_meta WHERE name = 'schema_version'";
const SET_SCHEMA_VERSION: &str = "INSERT INTO nosocket_meta (name, value) VALUES ('schema_version', $1)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value";
/// Two installations at once take turns by this lock.
const INSTALL_LOCK: &str = "SELECT pg_advisory_xact_lock(hashtextextended('nosocket_install', 0))";

/// The server's clock at the moment of evaluation, and at the statement's begin, in milliseconds.
const NOW: &str = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";
const STATEMENT_NOW: &str = "(extract(epoch FROM statement_timestamp()) * 1000)::bigint";

/// How long a connection that was idle has for a sign of life.
const SIGN_OF_LIFE: Duration = Duration::from_secs(1);

/// How to reach one database.
pub(super) struct PostgresConnector {
    config: Config,
    host: String,
    port: u16,
    encryption: Option<Encryption>,
    table_prefix: String,
    connect_timeout: Duration,
    statement_timeout: Duration,
    /// Whether statements are prepared and settings made for the session. A pooler that gives each transaction another of
    /// its connections keeps neither.
    keeps_session: bool,
    /// The database for messages, without user and password.
    place: String,
    user: String,
}

/// A live connection with its prepared statements.
pub(super) struct Connection {
    client: Client,
    /// By their texts, as given. There are few: hashing a text takes longer than comparing it with all.
    prepared: Vec<(&'static str, Prepared)>,
    keeps_session: bool,
    table_prefix: String,
    place: String,
    /// How long an answer may take.
    patience: Duration,
    /// Whether the schema's version was found right on this connection.
    checked: bool,
}

/// A statement that is ready to run.
#[derive(Clone)]
enum Prepared {
    /// By the server.
    Kept(Statement),
    /// Its text, and the types of its parameters: it is sent whole each time, in one round trip all the same.
    Typed(Arc<str>, Arc<[Type]>),
}

impl PostgresConnector {
    pub(super) fn new(parameters: &BTreeMap<String, String>, settings: &Settings) -> Result<Self> {
        let get = |name: &str| parameters.get(name).map(String::as_str);
        let host = get("host").unwrap_or("localhost");
        let user = settings.user.as_deref().or(get("user")).unwrap_or("postgres");
        let port = get("port").and_then(|port| port.parse().ok()).unwrap_or(5432);
        let dbname = get("dbname").unwrap_or(user);
        let mut config = Config::new();
        config.user(user).dbname(dbname).application_name("nosocket");
        if let Some(password) = settings.password.as_deref().or(get("password")) {
            config.password(password);
        }
        let encryption = tls::encryption(get("sslmode"), get("sslrootcert"))?;
        config.ssl_mode(match &encryption {
            None => SslMode::Disable,
            Some(encryption) if encryption.optional => SslMode::Prefer,
            Some(_) => SslMode::Require,
        });
        Ok(Self {
            config,
            host: host.to_owned(),
            port,
            encryption,
            table_prefix: settings.table_prefix.clone(),
            keeps_session: keeps_session(get("prepared_statements"))?,
            connect_timeout: Duration::from_secs(settings.connect_timeout.into()),
            statement_timeout: Duration::from_secs(settings.statement_timeout.into()),
            place: format!("the PostgreSQL database {dbname:?} on {host}:{port}"),
            user: user.to_owned(),
        })
    }
}

impl Connector for PostgresConnector {
    type Connection = Connection;

    fn place(&self) -> &str {
        &self.place
    }

    fn connect(&self) -> Result<Connection> {
        let unreachable = |error: io::Error| unreachable(&self.place, &network_reason(&error)).with_source(error);
        let socket = Socket::connect(&self.host, self.port, self.connect_timeout).map_err(unreachable)?;
        let connected = match &self.encryption {
            Some(encryption) => {
                let mut tls = MakeRustlsConnect::new(encryption.config.clone());
                let Ok(tls) = MakeTlsConnect::<Stream>::make_tls_connect(&mut tls, &self.host);
                Client::connect(&self.config, socket, tls)
            }
            None => Client::connect(&self.config, socket, NoTls),
        };
        let mut client = connected.map_err(|error| translate_connect(error, &self.place, &self.user))?;
        if self.keeps_session {
            // Planning these small queries anew, or compiling them, takes longer than running them.
            let session = format!(
                "SET statement_timeout = {}; SET jit = off; SET plan_cache_mode = force_generic_plan",
                self.statement_timeout.as_millis()
            );
            client.batch_execute(&session).map_err(|error| translate_connect(error, &self.place, &self.user))?;
        }
        // The server's own limit comes first, and leaves the connection usable. A server that has vanished without a word
        // must not hold a worker either.
        let patience = self.statement_timeout + Duration::from_secs(2);
        client.set_timeout(patience).map_err(unreachable)?;
        Ok(Connection {
            client,
            prepared: Vec::new(),
            keeps_session: self.keeps_session,
            table_prefix: self.table_prefix.clone(),
            place: self.place.clone(),
            patience,
            checked: false,
        })
    }

    fn is_usable(connection: &mut Connection) -> bool {
        connection.client.is_open()
    }

    fn is_alive(connection: &mut Connection) -> bool {
        let Connection { client, patience, .. } = connection;
        client.set_timeout(SIGN_OF_LIFE).is_ok()
            && client.batch_execute("").is_ok()
            && client.set_timeout(*patience).is_ok()
    }
}

impl Connection {
    /// Runs a statement that is prepared on its first use.
    pub(super) fn query(&mut self, sql: &'static str, params: &[Param<'_>]) -> Result<Vec<Row>, Fault> {
        let rows = match self.prepare(sql, params)? {
            Prepared::Kept(statement) => self.client.query(&statement, params),
            Prepared::Typed(text, types) => self.client.query_typed(&text, &typed(params, &types)),
        };
        rows.map_err(|error| translate(error, &self.place))
    }

    /// The same for a statement without rows: how many it touched.
    pub(super) fn execute(&mut self, sql: &'static str, params: &[Param<'_>]) -> Result<u64, Fault> {
        let count = match self.prepare(sql, params)? {
            Prepared::Kept(statement) => self.client.execute(&statement, params),
            Prepared::Typed(text, types) => self.client.execute_typed(&text, &typed(params, &types)),
        };
        count.map_err(|error| translate(error, &self.place))
    }

    fn prepare(&mut self, sql: &'static str, params: &[Param<'_>]) -> Result<Prepared, Fault> {
        self.check_schema()?;
        if let Some((_, prepared)) = self.prepared.iter().find(|(text, _)| *text == sql) {
            return Ok(prepared.clone());
        }
        let text = self.text(sql).replace("{now}", NOW).replace("{statement_now}", STATEMENT_NOW);
        let prepared = if self.keeps_session {
            Prepared::Kept(self.client.prepare(&text).map_err(|error| translate(error, &self.place))?)
        } else {
            Prepared::Typed(text.into(), params.iter().map(|param| type_of(*param)).collect())
        };
        self.prepared.push((sql, prepared.clone()));
        Ok(prepared)
    }

    fn text(&self, sql: &str) -> String {
        sql.replace("nosocket_", &format!("{}nosocket_", self.table_prefix))
    }

    /// Looks at the schema's version once for each connection.
    fn check_schema(&mut self) -> Result<(), Fault> {
        if self.checked {
            return Ok(());
        }
        let text = self.text(SCHEMA_VERSION);
        let rows = self.client.query_typed(&text, &[]).map_err(|error| translate(error, &self.place))?;
        let version = rows.first().and_then(|row| row.get::<_, &str>(0).parse().ok());
        check_version(version, &self.place).map_err(Fault::Refused)?;
        self.checked = true;
        Ok(())
    }

    /// Brings the schema to the newest version.
    pub(super) fn install(&mut self) -> Result<u32, Fault> {
        let [lock, meta, get, set] = [INSTALL_LOCK, META, SCHEMA_VERSION, SET_SCHEMA_VERSION].map(|sql| self.text(sql));
        let migrations = MIGRATIONS.map(|migration| self.text(migration));
        let client = &mut self.client;
        let mut run = || {
            client.batch_execute("BEGIN")?;
            client.query_typed(&lock, &[])?;
            let mut version = 0;
            // Without prepared statements: a pooler might keep them and give them to somebody else.
            if client.query_typed(&meta, &[])?.iter().any(|row| row.get(0)) {
                let found = client.query_typed(&get, &[])?;
                version = found.first().and_then(|row| row.get::<_, &str>(0).parse().ok()).unwrap_or(0);
            }
            for migration in migrations.iter().skip(version as usize) {
                client.batch_execute(migration)?;
            }
            if version < latest_version() {
                client.execute_typed(&set, &[(&latest_version().to_string(), Type::TEXT)])?;
                version = latest_version();
            }
            client.batch_execute("COMMIT")?;
            Ok(version)
        };
        let version = run().map_err(|error: postgres::Error| {
            // Of no use where the connection is gone, and with it the transaction.
            let _ = self.client.batch_execute("ROLLBACK");
            translate(error, &self.place)
        })?;
        check_version(Some(version), &self.place).map_err(Fault::Refused)?;
        Ok(version)
    }
}

/// What the DSN's `prepared_statements` says.
fn keeps_session(word: Option<&str>) -> Result<bool> {
    match word {
        None | Some("1") => Ok(true),
        Some("0") => Ok(false),
        Some(other) => Err(Error::new(
            Kind::Configuration,
            format!("dsn has prepared_statements={other:?}; use 1, or 0 behind a pooler that pools transactions"),
        )),
    }
}

fn typed<'a>(params: &[Param<'a>], types: &[Type]) -> Vec<(Param<'a>, Type)> {
    params.iter().copied().zip(types.iter().cloned()).collect()
}

/// The type that the server is told for a parameter: the first, of those that the statements use, that it can be sent as.
fn type_of(param: &(dyn ToSql + Sync)) -> Type {
    [Type::TEXT, Type::INT8, Type::BOOL, Type::BYTEA, Type::TEXT_ARRAY, Type::INT8_ARRAY, Type::BOOL_ARRAY]
        .into_iter()
        .find(|kind| param.to_sql_checked(kind, &mut BytesMut::new()).is_ok())
        .unwrap_or(Type::UNKNOWN)
}

/// The schema's version that this build needs.
pub(super) fn latest_version() -> u32 {
    MIGRATIONS.len() as u32
}

fn check_version(version: Option<u32>, place: &str) -> Result<()> {
    let latest = latest_version();
    let found = version.unwrap_or(0);
    if found == latest {
        return Ok(());
    }
    let mend = if found < latest { "call install() once" } else { "update the extension" };
    Err(Error::new(Kind::Storage, format!("{place} has schema version {found}, this extension needs {latest}; {mend}")))
}
