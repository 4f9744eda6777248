//! Beacons through the engine, on an SQLite log: what is written when, what polls are told, and that no fault of theirs
//! loses an event.

mod browser;
mod files;
mod memory;
mod site;
