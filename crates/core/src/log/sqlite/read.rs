//! Reading from SQLite: the heads, which is all that an idle poll needs; then the events of the channels that have news, with the
//! channels' rows again, so that each answer comes from one snapshot.

use rusqlite::{OptionalExtension, params};

use super::super::heads::at_heads;
use super::super::news::{News, NewsChannel, NewsRow};
use super::super::page::deal;
use super::super::store::{After, ChannelRows, Snapshot, Wanted};
use super::connection::Statements;
use crate::clock::Millis;
use crate::cursor::Position;
use crate::event::StoredEvent;

const HEAD: &str = "SELECT name, epoch, head, floor FROM nosocket_channels WHERE name = ?1";
const CHANNEL: &str = "SELECT id, epoch, head, floor FROM nosocket_channels WHERE name = ?1";
const LAST_EXPIRED: &str = "SELECT position FROM nosocket_events
    WHERE channel_id = ?1 AND position > ?2 AND expires_at <= ?3 AND transient = 0
    ORDER BY position DESC LIMIT 1";
const EVENTS: &str = "SELECT position, event, payload, except_client, created_at FROM nosocket_events
    WHERE channel_id = ?1 AND position > ?2 AND expires_at > ?3
    ORDER BY position LIMIT ?4";
// See news.rs. CROSS JOIN keeps the order of the tables: the channel, then its events in the key's order.
const NEWS: &str = "SELECT c.epoch, c.head, c.floor, e.expires_at - ?3, e.transient,
        (SELECT revoked_at FROM nosocket_revocations WHERE subject_hash = ?5),
        e.position, e.event, e.payload, e.except_client, e.created_at
    FROM nosocket_channels c CROSS JOIN nosocket_events e ON e.channel_id = c.id
    WHERE c.name = ?1 AND e.position > ?2 ORDER BY e.position LIMIT ?4";
const REVOKED_AT: &str = "SELECT revoked_at FROM nosocket_revocations WHERE subject_hash = ?1";

/// The channels' rows, and the reader's revocation.
pub(super) fn heads(
    tx: &Statements<'_>,
    wanted: &[Wanted<'_>],
    reader: Option<&[u8; 32]>,
) -> rusqlite::Result<Snapshot> {
    let rows = wanted.iter().map(|wanted| {
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        tx.prepare(HEAD)?.query_row([wanted.channel.as_str()], row).optional()
    });
    let rows: Vec<Option<(String, String, Position, Position)>> = rows.collect::<rusqlite::Result<_>>()?;
    Ok(Snapshot { revoked_at: revoked_at(tx, reader)?, ..at_heads(wanted, rows.into_iter().flatten()) })
}

/// All channels with their events, as far as the page has room, and the reader's revocation.
pub(super) fn events(
    tx: &Statements<'_>,
    wanted: &[Wanted<'_>],
    reader: Option<&[u8; 32]>,
    page: usize,
    now: Millis,
) -> rusqlite::Result<Snapshot> {
    let revoked_at = revoked_at(tx, reader)?;
    let mut channels = wanted.iter().map(|w| read_channel(tx, w, now)).collect::<rusqlite::Result<Vec<_>>>()?;
    let pending: Vec<usize> = channels.iter().map(Channel::pending).collect();
    if pending.iter().any(|&count| count > 0) {
        let places = deal(page, &pending, fastrand::usize(..pending.len()));
        for (channel, places) in channels.iter_mut().zip(places) {
            read_events(tx, channel, places, now)?;
        }
    }
    Ok(Snapshot { channels: channels.into_iter().map(|channel| channel.rows).collect(), revoked_at })
}

fn revoked_at(tx: &Statements<'_>, reader: Option<&[u8; 32]>) -> rusqlite::Result<Option<Millis>> {
    match reader {
        Some(hash) => tx.prepare(REVOKED_AT)?.query_row([hash], |row| row.get(0)).optional(),
        None => Ok(None),
    }
}

/// The events of the one channel that has news, and the reader's revocation, in one statement.
pub(super) fn news(
    tx: &Statements<'_>,
    news: &News,
    name: &str,
    reader: Option<&[u8; 32]>,
    now: Millis,
) -> rusqlite::Result<Option<(ChannelRows, Option<Millis>)>> {
    let limit = i64::try_from(news.limit).unwrap_or(i64::MAX);
    let mut select = tx.prepare(NEWS)?;
    let mut found = select.query(params![name, news.from, now, limit, reader])?;
    let mut channel = None;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        if channel.is_none() {
            channel = Some(NewsChannel {
                epoch: row.get(0)?,
                head: row.get(1)?,
                floor: row.get(2)?,
                revoked_at: row.get(5)?,
            });
        }
        rows.push(NewsRow {
            expires_in: row.get(3)?,
            is_transient: row.get(4)?,
            event: StoredEvent {
                position: row.get(6)?,
                name: row.get(7)?,
                payload: row.get(8)?,
                except: row.get(9)?,
                created_at: row.get(10)?,
            },
        });
    }
    Ok(news.gather(channel, rows.into_iter()))
}

/// A channel while it is being read.
#[derive(Default)]
struct Channel {
    id: i64,
    rows: Option<ChannelRows>,
    /// Whether events are to be read at all.
    open: bool,
}

impl Channel {
    /// How many events may follow; those that have vanished are counted too.
    fn pending(&self) -> usize {
        match &self.rows {
            Some(rows) if self.open => usize::try_from(rows.head.saturating_sub(rows.from)).unwrap_or(0),
            _ => 0,
        }
    }
}

fn read_channel(tx: &Statements<'_>, wanted: &Wanted<'_>, now: Millis) -> rusqlite::Result<Channel> {
    let found = tx
        .prepare(CHANNEL)?
        .query_row([wanted.channel.as_str()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    let Some((id, epoch, head, floor)) = found else { return Ok(Channel::default()) };
    let mut from = match wanted.after {
        After::Position(position) => position,
        After::Floor => floor,
        After::Head => head,
    };
    let mut expired = None;
    if from < head {
        expired = tx.prepare(LAST_EXPIRED)?.query_row(params![id, from, now], |row| row.get(0)).optional()?;
    }
    let mut open = expired.is_none();
    if let (After::Floor, Some(position)) = (wanted.after, expired) {
        from = position;
        open = true;
    }
    let rows = ChannelRows { epoch, head, floor, expired, from, events: Vec::new(), good_for: None, more: false };
    Ok(Channel { id, rows: Some(rows), open })
}

fn read_events(tx: &Statements<'_>, channel: &mut Channel, places: usize, now: Millis) -> rusqlite::Result<()> {
    if channel.pending() == 0 {
        return Ok(());
    }
    let Some(rows) = channel.rows.as_mut() else { return Ok(()) };
    // One more than there is room for tells whether any are left.
    let limit = i64::try_from(places + 1).unwrap_or(i64::MAX);
    let mut select = tx.prepare(EVENTS)?;
    let mut found = select.query(params![channel.id, rows.from, now, limit])?;
    while let Some(row) = found.next()? {
        if rows.events.len() == places {
            rows.more = true;
            break;
        }
        rows.events.push(StoredEvent {
            position: row.get(0)?,
            name: row.get(1)?,
            payload: row.get(2)?,
            except: row.get(3)?,
            created_at: row.get(4)?,
        });
    }
    Ok(())
}
