//! Grants from outside: what is issued, accepted and refused, on a ring of known secrets at a known time.

mod claims;
mod keyring;
mod revocation;
mod token;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::token::{Hs256, sign};
use super::{Claims, Keyring, MAX_GRANT_SECONDS};
use crate::clock::Millis;
use crate::error::Kind;

const NOW: Millis = 1_780_000_000_000;
const SECOND: i64 = NOW / 1000;
const SECRET: &str = "first secret, 32 bytes or longer";
const OTHER: &str = "other secret, 32 bytes or longer";
const HS256: &str = r#"{"alg":"HS256"}"#;

fn keyring(secrets: &[&str]) -> Keyring {
    Keyring::new(secrets).unwrap()
}

fn issued() -> String {
    keyring(&[SECRET]).issue(&["orders", "user:42:*"], "user:42", 60, NOW).unwrap()
}

fn header_of(token: &str) -> Value {
    let header = URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap();
    serde_json::from_slice(&header).unwrap()
}

/// A token of these JSON texts, signed rightly.
fn signed(header: &str, claims: &str) -> String {
    sign(&Hs256::new(SECRET.as_bytes()), header.as_bytes(), claims.as_bytes())
}

/// What verifying good claims with these members changed says; `null` removes one.
fn verified_with(changes: Value) -> Result<Claims, (Kind, String)> {
    let mut claims = json!({"sub": "user:42", "iat": SECOND, "exp": SECOND + 60, "channels": ["orders"]});
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
            value => claims[name] = value.clone(),
        }
    }
    verified(HS256, &claims.to_string())
}

fn verified(header: &str, claims: &str) -> Result<Claims, (Kind, String)> {
    let token = signed(header, claims);
    keyring(&[SECRET]).verify(&token, NOW).map_err(|error| {
        let message = error.to_string();
        assert!(
            !token.split('.').any(|segment| segment.len() > 8 && message.contains(segment)),
            "quotes the token: {message}"
        );
        (error.kind(), message)
    })
}

#[track_caller]
fn assert_invalid(result: Result<Claims, (Kind, String)>, about: &str) {
    let (kind, message) = result.expect_err(about);
    assert!(kind == Kind::GrantInvalid && message.contains(about), "{message} should be about {about}");
}
