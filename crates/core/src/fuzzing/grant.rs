//! Grants: any text as a token, and any header and claims that are signed rightly.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde_json::Value;

use super::{NOW, OTHER_SECRET, SECRET};
use crate::error::{Kind, Result};
use crate::grant::{Claims, Keyring, MAX_GRANT_SECONDS, MAX_SUBJECT_BYTES};

/// A token as it comes. An accepted one has a single spelling: with any one character changed it is refused.
pub fn grant_token(data: &[u8]) {
    let token = String::from_utf8_lossy(data);
    if verify(&token).is_err() {
        return;
    }
    let checksum: usize = data.iter().map(|&byte| usize::from(byte)).sum();
    let at = checksum % token.len();
    let changed: String = token
        .char_indices()
        .map(|(index, character)| match character {
            'A' if index == at => 'B',
            _ if index == at => 'A',
            same => same,
        })
        .collect();
    assert!(verify(&changed).is_err(), "changed at {at} and accepted");
}

/// Header and claims, with a newline between them, in a token that is signed rightly. What is accepted must say what
/// the protocol demands, as another reader of JSON understands it.
pub fn grant_claims(data: &[u8]) {
    let end = data.iter().position(|&byte| byte == b'\n').unwrap_or(data.len());
    let (header, claims) = data.split_at(end);
    let claims = claims.get(1..).unwrap_or_default();
    let Ok(accepted) = verify(&sign(header, claims)) else { return };

    let (Some(header), Some(claims)) = (read(header), read(claims)) else { return };
    assert_eq!(header["alg"], "HS256");
    assert!(header.get("crit").is_none());
    let seconds = |name: &str| claims.get(name).filter(|value| !value.is_null()).map(|value| value.as_f64().unwrap());
    let (now, expires) = (NOW as f64 / 1000.0, seconds("exp").expect("exp is there"));
    assert!(expires > now);
    assert!(expires - seconds("iat").unwrap_or(now) <= MAX_GRANT_SECONDS as f64 + 1.0);
    assert!(["iat", "nbf"].into_iter().filter_map(seconds).all(|time| time <= now + 61.0));
    assert_eq!(claims["sub"].as_str(), Some(accepted.subject()));
    assert!((1..=MAX_SUBJECT_BYTES).contains(&accepted.subject().len()));
    let channels = claims["channels"].as_array().expect("channels is a list");
    let same = channels.iter().zip(accepted.channels()).all(|(said, read)| said.as_str() == Some(read.as_str()));
    assert!(!channels.is_empty() && channels.len() == accepted.channels().len() && same);
    for pattern in accepted.channels() {
        assert!(accepted.covers(pattern.as_str().trim_end_matches('*')));
    }
}

/// What another reader understands; `None` where it gives up on the depth or a number of what a grant's reader only skips.
fn read(json: &[u8]) -> Option<Value> {
    let gives_up = |error: &str| error.contains("recursion limit") || error.contains("number out of range");
    serde_json::from_slice(json)
        .inspect_err(|error| assert!(gives_up(&error.to_string()), "accepted, but no JSON: {error}"))
        .ok()
}

/// Verifies, and looks at what a refusal says.
fn verify(token: &str) -> Result<Claims> {
    let keyring = Keyring::new(&[SECRET, OTHER_SECRET]).expect("the secrets are long enough");
    keyring.verify(token, NOW).inspect_err(|error| {
        assert!(matches!(error.kind(), Kind::GrantMissing | Kind::GrantInvalid | Kind::GrantExpired), "{error:?}");
        let message = error.to_string();
        // A token may hold the message's own words, but they have spaces between them.
        let is_telling = |segment: &str| segment.len() > 16 && !segment.contains(' ');
        let quoted = token.split('.').any(|segment| is_telling(segment) && message.contains(segment));
        assert!(!quoted && !message.contains(SECRET), "quotes the token: {message}");
    })
}

/// Signs by what the protocol says, not by our own hand.
fn sign(header: &[u8], claims: &[u8]) -> String {
    let input = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(hmac::sign(&key, input.as_bytes())))
}
