//! Between PHP values and JSON, by PHP's own `json_encode` and `json_decode`.

use ext_php_rs::types::{ZendHashTable, ZendStr, Zval};
use ext_php_rs::zend::ExecutorGlobals;
use nosocket_core::error::{Error, Kind};
use serde_json::{Map, Number, Value};

use crate::exception::invalid_argument_because;
use crate::guard::{Failure, Outcome};
use crate::zend::{call_function, get_property};
use crate::zval;

/// `JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION | JSON_THROW_ON_ERROR`: the shortest
/// text that gives the same value back.
const ENCODE_FLAGS: i64 = 64 | 256 | 1024 | 4_194_304;
/// PHP's default depth.
const ENCODE_DEPTH: i64 = 512;
/// `JSON_THROW_ON_ERROR`.
const DECODE_FLAGS: i64 = 4_194_304;
/// Deep enough for a payload of the greatest depth inside an answer.
const DECODE_DEPTH: i64 = 1024;

/// Encodes a payload; `what` names it in messages. What `json_encode` refuses is refused with its words; an exception
/// that a `JsonSerializable` of the application throws goes on as it is.
pub fn encode(what: &str, payload: &Zval) -> Outcome<String> {
    let encoded = call("json_encode", vec![payload.shallow_clone(), zval::int(ENCODE_FLAGS), zval::int(ENCODE_DEPTH)])?;
    match ExecutorGlobals::pending_exception_class().as_deref() {
        None => {}
        Some("JsonException") => return Err(refused(what)),
        // The application's own exception, or the end of the script by exit().
        Some(_) => return Err(Failure::Pending),
    }
    let text = encoded.zend_str().and_then(|text| text.as_str().ok()).map(str::to_owned);
    text.ok_or_else(|| Error::invalid(format!("{what} cannot be JSON: json_encode gave no text")).into())
}

/// The exception for a payload that `json_encode` has refused, with its own as the previous one.
fn refused(what: &str) -> Failure {
    let Some(exception) = ExecutorGlobals::take_exception() else { return Failure::Pending };
    let words = get_property(exception.get_class_entry(), &exception, "message").string().unwrap_or_default();
    let message = format!("{what} cannot be JSON: {words}");
    Failure::Thrown(invalid_argument_because(&message, zval::object(exception)))
}

/// Decodes JSON that the log holds, with objects as associative arrays or as objects.
pub fn decode(json: &str, associative: bool) -> Outcome<Zval> {
    let value = call(
        "json_decode",
        vec![zval::string(json), Zval::from(associative), zval::int(DECODE_DEPTH), zval::int(DECODE_FLAGS)],
    )?;
    if ExecutorGlobals::has_exception() { Err(Failure::Pending) } else { Ok(value) }
}

fn call(function: &str, arguments: Vec<Zval>) -> Outcome<Zval> {
    call_function(function, arguments).ok_or_else(|| {
        let message = format!("PHP's function {function}() is missing; take it out of disable_functions");
        Error::new(Kind::Configuration, message).into()
    })
}

/// A subscription given as a PHP array, as the JSON value that it would be on the wire.
pub fn subscription(fields: &Zval) -> Value {
    match fields.array() {
        Some(table) => Value::Object(object(table)),
        None => scalar(fields),
    }
}

fn object(table: &ZendHashTable) -> Map<String, Value> {
    table.iter().map(|(key, value)| (key.to_string(), scalar(value.dereference()))).collect()
}

fn scalar(value: &Zval) -> Value {
    if let Some(integer) = value.long() {
        Value::from(integer)
    } else if let Some(boolean) = value.bool() {
        Value::Bool(boolean)
    } else if let Some(double) = value.double() {
        Number::from_f64(double).map_or_else(|| Value::String(double.to_string()), Value::Number)
    } else if let Some(string) = value.zend_str() {
        Value::String(lossy(string))
    } else if value.is_array() || value.is_object() || value.is_resource() {
        Value::Array(Vec::new())
    } else {
        Value::Null
    }
}

/// A string's text; bytes that are not UTF-8 become U+FFFD, which no name allows.
pub fn lossy(string: &ZendStr) -> String {
    String::from_utf8_lossy(string.as_bytes()).into_owned()
}
