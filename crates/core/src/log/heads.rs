//! What the channels' rows alone say. It is all that an idle poll of a database server needs.

use std::collections::HashMap;

use super::store::{After, ChannelRows, Wanted};
use crate::cursor::Position;

/// The wanted channels without their events. `rows`: name, epoch, head and floor of those that have a row, in any order.
pub(super) fn at_heads(
    wanted: &[Wanted<'_>],
    rows: impl IntoIterator<Item = (String, String, Position, Position)>,
) -> Vec<Option<ChannelRows>> {
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
    channels.collect()
}

/// How many events may follow; none for a reader whom the log will send to resync anyway.
pub(super) fn pending(channel: &Option<ChannelRows>) -> usize {
    match channel {
        Some(rows) if rows.from >= rows.floor => usize::try_from(rows.head.saturating_sub(rows.from)).unwrap_or(0),
        _ => 0,
    }
}
