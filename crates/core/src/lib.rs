//! The NoSocket engine.

pub mod channel;
pub mod clock;
pub mod error;
