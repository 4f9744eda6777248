//! The parts of the Zend API that ext-php-rs does not wrap, each behind a safe function.

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr;

use ext_php_rs::boxed::ZBox;
#[cfg(php82)]
use ext_php_rs::ffi::zend_hash_str_find_ptr_lc;
use ext_php_rs::ffi::{zend_execute_data, zend_long, zend_string, zend_type};
use ext_php_rs::types::{ZendObject, ZendStr, Zval};
use ext_php_rs::zend::{ClassEntry, ExecutorGlobals};

#[repr(C)]
struct PhpStream {
    _opaque: [u8; 0],
}

// Exported by every PHP from 8.1 on; signatures from php-src's Zend/zend_API.h, zend_attributes.h, zend_ini.h,
// main/php_streams.h, main/php_log.h.
unsafe extern "C" {
    static spl_ce_InvalidArgumentException: *mut ClassEntry;
    static spl_ce_RuntimeException: *mut ClassEntry;
    static spl_ce_LogicException: *mut ClassEntry;
    static php_json_serializable_ce: *mut ClassEntry;

    fn zend_parse_arg_str_slow(arg: *mut Zval, dest: *mut *mut zend_string, num: u32) -> bool;
    fn zend_parse_arg_long_slow(arg: *const Zval, dest: *mut zend_long, num: u32) -> bool;
    fn zend_parse_arg_bool_slow(arg: *const Zval, dest: *mut bool, num: u32) -> bool;
    fn zend_argument_type_error(num: u32, format: *const c_char, ...);
    fn zend_zval_type_name(arg: *const Zval) -> *const c_char;
    fn zend_declare_typed_property(
        class: *mut ClassEntry,
        name: *mut zend_string,
        default: *mut Zval,
        access: c_int,
        doc_comment: *mut zend_string,
        type_: zend_type,
    ) -> *mut c_void;
    fn zend_update_property(
        scope: *mut ClassEntry,
        object: *mut ZendObject,
        name: *const c_char,
        name_length: usize,
        value: *mut Zval,
    );
    fn zend_read_property(
        scope: *mut ClassEntry,
        object: *mut ZendObject,
        name: *const c_char,
        name_length: usize,
        silent: bool,
        buffer: *mut Zval,
    ) -> *mut Zval;
    #[cfg(php82)]
    fn zend_add_attribute(
        attributes: *mut *mut ext_php_rs::types::ZendHashTable,
        name: *mut zend_string,
        argc: u32,
        flags: u32,
        offset: u32,
        line: u32,
    ) -> *mut c_void;
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

/// `ZEND_ACC_READONLY`.
const READONLY: c_int = 1 << 7;
/// `ZEND_ACC_PUBLIC` and `ZEND_ACC_PROTECTED`.
const PUBLIC: c_int = 1 << 0;
const PROTECTED: c_int = 1 << 1;
/// `PHP_STREAM_FREE_CLOSE`: call the stream's close function and release it.
const STREAM_FREE_CLOSE: c_int = 3;
/// `LOG_ERR` of syslog.h.
const LOG_ERR: c_int = 3;
/// What precedes the arguments in a call frame: `ZEND_CALL_FRAME_SLOT` of Zend/zend_compile.h.
const CALL_FRAME_SLOTS: usize = size_of::<zend_execute_data>().div_ceil(size_of::<Zval>());

/// A class of PHP's own that one of ours extends or implements.
#[derive(Clone, Copy)]
pub enum Builtin {
    InvalidArgumentException,
    RuntimeException,
    LogicException,
    JsonSerializable,
}

impl Builtin {
    /// The class's entry. SPL and JSON are always built into PHP, and start before any shared extension.
    pub fn entry(self) -> &'static ClassEntry {
        // SAFETY: the statics are set when PHP's own extensions start, before ours, and stay until the process ends.
        unsafe {
            &*match self {
                Self::InvalidArgumentException => spl_ce_InvalidArgumentException,
                Self::RuntimeException => spl_ce_RuntimeException,
                Self::LogicException => spl_ce_LogicException,
                Self::JsonSerializable => php_json_serializable_ce,
            }
        }
    }
}

