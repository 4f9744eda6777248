//! HTTP responses: the only place that knows status codes.

use serde_json::json;

use crate::error::{Error, Kind};

/// A response of the poll endpoint. The body is JSON.
#[derive(Debug, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Headers by name and value.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
    /// What belongs into the server's error log and must not reach the client.
    pub log: Option<String>,
}

impl Response {
    pub(super) fn ok(body: String) -> Self {
        Self { status: 200, headers: common_headers(), body, log: None }
    }

    /// The response for a fault in the server itself, whose description goes into `log`.
    #[must_use]
    pub fn internal(log: String) -> Self {
        Self::from_error(&Error::new(Kind::Storage, log))
    }

    /// The response for an error. What concerns the server stays out of the body and goes into `log`.
    #[must_use]
    pub fn from_error(error: &Error) -> Self {
        let mut headers = common_headers();
        let (status, private) = match error.kind() {
            Kind::InvalidRequest => (400, None),
            Kind::GrantMissing | Kind::GrantInvalid | Kind::GrantExpired | Kind::GrantRevoked | Kind::Forbidden => {
                (403, None)
            }
            Kind::MethodNotAllowed => {
                headers.push(("Allow", "POST".to_owned()));
                (405, None)
            }
            Kind::TooLarge => (413, None),
            Kind::RateLimited => (429, None),
            Kind::Unavailable => (503, Some("the event log is not available at the moment; try again later")),
            Kind::Configuration | Kind::Storage => (500, Some("internal error; the server's error log says more")),
        };
        if let Some(seconds) = error.retry_after_seconds() {
            headers.push(("Retry-After", seconds.to_string()));
        }
        let message = error.to_string();
        let mut body = json!({"error": private.unwrap_or(&message), "code": error.code()});
        if !error.channels().is_empty() {
            body["channels"] = error.channels().into();
        }
        Self { status, headers, body: body.to_string(), log: private.map(|_| message) }
    }
}

fn common_headers() -> Vec<(&'static str, String)> {
    [("Content-Type", "application/json"), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
        .map(|(name, value)| (name, value.to_owned()))
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_concerns_the_server_stays_out_of_the_body() {
        let response = Response::from_error(&Error::new(Kind::Storage, "the database /srv/log.sqlite is corrupt"));
        assert_eq!(response.status, 500);
        assert!(!response.body.contains("/srv") && response.log.unwrap().contains("/srv"));
    }

    #[test]
    fn waiting_times_go_into_retry_after() {
        let error = Error::new(Kind::RateLimited, "slow down").with_retry_after_ms(2_500);
        let response = Response::from_error(&error);
        assert_eq!(response.status, 429);
        assert!(response.headers.contains(&("Retry-After", "3".to_owned())));
        assert_eq!(response.body, r#"{"code":"rate_limited","error":"slow down"}"#);
    }
}
