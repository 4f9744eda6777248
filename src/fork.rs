//! What has to happen before this process forks.

use std::ffi::c_int;
use std::panic::catch_unwind;
use std::sync::Once;

use crate::pool;

type Handler = extern "C" fn();

// pthread.h
unsafe extern "C" {
    fn pthread_atfork(prepare: Option<Handler>, parent: Option<Handler>, child: Option<Handler>) -> c_int;
}

/// Has [`pool::before_fork`] called before each fork of this process.
pub fn watch() {
    static WATCH: Once = Once::new();
    WATCH.call_once(|| {
        // SAFETY: the handler lives as long as the extension; the C library takes it back when that is unloaded.
        let _ = unsafe { pthread_atfork(Some(before_fork), None, None) };
    });
}

extern "C" fn before_fork() {
    let _ = catch_unwind(pool::before_fork);
}
