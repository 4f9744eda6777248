//! Which file a channel's beacon is: names that say nothing about the channel, and a fixed number of them.

use std::fmt;

use ring::hmac::{HMAC_SHA256, Key, sign};

use crate::channel::ChannelName;

/// What the key of the beacons is derived for. A grant's signing input has no spaces, so no signature is ever this key.
const PURPOSE: &[u8] = b"nosocket beacon buckets";

/// The buckets that channels are spread over by a keyed hash.
pub(crate) struct Buckets {
    key: Key,
    count: u32,
}

impl Buckets {
    /// `count` buckets, keyed by an installation's first secret. File names have room for 4096.
    pub(crate) fn new(secret: &str, count: u32) -> Self {
        let derived = sign(&Key::new(HMAC_SHA256, secret.as_bytes()), PURPOSE);
        Self { key: Key::new(HMAC_SHA256, derived.as_ref()), count }
    }

    pub(crate) const fn count(&self) -> u32 {
        self.count
    }

    /// The channel's bucket: the first 64 bits of its HMAC-SHA256 modulo the number of buckets.
    pub(crate) fn of(&self, channel: &ChannelName) -> u32 {
        let mac = sign(&self.key, channel.as_str().as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&mac.as_ref()[..8]);
        (u64::from_be_bytes(first) % u64::from(self.count)) as u32
    }

    /// A bucket's file: three hexadecimal digits, such as `0a3.txt`.
    pub(crate) fn file_name(bucket: u32) -> String {
        format!("{bucket:03x}.txt")
    }
}

/// Shows no key.
impl fmt::Debug for Buckets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Buckets").field("count", &self.count).finish_non_exhaustive()
    }
}
