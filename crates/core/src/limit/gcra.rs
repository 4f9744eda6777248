//! The rate limit itself: the generic cell rate algorithm, pure arithmetic on times.
//!
//! Source: ITU-T Recommendation I.371, GCRA(T, τ) in its form of a *virtual scheduling algorithm*. It keeps one number
//! per client, the theoretical arrival time `tat`: until when the hits so far would last if they came evenly. With
//! `interval` = T and `tolerance` = τ + T, all in microseconds:
//!
//! ```text
//! tat' = max(tat, now) + interval
//! admitted iff tat' - now <= tolerance; then tat becomes tat', else it stays
//! retry after = tat' - tolerance - now
//! ```
//!
//! In SQL that is one statement: insert `now + interval`, on conflict
//! `SET tat = greatest(tat, now) + interval WHERE greatest(tat, now) + interval - now <= tolerance`, and no changed row
//! means denied. A `tat` beyond `now + horizon` is corrupt and counts as `now`.

use crate::clock::Millis;
use crate::error::{Error, Kind, Result};

/// The largest number of hits that a quota may allow in its window.
pub const MAX_QUOTA_LIMIT: u32 = 1_000_000;

/// The longest window of a quota: one day, in seconds.
pub const MAX_QUOTA_WINDOW_SECONDS: u32 = 86_400;

/// How many hits are allowed in how many seconds.
///
/// From idle, exactly `limit` hits are admitted at once, and then one each `window / limit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    limit: u32,
    window_seconds: u32,
}

/// What becomes of a hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The hit counts.
    Admit {
        /// The theoretical arrival time to keep, in microseconds since the Unix epoch.
        new_tat: u64,
    },
    /// The hit is one too many, and does not count.
    Deny {
        /// After exactly how many microseconds the next hit would be admitted.
        retry_after_us: u64,
    },
}

impl Quota {
    /// A quota of `limit` hits in `window_seconds`.
    ///
    /// # Errors
    /// [`Kind::Configuration`] if `limit` is not 1 to [`MAX_QUOTA_LIMIT`], or `window_seconds` not 1 to
    /// [`MAX_QUOTA_WINDOW_SECONDS`].
    pub fn new(limit: u32, window_seconds: u32) -> Result<Self> {
        if !(1..=MAX_QUOTA_LIMIT).contains(&limit) {
            return Err(Error::new(
                Kind::Configuration,
                format!("setting `rate_limit` is {limit}; give 1 to {MAX_QUOTA_LIMIT}, or set `rate_limiter` to `off`"),
            ));
        }
        if !(1..=MAX_QUOTA_WINDOW_SECONDS).contains(&window_seconds) {
            return Err(Error::new(
                Kind::Configuration,
                format!("setting `rate_window` is {window_seconds}; give 1 to {MAX_QUOTA_WINDOW_SECONDS} seconds"),
            ));
        }
        Ok(Self { limit, window_seconds })
    }

    /// How many hits are allowed in the window.
    #[must_use]
    pub const fn limit(self) -> u32 {
        self.limit
    }

    /// The window's length in seconds.
    #[must_use]
    pub const fn window_seconds(self) -> u32 {
        self.window_seconds
    }

    /// The time that one hit takes from the quota, in microseconds.
    ///
    /// Rounded up, so that no more than `limit` fit into a window: 7 in 60 s lose 3 µs a minute, one hit in five years.
    #[must_use]
    pub const fn interval_us(self) -> u64 {
        (self.window_seconds as u64 * 1_000_000).div_ceil(self.limit as u64)
    }

    /// How far `tat'` may lie ahead of now, in microseconds.
    ///
    /// The window, but as a multiple of the rounded interval: from idle, exactly `limit` hits fit.
    #[must_use]
    pub const fn tolerance_us(self) -> u64 {
        self.interval_us() * self.limit as u64
    }

    /// How far ahead of now a `tat` is still believed, in microseconds: twice the tolerance.
    ///
    /// Admission stores none beyond the tolerance. The other half leaves room for a worker whose clock reading is older
    /// than the one that stored the value; beyond it, the value is garbage, or the clock was set back.
    #[must_use]
    pub const fn horizon_us(self) -> u64 {
        self.tolerance_us() * 2
    }

