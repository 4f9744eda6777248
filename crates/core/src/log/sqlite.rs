//! The log's rows in SQLite.

mod boot;
mod connection;
mod fault;
mod read;

use std::path::Path;

use rusqlite::params;

use self::boot::BootId;
use self::connection::{Connection, Statements, latest_version};
use super::news::News;
use super::store::{Append, Appended, Snapshot, Stats, Store, Wanted};
use crate::clock::{Clock, Millis, SystemClock};
use crate::cursor::Position;
use crate::error::Result;
use crate::limit::Quota;

// `nosocket_` stands for the prefixed names: Statements::prepare puts the table prefix before it.

const TAKE_POSITIONS: &str = "INSERT INTO nosocket_channels (name, epoch, head, floor, changed_at)
    VALUES (?1, ?2, ?3, 0, ?4)
    ON CONFLICT (name) DO UPDATE SET head = head + excluded.head, changed_at = excluded.changed_at";
const ID_AND_HEAD: &str = "SELECT id, head FROM nosocket_channels WHERE name = ?1";
const INSERT_EVENT: &str = "INSERT INTO nosocket_events
    (channel_id, position, expires_at, transient, created_at, event, except_client, payload)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const EXPIRED: &str = "SELECT channel_id, position, transient FROM nosocket_events
    WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2";
const DELETE_EVENT: &str = "DELETE FROM nosocket_events WHERE channel_id = ?1 AND position = ?2";
const RAISE_FLOOR: &str = "UPDATE nosocket_channels SET floor = max(floor, ?2) WHERE id = ?1";
const DELETE_SPENT_LIMITS: &str = "DELETE FROM nosocket_rate_limits WHERE key_hash IN
    (SELECT key_hash FROM nosocket_rate_limits WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)";
const DELETE_OLD_REVOCATIONS: &str = "DELETE FROM nosocket_revocations WHERE subject_hash IN
    (SELECT subject_hash FROM nosocket_revocations WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)";
const REVOKE: &str = "INSERT INTO nosocket_revocations (subject_hash, revoked_at, expires_at) VALUES (?1, ?2, ?3)
    ON CONFLICT (subject_hash) DO UPDATE SET revoked_at = max(revoked_at, excluded.revoked_at),
        expires_at = max(expires_at, excluded.expires_at)";
const STATS: &str = "SELECT (SELECT count(*) FROM nosocket_channels), (SELECT count(*) FROM nosocket_events),
    (SELECT count(*) FROM nosocket_events WHERE expires_at <= ?1)";
// GCRA (limit/gcra.rs) in one statement, all in microseconds: ?2 now, ?3 interval, ?4 tolerance, ?5 horizon.
const HIT: &str = "INSERT INTO nosocket_rate_limits (key_hash, tat, denied, expires_at)
    VALUES (?1, ?2 + ?3, 0, (?2 + ?3) / 1000 + 1)
    ON CONFLICT (key_hash) DO UPDATE SET (tat, denied, expires_at) = (
        SELECT CASE WHEN next <= ?2 + ?4 THEN next ELSE believed END, next > ?2 + ?4, next / 1000 + 1
        FROM (SELECT believed, max(believed, ?2) + ?3 AS next
              FROM (SELECT CASE WHEN tat > ?2 + ?5 THEN 0 ELSE tat END AS believed)))";
const LIMIT: &str = "SELECT tat, denied FROM nosocket_rate_limits WHERE key_hash = ?1";

/// The log in one SQLite file.
pub struct SqliteStore {
    connection: Connection,
}

impl SqliteStore {
    /// Opens the file and makes the schema if it has none.
    ///
    /// # Errors
    /// [`Kind::Storage`](crate::error::Kind::Storage) if the file cannot be used, with what to do about it;
    /// [`Kind::Unavailable`](crate::error::Kind::Unavailable) if it is locked for too long.
    pub fn open(path: &Path, table_prefix: &str) -> Result<Self> {
        Self::open_in(BootId::of_this_machine(), path, table_prefix)
    }

    fn open_in(boot: Option<BootId>, path: &Path, table_prefix: &str) -> Result<Self> {
        Ok(Self { connection: Connection::open(path, table_prefix, boot)? })
    }
}

impl Store for SqliteStore {
    fn install(&mut self) -> Result<u32> {
        self.connection.install()
    }

    fn schema_version(&self) -> u32 {
        latest_version()
    }

