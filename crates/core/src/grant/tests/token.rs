//! Tokens that were tampered with, made for another algorithm, or are no tokens at all.

use proptest::prelude::*;

use super::*;

#[test]
fn no_grant_is_missing_and_any_other_text_is_invalid() {
    let kind = |token: &str| keyring(&[SECRET]).verify(token, NOW).unwrap_err().kind();
    assert_eq!(kind(""), Kind::GrantMissing);
    for junk in [" ", ".", "..", "a.b.c", "e30.e30.e30", "Bearer x", "ü.ü.ü", &"x".repeat(100_000), &".".repeat(8192)]
    {
        assert_eq!(kind(junk), Kind::GrantInvalid);
    }
    assert_eq!(kind(&format!("Bearer {}", issued())), Kind::GrantInvalid);
}

#[test]
fn every_flipped_bit_of_a_grant_is_noticed() {
    let (keyring, token) = (keyring(&[SECRET]), issued());
    for at in 0..token.len() {
        for bit in 0..7 {
            let mut bytes = token.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            let tampered = String::from_utf8(bytes).unwrap();
            assert!(keyring.verify(&tampered, NOW).is_err(), "bit {bit} of byte {at}");
        }
    }
}

#[test]
fn hs256_is_the_only_algorithm() {
    let claims = json!({"sub": "user:42", "exp": SECOND + 60, "channels": ["orders"]}).to_string();
    assert!(verified(HS256, &claims).is_ok());
    for algorithm in
        ["none", "None", "NONE", "", "hs256", "Hs256", "HS256 ", "HS384", "HS512", "RS256", "ES256", "PS256", "EdDSA"]
    {
        assert_invalid(verified(&json!({"alg": algorithm}).to_string(), &claims), "`alg`");
    }
    for header in [r#"{}"#, r#"{"alg":null}"#, r#"{"alg":["HS256"]}"#, r#"{"alg":256}"#, r#"{"ALG":"HS256"}"#] {
        assert_invalid(verified(header, &claims), "`alg`");
    }
    let unsigned = format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#), URL_SAFE_NO_PAD.encode(&claims));
    assert_eq!(keyring(&[SECRET]).verify(&unsigned, NOW).unwrap_err().kind(), Kind::GrantInvalid);
}

#[test]
fn the_header_is_one_object_of_type_jwt_without_critical_extensions() {
    let claims = json!({"sub": "user:42", "exp": SECOND + 60, "channels": ["orders"]}).to_string();
    assert!(verified(r#"{"alg":"HS256","typ":"jwt","x5t":[[1]],"kid":"unknown"}"#, &claims).is_ok());
    assert_invalid(verified(r#"{"alg":"HS256","typ":"at+jwt"}"#, &claims), "`typ`");
    assert_invalid(verified(r#"{"alg":"HS256","typ":null}"#, &claims), "`typ`");
    assert_invalid(verified(r#"{"alg":"HS256","crit":[]}"#, &claims), "`crit`");
    assert_invalid(verified(r#"{"alg":"HS256","crit":["b64"],"b64":false}"#, &claims), "`crit`");
    assert_invalid(verified(r#"{"alg":"HS256","kid":7}"#, &claims), "`kid`");
    assert_invalid(verified(r#"{"alg":"none","alg":"HS256"}"#, &claims), "header");
    for header in ["", "[]", "null", "HS256", "\u{feff}{}"] {
        assert_invalid(verified(header, &claims), "header");
    }
}

#[test]
fn nothing_is_said_about_claims_before_the_signature_is_good() {
    let forged = sign(&Hs256::new(OTHER.as_bytes()), HS256.as_bytes(), br#"{"exp":1}"#);
    let error = keyring(&[SECRET]).verify(&forged, NOW).unwrap_err();
    assert!(error.kind() == Kind::GrantInvalid && error.to_string().contains("signature"), "{error}");
}

proptest! {
    #[test]
    fn a_grant_with_any_byte_changed_never_verifies(at in 0..10_000_usize, byte in 0..128_u8) {
        let mut bytes = issued().into_bytes();
        let at = at % bytes.len();
        prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        prop_assert!(keyring(&[SECRET]).verify(&String::from_utf8(bytes).unwrap(), NOW).is_err());
    }

    #[test]
    fn a_grant_with_anything_cut_out_or_put_in_never_verifies(at in 0..10_000_usize, cut in 0..9_usize, put in "[-_.=A-Za-z0-9]{0,8}") {
        let token = issued();
        let at = at % token.len();
        let end = (at + cut).min(token.len());
        let changed = format!("{}{put}{}", &token[..at], &token[end..]);
        prop_assume!(changed != token);
        prop_assert!(keyring(&[SECRET]).verify(&changed, NOW).is_err());
    }

    #[test]
    fn any_text_is_refused_without_panic(token in ".{0,200}|[-_A-Za-z0-9]{0,80}\\.[-_A-Za-z0-9]{0,80}\\.[-_A-Za-z0-9]{0,80}") {
        prop_assert!(keyring(&[SECRET]).verify(&token, NOW).is_err());
    }

    #[test]
    fn any_signed_header_and_claims_are_coped_with(header in ".{0,60}", claims in ".{0,60}", now: i64) {
        prop_assert!(keyring(&[SECRET]).verify(&signed(&header, &claims), now).is_err());
        prop_assert!(keyring(&[SECRET]).verify(&signed(HS256, &claims), now).is_err());
    }
}
