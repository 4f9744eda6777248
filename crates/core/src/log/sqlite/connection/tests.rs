//! How large the write-ahead log may become.

use std::fs;

use super::*;

const MEGABYTE: i64 = 1 << 20;

#[test]
fn a_write_ahead_log_that_a_long_reader_has_let_grow_is_emptied_when_he_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.sqlite");
    let mut connection = Connection::open(&path, "", None).unwrap();
    let log = || fs::metadata(folder.path().join("log.sqlite-wal")).unwrap().len();
    let mut write = |bytes: i64| {
        let set = |tx: &Statements<'_>| {
            let set = "INSERT OR REPLACE INTO nosocket_meta (name, value) VALUES ('noise', hex(zeroblob(?1 / 2)))";
            tx.prepare(set)?.execute([bytes]).map(drop)
        };
        connection.write(set).unwrap();
    };

    let reader = rusqlite::Connection::open(&path).unwrap();
    reader.execute_batch("BEGIN; SELECT * FROM nosocket_meta").unwrap();
    for _ in 0..24 {
        write(MEGABYTE);
    }
    assert!(log() > LARGE_LOG);
    reader.execute_batch("COMMIT").unwrap();
    // That nobody looks in so many writes has a chance of one in 400 million.
    for _ in 0..20 * u32::from(LOOK_AT_LOG) {
        write(10);
    }
    assert!(log() < LARGE_LOG, "{} bytes", log());
}
