//! The engines of this process: one for each set of settings, shared by all `NoSocket` objects with these settings.
//!
//! They stand in a static and are emptied when the module shuts down. Thread-local destructors would come too late: a
//! PostgreSQL client dropped by one aborts the process.

use std::sync::Arc;
use std::thread::{self, ThreadId};

use nosocket_core::config::Settings;
use nosocket_core::engine::Engine;
use nosocket_core::error::Result;
use parking_lot::{Mutex, MutexGuard};

use crate::zend::log_error;

/// An engine that several PHP objects share. Never call PHP code while it is locked.
pub type SharedEngine = Arc<Mutex<Engine>>;

/// Engines that no object uses are let go when there are more than this many.
const MAX_IDLE: usize = 16;

struct Entry {
    /// Threads (in ZTS builds) do not share connections.
    thread: ThreadId,
    settings: Settings,
    engine: SharedEngine,
}

static ENGINES: Mutex<Vec<Entry>> = Mutex::new(Vec::new());

/// The engine for these settings.
pub fn engine(settings: Settings) -> Result<SharedEngine> {
    if let Some(engine) = open_engine(&settings) {
        return Ok(engine);
    }
    let mut engines = ENGINES.lock();
    let engine = Arc::new(Mutex::new(Engine::new(settings.clone())?));
    if engines.len() >= MAX_IDLE {
        engines.retain(|entry| Arc::strong_count(&entry.engine) > 1);
    }
    engines.push(Entry { thread: thread::current().id(), settings, engine: Arc::clone(&engine) });
    Ok(engine)
}

/// Unlocks an engine after a call, and tells PHP's error log what went wrong beside it.
pub fn release(mut engine: MutexGuard<'_, Engine>) {
    let warning = engine.take_warning();
    drop(engine);
    if let Some(warning) = warning {
        log_error(&warning);
    }
}

/// Before a fork: closes what a child must not inherit. Both sides open anew when they need it.
pub fn before_fork() {
    // An engine that is at work belongs to another thread, which the child will not have.
    for entry in ENGINES.try_lock().iter().flat_map(|engines| engines.iter()) {
        if let Some(mut engine) = entry.engine.try_lock() {
            engine.before_fork();
        }
    }
}

/// At the end of a request: closes the connections that are not to outlive it.
pub fn end_request() {
    let thread = thread::current().id();
    for entry in ENGINES.lock().iter().filter(|entry| entry.thread == thread && !entry.settings.persistent) {
        entry.engine.lock().close();
    }
}

/// When the module shuts down: closes everything.
pub fn shut_down() {
    for entry in ENGINES.lock().drain(..) {
        entry.engine.lock().close();
    }
}

/// The engine for these settings, if the process has one already.
pub fn open_engine(settings: &Settings) -> Option<SharedEngine> {
    let thread = thread::current().id();
    let engines = ENGINES.lock();
    let entry = engines.iter().find(|entry| entry.thread == thread && entry.settings == *settings)?;
    Some(Arc::clone(&entry.engine))
}
