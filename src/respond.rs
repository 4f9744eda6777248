//! `respond()`: the current HTTP request in, the engine's response out.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ext_php_rs::types::{ZendHashTable, Zval};
use ext_php_rs::zend::{ProcessGlobals, output_write, set_header, set_response_code};
use nosocket_core::http::{self, Request, Response};

use crate::guard::panic_message;
use crate::json::lossy;
use crate::pool::{self, SharedEngine};
use crate::zend::{fill_server_variables, log_error, request_body};

/// Answers the request. What goes wrong becomes a status and an error body; what the client must not know goes to
/// PHP's error log.
pub fn respond(engine: &SharedEngine) {
    let response = catch_unwind(AssertUnwindSafe(|| answer(engine))).unwrap_or_else(|payload| {
        let log = format!("respond() failed inside the extension: {}", panic_message(payload.as_ref()));
        Response::internal(log)
    });
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
    fill_server_variables();
    let globals = ProcessGlobals::get();
    let server = |name: &str| server_variable(globals.http_server_vars(), name);
    let method = server("REQUEST_METHOD").unwrap_or_default();
    let authorization = [server("HTTP_AUTHORIZATION"), server("REDIRECT_HTTP_AUTHORIZATION")];
    let grant_header = server("HTTP_X_NOSOCKET_GRANT");
    let address = server("REMOTE_ADDR");
    // Reading the body runs PHP's stream code, so the engine is not locked yet.
    let max_body = engine.lock().settings().max_body;
    let body = if method == "POST" { request_body(max_body + 1) } else { Vec::new() };
    let request = Request {
        method: &method,
        authorization: [authorization[0].as_deref(), authorization[1].as_deref()],
        grant_header: grant_header.as_deref(),
        body: &body,
        address: address.as_deref(),
    };
    let mut engine = engine.lock();
    let response = http::respond(&mut engine, &request);
    pool::release(engine);
    response
}

fn server_variable(variables: Option<&ZendHashTable>, name: &str) -> Option<String> {
    variables?.get(name).and_then(Zval::zend_str).map(lossy)
}
