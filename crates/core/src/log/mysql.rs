//! The log's rows in MySQL and MariaDB.
//!
//! An idle poll is one statement, prepared. An emit is one round trip: the whole transaction goes to the server as one
//! text of several statements.

mod append;
mod connection;
mod connector;
mod fault;
mod read;
mod schema;

#[cfg(any(test, feature = "fuzzing"))]
pub(crate) use self::connection::quoted;
use std::collections::BTreeMap;

use mysql::params;

use self::append::append;
use self::connection::Connection;
use self::connector::MysqlConnector;
use self::schema::{RENEW_EPOCHS, latest_version};
use super::session::{Counters, Session};
use super::store::{Append, Appended, Snapshot, Stats, Store, Wanted};
use crate::clock::Millis;
use crate::config::Settings;
use crate::error::Result;
use crate::limit::Quota;

// `nosocket_` stands for the prefixed names, {now} for the server's clock in milliseconds at the moment of evaluation,
// {statement_now} for that at the statement's begin: Connection::text puts them in.

const EXPIRED: &str = "SELECT channel_id, position, transient FROM nosocket_events
    WHERE expires_at <= COALESCE(:now, {statement_now}) ORDER BY expires_at LIMIT :batch FOR UPDATE SKIP LOCKED";
const DELETE_SPENT_LIMITS: &str = "DELETE FROM nosocket_rate_limits
    WHERE expires_at <= COALESCE(:now, {statement_now}) ORDER BY expires_at LIMIT :batch";
const DELETE_OLD_REVOCATIONS: &str = "DELETE FROM nosocket_revocations
    WHERE expires_at <= COALESCE(:now, {statement_now}) ORDER BY expires_at LIMIT :batch";
const REVOKE: &str = "INSERT INTO nosocket_revocations (subject_hash, revoked_at, expires_at)
    VALUES (:subject, :revoked_at, :expires_at)
    ON DUPLICATE KEY UPDATE revoked_at = GREATEST(revoked_at, :revoked_at),
        expires_at = GREATEST(expires_at, :expires_at)";
// GCRA (limit/gcra.rs), all in microseconds. Assignments run from left to right: `denied`, the time to wait, is
// worked out from the old `tat`, then `tat` from `denied`. LAST_INSERT_ID(…) brings `denied` back without another
// statement; a new row leaves it at 0.
const HIT: &str = "INSERT INTO nosocket_rate_limits (key_hash, tat, denied, expires_at)
    VALUES (:key, COALESCE(:now * 1000, {statement_now} * 1000) + :interval, 0,
            (COALESCE(:now * 1000, {statement_now} * 1000) + :interval) DIV 1000 + 1)
    ON DUPLICATE KEY UPDATE
        tat = IF(tat > COALESCE(:now * 1000, {statement_now} * 1000) + :horizon, 0, tat),
        denied = LAST_INSERT_ID(GREATEST(0, GREATEST(tat, COALESCE(:now * 1000, {statement_now} * 1000)) + :interval
            - COALESCE(:now * 1000, {statement_now} * 1000) - :tolerance)),
        tat = IF(denied > 0, tat, GREATEST(tat, COALESCE(:now * 1000, {statement_now} * 1000)) + :interval),
        expires_at = tat DIV 1000 + 1";
const STATS: &str = "SELECT (SELECT COUNT(*) FROM nosocket_channels), (SELECT COUNT(*) FROM nosocket_events),
    (SELECT COUNT(*) FROM nosocket_events WHERE expires_at <= COALESCE(:now, {statement_now}))";
const VERSION: &str = "SELECT VERSION()";

/// The log in a MySQL or MariaDB database.
pub struct MysqlStore {
    session: Session<MysqlConnector>,
}

impl MysqlStore {
    /// A store for this database. Connects on first use.
    ///
    /// # Errors
    /// [`Kind::Configuration`](crate::error::Kind::Configuration) if the parameters or certificates cannot be used.
    pub fn new(parameters: &BTreeMap<String, String>, settings: &Settings) -> Result<Self> {
        Ok(Self { session: Session::new(MysqlConnector::new(parameters, settings)?) })
    }
}

impl Store for MysqlStore {
    fn install(&mut self) -> Result<u32> {
        self.session.repeatable(Connection::install)
    }

    fn schema_version(&self) -> u32 {
        latest_version()
    }

