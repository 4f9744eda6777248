//! Reading on MySQL: the heads in one prepared statement, which is all that an idle poll needs; then, in one more
//! round trip, the events of the channels that have news. That statement reads the channel's row again, so that each
//! channel's answer comes from one snapshot.

use std::collections::HashMap;

use mysql::prelude::FromRow;

use super::super::page::deal;
use super::super::session::Fault;
use super::super::store::{After, ChannelRows, Wanted};
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

/// A row of the second statement.
struct Found {
    epoch: String,
    head: Position,
    floor: Position,
    expired: Option<Position>,
    position: Option<Position>,
    event: Option<String>,
    payload: Option<String>,
    except_client: Option<String>,
    created_at: Option<Millis>,
}

impl FromRow for Found {
    fn from_row_opt(row: mysql::Row) -> Result<Self, mysql::FromRowError> {
        let (epoch, head, floor, expired, position, event, payload, except_client, created_at) =
            mysql::from_row_opt(row)?;
        Ok(Self { epoch, head, floor, expired, position, event, payload, except_client, created_at })
    }
}

/// Reads all wanted channels.
pub(super) fn read(
    connection: &mut Connection,
    wanted: &[Wanted<'_>],
    page: usize,
    now: Option<Millis>,
) -> Result<Vec<Option<ChannelRows>>, Fault> {
    let mut channels = heads(connection, wanted)?;
    let pending: Vec<usize> = channels.iter().map(pending).collect();
    if pending.iter().all(|&count| count == 0) {
        return Ok(channels);
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
        for (channel, rows) in active.iter().zip(events(connection, &active, now)?) {
            channels[channel.index] = rows;
        }
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
    Ok(channels)
}

/// How many events may follow; none for a reader whom the log will send to resync anyway.
fn pending(channel: &Option<ChannelRows>) -> usize {
    match channel {
        Some(rows) if rows.from >= rows.floor => usize::try_from(rows.head.saturating_sub(rows.from)).unwrap_or(0),
        _ => 0,
    }
}

fn heads(connection: &mut Connection, wanted: &[Wanted<'_>]) -> Result<Vec<Option<ChannelRows>>, Fault> {
    // A few lengths instead of every length, so that few statements are prepared: the last name stands several times.
    let length = wanted.len().next_power_of_two();
    let mut names: Vec<&str> = wanted.iter().map(|wanted| wanted.channel.as_str()).collect();
    names.resize(length, names[names.len() - 1]);
    let marks = vec!["?"; length].join(",");
    let sql = format!("SELECT name, epoch, head, floor FROM nosocket_channels WHERE name IN ({marks})");
    let rows: Vec<(String, String, Position, Position)> = connection.rows(&sql, names)?;
    let found: HashMap<_, _> =
        rows.into_iter().map(|(name, epoch, head, floor)| (name, (epoch, head, floor))).collect();
    let channels = wanted.iter().map(|wanted| {
        let (epoch, head, floor) = found.get(wanted.channel.as_str()).cloned()?;
        let from = match wanted.after {
            After::Position(position) => position,
            After::Floor => floor,
            After::Head => head,
        };
        Some(ChannelRows { epoch, head, floor, expired: None, from, events: Vec::new(), more: false })
    });
    Ok(channels.collect())
}

fn events(
    connection: &mut Connection,
    active: &[Active<'_>],
    now: Option<Millis>,
) -> Result<Vec<Option<ChannelRows>>, Fault> {
    let channels = connection.text("nosocket_channels");
    let events = connection.text("nosocket_events");
    let now = now.map_or_else(|| connection.text("{statement_now}"), |now| now.to_string());
    let statements: Vec<String> = active
        .iter()
        .map(|Active { wanted, from, places, .. }| {
            format!(
                "SELECT c.epoch, c.head, c.floor, \
                    (SELECT MAX(x.position) FROM {events} x WHERE x.channel_id = c.id AND x.position > {from} \
                        AND x.expires_at <= {now} AND x.transient = 0) AS expired, \
                    e.position, e.event, e.payload, e.except_client, e.created_at \
                 FROM {channels} c LEFT JOIN {events} e \
                    ON e.channel_id = c.id AND e.position > {from} AND e.expires_at > {now} \
                 WHERE c.name = {name} ORDER BY e.position LIMIT {limit}",
                name = quoted(wanted.channel.as_str()),
                limit = places + 1,
            )
        })
        .collect();
    let found: Vec<Vec<Found>> = connection.row_sets(&statements.join(";"))?;
    Ok(active.iter().zip(found).map(|(channel, rows)| gather(channel, rows)).collect())
}

fn gather(channel: &Active<'_>, rows: Vec<Found>) -> Option<ChannelRows> {
    let first = rows.first()?;
    let mut gathered = ChannelRows {
        epoch: first.epoch.clone(),
        head: first.head,
        floor: first.floor,
        expired: first.expired,
        from: channel.from,
        events: Vec::new(),
        more: false,
    };
    if gathered.expired.is_some() {
        return Some(gathered);
    }
    for row in rows {
        let (Some(position), Some(name), Some(payload), Some(created_at)) =
            (row.position, row.event, row.payload, row.created_at)
        else {
            continue;
        };
        if gathered.events.len() == channel.places {
            gathered.more = true;
            break;
        }
        gathered.events.push(StoredEvent { position, name, payload, except: row.except_client, created_at });
    }
    Some(gathered)
}
