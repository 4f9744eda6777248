//! What a keyring issues, by which key it signs, and by which keys it verifies.

use super::*;

#[test]
fn an_issued_grant_says_what_was_asked_for() {
    let claims = keyring(&[SECRET]).verify(&issued(), NOW).unwrap();
    assert_eq!(claims.subject(), "user:42");
    assert_eq!((claims.issued_at(), claims.expires_at()), (Some(NOW), SECOND + 60));
    assert!(claims.covers("orders") && claims.covers("user:42:inbox"));
    assert!(!claims.covers("orders2") && !claims.covers("user:43:inbox"));
    assert_eq!(header_of(&issued())["alg"], "HS256");
    assert_eq!(header_of(&issued())["typ"], "JWT");
}

#[test]
fn every_grant_has_an_id_of_its_own() {
    let id = || keyring(&[SECRET]).verify(&issued(), NOW).unwrap().id().unwrap().to_owned();
    assert_ne!(id(), id());
    assert_eq!(id().len(), 22);
}

#[test]
fn a_grant_ends_at_exactly_the_second_it_names() {
    let (keyring, token) = (keyring(&[SECRET]), issued());
    assert!(keyring.verify(&token, NOW + 59_999).is_ok());
    assert_eq!(keyring.verify(&token, NOW + 60_000).unwrap_err().kind(), Kind::GrantExpired);
    assert_eq!(keyring.verify(&token, Millis::MAX).unwrap_err().kind(), Kind::GrantExpired);
}

#[test]
fn keys_rotate_without_a_break() {
    let old = keyring(&[SECRET]).issue(&["orders"], "a", 60, NOW).unwrap();
    let rotated = keyring(&[OTHER, SECRET]);
    let new = rotated.issue(&["orders"], "a", 60, NOW).unwrap();
    assert!(rotated.verify(&old, NOW).is_ok() && rotated.verify(&new, NOW).is_ok());
    assert_ne!(header_of(&old)["kid"], header_of(&new)["kid"]);
    let without_the_old = keyring(&[OTHER]);
    assert_eq!(without_the_old.verify(&old, NOW).unwrap_err().kind(), Kind::GrantInvalid);
    assert!(without_the_old.verify(&new, NOW).is_ok());
}

#[test]
fn a_kid_of_ours_binds_to_its_key_and_any_other_tries_all() {
    let ours = keyring(&[OTHER, SECRET]);
    let kid_of_other = header_of(&keyring(&[OTHER]).issue(&["a"], "a", 60, NOW).unwrap())["kid"].clone();
    let claims = json!({"sub": "a", "exp": SECOND + 60, "channels": ["a"]}).to_string();
    let with = |header: Value| ours.verify(&signed(&header.to_string(), &claims), NOW);
    assert!(with(json!({"alg": "HS256"})).is_ok());
    assert!(with(json!({"alg": "HS256", "kid": "another issuer's"})).is_ok());
    assert!(
        with(json!({"alg": "HS256", "kid": kid_of_other})).is_err(),
        "signed by the key that the kid does not name"
    );
}

#[test]
fn a_short_secret_is_refused_by_number_and_length_and_not_shown() {
    let short = "hunter2-hunter2-hunter2-hunter2";
    let error = Keyring::new(&[SECRET, short]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "secret 2 of 2 has 31 bytes; at least 32 are needed, make one with `openssl rand -hex 32`"
    );
    assert_eq!(error.kind(), Kind::Configuration);
}

#[test]
fn debugging_output_shows_no_secret() {
    let shown = format!("{:?} {:#?}", keyring(&[SECRET, OTHER]), keyring(&[SECRET]));
    assert!(!shown.contains("secret"), "{shown}");
}

#[test]
fn an_empty_keyring_says_what_to_set() {
    let empty = keyring(&[]);
    assert!(empty.is_empty() && !keyring(&[SECRET]).is_empty());
    for error in [empty.issue(&["a"], "a", 60, NOW).unwrap_err(), empty.verify(&issued(), NOW).unwrap_err()] {
        assert!(error.kind() == Kind::Configuration && error.to_string().contains("NOSOCKET_SECRET"), "{error}");
    }
    assert_eq!(empty.verify("", NOW).unwrap_err().kind(), Kind::GrantMissing);
}

#[test]
fn what_is_asked_of_a_grant_is_checked_before_it_is_issued() {
    let issue = |channels: &[&str], subject: &str, ttl| keyring(&[SECRET]).issue(channels, subject, ttl, NOW);
    let most = vec!["a"; 1000];
    for good in [issue(&["*"], "a", 1), issue(&most, &"x".repeat(255), 1), issue(&["a"], "ü", MAX_GRANT_SECONDS)] {
        assert!(keyring(&[SECRET]).verify(&good.unwrap(), NOW).is_ok());
    }
    let too_many = vec!["a"; 1001];
    for bad in [
        issue(&[], "a", 60),
        issue(&["a", "b c"], "a", 60),
        issue(&["a*b"], "a", 60),
        issue(&too_many, "a", 60),
        issue(&["a"], "", 60),
        issue(&["a"], &"x".repeat(256), 60),
        issue(&["a"], "a\nb", 60),
        issue(&["a"], "a\u{85}b", 60),
        issue(&["a"], "a", 0),
        issue(&["a"], "a", -1),
        issue(&["a"], "a", MAX_GRANT_SECONDS + 1),
        issue(&["a"], "a", i64::MAX),
    ] {
        assert_eq!(bad.unwrap_err().kind(), Kind::InvalidRequest);
    }
}

#[test]
fn a_grant_too_large_for_a_header_advises_prefixes() {
    let names: Vec<String> = (0..100).map(|index| format!("{index:0>100}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let error = keyring(&[SECRET]).issue(&names, "a", 60, NOW).unwrap_err();
    assert!(error.kind() == Kind::InvalidRequest && error.to_string().contains("prefix"), "{error}");
    let just_fits = keyring(&[SECRET]).issue(&names[..57], "a", 60, NOW).unwrap();
    assert!(just_fits.len() > 7900 && keyring(&[SECRET]).verify(&just_fits, NOW).is_ok());
}
