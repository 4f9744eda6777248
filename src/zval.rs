//! Small helpers to build PHP values.

use ext_php_rs::boxed::ZBox;
use ext_php_rs::convert::IntoZval;
use ext_php_rs::types::{ZendHashTable, ZendObject, ZendStr, Zval};

/// A PHP string.
pub fn string(text: &str) -> Zval {
    let mut zval = Zval::new();
    zval.set_zend_string(ZendStr::new(text, false));
    zval
}

/// A PHP string that lives as long as the process, for defaults.
pub fn interned(text: &str) -> Zval {
    let mut zval = Zval::new();
    zval.set_zend_string(ZendStr::new_interned(text, true));
    zval
}

/// A PHP integer.
pub fn int(integer: i64) -> Zval {
    let mut zval = Zval::new();
    zval.set_long(integer);
    zval
}

/// A PHP string, or null.
pub fn optional_string(text: Option<&str>) -> Zval {
    text.map_or_else(Zval::null, string)
}

/// A PHP array.
pub fn array(table: ZBox<ZendHashTable>) -> Zval {
    let mut zval = Zval::new();
    zval.set_hashtable(table);
    zval
}

/// A PHP object.
pub fn object(object: ZBox<ZendObject>) -> Zval {
    object.into_zval(false).unwrap_or_else(|_| Zval::null())
}

/// A PHP array with string keys; PHP itself turns numeric ones into integers.
pub fn map<'a>(entries: impl IntoIterator<Item = (&'a str, Zval)>) -> ext_php_rs::error::Result<Zval> {
    let mut table = ZendHashTable::new();
    for (key, value) in entries {
        table.insert(key, value)?;
    }
    Ok(array(table))
}

/// A PHP list.
pub fn list(values: impl IntoIterator<Item = Zval>) -> ext_php_rs::error::Result<Zval> {
    let mut table = ZendHashTable::new();
    for value in values {
        table.push(value)?;
    }
    Ok(array(table))
}