/// A scalar parameter's type, for conversion and for PHP's own message when it fails.
#[derive(Clone, Copy)]
pub struct Expected(pub &'static CStr);

/// Converts an argument to a string by PHP's rules for the calling file: weakly, or not at all under `strict_types`.
pub fn string_argument(arg: &Zval, expected: Expected) -> Option<Zval> {
    if arg.is_string() {
        return Some(arg.shallow_clone());
    }
    let number = argument_number(arg);
    let mut converted = arg.shallow_clone();
    let mut string = ptr::null_mut();
    // SAFETY: `converted` is a live zval of ours, which the engine turns into the string that it also points `string` at.
    if unsafe { zend_parse_arg_str_slow(&raw mut converted, &raw mut string, number) } && converted.is_string() {
        return Some(converted);
    }
    throw_type_error(number, expected, arg);
    None
}

/// Converts an argument to an integer by PHP's rules for the calling file.
pub fn integer_argument(arg: &Zval, expected: Expected) -> Option<i64> {
    if let Some(integer) = arg.long() {
        return Some(integer);
    }
    let number = argument_number(arg);
    let mut integer = 0;
    // SAFETY: `arg` is a live zval, which the engine only reads; `integer` is ours.
    if unsafe { zend_parse_arg_long_slow(ptr::from_ref(arg), &raw mut integer, number) } {
        return Some(integer);
    }
    throw_type_error(number, expected, arg);
    None
}

/// Converts an argument to a boolean by PHP's rules for the calling file.
pub fn boolean_argument(arg: &Zval, expected: Expected) -> Option<bool> {
    if let Some(boolean) = arg.bool() {
        return Some(boolean);
    }
    let number = argument_number(arg);
    let mut boolean = false;
    // SAFETY: as for integers.
    if unsafe { zend_parse_arg_bool_slow(ptr::from_ref(arg), &raw mut boolean, number) } {
        return Some(boolean);
    }
    throw_type_error(number, expected, arg);
    None
}

/// PHP's own message: `NoSocket::emit(): Argument #1 ($channel) must be of type string, array given`.
pub fn wrong_type(arg: &Zval, expected: Expected) {
    throw_type_error(argument_number(arg), expected, arg);
}

fn throw_type_error(number: u32, expected: Expected, arg: &Zval) {
    if ExecutorGlobals::has_exception() {
        return;
    }
    // SAFETY: the format has two `%s`, for two NUL-terminated strings; called inside a running internal function.
    unsafe {
        let format = c"must be of type %s, %s given";
        zend_argument_type_error(number, format.as_ptr(), expected.0.as_ptr(), zend_zval_type_name(ptr::from_ref(arg)));
    }
}

/// Which argument of the running function this is, counted from 1: known from its place in the call frame.
fn argument_number(arg: &Zval) -> u32 {
    let frame = ExecutorGlobals::get().current_execute_data as usize;
    let first = frame + CALL_FRAME_SLOTS * size_of::<Zval>();
    let index = (ptr::from_ref(arg) as usize).wrapping_sub(first) / size_of::<Zval>();
    u32::try_from(index + 1).unwrap_or(1)
}

/// A property's type: a mask of `1 << IS_…` (Zend/zend_type_info.h).
#[derive(Clone, Copy)]
pub struct PropertyType(u32);

impl PropertyType {
    pub const INT: Self = Self(1 << 4);
    pub const STRING: Self = Self(1 << 6);
    pub const ARRAY: Self = Self(1 << 7);
    pub const BOOL: Self = Self(1 << 2 | 1 << 3);
    pub const NULLABLE_STRING: Self = Self(1 << 6 | 1 << 1);
    pub const MIXED: Self = Self(0x3fe);
}

/// Declares `public readonly <type> $name`. Only while the module starts.
pub fn declare_readonly_property(class: &mut ClassEntry, name: &str, type_: PropertyType) {
    // An undefined default: the property is uninitialised until an object is built.
    declare_property(class, name, PUBLIC | READONLY, type_, Zval::new());
}

/// Declares `protected <type> $name = <default>`. Only while the module starts.
pub fn declare_protected_property(class: &mut ClassEntry, name: &str, type_: PropertyType, default: Zval) {
    declare_property(class, name, PROTECTED, type_, default);
}

fn declare_property(class: &mut ClassEntry, name: &str, access: c_int, type_: PropertyType, default: Zval) {
    let name = ZendStr::new_interned(name, true).into_raw();
    let type_ = zend_type { ptr: ptr::null_mut(), type_mask: type_.0 };
    let mut default = std::mem::ManuallyDrop::new(default);
    if default.is_null() {
        // `Zval::new()` is null to ext-php-rs; IS_UNDEF is what the engine wants for "no default".
        default.u1.type_info = 0;
    }
    // SAFETY: the class is being registered and ours alone; name and default are handed over to it.
    unsafe {
        zend_declare_typed_property(class, name, &raw mut *default, access, ptr::null_mut(), type_);
    }
}

/// Sets a property with the rights of `scope`, so that read-only ones can be initialised.
pub fn set_property(scope: &ClassEntry, object: &mut ZendObject, name: &str, mut value: Zval) {
    // SAFETY: object and value are live; the engine copies the value and takes a reference of its own.
    unsafe {
        zend_update_property(ptr::from_ref(scope).cast_mut(), object, name.as_ptr().cast(), name.len(), &raw mut value);
    }
}

/// A property's value, read with the rights of `scope`.
pub fn get_property(scope: &ClassEntry, object: &ZendObject, name: &str) -> Zval {
    let mut buffer = Zval::new();
    // SAFETY: the object is live; the result is borrowed from it or from the buffer, so it is copied at once.
    unsafe {
        let value = zend_read_property(
            ptr::from_ref(scope).cast_mut(),
            ptr::from_ref(object).cast_mut(),
            name.as_ptr().cast(),
            name.len(),
            true,
            &raw mut buffer,
        );
        (*value).dereference().shallow_clone()
    }
}

/// Marks a method's parameter `#[SensitiveParameter]`, which keeps it out of stack traces. PHP 8.1 knows no such
/// thing; there, `zend.exception_ignore_args` (on in php.ini-production) does it.
pub fn mark_sensitive(class: &mut ClassEntry, method: &str, parameter: u32) {
    #[cfg(php82)]
    {
        /// `ZEND_ATTRIBUTE_PERSISTENT`: allocated for the life of the process.
        const PERSISTENT: u32 = 1;
        let name = ZendStr::new_interned("SensitiveParameter", true).into_raw();
        // SAFETY: the class was just registered, so its function table is live, and no request runs yet.
        unsafe {
            let table = &raw const class.function_table;
            let function = zend_hash_str_find_ptr_lc(table, method.as_ptr().cast(), method.len())
                .cast::<ext_php_rs::ffi::zend_function>();
            if let Some(function) = function.as_mut() {
                let attributes = (&raw mut function.common.attributes).cast();
                zend_add_attribute(attributes, name, 0, PERSISTENT, parameter + 1, 0);
            }
        }
    }
    #[cfg(not(php82))]
    let _ = (class, method, parameter);
}

/// A php.ini setting's current value; `None` if there is none or it is empty.
pub fn ini_value(name: &CStr) -> Option<String> {
    let mut exists = false;
    // SAFETY: the name is NUL-terminated; the result is a NUL-terminated string of the engine, copied at once.
    unsafe {
        let value = zend_ini_string_ex(name.as_ptr(), name.count_bytes(), 0, &raw mut exists);
        if value.is_null() { None } else { Some(CStr::from_ptr(value).to_string_lossy().into_owned()) }
    }
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
