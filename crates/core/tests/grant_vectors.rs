//! Grants that other stacks issued are accepted as they are: tokens made once by their tools, and kept here.

use nosocket_core::clock::Millis;
use nosocket_core::error::Kind;
use nosocket_core::grant::{Claims, Keyring};

const SECRET: &str = "a secret that two stacks share, 32+";
const ISSUED_AT: i64 = 1_780_000_000;
const NOW: Millis = (ISSUED_AT + 1) * 1000;

fn accepted(token: &str) -> Claims {
    let keyring = Keyring::new(&["the first secret of this installation", SECRET]).unwrap();
    assert_eq!(keyring.verify(token, NOW + 3_600_000).unwrap_err().kind(), Kind::GrantExpired);
    keyring.verify(token, NOW).unwrap()
}

/// PyJWT 2.15.1: `jwt.encode(claims, secret, algorithm="HS256", headers={"kid": "python-2026"})`.
#[test]
fn a_grant_of_pyjwt_with_a_kid_of_its_own() {
    let claims = accepted(
        "eyJhbGciOiJIUzI1NiIsImtpZCI6InB5dGhvbi0yMDI2IiwidHlwIjoiSldUIn0.\
         eyJzdWIiOiJ1c2VyOjQyIiwiaWF0IjoxNzgwMDAwMDAwLCJleHAiOjE3ODAwMDM2MDAsImNoYW5uZWxzIjpbIm9yZGVycyIsInVzZXI6NDI6KiJdfQ.\
         aD-zP5WVPPbdjIdLEK87KJwvDYSYAIg5v3mlvN6XS7U",
    );
    assert_eq!((claims.subject(), claims.issued_at(), claims.id()), ("user:42", Some(ISSUED_AT * 1000), None));
    assert!(claims.covers("orders") && claims.covers("user:42:inbox") && !claims.covers("user:43:inbox"));
}

/// jose 5.10.0 for JavaScript: `SignJWT` without `typ`, `kid` and `iat`, with `nbf` and `jti`, and a subject beyond ASCII.
#[test]
fn a_grant_of_jose_without_type_and_time_of_issue() {
    let claims = accepted(
        "eyJhbGciOiJIUzI1NiJ9.\
         eyJjaGFubmVscyI6WyJvcmRlcnMiXSwic3ViIjoiem_DqyIsImp0aSI6ImotMSIsIm5iZiI6MTc4MDAwMDAwMCwiZXhwIjoxNzgwMDAzNjAwfQ.\
         -rrkWPLvZE7wS3aQr0JUC-Jb52Rohn1XWgOnl1vI8fM",
    );
    assert_eq!((claims.subject(), claims.issued_at(), claims.id()), ("zoë", None, Some("j-1")));
}

/// PHP 8.2 by hand: `json_encode`, which escapes slashes, and `hash_hmac`; `exp` with a fraction.
#[test]
fn a_grant_made_by_hand_in_php_with_escaped_slashes() {
    let claims = accepted(
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.\
         eyJzdWIiOiJ1c2VyXC80MiIsImlhdCI6MTc4MDAwMDAwMCwiZXhwIjoxNzgwMDAzNjAwLjUsImNoYW5uZWxzIjpbImFwcFwvb3JkZXJzIl19.\
         IhMjne_zXHKN1nwXu90PBwKvbZC0q5cOmCmSZuuaYK0",
    );
    assert_eq!((claims.subject(), claims.expires_at()), ("user/42", ISSUED_AT + 3600));
    assert!(claims.covers("app/orders"));
}
