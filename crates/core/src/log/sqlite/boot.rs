//! Commits that do not wait for the disk, and how it is noticed that a power failure may have taken some back.
//!
//! A commit in a write-ahead log that is not synchronised ([`synchronous = NORMAL`][normal]) outlives every process, since
//! the operating system holds it, but perhaps not the machine. The file is whole afterwards, only the last commits may be
//! missing: their positions would be given out again, and readers who have seen them would miss what comes second. So the
//! log holds the boot in which it was last written. The first write in another one gives every channel a new epoch in the
//! same transaction, and readers resync. Until that write nobody can miss anything: a reader who has seen more than is left
//! resyncs because of it.
//!
//! Who cannot tell one boot from another waits for the disk with each commit, and leaves no boot in the log.
//!
//! [normal]: https://www.sqlite.org/pragma.html#pragma_synchronous

use rusqlite::{OptionalExtension, Result};

use super::connection::Statements;

/// Drawn by Linux at each boot, see random(4).
const BOOT_ID: &str = "/proc/sys/kernel/random/boot_id";

/// Makes each commit wait.
pub(super) const WAIT_FOR_DISK: &str = "PRAGMA synchronous = FULL";
const DO_NOT_WAIT: &str = "PRAGMA synchronous = NORMAL";

const LAST_BOOT: &str = "SELECT value FROM nosocket_meta WHERE name = 'boot_id'";
const SET_LAST_BOOT: &str = "INSERT OR REPLACE INTO nosocket_meta (name, value) VALUES ('boot_id', ?1)";
const FORGET_LAST_BOOT: &str = "DELETE FROM nosocket_meta WHERE name = 'boot_id'";
const RENEW_EPOCHS: &str = "UPDATE nosocket_channels SET epoch = lower(hex(randomblob(4)))";

/// One run of the machine's operating system. Without one, commits wait for the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BootId(String);

impl BootId {
    /// This run; `None` where the system does not say.
    pub(super) fn of_this_machine() -> Option<Self> {
        let id = std::fs::read_to_string(BOOT_ID).ok()?;
        Some(Self(id.trim().to_owned())).filter(|Self(id)| !id.is_empty())
    }
}

/// Whether commits wait.
pub(super) fn synchronous(boot: Option<&BootId>) -> &'static str {
    if boot.is_some() { DO_NOT_WAIT } else { WAIT_FOR_DISK }
}

/// To be called in every transaction that writes.
pub(super) fn renew_epochs_after_a_boot(tx: &Statements<'_>, boot: Option<&BootId>) -> Result<()> {
    let last = tx.prepare(LAST_BOOT)?.query_row([], |row| row.get(0)).optional()?.map(BootId);
    if last.as_ref() == boot {
        return Ok(());
    }
    renew_epochs(tx)?;
    match boot {
        Some(BootId(id)) => tx.prepare(SET_LAST_BOOT)?.execute([id]),
        None => tx.prepare(FORGET_LAST_BOOT)?.execute([]),
    }
    .map(drop)
}

/// Gives every channel a new epoch, and returns how many there are.
pub(super) fn renew_epochs(tx: &Statements<'_>) -> Result<usize> {
    tx.prepare(RENEW_EPOCHS)?.execute([])
}

#[cfg(test)]
mod tests;
