//! Opens the store that a DSN names.

use super::{MysqlStore, PostgresStore, SqliteStore, Store};
use crate::config::Settings;
use crate::dsn::Dsn;
use crate::error::{Error, Kind, Result};

/// Opens the database that the settings name.
///
/// # Errors
/// [`Kind::Configuration`] without a DSN; [`Kind::Unavailable`] or [`Kind::Storage`] if the database does not open.
pub fn open(settings: &Settings) -> Result<Box<dyn Store>> {
    match settings.dsn.as_ref() {
        Some(Dsn::Sqlite { path }) => Ok(Box::new(SqliteStore::open(path, &settings.table_prefix)?)),
        Some(Dsn::Pgsql(parameters)) => Ok(Box::new(PostgresStore::new(parameters, settings)?)),
        Some(Dsn::Mysql(parameters)) => Ok(Box::new(MysqlStore::new(parameters, settings)?)),
        None => Err(Error::new(
            Kind::Configuration,
            "dsn is not set; set nosocket.dsn in php.ini, NOSOCKET_DSN in the environment or the option 'dsn', \
             for example to sqlite:/var/lib/app/nosocket.sqlite",
        )),
    }
}
