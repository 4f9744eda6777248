//! Beacons: the file of any channel, and any content of such a file.

use super::SECRET;
use super::bytes::Bytes;
use crate::beacon::{Buckets, Token};
use crate::channel::ChannelName;

/// As many as the settings allow.
const MAX_BUCKETS: u32 = 4096;

/// Two bytes for the number of buckets, a channel's name up to a newline, and the content of a file. No name leads out of
/// the folder, and nothing but a whole token is one.
pub fn beacons(data: &[u8]) {
    let mut bytes = Bytes(data);
    let count = u32::from(u16::from_be_bytes(bytes.array())) % MAX_BUCKETS + 1;
    if let Ok(channel) = ChannelName::new(&bytes.line()) {
        let bucket = Buckets::new(SECRET, count).of(&channel);
        assert!(bucket < count, "{bucket} of {count}");
        let file = Buckets::file_name(bucket);
        let digits = file.strip_suffix(".txt").expect("a text");
        assert!(digits.len() == 3 && digits.bytes().all(is_digit), "{file}");
    }
    let is_token = |digits: &[u8]| digits.len() == 16 && digits.iter().copied().all(is_digit);
    assert_eq!(Token::parse(bytes.0).is_some(), bytes.0.strip_suffix(b"\n").is_some_and(is_token));
}

fn is_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}
