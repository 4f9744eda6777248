//! The settings for a `NoSocket` object: the constructor's array over php.ini over the environment.

use ext_php_rs::types::{ZendHashTable, Zval};
use nosocket_core::config::{Settings, Value, environment_variable};
use nosocket_core::error::{Error, Kind, Result};

use crate::ini;
use crate::json::lossy;

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
    Settings::resolve(&options, ini::value, |name| std::env::var(environment_variable(name)).ok())
}

fn value_of(value: &Zval) -> Option<Value> {
    if let Some(string) = value.zend_str() {
        Some(Value::Text(lossy(string)))
    } else if let Some(integer) = value.long() {
        Some(Value::Int(integer))
    } else if let Some(double) = value.double() {
        Some(Value::Float(double))
    } else if let Some(boolean) = value.bool() {
        Some(Value::Bool(boolean))
    } else {
        let texts = value.array()?.values().map(|item| item.dereference().zend_str().map(lossy));
        Some(Value::List(texts.collect::<Option<_>>()?))
    }
}
