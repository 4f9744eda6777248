//! Where a reader stands in a channel, and what it asks for.

use serde_json::{Map, Value};

use crate::channel::ChannelName;
use crate::error::{Error, Result};

/// An event's place in its channel: 1, 2, 3 … in commit order. 0 stands before the first event.
pub type Position = i64;

/// The longest epoch that a client may send, in bytes.
const MAX_EPOCH_BYTES: usize = 64;

/// Where a reader without a cursor begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Replay {
    /// With the next event.
    #[default]
    Live,
    /// With the oldest event that retention has left.
    Retained,
}

/// One channel of a poll: what the reader has seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The channel.
    pub channel: ChannelName,
    /// The last position seen; `None` for a reader that has none yet.
    pub cursor: Option<Position>,
    /// Where to begin without a cursor.
    pub replay: Replay,
    /// The epoch that the cursor belongs to; `None` if the reader knows none.
    pub epoch: Option<String>,
}

impl Subscription {
    /// A subscription from the wire: `{"cursor": 1523, "replay": "live", "epoch": "9f2c4e1a"}`, each field optional.
    /// Unknown fields are left for later versions of the protocol.
    ///
    /// # Errors
    /// [`Kind::InvalidRequest`](crate::error::Kind::InvalidRequest) that names the channel, the field and its fault.
    pub fn from_json(channel: &str, value: &Value) -> Result<Self> {
        let channel = ChannelName::new(channel)?;
        let Value::Object(fields) = value else {
            return Err(Error::invalid(format!("subscription {channel}: must be an object, not {}", kind_of(value))));
        };
        let in_channel = |error: Error| error.context(format!("subscription {channel}"));
        Ok(Self {
            cursor: cursor(fields).map_err(in_channel)?,
            replay: replay(fields).map_err(in_channel)?,
            epoch: epoch(fields).map_err(in_channel)?,
            channel,
        })
    }
}

fn cursor(fields: &Map<String, Value>) -> Result<Option<Position>> {
    match fields.get("cursor") {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match value.as_i64() {
            Some(position) if position >= 0 => Ok(Some(position)),
            _ => Err(Error::invalid(format!(
                "cursor must be null or a whole number from 0 to {}, not {}",
                Position::MAX,
                shown(value)
            ))),
        },
    }
}

fn replay(fields: &Map<String, Value>) -> Result<Replay> {
    match fields.get("replay") {
        None | Some(Value::Null) => Ok(Replay::Live),
        Some(Value::String(word)) if word == "live" => Ok(Replay::Live),
        Some(Value::String(word)) if word == "retained" => Ok(Replay::Retained),
        Some(value) => Err(Error::invalid(format!("replay must be \"live\" or \"retained\", not {}", shown(value)))),
    }
}

fn epoch(fields: &Map<String, Value>) -> Result<Option<String>> {
    match fields.get("epoch") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(label)) if label.len() <= MAX_EPOCH_BYTES => Ok(Some(label.clone())),
        Some(value) => Err(Error::invalid(format!(
            "epoch must be null or a string of at most {MAX_EPOCH_BYTES} bytes, not {}",
            kind_of(value)
        ))),
    }
}

/// A value for an error message: scalars as they are, shortened, the rest by type.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) if text.chars().count() > 32 => format!("{:?}…", text.chars().take(32).collect::<String>()),
        Value::Array(_) | Value::Object(_) => kind_of(value).to_owned(),
        scalar => scalar.to_string(),
    }
}

/// The JSON type of a value, for error messages.
pub(crate) const fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn absent_and_null_fields_mean_a_live_reader_without_a_cursor() {
        let expected =
            Subscription { channel: ChannelName::new("a").unwrap(), cursor: None, replay: Replay::Live, epoch: None };
        for value in [json!({}), json!({"cursor": null, "replay": null, "epoch": null}), json!({"later": 1})] {
            assert_eq!(Subscription::from_json("a", &value).unwrap(), expected);
        }
    }

    #[test]
    fn wrong_shapes_are_refused_with_the_channel_and_field_named() {
        for (value, word) in [
            (json!([]), "object"),
            (json!(5), "object"),
            (json!({"cursor": -1}), "cursor"),
            (json!({"cursor": "5"}), "cursor"),
            (json!({"cursor": 1.0}), "cursor"),
            (json!({"cursor": 9_223_372_036_854_775_808_u64}), "cursor"),
            (json!({"cursor": [1]}), "cursor"),
            (json!({"replay": "all"}), "replay"),
            (json!({"replay": 1}), "replay"),
            (json!({"epoch": 7}), "epoch"),
            (json!({"epoch": "x".repeat(65)}), "epoch"),
        ] {
            let message = Subscription::from_json("orders", &value).unwrap_err().to_string();
            assert!(message.contains("orders") && message.contains(word), "{message}");
        }
        let largest = Subscription::from_json("a", &json!({"cursor": i64::MAX})).unwrap();
        assert_eq!(largest.cursor, Some(i64::MAX));
    }
}
