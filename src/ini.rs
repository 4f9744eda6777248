//! The php.ini directives `nosocket.*`. None has a default here, so that the environment and the defaults of the engine
//! stand behind them.

use std::cell::Cell;
use std::ffi::{CStr, CString, c_int, c_void};

use ext_php_rs::ffi::{zend_ini_entry, zend_string};
use ext_php_rs::flags::IniEntryPermission;
use ext_php_rs::zend::{IniEntryDef, IniEntryDefs};
use nosocket_core::config::{self, Value};

use crate::zend::ini_value;

/// `SUCCESS` of Zend/zend_types.h: the value is taken as it is, and judged when it is read.
const ZEND_SUCCESS: c_int = 0;

/// A script may change what is no secret; credentials come from the host's configuration only, since an `ini_set()`
/// call would put them into stack traces.
const ANYWHERE: IniEntryPermission = IniEntryPermission::All;
const CONFIGURATION: IniEntryPermission = IniEntryPermission::PerDir;

static DIRECTIVES: IniEntryDefs<21> = IniEntryDefs::new([
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
    directive(c"nosocket.head_cache", ANYWHERE),
    IniEntryDef::end(),
]);
const _: () = assert!(config::NAMES.len() == 20, "every setting needs its directive");

/// A directive whose default is "not set", which is another thing than empty.
const fn directive(name: &'static CStr, permission: IniEntryPermission) -> IniEntryDef {
    let mut directive = IniEntryDef::new(name, c"", permission);
    directive.value = std::ptr::null();
    directive.on_modify = Some(count_change);
    directive
}

thread_local! {
    static CHANGES: Cell<u64> = const { Cell::new(0) };
}

/// How often a directive has been given a value or got its old one back in this thread: at the start, by `ini_set()`, for
/// one request or folder. As long as it stands still, so do the settings.
pub fn changes() -> u64 {
    CHANGES.get()
}

extern "C" fn count_change(
    _entry: *mut zend_ini_entry,
    _value: *mut zend_string,
    _arg1: *mut c_void,
    _arg2: *mut c_void,
    _arg3: *mut c_void,
    _stage: c_int,
) -> c_int {
    CHANGES.set(CHANGES.get().wrapping_add(1));
    ZEND_SUCCESS
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
