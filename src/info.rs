//! The extension's section of `phpinfo()`: versions and settings, without secrets.

use ext_php_rs::zend::ModuleEntry;
use ext_php_rs::{info_table_end, info_table_header, info_table_row, info_table_start};
use nosocket_core::config::Value;
use nosocket_core::engine::Engine;

use crate::options;

/// Prints the section.
pub extern "C" fn print(_: *mut ModuleEntry) {
    // A panic must not cross into PHP; half a section is all that is lost.
    let _ = std::panic::catch_unwind(|| {
        info_table_start!();
        info_table_header!("NoSocket", "enabled");
        info_table_row!("Version", env!("CARGO_PKG_VERSION"));
        info_table_row!("SQLite", nosocket_core::log::sqlite_version());
        info_table_row!("MySQL, MariaDB and PostgreSQL drivers", "built in");
        info_table_end!();
        print_settings();
    });
}

fn print_settings() {
    info_table_start!();
    info_table_header!("Setting", "Value");
    match options::settings(None) {
        Ok(settings) => {
            for (name, value) in settings.shown() {
                let value = match value {
                    Value::Text(text) => text,
                    Value::Int(integer) => integer.to_string(),
                    Value::Float(float) => float.to_string(),
                    Value::Bool(boolean) => (if boolean { "On" } else { "Off" }).to_owned(),
                    Value::List(_) | Value::Binary => String::new(),
                };
                info_table_row!(format!("nosocket.{name}"), value);
            }
            let state = match crate::pool::open_engine(&settings) {
                Some(engine) => connection_state(&mut engine.lock()),
                None => "not used in this process yet".to_owned(),
            };
            info_table_row!("Connection", state);
        }
        Err(error) => info_table_row!("Error", error.to_string()),
    }
    info_table_end!();
}

fn connection_state(engine: &mut Engine) -> String {
    let found = engine.diagnostics();
    match found.database {
        Ok(database) => format!("{} ({}, schema {})", found.backend, database.server_version, database.schema_version),
        Err(error) => error.to_string(),
    }
}
