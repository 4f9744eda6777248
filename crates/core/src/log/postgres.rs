//! The log's rows in PostgreSQL. Every call is one statement, so one round trip once it is prepared; a poll with news is
//! two.

mod client;
mod connection;
mod fault;
mod wire;

use std::collections::BTreeMap;

use postgres::Row;

use self::connection::{Connection, PostgresConnector, latest_version};
use super::heads::at_heads;
use super::news::{News, NewsChannel, NewsRow};
use super::session::{Counters, Fault, Session};
use super::store::{After, Append, Appended, ChannelRows, Snapshot, Stats, Store, Wanted};
use crate::clock::Millis;
use crate::config::Settings;
use crate::cursor::Position;
use crate::error::Result;
use crate::event::StoredEvent;
use crate::limit::Quota;

// `nosocket_` stands for the prefixed names, and {now} for the server's clock in milliseconds: Connection::prepare
// puts both in. The clock is read after a row's lock is held, so that times follow the order of positions.

// One event for a channel that has a row: an update is cheaper than the insert that makes one. No row: no event.
const APPEND_ONE: &str = "WITH taken AS (
        UPDATE nosocket_channels SET head = head + 1, changed_at = coalesce($2::bigint, {now})
        WHERE name = $1
        RETURNING id, head, changed_at)
    INSERT INTO nosocket_events
        (channel_id, position, expires_at, created_at, transient, event, except_client, payload)
    SELECT id, head, changed_at + $3::bigint, changed_at, $4, $5, $6, $7 FROM taken
    RETURNING position, created_at";
// The rows are inserted in the order given, so two batches lock the channels that they share in the same order.
const APPEND_MANY: &str = "WITH wanted AS (
        SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY AS w (name, epoch, count, place)),
    taken AS (
        INSERT INTO nosocket_channels AS c (name, epoch, head, floor, changed_at)
        SELECT name, epoch, count, 0, coalesce($4::bigint, {now}) FROM wanted ORDER BY place
        ON CONFLICT (name) DO UPDATE SET head = c.head + excluded.head, changed_at = coalesce($4::bigint, {now})
        RETURNING id, name, head, changed_at),
    placed AS (
        SELECT w.place, t.id, t.head - w.count AS before, t.changed_at FROM taken t JOIN wanted w USING (name)),
    stored AS (
        INSERT INTO nosocket_events
            (channel_id, position, expires_at, created_at, transient, event, except_client, payload)
        SELECT p.id, p.before + e.nth, p.changed_at + e.ttl, p.changed_at, e.transient, e.event, e.except_client, e.payload
        FROM unnest($5::bigint[], $6::bigint[], $7::bigint[], $8::bool[], $9::text[], $10::text[], $11::text[])
            AS e (place, nth, ttl, transient, event, except_client, payload)
        JOIN placed p USING (place))
    SELECT before + 1, changed_at FROM placed ORDER BY place";
const HEADS: &str = "SELECT name, epoch, head, floor FROM nosocket_channels WHERE name = ANY($1::text[])
    UNION ALL SELECT '', '', revoked_at, 0 FROM nosocket_revocations WHERE subject_hash = $2::bytea";
const REVOKE: &str = "INSERT INTO nosocket_revocations AS r (subject_hash, revoked_at, expires_at) VALUES ($1, $2, $3)
    ON CONFLICT (subject_hash) DO UPDATE SET revoked_at = greatest(r.revoked_at, excluded.revoked_at),
        expires_at = greatest(r.expires_at, excluded.expires_at)";
// See news.rs. By a join alone the server might begin with the events.
const NEWS: &str = "SELECT c.epoch, c.head, c.floor, e.expires_at - coalesce($3::bigint, {statement_now}), e.transient,
        (SELECT revoked_at FROM nosocket_revocations WHERE subject_hash = $5::bytea),
        e.position, e.event, e.payload, e.except_client, e.created_at
    FROM nosocket_channels c
    CROSS JOIN LATERAL (
        SELECT * FROM nosocket_events WHERE channel_id = c.id AND position > $2::bigint ORDER BY position LIMIT $4::bigint) e
    WHERE c.name = $1 ORDER BY e.position";
