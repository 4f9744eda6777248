//! `respond()`: the current HTTP request in, the engine's response out.

use std::ffi::CStr;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ext_php_rs::zend::{BailoutGuard, output_write, set_header, set_response_code};
use nosocket_core::http::{self, Request, Response};

use crate::guard::panic_message;
use crate::pool::{self, SharedEngine};
use crate::zend::{ServerVariables, log_error, request_body};

/// Answers the request. What goes wrong becomes a status and an error body; what the client must not know goes to
/// PHP's error log.
pub fn respond(engine: &SharedEngine) {
    let response = BailoutGuard::new(catch_unwind(AssertUnwindSafe(|| answer(engine))).unwrap_or_else(|payload| {
        let log = format!("respond() failed inside the extension: {}", panic_message(payload.as_ref()));
        Response::internal(log)
    }));
    if let Some(line) = &response.log {
        log_error(line);
    }
    // Both fail only for a NUL byte, of which there is none.
    let _ = set_response_code(response.status);
    for (name, value) in &response.headers {
        let _ = set_header(&format!("{name}: {value}"));
    }
    let _ = output_write(response.body.as_bytes());
}

fn answer(engine: &SharedEngine) -> Response {
    #[cfg(feature = "test-hooks")]
    crate::testing::panic_if_told("respond");
    let variables = ServerVariables::find();
    let server = |name: &CStr| variables.get(name).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let method = server(c"REQUEST_METHOD").unwrap_or_default();
    let authorization = [server(c"HTTP_AUTHORIZATION"), server(c"REDIRECT_HTTP_AUTHORIZATION")];
    let grant_header = server(c"HTTP_X_NOSOCKET_GRANT");
    let address = server(c"REMOTE_ADDR");
    let forwarded_for = server(c"HTTP_X_FORWARDED_FOR");
    let origin = server(c"HTTP_ORIGIN");
    // Reading the body runs PHP's stream code, so the engine is not locked yet.
    let max_body = engine.lock().settings().max_body;
    let body = if method == "POST" { request_body(max_body + 1) } else { Vec::new() };
    let request = Request {
        method: &method,
        authorization: [authorization[0].as_deref(), authorization[1].as_deref()],
        grant_header: grant_header.as_deref(),
        body: &body,
        address: address.as_deref(),
        forwarded_for: forwarded_for.as_deref(),
        origin: origin.as_deref(),
    };
    let mut engine = engine.lock();
    let response = http::respond(&mut engine, &request);
    pool::release(engine);
    response
}