    /// Decides about a hit at `now_us`, where `tat` is what was kept for its key, both in microseconds.
    #[must_use]
    pub const fn decide(self, tat: Option<u64>, now_us: u64) -> Decision {
        let believed = match tat {
            Some(tat) if tat > now_us && tat - now_us <= self.horizon_us() => tat,
            _ => now_us,
        };
        let new_tat = believed.saturating_add(self.interval_us());
        match (new_tat - now_us).checked_sub(self.tolerance_us()) {
            None | Some(0) => Decision::Admit { new_tat },
            Some(retry_after_us) => Decision::Deny { retry_after_us },
        }
    }

    /// The error of a hit that was denied, for [`Decision::Deny`]'s microseconds: [`Kind::RateLimited`].
    #[must_use]
    pub fn denied(self, retry_after_us: u64) -> Error {
        let Self { limit, window_seconds } = self;
        let seconds = retry_after_us.div_ceil(1_000_000).max(1);
        Error::new(
            Kind::RateLimited,
            format!("too many polls: {limit} in {window_seconds} s are allowed; try again in {seconds} s"),
        )
        .with_retry_after_ms(retry_after_us.div_ceil(1000))
    }

    /// The same error for a store whose statement denied the hit and can tell only the kept `tat`, in microseconds.
    #[must_use]
    pub fn denied_at(self, tat: u64, now_us: u64) -> Error {
        match self.decide(Some(tat), now_us) {
            Decision::Deny { retry_after_us } => self.denied(retry_after_us),
            // Between the denial and the reading of `tat`, the wait was over.
            Decision::Admit { .. } => self.denied(0),
        }
    }
}

