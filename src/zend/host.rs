//! What the host gives: php.ini, the error log, the request's body.

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr;

use ext_php_rs::boxed::ZBox;
use ext_php_rs::ffi::zend_string;
use ext_php_rs::types::ZendStr;

#[repr(C)]
struct PhpStream {
    _opaque: [u8; 0],
}

// environ(7); Zend/zend_ini.h, main/php.h, main/php_streams.h
unsafe extern "C" {
    static environ: *const *const c_char;
    fn zend_ini_string_ex(name: *const c_char, length: usize, orig: c_int, exists: *mut bool) -> *const c_char;
    fn zend_unregister_ini_entries(module_number: c_int);
    fn php_log_err_with_severity(message: *const c_char, severity: c_int);
    fn _php_stream_open_wrapper_ex(
        path: *const c_char,
        mode: *const c_char,
        options: c_int,
        opened: *mut *mut zend_string,
        context: *mut c_void,
    ) -> *mut PhpStream;
    fn _php_stream_copy_to_mem(source: *mut PhpStream, max: usize, persistent: c_int) -> *mut zend_string;
    fn _php_stream_free(stream: *mut PhpStream, options: c_int) -> c_int;
}

/// `PHP_STREAM_FREE_CLOSE`: call the stream's close function and release it.
const STREAM_FREE_CLOSE: c_int = 3;
/// `LOG_ERR` of syslog.h.
const LOG_ERR: c_int = 3;
/// A php.ini setting's current value; `None` if it is not set.
pub fn ini_value(name: &CStr) -> Option<Vec<u8>> {
    let mut exists = false;
    // SAFETY: the name is NUL-terminated; the result is a NUL-terminated string of the engine, copied at once.
    unsafe {
        let value = zend_ini_string_ex(name.as_ptr(), name.count_bytes(), 0, &raw mut exists);
        if value.is_null() { None } else { Some(CStr::from_ptr(value).to_bytes().to_vec()) }
    }
}

/// The environment's entries whose names begin so, one after the other, each with a NUL behind it.
pub fn environment(prefix: &[u8]) -> Vec<u8> {
    let mut found = Vec::new();
    // SAFETY: the environment is an array of NUL-terminated strings with a null pointer behind it. Nobody changes it
    // meanwhile but another thread, which must not for the C library's own getenv() either.
    unsafe {
        let mut entry = environ;
        while !entry.is_null() && !(*entry).is_null() {
            let bytes = CStr::from_ptr(*entry).to_bytes_with_nul();
            if bytes.starts_with(prefix) {
                found.extend_from_slice(bytes);
            }
            entry = entry.add(1);
        }
    }
    found
}

/// Takes back the module's php.ini entries, whose definitions would dangle when the extension is unloaded.
pub fn unregister_ini(module_number: c_int) {
    // SAFETY: called from the module's shutdown function with its own number.
    unsafe { zend_unregister_ini_entries(module_number) }
}

/// Writes a line to PHP's error log, wherever that is configured to be.
pub fn log_error(message: &str) {
    if let Ok(message) = CString::new(format!("NoSocket: {message}").replace('\0', "\\0")) {
        // SAFETY: a NUL-terminated string that the engine copies.
        unsafe { php_log_err_with_severity(message.as_ptr(), LOG_ERR) }
    }
}

/// The request's body, up to `limit` bytes.
pub fn request_body(limit: usize) -> Vec<u8> {
    // SAFETY: path and mode are NUL-terminated; the stream is closed once and not used afterwards; the string, if
    // any, is ours and released by its box.
    unsafe {
        let stream =
            _php_stream_open_wrapper_ex(c"php://input".as_ptr(), c"rb".as_ptr(), 0, ptr::null_mut(), ptr::null_mut());
        if stream.is_null() {
            return Vec::new();
        }
        let body = _php_stream_copy_to_mem(stream, limit, 0);
        _php_stream_free(stream, STREAM_FREE_CLOSE);
        match body.as_mut() {
            Some(body) => ZBox::<ZendStr>::from_raw(body).as_bytes().to_vec(),
            None => Vec::new(),
        }
    }
}
