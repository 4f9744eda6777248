//! PostgreSQL's errors in our words: what was wrong and what to do.

use std::error::Error as _;

use postgres::error::{DbError, Severity, SqlState};

use super::super::session::Fault;
use super::super::tls;
use super::super::trouble::{broken, busy, closed, network_reason, unreachable, without_number};
use crate::error::{Error, Kind};

/// Translates an error of a statement. `place` says which database, without user and password.
pub(super) fn translate(error: postgres::Error, place: &str) -> Fault {
    let storage = |what: String| Error::new(Kind::Storage, what);
    let Some(code) = error.code().cloned() else {
        return Fault::Lost(broken(place, &reason(&error)).with_source(error));
    };
    let said = error.as_db_error().map(|said| said.message().to_owned()).unwrap_or_default();
    // A server that gives up, for want of room for its write-ahead log for example, may have come as far as the commit.
    let severity = error.as_db_error().and_then(DbError::parsed_severity);
    if matches!(severity, Some(Severity::Panic | Severity::Fatal)) {
        return Fault::Lost(broken(place, &said).with_source(error));
    }
    match code {
        SqlState::T_R_DEADLOCK_DETECTED | SqlState::T_R_SERIALIZATION_FAILURE => {
            Fault::Conflict(busy(place, &said).with_source(error))
        }
        SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW => {
            Fault::Lost(broken(place, &said).with_source(error))
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
        SqlState::INVALID_SQL_STATEMENT_NAME | SqlState::DUPLICATE_PSTATEMENT => Fault::Refused(
            storage(format!("{place} is behind a pooler that pools transactions ({said}); add prepared_statements=0 to the setting dsn"))
                .with_source(error),
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
    let storage = |what: String| Error::new(Kind::Storage, what);
    let translated = match error.code() {
        Some(&(SqlState::INVALID_PASSWORD | SqlState::INVALID_AUTHORIZATION_SPECIFICATION)) => storage(format!(
            "{place} refused the user {user:?} ({said}); check the settings user and password, sslmode in the dsn if the server wants encryption, and the server's pg_hba.conf"
        )),
        Some(&SqlState::INVALID_CATALOG_NAME) => storage(format!(
            "{place} cannot be used ({said}); create the database or name another one in the setting dsn"
        )),
        Some(&SqlState::INSUFFICIENT_PRIVILEGE) => {
            storage(format!("{place} cannot be used ({said}); grant the user {user:?} CONNECT on the database"))
        }
        Some(&SqlState::TOO_MANY_CONNECTIONS) => busy(place, &said),
        Some(_) => closed(place, &said),
        None => without_code(&error, place, user),
    };
    translated.with_source(error)
}

/// What went wrong before the server could say anything.
fn without_code(error: &postgres::Error, place: &str, user: &str) -> Error {
    let reason = reason(error);
    match reason.as_str() {
        // The driver's words; it has no other way to tell these from the rest.
        "password missing" => {
            Error::new(Kind::Storage, format!("{place} wants a password for the user {user:?}; set password"))
        }
        "server does not support TLS" => Error::new(
            Kind::Storage,
            format!(
                "{place} offers no encryption, which sslmode or sslrootcert asks for; set up TLS on the server, or take them out of the setting dsn"
            ),
        ),
        _ => tls::distrusted(error, place, "sslrootcert").unwrap_or_else(|| unreachable(place, &reason)),
    }
}

/// What happened. The driver's own text names only the phase; the reason is its cause.
fn reason(error: &postgres::Error) -> String {
    match error.source() {
        Some(cause) => cause.downcast_ref().map_or_else(|| without_number(&cause.to_string()), network_reason),
        None if error.is_closed() => "the server closed the connection".to_owned(),
        None => error.to_string(),
    }
}
