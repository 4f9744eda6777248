//! What is said of every database server that cannot be used just now. `place` says which database, without user and
//! password.

use std::io;

use super::session::RETRY_MS;
use crate::error::{Error, Kind};

/// The server is there, and others hold it up.
pub(super) fn busy(place: &str, reason: &str) -> Error {
    unavailable(format!("{place} is busy ({reason}); try again, and look for long transactions"))
}

/// The connection was there.
pub(super) fn broken(place: &str, reason: &str) -> Error {
    unavailable(format!("the connection to {place} broke ({reason})"))
}

/// There was no connection.
pub(super) fn unreachable(place: &str, reason: &str) -> Error {
    let mend = if reason.contains("lookup") {
        "correct the host in the setting dsn, or the machine's name server"
    } else {
        "start the server, or correct the setting dsn"
    };
    unavailable(format!("{place} cannot be reached ({reason}); {mend}"))
}

/// The server answers, and lets nobody in for now.
pub(super) fn closed(place: &str, reason: &str) -> Error {
    unavailable(format!("{place} let nobody in ({reason}); look at the server's log"))
}

fn unavailable(message: String) -> Error {
    Error::new(Kind::Unavailable, message).with_retry_after_ms(RETRY_MS)
}

/// What the operating system or a library says about a connection, for people.
pub(super) fn network_reason(error: &io::Error) -> String {
    match error.kind() {
        // What a socket's timeout gives.
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => "no answer in time".to_owned(),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset => {
            "the server closed the connection".to_owned()
        }
        _ => without_number(&error.to_string()),
    }
}

/// The text without the operating system's number for it.
pub(super) fn without_number(text: &str) -> String {
    text.split(" (os error ").next().unwrap_or_default().to_owned()
}
