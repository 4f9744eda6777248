//! The driver, waited for. It knows no limit but that for the TCP connection; here everything has one, so that a server that
//! accepts and then says nothing holds no worker up for ever.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Config, Error, NoTls, Row, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::super::tls::Encryption;

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Failure {
    /// The server or the driver has said why.
    Said(Error),
    /// Time is up.
    Silence,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Said(error)
    }
}

/// A parameter of a statement.
pub(super) type Param<'a> = &'a (dyn ToSql + Sync);

/// One connection.
pub(super) struct Client {
    runtime: Runtime,
    client: tokio_postgres::Client,
    /// What moves the bytes: it is driven only while somebody waits.
    connection: Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>,
    patience: Duration,
}

impl Client {
    /// Connects within `connect_timeout`. Every answer must come within `patience`.
    pub(super) fn connect(
        config: &Config,
        encryption: Option<&Encryption>,
        connect_timeout: Duration,
        patience: Duration,
    ) -> Result<Self, Failure> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|_| Failure::Silence)?;
        let connecting = async {
            Ok::<_, Error>(match encryption {
                Some(encryption) => {
                    let (client, connection) =
                        config.connect(MakeRustlsConnect::new(encryption.config.clone())).await?;
                    (client, Box::pin(connection) as Pin<Box<dyn Future<Output = _> + Send>>)
                }
                None => {
                    let (client, connection) = config.connect(NoTls).await?;
                    (client, Box::pin(connection) as _)
                }
            })
        };
        let connected = runtime.block_on(async { timeout(connect_timeout, connecting).await });
        match connected {
            Ok(Ok((client, connection))) => Ok(Self { runtime, client, connection, patience }),
            failed => {
                // A name server that does not answer is not waited for either.
                runtime.shutdown_background();
                Err(failed.map_or(Failure::Silence, |failed| failed.err().map_or(Failure::Silence, Failure::Said)))
            }
        }
    }

    pub(super) fn prepare(&mut self, text: &str) -> Result<Statement, Failure> {
        self.run(async |client| client.prepare(text).await)
    }

    pub(super) fn query(&mut self, statement: &Statement, params: &[Param<'_>]) -> Result<Vec<Row>, Failure> {
        self.run(async |client| client.query(statement, params).await)
    }

    pub(super) fn execute(&mut self, statement: &Statement, params: &[Param<'_>]) -> Result<u64, Failure> {
        self.run(async |client| client.execute(statement, params).await)
    }

    pub(super) fn query_typed(&mut self, text: &str, params: &[(Param<'_>, Type)]) -> Result<Vec<Row>, Failure> {
        self.run(async |client| client.query_typed(text, params).await)
    }

    pub(super) fn execute_typed(&mut self, text: &str, params: &[(Param<'_>, Type)]) -> Result<u64, Failure> {
        self.run(async |client| client.execute_typed(text, params).await)
    }

    /// Runs statements without parameters.
    pub(super) fn batch_execute(&mut self, text: &str) -> Result<(), Failure> {
        self.run(async |client| client.batch_execute(text).await)
    }

    /// Whether the server answers within a second.
    pub(super) fn is_alive(&mut self) -> bool {
        let patience = std::mem::replace(&mut self.patience, Duration::from_secs(1));
        let answered = self.batch_execute("").is_ok();
        self.patience = patience;
        answered
    }

    fn run<T>(&mut self, work: impl AsyncFnOnce(&tokio_postgres::Client) -> Result<T, Error>) -> Result<T, Failure> {
        let Self { runtime, client, connection, patience } = self;
        let answered = runtime.block_on(async {
            let mut work = pin!(work(client));
            let both = poll_fn(|context| {
                if let Poll::Ready(Err(error)) = connection.as_mut().poll(context) {
                    return Poll::Ready(Err(error));
                }
                work.as_mut().poll(context)
            });
            timeout(*patience, both).await
        });
        Ok(answered.map_err(|_| Failure::Silence)??)
    }
}
