//! A PostgreSQL client that waits in a plain, blocking `read`.
//!
//! The driver is asynchronous, and its blocking face waits through an event loop without a limit. On a connection that
//! carries one statement at a time nothing is gained by that. So the driver's futures are polled by hand here: they write at
//! once, and read, for a bounded time, only when nothing else is left to do. Nor is there a runtime, whose thread-local
//! state would be missed by a client that is dropped late.

use std::future::Future;
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use postgres::types::{ToSql, Type};
use postgres::{Error, Row, Statement};
use tokio_postgres::Config;
use tokio_postgres::tls::TlsConnect;

use super::wire::{Socket, Stream, Wire};

/// A live connection.
pub(super) struct Client {
    client: tokio_postgres::Client,
    wire: Arc<Wire>,
    /// What writes and reads for the client; `None` once the connection has ended.
    driver: Option<Driver>,
}

/// A parameter of a statement.
pub(super) type Param<'a> = &'a (dyn ToSql + Sync);

type Driver = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

impl Client {
    /// Logs in over this socket.
    pub(super) fn connect<T>(config: &Config, socket: Socket, tls: T) -> Result<Self, Error>
    where
        T: TlsConnect<Stream>,
        T::Stream: Send + 'static,
    {
        let wire = Arc::new(Wire::new(socket));
        let (client, connection) = wait(&wire, &mut None, config.connect_raw(Stream::new(Arc::clone(&wire)), tls))?;
        Ok(Self { client, wire, driver: Some(Box::pin(connection)) })
    }

    /// Bounds each single wait for the server.
    pub(super) fn set_timeout(&self, timeout: Duration) -> io::Result<()> {
        self.wire.socket.set_timeout(timeout)
    }

    /// Has the server parse a statement.
    pub(super) fn prepare(&mut self, sql: &str) -> Result<Statement, Error> {
        wait(&self.wire, &mut self.driver, self.client.prepare(sql))
    }

    /// Runs a prepared statement and gives its rows.
    pub(super) fn query(&mut self, statement: &Statement, params: &[Param<'_>]) -> Result<Vec<Row>, Error> {
        wait(&self.wire, &mut self.driver, self.client.query(statement, params))
    }

    /// Runs a prepared statement without rows and gives how many it touched.
    pub(super) fn execute(&mut self, statement: &Statement, params: &[Param<'_>]) -> Result<u64, Error> {
        wait(&self.wire, &mut self.driver, self.client.execute(statement, params))
    }

    /// Runs a statement that is not prepared and gives its rows.
    pub(super) fn query_typed(&mut self, sql: &str, params: &[(Param<'_>, Type)]) -> Result<Vec<Row>, Error> {
        wait(&self.wire, &mut self.driver, self.client.query_typed(sql, params))
    }

    /// Runs a statement that is not prepared and has no rows, and gives how many it touched.
    pub(super) fn execute_typed(&mut self, sql: &str, params: &[(Param<'_>, Type)]) -> Result<u64, Error> {
        wait(&self.wire, &mut self.driver, self.client.execute_typed(sql, params))
    }

    /// Runs a text of one or more statements.
    pub(super) fn batch_execute(&mut self, sql: &str) -> Result<(), Error> {
        wait(&self.wire, &mut self.driver, self.client.batch_execute(sql))
    }

    /// Whether the connection has not ended, as far as the server has told so far.
    pub(super) fn is_open(&mut self) -> bool {
        while self.driver.is_some() && self.wire.socket.is_readable() {
            self.wire.allow_read();
            if turn(&mut self.driver).is_err() {
                return false;
            }
        }
        self.driver.is_some()
    }
}

/// Polls `future` and the driver that serves it until it is ready, and blocks where both need the server's answer.
fn wait<T>(
    wire: &Wire,
    driver: &mut Option<Driver>,
    future: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let mut future = pin!(future);
    let mut poll = || future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    loop {
        wire.forget_wish();
        if let Poll::Ready(output) = poll() {
            return output;
        }
        let turned = turn(driver);
        // What has arrived already may be enough, or be what holds the driver up.
        match (poll(), turned) {
            // The future knows only that the connection is closed; the driver knows why.
            (Poll::Ready(Err(_)) | Poll::Pending, Err(error)) => return Err(error),
            (Poll::Ready(output), _) => return output,
            (Poll::Pending, Ok(())) => {}
        }
        if wire.wishes_to_read() {
            wire.allow_read();
        }
    }
}

/// Lets the driver do what it can. One that has ended is dropped.
fn turn(driver: &mut Option<Driver>) -> Result<(), Error> {
    if let Some(running) = driver
        && let Poll::Ready(ended) = running.as_mut().poll(&mut Context::from_waker(Waker::noop()))
    {
        *driver = None;
        return ended;
    }
    Ok(())
}
