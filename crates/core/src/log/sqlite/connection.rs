//! One connection to an SQLite file: how it opens, waits, notices that the file was replaced, and keeps its schema.

use std::borrow::Cow;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{CachedStatement, ErrorCode, OpenFlags, OptionalExtension, Transaction, TransactionBehavior};

use super::boot::{self, BootId};
use super::fault::translate;
use crate::error::{Error, Kind, Result};

/// The schema's files in order; the last one's number is the schema's version. A released file is never edited.
const MIGRATIONS: [&str; 2] = [
    include_str!("../../../../../schema/sqlite/001_log.sql"),
    include_str!("../../../../../schema/sqlite/002_revocations.sql"),
];

// Waiting for locks is done here (waiting_for_locks). Readers and a writer do not hinder each other with a write-ahead
// log. 2,250 KiB of pages are what 3 MB for a worker leave: in a log of ten million events, readers of 200 channels need more
// than SQLite's default of 2,000.
const PRAGMAS: &str = "PRAGMA busy_timeout = 0; PRAGMA journal_mode = WAL; PRAGMA cache_size = -2250";
const EMPTY_LOG: &str = "PRAGMA wal_checkpoint(TRUNCATE)";
const FIND_META: &str = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'nosocket_meta'";
const SCHEMA_VERSION: &str = "SELECT value FROM nosocket_meta WHERE name = 'schema_version'";
const SET_SCHEMA_VERSION: &str = "INSERT OR REPLACE INTO nosocket_meta (name, value) VALUES ('schema_version', ?1)";

/// Room for every statement of the log.
const STATEMENTS: usize = 32;

/// The write-ahead log is emptied when it is larger, in bytes. SQLite begins it anew only when a checkpoint has come to its
/// end while nobody wrote, which does not happen where many write without a pause.
const LARGE_LOG: u64 = 16 << 20;
/// One write in so many looks how large it is.
const LOOK_AT_LOG: u8 = 16;
/// How often that is tried.
const EMPTYING_TRIES: u32 = 10;
/// Each try waits for readers, in milliseconds.
const WAIT_FOR_READERS: &str = "PRAGMA busy_timeout = 5";
const WAIT_FOR_NOBODY: &str = "PRAGMA busy_timeout = 0";

/// Who waits for a lock gives up after this many tries: about five seconds.
const BUSY_TRIES: u32 = 5_000;

/// Runs `work`, again and again while another process holds a lock that it needs.
///
/// The waits are short and random, unlike those of SQLite's own busy timeout, which grow to 100 ms: a latecomer then
/// has no better chance than who has waited long, and nobody sleeps for long while the lock is free.
fn waiting_for_locks<T>(work: impl Fn() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    trying(BUSY_TRIES, work)
}

fn trying<T>(tries: u32, work: impl Fn() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    for _ in 1..tries {
        match work() {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                thread::sleep(Duration::from_micros(fastrand::u64(200..1_800)));
            }
            outcome => return outcome,
        }
    }
    work()
}

/// One connection to an SQLite file.
pub(super) struct Connection {
    path: PathBuf,
    table_prefix: String,
    boot: Option<BootId>,
    sqlite: rusqlite::Connection,
    file: FileId,
}

/// What a transaction is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    /// Of one statement, which is a transaction by itself.
    ReadOnce,
    Read,
    Write,
    /// Commits when it is on the disk, whatever other transactions do.
    WriteToDisk,
}

impl Access {
    fn writes(self) -> bool {
        matches!(self, Self::Write | Self::WriteToDisk)
    }
}

/// Which file a path leads to: device and inode.
#[derive(Clone, Copy, PartialEq, Eq)]
struct FileId(u64, u64);

impl FileId {
    /// No file: the path is to be opened before the next transaction.
    const NONE: Self = Self(0, 0);
}

/// A running transaction whose statements carry the table prefix. Undone if it is not committed.
pub(super) struct Statements<'a> {
    sqlite: &'a rusqlite::Connection,
    table_prefix: &'a str,
}

impl<'a> Statements<'a> {
    // rusqlite's own Transaction has its statements parsed each time.
    fn begin(connection: &'a Connection, access: Access) -> rusqlite::Result<Self> {
        let begin = match access {
            Access::ReadOnce => None,
            Access::Read => Some("BEGIN"),
            Access::Write | Access::WriteToDisk => Some("BEGIN IMMEDIATE"),
        };
        let Connection { sqlite, table_prefix, .. } = connection;
        if let Some(begin) = begin {
            sqlite.prepare_cached(begin)?.execute([])?;
        }
        Ok(Self { sqlite, table_prefix })
    }

