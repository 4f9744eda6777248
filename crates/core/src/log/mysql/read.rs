//! Reading on MySQL: the heads in one prepared statement, which is all that an idle poll needs; then, in one more
//! round trip, the events of the channels that have news, prepared if it is the usual one. That statement reads the
//! channel's row again, so that each channel's answer comes from one snapshot.

use mysql::Value;
use mysql::prelude::FromRow;

use super::super::heads::{at_heads, pending};
use super::super::news::{News, NewsChannel, NewsRow};
use super::super::page::deal;
use super::super::session::Fault;
use super::super::store::{After, ChannelRows, Snapshot, Wanted};
use super::connection::{Connection, quoted};
use crate::clock::Millis;
use crate::cursor::Position;
use crate::event::StoredEvent;

/// How often a reader from the floor begins anew because another event has expired meanwhile.
const FLOOR_TRIES: u32 = 3;

/// One channel that has news.
struct Active<'a> {
    /// Which of the wanted channels it is.
    index: usize,
    wanted: &'a Wanted<'a>,
    from: Position,
    places: usize,
}

/// A row of the second statement: a channel's, or an event's.
struct Found {
    place: usize,
    channel: Option<(String, Position, Position)>,
    expired: Option<Position>,
    revoked_at: Option<Millis>,
    event: Option<StoredEvent>,
}

impl FromRow for Found {
    fn from_row_opt(row: mysql::Row) -> Result<Self, mysql::FromRowError> {
        type Columns = (
            usize,
            Option<String>,
            Option<Position>,
            Option<Position>,
            Option<Position>,
            Option<Millis>,
            Option<Position>,
            Option<String>,
            Option<String>,
            Option<String>,
            Option<Millis>,
        );
        let (place, epoch, head, floor, expired, revoked_at, position, name, payload, except, created_at): Columns =
            mysql::from_row_opt(row)?;
        let event = match (position, name, payload, created_at) {
            (Some(position), Some(name), Some(payload), Some(created_at)) => {
                Some(StoredEvent { position, name, payload, except, created_at })
            }
            _ => None,
        };
        let channel = match (epoch, head, floor) {
            (Some(epoch), Some(head), Some(floor)) => Some((epoch, head, floor)),
            _ => None,
        };
        Ok(Self { place, channel, expired, revoked_at, event })
    }
}

/// A row of the usual statement.
struct FoundNews(NewsChannel, NewsRow);

impl FromRow for FoundNews {
    fn from_row_opt(row: mysql::Row) -> Result<Self, mysql::FromRowError> {
        let (epoch, head, floor, expires_in, is_transient, revoked_at, position, name, payload, except, created_at) =
            mysql::from_row_opt(row)?;
        let event = StoredEvent { position, name, payload, except, created_at };
        Ok(Self(NewsChannel { epoch, head, floor, revoked_at }, NewsRow { expires_in, is_transient, event }))
    }
}