/// A point in time in the algorithm's unit; before 1970 counts as 1970.
#[must_use]
pub(super) fn micros(time: Millis) -> u64 {
    u64::try_from(time).unwrap_or(0).saturating_mul(1000)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: u64 = 1_780_000_000_000_000;

    /// Hits at `now` until one is denied: how many were admitted, the `tat` that stays, and the wait.
    fn exhaust(quota: Quota, mut tat: Option<u64>, now: u64) -> (u32, Option<u64>, u64) {
        for admitted in 0.. {
            match quota.decide(tat, now) {
                Decision::Admit { new_tat } => tat = Some(new_tat),
                Decision::Deny { retry_after_us } => return (admitted, tat, retry_after_us),
            }
        }
        unreachable!()
    }

    #[test]
    fn a_burst_from_idle_is_exactly_the_limit() {
        for (limit, window) in [(120, 60), (7, 60), (1, 1), (1, 86_400), (9_999, 60), (999_999, 1), (1_000_000, 7)] {
            assert_eq!(exhaust(Quota::new(limit, window).unwrap(), None, NOW).0, limit, "{limit} in {window} s");
        }
    }

    #[test]
    fn after_the_burst_one_is_admitted_each_interval() {
        let quota = Quota::new(120, 60).unwrap();
        let (_, mut tat, wait) = exhaust(quota, None, NOW);
        assert_eq!(wait, 500_000);
        for step in 1..=500 {
            let (admitted, kept, wait) = exhaust(quota, tat, NOW + step * 500_000);
            assert_eq!((admitted, wait), (1, 500_000), "step {step}");
            tat = kept;
        }
    }

    #[test]
    fn a_limit_that_does_not_divide_its_window_keeps_its_rate_over_years() {
        let quota = Quota::new(7, 60).unwrap();
        let a_year_of_even_hits = 7 * 60 * 24 * 365;
        let drift = a_year_of_even_hits * quota.interval_us() - 365 * 86_400 * 1_000_000;
        assert!(drift < quota.interval_us(), "less than one hit a year is lost, and none is given away");
    }

    #[test]
    fn an_idle_client_gets_its_burst_back() {
        let quota = Quota::new(10, 5).unwrap();
        let (_, tat, _) = exhaust(quota, None, NOW);
        assert_eq!(exhaust(quota, tat, NOW + 2_500_000).0, 5);
        assert_eq!(exhaust(quota, tat, NOW + 5_000_000).0, 10);
        assert_eq!(exhaust(quota, tat, NOW + 500_000_000).0, 10);
    }

    #[test]
    fn a_tat_that_the_window_cannot_produce_counts_as_none() {
        let quota = Quota::new(10, 5).unwrap();
        let fresh = quota.decide(None, NOW);
        assert_eq!(quota.decide(Some(u64::MAX), NOW), fresh);
        assert_eq!(quota.decide(Some(NOW + quota.horizon_us() + 1), NOW), fresh);
        assert_eq!(quota.decide(Some(0), NOW), fresh);
    }

    #[test]
    fn an_older_clock_reading_does_not_reset_the_limit() {
        let quota = Quota::new(10, 5).unwrap();
        let (_, tat, _) = exhaust(quota, None, NOW);
        assert_eq!(exhaust(quota, tat, NOW - 1000), (0, tat, 501_000));
    }

    #[test]
    fn a_quota_has_a_limit_and_a_window() {
        for (limit, window, setting) in
            [(0, 60, "rate_limit"), (1_000_001, 60, "rate_limit"), (1, 0, "rate_window"), (1, 86_401, "rate_window")]
        {
            let error = Quota::new(limit, window).unwrap_err();
            assert!(error.kind() == Kind::Configuration && error.to_string().contains(setting), "{error}");
        }
    }

    #[test]
    fn a_denial_says_what_is_allowed_and_when_to_try_again() {
        let error = Quota::new(120, 60).unwrap().denied(2_000_001);
        assert_eq!(error.to_string(), "too many polls: 120 in 60 s are allowed; try again in 3 s");
        assert_eq!((error.kind(), error.retry_after_seconds()), (Kind::RateLimited, Some(3)));
    }

    #[test]
    fn a_store_that_knows_only_the_tat_reports_the_same_error() {
        let quota = Quota::new(10, 5).unwrap();
        let (_, tat, wait) = exhaust(quota, None, NOW);
        assert_eq!(quota.denied_at(tat.unwrap(), NOW).to_string(), quota.denied(wait).to_string());
        assert_eq!(quota.denied_at(0, NOW).retry_after_seconds(), Some(1));
    }

    proptest! {
        #[test]
        fn waiting_exactly_as_told_admits_and_a_microsecond_less_does_not(
            limit in 1..=MAX_QUOTA_LIMIT, window in 1..=MAX_QUOTA_WINDOW_SECONDS, ahead in 0..1_000_000_u64
        ) {
            let quota = Quota::new(limit, window).unwrap();
            // A client whose burst is used up, or nearly: any share of the last interval.
            let tat = NOW + quota.tolerance_us() - ahead * quota.interval_us() / 1_000_000;
            if let Decision::Deny { retry_after_us } = quota.decide(Some(tat), NOW) {
                let at = |now| matches!(quota.decide(Some(tat), now), Decision::Admit { .. });
                prop_assert!(at(NOW + retry_after_us));
                prop_assert!(!at(NOW + retry_after_us - 1));
            } else {
                prop_assert!(tat + quota.interval_us() - NOW <= quota.tolerance_us());
            }
        }

        #[test]
        fn no_window_admits_more_than_its_burst_and_its_refill(gaps in prop::collection::vec(0..400_000_u64, 1..500)) {
            let quota = Quota::new(7, 2).unwrap();
            let (mut tat, mut now, mut admitted) = (None, NOW, 0);
            for gap in gaps {
                now += gap;
                if let Decision::Admit { new_tat } = quota.decide(tat, now) {
                    (tat, admitted) = (Some(new_tat), admitted + 1);
                }
            }
            prop_assert!(admitted <= 7 + (now - NOW) / quota.interval_us());
        }

        #[test]
        fn any_numbers_are_decided_without_overflow(tat: Option<u64>, now: u64, limit in 1..=MAX_QUOTA_LIMIT, window in 1..=MAX_QUOTA_WINDOW_SECONDS) {
            let _ = Quota::new(limit, window).unwrap().decide(tat, now);
        }
    }
}
