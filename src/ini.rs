//! The php.ini directives `nosocket.*`. An empty value means "not set", so that the environment and the defaults of
//! the engine stand behind them.

use std::ffi::CString;

use ext_php_rs::flags::IniEntryPermission;
use ext_php_rs::zend::{IniEntryDef, IniEntryDefs};
use nosocket_core::config;

use crate::zend::ini_value;

/// A script may change what is no secret; credentials come from the host's configuration only, since an `ini_set()`
/// call would put them into stack traces.
const ANYWHERE: IniEntryPermission = IniEntryPermission::All;
const CONFIGURATION: IniEntryPermission = IniEntryPermission::PerDir;

static DIRECTIVES: IniEntryDefs<20> = IniEntryDefs::new([
    IniEntryDef::new(c"nosocket.dsn", c"", CONFIGURATION),
    IniEntryDef::new(c"nosocket.user", c"", CONFIGURATION),
    IniEntryDef::new(c"nosocket.password", c"", CONFIGURATION),
    IniEntryDef::new(c"nosocket.secret", c"", CONFIGURATION),
    IniEntryDef::new(c"nosocket.event_ttl", c"", ANYWHERE),
    IniEntryDef::new(c"nosocket.grant_ttl", c"", ANYWHERE),
    IniEntryDef::new(c"nosocket.poll_limit", c"", ANYWHERE),
    IniEntryDef::new(c"nosocket.max_channels", c"", ANYWHERE),
    IniEntryDef::new(c"nosocket.max_payload", c"", ANYWHERE),
    IniEntryDef::new(c"nosocket.max_body", c"", ANYWHERE),
    IniEntryDef::new(c"nosocket.rate_limit", c"", ANYWHERE),
    IniEntryDef::new(c"nosocket.rate_window", c"", ANYWHERE),
    IniEntryDef::new(c"nosocket.rate_limiter", c"", ANYWHERE),
    IniEntryDef::new(c"nosocket.cleanup_probability", c"", ANYWHERE),
    IniEntryDef::new(c"nosocket.persistent", c"", ANYWHERE),
    IniEntryDef::new(c"nosocket.connect_timeout", c"", ANYWHERE),
    IniEntryDef::new(c"nosocket.statement_timeout", c"", ANYWHERE),
    IniEntryDef::new(c"nosocket.table_prefix", c"", ANYWHERE),
    IniEntryDef::new(c"nosocket.next_poll_ms", c"", ANYWHERE),
    IniEntryDef::end(),
]);
const _: () = assert!(config::NAMES.len() == 19, "every setting needs its directive");

/// Registers the directives. Only while the module starts.
pub fn register(module_number: i32) {
    IniEntryDef::register(DIRECTIVES.as_slice(), module_number);
}

/// A setting's value in php.ini.
pub fn value(setting: &str) -> Option<String> {
    ini_value(&CString::new(format!("nosocket.{setting}")).ok()?)
}