    fn append(&mut self, appends: &[Append<'_>], now: Option<Millis>) -> Result<Vec<Appended>> {
        self.session.once(|connection| append(connection, appends, now))
    }

    fn heads(&mut self, wanted: &[Wanted<'_>], reader: Option<&[u8; 32]>) -> Result<Snapshot> {
        if wanted.is_empty() && reader.is_none() {
            return Ok(Snapshot::default());
        }
        self.session.repeatable(|connection| read::heads(connection, wanted, reader))
    }

    fn events(
        &mut self,
        wanted: &[Wanted<'_>],
        reader: Option<&[u8; 32]>,
        heads: &Snapshot,
        page: usize,
        now: Option<Millis>,
    ) -> Result<Snapshot> {
        self.session.repeatable(|connection| read::events_after(connection, wanted, reader, heads.clone(), page, now))
    }

    fn remove_expired(&mut self, batch: usize, now: Option<Millis>) -> Result<usize> {
        self.session.repeatable(|connection| {
            connection.transact(|connection| {
                let expired: Vec<(u64, i64, bool)> = connection.rows(EXPIRED, params! { "now" => now, batch })?;
                if !expired.is_empty() {
                    connection.run_text(&removal(connection, &expired))?;
                }
                connection.run(DELETE_SPENT_LIMITS, params! { now, batch })?;
                connection.run(DELETE_OLD_REVOCATIONS, params! { now, batch })?;
                Ok(expired.len())
            })
        })
    }

    fn revoke(&mut self, subject_hash: &[u8; 32], revoked_at: Millis, expires_at: Millis) -> Result<()> {
        self.session.repeatable(|connection| {
            connection.run(REVOKE, params! { "subject" => subject_hash.as_slice(), revoked_at, expires_at })
        })
    }

    fn renew_epochs(&mut self) -> Result<usize> {
        self.session.repeatable(|connection| {
            connection.run(RENEW_EPOCHS, ())?;
            Ok(usize::try_from(connection.affected_rows()).unwrap_or(usize::MAX))
        })
    }

    fn hit(&mut self, key_hash: &[u8; 32], quota: Quota, now: Option<Millis>) -> Result<()> {
        // Signed, since the server's unsigned differences must not fall below zero.
        let [interval, tolerance, horizon] = [quota.interval_us(), quota.tolerance_us(), quota.horizon_us()]
            .map(|us| i64::try_from(us).unwrap_or(i64::MAX));
        // Repeating a hit that was counted already costs the client one poll, and nothing else.
        let retry_after_us = self.session.repeatable(|connection| {
            connection.run(HIT, params! { "key" => key_hash.as_slice(), now, interval, tolerance, horizon })?;
            Ok(connection.last_insert_id())
        })?;
        if retry_after_us > 0 { Err(quota.denied(retry_after_us)) } else { Ok(()) }
    }

    fn stats(&mut self, now: Option<Millis>) -> Result<Stats> {
        let rows: Vec<(i64, i64, i64)> =
            self.session.repeatable(|connection| connection.rows(STATS, params! { now }))?;
        let (channels, events, expired) = rows.first().copied().unwrap_or_default();
        Ok(Stats { channels, events, expired })
    }

    fn server_version(&mut self) -> Result<String> {
        let rows: Vec<String> = self.session.repeatable(|connection| connection.rows(VERSION, ()))?;
        let version = rows.into_iter().next().unwrap_or_default();
        let software = if version.contains("MariaDB") { "MariaDB" } else { "MySQL" };
        Ok(format!("{software} {}", version.split('-').next().unwrap_or_default()))
    }

    fn counters(&self) -> Counters {
        self.session.counters()
    }
}

/// Statements that remove these events and raise their channels' floors.
fn removal(connection: &Connection, expired: &[(u64, i64, bool)]) -> String {
    let mut by_channel: BTreeMap<u64, (Vec<String>, i64)> = BTreeMap::new();
    for &(channel_id, position, transient) in expired {
        let (positions, floor) = by_channel.entry(channel_id).or_default();
        positions.push(position.to_string());
        if !transient {
            *floor = position.max(*floor);
        }
    }
    let channels = connection.text("nosocket_channels");
    let events = connection.text("nosocket_events");
    let statements: Vec<String> = by_channel
        .into_iter()
        .map(|(id, (positions, floor))| {
            format!(
                "UPDATE {channels} SET floor = {floor} WHERE id = {id} AND floor < {floor};\
                 DELETE FROM {events} WHERE channel_id = {id} AND position IN ({})",
                positions.join(",")
            )
        })
        .collect();
    statements.join(";")
}