    /// Prepares a statement, or takes it from the connection's cache.
    pub(super) fn prepare(&self, sql: &'static str) -> rusqlite::Result<CachedStatement<'_>> {
        self.sqlite.prepare_cached(&with_prefix(sql, self.table_prefix))
    }

    fn commit(self) -> rusqlite::Result<()> {
        self.sqlite.prepare_cached("COMMIT")?.execute([]).map(drop)
    }
}

impl Drop for Statements<'_> {
    fn drop(&mut self) {
        if !self.sqlite.is_autocommit() {
            // It fails only if SQLite has undone everything itself.
            let _ = self.sqlite.execute_batch("ROLLBACK");
        }
    }
}

/// Puts the table prefix before every name of ours.
fn with_prefix<'a>(sql: &'a str, table_prefix: &str) -> Cow<'a, str> {
    if table_prefix.is_empty() {
        Cow::Borrowed(sql)
    } else {
        Cow::Owned(sql.replace("nosocket_", &format!("{table_prefix}nosocket_")))
    }
}

impl Connection {
    /// Opens the file, creating it and its schema where they are missing. `boot`: see [`BootId`].
    pub(super) fn open(path: &Path, table_prefix: &str, boot: Option<BootId>) -> Result<Self> {
        check_place(path)?;
        let sqlite = open_file(path, boot.as_ref())?;
        let file = file_id(path)?;
        let mut connection = Self { path: path.into(), table_prefix: table_prefix.into(), boot, sqlite, file };
        if connection.schema_version()? != Some(latest_version()) {
            connection.install()?;
        }
        Ok(connection)
    }

