//! The PHP extension: a thin face on [`nosocket_core`], and the only Rust here that knows Zend.
//!
//! ```text
//! emit     nosocket.rs → json.rs (json_encode) → engine.emit → log → store
//! poll.php nosocket.rs → respond.rs → http::respond → engine.poll → log → store → JSON bytes → output
//! ```

#![allow(missing_docs, reason = "#[php_module] makes a function without documentation")]

mod argument;
mod batch;
mod diagnostics;
mod event;
mod exception;
mod fork;
mod guard;
mod info;
mod ini;
mod json;
mod nosocket;
mod options;
mod poll_result;
mod pool;
mod respond;
#[cfg(feature = "test-hooks")]
mod testing;
mod zend;
mod zval;

use std::panic::{self, catch_unwind};

use ext_php_rs::prelude::*;

const SUCCESS: i32 = 0;
const FAILURE: i32 = -1;

/// Registers everything but functions: php.ini directives first, then the classes in the order in which they need
/// each other.
extern "C" fn start(_type: i32, module_number: i32) -> i32 {
    panic::set_hook(Box::new(|panic| zend::log_error(&panic.to_string())));
    let started = catch_unwind(|| {
        ini::register(module_number);
        fork::watch();
        exception::register()?;
        event::register()?;
        poll_result::register()?;
        nosocket::register()
    });
    match started {
        Ok(Ok(())) => SUCCESS,
        Ok(Err(error)) => {
            zend::log_error(&format!("the extension does not start: {error}"));
            FAILURE
        }
        Err(payload) => {
            zend::log_error(&format!("the extension does not start: {}", guard::panic_message(payload.as_ref())));
            FAILURE
        }
    }
}

extern "C" fn shut_down(_type: i32, module_number: i32) -> i32 {
    let _ = catch_unwind(pool::shut_down);
    zend::unregister_ini(module_number);
    SUCCESS
}

extern "C" fn end_request(_type: i32, _module_number: i32) -> i32 {
    let _ = catch_unwind(pool::end_request);
    SUCCESS
}

/// The module's description for PHP.
#[php_module]
pub fn get_module(module: ModuleBuilder) -> ModuleBuilder {
    let module = module
        .startup_function(start)
        .shutdown_function(shut_down)
        .request_shutdown_function(end_request)
        .info_function(info::print);
    #[cfg(feature = "test-hooks")]
    let module = testing::add_to(module);
    module
}
