//! Values of settings as they are given, and how each kind of setting reads them.

use std::path::PathBuf;

use url::Url;

use super::LimiterKind;
use crate::error::{Error, Kind, Result};
use crate::grant::Keyring;

/// A setting's value as it was given.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text, also for numbers from php.ini and the environment.
    Text(String),
    /// Bytes that are not UTF-8; no setting takes them.
    Binary,
    /// A whole number.
    Int(i64),
    /// A fraction.
    Float(f64),
    /// A switch.
    Bool(bool),
    /// Several texts.
    List(Vec<String>),
}

/// What to do with a secret of random bytes.
const BINARY: &str = "is not UTF-8 text; write binary values as hexadecimal digits or base64";

fn bad(message: impl Into<String>) -> Error {
    Error::new(Kind::Configuration, message)
}

pub(super) fn text(value: Value) -> Result<String> {
    match value {
        Value::Text(text) => Ok(text),
        Value::Binary => Err(bad(BINARY)),
        _ => Err(bad("must be a string")),
    }
}

pub(super) fn int<T: TryFrom<i64>>(value: &Value, least: i64, most: i64) -> Result<T> {
    let number = match value {
        Value::Int(number) => Some(*number),
        Value::Text(digits) => digits.trim().parse().ok(),
        _ => None,
    };
    number
        .filter(|number| (least..=most).contains(number))
        .and_then(|number| T::try_from(number).ok())
        .ok_or_else(|| bad(format!("must be a whole number from {least} to {most}{}", not(value))))
}

pub(super) fn fraction(value: &Value) -> Result<f64> {
    let number = match value {
        Value::Int(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        Value::Text(digits) => digits.trim().parse().ok(),
        _ => None,
    };
    number
        .filter(|number| (0.0..=1.0).contains(number))
        .ok_or_else(|| bad(format!("must be a number from 0 to 1{}", not(value))))
}

pub(super) fn switch(value: &Value) -> Result<bool> {
    match value {
        Value::Bool(switch) => Ok(*switch),
        Value::Int(0) => Ok(false),
        Value::Int(1) => Ok(true),
        Value::Text(word) => match word.to_ascii_lowercase().as_str() {
            "1" | "on" | "true" | "yes" => Ok(true),
            "0" | "off" | "false" | "no" => Ok(false),
            _ => Err(bad(format!("must be on or off{}", not(value)))),
        },
        _ => Err(bad(format!("must be on or off{}", not(value)))),
    }
}

pub(super) fn limiter(word: &str) -> Result<LimiterKind> {
    [LimiterKind::Memory, LimiterKind::Database, LimiterKind::Off]
        .into_iter()
        .find(|kind| kind.as_str() == word)
        .ok_or_else(|| bad(format!("must be memory, database or off, not {word:?}")))
}

pub(super) fn table_prefix(prefix: String) -> Result<String> {
    let sound = prefix.len() <= 32
        && prefix.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !prefix.starts_with(|first: char| first.is_ascii_digit());
    if sound {
        Ok(prefix)
    } else {
        Err(bad(format!(
            "must be at most 32 letters, digits and underscores, not beginning with a digit, not {prefix:?}"
        )))
    }
}

/// A folder by its absolute path, since a relative one would mean another folder on the command line; empty is none.
pub(super) fn folder(path: String) -> Result<Option<PathBuf>> {
    match path.as_str() {
        "" => Ok(None),
        absolute if absolute.starts_with('/') && !absolute.contains('\0') => Ok(Some(path.into())),
        _ => Err(bad(format!(
            "must be the absolute path of a folder, such as /srv/app/public/nosocket-beacons, not {path:?}"
        ))),
    }
}

/// A path or URL that files' names can be put behind, with a slash at its end; empty is none.
pub(super) fn beacon_url(mut url: String) -> Result<String> {
    let only_path_characters = url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"#<>?\\^`{|}".contains(&byte));
    let is_path = url.starts_with('/') && !url.starts_with("//");
    let is_url = || {
        let absolute = url.starts_with("http://") || url.starts_with("https://");
        absolute && Url::parse(&url).is_ok_and(|url| url.username().is_empty() && url.password().is_none())
    };
    if !url.is_empty() && !(only_path_characters && (is_path || is_url())) {
        return Err(bad(format!(
            "must be a path such as /nosocket-beacons/ or an http or https URL without password, query and fragment, not {url:?}"
        )));
    }
    if !url.is_empty() && !url.ends_with('/') {
        url.push('/');
    }
    Ok(url)
}

/// Several secrets come as a list or, where there are no lists, as one text with commas between them.
pub(super) fn secrets(value: Value) -> Result<Vec<String>> {
    let secrets: Vec<String> = match value {
        Value::Text(text) => text.split(',').map(|part| part.trim().to_owned()).collect(),
        Value::List(list) => list,
        Value::Binary => return Err(bad(BINARY)),
        _ => return Err(bad("must be a string or a list of strings")),
    };
    if secrets.is_empty() {
        return Err(bad("must hold at least one secret"));
    }
    Keyring::check(&secrets)?;
    Ok(secrets)
}

/// The end of a message: what was given instead.
fn not(value: &Value) -> String {
    match value {
        Value::Text(text) => format!(", not {text:?}"),
        Value::Int(number) => format!(", not {number}"),
        Value::Float(number) => format!(", not {number}"),
        Value::Bool(switch) => format!(", not {switch}"),
        Value::List(_) => ", not a list".to_owned(),
        Value::Binary => ", not bytes that are no text".to_owned(),
    }
}
