//! The usual poll with news: one channel has some, and they fit into the page. The database is then asked for all events after
//! the cursor, expired ones too, and with them for the reader's revocation, so that one short statement tells everything.

use super::heads::pending;
use super::store::{After, ChannelRows, Snapshot, Wanted};
use crate::clock::Millis;
use crate::cursor::Position;
use crate::event::StoredEvent;

/// The one channel of a poll that has news.
pub(super) struct News {
    /// Which of the wanted channels it is.
    pub(super) index: usize,
    pub(super) from: Position,
    /// How many rows to ask for: one more than can be used.
    pub(super) limit: usize,
}

/// What all rows tell alike.
pub(super) struct NewsChannel {
    pub(super) epoch: String,
    pub(super) head: Position,
    pub(super) floor: Position,
    pub(super) revoked_at: Option<Millis>,
}

/// One of the events after the cursor.
pub(super) struct NewsRow {
    /// In how many milliseconds it expires; 0 and less: it has.
    pub(super) expires_in: Millis,
    pub(super) is_transient: bool,
    pub(super) event: StoredEvent,
}

impl Snapshot {
    /// The same with one channel read again, and with it the reader's revocation: the latest counts.
    pub(super) fn with(mut self, index: usize, rows: ChannelRows, revoked_at: Option<Millis>) -> Self {
        self.channels[index] = Some(rows);
        self.revoked_at = self.revoked_at.max(revoked_at);
        self
    }
}

impl News {
    /// Whether these heads promise the usual case.
    pub(super) fn expected(wanted: &[Wanted<'_>], heads: &Snapshot, page: usize) -> Option<Self> {
        let mut active = heads.channels.iter().enumerate().filter(|(_, channel)| pending(channel) > 0);
        let (Some((index, channel)), None) = (active.next(), active.next()) else { return None };
        let After::Position(from) = wanted[index].after else { return None };
        (pending(channel) <= page).then_some(Self { index, from, limit: page + 1 })
    }

    /// What the rows tell, oldest first, and when the reader's grants were revoked. `None` if that is not everything: more have
    /// come than fit, or what was there is gone.
    pub(super) fn gather(
        &self,
        channel: Option<NewsChannel>,
        rows: impl ExactSizeIterator<Item = NewsRow>,
    ) -> Option<(ChannelRows, Option<Millis>)> {
        if rows.len() >= self.limit {
            return None;
        }
        let NewsChannel { epoch, head, floor, revoked_at } = channel?;
        let mut expired = None;
        let mut good_for = None;
        let mut events = Vec::with_capacity(rows.len());
        for NewsRow { expires_in, is_transient, event } in rows {
            match (expires_in > 0, is_transient) {
                (true, _) => {
                    good_for = Some(good_for.map_or(expires_in, |others: Millis| others.min(expires_in)));
                    events.push(event);
                }
                (false, false) => expired = Some(event.position),
                (false, true) => {}
            }
        }
        if expired.is_some() {
            events.clear();
        }
        let rows = ChannelRows { epoch, head, floor, expired, from: self.from, events, good_for, more: false };
        Some((rows, revoked_at))
    }
}
