//! The head of a shared file: by it a worker knows that the rest means what it thinks it means.
//!
//! | bytes | content |
//! |---|---|
//! | 0–7 | magic, such as `NOSOCKLM` |
//! | 8–11 | the layout's version |
//! | 12–15 | number of slots |
//! | 16–31 | random salt of the key hashes, so that nobody can choose keys that meet in one bucket |
//! | 32–39 | the first 8 bytes of the SHA-256 of all before |
//! | 40–127 | zero, so that a slot begins at a cache line |
//!
//! Numbers are little-endian. The file is read on the machine that wrote it, by any build of this code.

use ring::digest::{SHA256, digest};
use ring::error::Unspecified;
use ring::rand::{SecureRandom, SystemRandom};

use super::Layout;

/// The header's size in bytes; the slots follow.
pub(super) const HEADER_BYTES: usize = 128;

impl Layout {
    /// The file's size in bytes.
    pub(crate) const fn file_bytes(&self) -> usize {
        HEADER_BYTES + self.slots * self.words * size_of::<u64>()
    }
}

/// The table's random salt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Salt([u8; 16]);

impl Salt {
    /// A new salt; fails if the system gives no random bytes.
    pub(crate) fn random() -> Result<Self, Unspecified> {
        let mut salt = [0; 16];
        SystemRandom::new().fill(&mut salt)?;
        Ok(Self(salt))
    }

    /// A key's hash in this table: 128 bits of the SHA-256 of salt and key, the first 64 never 0, which marks an empty slot.
    pub(crate) fn hash(self, key: &[u8]) -> [u64; 2] {
        let [first, second] = first_16(&[&self.0[..], key].concat());
        [first.max(1), second]
    }
}

/// The bytes of a new header.
pub(super) fn write(layout: &Layout, salt: Salt) -> [u8; HEADER_BYTES] {
    let mut header = [0; HEADER_BYTES];
    header[..8].copy_from_slice(&layout.magic);
    header[8..12].copy_from_slice(&layout.version.to_le_bytes());
    header[12..16].copy_from_slice(&(layout.slots as u32).to_le_bytes());
    header[16..32].copy_from_slice(&salt.0);
    let [checksum, _] = first_16(&header[..32]).map(u64::to_le_bytes);
    header[32..40].copy_from_slice(&checksum);
    header
}

/// The salt, if this is a header of this layout.
pub(super) fn read(layout: &Layout, header: &[u8; HEADER_BYTES]) -> Option<Salt> {
    let mut salt = [0; 16];
    salt.copy_from_slice(&header[16..32]);
    let salt = Salt(salt);
    (*header == write(layout, salt)).then_some(salt)
}

fn first_16(bytes: &[u8]) -> [u64; 2] {
    let hash = digest(&SHA256, bytes);
    let (words, _) = hash.as_ref().as_chunks::<8>();
    [words[0], words[1]].map(u64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::super::TEST_LAYOUT as LAYOUT;
    use super::*;

    #[test]
    fn a_header_is_read_back_and_any_changed_byte_is_noticed() {
        let salt = Salt::random().unwrap();
        let good = write(&LAYOUT, salt);
        assert!(read(&LAYOUT, &good) == Some(salt));
        assert!(read(&Layout { version: 2, ..LAYOUT }, &good).is_none(), "another layout");
        for at in 0..HEADER_BYTES {
            let mut bad = good;
            bad[at] ^= 1;
            assert!(read(&LAYOUT, &bad).is_none(), "byte {at}");
        }
    }

    #[test]
    fn the_same_key_hashes_differently_in_every_table() {
        let (one, other) = (Salt::random().unwrap(), Salt::random().unwrap());
        assert_eq!(one.hash(&[7; 32]), one.hash(&[7; 32]));
        assert_ne!(one.hash(&[7; 32]), other.hash(&[7; 32]));
    }
}
