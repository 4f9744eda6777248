//! The entries of `emitBatch()`: arrays with the keys of `emit()`'s parameters.

use ext_php_rs::types::{ZendHashTable, Zval};
use nosocket_core::engine::Engine;
use nosocket_core::error::{Error, Result};
use nosocket_core::event::NewEvent;

use crate::guard::{Failure, Outcome};
use crate::json::{encode, lossy};

const KEYS: [&str; 6] = ["channel", "event", "payload", "ttl_seconds", "except", "transient"];

/// One entry, with its payload encoded.
pub struct Entry {
    channel: String,
    event: String,
    payload: Zval,
    json: String,
    ttl_seconds: Option<i64>,
    except: Option<String>,
    transient: bool,
}

/// Reads the entries. PHP code may run in here (`JsonSerializable`).
pub fn entries(events: &ZendHashTable) -> Outcome<Vec<Entry>> {
    if !events.has_sequential_keys() && !events.is_empty() {
        return Err(Error::invalid("events must be a list of entries, without keys of its own").into());
    }
    events
        .values()
        .enumerate()
        .map(|(index, entry)| {
            let what = format!("entry {index}");
            let fields = entry
                .dereference()
                .array()
                .ok_or_else(|| Error::invalid(format!("{what} must be an array, not {}", entry.get_type())))?;
            read(&what, fields)
        })
        .collect()
}

fn read(what: &str, fields: &ZendHashTable) -> Outcome<Entry> {
    let in_entry = |error: Error| Failure::from(error.context(what));
    if let Some((unknown, _)) = fields.iter().find(|(key, _)| !KEYS.contains(&key.to_string().as_str())) {
        let message = format!("unknown key {:?}; known are {}", unknown.to_string(), KEYS.join(", "));
        return Err(in_entry(Error::invalid(message)));
    }
    let payload = fields.get("payload").map_or_else(Zval::null, |payload| payload.dereference().shallow_clone());
    Ok(Entry {
        channel: required(text(fields, "channel", true), "channel").map_err(in_entry)?,
        event: required(text(fields, "event", false), "event").map_err(in_entry)?,
        ttl_seconds: integer(fields, "ttl_seconds").map_err(in_entry)?,
        except: text(fields, "except", false).map_err(in_entry)?,
        transient: boolean(fields, "transient").map_err(in_entry)?,
        json: encode(&format!("{what}: payload"), &payload)?,
        payload,
    })
}

impl Entry {
    /// The entry as an event of this engine.
    pub fn event(&self, engine: &Engine) -> Result<NewEvent> {
        let event = engine.event(&self.channel, &self.event, self.json.clone(), self.ttl_seconds)?;
        let event = event.transient(self.transient);
        match &self.except {
            Some(tab) => event.except(tab),
            None => Ok(event),
        }
    }

    /// The payload as the application gave it.
    pub fn into_payload(self) -> Zval {
        self.payload
    }
}

/// A field that is there and not null.
fn field<'a>(fields: &'a ZendHashTable, key: &str) -> Option<&'a Zval> {
    fields.get(key).map(Zval::dereference).filter(|value| !value.is_null())
}

fn required(value: Result<Option<String>>, key: &str) -> Result<String> {
    value?.ok_or_else(|| Error::invalid(format!("{key:?} is missing")))
}

fn text(fields: &ZendHashTable, key: &str, integers: bool) -> Result<Option<String>> {
    let Some(value) = field(fields, key) else { return Ok(None) };
    let number = if integers { value.long().map(|number| number.to_string()) } else { None };
    let text = value.zend_str().map(lossy).or(number);
    text.map(Some).ok_or_else(|| wrong_type(key, "a string", value))
}

fn integer(fields: &ZendHashTable, key: &str) -> Result<Option<i64>> {
    let Some(value) = field(fields, key) else { return Ok(None) };
    value.long().map(Some).ok_or_else(|| wrong_type(key, "an integer or null", value))
}

fn boolean(fields: &ZendHashTable, key: &str) -> Result<bool> {
    let Some(value) = field(fields, key) else { return Ok(false) };
    value.bool().ok_or_else(|| wrong_type(key, "a boolean", value))
}

fn wrong_type(key: &str, expected: &str, value: &Zval) -> Error {
    Error::invalid(format!("{key:?} must be {expected}, not {}", value.get_type()))
}
