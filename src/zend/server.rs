//! The request's variables, such as `REQUEST_METHOD`, as `$_SERVER` has them.

use std::ffi::{CStr, c_char};

use ext_php_rs::alloc::efree;
use ext_php_rs::ffi::{TRACK_VARS_SERVER, zend_is_auto_global};
use ext_php_rs::types::{ZendStr, Zval};
use ext_php_rs::zend::ProcessGlobals;

// main/SAPI.h
unsafe extern "C" {
    fn sapi_getenv(name: *const c_char, length: usize) -> *mut c_char;
}

/// Where to look for the current request's variables.
pub enum ServerVariables {
    /// `$_SERVER`, which the script may have changed.
    Filled,
    /// The web server's interface. PHP makes `$_SERVER` only when somebody asks for it, and that takes longer than an idle
    /// poll.
    Interface,
}

impl ServerVariables {
    /// The place for this request.
    pub fn find() -> Self {
        if !is_filled() && interface_variable(c"REQUEST_METHOD").is_some() {
            return Self::Interface;
        }
        fill();
        Self::Filled
    }

    /// A variable's value.
    pub fn get(&self, name: &CStr) -> Option<Vec<u8>> {
        match self {
            Self::Filled => {
                let variables = ProcessGlobals::get();
                let value = variables.http_server_vars()?.get(name.to_str().ok()?).and_then(Zval::zend_str)?;
                Some(value.as_bytes().to_vec())
            }
            Self::Interface => interface_variable(name),
        }
    }
}

fn is_filled() -> bool {
    ProcessGlobals::get().http_globals[TRACK_VARS_SERVER as usize].is_array()
}

/// Fills `$_SERVER`.
///
/// ext-php-rs does so too, but through a shared reference to the globals, which entitles the optimiser to believe that
/// they have not changed: in release builds `$_SERVER` was then missing.
fn fill() {
    let mut name = ZendStr::new("_SERVER", false);
    // SAFETY: a live string that the engine only reads.
    unsafe {
        zend_is_auto_global(name.as_mut_ptr());
    }
}

/// A variable as FastCGI, Apache and the like have it; `None` as well if this interface does not tell.
fn interface_variable(name: &CStr) -> Option<Vec<u8>> {
    // SAFETY: the name is NUL-terminated; the result, if any, is a NUL-terminated copy that is ours to free.
    unsafe {
        let value = sapi_getenv(name.as_ptr(), name.count_bytes());
        if value.is_null() {
            return None;
        }
        let copy = CStr::from_ptr(value).to_bytes().to_vec();
        efree(value.cast());
        Some(copy)
    }
}
