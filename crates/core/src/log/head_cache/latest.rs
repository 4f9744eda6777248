//! The latest events of channels, for the many who poll for the same news: one slot holds what one statement has read of one
//! channel, all events after a position up to its head.

use std::sync::atomic::Ordering::Relaxed;

use super::record;
use super::table::Mark;
use crate::cursor::Position;
use crate::event::StoredEvent;
use crate::shared::Word;

/// A [record]: the words named below, and the events.
type Slot<W> = [W; WORDS];

/// Atomics in a slot, 4 KiB.
pub(super) const WORDS: usize = 512;

/// How many slots there are.
pub(super) const SLOTS: usize = 256;

/// Slots that a channel's events may lie in.
const BUCKET: usize = 4;

/// Words before the events: the channel's hash (2 words), what its changes were, when the reading began and when it had ended,
/// until when none of the events has expired, epoch, head, the position that the events follow, and their size in bytes.
const HEADER: usize = 10;
const ENDED_AT: usize = 4;

/// How many bytes of events a slot holds.
pub(super) const ROOM: usize = (WORDS - HEADER - 1) * size_of::<u64>();

/// The length of an `except` that is not there.
const NONE: u32 = u32::MAX;

/// Some slots; as many as [`BUCKET`] or more.
pub(super) struct LatestTable<'a, W>(pub(super) &'a [Slot<W>]);

/// All events of a channel after a position.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Latest {
    /// When they had been read, or later.
    pub(super) ended_at: u64,
    /// None of them has expired before.
    pub(super) good_until: u64,
    /// The epoch's bytes.
    pub(super) epoch: u64,
    pub(super) head: Position,
    /// The events are those after this position.
    pub(super) from: Position,
    pub(super) events: Vec<StoredEvent>,
}

impl<'a, W: Word> LatestTable<'a, W> {
    /// Keeps what was read after this mark was taken: as many of the latest events as there is room for.
    pub(super) fn store(&self, mark: &Mark, latest: &Latest) {
        let mut size = 0;
        let fits = |event: &&StoredEvent| {
            size += encoded_size(event);
            size <= ROOM
        };
        let kept = latest.events.iter().rev().take_while(fits).count();
        let (left_out, events) = latest.events.split_at(latest.events.len() - kept);
        if events.is_empty() {
            return;
        }
        let bucket = self.bucket(mark.name);
        let is_ours = |slot: &&Slot<W>| [slot[0].load(Relaxed), slot[1].load(Relaxed)] == mark.name;
        let oldest = || bucket.iter().min_by_key(|slot| slot[ENDED_AT].load(Relaxed));
        let Some(slot) = bucket.iter().find(is_ours).or_else(oldest) else { return };
        let bytes = encode(events);
        let from = left_out.last().map_or(latest.from, |event| event.position);
        let [first, second] = mark.name;
        let header: [u64; HEADER] = [
            first,
            second,
            mark.changes,
            mark.at,
            latest.ended_at,
            latest.good_until,
            latest.epoch,
            latest.head.cast_unsigned(),
            from.cast_unsigned(),
            bytes.len() as u64,
        ];
        let words = bytes.chunks(8).map(|bytes| {
            let mut word = [0; 8];
            word[..bytes.len()].copy_from_slice(bytes);
            u64::from_le_bytes(word)
        });
        record::write(slot, &header.into_iter().chain(words).collect::<Vec<_>>());
    }

    /// What is known of a channel, if the reading began at most `bound` milliseconds before this mark, nothing has changed
    /// since, and no event has expired.
    pub(super) fn known(&self, mark: &Mark, bound: u64) -> Option<Latest> {
        self.bucket(mark.name).iter().find_map(|slot| {
            let header: [u64; HEADER] = record::load(slot);
            let [first, second, changes, began_at, ended_at, good_until, epoch, head, from, size] = header;
            let is_good = [first, second] == mark.name
                && changes == mark.changes
                && mark.at.checked_sub(began_at).is_some_and(|age| age <= bound)
                && mark.at < good_until;
            let size = usize::try_from(size).ok().filter(|&size| is_good && size <= ROOM)?;
            let words = slot[HEADER..HEADER + size.div_ceil(8)].iter().map(|word| word.load(Relaxed));
            let content: Vec<u64> = header.into_iter().chain(words).collect();
            if !record::is_whole(slot, &content) {
                return None;
            }
            let mut bytes = Vec::with_capacity(size + 8);
            content[HEADER..].iter().for_each(|word| bytes.extend_from_slice(&word.to_le_bytes()));
            let [head, from] = [head, from].map(u64::cast_signed);
            Some(Latest { ended_at, good_until, epoch, head, from, events: decode(&bytes[..size])? })
        })
    }

    fn bucket(&self, [first, _]: [u64; 2]) -> &'a [Slot<W>] {
        let begin = (first as usize % (self.0.len() / BUCKET)) * BUCKET;
        &self.0[begin..begin + BUCKET]
    }
}

/// Position, time, and the lengths of three texts.
const FIXED_SIZE: usize = 2 * size_of::<i64>() + 3 * size_of::<u32>();

fn encoded_size(event: &StoredEvent) -> usize {
    FIXED_SIZE + event.name.len() + event.payload.len() + event.except.as_ref().map_or(0, String::len)
}

fn encode(events: &[StoredEvent]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(events.iter().map(encoded_size).sum());
    for StoredEvent { position, name, payload, except, created_at } in events {
        bytes.extend_from_slice(&position.to_le_bytes());
        bytes.extend_from_slice(&created_at.to_le_bytes());
        let texts = [Some(name), Some(payload), except.as_ref()];
        for text in texts {
            bytes.extend_from_slice(&text.map_or(NONE, |text| text.len() as u32).to_le_bytes());
        }
        texts.into_iter().flatten().for_each(|text| bytes.extend_from_slice(text.as_bytes()));
    }
    bytes
}

fn decode(mut bytes: &[u8]) -> Option<Vec<StoredEvent>> {
    let mut events = Vec::new();
    while !bytes.is_empty() {
        let [position, created_at] = [take(&mut bytes)?, take(&mut bytes)?].map(i64::from_le_bytes);
        let lengths = [take(&mut bytes)?, take(&mut bytes)?, take(&mut bytes)?].map(u32::from_le_bytes);
        let mut text = |length: u32| {
            let text = bytes.split_off(..usize::try_from(length).ok()?)?;
            str::from_utf8(text).ok().map(str::to_owned)
        };
        let [name, payload] = [text(lengths[0])?, text(lengths[1])?];
        let except = if lengths[2] == NONE { None } else { Some(text(lengths[2])?) };
        events.push(StoredEvent { position, name, payload, except, created_at });
    }
    Some(events)
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*taken)
}

#[cfg(test)]
mod tests;
