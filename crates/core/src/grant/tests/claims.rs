//! Claims that are rightly signed, and still refused.

use proptest::prelude::*;

use super::*;

#[test]
fn what_another_issuer_may_leave_out_is_absent_and_what_we_do_not_know_is_ignored() {
    let claims = verified_with(json!({"iat": null, "aud": ["x", {"y": 1}], "iss": 7, "admin": true})).unwrap();
    assert_eq!((claims.issued_at(), claims.id(), claims.expires_at()), (None, None, SECOND + 60));
}

#[test]
fn a_subject_is_text_of_1_to_255_bytes_without_control_characters() {
    assert!(verified_with(json!({"sub": "Zoë 🙂"})).is_ok());
    for bad in [Value::Null, json!(""), json!(42), json!(["a"]), json!("a\u{0}"), json!("x".repeat(256))] {
        assert_invalid(verified_with(json!({"sub": bad})), "`sub`");
    }
    assert_invalid(verified(HS256, r#"{"sub":"\ud800","exp":1780000060,"channels":["a"]}"#), "`sub`");
}

#[test]
fn dates_are_numbers_of_seconds_with_or_without_fraction() {
    assert_eq!(verified_with(json!({"exp": SECOND as f64 + 0.5})).unwrap().expires_at(), SECOND);
    assert_eq!(verified_with(json!({"exp": SECOND as f64 - 0.5})).unwrap_err().0, Kind::GrantExpired);
    for bad in [Value::Null, json!("1780000060"), json!(true), json!([SECOND + 60])] {
        assert_invalid(verified_with(json!({"exp": bad})), "`exp`");
    }
    for exp in ["1e400", "NaN", "Infinity", "null", "01780000060"] {
        let claims = format!(r#"{{"sub":"a","channels":["a"],"exp":{exp}}}"#);
        assert_eq!(verified(HS256, &claims).unwrap_err().0, Kind::GrantInvalid, "{exp}");
    }
    for past in [json!(SECOND), json!(0), json!(-1), json!(i64::MIN), json!(-1e300)] {
        assert_eq!(verified_with(json!({"exp": past})).unwrap_err().0, Kind::GrantExpired);
    }
    assert_invalid(verified_with(json!({"iat": "now"})), "`iat`");
    assert_invalid(verified_with(json!({"nbf": "now"})), "`nbf`");
}

#[test]
fn a_grant_dated_over_a_minute_ahead_is_not_valid_yet() {
    for name in ["iat", "nbf"] {
        assert!(verified_with(json!({name: SECOND + 60, "exp": SECOND + 600})).is_ok());
        assert_invalid(verified_with(json!({name: SECOND + 61, "exp": SECOND + 600})), "not valid yet");
        assert_invalid(verified_with(json!({name: u64::MAX})), "not valid yet");
    }
}

#[test]
fn a_lifetime_over_31_days_is_refused_for_the_whole_of_it() {
    let lasting = |iat: Value, exp: i64| verified_with(json!({"iat": iat, "exp": exp}));
    assert!(lasting(json!(SECOND), SECOND + MAX_GRANT_SECONDS).is_ok());
    assert!(lasting(json!(SECOND + 60), SECOND + 60 + MAX_GRANT_SECONDS).is_ok(), "by an issuer whose clock is fast");
    assert!(lasting(Value::Null, SECOND + MAX_GRANT_SECONDS).is_ok());
    assert_invalid(lasting(json!(SECOND), SECOND + MAX_GRANT_SECONDS + 1), "`exp`");
    assert_invalid(lasting(json!(SECOND - 1), SECOND + MAX_GRANT_SECONDS), "`exp`");
    assert_invalid(lasting(json!(SECOND - 10 * MAX_GRANT_SECONDS), SECOND + 1), "`exp`");
    assert_invalid(lasting(json!(i64::MIN), SECOND + 1), "`exp`");
    assert_invalid(lasting(Value::Null, SECOND + MAX_GRANT_SECONDS + 1), "`exp`");
    assert_invalid(lasting(Value::Null, NOW + 60_000), "seconds");
    assert_invalid(lasting(json!(SECOND), i64::MAX), "`exp`");
}

#[test]
fn channels_are_a_list_of_1_to_1000_patterns() {
    assert!(verified_with(json!({"channels": vec!["a"; 1000]})).is_ok());
    for bad in [
        Value::Null,
        json!([]),
        json!("orders"),
        json!({"0": "orders"}),
        json!([1]),
        json!(["a", null]),
        json!([["a"]]),
    ] {
        assert_invalid(verified_with(json!({"channels": bad})), "`channels`");
    }
    for bad in [json!([""]), json!(["a", "a b"]), json!(["a*b"]), json!(["**"]), json!(["ü"]), json!(vec!["a"; 1001])]
    {
        assert_invalid(verified_with(json!({"channels": bad})), "`channels`");
    }
}

#[test]
fn claims_are_one_object_without_repeated_names() {
    let twice = r#"{"sub":"a","exp":1780000060,"channels":["a"],"channels":["*"]}"#;
    for bad in [twice, "", "[]", "null", "{}x", "{"] {
        assert_invalid(verified(HS256, bad), "claims");
    }
}

#[test]
fn nesting_as_deep_as_a_grant_can_be_is_harmless() {
    let deep = format!("{}{}", "[".repeat(2900), "]".repeat(2900));
    let claims = |name: &str| {
        let mut claims = json!({"sub": "a", "exp": SECOND + 60, "channels": ["a"]}).to_string();
        claims.pop();
        format!(r#"{claims},"{name}":{deep}}}"#)
    };
    assert!(verified(HS256, &claims("ignored")).is_ok());
    assert_invalid(verified(HS256, &claims("jti")), "`jti`");
}

proptest! {
    #[test]
    fn any_dates_are_coped_with(exp: f64, iat: f64, nbf: i64, now: i64) {
        let claims = json!({"sub": "a", "channels": ["a"], "exp": exp, "iat": iat, "nbf": nbf}).to_string();
        let _ = keyring(&[SECRET]).verify(&signed(HS256, &claims), now);
        let _ = keyring(&[SECRET]).issue(&["a"], "a", 60, now);
    }
}
