//! The php.ini directives `nosocket.*`. None has a default here, so that the environment and the defaults of the engine
//! stand behind them.

use std::ffi::{CStr, CString};

use ext_php_rs::flags::IniEntryPermission;
use ext_php_rs::zend::{IniEntryDef, IniEntryDefs};
use nosocket_core::config::{self, Value};

use crate::zend::ini_value;

/// A script may change what is no secret; credentials come from the host's configuration only, since an `ini_set()`
/// call would put them into stack traces.
const ANYWHERE: IniEntryPermission = IniEntryPermission::All;
const CONFIGURATION: IniEntryPermission = IniEntryPermission::PerDir;

static DIRECTIVES: IniEntryDefs<23> = IniEntryDefs::new([
    directive(c"nosocket.dsn", CONFIGURATION),
    directive(c"nosocket.user", CONFIGURATION),
    directive(c"nosocket.password", CONFIGURATION),
    directive(c"nosocket.secret", CONFIGURATION),
    directive(c"nosocket.event_ttl", ANYWHERE),
    directive(c"nosocket.grant_ttl", ANYWHERE),
    directive(c"nosocket.poll_limit", ANYWHERE),
    directive(c"nosocket.max_channels", ANYWHERE),
    directive(c"nosocket.max_payload", ANYWHERE),
    directive(c"nosocket.max_body", ANYWHERE),
    directive(c"nosocket.rate_limit", ANYWHERE),
    directive(c"nosocket.rate_window", ANYWHERE),
    directive(c"nosocket.rate_limiter", ANYWHERE),
    directive(c"nosocket.cleanup_probability", ANYWHERE),
    directive(c"nosocket.persistent", ANYWHERE),
    directive(c"nosocket.connect_timeout", ANYWHERE),
    directive(c"nosocket.statement_timeout", ANYWHERE),
    directive(c"nosocket.table_prefix", ANYWHERE),
    directive(c"nosocket.next_poll_ms", ANYWHERE),
    directive(c"nosocket.beacon_dir", ANYWHERE),
    directive(c"nosocket.beacon_url", ANYWHERE),
    directive(c"nosocket.beacon_buckets", ANYWHERE),
    IniEntryDef::end(),
]);
const _: () = assert!(config::NAMES.len() == 22, "every setting needs its directive");

/// A directive whose default is "not set", which is another thing than empty.
const fn directive(name: &'static CStr, permission: IniEntryPermission) -> IniEntryDef {
    let mut directive = IniEntryDef::new(name, c"", permission);
    directive.value = std::ptr::null();
    directive
}

/// Registers the directives. Only while the module starts.
pub fn register(module_number: i32) {
    IniEntryDef::register(DIRECTIVES.as_slice(), module_number);
}

/// A setting's value in php.ini.
pub fn value(setting: &str) -> Option<Value> {
    let value = ini_value(&CString::new(format!("nosocket.{setting}")).ok()?)?;
    Some(String::from_utf8(value).map_or(Value::Binary, Value::Text))
}
