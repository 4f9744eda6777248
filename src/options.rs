//! The settings for a `NoSocket` object: the constructor's array over php.ini over the environment.

use ext_php_rs::types::{ZendHashTable, ZendStr, Zval};
use nosocket_core::config::{Settings, Value, environment_variable};
use nosocket_core::error::{Error, Kind, Result};

use crate::{ini, zend};

/// What the settings of the host's configuration are made of, cheap to look at: as long as it is the same, so are they.
#[derive(Clone, PartialEq, Eq)]
pub struct HostState {
    ini_changes: u64,
    environment: Vec<u8>,
}

impl HostState {
    /// As it is now.
    pub fn now() -> Self {
        Self { ini_changes: ini::changes(), environment: zend::environment(b"NOSOCKET_") }
    }
}

/// Reads the settings.
pub fn settings(options: Option<&ZendHashTable>) -> Result<Settings> {
    let options = options
        .into_iter()
        .flat_map(ZendHashTable::iter)
        .map(|(key, value)| {
            let name = key.to_string();
            let value = value_of(value.dereference()).ok_or_else(|| {
                Error::new(Kind::Configuration, format!("option {name:?}: has a type that no setting takes"))
            })?;
            Ok((name, value))
        })
        .collect::<Result<Vec<_>>>()?;
    Settings::resolve(&options, ini::value, |name| {
        let value = std::env::var_os(environment_variable(name))?;
        Some(value.into_string().map_or(Value::Binary, Value::Text))
    })
}

fn value_of(value: &Zval) -> Option<Value> {
    if let Some(string) = value.zend_str() {
        Some(text(string))
    } else if let Some(integer) = value.long() {
        Some(Value::Int(integer))
    } else if let Some(double) = value.double() {
        Some(Value::Float(double))
    } else if let Some(boolean) = value.bool() {
        Some(Value::Bool(boolean))
    } else {
        let mut texts = Vec::new();
        for item in value.array()?.values() {
            match text(item.dereference().zend_str()?) {
                Value::Text(text) => texts.push(text),
                binary => return Some(binary),
            }
        }
        Some(Value::List(texts))
    }
}

fn text(string: &ZendStr) -> Value {
    string.as_str().map_or(Value::Binary, |text| Value::Text(text.to_owned()))
}
