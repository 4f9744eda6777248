//! Calls of PHP's own functions.

use std::ptr;

use ext_php_rs::ffi::{zend_call_known_function, zend_fetch_function_str};
use ext_php_rs::types::Zval;

/// Calls one of PHP's own functions, and gives what it returns: null where it has thrown. `None`: there is no such
/// function, because `disable_functions` has taken it away.
///
/// ext-php-rs does so through a copy of the function's entry. It copies as much as a function written in PHP has, which
/// is more than there is of PHP's own.
pub fn call_function(name: &str, mut arguments: Vec<Zval>) -> Option<Zval> {
    let mut result = Zval::new();
    // SAFETY: the engine only reads the name. A function's entry lives as long as the process. The arguments and the
    // result are live zvals of ours; the engine takes references of its own to the arguments.
    unsafe {
        let function = zend_fetch_function_str(name.as_ptr().cast(), name.len());
        if function.is_null() {
            return None;
        }
        let count = u32::try_from(arguments.len()).ok()?;
        let (object, class, named) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
        zend_call_known_function(function, object, class, &raw mut result, count, arguments.as_mut_ptr(), named);
    }
    Some(result)
}
