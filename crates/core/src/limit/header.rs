//! The head of the limits file: by it a worker knows that the rest means what it thinks it means.
//!
//! | bytes | content |
//! |---|---|
//! | 0–7 | magic `NOSOCKLM` |
//! | 8–11 | layout version |
//! | 12–15 | number of slots |
//! | 16–31 | random salt of the key hashes, so that nobody can choose keys that meet in one bucket |
//! | 32–39 | the first 8 bytes of the SHA-256 of all before |
//! | 40–127 | zero, so that a bucket begins at a cache line |
//!
//! Numbers are little-endian. The file is read on the machine that wrote it, by any build of this code.

use ring::digest::{SHA256, digest};
use ring::error::Unspecified;
use ring::rand::{SecureRandom, SystemRandom};

use super::table::SLOTS;

/// The header's size in bytes; the slots follow.
pub(super) const HEADER_BYTES: usize = 128;

const MAGIC: &[u8; 8] = b"NOSOCKLM";

/// Goes up with every change of the header's or a slot's meaning.
const VERSION: u32 = 1;

/// The table's random salt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Salt([u8; 16]);

impl Salt {
    /// A new salt; fails if the system gives no random bytes.
    pub(super) fn random() -> Result<Self, Unspecified> {
        let mut salt = [0; 16];
        SystemRandom::new().fill(&mut salt)?;
        Ok(Self(salt))
    }

    /// A key's hash in this table: 64 bits of the SHA-256 of salt and key, never 0, which marks an empty slot.
    pub(super) fn hash(self, key: &[u8; 32]) -> u64 {
        first_8(&[&self.0[..], key].concat()).max(1)
    }
}

/// The bytes of a new header.
pub(super) fn write(salt: Salt) -> [u8; HEADER_BYTES] {
    let mut header = [0; HEADER_BYTES];
    header[..8].copy_from_slice(MAGIC);
    header[8..12].copy_from_slice(&VERSION.to_le_bytes());
    header[12..16].copy_from_slice(&(SLOTS as u32).to_le_bytes());
    header[16..32].copy_from_slice(&salt.0);
    let checksum = first_8(&header[..32]).to_le_bytes();
    header[32..40].copy_from_slice(&checksum);
    header
}

/// The salt, if this is a header of our layout.
pub(super) fn read(header: &[u8; HEADER_BYTES]) -> Option<Salt> {
    let mut salt = [0; 16];
    salt.copy_from_slice(&header[16..32]);
    let salt = Salt(salt);
    (*header == write(salt)).then_some(salt)
}

fn first_8(bytes: &[u8]) -> u64 {
    let mut first = [0; 8];
    first.copy_from_slice(&digest(&SHA256, bytes).as_ref()[..8]);
    u64::from_le_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read_back_and_any_changed_byte_is_noticed() {
        let salt = Salt::random().unwrap();
        let good = write(salt);
        assert!(read(&good) == Some(salt));
        for at in 0..HEADER_BYTES {
            let mut bad = good;
            bad[at] ^= 1;
            assert!(read(&bad).is_none(), "byte {at}");
        }
    }

    #[test]
    fn the_same_key_hashes_differently_in_every_table() {
        let (one, other) = (Salt::random().unwrap(), Salt::random().unwrap());
        assert_eq!(one.hash(&[7; 32]), one.hash(&[7; 32]));
        assert_ne!(one.hash(&[7; 32]), other.hash(&[7; 32]));
    }
}
