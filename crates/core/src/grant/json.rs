//! Strict reading of one JSON object: each name stands once, and only the members that are asked for are decoded.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::invalid;
use crate::error::Result;

/// A JSON object whose members are still undecoded text.
///
/// A repeated name is refused instead of resolved: RFC 7515 §4 and RFC 7519 §4 allow both, but two readers that
/// resolve it differently disagree about what was signed. Undecoded text is skipped without recursion, so depth of
/// nesting costs no stack.
pub(super) struct Object<'a>(BTreeMap<String, &'a RawValue>);

impl<'a> Object<'a> {
    /// Reads an object; `what` names it in the message ("header", "claims").
    pub(super) fn parse(json: &'a [u8], what: &str) -> Result<Self> {
        // serde_json's own message would quote the token's content.
        serde_json::from_slice(json).map_err(|_| {
            invalid(format!(
                "the grant's {what} must be one JSON object in which no name is repeated; issue a new grant"
            ))
        })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The member decoded, or `None` where there is none; `must_be` says in the message what it should have been.
    pub(super) fn optional<T: Deserialize<'a>>(&self, name: &str, must_be: &str) -> Result<Option<T>> {
        let Some(raw) = self.0.get(name) else { return Ok(None) };
        serde_json::from_str(raw.get())
            .map(Some)
            .map_err(|_| invalid(format!("the grant's `{name}` must be {must_be}")))
    }

    /// The member decoded; it must be there.
    pub(super) fn required<T: Deserialize<'a>>(&self, name: &str, must_be: &str) -> Result<T> {
        self.optional(name, must_be)?
            .ok_or_else(|| invalid(format!("the grant has no `{name}`; add it, it must be {must_be}")))
    }
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_map(Members)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Self::Value, A::Error> {
        let mut members = BTreeMap::new();
        while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
            if members.insert(name, value).is_some() {
                return Err(A::Error::custom("repeated name"));
            }
        }
        Ok(Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_object_without_repeated_names_is_read() {
        for good in [r"{}", r#" {"a":1,"b":{"a":2}} "#] {
            assert!(Object::parse(good.as_bytes(), "claims").is_ok(), "{good}");
        }
        let repeated_by_escape = r#"{"exp":1,"\u0065xp":2}"#;
        for bad in ["", "null", "[]", "{", "{}{}", "{} x", r#"{"a":1,}"#, r#"{"a":1,"a":1}"#, repeated_by_escape] {
            assert!(Object::parse(bad.as_bytes(), "claims").is_err(), "{bad}");
        }
        assert!(Object::parse(b"{\"a\":\"\xff\"}", "claims").is_err());
    }

    #[test]
    fn deep_nesting_is_skipped_without_recursion() {
        let deep = format!(r#"{{"x":{}{},"sub":"a"}}"#, "[".repeat(1_000_000), "]".repeat(1_000_000));
        let object = Object::parse(deep.as_bytes(), "claims").unwrap();
        assert_eq!(object.required::<String>("sub", "a string").unwrap(), "a");
        assert!(object.required::<Vec<String>>("x", "a list of strings").is_err());
    }
}
