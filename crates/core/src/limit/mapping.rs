//! The limits file as memory: the one place of the engine that needs `unsafe`.

use std::fs::File;
use std::io;
use std::mem::{align_of, size_of};
use std::slice;

use memmap2::{MmapOptions, MmapRaw};

use super::header::HEADER_BYTES;
use super::table::{SLOTS, Slot};

/// The size of a limits file in bytes.
pub(super) const FILE_BYTES: usize = HEADER_BYTES + SLOTS * size_of::<Slot>();

const _: () = assert!(HEADER_BYTES.is_multiple_of(align_of::<Slot>()));

/// A shared mapping of a limits file. A forked child shares it too.
#[derive(Debug)]
pub(super) struct Mapping(MmapRaw);

impl Mapping {
    /// Maps a file whose size was found to be [`FILE_BYTES`].
    pub(super) fn of(file: &File) -> io::Result<Self> {
        MmapOptions::new().len(FILE_BYTES).map_raw(file).map(Self)
    }

    /// The table. Touching it after the file was truncated kills the process (SIGBUS): check the file's size before.
    pub(super) fn slots(&self) -> &[Slot] {
        // SAFETY: the mapping is FILE_BYTES long, which is the header and SLOTS slots, and lives as long as `self`. It
        // begins at a page, so the slots begin at a multiple of their alignment (asserted above). A slot is `repr(C)`
        // and made of atomics only, for which every bit pattern is valid. This process and all others change them
        // through atomics alone, and nobody forms a `&mut` to them; whoever writes to the file by other means can
        // change numbers, and every number is coped with.
        unsafe { slice::from_raw_parts(self.0.as_mut_ptr().add(HEADER_BYTES).cast::<Slot>(), SLOTS) }
    }
}
