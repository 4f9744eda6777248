//! The documents name everything that they promise to name.

use nosocket_core::config::{NAMES, Settings, Value, environment_variable};
use nosocket_core::error::Kind;

const PROTOCOL: &str = include_str!("../../../docs/protocol.md");
const SETTINGS: &str = include_str!("../../../docs/settings.md");
const STUB: &str = include_str!("../../../php-stubs/NoSocket.php");

#[test]
fn every_code_of_the_wire_is_documented() {
    for kind in [
        Kind::InvalidRequest,
        Kind::Configuration,
        Kind::TooLarge,
        Kind::MethodNotAllowed,
        Kind::GrantMissing,
        Kind::GrantInvalid,
        Kind::GrantExpired,
        Kind::GrantRevoked,
        Kind::Forbidden,
        Kind::RateLimited,
        Kind::Unavailable,
        Kind::Storage,
    ] {
        assert!(PROTOCOL.contains(&format!("`{}`", kind.code())), "{kind:?}");
    }
}

#[test]
fn every_setting_is_documented_with_its_default() {
    for (name, default) in Settings::default().shown() {
        let row = SETTINGS.lines().find(|line| line.starts_with(&format!("| `{name}` |"))).unwrap_or_default();
        let shown = match default {
            Value::Text(text) if text.is_empty() => if name == "table_prefix" { "empty" } else { "none" }.to_owned(),
            Value::Text(text) => format!("`{text}`"),
            Value::Int(number) => number.to_string(),
            Value::Float(number) => number.to_string(),
            Value::Bool(switch) => if switch { "on" } else { "off" }.to_owned(),
            Value::List(_) | Value::Binary => unreachable!("no default is one"),
        };
        assert!(row.contains(&format!("| {shown} |")), "{name}: {shown}: {row}");
    }
}

#[test]
fn every_setting_is_in_the_php_stub() {
    for name in NAMES {
        assert!(STUB.contains(&format!("`{name}`")) && STUB.contains(&format!("{name}?:")), "{name}");
    }
}

#[test]
fn credentials_of_the_database_say_whose_they_are() {
    assert_eq!(environment_variable("password"), "NOSOCKET_DB_PASSWORD");
    assert_eq!(environment_variable("secret"), "NOSOCKET_SECRET");
}
