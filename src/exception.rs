//! The exception family: one marker interface, and a class per cause that extends the SPL class people would catch.

use std::sync::atomic::{AtomicPtr, Ordering};

use ext_php_rs::args::ArgInfoTables;
use ext_php_rs::builders::{ClassBuilder, FunctionBuilder};
use ext_php_rs::error::Result;
use ext_php_rs::exception::PhpException;
use ext_php_rs::flags::{ClassFlags, DataType, MethodFlags};
use ext_php_rs::types::{ZendObject, Zval};
use ext_php_rs::zend::{ClassEntry, ExecuteData, ce, run_handler};
use nosocket_core::error::{Error, Kind};

use crate::zend::{Builtin, PropertyType, declare_protected_property, get_property, set_property};
use crate::zval;

/// A class of ours, known once the module has started.
pub struct Class(AtomicPtr<ClassEntry>);

impl Class {
    pub const fn unregistered() -> Self {
        Self(AtomicPtr::new(std::ptr::null_mut()))
    }

    pub fn set(&self, entry: &'static mut ClassEntry) {
        self.0.store(entry, Ordering::Release);
    }

    /// The class's entry. The module does not start unless every class is registered.
    pub fn entry(&self) -> &'static ClassEntry {
        // SAFETY: null, or an entry that lives until the module is shut down.
        unsafe { self.0.load(Ordering::Acquire).as_ref() }.unwrap_or_else(|| ce::exception())
    }

    /// The entry, to be completed while the module starts.
    pub fn entry_mut(&self) -> Option<&'static mut ClassEntry> {
        // SAFETY: as above; called only while the module starts, when nobody else looks at the class.
        unsafe { self.0.load(Ordering::Acquire).as_mut() }
    }
}

static MARKER: Class = Class::unregistered();
static INVALID_ARGUMENT: Class = Class::unregistered();
static GRANT: Class = Class::unregistered();
static RATE_LIMIT: Class = Class::unregistered();
static STORAGE: Class = Class::unregistered();
static INTERNAL: Class = Class::unregistered();

/// Registers the family. Only while the module starts.
pub fn register() -> Result<()> {
    ClassBuilder::new("NoSocket\\Exception")
        .flags(ClassFlags::Interface)
        .implements((ce::throwable, "\\Throwable"))
        .method(
            FunctionBuilder::new_abstract("getErrorCode").returns(DataType::String, false, false),
            MethodFlags::Public | MethodFlags::Abstract,
        )
        .registration(|entry, arg_info| keep(&MARKER, entry, arg_info))
        .register()?;

    let class = |name: &str, parent: fn() -> &'static ClassEntry| {
        ClassBuilder::new(name).extends((parent, "")).implements((|| MARKER.entry(), "\\NoSocket\\Exception")).method(
            FunctionBuilder::new("getErrorCode", get_error_code).returns(DataType::String, false, false),
            MethodFlags::Public,
        )
    };
    class("NoSocket\\InvalidArgumentException", || Builtin::InvalidArgumentException.entry())
        .registration(|entry, arg_info| keep(&INVALID_ARGUMENT, entry, arg_info))
        .register()?;
    class("NoSocket\\GrantException", || Builtin::RuntimeException.entry())
        .registration(|entry, arg_info| keep(&GRANT, entry, arg_info))
        .register()?;
    class("NoSocket\\RateLimitException", || Builtin::RuntimeException.entry())
        .method(
            FunctionBuilder::new("getRetryAfter", get_retry_after).returns(DataType::Long, false, false),
            MethodFlags::Public,
        )
        .registration(|entry, arg_info| keep(&RATE_LIMIT, entry, arg_info))
        .register()?;
    class("NoSocket\\StorageException", || Builtin::RuntimeException.entry())
        .registration(|entry, arg_info| keep(&STORAGE, entry, arg_info))
        .register()?;
    class("NoSocket\\InternalException", || Builtin::LogicException.entry())
        .registration(|entry, arg_info| keep(&INTERNAL, entry, arg_info))
        .register()?;

    for class in [&INVALID_ARGUMENT, &GRANT, &RATE_LIMIT, &STORAGE, &INTERNAL] {
        if let Some(entry) = class.entry_mut() {
            declare_protected_property(entry, "errorCode", PropertyType::STRING, zval::interned("internal"));
        }
    }
    if let Some(entry) = RATE_LIMIT.entry_mut() {
        declare_protected_property(entry, "retryAfter", PropertyType::INT, zval::int(1_i64));
    }
    Ok(())
}

/// Keeps a registered class. Its argument tables belong to the engine for the life of the process.
pub fn keep(class: &Class, entry: &'static mut ClassEntry, arg_info: ArgInfoTables) {
    std::mem::forget(arg_info);
    class.set(entry);
}

/// The exception for an error of the engine.
pub fn from_error(error: &Error) -> PhpException {
    let class = match error.kind() {
        Kind::InvalidRequest | Kind::Configuration | Kind::TooLarge | Kind::MethodNotAllowed => &INVALID_ARGUMENT,
        Kind::GrantMissing | Kind::GrantInvalid | Kind::GrantExpired | Kind::GrantRevoked | Kind::Forbidden => &GRANT,
        Kind::RateLimited => &RATE_LIMIT,
        Kind::Unavailable | Kind::Storage => &STORAGE,
    };
    build(class, &error.to_string(), error.code(), error.retry_after_seconds(), None)
}

/// The exception for bad input that PHP itself has refused with an exception of its own.
pub fn invalid_argument_because(message: &str, previous: Zval) -> PhpException {
    build(&INVALID_ARGUMENT, message, Kind::InvalidRequest.code(), None, Some(previous))
}

/// The exception for a fault in the extension itself.
pub fn internal(message: &str) -> PhpException {
    build(&INTERNAL, message, "internal", None, None)
}

fn build(
    class: &Class,
    message: &str,
    code: &'static str,
    retry_after: Option<u64>,
    previous: Option<Zval>,
) -> PhpException {
    let entry = class.entry();
    let mut object = ZendObject::new(entry);
    set_property(entry, &mut object, "message", zval::string(message));
    set_property(entry, &mut object, "errorCode", zval::string(code));
    if let (true, Some(seconds)) = (std::ptr::eq(class, &RATE_LIMIT), retry_after) {
        set_property(entry, &mut object, "retryAfter", zval::int(i64::try_from(seconds).unwrap_or(i64::MAX)));
    }
    if let Some(previous) = previous {
        // `previous` is private to the base class.
        set_property(ce::exception(), &mut object, "previous", previous);
    }
    PhpException::new(message.to_owned(), 0, entry).with_object(zval::object(object))
}

extern "C" fn get_error_code(call: &mut ExecuteData, result: &mut Zval) {
    own_property(call, result, "errorCode");
}

extern "C" fn get_retry_after(call: &mut ExecuteData, result: &mut Zval) {
    own_property(call, result, "retryAfter");
}

fn own_property(call: &mut ExecuteData, result: &mut Zval, name: &str) {
    run_handler(std::panic::AssertUnwindSafe(|| {
        let (parser, this) = call.parser_object();
        if parser.parse().is_err() {
            return;
        }
        if let Some(this) = this {
            *result = get_property(this.get_class_entry(), this, name);
        }
    }));
}
