//! PostgreSQL's errors in our words: what was wrong and what to do.

use std::error::Error as StdError;

use postgres::error::SqlState;

use super::super::session::{Fault, RETRY_MS};
use super::super::tls;
use crate::error::{Error, Kind};

/// Translates an error of a statement. `place` says which database, without user and password.
pub(super) fn translate(error: postgres::Error, place: &str) -> Fault {
    let storage = |what: String| Error::new(Kind::Storage, what);
    let Some(code) = error.code().cloned() else {
        return Fault::Lost(unreachable(place, &error).with_source(error));
    };
    let said = error.as_db_error().map(|said| said.message().to_owned()).unwrap_or_default();
    match code {
        SqlState::T_R_DEADLOCK_DETECTED | SqlState::T_R_SERIALIZATION_FAILURE => {
            Fault::Conflict(busy(place, &said).with_source(error))
        }
        SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW => {
            Fault::Lost(unreachable(place, &error).with_source(error))
        }
        SqlState::QUERY_CANCELED | SqlState::LOCK_NOT_AVAILABLE => Fault::Refused(busy(place, &said).with_source(error)),
        SqlState::UNDEFINED_TABLE | SqlState::UNDEFINED_COLUMN => Fault::Refused(
            storage(format!("{place} has no tables of this version ({said}); call install() once, with a user that may create tables"))
                .with_source(error),
        ),
        SqlState::INSUFFICIENT_PRIVILEGE => Fault::Refused(
            storage(format!("{place} does not let this user do that ({said}); grant it SELECT, INSERT, UPDATE and DELETE on the tables, and CREATE for install()"))
                .with_source(error),
        ),
        SqlState::READ_ONLY_SQL_TRANSACTION => Fault::Refused(
            storage(format!("{place} is read-only ({said}); name the primary server in the setting dsn")).with_source(error),
        ),
        SqlState::DISK_FULL => Fault::Refused(
            storage(format!("the disk of {place} is full ({said}); make room, nothing was stored")).with_source(error),
        ),
        _ => Fault::Refused(storage(format!("{place} refused: {said} ({})", code.code())).with_source(error)),
    }
}

/// Translates an error of opening a connection.
pub(super) fn translate_connect(error: postgres::Error, place: &str, user: &str) -> Error {
    let said = error.as_db_error().map(|said| said.message().to_owned()).unwrap_or_default();
    let translated = match error.code() {
        Some(&(SqlState::INVALID_PASSWORD | SqlState::INVALID_AUTHORIZATION_SPECIFICATION)) => Error::new(
            Kind::Storage,
            format!(
                "{place} refused the user {user:?} ({said}); check the settings user and password, and the server's pg_hba.conf"
            ),
        ),
        Some(&SqlState::INVALID_CATALOG_NAME) => Error::new(
            Kind::Storage,
            format!("{place} does not exist ({said}); create the database or name another one in the setting dsn"),
        ),
        Some(&SqlState::TOO_MANY_CONNECTIONS) => busy(place, &said),
        Some(_) => {
            Error::new(Kind::Unavailable, format!("{place} let nobody in: {said}")).with_retry_after_ms(RETRY_MS)
        }
        None => tls::distrusted(&error, place, "sslrootcert").unwrap_or_else(|| unreachable(place, &error)),
    };
    translated.with_source(error)
}

fn busy(place: &str, said: &str) -> Error {
    Error::new(Kind::Unavailable, format!("{place} is busy ({said}); try again, and look for long transactions"))
        .with_retry_after_ms(RETRY_MS)
}

pub(super) fn unreachable(place: &str, error: &(dyn StdError + 'static)) -> Error {
    // The driver's own text names only the phase; the reason is its cause.
    let reason = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    Error::new(
        Kind::Unavailable,
        format!(
            "{place} cannot be reached ({reason}); is the server running, and are host, port and TLS settings right?"
        ),
    )
    .with_retry_after_ms(RETRY_MS)
}
