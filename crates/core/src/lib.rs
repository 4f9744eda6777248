//! The NoSocket engine: an indexed, short-lived event log that browsers poll, with signed grants and rate limits.
//!
//! It knows no PHP, no environment and no php.ini. An [`engine::Engine`] is made from [`config::Settings`]; events go
//! in with [`Engine::emit`](engine::Engine::emit), polls are answered by [`http::respond`].
//!
//! ```text
//! http ──► engine ──► log, grant, limit, beacon ──► channel, event, cursor ──► clock, error
//! ```
//!
//! The rules stand in [`log`]; a database only holds rows ([`log::Store`]).

pub mod beacon;
pub mod channel;
pub mod clock;
pub mod config;
pub mod cursor;
pub mod dsn;
pub mod engine;
pub mod error;
pub mod event;
pub mod grant;
pub mod http;
pub mod limit;
pub mod log;
