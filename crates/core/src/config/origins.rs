//! Whose pages may poll from another site (Cross-Origin Resource Sharing).

use super::value::{Value, list};
use crate::error::{Error, Kind, Result};

/// The setting `cors_origins`: none, all, or some origins (RFC 6454), compared byte for byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins(Vec<String>);

impl Origins {
    /// Reads `*`, or origins as browsers send them: `https://app.example.org`, `http://localhost:5173`.
    pub(super) fn new(value: Value) -> Result<Self> {
        let origins = list(value)?;
        let alone = origins == ["*"];
        match origins.iter().find(|origin| !alone && !is_origin(origin)) {
            None => Ok(Self(origins)),
            Some(origin) => Err(Error::new(
                Kind::Configuration,
                format!(
                    "must be origins as browsers send them, such as https://app.example.org (scheme and host in lower case, \
                     a port unless it is the scheme's own, nothing behind it), or `*` alone; {origin:?} is none"
                ),
            )),
        }
    }

    /// Whether any are set.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of `Access-Control-Allow-Origin` for a request from this origin; `None`: its page must not read the answer.
    #[must_use]
    pub fn allow(&self, origin: &str) -> Option<&str> {
        self.0.iter().map(String::as_str).find(|allowed| *allowed == origin || *allowed == "*")
    }

    /// Whether every page of every site may poll.
    #[must_use]
    pub fn is_any(&self) -> bool {
        self.0 == ["*"]
    }

    /// The setting's text.
    pub(super) fn shown(&self) -> String {
        self.0.join(", ")
    }
}

/// The form in which browsers send origins. Any other could never be met, and would fail in silence.
fn is_origin(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (rest, None),
    };
    let sound_scheme = scheme.starts_with(|first: char| first.is_ascii_lowercase())
        && scheme.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-.".contains(&byte));
    let sound_host = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            !host.is_empty()
                && host.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-._".contains(&byte))
        }
    };
    let own_port = match scheme {
        "http" => "80",
        "https" => "443",
        _ => "",
    };
    let sound_port = port.is_none_or(|port| {
        port != own_port
            && !port.starts_with('0')
            && port.bytes().all(|byte| byte.is_ascii_digit())
            && port.parse::<u16>().is_ok()
    });
    sound_scheme && sound_host && sound_port
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(text: &str) -> Result<Origins> {
        Origins::new(Value::Text(text.to_owned()))
    }

    #[test]
    fn only_the_very_origin_is_allowed() {
        let some = origins("https://app.example.org, http://localhost:5173").unwrap();
        assert_eq!(some.allow("http://localhost:5173"), Some("http://localhost:5173"));
        for other in [
            "https://app.example.org:8443",
            "http://app.example.org",
            "https://app.example.org.evil.example",
            "https://evil.app.example.org",
            "https://APP.example.org",
            "null",
            "",
            "*",
        ] {
            assert_eq!(some.allow(other), None, "{other}");
        }
        assert_eq!(Origins::default().allow("https://app.example.org"), None);
    }

    #[test]
    fn a_star_allows_all_and_stands_alone() {
        let any = origins("*").unwrap();
        assert!(any.is_any() && any.allow("null") == Some("*") && any.allow("https://a.example") == Some("*"));
        assert!(origins("*, https://a.example").is_err());
    }

    #[test]
    fn what_no_browser_sends_is_refused() {
        for good in ["https://a.example", "http://[::1]:8080", "https://xn--bcher-kva.example", "capacitor://localhost"]
        {
            assert_eq!(origins(good).unwrap().shown(), good);
        }
        for bad in [
            "a.example",
            "https://",
            "https://a.example/",
            "https://a.example/path",
            "https://A.example",
            "https://a.example:443",
            "http://a.example:80",
            "https://a.example:",
            "https://a.example:99999",
            "https://a.example:+80",
            "https://user@a.example",
            "https://*.a.example",
            "https://bücher.example",
            "https://[::g]",
            "null",
            "https://a.example\r\nX: y",
            "https://a.example,,https://b.example",
        ] {
            let message = origins(bad).unwrap_err().to_string();
            assert!(message.contains("https://app.example.org"), "{message}");
        }
    }
}
