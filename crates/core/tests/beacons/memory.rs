//! What shared memory may answer where beacons are on: nothing from before the token that the answer names.

use std::sync::Arc;

use nosocket_core::config::Value;
use nosocket_core::engine::{Answer, Engine};

use crate::site::*;

/// An engine on another machine: the same log and the same folder of beacons, but no memory in common.
fn elsewhere(site: &Site) -> Engine {
    engine(&site.folder, &[("head_cache", Value::Int(0)), ("beacon_buckets", Value::Int(1))])
        .with_clock(Arc::new(site.clock.clone()))
}

/// How many events a reader at this cursor gets.
fn news(site: &mut Site, cursor: i64) -> usize {
    let Answer { reading, beacons } = poll(&mut site.engine, vec![at("orders", cursor)]);
    assert_eq!(content(&site.beacons().join("000.txt")).trim(), beacons[0].token.as_str());
    reading.channels[0].events.len()
}

fn start() -> Site {
    let mut site = site_with(&[("beacon_buckets", Value::Int(1)), ("head_cache", Value::Int(60_000))]);
    site.emit(&["orders"]);
    for _ in 0..3 {
        site.clock.advance(1);
        assert_eq!((news(&mut site, 1), news(&mut site, 0)), (0, 1));
    }
    site
}

#[test]
fn an_emit_of_another_machine_is_told_as_soon_as_its_beacon_has_changed() {
    let mut site = start();
    let mut elsewhere = elsewhere(&site);
    for count in 2..20 {
        emit(&mut elsewhere, &["orders"]);
        for _ in 0..3 {
            site.clock.advance(1);
            assert_eq!((news(&mut site, 1), news(&mut site, 0)), (count - 1, count));
        }
    }
}

#[test]
fn until_then_polls_are_answered_from_memory() {
    let mut site = start();
    let file = rusqlite::Connection::open(site.folder.path().join("log.sqlite")).unwrap();
    file.execute_batch("DELETE FROM nosocket_events; UPDATE nosocket_channels SET head = 5").unwrap();
    assert_eq!((news(&mut site, 1), news(&mut site, 0)), (0, 1));
    // Another channel of the same bucket.
    emit(&mut elsewhere(&site), &["users"]);
    assert_eq!((news(&mut site, 5), news(&mut site, 0)), (0, 0), "the database is asked");
}

#[test]
fn an_emit_without_a_beacon_is_told_after_the_bound() {
    let mut site = start();
    let mut silent = engine(
        &site.folder,
        &[
            ("head_cache", Value::Int(0)),
            ("beacon_dir", Value::Text(String::new())),
            ("beacon_url", Value::Text(String::new())),
        ],
    )
    .with_clock(Arc::new(site.clock.clone()));
    emit(&mut silent, &["orders"]);
    assert_eq!(news(&mut site, 1), 0);
    site.clock.advance(60_001);
    assert_eq!(news(&mut site, 1), 1);
}
