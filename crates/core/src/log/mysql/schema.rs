//! The schema in MySQL and MariaDB: its version, its migrations, and new epochs after a start of the server.

use mysql::prelude::Queryable;

use super::super::session::Fault;
use super::connection::Connection;
use super::fault::translate;
use crate::error::{Error, Kind};

/// The schema's files in order; the last one's number is the schema's version. A released file is never edited.
const MIGRATIONS: [&str; 2] = [
    include_str!("../../../../../schema/mysql/001_log.sql"),
    include_str!("../../../../../schema/mysql/002_revocations.sql"),
];

const SCHEMA_VERSION: &str = "SELECT value FROM nosocket_meta WHERE name = 'schema_version'";
/// Data definitions end a transaction on MySQL, so two installations at once take turns by a lock of their own, and every
/// statement of a migration may be repeated.
const INSTALL_LOCK: &str = "SELECT GET_LOCK(CONCAT(DATABASE(), '.nosocket_install'), 60)";
const INSTALL_UNLOCK: &str = "DO RELEASE_LOCK(CONCAT(DATABASE(), '.nosocket_install'))";

/// See nosocket_since_start in the schema. The lock lets one connection renew the epochs and the others wait for it.
const SEEN_SINCE_START: &str = "SELECT 1 FROM nosocket_since_start";
const START_LOCK: &str = "SELECT GET_LOCK(CONCAT(DATABASE(), '.nosocket_start'), 60)";
const START_UNLOCK: &str = "DO RELEASE_LOCK(CONCAT(DATABASE(), '.nosocket_start'))";
const MARK_START: &str = "INSERT IGNORE INTO nosocket_since_start VALUES (1)";
pub(super) const RENEW_EPOCHS: &str =
    "UPDATE nosocket_channels SET epoch = SUBSTR(MD5(CONCAT(UUID(), RAND(), id)), 1, 8)";

impl Connection {
    /// Looks at the schema's version once for each connection.
    pub(super) fn check_schema(&mut self) -> Result<(), Fault> {
        if self.checked {
            return Ok(());
        }
        let text = self.text(SCHEMA_VERSION);
        let version: Option<String> = self.conn.query_first(text).map_err(|error| translate(error, &self.place))?;
        check_version(version.and_then(|digits| digits.parse().ok()), &self.place)?;
        self.renew_epochs_after_a_start().map_err(|error| translate(error, &self.place))?;
        self.checked = true;
        Ok(())
    }

    /// Every connection looks here before anything else, and a start of the server ends all connections.
    fn renew_epochs_after_a_start(&mut self) -> Result<(), mysql::Error> {
        let seen = self.text(SEEN_SINCE_START);
        if self.conn.query_first::<u8, _>(&seen)?.is_some() {
            return Ok(());
        }
        self.conn.query_drop(START_LOCK)?;
        if self.conn.query_first::<u8, _>(&seen)?.is_none() {
            self.conn.query_drop(self.text(RENEW_EPOCHS))?;
            self.conn.query_drop(self.text(MARK_START))?;
        }
        self.conn.query_drop(START_UNLOCK)
    }

    /// Brings the schema to the newest version.
    pub(super) fn install(&mut self) -> Result<u32, Fault> {
        self.conn.query_drop(INSTALL_LOCK).map_err(|error| translate(error, &self.place))?;
        let installed = self.install_locked();
        self.conn.query_drop(INSTALL_UNLOCK).map_err(|error| translate(error, &self.place))?;
        let version = installed.map_err(|error| translate(error, &self.place))?;
        check_version(Some(version), &self.place)?;
        self.renew_epochs_after_a_start().map_err(|error| translate(error, &self.place))?;
        Ok(version)
    }

    fn install_locked(&mut self) -> Result<u32, mysql::Error> {
        let meta = self.text("SHOW TABLES LIKE 'nosocket_meta'");
        let mut version = 0;
        if self.conn.query_first::<String, _>(meta)?.is_some() {
            let found: Option<String> = self.conn.query_first(self.text(SCHEMA_VERSION))?;
            version = found.and_then(|digits| digits.parse().ok()).unwrap_or(0);
        }
        for migration in MIGRATIONS.iter().skip(version as usize) {
            self.conn.query_drop(self.text(migration))?;
        }
        if version < latest_version() {
            version = latest_version();
            let set = format!("REPLACE INTO nosocket_meta (name, value) VALUES ('schema_version', '{version}')");
            self.conn.query_drop(self.text(&set))?;
        }
        Ok(version)
    }
}

/// The schema's version that this build needs.
pub(super) fn latest_version() -> u32 {
    MIGRATIONS.len() as u32
}

fn check_version(version: Option<u32>, place: &str) -> Result<(), Fault> {
    let latest = latest_version();
    let found = version.unwrap_or(0);
    if found == latest {
        return Ok(());
    }
    let mend = if found < latest { "call install() once" } else { "update the extension" };
    let message = format!("{place} has schema version {found}, this extension needs {latest}; {mend}");
    Err(Fault::Refused(Error::new(Kind::Storage, message)))
}
