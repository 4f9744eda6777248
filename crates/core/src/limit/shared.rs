//! Rate limits that all workers of one user share: in a file mapped into memory, or, failing that, in this process alone.

use std::fmt;
use std::path::{Path, PathBuf};

use super::LimitStore;
use super::gcra::{Decision, Quota, micros};
use super::key::LimitKey;
use super::table::{self, LAYOUT, SLOTS, Slot};
use crate::clock::Millis;
use crate::error::{Error, Result};
use crate::shared::{Salt, SharedFile, candidates, open_first};

/// How long a process limits by itself before it looks for the shared file again, in milliseconds.
const RETRY: Millis = 60_000;

/// A table of rate limits in the file `nosocket-<uid>-<label's hash>.limits`, which belongs to one user and is open to nobody else.
///
/// Every worker that opens the same directory and label counts in the same table. It holds 65,536 clients; of more that
/// are active at once, those nearest to idle are forgotten, and gain up to one burst by it. The file's state is
/// looked at before every hit: if it was deleted, damaged or cut, it is made anew, empty. If it cannot be had at all,
/// each process limits by itself, [`state`](Self::state) says why, and the file is tried again once a minute.
pub struct SharedLimits {
    candidates: Vec<PathBuf>,
    table: Table,
}

enum Table {
    Shared(SharedFile),
    Private(PrivateTable),
}

struct PrivateTable {
    why: String,
    slots: Box<[Slot]>,
    salt: Salt,
    /// Set by the first hit, which knows the time.
    try_again_at: Option<Millis>,
}

impl SharedLimits {
    /// Opens the table in this directory, and makes it if there is none.
    ///
    /// Only a hash of `label` gets into the file's name. The label says what is limited together (a DSN, for one); it
    /// must not hold a password, since the name is public and the hash can be tried out.
    ///
    /// # Errors
    /// [`Kind::Storage`](crate::error::Kind::Storage) if the file is another user's, a symbolic link or a directory,
    /// or cannot be made; it names the path. A file of ours that is damaged or open to others is replaced.
    pub fn open(dir: &Path, label: &str) -> Result<Self> {
        let candidates = candidates(&LAYOUT, Some(dir.to_owned()), label);
        let file = open_first(&LAYOUT, &candidates)?;
        Ok(Self { candidates, table: Table::Shared(file) })
    }

    /// The same, in `dir`, or without one in `/dev/shm` or else the directory for temporary files.
    ///
    /// Where none of them will do, the process limits by itself, and [`state`](Self::state) says why.
    #[must_use]
    pub fn open_or_private(dir: Option<PathBuf>, label: &str) -> Self {
        let candidates = candidates(&LAYOUT, dir, label);
        let table = match open_first(&LAYOUT, &candidates) {
            Ok(file) => Table::Shared(file),
            Err(error) => Table::Private(PrivateTable::new(&error)),
        };
        Self { candidates, table }
    }

    /// Where the limits are kept, in one line for diagnostics.
    #[must_use]
    pub fn state(&self) -> String {
        match &self.table {
            Table::Shared(file) => format!("shared: {}", file.path().display()),
            Table::Private(table) => format!("each process by itself: {}", table.why),
        }
    }

    /// Sees to it that the table can be touched.
    fn check(&mut self, now: Millis) {
        match &mut self.table {
            Table::Shared(file) if file.is_intact() => {}
            Table::Shared(_) => {
                self.table = open_first(&LAYOUT, &self.candidates)
                    .map_or_else(|error| Table::Private(PrivateTable::new(&error)), Table::Shared);
            }
            Table::Private(table) => {
                if table.is_time_to_try_again(now) {
                    match open_first(&LAYOUT, &self.candidates) {
                        Ok(file) => self.table = Table::Shared(file),
                        Err(error) => table.why = error.to_string(),
                    }
                }
            }
        }
    }
}

impl LimitStore for SharedLimits {
    /// Counts a hit; it never fails.
    fn hit(&mut self, key: &LimitKey, quota: Quota, now: Millis) -> Result<Decision> {
        self.check(now);
        let (slots, salt) = match &self.table {
            Table::Shared(file) => (file.words().as_chunks().0, file.salt()),
            Table::Private(table) => (&*table.slots, table.salt),
        };
        let [hash, _] = salt.hash(key.digest());
        Ok(table::hit(slots, hash, quota, micros(now)))
    }
}

impl fmt::Debug for SharedLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SharedLimits").field(&self.state()).finish()
    }
}

impl PrivateTable {
    fn new(why: &Error) -> Self {
        let slots = (0..SLOTS).map(|_| Slot::default()).collect();
        // Without random bytes, clients could choose whom they share a bucket with: of one process, for a while.
        Self { why: why.to_string(), slots, salt: Salt::random().unwrap_or_default(), try_again_at: None }
    }

    fn is_time_to_try_again(&mut self, now: Millis) -> bool {
        let try_again_at = *self.try_again_at.get_or_insert(now.saturating_add(RETRY));
        let is_due = now >= try_again_at;
        if is_due {
            self.try_again_at = None;
        }
        is_due
    }
}
