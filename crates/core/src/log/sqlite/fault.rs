//! SQLite's errors in our words: what was wrong and what to do.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::error::{Error, Kind};

/// How long to ask a client to wait when the file is busy, in milliseconds.
const BUSY_RETRY_MS: u64 = 2_000;

/// Translates an error of the driver.
pub(super) fn translate(error: rusqlite::Error, path: &Path) -> Error {
    let path = path.display();
    let storage = |what: String| Error::new(Kind::Storage, what);
    let translated = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::new(
            Kind::Unavailable,
            format!(
                "the database {path} is busy: another process holds its lock; try again, and look for long transactions"
            ),
        )
        .with_retry_after_ms(BUSY_RETRY_MS),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => storage(format!(
            "the database {path} is read-only for this process; let the user that PHP runs as write the file and its folder"
        )),
        Some(ErrorCode::CannotOpen) => storage(format!(
            "the database {path} cannot be opened; let the user that PHP runs as read and write the file and its folder"
        )),
        Some(ErrorCode::DiskFull) => {
            storage(format!("the disk or quota of the database {path} is full; make room, nothing was stored"))
        }
        Some(ErrorCode::DatabaseCorrupt) => {
            storage(format!("the database {path} is corrupt; restore a backup or remove the file, clients will resync"))
        }
        Some(ErrorCode::NotADatabase) => {
            storage(format!("the file {path} is not an SQLite database; name another file in the setting dsn"))
        }
        Some(ErrorCode::SystemIoFailure) => {
            storage(format!("the disk of the database {path} failed to read or write; look into the system's log"))
        }
        _ if error.to_string().contains("no such table") => {
            storage(format!("the database {path} has lost its tables; call install() to make them anew"))
        }
        _ => storage(format!("the database {path} refused: {error}")),
    };
    translated.with_source(error)
}
