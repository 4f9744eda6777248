//! Typed properties, property access with a class's own rights, and parameter attributes.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

#[cfg(php82)]
use ext_php_rs::ffi::zend_hash_str_find_ptr_lc;
use ext_php_rs::ffi::{zend_string, zend_type};
use ext_php_rs::types::{ZendObject, ZendStr, Zval};
use ext_php_rs::zend::ClassEntry;

// ext/spl/spl_exceptions.h, ext/json/php_json.h, Zend/zend_API.h, Zend/zend_attributes.h
unsafe extern "C" {
    static spl_ce_InvalidArgumentException: *mut ClassEntry;
    static spl_ce_RuntimeException: *mut ClassEntry;
    static spl_ce_LogicException: *mut ClassEntry;
    static php_json_serializable_ce: *mut ClassEntry;
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
}

/// `ZEND_ACC_READONLY`.
const READONLY: c_int = 1 << 7;
/// `ZEND_ACC_PUBLIC` and `ZEND_ACC_PROTECTED`.
const PUBLIC: c_int = 1 << 0;
const PROTECTED: c_int = 1 << 1;
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
