//! The parts of the Zend API that ext-php-rs does not wrap, each behind a safe function.
//!
//! All of it is exported by every PHP from 8.1 on; the signatures are those of php-src's headers, named at each block.

mod argument;
mod class;
mod host;
mod server;

pub use argument::{Expected, boolean_argument, integer_argument, string_argument, wrong_type};
pub use class::{
    Builtin, PropertyType, declare_protected_property, declare_readonly_property, get_property, mark_sensitive,
    set_property,
};
pub use host::{environment, ini_value, log_error, request_body, unregister_ini};
pub use server::ServerVariables;
