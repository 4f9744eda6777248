//! What the channels' rows alone say. It is all that an idle poll needs.

use std::collections::HashMap;

use super::store::{After, ChannelRows, Snapshot, Wanted};
use crate::cursor::Position;

/// The wanted channels without their events. `rows`: name, epoch, head and floor of those that have a row, in any order.
/// Under the empty name, which no channel has, the reader's revocation may stand among them: its time is in the head's place.
pub(super) fn at_heads(
    wanted: &[Wanted<'_>],
    rows: impl IntoIterator<Item = (String, String, Position, Position)>,
) -> Snapshot {
    let mut found: HashMap<_, _> =
        rows.into_iter().map(|(name, epoch, head, floor)| (name, (epoch, head, floor))).collect();
    let revoked_at = found.remove("").map(|(_, revoked_at, _)| revoked_at);
    let channels = wanted.iter().map(|wanted| {
        let (epoch, head, floor) = found.get(wanted.channel.as_str()).cloned()?;
        let from = match wanted.after {
            After::Position(position) => position,
            After::Floor => floor,
            After::Head => head,
        };
        Some(ChannelRows { epoch, head, floor, expired: None, from, events: Vec::new(), good_for: None, more: false })
    });
    Snapshot { channels: channels.collect(), revoked_at }
}

/// How many events may follow; none for a reader whom the log will send to resync anyway.
pub(super) fn pending(channel: &Option<ChannelRows>) -> usize {
    match channel {
        Some(rows) if rows.from >= rows.floor => usize::try_from(rows.head.saturating_sub(rows.from)).unwrap_or(0),
        _ => 0,
    }
}
