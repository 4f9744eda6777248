//! Memory that all processes of one user on one machine share: a table of atomics in a file, which belongs to that user
//! and is open to nobody else. What the numbers mean is the business of whoever opens it.

mod file;
mod header;
mod mapping;
mod word;

pub(crate) use file::SharedFile;
pub(crate) use header::Salt;
pub(crate) use word::Word;

use std::path::PathBuf;

use ring::digest::{SHA256, digest};
use rustix::process::geteuid;

use crate::error::{Error, Kind, Result};

/// One kind of table.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    /// What it is for, for messages.
    pub(crate) purpose: &'static str,
    /// How its file's name ends.
    pub(crate) suffix: &'static str,
    /// The first bytes of its file.
    pub(crate) magic: [u8; 8],
    /// Goes up with every change of a slot's meaning.
    pub(crate) version: u32,
    /// How many slots it has.
    pub(crate) slots: usize,
    /// Atomics in a slot; a divisor of 8, so that no slot lies across cache lines.
    pub(crate) words: usize,
}

/// Where the table with this label may lie: in `dir`, or without one in `/dev/shm` or else the directory for temporary
/// files.
///
/// Only a hash of `label` gets into the file's name. It must not hold a password, since the name is public and the hash
/// can be tried out.
pub(crate) fn candidates(layout: &Layout, dir: Option<PathBuf>, label: &str) -> Vec<PathBuf> {
    let directories = dir.map_or_else(|| vec![PathBuf::from("/dev/shm"), std::env::temp_dir()], |dir| vec![dir]);
    let hash: String =
        digest(&SHA256, label.as_bytes()).as_ref()[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    let name = format!("nosocket-{}-{hash}.{}", geteuid().as_raw(), layout.suffix);
    directories.into_iter().map(|directory| directory.join(&name)).collect()
}

/// The first of these files that can be had, or the error of the first.
pub(crate) fn open_first(layout: &'static Layout, candidates: &[PathBuf]) -> Result<SharedFile> {
    let mut first_error = None;
    for path in candidates {
        match SharedFile::open(layout, path.clone()) {
            Ok(file) => return Ok(file),
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    Err(first_error
        .unwrap_or_else(|| Error::new(Kind::Configuration, format!("{}: no directory was given", layout.purpose))))
}

#[cfg(test)]
const TEST_LAYOUT: Layout =
    Layout { purpose: "a test", suffix: "test", magic: *b"NOSOCKTT", version: 1, slots: 64, words: 2 };
