//! The engines of this process: one for each set of settings, shared by all `NoSocket` objects with these settings.
//!
//! They stand in a static and are emptied when the module shuts down. Thread-local destructors would come too late: a
//! PostgreSQL client dropped by one aborts the process.

use std::sync::Arc;
use std::thread::{self, ThreadId};

use nosocket_core::config::Settings;
use nosocket_core::engine::Engine;
use nosocket_core::error::Result;
use parking_lot::Mutex;

use crate::options::HostState;

/// An engine that several PHP objects share. Never call PHP code while it is locked.
pub type SharedEngine = Arc<Mutex<Engine>>;

/// Engines that no object uses are let go when there are more than this many.
const MAX_IDLE: usize = 16;

struct Entry {
    /// Threads (in ZTS builds) do not share connections.
    thread: ThreadId,
    settings: Settings,
    engine: SharedEngine,
    /// What the host's configuration was when it led to these settings.
    host: Option<HostState>,
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
    engines.push(Entry { thread: thread::current().id(), settings, engine: Arc::clone(&engine), host: None });
    Ok(engine)
}

/// The engine that the host's configuration describes. `settings` reads it, which takes as long as half an idle poll, and
/// happens only when it has changed.
pub fn host_engine(state: HostState, settings: impl FnOnce() -> Result<Settings>) -> Result<SharedEngine> {
    let thread = thread::current().id();
    if let Some(engine) = find(|entry| entry.thread == thread && entry.host.as_ref() == Some(&state)) {
        return Ok(engine);
    }
    let engine = engine(settings()?)?;
    for entry in ENGINES.lock().iter_mut().filter(|entry| Arc::ptr_eq(&entry.engine, &engine)) {
        entry.host = Some(state.clone());
    }
    Ok(engine)
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
    find(|entry| entry.thread == thread && entry.settings == *settings)
}

fn find(is_wanted: impl Fn(&Entry) -> bool) -> Option<SharedEngine> {
    ENGINES.lock().iter().find(|entry| is_wanted(entry)).map(|entry| Arc::clone(&entry.engine))
}
