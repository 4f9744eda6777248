//! A poll request: what of an HTTP request matters here, and its body.

use serde_json::Value;

use crate::cursor::{Subscription, kind_of};
use crate::error::{Error, Result};

/// What of an HTTP request matters to the poll endpoint.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The method, such as `POST`.
    pub method: &'a str,
    /// The headers `Authorization`, and the same under the name that rewriting web servers give it.
    pub authorization: [Option<&'a str>; 2],
    /// The header `X-NoSocket-Grant`.
    pub grant_header: Option<&'a str>,
    /// The body; it suffices to read one byte more than `max_body` allows.
    pub body: &'a [u8],
    /// The address that the connection came from.
    pub address: Option<&'a str>,
    /// The header `X-Forwarded-For`, which counts only if a proxy of ours has sent the request.
    pub forwarded_for: Option<&'a str>,
    /// The header `Origin`: the site of the page that polls.
    pub origin: Option<&'a str>,
}

impl<'a> Request<'a> {
    /// The grant in the headers. Another scheme than `Bearer` is the web server's own business (a folder behind a
    /// password) and counts as none.
    pub(super) fn grant(&self) -> Option<&'a str> {
        self.authorization
            .into_iter()
            .flatten()
            .find_map(bearer)
            .or(self.grant_header.filter(|grant| !grant.is_empty()))
    }
}

/// The token of `Authorization: Bearer …` (RFC 6750 § 2.1; the scheme's case does not matter, RFC 9110 § 11.1).
fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}

/// The body of a poll.
#[derive(Debug, PartialEq, Eq)]
pub struct PollRequest {
    /// What the client has seen of each channel.
    pub subscriptions: Vec<Subscription>,
    /// The grant, where headers cannot carry it.
    pub grant: Option<String>,
}

impl PollRequest {
    /// Reads `{"subscriptions": {"orders": {"cursor": 1523, …}, …}, "grant": "…"}`.
    ///
    /// # Errors
    /// [`Kind::InvalidRequest`](crate::error::Kind::InvalidRequest) that says where the body is wrong.
    pub fn parse(body: &[u8]) -> Result<Self> {
        if body.is_empty() {
            return Err(Error::invalid("the body is empty; send {\"subscriptions\": {…}} as JSON"));
        }
        let value: Value = serde_json::from_slice(body)
            .map_err(|error| Error::invalid(format!("the body is not JSON: {error}")).with_source(error))?;
        let Value::Object(mut fields) = value else {
            return Err(Error::invalid(format!("the body must be a JSON object, not {}", kind_of(&value))));
        };
        let grant = match fields.remove("grant") {
            None | Some(Value::Null) => None,
            Some(Value::String(grant)) => Some(grant),
            Some(other) => return Err(Error::invalid(format!("grant must be a string, not {}", kind_of(&other)))),
        };
        let channels = match fields.remove("subscriptions") {
            Some(Value::Object(channels)) => channels,
            None => return Err(Error::invalid("subscriptions is missing; send {\"subscriptions\": {…}}")),
            Some(other) => {
                return Err(Error::invalid(format!("subscriptions must be an object, not {}", kind_of(&other))));
            }
        };
        let subscriptions =
            channels.iter().map(|(channel, value)| Subscription::from_json(channel, value)).collect::<Result<_>>()?;
        Ok(Self { subscriptions, grant })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grant_is_found_in_any_header_that_carries_one() {
        let request = |authorization, grant_header| Request {
            method: "POST",
            authorization,
            grant_header,
            body: b"",
            address: None,
            forwarded_for: None,
            origin: None,
        };
        assert_eq!(request([Some("Bearer a.b.c"), None], None).grant(), Some("a.b.c"));
        assert_eq!(request([None, Some("bearer  a.b.c ")], None).grant(), Some("a.b.c"));
        assert_eq!(request([Some("Basic dXNlcjpwYXNz"), None], Some("a.b.c")).grant(), Some("a.b.c"));
        assert_eq!(request([Some("Bearer "), None], Some("")).grant(), None);
    }

    #[test]
    fn bodies_of_the_wrong_shape_are_refused() {
        let deep = "[".repeat(100_000);
        for body in [
            "",
            " ",
            "nonsense",
            "[]",
            "null",
            "{}",
            r#"{"subscriptions": []}"#,
            r#"{"subscriptions": {"a": []}}"#,
            r#"{"subscriptions": {"a b": {}}}"#,
            r#"{"subscriptions": {}, "grant": 5}"#,
            &deep,
        ] {
            assert!(PollRequest::parse(body.as_bytes()).is_err(), "{body:.40}");
        }
        assert!(PollRequest::parse(&[0xff, 0xfe]).is_err());
        assert!(PollRequest::parse(br#"{"subscriptions": {"42": {"cursor": 7}}, "later": true}"#).is_ok());
    }
}
