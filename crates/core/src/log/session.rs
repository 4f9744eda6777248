//! What the database servers share: when to reconnect, when to try again, and when never to.

use std::thread;
use std::time::{Duration, Instant};

use super::outage;
use crate::error::{Error, Kind, Result};

/// How often a transaction that the server undid for another one's sake is tried.
const CONFLICT_TRIES: u32 = 8;

/// A connection that was idle for longer is asked for a sign of life first: servers and firewalls close idle ones.
const IDLE: Duration = Duration::from_secs(10);

/// How long to ask a client to wait when the server cannot be reached, in milliseconds.
pub(super) const RETRY_MS: u64 = 5_000;

/// Why work on a connection failed.
#[derive(Debug)]
pub(super) enum Fault {
    /// The server undid the transaction because of another one (a deadlock); trying again is safe.
    Conflict(Error),
    /// The connection broke. Whether the statement was carried out is not known. The error says what happened, the
    /// session what to do.
    Lost(Error),
    /// The server refused; nothing was changed.
    Refused(Error),
}

/// How to reach one server.
pub(super) trait Connector {
    /// A live connection.
    type Connection;

    /// The server's name in messages, and for what is known of it.
    fn place(&self) -> &str;

    /// Opens a connection.
    fn connect(&self) -> Result<Self::Connection>;

    /// Whether the connection may be used once more, as far as this side can tell without asking the server. Asked before
    /// every use but the first.
    fn is_usable(_: &mut Self::Connection) -> bool {
        true
    }

    /// Whether the server still answers on this connection.
    fn is_alive(connection: &mut Self::Connection) -> bool;
}

/// What has happened so far, for diagnostics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Transactions that were tried again after a deadlock or serialisation failure.
    pub conflicts: u64,
    /// Connections that were opened after the first.
    pub reconnects: u64,
}

/// A connection that is opened when it is needed and replaced when it has broken.
pub(super) struct Session<C: Connector> {
    connector: C,
    connection: Option<(C::Connection, Instant)>,
    connected_before: bool,
    counters: Counters,
}

impl<C: Connector> Session<C> {
    pub(super) fn new(connector: C) -> Self {
        Self { connector, connection: None, connected_before: false, counters: Counters::default() }
    }

    pub(super) fn counters(&self) -> Counters {
        self.counters
    }

    /// Runs work that may be repeated: when the connection breaks, once more on a new one.
    pub(super) fn repeatable<T>(&mut self, mut work: impl FnMut(&mut C::Connection) -> Result<T, Fault>) -> Result<T> {
        match self.attempt(&mut work) {
            Err(Fault::Lost(_)) => self.attempt(&mut work),
            outcome => outcome,
        }
        .map_err(|fault| match fault {
            Fault::Lost(error) => {
                Error::new(Kind::Unavailable, format!("{error}, twice; try again, and look at the server's log"))
                    .with_retry_after_ms(RETRY_MS)
                    .with_source(error)
            }
            other => into_error(other),
        })
    }

    /// Runs work that must not happen twice. When the connection breaks, nobody knows whether it has happened.
    pub(super) fn once<T>(&mut self, mut work: impl FnMut(&mut C::Connection) -> Result<T, Fault>) -> Result<T> {
        self.attempt(&mut work).map_err(|fault| match fault {
            Fault::Lost(error) => Error::new(
                Kind::Storage,
                format!("{error}; the events may have been stored or not: emit again only what may arrive twice"),
            )
            .with_source(error),
            other => into_error(other),
        })
    }

    fn attempt<T>(&mut self, work: &mut impl FnMut(&mut C::Connection) -> Result<T, Fault>) -> Result<T, Fault> {
        for attempt in 1.. {
            let outcome = work(self.connection().map_err(Fault::Refused)?);
            match outcome {
                Err(Fault::Conflict(_)) if attempt < CONFLICT_TRIES => {
                    self.counters.conflicts += 1;
                    // Random and growing, so that those who met do not meet again.
                    thread::sleep(Duration::from_micros(fastrand::u64(200..2_000) * u64::from(attempt)));
                }
                Err(Fault::Lost(error)) => {
                    self.connection = None;
                    return Err(Fault::Lost(error));
                }
                outcome => return outcome,
            }
        }
        unreachable!("the last attempt returns")
    }

    fn connection(&mut self) -> Result<&mut C::Connection> {
        if let Some((connection, used)) = &mut self.connection
            && (!C::is_usable(connection) || (used.elapsed() > IDLE && !C::is_alive(connection)))
        {
            self.connection = None;
        }
        let connection = match self.connection.take() {
            Some((connection, _)) => connection,
            None => {
                let connection = outage::connect(self.connector.place(), || self.connector.connect())?;
                self.counters.reconnects += u64::from(self.connected_before);
                self.connected_before = true;
                connection
            }
        };
        let (connection, _) = self.connection.insert((connection, Instant::now()));
        Ok(connection)
    }
}

fn into_error(fault: Fault) -> Error {
    match fault {
        Fault::Conflict(error) | Fault::Lost(error) | Fault::Refused(error) => error,
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    struct Fake {
        opened: Cell<u32>,
    }

    impl Connector for Fake {
        type Connection = u32;

        fn place(&self) -> &str {
            "a server that is always there"
        }

        fn connect(&self) -> Result<u32> {
            self.opened.set(self.opened.get() + 1);
            Ok(self.opened.get())
        }

        fn is_alive(_: &mut u32) -> bool {
            true
        }
    }

    fn session() -> Session<Fake> {
        Session::new(Fake { opened: Cell::new(0) })
    }

    fn error() -> Error {
        Error::new(Kind::Unavailable, "the connection broke")
    }

    #[test]
    fn repeatable_work_is_done_once_more_on_a_new_connection() {
        let mut session = session();
        let done =
            session.repeatable(|connection| if *connection == 1 { Err(Fault::Lost(error())) } else { Ok(*connection) });
        assert_eq!(done.unwrap(), 2);
        assert_eq!(session.counters().reconnects, 1);
        assert!(session.repeatable(|_| Err::<(), _>(Fault::Lost(error()))).is_err(), "but only once");
    }

    #[test]
    fn work_that_must_not_happen_twice_is_never_repeated_after_a_loss() {
        let mut session = session();
        let mut calls = 0;
        let outcome = session.once(|_| {
            calls += 1;
            Err::<(), _>(Fault::Lost(error()))
        });
        assert!(outcome.unwrap_err().to_string().contains("stored or not"));
        assert_eq!(calls, 1);
        assert_eq!(session.once(|connection| Ok(*connection)).unwrap(), 2, "the next call has a new connection");
    }

    #[test]
    fn conflicts_are_tried_again_a_bounded_number_of_times() {
        let mut session = session();
        let mut calls = 0;
        let outcome = session.once(|_| {
            calls += 1;
            if calls < 4 { Err(Fault::Conflict(error())) } else { Ok(calls) }
        });
        assert_eq!(outcome.unwrap(), 4);
        assert_eq!(session.counters().conflicts, 3);
        assert!(session.once(|_| Err::<(), _>(Fault::Conflict(error()))).is_err());
        assert_eq!(session.counters().conflicts, 3 + u64::from(CONFLICT_TRIES) - 1);
    }
}
