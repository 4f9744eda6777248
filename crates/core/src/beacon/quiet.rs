//! One warning a minute: what fails at every emit must not fill a log.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::clock::Millis;

const MINUTE_MS: i64 = 60_000;

/// Lets through one warning a minute, whichever thread it comes from.
#[derive(Debug)]
pub struct Quiet {
    last: AtomicI64,
}

impl Quiet {
    /// One that has let nothing through yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { last: AtomicI64::new(i64::MIN) }
    }

    /// Whether a warning may be told now. A clock that was set back does not silence it.
    pub fn lets_through(&self, now: Millis) -> bool {
        let spoke_lately = |last: Millis| (last..last.saturating_add(MINUTE_MS)).contains(&now);
        self.last
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| (!spoke_lately(last)).then_some(now))
            .is_ok()
    }
}

impl Default for Quiet {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_warning_a_minute_is_let_through() {
        let quiet = Quiet::new();
        let told = [0, 1, 59_999, 60_000, 60_001, 30_000, 30_001].map(|now| quiet.lets_through(now));
        assert_eq!(told, [true, false, false, true, false, true, false]);
    }
}
