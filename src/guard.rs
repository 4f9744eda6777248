//! What stands between Rust and PHP: errors become exceptions of ours, and so do panics.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ext_php_rs::exception::PhpException;
use ext_php_rs::zend::ce;
use nosocket_core::error::Error;

use crate::exception;

/// Why a method ends without a result.
pub enum Failure {
    /// The engine refused.
    Refused(Error),
    /// This exception is to be thrown.
    Thrown(PhpException),
    /// PHP has thrown already; its exception goes on as it is.
    Pending,
}

/// What a method gives.
pub type Outcome<T> = Result<T, Failure>;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl From<ext_php_rs::error::Error> for Failure {
    fn from(error: ext_php_rs::error::Error) -> Self {
        Self::Thrown(exception::internal(&error.to_string()))
    }
}

impl From<Failure> for PhpException {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(error) => exception::from_error(&error),
            Failure::Thrown(exception) => exception,
            // Not seen: throwing does nothing while another exception is pending.
            Failure::Pending => Self::new(String::new(), 0, ce::exception()),
        }
    }
}

/// Runs a method's body. A panic becomes `NoSocket\InternalException`; the worker lives on.
pub fn guard<T>(method: &str, body: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    catch_unwind(AssertUnwindSafe(|| {
        #[cfg(feature = "test-hooks")]
        crate::testing::panic_if_told(method);
        body()
    }))
    .unwrap_or_else(|payload| {
        Err(Failure::Thrown(exception::internal(&format!(
            "NoSocket::{method}() failed inside the extension: {}; please report this",
            panic_message(payload.as_ref())
        ))))
    })
}

/// A panic's own words.
pub fn panic_message(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a message")
}
