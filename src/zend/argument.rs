//! Arguments converted by PHP's own rules, and PHP's own words where they do not fit.

use std::ffi::{CStr, c_char};
use std::ptr;

use ext_php_rs::ffi::{zend_execute_data, zend_long, zend_string};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecutorGlobals;

// Zend/zend_API.h
unsafe extern "C" {
    fn zend_parse_arg_str_slow(arg: *mut Zval, dest: *mut *mut zend_string, num: u32) -> bool;
    fn zend_parse_arg_long_slow(arg: *const Zval, dest: *mut zend_long, num: u32) -> bool;
    fn zend_parse_arg_bool_slow(arg: *const Zval, dest: *mut bool, num: u32) -> bool;
    fn zend_argument_type_error(num: u32, format: *const c_char, ...);
    fn zend_zval_type_name(arg: *const Zval) -> *const c_char;
}

/// What precedes the arguments in a call frame: `ZEND_CALL_FRAME_SLOT` of Zend/zend_compile.h.
const CALL_FRAME_SLOTS: usize = size_of::<zend_execute_data>().div_ceil(size_of::<Zval>());

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
