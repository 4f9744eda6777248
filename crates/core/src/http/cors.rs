//! Cross-Origin Resource Sharing (the Fetch standard, § 3.3): what lets a page of another site poll and read the answer.
//!
//! Grants are bearer tokens that the page itself sends, so credentials that browsers send by themselves are never allowed:
//! a stranger's page cannot poll in a visitor's name, whatever the setting says.

use super::request::Request;
use super::response::Response;
use crate::config::Origins;

/// How long a browser may remember that it may poll, in seconds: as long as Chromium does at most.
const MAX_AGE: &str = "7200";

/// Whether it is a browser's question, before it polls, from a page that may.
pub(super) fn is_welcome_preflight(origins: &Origins, request: &Request<'_>) -> bool {
    request.method == "OPTIONS" && request.origin.is_some_and(|origin| origins.allow(origin).is_some())
}

/// Adds to any response, refusals too, what its page's origin gets to see. With the setting empty, nothing.
pub(super) fn add_headers(response: &mut Response, origins: &Origins, request: &Request<'_>) {
    if origins.is_empty() {
        return;
    }
    if !origins.is_any() {
        // A cache must not give one origin's answer to another.
        response.headers.push(("Vary", "Origin".to_owned()));
    }
    let Some(allowed) = request.origin.and_then(|origin| origins.allow(origin)) else { return };
    response.headers.push(("Access-Control-Allow-Origin", allowed.to_owned()));
    let told = if request.method == "OPTIONS" {
        [
            ("Access-Control-Allow-Methods", "POST"),
            ("Access-Control-Allow-Headers", "authorization, content-type, x-nosocket-grant"),
            ("Access-Control-Max-Age", MAX_AGE),
        ]
        .as_slice()
    } else {
        [("Access-Control-Expose-Headers", "Retry-After")].as_slice()
    };
    response.headers.extend(told.iter().map(|&(name, value)| (name, value.to_owned())));
}
