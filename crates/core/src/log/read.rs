//! Reading: which channels have news, what they are, and what that means to the reader.

use super::Log;
use super::heads::pending;
use super::store::{After, ChannelRows, Snapshot, Wanted};
use crate::channel::ChannelName;
use crate::clock::Millis;
use crate::cursor::{Position, Replay, Subscription};
use crate::error::Result;
use crate::event::StoredEvent;

/// A channel's head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The highest position given out; 0 for a channel that was never emitted to.
    pub position: Position,
    /// Label of this life of the channel's positions; `None` for a channel that was never emitted to.
    pub epoch: Option<String>,
}

/// The answer for one channel of a poll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelReading {
    /// The channel.
    pub channel: ChannelName,
    /// Where the reader stands now.
    pub cursor: Position,
    /// Label of this life of the channel's positions; `None` for a channel that was never emitted to.
    pub epoch: Option<String>,
    /// Whether history is gone: the reader must refresh its data and go on from `cursor`, which is the head.
    pub resync: bool,
    /// What is new, oldest first.
    pub events: Vec<StoredEvent>,
}

/// The answer to a poll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// One answer per subscription, in the same order.
    pub channels: Vec<ChannelReading>,
    /// Whether the page had no room for everything.
    pub has_more: bool,
}

impl Log {
    /// Answers a poll: for each subscription what is new, at most `page` events in all.
    ///
    /// # Errors
    /// If the database refuses.
    pub fn read(&mut self, subscriptions: &[Subscription], page: usize) -> Result<Reading> {
        self.read_as(None, subscriptions, &[], page).map(|(reading, _)| reading)
    }

    /// The same for a reader by the hash of the grant's subject, with the time at which that subject's grants were
    /// revoked. Whether this voids the grant at hand, the grant knows.
    ///
    /// `tokens`, if there are any, are those of the channels' beacons as numbers, one for each subscription, as they were seen before
    /// this call. They change after each emit to the channel, wherever it is; the answer is no older than they are.
    ///
    /// # Errors
    /// If the database refuses.
    pub fn read_as(
        &mut self,
        reader: Option<&[u8; 32]>,
        subscriptions: &[Subscription],
        tokens: &[u64],
        page: usize,
    ) -> Result<(Reading, Option<Millis>)> {
        let tokens = tokens.iter().copied().chain(std::iter::repeat(0));
        let wanted: Vec<_> = subscriptions
            .iter()
            .zip(tokens)
            .map(|(s, token)| Wanted { channel: &s.channel, after: begin(s), token })
            .collect();
        let Snapshot { channels: rows, revoked_at } = self.snapshot(reader, subscriptions, &wanted, page)?;
        let has_more =
            subscriptions.iter().zip(&rows).any(|(s, rows)| rows.as_ref().is_some_and(|r| r.more && !gone(s, r)));
        let channels = subscriptions.iter().zip(rows).map(|(subscription, rows)| judge(subscription, rows)).collect();
        Ok((Reading { channels, has_more }, revoked_at))
    }

    fn snapshot(
        &mut self,
        reader: Option<&[u8; 32]>,
        subscriptions: &[Subscription],
        wanted: &[Wanted<'_>],
        page: usize,
    ) -> Result<Snapshot> {
        let Some(cache) = &mut self.cache else {
            let heads = self.store.heads(wanted, reader)?;
            return if is_idle(&heads) {
                Ok(heads)
            } else {
                self.store.events(wanted, reader, &heads, page, self.now())
            };
        };
        let clock = || self.clock.as_ref().map(|clock| clock.now());
        // A resync is serious: it is for the database to say.
        let known = cache.look(reader, wanted, clock()).filter(|heads| {
            let seen = subscriptions.iter().zip(&heads.snapshot.channels);
            seen.into_iter().all(|(subscription, rows)| !judge(subscription, rows.clone()).resync)
        });
        let heads = match known {
            Some(heads) => heads,
            None => {
                let marks = cache.marks(reader, wanted, clock());
                let heads = self.store.heads(wanted, reader)?;
                cache.remember_heads(marks, heads)
            }
        };
        if is_idle(&heads.snapshot) {
            return Ok(heads.snapshot);
        }
        if let Some(answer) = cache.news(&heads, wanted, page, clock()) {
            return Ok(answer);
        }
        let marks = cache.marks(reader, wanted, clock());
        let snapshot = self.store.events(wanted, reader, &heads.snapshot, page, clock())?;
        cache.remember_news(&marks, &heads, &snapshot, clock());
        Ok(snapshot)
    }

    /// The channels' heads, in the same order.
    ///
    /// # Errors
    /// If the database refuses.
    pub fn heads(&mut self, channels: &[ChannelName]) -> Result<Vec<Head>> {
        let wanted: Vec<_> = channels.iter().map(|channel| Wanted { channel, after: After::Head, token: 0 }).collect();
        let snapshot = self.store.heads(&wanted, None)?;
        let head = |rows: Option<ChannelRows>| match rows {
            Some(rows) => Head { position: rows.head, epoch: Some(rows.epoch) },
            None => Head { position: 0, epoch: None },
        };
        Ok(snapshot.channels.into_iter().map(head).collect())
    }
}

/// Whether no channel has events for its reader.
fn is_idle(heads: &Snapshot) -> bool {
    heads.channels.iter().all(|channel| pending(channel) == 0)
}

/// From where on a reader wants events.
fn begin(subscription: &Subscription) -> After {
    match (subscription.cursor, subscription.replay) {
        (Some(position), _) => After::Position(position),
        (None, Replay::Retained) => After::Floor,
        (None, Replay::Live) => After::Head,
    }
}

/// Whether something that the reader has not seen is gone, or was never there: another life of the positions, a log
/// that is behind the reader, or history that retention has taken, whether cleanup has run or not.
fn gone(subscription: &Subscription, rows: &ChannelRows) -> bool {
    subscription.cursor.is_some_and(|cursor| {
        subscription.epoch.as_ref().is_some_and(|epoch| *epoch != rows.epoch)
            || cursor > rows.head
            || cursor < rows.floor
            || rows.expired.is_some()
    })
}

/// The answer for one channel.
fn judge(subscription: &Subscription, rows: Option<ChannelRows>) -> ChannelReading {
    let channel = subscription.channel.clone();
    let Some(rows) = rows else {
        let knew_events = subscription.cursor.is_some_and(|cursor| cursor > 0 || subscription.epoch.is_some());
        return ChannelReading { channel, cursor: 0, epoch: None, resync: knew_events, events: Vec::new() };
    };
    if gone(subscription, &rows) {
        return ChannelReading {
            channel,
            cursor: rows.head,
            epoch: Some(rows.epoch),
            resync: true,
            events: Vec::new(),
        };
    }
    let cursor = match rows.events.last() {
        _ if !rows.more => rows.head,
        Some(last) => last.position,
        None => rows.from,
    };
    ChannelReading { channel, cursor, epoch: Some(rows.epoch), resync: false, events: rows.events }
}
