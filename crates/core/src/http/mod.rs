//! The poll endpoint, whatever server it runs in: a request in, a response out.

mod cors;
mod poll;
mod request;
mod response;

pub use poll::{iso_time, write_poll};
pub use request::{PollRequest, Request};
pub use response::Response;

use crate::engine::Engine;
use crate::error::{Error, Kind, Result};

/// Answers one HTTP request to the poll endpoint.
#[must_use]
pub fn respond(engine: &mut Engine, request: &Request<'_>) -> Response {
    let mut response = match answer(engine, request) {
        Ok(Some(body)) => Response::ok(body),
        Ok(None) => Response::no_content(),
        Err(error) => Response::from_error(&error),
    };
    cors::add_headers(&mut response, &engine.settings().cors_origins, request);
    response
}

/// `None` answers a browser that asks whether it may poll.
fn answer(engine: &mut Engine, request: &Request<'_>) -> Result<Option<String>> {
    if cors::is_welcome_preflight(&engine.settings().cors_origins, request) {
        return Ok(None);
    }
    if request.method != "POST" {
        let message = format!("the method {:?} is not allowed here; send a POST", request.method);
        return Err(Error::new(Kind::MethodNotAllowed, message));
    }
    let max_body = engine.settings().max_body;
    if request.body.len() > max_body {
        return Err(Error::new(
            Kind::TooLarge,
            format!("the body has more than the {max_body} bytes that are allowed"),
        ));
    }
    let parsed = PollRequest::parse(request.body);
    let in_body = parsed.as_ref().ok().and_then(|poll| poll.grant.clone());
    let grant = request.grant().map(str::to_owned).or(in_body).unwrap_or_default();
    let forwarded = request.forwarded_for;
    let address = request.address.map(|remote| engine.settings().trusted_proxies.client(remote, forwarded).to_owned());
    let answer = engine.poll(parsed.map(|poll| poll.subscriptions), &grant, address.as_deref())?;
    Ok(Some(write_poll(&answer, engine.settings().next_poll_ms)))
}
