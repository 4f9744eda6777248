//! A shared file as memory: the one place of the engine that needs `unsafe`.

use std::fs::File;
use std::io;
use std::mem::align_of;
use std::slice;
use std::sync::atomic::AtomicU64;

use memmap2::{MmapOptions, MmapRaw};

use super::Layout;
use super::header::HEADER_BYTES;

const _: () = assert!(HEADER_BYTES.is_multiple_of(align_of::<AtomicU64>()));

/// A shared mapping of a file. A forked child shares it too.
#[derive(Debug)]
pub(super) struct Mapping {
    memory: MmapRaw,
    words: usize,
}

impl Mapping {
    /// Maps a file whose size was found to be the layout's.
    pub(super) fn of(file: &File, layout: &Layout) -> io::Result<Self> {
        let memory = MmapOptions::new().len(layout.file_bytes()).map_raw(file)?;
        Ok(Self { memory, words: layout.slots * layout.words })
    }

    /// The table. Touching it after the file was truncated kills the process (SIGBUS): check the file's size before.
    pub(super) fn words(&self) -> &[AtomicU64] {
        // SAFETY: the mapping is as long as the header and `words` words, and lives as long as `self`. It begins at a
        // page, so the words begin at a multiple of their alignment (asserted above). Every bit pattern is a valid
        // AtomicU64. This process and all others change them through atomics alone, and nobody forms a `&mut` to them;
        // whoever writes to the file by other means can change numbers, and every number is coped with.
        unsafe { slice::from_raw_parts(self.memory.as_mut_ptr().add(HEADER_BYTES).cast::<AtomicU64>(), self.words) }
    }
}
