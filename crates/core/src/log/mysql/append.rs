//! Emitting on MySQL: one round trip.
//!
//! ```text
//! BEGIN; for each channel: SELECT … INTO … FOR UPDATE (takes the row, tells its head), UPDATE, INSERT (its events); COMMIT
//! ```
//!
//! The row is locked by the statement that reads it: a channel that somebody else makes in between two statements would
//! otherwise be found by the second and not by the first.
//!
//! The server stops at the first statement that fails. A channel without a row leaves its id NULL, which the events'
//! table refuses: then the channel is made in a statement of its own, which never waits with locks held, and all is
//! sent again.
//!
//! MariaDB prepares a whole transaction as one compound statement. For a single event that saves parsing and the
//! answers in between, half of the time.

use std::fmt::Write;

use mysql::params;

use super::super::session::Fault;
use super::super::store::{Append, Appended};
use super::connection::{Connection, quoted};
use crate::channel::ChannelName;
use crate::clock::Millis;
use crate::error::{Error, Kind};
use crate::event::NewEvent;

/// How often channels are made that somebody else has removed again meanwhile.
const TRIES: u32 = 3;

/// More bytes than an event's names and numbers take in a packet.
const OTHER_PARAMETERS: usize = 1_000;

const MAKE_CHANNEL: &str = "INSERT IGNORE INTO nosocket_channels (name, epoch, head, floor, changed_at)
    VALUES (:name, :epoch, 0, 0, 0)";

/// One event, on MariaDB. A channel that the update has not found leaves what an earlier statement put into the variables.
const APPEND_ONE: &str = "BEGIN NOT ATOMIC
    START TRANSACTION;
    UPDATE nosocket_channels SET head = (@position := head + 1), changed_at = (@at := COALESCE(?, {now}))
        WHERE name = ? AND (@id := id);
    INSERT INTO nosocket_events
        (channel_id, position, expires_at, created_at, transient, event, except_client, payload)
        VALUES (IF(ROW_COUNT() > 0, @id, NULL), @position, @at + ?, @at, ?, ?, ?, ?);
    SET SESSION last_insert_id = @position, SESSION rand_seed1 = @at;
    COMMIT;
END";

/// Appends all in one transaction.
pub(super) fn append(
    connection: &mut Connection,
    appends: &[Append<'_>],
    now: Option<Millis>,
) -> Result<Vec<Appended>, Fault> {
    for _ in 0..TRIES {
        let outcome = match appends {
            [Append { channel, events, .. }] if connection.is_mariadb() && events.len() == 1 => {
                append_one(connection, channel, events[0], now)
            }
            _ => connection.run_transaction(&transaction(connection, appends, now)),
        };
        match outcome? {
            Some(rows) => {
                return Ok(rows.into_iter().map(|(first, created_at)| Appended { first, created_at }).collect());
            }
            None => {
                for append in appends {
                    connection.run(
                        MAKE_CHANNEL,
                        params! { "name" => append.channel.as_str(), "epoch" => &append.new_epoch },
                    )?;
                }
            }
        }
    }
    let what = "channels vanish while they are emitted to; does something empty the tables?";
    Err(Fault::Refused(Error::new(Kind::Storage, what)))
}

/// Appends one event in one prepared statement. `None`: its channel has no row.
fn append_one(
    connection: &mut Connection,
    channel: &ChannelName,
    event: &NewEvent,
    now: Option<Millis>,
) -> Result<Option<Vec<(i64, i64)>>, Fault> {
    let name = channel.as_str();
    let params = (now, name, event.ttl_ms, event.transient, &event.name, &event.except, &event.payload);
    let told = connection.run_compound(APPEND_ONE, params, event.payload.len() + OTHER_PARAMETERS)?;
    Ok(told.map(|place| vec![place]))
}

fn transaction(connection: &Connection, appends: &[Append<'_>], now: Option<Millis>) -> String {
    let size: usize = appends.iter().flat_map(|append| &append.events).map(|event| event.payload.len() + 200).sum();
    let mut sql = String::with_capacity(size + appends.len() * 400);
    let channels = connection.text("nosocket_channels");
    let events = connection.text("nosocket_events");
    let now = now.map_or_else(|| connection.text("{now}"), |now| now.to_string());
    sql.push_str("BEGIN;");
    for append in appends {
        let name = quoted(append.channel.as_str());
        let count = append.events.len();
        // Writing to a String cannot fail.
        let _ = write!(
            sql,
            "SELECT MAX(id), MAX(head), {now} INTO @id, @before, @at FROM {channels} WHERE name = {name} FOR UPDATE;\
             UPDATE {channels} SET head = @before + {count}, changed_at = @at WHERE id = @id;\
             INSERT INTO {events} (channel_id, position, expires_at, created_at, transient, event, except_client, payload) VALUES "
        );
        for (nth, event) in (1..).zip(&append.events) {
            let comma = if nth > 1 { "," } else { "" };
            let except = event.except.as_deref().map_or_else(|| "NULL".to_owned(), quoted);
            let _ = write!(
                sql,
                "{comma}(@id, @before + {nth}, @at + {ttl}, @at, {transient}, {name}, {except}, {payload})",
                ttl = event.ttl_ms,
                transient = u8::from(event.transient),
                name = quoted(&event.name),
                payload = quoted(&event.payload),
            );
        }
        sql.push_str(";SELECT @before + 1, @at;");
    }
    sql.push_str("COMMIT");
    sql
}