// What an idle poll doesn't need: planned for any number of channels and events, it takes twice as long as the heads.
// $3 says from where on: 0 after the cursor in $2, 1 after the floor, 2 after the head. All channels come first with
// their first event or none, then all second events, and so on: that deals the page's room fairly.
const READ: &str = "SELECT (w.place - 1)::bigint, c.epoch, c.head, c.floor, x.expired, f.position AS start,
        count(e.position) OVER (PARTITION BY w.place), e.position, e.event, e.payload, e.except_client, e.created_at,
        (SELECT revoked_at FROM nosocket_revocations WHERE subject_hash = $8::bytea)
    FROM (SELECT coalesce($4::bigint, {statement_now}) AS now) t
    CROSS JOIN unnest($1::text[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS w (name, cursor, after, place)
    JOIN nosocket_channels c ON c.name = w.name
    CROSS JOIN LATERAL (SELECT CASE w.after WHEN 0 THEN w.cursor WHEN 1 THEN c.floor ELSE c.head END AS position) b
    LEFT JOIN LATERAL (
        SELECT position AS expired FROM nosocket_events
        WHERE b.position < c.head AND channel_id = c.id AND position > b.position
            AND expires_at <= t.now AND NOT transient
        ORDER BY position DESC LIMIT 1) x ON true
    CROSS JOIN LATERAL (
        SELECT CASE WHEN w.after = 1 THEN coalesce(x.expired, b.position) ELSE b.position END AS position) f
    LEFT JOIN LATERAL (
        SELECT position, event, payload, except_client, created_at FROM nosocket_events
        WHERE f.position < c.head AND (w.after = 1 OR x.expired IS NULL)
            AND channel_id = c.id AND position > f.position AND expires_at > t.now
        ORDER BY position LIMIT $5::bigint + 1) e ON true
    ORDER BY row_number() OVER (PARTITION BY w.place ORDER BY e.position), (w.place + $6::bigint) % $7::bigint
    LIMIT $5::bigint + $7::bigint";
const REMOVE_EXPIRED: &str = "WITH t AS (SELECT coalesce($1::bigint, {statement_now}) AS now),
    doomed AS (
        DELETE FROM nosocket_events e USING (
            SELECT channel_id, position FROM nosocket_events
            WHERE expires_at <= (SELECT now FROM t) ORDER BY expires_at LIMIT $2::bigint FOR UPDATE SKIP LOCKED) d
        WHERE e.channel_id = d.channel_id AND e.position = d.position
        RETURNING e.channel_id, e.position, e.transient),
    raised AS (
        UPDATE nosocket_channels c SET floor = greatest(c.floor, d.highest)
        FROM (SELECT channel_id, max(position) AS highest FROM doomed WHERE NOT transient GROUP BY channel_id) d
        WHERE c.id = d.channel_id),
    spent AS (
        DELETE FROM nosocket_rate_limits WHERE key_hash IN (
            SELECT key_hash FROM nosocket_rate_limits
            WHERE expires_at <= (SELECT now FROM t) ORDER BY expires_at LIMIT $2::bigint FOR UPDATE SKIP LOCKED)),
    over AS (
        DELETE FROM nosocket_revocations WHERE subject_hash IN (
            SELECT subject_hash FROM nosocket_revocations
            WHERE expires_at <= (SELECT now FROM t) ORDER BY expires_at LIMIT $2::bigint FOR UPDATE SKIP LOCKED))
    SELECT count(*) FROM doomed";
const RENEW_EPOCHS: &str = "UPDATE nosocket_channels SET epoch = substr(gen_random_uuid()::text, 1, 8)";
// GCRA (limit/gcra.rs), all in microseconds: $3 interval, $4 tolerance, $5 horizon.
const HIT: &str = "INSERT INTO nosocket_rate_limits AS l (key_hash, tat, denied, expires_at)
    SELECT $1, now + $3::bigint, false, (now + $3::bigint) / 1000 + 1 FROM (SELECT coalesce($2::bigint * 1000, {now} * 1000) AS now) t
    ON CONFLICT (key_hash) DO UPDATE SET (tat, denied, expires_at) = (
        SELECT CASE WHEN next <= now + $4::bigint THEN next ELSE believed END, next > now + $4::bigint, next / 1000 + 1
        FROM (SELECT *, greatest(believed, now) + $3::bigint AS next
              FROM (SELECT excluded.tat - $3::bigint AS now,
                           CASE WHEN l.tat > excluded.tat - $3::bigint + $5::bigint THEN 0 ELSE l.tat END AS believed) o) n)
    RETURNING tat, denied, {now} * 1000";
const STATS: &str = "SELECT (SELECT count(*) FROM nosocket_channels), (SELECT count(*) FROM nosocket_events),
    (SELECT count(*) FROM nosocket_events WHERE expires_at <= coalesce($1::bigint, {statement_now}))";
const VERSION: &str = "SELECT split_part(current_setting('server_version'), ' ', 1)";

/// The log in a PostgreSQL database.
pub struct PostgresStore {
    session: Session<PostgresConnector>,
}

impl PostgresStore {
    /// A store for this database. Connects on first use.
    ///
    /// # Errors
    /// [`Kind::Configuration`](crate::error::Kind::Configuration) if the parameters or certificates cannot be used.
    pub fn new(parameters: &BTreeMap<String, String>, settings: &Settings) -> Result<Self> {
        Ok(Self { session: Session::new(PostgresConnector::new(parameters, settings)?) })
    }
}

impl Store for PostgresStore {
    fn install(&mut self) -> Result<u32> {
        self.session.repeatable(Connection::install)
    }

    fn schema_version(&self) -> u32 {
        latest_version()
    }

    fn append(&mut self, appends: &[Append<'_>], now: Option<Millis>) -> Result<Vec<Appended>> {
        self.session.once(|connection| {
            let mut rows = Vec::new();
            if let [Append { channel, events, .. }] = appends
                && let [event] = events[..]
            {
                rows = connection.query(
                    APPEND_ONE,
                    &[
                        &channel.as_str(),
                        &now,
                        &event.ttl_ms,
                        &event.transient,
                        &&*event.name,
                        &event.except,
                        &event.payload,
                    ],
                )?;
            }
            if rows.is_empty() {
                rows = append_many(connection, appends, now)?;
            }
            Ok(rows.iter().map(|row| Appended { first: row.get(0), created_at: row.get(1) }).collect())
        })
    }

    fn heads(&mut self, wanted: &[Wanted<'_>], reader: Option<&[u8; 32]>) -> Result<Snapshot> {
        if wanted.is_empty() && reader.is_none() {
            return Ok(Snapshot::default());
        }
        let reader = reader.map(<[u8; 32]>::as_slice);
        let rows = self.session.repeatable(|connection| connection.query(HEADS, &[&names(wanted), &reader]))?;
        Ok(at_heads(wanted, rows.iter().map(|row| (row.get(0), row.get(1), row.get(2), row.get(3)))))
    }

    fn events(
        &mut self,
        wanted: &[Wanted<'_>],
        reader: Option<&[u8; 32]>,
        heads: &Snapshot,
        page: usize,
        now: Option<Millis>,
    ) -> Result<Snapshot> {
        let reader = reader.map(<[u8; 32]>::as_slice);
        self.session.repeatable(|connection| {
            if let Some(news) = News::expected(wanted, heads, page) {
                let name = wanted[news.index].channel.as_str();
                if let Some((rows, revoked_at)) = read_news(connection, &news, name, reader, now)? {
                    return Ok(heads.clone().with(news.index, rows, revoked_at));
                }
            }
            let (channels, revoked_at) = read_events(connection, wanted, reader, page, now)?;
            Ok(Snapshot { channels, revoked_at: heads.revoked_at.max(revoked_at) })
        })
    }

    fn remove_expired(&mut self, batch: usize, now: Option<Millis>) -> Result<usize> {
        let limit = i64::try_from(batch).unwrap_or(i64::MAX);
        let rows = self.session.repeatable(|connection| connection.query(REMOVE_EXPIRED, &[&now, &limit]))?;
        Ok(usize::try_from(rows[0].get::<_, i64>(0)).unwrap_or(0))
    }

    fn revoke(&mut self, subject_hash: &[u8; 32], revoked_at: Millis, expires_at: Millis) -> Result<()> {
        self.session
            .repeatable(|connection| connection.execute(REVOKE, &[&subject_hash.as_slice(), &revoked_at, &expires_at]))
            .map(drop)
    }

    fn renew_epochs(&mut self) -> Result<usize> {
        let renewed = self.session.repeatable(|connection| connection.execute(RENEW_EPOCHS, &[]))?;
        Ok(usize::try_from(renewed).unwrap_or(usize::MAX))
    }

    fn hit(&mut self, key_hash: &[u8; 32], quota: Quota, now: Option<Millis>) -> Result<()> {
        let [interval, tolerance, horizon] = [quota.interval_us(), quota.tolerance_us(), quota.horizon_us()]
            .map(|us| i64::try_from(us).unwrap_or(i64::MAX));
        // Repeating a hit that was counted already costs the client one poll, and nothing else.
        let rows = self.session.repeatable(|connection| {
            connection.query(HIT, &[&key_hash.as_slice(), &now, &interval, &tolerance, &horizon])
        })?;
        let (tat, denied, server_now): (i64, bool, i64) = (rows[0].get(0), rows[0].get(1), rows[0].get(2));
        let now_us = now.map_or(server_now, |now| now.max(0).saturating_mul(1000));
        if denied { Err(quota.denied_at(tat.unsigned_abs(), now_us.unsigned_abs())) } else { Ok(()) }
    }

    fn stats(&mut self, now: Option<Millis>) -> Result<Stats> {
        let rows = self.session.repeatable(|connection| connection.query(STATS, &[&now]))?;
        Ok(Stats { channels: rows[0].get(0), events: rows[0].get(1), expired: rows[0].get(2) })
    }

    fn server_version(&mut self) -> Result<String> {
        let rows = self.session.repeatable(|connection| connection.query(VERSION, &[]))?;
        Ok(format!("PostgreSQL {}", rows[0].get::<_, &str>(0)))
    }

    fn counters(&self) -> Counters {
        self.session.counters()
    }
}

fn names<'a>(wanted: &[Wanted<'a>]) -> Vec<&'a str> {
    wanted.iter().map(|wanted| wanted.channel.as_str()).collect()
}

fn read_news(
    connection: &mut Connection,
    news: &News,
    name: &str,
    reader: Option<&[u8]>,
    now: Option<Millis>,
) -> Result<Option<(ChannelRows, Option<Millis>)>, Fault> {
    let limit = i64::try_from(news.limit).unwrap_or(i64::MAX);
    let rows = connection.query(NEWS, &[&name, &news.from, &now, &limit, &reader])?;
    let channel = rows.first().map(|row| NewsChannel {
        epoch: row.get(0),
        head: row.get(1),
        floor: row.get(2),
        revoked_at: row.get(5),
    });
    let rows = rows.iter().map(|row| NewsRow {
        expires_in: row.get(3),
        is_transient: row.get(4),
        event: StoredEvent {
            position: row.get(6),
            name: row.get(7),
            payload: row.get(8),
            except: row.get(9),
            created_at: row.get(10),
        },
    });
    Ok(news.gather(channel, rows))
}

/// Reads all channels anew, so that each channel's row and events come from one snapshot, and the reader's revocation.
fn read_events(
    connection: &mut Connection,
    wanted: &[Wanted<'_>],
    reader: Option<&[u8]>,
    page: usize,
    now: Option<Millis>,
) -> Result<(Vec<Option<ChannelRows>>, Option<Millis>), Fault> {
    let (cursors, after): (Vec<i64>, Vec<i64>) = wanted
        .iter()
        .map(|wanted| match wanted.after {
            After::Position(position) => (position, 0),
            After::Floor => (0, 1),
            After::Head => (0, 2),
        })
        .unzip();
    let [page_size, start, count] =
        [page, fastrand::usize(..wanted.len()), wanted.len()].map(|size| i64::try_from(size).unwrap_or(i64::MAX));
    let rows =
        connection.query(READ, &[&names(wanted), &cursors, &after, &now, &page_size, &start, &count, &reader])?;
    Ok((channels(wanted.len(), page, &rows), rows.first().and_then(|row| row.get(12))))
}

fn append_many(connection: &mut Connection, appends: &[Append<'_>], now: Option<Millis>) -> Result<Vec<Row>, Fault> {
    let names: Vec<&str> = appends.iter().map(|append| append.channel.as_str()).collect();
    let epochs: Vec<&str> = appends.iter().map(|append| append.new_epoch.as_str()).collect();
    let counts: Vec<i64> = appends.iter().map(|append| append.events.len() as i64).collect();
    let placed = || {
        (1_i64..)
            .zip(appends)
            .flat_map(|(place, append)| (1_i64..).zip(&append.events).map(move |(nth, event)| (place, nth, *event)))
    };
    let places: Vec<i64> = placed().map(|(place, ..)| place).collect();
    let nths: Vec<i64> = placed().map(|(_, nth, _)| nth).collect();
    let ttls: Vec<i64> = placed().map(|(.., event)| event.ttl_ms).collect();
    let transient: Vec<bool> = placed().map(|(.., event)| event.transient).collect();
    let events: Vec<&str> = placed().map(|(.., event)| &*event.name).collect();
    let except: Vec<Option<&str>> = placed().map(|(.., event)| event.except.as_deref()).collect();
    let payloads: Vec<&str> = placed().map(|(.., event)| event.payload.as_str()).collect();
    connection.query(
        APPEND_MANY,
        &[&names, &epochs, &counts, &now, &places, &nths, &ttls, &transient, &events, &except, &payloads],
    )
}

/// Gathers the rows by channel, as far as the page has room.
fn channels(wanted: usize, page: usize, rows: &[Row]) -> Vec<Option<ChannelRows>> {
    let mut channels: Vec<Option<ChannelRows>> = vec![None; wanted];
    let mut room = page;
    for row in rows {
        let place = usize::try_from(row.get::<_, i64>(0)).unwrap_or(usize::MAX);
        let Some(slot) = channels.get_mut(place) else { continue };
        let channel = slot.get_or_insert_with(|| ChannelRows {
            epoch: row.get(1),
            head: row.get(2),
            floor: row.get(3),
            expired: row.get(4),
            from: row.get(5),
            events: Vec::new(),
            good_for: None,
            more: row.get::<_, i64>(6) > 0,
        });
        let Some(position) = row.get::<_, Option<Position>>(7) else { continue };
        if room == 0 {
            continue;
        }
        room -= 1;
        channel.events.push(StoredEvent {
            position,
            name: row.get(8),
            payload: row.get(9),
            except: row.get(10),
            created_at: row.get(11),
        });
        channel.more = row.get::<_, i64>(6) > channel.events.len() as i64;
    }
    channels
}