    fn append(&mut self, appends: &[Append<'_>], now: Option<Millis>) -> Result<Vec<Appended>> {
        self.connection.write(|tx| {
            // Read after the lock is held, so that times follow the order of positions.
            let now = or_system_time(now);
            appends.iter().map(|append| append_to_channel(tx, append, now)).collect()
        })
    }

    fn heads(&mut self, wanted: &[Wanted<'_>], reader: Option<&[u8; 32]>) -> Result<Snapshot> {
        self.connection.read(|tx| read::heads(tx, wanted, reader))
    }

    fn events(
        &mut self,
        wanted: &[Wanted<'_>],
        reader: Option<&[u8; 32]>,
        heads: &Snapshot,
        page: usize,
        now: Option<Millis>,
    ) -> Result<Snapshot> {
        if let Some(news) = News::expected(wanted, heads, page) {
            let name = wanted[news.index].channel.as_str();
            let found = self.connection.read_once(|tx| read::news(tx, &news, name, reader, or_system_time(now)))?;
            if let Some((rows, revoked_at)) = found {
                return Ok(heads.clone().with(news.index, rows, revoked_at));
            }
        }
        self.connection.read(|tx| read::events(tx, wanted, reader, page, or_system_time(now)))
    }

    fn remove_expired(&mut self, batch: usize, now: Option<Millis>) -> Result<usize> {
        self.connection.write(|tx| {
            let now = or_system_time(now);
            let batch = i64::try_from(batch).unwrap_or(i64::MAX);
            let expired = tx
                .prepare(EXPIRED)?
                .query_map(params![now, batch], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect::<rusqlite::Result<Vec<(i64, Position, bool)>>>()?;
            for &(channel_id, position, transient) in &expired {
                tx.prepare(DELETE_EVENT)?.execute(params![channel_id, position])?;
                if !transient {
                    tx.prepare(RAISE_FLOOR)?.execute(params![channel_id, position])?;
                }
            }
            tx.prepare(DELETE_SPENT_LIMITS)?.execute(params![now, batch])?;
            tx.prepare(DELETE_OLD_REVOCATIONS)?.execute(params![now, batch])?;
            Ok(expired.len())
        })
    }

    fn revoke(&mut self, subject_hash: &[u8; 32], revoked_at: Millis, expires_at: Millis) -> Result<()> {
        // After a power failure, nothing else would tell that the subject's grants had been taken back.
        self.connection
            .write_to_disk(|tx| tx.prepare(REVOKE)?.execute(params![subject_hash, revoked_at, expires_at]).map(drop))
    }

    fn renew_epochs(&mut self) -> Result<usize> {
        self.connection.write(boot::renew_epochs)
    }

    fn hit(&mut self, key_hash: &[u8; 32], quota: Quota, now: Option<Millis>) -> Result<()> {
        let now_us = or_system_time(now).max(0).saturating_mul(1000);
        let [interval, tolerance, horizon] = [quota.interval_us(), quota.tolerance_us(), quota.horizon_us()]
            .map(|us| i64::try_from(us).unwrap_or(i64::MAX));
        let (tat, denied) = self.connection.write(|tx| {
            tx.prepare(HIT)?.execute(params![key_hash, now_us, interval, tolerance, horizon])?;
            tx.prepare(LIMIT)?.query_row([key_hash], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?)))
        })?;
        if denied { Err(quota.denied_at(tat.unsigned_abs(), now_us.unsigned_abs())) } else { Ok(()) }
    }

    fn stats(&mut self, now: Option<Millis>) -> Result<Stats> {
        self.connection.read(|tx| {
            tx.prepare(STATS)?.query_row([or_system_time(now)], |row| {
                Ok(Stats { channels: row.get(0)?, events: row.get(1)?, expired: row.get(2)? })
            })
        })
    }

    fn server_version(&mut self) -> Result<String> {
        Ok(format!("SQLite {}", sqlite_version()))
    }

    #[cfg(feature = "test-hooks")]
    fn hold(&mut self) -> Result<()> {
        self.connection.batch("BEGIN IMMEDIATE")
    }

    #[cfg(feature = "test-hooks")]
    fn let_go(&mut self) -> Result<()> {
        self.connection.batch("ROLLBACK")
    }
}

/// The version of the SQLite library in this process, such as `3.40.1`.
#[must_use]
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

/// SQLite has no clock of its own.
fn or_system_time(now: Option<Millis>) -> Millis {
    now.unwrap_or_else(|| SystemClock.now())
}

fn append_to_channel(tx: &Statements<'_>, append: &Append<'_>, now: Millis) -> rusqlite::Result<Appended> {
    let count = Position::try_from(append.events.len()).unwrap_or(Position::MAX);
    let name = append.channel.as_str();
    tx.prepare(TAKE_POSITIONS)?.execute(params![name, append.new_epoch, count, now])?;
    let (channel_id, head) =
        tx.prepare(ID_AND_HEAD)?.query_row([name], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Position>(1)?)))?;
    let first = head - count + 1;
    let mut insert = tx.prepare(INSERT_EVENT)?;
    for (position, event) in (first..).zip(&append.events) {
        let expires_at = now + event.ttl_ms;
        insert.execute(params![
            channel_id,
            position,
            expires_at,
            event.transient,
            now,
            event.name,
            event.except,
            event.payload
        ])?;
    }
    Ok(Appended { first, created_at: now })
}
