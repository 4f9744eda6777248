//! One connection to MySQL or MariaDB: how statements run on it.

use mysql::prelude::{FromRow, Protocol, Queryable};
use mysql::session_state_change::SessionStateChange;
use mysql::{Conn, Params, QueryResult, Statement};

use super::super::session::Fault;
use super::fault::{is_missing_channel, translate};
use crate::error::{Error, Kind};

/// The server's clock at the moment of evaluation, and at the statement's begin, in milliseconds.
const NOW: &str = "CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS SIGNED)";
const STATEMENT_NOW: &str = "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)";

/// What they were set from, for a proxy that keeps the session's changes to itself and servers that hide rand_seed1 as 0.
const TOLD: &str = "SELECT @position, @at";

/// A live connection with its prepared statements.
pub(super) struct Connection {
    pub(super) conn: Conn,
    /// By their texts, as given. There are few: hashing a text takes longer than comparing it with all.
    pub(super) prepared: Vec<(String, Statement)>,
    pub(super) table_prefix: String,
    pub(super) place: String,
    pub(super) max_packet: usize,
    pub(super) is_mariadb: bool,
    /// Whether the schema's version was found right on this connection.
    pub(super) checked: bool,
    pub(super) uses: u32,
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

    /// Runs a transaction that is one prepared statement, and gives the position and time that it has set, see `TELL` in connector.rs.
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
}

/// Text as a string literal; see `session` in connector.rs.
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
