//! Which grants a revocation takes back.

use super::*;
use crate::grant::{Revocation, subject_hash};

fn is_revoked(iat: Value, revoked_at: Option<Millis>) -> bool {
    match verified_with(json!({"iat": iat})).unwrap().check_revocation(revoked_at) {
        Ok(()) => false,
        Err(error) => {
            assert_eq!(error.kind(), Kind::GrantRevoked);
            true
        }
    }
}

#[test]
fn without_a_revocation_every_grant_stands() {
    assert!(!is_revoked(json!(SECOND), None) && !is_revoked(Value::Null, None));
}

#[test]
fn our_grants_are_told_apart_by_the_millisecond() {
    for millisecond in 0..1000 {
        let now = NOW - 5_000 + millisecond;
        let token = keyring(&[SECRET]).issue(&["a"], "a", 60, now).unwrap();
        let claims = keyring(&[SECRET]).verify(&token, NOW).unwrap();
        assert_eq!((claims.issued_at(), claims.expires_at()), (Some(now), SECOND - 5 + 60));
        assert!(claims.check_revocation(Some(now)).is_err() && claims.check_revocation(Some(now + 1)).is_err());
        assert!(claims.check_revocation(Some(now - 1)).is_ok());
    }
}

#[test]
fn fractions_of_a_second_count_as_they_are_written() {
    // Every one, since f64 holds hardly any of them exactly.
    for millisecond in 0..1000 {
        let iat = json!((NOW - 5_000 + millisecond) as f64 / 1000.0);
        assert!(is_revoked(iat.clone(), Some(NOW - 5_000 + millisecond)), "{iat}");
        assert!(!is_revoked(iat.clone(), Some(NOW - 5_000 + millisecond - 1)), "{iat}");
    }
}

#[test]
fn milliseconds_are_a_whole_number_below_a_thousand() {
    let issued_at =
        |milliseconds| verified_with(json!({"iat_ms": milliseconds})).map(|claims| claims.issued_at().unwrap());
    assert_eq!([issued_at(json!(0)), issued_at(json!(999))], [Ok(NOW), Ok(NOW + 999)]);
    assert_eq!(verified_with(json!({"iat": null, "iat_ms": 5})).unwrap().issued_at(), None);
    for bad in [json!(-1), json!(1000), json!("5"), json!(0.5), json!(i64::MAX)] {
        assert_invalid(verified_with(json!({"iat_ms": bad})), "`iat_ms`");
    }
}

#[test]
fn a_grant_of_whole_seconds_is_refused_for_the_revocation_s_own_second() {
    for millisecond in [0, 1, 999] {
        assert!(is_revoked(json!(SECOND - 1), Some(NOW - 1000 + millisecond)));
        assert!(!is_revoked(json!(SECOND), Some(NOW - 1000 + millisecond)), "issued in the second after");
    }
}

#[test]
fn finer_times_than_ours_are_never_rounded_to_after_the_revocation() {
    assert!(is_revoked(json!(SECOND as f64 - 0.0001), Some(NOW - 1)));
    assert!(!is_revoked(json!(SECOND as f64 + 0.0001), Some(NOW - 1)));
}

#[test]
fn a_grant_that_does_not_say_when_it_was_issued_is_refused_while_the_revocation_stands() {
    assert!(is_revoked(Value::Null, Some(0)));
}

#[test]
fn a_revocation_stands_until_every_grant_that_it_takes_back_is_over() {
    let revocation = Revocation::new("user:42", NOW).unwrap();
    let claims = verified_with(json!({"iat": SECOND, "exp": SECOND + MAX_GRANT_SECONDS})).unwrap();
    assert!(claims.check_revocation(Some(revocation.revoked_at)).is_err());
    assert!(revocation.expires_at >= claims.expires_at() * 1000);
    assert_eq!(revocation.subject_hash, claims.subject_hash());
}

#[test]
fn subjects_are_hashed_as_they_are_and_checked_as_those_of_grants() {
    assert_ne!(subject_hash("user:42"), subject_hash("User:42"));
    for bad in ["", "a\nb", &"x".repeat(256)] {
        assert_eq!(Revocation::new(bad, NOW).unwrap_err().kind(), Kind::InvalidRequest, "{bad:?}");
    }
}
