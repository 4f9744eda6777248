//! MySQL's errors in our words: what was wrong and what to do.

use std::error::Error as _;

use mysql::error::{DriverError, tls::TlsError};
use mysql::{Error as MysqlError, MySqlError};

use super::super::session::Fault;
use super::super::tls;
use super::super::trouble::{broken, busy, closed, network_reason, unreachable, without_number};
use crate::error::{Error, Kind};

// Numbers of the servers' error reference; they mean the same in MySQL and MariaDB.
const DISK_FULL: u16 = 1021;
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
const LOCK_WAIT_TIMEOUT: u16 = 1205;
const DEADLOCK: u16 = 1213;
const ENCRYPTION_REQUIRED: u16 = 3159;
const READ_ONLY: [u16; 3] = [1290, 1792, 1836];
const INTERRUPTED: [u16; 3] = [1317, 1969, 3024];

/// Whether the events' table has refused a channel that does not exist.
pub(super) fn is_missing_channel(error: &MysqlError) -> bool {
    matches!(error, MysqlError::MySqlError(said) if said.code == NULL_REFUSED)
}

/// Translates an error of a statement. `place` says which database, without user and password.
pub(super) fn translate(error: MysqlError, place: &str) -> Fault {
    let MysqlError::MySqlError(said) = &error else {
        return Fault::Lost(broken(place, &reason(&error)).with_source(error));
    };
    let words = &said.message;
    let translated = match said.code {
        DEADLOCK => return Fault::Conflict(busy(place, words).with_source(error)),
        SHUTTING_DOWN => return Fault::Lost(broken(place, words).with_source(error)),
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
        _ if is_full(said) => storage(format!("the disk of {place} is full ({words}); make room, nothing was stored")),
        code => storage(format!("{place} refused: {words} ({code})")),
    };
    Fault::Refused(translated.with_source(error))
}

/// Translates an error of opening a connection.
pub(super) fn translate_connect(error: MysqlError, place: &str, user: &str) -> Error {
    let translated = match &error {
        MysqlError::MySqlError(said) => refused_connection(said, place, user),
        MysqlError::DriverError(DriverError::TlsNotSupported) => storage(format!(
            "{place} offers no encryption, which ssl_ca asks for; set up TLS on the server, or take ssl_ca out of the setting dsn"
        )),
        MysqlError::DriverError(
            DriverError::UnknownAuthPlugin(_)
            | DriverError::OldMysqlPasswordDisabled
            | DriverError::CleartextPluginDisabled,
        ) => storage(format!(
            "{place} wants the user {user:?} to log in in a way that is not supported ({}); \
             give the user a password with caching_sha2_password or mysql_native_password",
            reason(&error)
        )),
        MysqlError::CodecError(cause) => {
            tls::distrusted(cause, place, "ssl_ca").unwrap_or_else(|| unreachable(place, &reason(&error)))
        }
        _ => unreachable(place, &reason(&error)),
    };
    translated.with_source(error)
}

fn refused_connection(said: &MySqlError, place: &str, user: &str) -> Error {
    let words = &said.message;
    match said.code {
        WRONG_PASSWORD if user.is_empty() => {
            storage(format!("{place} wants a user, and none is set ({words}); set user and password"))
        }
        WRONG_PASSWORD => storage(format!(
            "{place} refused the user {user:?} ({words}); check the settings user and password, and set ssl_ca in the dsn if the server wants encryption"
        )),
        UNKNOWN_DATABASE | NO_ACCESS_TO_DATABASE => storage(format!(
            "{place} cannot be used ({words}); create the database and let the user {user:?} use it, or name another one in the setting dsn"
        )),
        ENCRYPTION_REQUIRED => storage(format!(
            "{place} wants encryption ({words}); name the certificate of the server's authority in the dsn, ssl_ca=/path, or connect through unix_socket"
        )),
        TOO_MANY_CONNECTIONS => busy(place, words),
        code => closed(place, &format!("{words}, {code}")),
    }
}

/// Whether the server has no room. InnoDB, the binary log and temporary files each say it in another way, and all of
/// them give the operating system's number.
fn is_full(said: &MySqlError) -> bool {
    matches!(said.code, DISK_FULL | TABLE_FULL)
        || ["No space left on device", "rrcode: 28", "error 28", "error: 28"]
            .iter()
            .any(|words| said.message.contains(words))
}

/// What happened, without the driver's own names around it.
fn reason(error: &MysqlError) -> String {
    match error {
        MysqlError::IoError(cause) => network_reason(cause),
        MysqlError::DriverError(DriverError::ConnectTimeout) => "no answer within connect_timeout".to_owned(),
        MysqlError::DriverError(DriverError::CouldNotConnect(Some((_, words, _)))) => without_number(words),
        MysqlError::DriverError(cause) => cause.to_string(),
        MysqlError::CodecError(cause) => match cause.source().and_then(|cause| cause.downcast_ref()) {
            Some(cause) => network_reason(cause),
            None => cause.to_string(),
        },
        MysqlError::TlsError(TlsError::Tls(cause)) => cause.to_string(),
        MysqlError::TlsError(TlsError::InvalidDnsName(cause)) => cause.to_string(),
        other => other.to_string(),
    }
}

fn storage(what: String) -> Error {
    Error::new(Kind::Storage, what)
}
