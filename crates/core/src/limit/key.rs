//! Whom a rate limit counts: a grant's subject at an address, or an address alone.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use ring::digest::{SHA256, digest};

/// One client as the rate limiter knows it: a hash of subject and address, not they themselves.
#[derive(Clone, PartialEq, Eq)]
pub struct LimitKey([u8; 32]);

impl LimitKey {
    /// The key of a client; `None` if nothing is known of it, and then nothing can be limited.
    ///
    /// `subject` is that of a *verified* grant, `address` what the host says the client's address is (any text; if it
    /// is an IP address, its spelling does not matter, and of IPv6 only the network of 64 bits counts, since one
    /// client may use all addresses of its network). Empty text counts as missing.
    #[must_use]
    pub fn new(subject: Option<&str>, address: Option<&str>) -> Option<Self> {
        let subject = subject.unwrap_or_default();
        let address = address.map(network).unwrap_or_default();
        if subject.is_empty() && address.is_empty() {
            return None;
        }
        // Missing is empty, which nothing present is; and by the subject's length, where it ends is never in doubt. So
        // a subject alone, an address alone and both together never meet, whatever a client calls itself.
        let length = (subject.len() as u64).to_be_bytes();
        let mut hash = [0; 32];
        hash.copy_from_slice(digest(&SHA256, &[&length, subject.as_bytes(), address.as_bytes()].concat()).as_ref());
        Some(Self(hash))
    }

    /// The key's name in a store: the SHA-256 of its parts. An address can be found from it by trying all.
    #[must_use]
    pub const fn digest(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Says nothing about the client: addresses are personal data and have no place in a log.
impl fmt::Debug for LimitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LimitKey(..)")
    }
}

/// An address in the one form by which it is counted.
fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => format!("{}/64", Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        Ok(address) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(subject: Option<&str>, address: Option<&str>) -> Option<LimitKey> {
        LimitKey::new(subject, address)
    }

    #[test]
    fn keys_of_different_clients_differ() {
        let keys = [
            key(Some("a"), Some("b")),
            key(Some("ab"), None),
            key(None, Some("ab")),
            key(Some("a"), None),
            key(None, Some("a")),
            key(Some("ab"), Some("c")),
            key(Some("a"), Some("bc")),
            key(Some("b"), Some("a")),
        ];
        for (index, one) in keys.iter().enumerate() {
            assert!(one.is_some() && !keys[..index].contains(one), "{index}");
        }
    }

    #[test]
    fn what_is_missing_does_not_count_and_without_both_there_is_no_key() {
        assert_eq!(key(Some(""), Some("a")), key(None, Some("a")));
        assert_eq!(key(Some("a"), Some("")), key(Some("a"), None));
        assert_eq!([key(None, None), key(Some(""), Some(""))], [None, None]);
    }

    #[test]
    fn an_address_counts_by_its_network_however_it_is_spelt() {
        let same = |a, b| key(None, Some(a)) == key(None, Some(b));
        assert!(same("2001:db8::1", "2001:DB8:0:0:ffff::9"));
        assert!(!same("2001:db8::1", "2001:db8:0:1::1"));
        assert!(same("::ffff:192.0.2.7", "192.0.2.7"));
        assert!(!same("192.0.2.7", "192.0.2.8"));
        assert!(!same("tenant-1", "tenant-2"));
    }
}
