//! The limits file: noise in it, in its header and in its slots, and files that are cut, deleted or opened to others.

use std::fs::{self, File, OpenOptions, Permissions};
use std::os::unix::fs::{FileExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::NOW;
use super::bytes::Bytes;
use crate::limit::{Decision, LimitKey, LimitStore, Quota, SharedLimits};

/// The header's size; the slots follow in buckets of as many bytes.
const HEADER_BYTES: usize = 128;

/// A sequence of hits and of damage to the file. Every hit is decided, and between two damages a client gets no more
/// than its quota.
pub fn limits(data: &[u8]) {
    let folder = Folder::new();
    let mut bytes = Bytes(data);
    let quota = Quota::new(u32::from(bytes.byte() % 5) + 1, 60).expect("a good quota");
    let key = LimitKey::new(Some("fuzzer"), None).expect("a key");
    let mut limits = SharedLimits::open(&folder.0, "fuzzing").expect("an empty folder will do");
    let mut admitted = 0;
    // Each damage may cost the writing of a new file.
    for _ in 0..24 {
        if bytes.is_empty() {
            return;
        }
        let step = bytes.byte();
        if step < 128 {
            match limits.hit(&key, quota, NOW).expect("a hit is always decided") {
                Decision::Admit { .. } => admitted += 1,
                Decision::Deny { retry_after_us } => assert!(retry_after_us <= quota.horizon_us()),
            }
            assert!(admitted <= quota.limit(), "{admitted} of {} were admitted", quota.limit());
        } else {
            damage(&folder.file(), step, &mut bytes);
            if step & 64 == 64 {
                limits = SharedLimits::open(&folder.0, "fuzzing").expect("a damaged file is replaced");
            }
            admitted = 0;
        }
    }
}

fn damage(path: &Path, step: u8, bytes: &mut Bytes<'_>) {
    let file = || OpenOptions::new().write(true).open(path).expect("the file is there");
    let written = match step % 7 {
        0 => file().write_all_at(&[bytes.byte()], u64::from(bytes.byte()) % HEADER_BYTES as u64),
        1 => file().write_all_at(&bytes.array::<HEADER_BYTES>(), 0),
        2 => fill_buckets(&file(), &bytes.array()),
        // Times about now, so that slots are alive.
        3 => fill_buckets(&file(), &alive(bytes)),
        4 => file().set_len(bytes.number() % (3 << 20)),
        5 => fs::remove_file(path),
        _ => fs::set_permissions(path, Permissions::from_mode(u32::from(bytes.byte()) | 0o600)),
    };
    written.expect("the file can be damaged");
}

fn alive(bytes: &mut Bytes<'_>) -> [u8; HEADER_BYTES] {
    let mut bucket = [0; HEADER_BYTES];
    for slot in bucket.chunks_exact_mut(16) {
        let ahead = u64::from(u32::from_le_bytes(bytes.array())) * 64;
        slot[..8].copy_from_slice(&u64::from(bytes.byte()).to_le_bytes());
        slot[8..].copy_from_slice(&(NOW as u64 * 1000 + ahead).to_le_bytes());
    }
    bucket
}

fn fill_buckets(file: &File, bucket: &[u8; HEADER_BYTES]) -> std::io::Result<()> {
    let buckets = (file.metadata()?.len() as usize).saturating_sub(HEADER_BYTES) / HEADER_BYTES;
    file.write_all_at(&bucket.repeat(buckets), HEADER_BYTES as u64)
}

/// A folder with one limits file, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("nosocket-fuzzing-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).expect("there is room for temporary files");
        Self(path)
    }

    /// The file; a new one if a damage before has removed it.
    fn file(&self) -> PathBuf {
        SharedLimits::open(&self.0, "fuzzing").expect("a folder of ours");
        let mut entries = fs::read_dir(&self.0).expect("the folder is there");
        entries.next().expect("the file is there").expect("it can be looked at").path()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