    /// Runs `work` in a transaction that holds the file's write lock from the start.
    pub(super) fn write<T>(&mut self, work: impl Fn(&Statements<'_>) -> rusqlite::Result<T>) -> Result<T> {
        self.transact(Access::Write, work)
    }

    /// The same, and returns when it is on the disk.
    pub(super) fn write_to_disk<T>(&mut self, work: impl Fn(&Statements<'_>) -> rusqlite::Result<T>) -> Result<T> {
        self.transact(Access::WriteToDisk, work)
    }

    /// Runs `work` on one consistent snapshot.
    pub(super) fn read<T>(&mut self, work: impl Fn(&Statements<'_>) -> rusqlite::Result<T>) -> Result<T> {
        self.transact(Access::Read, work)
    }

    /// The same for work that is one statement.
    pub(super) fn read_once<T>(&mut self, work: impl Fn(&Statements<'_>) -> rusqlite::Result<T>) -> Result<T> {
        self.transact(Access::ReadOnce, work)
    }

    fn transact<T>(&mut self, access: Access, work: impl Fn(&Statements<'_>) -> rusqlite::Result<T>) -> Result<T> {
        self.reopen_if_replaced()?;
        let outcome = match self.attempt(access, &work) {
            // A file that could not be written when it was opened stays so for who opened it. By now it may be writable.
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ReadOnly) => {
                self.reopen()?;
                self.attempt(access, &work)
            }
            outcome => outcome,
        };
        if access.writes() && outcome.is_ok() && fastrand::u8(..LOOK_AT_LOG) == 0 {
            self.keep_log_short();
        }
        outcome.map_err(|error| translate(error, &self.path))
    }

    /// What keeps the log from being emptied (somebody who reads or writes for long, a full disk) is no fault of the write that
    /// came before.
    fn keep_log_short(&self) {
        let log = self.sqlite.path().map(|path| fs::metadata(format!("{path}-wal")));
        if let Some(Ok(log)) = log
            && log.len() > LARGE_LOG
        {
            // Readers are waited for while nobody writes, so they soon need the log no more.
            let _ = self.sqlite.execute_batch(WAIT_FOR_READERS);
            let _ = trying(EMPTYING_TRIES, || {
                let is_busy = self.sqlite.query_row(EMPTY_LOG, [], |row| row.get::<_, bool>(0))?;
                if is_busy { Err(busy()) } else { Ok(()) }
            });
            let _ = self.sqlite.execute_batch(WAIT_FOR_NOBODY);
        }
    }

    fn attempt<T>(
        &self,
        access: Access,
        work: &impl Fn(&Statements<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        let boot = self.boot.as_ref();
        if access == Access::WriteToDisk {
            self.sqlite.execute_batch(boot::WAIT_FOR_DISK)?;
        }
        let outcome = waiting_for_locks(|| {
            let statements = Statements::begin(self, access)?;
            if access.writes() {
                boot::renew_epochs_after_a_boot(&statements, boot)?;
            }
            let outcome = work(&statements)?;
            if access != Access::ReadOnce {
                statements.commit()?;
            }
            Ok(outcome)
        });
        if access == Access::WriteToDisk {
            self.sqlite.execute_batch(boot::synchronous(boot))?;
        }
        outcome
    }

    /// Closes the file and opens it again. Closed first, because SQLite lets all connections of a process share the index
    /// of the write-ahead log in the way in which the first of them could open it.
    fn reopen(&mut self) -> Result<()> {
        self.file = FileId::NONE;
        self.sqlite = rusqlite::Connection::open_in_memory().map_err(|error| translate(error, &self.path))?;
        *self = Self::open(&self.path, &self.table_prefix, self.boot.clone())?;
        Ok(())
    }

    /// A file that was deleted or replaced under us (a restored backup) would take our events out of everybody's
    /// sight, so the path is looked at before each transaction.
    fn reopen_if_replaced(&mut self) -> Result<()> {
        if file_id(&self.path).is_ok_and(|file| file == self.file) {
            return Ok(());
        }
        // On closing, SQLite removes the write-ahead log by its name, which may be the new file's by now.
        let _ = self.sqlite.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
        *self = Self::open(&self.path, &self.table_prefix, self.boot.clone())?;
        Ok(())
    }

    /// Brings the schema to the newest version. The write lock makes two at once harmless.
    pub(super) fn install(&mut self) -> Result<u32> {
        self.reopen_if_replaced()?;
        let prefix = self.table_prefix.as_str();
        let latest = latest_version();
        let version = waiting_for_locks(|| {
            let transaction = Transaction::new_unchecked(&self.sqlite, TransactionBehavior::Immediate)?;
            let installed = read_schema_version(&transaction, prefix)?.unwrap_or(0);
            if installed < latest {
                for migration in &MIGRATIONS[installed as usize..] {
                    transaction.execute_batch(&with_prefix(migration, prefix))?;
                }
                transaction.execute(&with_prefix(SET_SCHEMA_VERSION, prefix), [latest.to_string()])?;
            }
            transaction.commit()?;
            Ok(installed.max(latest))
        })
        .map_err(|error| translate(error, &self.path))?;
        if version > latest {
            return Err(Error::new(
                Kind::Storage,
                format!(
                    "the database {} has schema version {version}, this extension knows up to {latest}; update the extension",
                    self.path.display()
                ),
            ));
        }
        Ok(version)
    }

    fn schema_version(&self) -> Result<Option<u32>> {
        waiting_for_locks(|| read_schema_version(&self.sqlite, &self.table_prefix))
            .map_err(|error| translate(error, &self.path))
    }

    /// Runs a bare statement, for tests.
    #[cfg(feature = "test-hooks")]
    pub(super) fn batch(&mut self, sql: &str) -> Result<()> {
        self.sqlite.execute_batch(sql).map_err(|error| translate(error, &self.path))
    }
}

fn busy() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY), None)
}

/// The schema's version that this build needs.
pub(super) fn latest_version() -> u32 {
    MIGRATIONS.len() as u32
}

fn read_schema_version(sqlite: &rusqlite::Connection, prefix: &str) -> rusqlite::Result<Option<u32>> {
    if !sqlite.prepare(&with_prefix(FIND_META, prefix))?.exists([])? {
        return Ok(None);
    }
    let version: Option<String> =
        sqlite.query_row(&with_prefix(SCHEMA_VERSION, prefix), [], |row| row.get(0)).optional()?;
    Ok(version.and_then(|digits| digits.parse().ok()))
}

/// Names what SQLite itself would only call "unable to open database file".
fn check_place(path: &Path) -> Result<()> {
    let shown = path.display();
    if path.is_dir() {
        return Err(Error::new(Kind::Storage, format!("dsn: {shown} is a directory; name a file in it")));
    }
    match path.parent() {
        Some(folder) if !folder.is_dir() => {
            Err(Error::new(Kind::Storage, format!("dsn: the folder {} does not exist; create it", folder.display())))
        }
        _ => Ok(()),
    }
}

fn open_file(path: &Path, boot: Option<&BootId>) -> Result<rusqlite::Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || {
        let sqlite = rusqlite::Connection::open_with_flags(path, flags)?;
        sqlite.set_prepared_statement_cache_capacity(STATEMENTS);
        waiting_for_locks(|| sqlite.execute_batch(PRAGMAS))?;
        sqlite.execute_batch(boot::synchronous(boot))?;
        Ok(sqlite)
    };
    open().map_err(|error| translate(error, path))
}

fn file_id(path: &Path) -> Result<FileId> {
    let metadata = fs::metadata(path).map_err(|error| {
        Error::new(Kind::Storage, format!("the database {} cannot be looked at: {error}", path.display()))
            .with_source(error)
    })?;
    Ok(FileId(metadata.dev(), metadata.ino()))
}

#[cfg(test)]
mod tests;
