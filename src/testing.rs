//! Hooks for the test suite, in builds with the feature `test-hooks` only.

use ext_php_rs::prelude::*;
use ext_php_rs::types::ZendClassObject;

use crate::guard::Outcome;
use crate::nosocket::NoSocket;

/// Panics if the environment variable `NOSOCKET_PANIC_IN` names this method.
pub fn panic_if_told(method: &str) {
    assert!(std::env::var("NOSOCKET_PANIC_IN").as_deref() != Ok(method), "told to panic in {method}");
}

/// Adds the hooks to the module.
pub fn add_to(module: ModuleBuilder<'_>) -> ModuleBuilder<'_> {
    module.function(wrap_function!(testing_begin)).function(wrap_function!(testing_rollback))
}

/// Begins a write transaction on the handle's connection and leaves it open.
#[php_function]
#[php(name = "NoSocket\\Testing\\begin")]
pub fn testing_begin(nosocket: &mut ZendClassObject<NoSocket>) -> Outcome<()> {
    Ok(nosocket.engine().lock().log()?.hold()?)
}

/// Ends what `begin()` began.
#[php_function]
#[php(name = "NoSocket\\Testing\\rollback")]
pub fn testing_rollback(nosocket: &mut ZendClassObject<NoSocket>) -> Outcome<()> {
    Ok(nosocket.engine().lock().log()?.let_go()?)
}
