//! What a poll takes from the cache, and what it leaves there for others.

use super::latest::Latest;
use super::table::{Known, Mark};
use super::{HeadCache, latest_table, subject, time};
use crate::clock::Millis;
use crate::log::heads::pending;
use crate::log::store::{After, ChannelRows, Snapshot, Wanted};

/// The epoch kept for a channel that was never emitted to.
const NO_ROW: u64 = 0;

/// The number kept for a subject whose grants were never revoked.
const NEVER: i64 = i64::MIN;

/// What the cache knows of the channels of a poll, and of its reader.
pub(in crate::log) struct Heads {
    pub(in crate::log) snapshot: Snapshot,
    /// The reader's grants were looked up no earlier; nobody's at any time.
    as_of: u64,
}

/// What the changes were before the database was read.
pub(in crate::log) struct Marks {
    as_of: u64,
    subject: Option<Mark>,
    /// One for each channel.
    channels: Vec<Option<Mark>>,
}

impl HeadCache {
    /// What the database would say of these channels' heads and of the reader's revocation, if all of it is known well
    /// enough and every reader has a cursor. Floors are not known; no cursor at a head is below them.
    pub(in crate::log) fn look(
        &mut self,
        reader: Option<&[u8; 32]>,
        wanted: &[Wanted<'_>],
        clock: Option<Millis>,
    ) -> Option<Heads> {
        self.check();
        let now = time(clock);
        let subject = match reader {
            None => None,
            Some(hash) => Some(self.known(&subject(hash), 0, now)?),
        };
        let channels = wanted
            .iter()
            .map(|&Wanted { channel, after, token }| {
                let After::Position(from) = after else { return None };
                let known = self.known(channel.as_str().as_bytes(), token, now)?;
                Some(known.epoch().map(|epoch| ChannelRows {
                    epoch,
                    head: known.number,
                    floor: 0,
                    expired: None,
                    from,
                    events: Vec::new(),
                    good_for: None,
                    more: false,
                }))
            })
            .collect::<Option<_>>()?;
        let revoked_at = subject.map(|known| known.number).filter(|&number| number != NEVER);
        let as_of = subject.map_or(u64::MAX, |known| known.read_at);
        Some(Heads { snapshot: Snapshot { channels, revoked_at }, as_of })
    }

    /// The answer that follows from these heads, if the events after every cursor are known and fit into the page.
    ///
    /// Events are known to a reader whose grants were looked up after they had been read: so none that was emitted after
    /// a revocation, wherever that was, is told to whoever it concerns.
    pub(in crate::log) fn news(
        &self,
        heads: &Heads,
        wanted: &[Wanted<'_>],
        page: usize,
        clock: Option<Millis>,
    ) -> Option<Snapshot> {
        let mut snapshot = heads.snapshot.clone();
        let now = time(clock);
        let mut room = page;
        for (rows, wanted) in snapshot.channels.iter_mut().zip(wanted) {
            let count = pending(rows);
            room = room.checked_sub(count)?;
            if let Some(rows) = rows.as_mut().filter(|_| count > 0) {
                let latest = self.latest(&self.mark(wanted.channel.as_str().as_bytes(), wanted.token, now)?)?;
                let is_it = latest.ended_at < heads.as_of
                    && (epoch_word(&rows.epoch), rows.head) == (Some(latest.epoch), latest.head)
                    && latest.from <= rows.from;
                if !is_it {
                    return None;
                }
                rows.events = latest.events;
                rows.events.retain(|event| event.position > rows.from);
            }
        }
        Some(snapshot)
    }

    /// To be taken before the database is read for these channels.
    pub(in crate::log) fn marks(
        &self,
        reader: Option<&[u8; 32]>,
        wanted: &[Wanted<'_>],
        clock: Option<Millis>,
    ) -> Marks {
        let at = time(clock);
        Marks {
            as_of: reader.map_or(u64::MAX, |_| at),
            subject: reader.and_then(|hash| self.mark(&subject(hash), 0, at)),
            channels: wanted
                .iter()
                .map(|wanted| self.mark(wanted.channel.as_str().as_bytes(), wanted.token, at))
                .collect(),
        }
    }

    /// Keeps the heads and the reader's revocation that were read after these marks were taken.
    pub(in crate::log) fn remember_heads(&self, marks: Marks, snapshot: Snapshot) -> Heads {
        self.store_revocation(&marks, &snapshot);
        for (mark, rows) in marks.channels.iter().zip(&snapshot.channels) {
            self.store_head(mark.as_ref(), rows.as_ref());
        }
        Heads { snapshot, as_of: marks.as_of }
    }

    /// Keeps what was read after these marks were taken of the channels that have news by their heads.
    pub(in crate::log) fn remember_news(
        &self,
        marks: &Marks,
        heads: &Heads,
        snapshot: &Snapshot,
        clock: Option<Millis>,
    ) {
        let ended_at = time(clock);
        for ((mark, rows), head) in marks.channels.iter().zip(&snapshot.channels).zip(&heads.snapshot.channels) {
            if pending(head) == 0 {
                continue;
            }
            self.store_head(mark.as_ref(), rows.as_ref());
            // A store that finds none of the channels whose events it was to read is not told of the reader either.
            let (Some(mark), Some(rows)) = (mark, rows) else { continue };
            self.store_revocation(marks, snapshot);
            if let (Some(good_for), Some(epoch)) = (rows.good_for, epoch_word(&rows.epoch)) {
                let good_until = mark.at.saturating_add_signed(good_for);
                // What cleanup has taken must stay missing to whoever stands before it.
                let from = rows.from.max(rows.floor);
                let ChannelRows { head, ref events, .. } = *rows;
                self.keep(mark, &Latest { ended_at, good_until, epoch, head, from, events: events.clone() });
            }
        }
    }

    fn store_revocation(&self, marks: &Marks, snapshot: &Snapshot) {
        if let Some(mark) = &marks.subject {
            self.store(mark, NO_ROW, snapshot.revoked_at.unwrap_or(NEVER));
        }
    }

    fn store_head(&self, mark: Option<&Mark>, rows: Option<&ChannelRows>) {
        let known = match rows {
            None => Some((NO_ROW, 0)),
            Some(rows) => epoch_word(&rows.epoch).map(|epoch| (epoch, rows.head)),
        };
        if let (Some(mark), Some((epoch, number))) = (mark, known) {
            self.store(mark, epoch, number);
        }
    }

    /// Keeps the latest events of a channel unless they are known: the longer they stand, the more readers were looked up after
    /// they had been read.
    fn keep(&self, mark: &Mark, latest: &Latest) {
        let is_known = self
            .latest(mark)
            .is_some_and(|known| (known.epoch, known.head) == (latest.epoch, latest.head) && known.from <= latest.from);
        if let (false, Ok(file)) = (is_known, &self.file) {
            latest_table(file).store(mark, latest);
        }
    }
}

impl Known {
    /// `None` for a channel that was never emitted to.
    fn epoch(self) -> Option<String> {
        (self.epoch != NO_ROW).then(|| String::from_utf8_lossy(&self.epoch.to_le_bytes()).into_owned())
    }
}

/// An epoch as a number; `None` for one that is not ours.
fn epoch_word(epoch: &str) -> Option<u64> {
    epoch.as_bytes().try_into().ok().map(u64::from_le_bytes).filter(|&word| word != NO_ROW)
}
