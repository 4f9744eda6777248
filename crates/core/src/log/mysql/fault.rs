//! MySQL's errors in our words: what was wrong and what to do.

use mysql::Error as MysqlError;

use super::super::session::{Fault, RETRY_MS};
use super::super::tls;
use crate::error::{Error, Kind};

// Numbers of the servers' error reference; they mean the same in MySQL and MariaDB.
const TOO_MANY_CONNECTIONS: u16 = 1040;
const NO_ACCESS_TO_DATABASE: u16 = 1044;
const WRONG_PASSWORD: u16 = 1045;
const NULL_REFUSED: u16 = 1048;
const UNKNOWN_DATABASE: u16 = 1049;
const SHUTTING_DOWN: u16 = 1053;
const UNKNOWN_COLUMN: u16 = 1054;
const TABLE_FULL: u16 = 1114;
const COMMAND_DENIED: u16 = 1142;
const UNKNOWN_TABLE: u16 = 1146;
const DISK_FULL: u16 = 1021;
const LOCK_WAIT_TIMEOUT: u16 = 1205;
const DEADLOCK: u16 = 1213;
const READ_ONLY: [u16; 3] = [1290, 1792, 1836];
const INTERRUPTED: [u16; 3] = [1317, 1969, 3024];

/// Whether the events' table has refused a channel that does not exist.
pub(super) fn is_missing_channel(error: &MysqlError) -> bool {
    matches!(error, MysqlError::MySqlError(said) if said.code == NULL_REFUSED)
}

/// Translates an error of a statement. `place` says which database, without user and password.
pub(super) fn translate(error: MysqlError, place: &str) -> Fault {
    let MysqlError::MySqlError(said) = &error else {
        return Fault::Lost(unreachable(place, &error).with_source(error));
    };
    let words = &said.message;
    let storage = |what: String| Error::new(Kind::Storage, what);
    let translated = match said.code {
        DEADLOCK => return Fault::Conflict(busy(place, words).with_source(error)),
        SHUTTING_DOWN => return Fault::Lost(unreachable(place, &error).with_source(error)),
        LOCK_WAIT_TIMEOUT => busy(place, words),
        code if INTERRUPTED.contains(&code) => busy(place, words),
        UNKNOWN_TABLE | UNKNOWN_COLUMN => storage(format!(
            "{place} has no tables of this version ({words}); call install() once, with a user that may create tables"
        )),
        COMMAND_DENIED => storage(format!(
            "{place} does not let this user do that ({words}); grant it SELECT, INSERT, UPDATE and DELETE on the tables, and CREATE for install()"
        )),
        code if READ_ONLY.contains(&code) => {
            storage(format!("{place} is read-only ({words}); name the primary server in the setting dsn"))
        }
        DISK_FULL | TABLE_FULL => {
            storage(format!("the disk of {place} is full ({words}); make room, nothing was stored"))
        }
        code => storage(format!("{place} refused: {words} ({code})")),
    };
    Fault::Refused(translated.with_source(error))
}

/// Translates an error of opening a connection.
pub(super) fn translate_connect(error: MysqlError, place: &str, user: &str) -> Error {
    let translated = match &error {
        MysqlError::MySqlError(said) => match said.code {
            WRONG_PASSWORD => Error::new(
                Kind::Storage,
                format!(
                    "{place} refused the user {user:?} ({}); check the settings user and password, and ssl_ca where it wants encryption",
                    said.message
                ),
            ),
            UNKNOWN_DATABASE | NO_ACCESS_TO_DATABASE => Error::new(
                Kind::Storage,
                format!(
                    "{place} cannot be used ({}); create the database and let the user {user:?} use it",
                    said.message
                ),
            ),
            TOO_MANY_CONNECTIONS => busy(place, &said.message),
            code => Error::new(Kind::Unavailable, format!("{place} let nobody in: {} ({code})", said.message))
                .with_retry_after_ms(RETRY_MS),
        },
        MysqlError::CodecError(cause) => {
            tls::distrusted(cause, place, "ssl_ca").unwrap_or_else(|| unreachable(place, &error))
        }
        other => unreachable(place, other),
    };
    translated.with_source(error)
}

fn busy(place: &str, words: &str) -> Error {
    Error::new(Kind::Unavailable, format!("{place} is busy ({words}); try again, and look for long transactions"))
        .with_retry_after_ms(RETRY_MS)
}

fn unreachable(place: &str, error: &MysqlError) -> Error {
    Error::new(
        Kind::Unavailable,
        format!(
            "{place} cannot be reached ({error}); is the server running, and are host, port and TLS settings right?"
        ),
    )
    .with_retry_after_ms(RETRY_MS)
}
