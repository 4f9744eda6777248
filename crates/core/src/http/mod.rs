//! The poll endpoint, whatever server it runs in: a request in, a response out.

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
    match answer(engine, request) {
        Ok(body) => Response::ok(body),
        Err(error) => Response::from_error(&error),
    }
}

fn answer(engine: &mut Engine, request: &Request<'_>) -> Result<String> {
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
    let answer = engine.poll(parsed.map(|poll| poll.subscriptions), &grant, request.address)?;
    Ok(write_poll(&answer, engine.settings().next_poll_ms))
}
