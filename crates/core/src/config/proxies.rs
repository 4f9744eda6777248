//! Which machines may say whose request they pass on.

use std::net::IpAddr;

use super::value::{Value, list};
use crate::error::{Error, Kind, Result};

/// The setting `trusted_proxies`: addresses and networks of our own proxies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<Network>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u32,
}

impl TrustedProxies {
    /// Reads addresses (`192.0.2.7`, `2001:db8::7`) and networks (`10.0.0.0/8`, `fd00::/8`).
    pub(super) fn new(value: Value) -> Result<Self> {
        list(value)?.iter().map(|text| Network::parse(text)).collect::<Result<_>>().map(Self)
    }

    /// The address of the client whose request this is. `remote` is the address that the connection came from, `forwarded`
    /// the header `X-Forwarded-For`, to whose end each proxy adds the address that it was asked from.
    ///
    /// What the header says counts only from the end and only as far as our own proxies have written it: that is the last
    /// address which is not one of theirs. Whatever stands before it, the client may have made up. If the header is
    /// missing, unreadable at that place, or names only proxies, the connection's address counts.
    #[must_use]
    pub fn client<'a>(&self, remote: &'a str, forwarded: Option<&'a str>) -> &'a str {
        if !remote.parse().is_ok_and(|address| self.contains(address)) {
            return remote;
        }
        for entry in forwarded.unwrap_or_default().rsplit(',').map(str::trim) {
            match entry.parse() {
                Ok(address) if self.contains(address) => {}
                Ok(_) => return entry,
                Err(_) => break,
            }
        }
        remote
    }

    fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(address))
    }

    /// The setting's text.
    pub(super) fn shown(&self) -> String {
        let networks: Vec<_> = self.0.iter().map(|network| format!("{}/{}", network.address, network.bits)).collect();
        networks.join(", ")
    }
}

impl Network {
    fn parse(text: &str) -> Result<Self> {
        let bad = || {
            Error::new(
                Kind::Configuration,
                format!(
                    "must be addresses or networks such as 10.0.0.0/8, 192.0.2.7 or fd00::/8, with no bits set behind the \
                     network's; {text:?} is none"
                ),
            )
        };
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| bad())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            None => most,
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().map_err(|_| bad())?,
            Some(_) => return Err(bad()),
        };
        let network = Self { address, bits };
        if bits <= most && masked(address, bits) == whole(address) { Ok(network) } else { Err(bad()) }
    }

    fn contains(&self, address: IpAddr) -> bool {
        address.is_ipv4() == self.address.is_ipv4() && masked(address, self.bits) == whole(self.address)
    }
}

/// An address as a number whose highest bit is the address's first.
fn whole(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits()) << 96,
        IpAddr::V6(address) => address.to_bits(),
    }
}

fn masked(address: IpAddr, bits: u32) -> u128 {
    whole(address) & u128::MAX.checked_shl(128 - bits).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(text: &str) -> TrustedProxies {
        TrustedProxies::new(Value::Text(text.to_owned())).unwrap()
    }

    #[test]
    fn without_proxies_the_header_says_nothing() {
        assert_eq!(TrustedProxies::default().client("192.0.2.7", Some("198.51.100.9")), "192.0.2.7");
    }

    #[test]
    fn a_client_that_is_no_proxy_cannot_make_up_an_address() {
        let proxies = proxies("10.0.0.0/8, fd00::/8");
        for remote in ["192.0.2.7", "11.0.0.1", "9.255.255.255", "2001:db8::1", "", "unix:"] {
            assert_eq!(proxies.client(remote, Some("198.51.100.9")), remote);
        }
    }

    #[test]
    fn behind_proxies_the_last_address_that_is_none_of_theirs_counts() {
        let proxies = proxies("10.0.0.0/8, 192.0.2.7, fd00::/8");
        for (remote, forwarded, client) in [
            ("10.1.2.3", "198.51.100.9", "198.51.100.9"),
            ("10.1.2.3", " 198.51.100.9 , 10.4.5.6 ,192.0.2.7", "198.51.100.9"),
            ("10.1.2.3", "203.0.113.1, 198.51.100.9", "198.51.100.9"),
            ("10.1.2.3", "made up, 198.51.100.9", "198.51.100.9"),
            ("10.1.2.3", "192.0.2.8, 10.9.9.9", "192.0.2.8"),
            ("fd12::1", "2001:db8::9, fd00::2", "2001:db8::9"),
            ("::ffff:10.1.2.3", "198.51.100.9", "198.51.100.9"),
            ("10.1.2.3", "198.51.100.9, ::ffff:10.1.2.4", "198.51.100.9"),
        ] {
            assert_eq!(proxies.client(remote, Some(forwarded)), client, "{forwarded}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_not_believed() {
        let proxies = proxies("10.0.0.0/8");
        for forwarded in
            ["", ",", "198.51.100.9,", "198.51.100.9, unknown", "198.51.100.9:4711", "10.0.0.1", "010.0.0.1", "1.2.3"]
        {
            assert_eq!(proxies.client("10.1.2.3", Some(forwarded)), "10.1.2.3", "{forwarded}");
        }
        assert_eq!(proxies.client("10.1.2.3", None), "10.1.2.3");
    }

    #[test]
    fn networks_have_their_bounds_where_they_say() {
        let all = |text: &str, addresses: &[&str]| {
            let proxies = proxies(text);
            addresses.iter().all(|address| proxies.contains(address.parse().unwrap()))
        };
        assert!(all("192.0.2.128/25", &["192.0.2.128", "192.0.2.255"]));
        assert!(!all("192.0.2.128/25", &["192.0.2.127"]) && !all("192.0.2.128/25", &["192.0.3.0"]));
        assert!(all("0.0.0.0/0", &["0.0.0.0", "255.255.255.255"]) && !all("0.0.0.0/0", &["::1"]));
        assert!(all("::/0", &["::", "ffff::"]) && !all("::/0", &["192.0.2.1"]), "IPv4 has networks of its own");
        assert!(all("2001:db8:8000::/33", &["2001:db8:8000::", "2001:db8:ffff::1"]));
        assert!(!all("2001:db8:8000::/33", &["2001:db8:7fff::1"]));
        assert!(all("::1", &["::1"]) && !all("::1", &["::2"]));
        assert_eq!(proxies("10.0.0.0/8,::1").shown(), "10.0.0.0/8, ::1/128");
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for bad in [
            "proxy.example",
            "10.0.0.0/33",
            "::/129",
            "10.0.0.1/8",
            "10.0.0.0/",
            "10.0.0.0/+8",
            "10.0.0.0/8/8",
            "10.0.0",
            "*",
            "10.0.0.0/8,,::1",
        ] {
            let message = TrustedProxies::new(Value::Text(bad.to_owned())).unwrap_err().to_string();
            assert!(message.contains("10.0.0.0/8, 192.0.2.7 or fd00::/8"), "{message}");
        }
    }
}
