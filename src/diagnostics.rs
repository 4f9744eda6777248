//! `diagnostics()` as a PHP array.

use ext_php_rs::types::Zval;
use nosocket_core::config::Value;
use nosocket_core::engine::Diagnostics;

use crate::guard::Outcome;
use crate::pool::SharedEngine;
use crate::zval;

/// What a person needs to know when something is wrong.
pub fn of(engine: &SharedEngine) -> Outcome<Zval> {
    let mut engine = engine.lock();
    let settings = engine.settings().shown();
    let found = engine.diagnostics();
    drop(engine);
    let settings = settings.into_iter().map(|(name, value)| (name, to_php(value)));
    Ok(zval::map([
        ("version", zval::string(env!("CARGO_PKG_VERSION"))),
        ("settings", zval::map(settings)?),
        ("connection", connection(&found)?),
        ("log", log(&found)?),
        (
            "rate_limiter",
            zval::map([("kind", zval::string(found.limiter_kind)), ("state", zval::string(&found.limiter_state))])?,
        ),
        ("beacons", beacons(&found)?),
    ])?)
}

fn connection(found: &Diagnostics) -> Outcome<Zval> {
    let database = found.database.as_ref();
    let error = database.err().map(ToString::to_string);
    let state = if found.was_open { "open" } else { "closed" };
    Ok(zval::map([
        ("backend", zval::string(found.backend)),
        ("state", zval::string(state)),
        ("server_version", zval::optional_string(database.ok().map(|database| database.server_version.as_str()))),
        (
            "schema_version",
            database.ok().map_or_else(Zval::null, |database| zval::int(i64::from(database.schema_version))),
        ),
        ("conflicts", count(found.counters.conflicts)),
        ("reconnects", count(found.counters.reconnects)),
        ("error", zval::optional_string(error.as_deref())),
    ])?)
}

fn count(number: u64) -> Zval {
    zval::int(i64::try_from(number).unwrap_or(i64::MAX))
}

fn log(found: &Diagnostics) -> Outcome<Zval> {
    let Ok(database) = &found.database else { return Ok(Zval::null()) };
    Ok(zval::map([
        ("channels", zval::int(database.stats.channels)),
        ("events", zval::int(database.stats.events)),
        ("expired", zval::int(database.stats.expired)),
    ])?)
}

fn beacons(found: &Diagnostics) -> Outcome<Zval> {
    let Some(beacons) = &found.beacons else { return Ok(Zval::null()) };
    Ok(zval::map([
        ("folder", zval::string(&beacons.folder.display().to_string())),
        ("url", zval::string(&beacons.url)),
        ("buckets", zval::int(i64::from(beacons.buckets))),
        ("error", zval::optional_string(beacons.error.as_deref())),
        ("failures", count(beacons.failures)),
        ("last_failure", zval::optional_string(beacons.last_failure.as_deref())),
    ])?)
}

/// A setting's value in PHP.
pub fn to_php(value: Value) -> Zval {
    match value {
        Value::Text(text) => zval::string(&text),
        Value::Int(integer) => zval::int(integer),
        Value::Float(float) => Zval::from(float),
        Value::Bool(boolean) => Zval::from(boolean),
        Value::List(_) | Value::Binary => Zval::null(),
    }
}
