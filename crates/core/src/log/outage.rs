//! A server that could not be reached is left alone for a moment, so that a host's workers do not all stand waiting for
//! connections that do not come.
//!
//! What is known of a server belongs to the process, not to a connection: it outlives requests with `persistent = 0`, and
//! serves all handles. When the moment is over one caller tries; the others go on failing at once until that try has ended.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::error::{Error, Kind, Result};

/// The first pause at most, and the longest. A try that took longer than that is followed by a pause as long as itself, so
/// that nobody waits for more than half of the time.
const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(5);

/// The servers that could not be reached lately, by how messages call them.
static OUTAGES: Mutex<BTreeMap<String, Outage>> = Mutex::new(BTreeMap::new());

struct Outage {
    failures: u32,
    until: Instant,
    message: String,
}

/// Connects to the server of this name, or fails as the last try did while the pause after that one lasts. Only a server
/// that is not to be reached is left alone: a wrong password or a missing database is not a matter of time.
pub(super) fn connect<C>(place: &str, connect: impl FnOnce() -> Result<C>) -> Result<C> {
    let began = Instant::now();
    let failures = begin(place, began)?;
    let connected = connect();
    match &connected {
        Err(error) if error.kind() == Kind::Unavailable => {
            let failures = failures.saturating_add(1);
            let until = Instant::now() + pause(failures).max(began.elapsed());
            let outage = Outage { failures, until, message: error.to_string() };
            OUTAGES.lock().insert(place.to_owned(), outage);
        }
        _ => _ = OUTAGES.lock().remove(place),
    }
    connected
}

/// Lets the caller try, and tells how often others have failed in a row; or refuses.
fn begin(place: &str, now: Instant) -> Result<u32> {
    let mut outages = OUTAGES.lock();
    let Some(outage) = outages.get_mut(place) else { return Ok(0) };
    if now < outage.until {
        let left = u64::try_from((outage.until - now).as_millis()).unwrap_or(u64::MAX);
        return Err(Error::new(Kind::Unavailable, outage.message.clone()).with_retry_after_ms(left));
    }
    // The others wait for the outcome.
    outage.until = now + LONGEST;
    Ok(outage.failures)
}

/// How long to leave a server alone: twice as long each time, and at random between half and whole of it, so that a host's
/// processes do not come back all at once.
fn pause(failures: u32) -> Duration {
    let most = FIRST.saturating_mul(1 << failures.saturating_sub(1).min(8)).min(LONGEST);
    most.mul_f64(0.5 + fastrand::f64() / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unreachable() -> Result<()> {
        Err(Error::new(Kind::Unavailable, "the database cannot be reached").with_retry_after_ms(5_000))
    }

    /// Lets the pause be over.
    fn end_pause(place: &str) {
        OUTAGES.lock().get_mut(place).unwrap().until = Instant::now();
    }

    #[test]
    fn a_server_that_was_not_reached_is_not_asked_again_at_once() {
        let place = "a server that is down";
        let mut tries = 0;
        for _ in 0..5 {
            let error = connect(place, || {
                tries += 1;
                unreachable()
            })
            .unwrap_err();
            assert_eq!((error.kind(), error.to_string()), (Kind::Unavailable, "the database cannot be reached".into()));
            assert!(error.retry_after_seconds().is_some_and(|seconds| (1..=5).contains(&seconds)));
        }
        assert_eq!(tries, 1);
        assert!(connect("another server", || Ok(())).is_ok());
    }

    #[test]
    fn after_the_pause_one_try_is_let_through_and_the_others_do_not_wait_for_it() {
        let place = "a server that comes back";
        assert!(connect(place, unreachable).is_err());
        end_pause(place);
        let tried = connect(place, || {
            assert!(connect(place, || -> Result<()> { panic!("a second try at once") }).is_err());
            Ok(())
        });
        assert!(tried.is_ok());
        assert!(connect(place, || Ok(())).is_ok(), "it is forgotten");
    }

    #[test]
    fn refusals_that_waiting_does_not_mend_are_asked_for_each_time() {
        let refused = || Err::<(), _>(Error::new(Kind::Storage, "a wrong password"));
        let mut tries = 0;
        for _ in 0..3 {
            assert!(
                connect("a server that refuses", || {
                    tries += 1;
                    refused()
                })
                .is_err()
            );
        }
        assert_eq!(tries, 3);
    }

    #[test]
    fn pauses_grow_to_five_seconds_and_differ() {
        let bounds =
            [(1, 500, 1_000), (2, 1_000, 2_000), (3, 2_000, 4_000), (4, 2_500, 5_000), (u32::MAX, 2_500, 5_000)];
        for (failures, least, most) in bounds {
            let pauses: Vec<_> = (0..50).map(|_| pause(failures).as_millis()).collect();
            assert!(pauses.iter().all(|pause| (least..=most).contains(pause)), "{failures}: {pauses:?}");
            assert!(pauses.iter().any(|pause| *pause != pauses[0]));
        }
    }
}
