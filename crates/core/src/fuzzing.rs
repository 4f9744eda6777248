//! What fuzzers run: one function for each place where bytes from outside are read. Each takes any bytes and panics where
//! a promise is broken.
//!
//! `make fuzz` lets libFuzzer choose the bytes (`fuzz/`); the crate's own tests run what it has found, `fuzz/corpus/`,
//! and changes of that. Not part of a release: it needs the feature `fuzzing`.

mod answer;
mod beacons;
mod bytes;
mod grant;
mod limits;
mod request;
mod settings;
mod store;
#[cfg(test)]
mod tests;

pub use answer::answer;
pub use beacons::beacons;
pub use grant::{grant_claims, grant_token};
pub use limits::limits;
pub use request::{poll_body, request};
pub use settings::{dsn, settings};
pub use store::{page, sql_text};

use crate::clock::Millis;

/// A name, and what takes the bytes.
pub type Target = (&'static str, fn(&[u8]));

/// Every target by its name.
pub const TARGETS: [Target; 11] = [
    ("answer", answer),
    ("beacons", beacons),
    ("dsn", dsn),
    ("grant_claims", grant_claims),
    ("grant_token", grant_token),
    ("limits", limits),
    ("page", page),
    ("poll_body", poll_body),
    ("request", request),
    ("settings", settings),
    ("sql_text", sql_text),
];

const NOW: Millis = 1_780_000_000_000;
const SECRET: &str = "first secret, 32 bytes or longer";
const OTHER_SECRET: &str = "other secret, 32 bytes or longer";