/// Reads those of the wanted channels that have news, and with them the reader's revocation.
pub(super) fn events_after(
    connection: &mut Connection,
    wanted: &[Wanted<'_>],
    reader: Option<&[u8; 32]>,
    mut snapshot: Snapshot,
    page: usize,
    now: Option<Millis>,
) -> Result<Snapshot, Fault> {
    if let Some(news) = News::expected(wanted, &snapshot, page) {
        let name = wanted[news.index].channel.as_str();
        let reader = reader.map(<[u8; 32]>::as_slice);
        let rows: Vec<FoundNews> = connection.rows(NEWS, (now, reader, name, news.from, news.limit))?;
        let mut channel = None;
        let rows: Vec<NewsRow> = rows
            .into_iter()
            .map(|FoundNews(of_channel, row)| {
                channel.get_or_insert(of_channel);
                row
            })
            .collect();
        if let Some((rows, revoked_at)) = news.gather(channel, rows.into_iter()) {
            return Ok(snapshot.with(news.index, rows, revoked_at));
        }
    }
    let channels = &mut snapshot.channels;
    let pending: Vec<usize> = channels.iter().map(pending).collect();
    if pending.iter().all(|&count| count == 0) {
        return Ok(snapshot);
    }
    let places = deal(page, &pending, fastrand::usize(..pending.len()));
    let mut active: Vec<Active<'_>> = (0..wanted.len())
        .filter(|&index| pending[index] > 0)
        .filter_map(|index| {
            let from = channels[index].as_ref()?.from;
            Some(Active { index, wanted: &wanted[index], from, places: places[index] })
        })
        .collect();
    for _ in 0..FLOOR_TRIES {
        let (rows, revoked_at) = events(connection, &active, reader, now)?;
        for (channel, rows) in active.iter().zip(rows) {
            channels[channel.index] = rows;
        }
        snapshot.revoked_at = snapshot.revoked_at.max(revoked_at);
        // Who reads from the floor begins after what has expired, which is known only now.
        active.retain_mut(|channel| match &channels[channel.index] {
            Some(ChannelRows { expired: Some(expired), .. }) if channel.wanted.after == After::Floor => {
                channel.from = *expired;
                true
            }
            _ => false,
        });
        if active.is_empty() {
            break;
        }
    }
    Ok(snapshot)
}

pub(super) fn heads(
    connection: &mut Connection,
    wanted: &[Wanted<'_>],
    reader: Option<&[u8; 32]>,
) -> Result<Snapshot, Fault> {
    // A few lengths instead of every length, so that few statements are prepared: the last name stands several times.
    let length = wanted.len().next_power_of_two();
    let mut names: Vec<&str> = wanted.iter().map(|wanted| wanted.channel.as_str()).collect();
    names.resize(length, names.last().copied().unwrap_or_default());
    let marks = vec!["?"; length].join(",");
    let sql = format!(
        "SELECT name, epoch, head, floor FROM nosocket_channels WHERE name IN ({marks})
         UNION ALL SELECT '', '', revoked_at, 0 FROM nosocket_revocations WHERE subject_hash = ?"
    );
    let params: Vec<Value> =
        names.into_iter().map(Value::from).chain([reader.map(<[u8; 32]>::as_slice).into()]).collect();
    let rows: Vec<(String, String, Position, Position)> = connection.rows(&sql, params)?;
    Ok(at_heads(wanted, rows))
}

/// See [`News`]. The channel comes first, whatever the server thinks of it: then its events come in the key's order.
const NEWS: &str =
    "SELECT c.epoch, c.head, c.floor, e.expires_at - COALESCE(?, {statement_now}), e.transient, r.revoked_at,
        e.position, e.event, e.payload, e.except_client, e.created_at
    FROM nosocket_channels c LEFT JOIN nosocket_revocations r ON r.subject_hash = ?
        STRAIGHT_JOIN nosocket_events e FORCE INDEX (PRIMARY) ON e.channel_id = c.id
    WHERE c.name = ? AND e.position > ? ORDER BY e.position LIMIT ?";

/// The row of a channel and the events after a position, in one snapshot. In a left join the server would sort all events
/// in a temporary table; so it is told to walk the key, and the channel's row comes by itself.
///
/// `filled` puts in what stands in braces.
const EVENTS: &str = "SELECT {place} AS place, c.epoch, c.head, c.floor,
        (SELECT x.position FROM nosocket_events x FORCE INDEX (PRIMARY)
            WHERE x.channel_id = c.id AND x.position > {from} AND x.expires_at <= {at} AND x.transient = 0
            ORDER BY x.position DESC LIMIT 1) AS expired,
        (SELECT revoked_at FROM nosocket_revocations WHERE subject_hash = {reader}) AS revoked_at,
        NULL AS position, NULL AS event, NULL AS payload, NULL AS except_client, NULL AS created_at
    FROM nosocket_channels c WHERE c.name = {name}
    UNION ALL (
        SELECT {place}, NULL, NULL, NULL, NULL, NULL, e.position, e.event, e.payload, e.except_client, e.created_at
        FROM nosocket_events e FORCE INDEX (PRIMARY)
        WHERE e.channel_id = (SELECT id FROM nosocket_channels WHERE name = {name})
            AND e.position > {from} AND e.expires_at > {at}
        ORDER BY e.position LIMIT {limit})";

fn events(
    connection: &mut Connection,
    active: &[Active<'_>],
    reader: Option<&[u8; 32]>,
    now: Option<Millis>,
) -> Result<(Vec<Option<ChannelRows>>, Option<Millis>), Fault> {
    let reader = reader.map_or_else(|| "NULL".to_owned(), |hash| Value::from(&hash[..]).as_sql(true));
    let at = now.map_or_else(|| connection.text("{statement_now}"), |now| now.to_string());
    let sql = connection.text(EVENTS);
    let selects: Vec<String> = active
        .iter()
        .enumerate()
        .map(|(place, Active { wanted, from, places, .. })| {
            let numbers = [place.to_string(), from.to_string(), (places + 1).to_string()];
            filled(&sql, [&numbers[0], &numbers[1], &numbers[2], &at, &reader, &quoted(wanted.channel.as_str())])
        })
        .collect();
    let rows: Vec<Found> = connection.rows_of_text(&selects.join(" UNION ALL "))?;
    let revoked_at = rows.iter().find_map(|row| row.revoked_at);
    let mut by_place: Vec<Vec<Found>> = active.iter().map(|_| Vec::new()).collect();
    for row in rows {
        by_place[row.place].push(row);
    }
    Ok((active.iter().zip(by_place).map(|(channel, rows)| gather(channel, rows)).collect(), revoked_at))
}

/// The name comes last: it may hold anything, braces too.
fn filled(sql: &str, [place, from, limit, at, reader, name]: [&str; 6]) -> String {
    sql.replace("{place}", place)
        .replace("{from}", from)
        .replace("{limit}", limit)
        .replace("{at}", at)
        .replace("{reader}", reader)
        .replace("{name}", name)
}

fn gather(channel: &Active<'_>, rows: Vec<Found>) -> Option<ChannelRows> {
    let (head_rows, event_rows): (Vec<Found>, Vec<Found>) = rows.into_iter().partition(|row| row.channel.is_some());
    let Found { channel: Some((epoch, head, floor)), expired, .. } = head_rows.into_iter().next()? else { return None };
    let mut events: Vec<StoredEvent> = event_rows.into_iter().filter_map(|row| row.event).collect();
    if expired.is_some() {
        events.clear();
    }
    let more = events.len() > channel.places;
    events.truncate(channel.places);
    Some(ChannelRows { epoch, head, floor, expired, from: channel.from, events, good_for: None, more })
}
