//! The answer to a poll as JSON. Payloads go from the row to the answer as they are.

use std::fmt::Write;

use jiff::fmt::temporal::DateTimePrinter;

use crate::clock::Millis;
use crate::engine::Answer;
use crate::event::StoredEvent;
use crate::log::ChannelReading;

const TIMES: DateTimePrinter = DateTimePrinter::new().precision(Some(3));

/// Writes the answer: `{"events": […], "cursors": {…}, "epochs": {…}, "has_more": …, "resync_required": […]}` and, if
/// above 0, `next_poll_ms`; and `"beacons": {…}`, if there are any.
#[must_use]
pub fn write_poll(Answer { reading, beacons }: &Answer, next_poll_ms: u32) -> String {
    let events = reading.channels.iter().flat_map(|channel| channel.events.iter().map(move |event| (channel, event)));
    let size: usize = events.clone().map(|(_, event)| event.payload.len() + 160).sum();
    let mut json = String::with_capacity(size + reading.channels.len() * 64 + beacons.len() * 64 + 96);
    json.push_str("{\"events\":[");
    separated(&mut json, events, |json, (channel, event)| write_event(json, channel.channel.as_str(), event));
    json.push_str("],\"cursors\":{");
    separated(&mut json, &reading.channels, |json, channel| {
        write_string(json, channel.channel.as_str());
        write_number(json, ":", channel.cursor);
    });
    json.push_str("},\"epochs\":{");
    let with_epoch = reading.channels.iter().filter_map(|channel| Some((channel, channel.epoch.as_ref()?)));
    separated(&mut json, with_epoch, |json, (channel, epoch)| {
        write_string(json, channel.channel.as_str());
        json.push(':');
        write_string(json, epoch);
    });
    json.push_str("},\"has_more\":");
    json.push_str(if reading.has_more { "true" } else { "false" });
    json.push_str(",\"resync_required\":[");
    let resync = reading.channels.iter().filter(|channel| channel.resync);
    separated(&mut json, resync, |json, channel: &ChannelReading| write_string(json, channel.channel.as_str()));
    json.push(']');
    if next_poll_ms > 0 {
        write_number(&mut json, ",\"next_poll_ms\":", next_poll_ms);
    }
    if !beacons.is_empty() {
        json.push_str(",\"beacons\":{");
        separated(&mut json, beacons, |json, beacon| {
            write_string(json, &beacon.url);
            json.push(':');
            write_string(json, beacon.token.as_str());
        });
        json.push('}');
    }
    json.push('}');
    json
}

fn write_event(json: &mut String, channel: &str, event: &StoredEvent) {
    write_number(json, "{\"id\":", event.position);
    json.push_str(",\"channel\":");
    write_string(json, channel);
    json.push_str(",\"event\":");
    write_string(json, &event.name);
    json.push_str(",\"payload\":");
    json.push_str(&event.payload);
    json.push_str(",\"created_at\":\"");
    write_time(json, event.created_at);
    json.push('"');
    if let Some(except) = &event.except {
        json.push_str(",\"except\":");
        write_string(json, except);
    }
    json.push('}');
}

/// A time on the wire: UTC, ISO 8601 with milliseconds, such as `2026-05-31T12:00:00.123Z`.
#[must_use]
pub fn iso_time(time: Millis) -> String {
    let mut text = String::new();
    write_time(&mut text, time);
    text
}

fn write_time(text: &mut String, time: Millis) {
    // Out of the calendar's range only in a table that was tampered with.
    let time = jiff::Timestamp::from_millisecond(time).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    // Writing to a String cannot fail.
    let _ = TIMES.print_timestamp(&time, text);
}

/// Names, epochs and tab ids are printable ASCII: only quotes and backslashes need an escape. What else a tampered
/// table holds goes through as it is, or as an escape.
fn write_string(json: &mut String, text: &str) {
    json.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|character| character < ' ' || character == '"' || character == '\\') {
        json.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            control @ ..b' ' => write_number(json, "\\u", format_args!("{control:04x}")),
            mark => {
                json.push('\\');
                json.push(char::from(mark));
            }
        }
        rest = &rest[at + 1..];
    }
    json.push_str(rest);
    json.push('"');
}

fn write_number(json: &mut String, before: &str, number: impl std::fmt::Display) {
    // Writing to a String cannot fail.
    let _ = write!(json, "{before}{number}");
}

fn separated<T>(json: &mut String, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut String, T)) {
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            json.push(',');
        }
        write(json, item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::beacon::{Beacon, Token};
    use crate::channel::ChannelName;
    use crate::log::Reading;
    use serde_json::json;

    fn answer(channels: Vec<ChannelReading>, has_more: bool) -> Answer {
        Answer { reading: Reading { channels, has_more }, beacons: Vec::new() }
    }

    #[test]
    fn the_answer_has_the_wire_s_shape() {
        let event = StoredEvent {
            position: 1524,
            name: "App\\Order\"s".into(),
            payload: "{\"id\" : 123}".into(),
            except: Some("tab-1".into()),
            created_at: 1_780_228_800_123,
        };
        let reading = |name: &str, epoch: Option<&str>, resync, events| ChannelReading {
            channel: ChannelName::new(name).unwrap(),
            cursor: 1524,
            epoch: epoch.map(str::to_owned),
            resync,
            events,
        };
        let channels = vec![reading("42", Some("9f2c4e1a"), false, vec![event]), reading("b", None, true, vec![])];
        let json = write_poll(&answer(channels, true), 5000);
        assert!(json.contains("\"payload\":{\"id\" : 123}"), "payload bytes are kept: {json}");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&json).unwrap(),
            json!({
                "events": [{"id": 1524, "channel": "42", "event": "App\\Order\"s", "payload": {"id": 123},
                            "created_at": "2026-05-31T12:00:00.123Z", "except": "tab-1"}],
                "cursors": {"42": 1524, "b": 1524},
                "epochs": {"42": "9f2c4e1a"},
                "has_more": true,
                "resync_required": ["b"],
                "next_poll_ms": 5000,
            })
        );
    }

    #[test]
    fn beacons_stand_in_the_answer_by_url_where_there_are_any() {
        let beacon = |name: &str, token: &[u8]| Beacon {
            url: format!("/nosocket-beacons/{name}.txt"),
            token: Token::parse(token).unwrap(),
        };
        let beacons = vec![beacon("0a3", b"5f1c0a9be2d47c38\n"), beacon("0f0", b"e07710c2a6b35d94\n")];
        let json = write_poll(&Answer { beacons, ..answer(vec![], false) }, 0);
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&json).unwrap()["beacons"],
            json!({"/nosocket-beacons/0a3.txt": "5f1c0a9be2d47c38", "/nosocket-beacons/0f0.txt": "e07710c2a6b35d94"})
        );
    }

    #[test]
    fn an_empty_answer_has_objects_for_maps() {
        let json = write_poll(&answer(vec![], false), 0);
        assert_eq!(json, r#"{"events":[],"cursors":{},"epochs":{},"has_more":false,"resync_required":[]}"#);
    }
}
