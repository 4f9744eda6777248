//! Answers: whatever a log holds, also a tampered one, is written as JSON that reads back the same.

use serde_json::Value;

use super::bytes::Bytes;
use crate::channel::ChannelName;
use crate::engine::Answer;
use crate::event::StoredEvent;
use crate::http::{iso_time, write_poll};
use crate::log::{ChannelReading, Reading};

/// Channels and events, each of a few numbers and lines. What is no channel's name is left out, a payload that is no
/// JSON is null: the log holds neither.
pub fn answer(data: &[u8]) {
    let mut bytes = Bytes(data);
    let has_more = bytes.byte() & 1 == 1;
    let next_poll_ms = u32::from_le_bytes(bytes.array());
    let mut channels: Vec<ChannelReading> = Vec::new();
    while !bytes.is_empty() {
        let flags = bytes.byte();
        if flags & 1 == 1 || channels.is_empty() {
            let name = bytes.line();
            let Ok(channel) = ChannelName::new(&name) else { continue };
            if channels.iter().any(|known| known.channel == channel) {
                continue;
            }
            let epoch = (flags & 2 == 2).then(|| bytes.line());
            let (cursor, resync) = (bytes.number() as i64, flags & 4 == 4);
            channels.push(ChannelReading { channel, cursor, epoch, resync, events: Vec::new() });
        } else if let Some(channel) = channels.last_mut() {
            let payload = bytes.line();
            channel.events.push(StoredEvent {
                position: bytes.number() as i64,
                name: bytes.line(),
                payload: if serde_json::from_str::<Value>(&payload).is_ok() { payload } else { "null".to_owned() },
                except: (flags & 2 == 2).then(|| bytes.line()),
                created_at: bytes.number() as i64,
            });
        }
    }
    let reading = Reading { channels, has_more };
    check(&Answer { reading, beacons: Vec::new() }, next_poll_ms);
}

fn check(answer: &Answer, next_poll_ms: u32) {
    let json = write_poll(answer, next_poll_ms);
    let reading = &answer.reading;
    let read: Value = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    assert_eq!(read["has_more"], reading.has_more);
    assert_eq!(read.get("next_poll_ms").and_then(Value::as_u64).unwrap_or(0), u64::from(next_poll_ms));
    let mut events = read["events"].as_array().expect("events is a list").iter();
    for channel in &reading.channels {
        let name = channel.channel.as_str();
        assert_eq!(read["cursors"][name], channel.cursor);
        assert_eq!(read["epochs"].get(name).and_then(Value::as_str), channel.epoch.as_deref());
        let resync = read["resync_required"].as_array().expect("resync_required is a list");
        assert_eq!(resync.iter().any(|listed| listed == name), channel.resync);
        for event in &channel.events {
            let written = events.next().expect("no event is missing");
            assert_eq!((&written["channel"], &written["event"]), (&name.into(), &event.name.as_str().into()));
            assert_eq!(written["id"], event.position);
            assert_eq!(written.get("except").and_then(Value::as_str), event.except.as_deref());
            assert_eq!(Some(&written["payload"]), serde_json::from_str(&event.payload).ok().as_ref());
            assert_eq!(written["created_at"], iso_time(event.created_at));
        }
    }
    assert!(events.next().is_none(), "no event was made up");
}
