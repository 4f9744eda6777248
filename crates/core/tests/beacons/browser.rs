//! A browser that polls only when a beacon has changed, through every fault that beacons can have.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use nosocket_core::cursor::Position;
use nosocket_core::engine::Engine;

use crate::site::*;

/// A browser that fetches a beacon between its polls, and polls when it has changed.
struct Browser {
    file: PathBuf,
    token: Option<String>,
    cursor: Position,
    seen: Vec<Position>,
    polls: usize,
}

impl Browser {
    fn new(file: PathBuf) -> Self {
        Self { file, token: None, cursor: 0, seen: Vec::new(), polls: 0 }
    }

    fn poll(&mut self, engine: &mut Engine) {
        let answer = poll(engine, vec![at("orders", self.cursor)]);
        let channel = &answer.reading.channels[0];
        assert!(!channel.resync);
        self.seen.extend(channel.events.iter().map(|event| event.position));
        self.cursor = channel.cursor;
        self.token = answer.beacons.first().map(|beacon| format!("{}\n", beacon.token.as_str()));
        self.polls += 1;
    }

    /// What it does every few seconds: one small file, and a poll only if that holds another token.
    fn look(&mut self, engine: &mut Engine) {
        let found = fs::read_to_string(&self.file).ok().filter(|content| content.len() == 17);
        if found.is_some() && found != self.token {
            self.poll(engine);
        }
    }

    fn assert_saw_all(&self, events: Position, what: &str) {
        assert_eq!(self.seen, (1..=events).collect::<Vec<_>>(), "{what}: each event once and in order");
    }
}

#[test]
fn a_browser_that_polls_only_when_a_beacon_changes_sees_every_event() {
    let mut site = site();
    let mut browser = Browser::new(site.file("orders"));
    for _ in 0..20 {
        browser.look(&mut site.engine);
        browser.look(&mut site.engine);
        site.emit(&["orders"]);
    }
    browser.look(&mut site.engine);
    browser.assert_saw_all(20, "without faults");
    assert_eq!(browser.polls, 21, "and not one poll was idle but the first");
}

#[test]
fn a_lost_late_repeated_or_torn_beacon_loses_no_event() {
    // Each fault is given the file, what it held before an emit, and that after it.
    type Fault = fn(&Path, &str, &str);
    let faults: [(&str, Fault); 5] = [
        ("lost", |file, before, _| fs::write(file, before).unwrap()),
        ("deleted", |file, _, _| fs::remove_file(file).unwrap()),
        ("torn", |file, _, after| fs::write(file, &after[..7]).unwrap()),
        ("repeated", |file, _, after| fs::write(file, after.replace(char::is_alphabetic, "7")).unwrap()),
        ("another's", |file, _, _| fs::write(file, "<html>404</html>\n").unwrap()),
    ];
    for (what, fault) in faults {
        let mut site = site();
        let file = site.file("orders");
        let mut browser = Browser::new(file.clone());
        browser.poll(&mut site.engine);
        for round in 1..=12 {
            let before = fs::read_to_string(&file).unwrap_or_default();
            site.emit(&["orders"]);
            fault(&file, &before, &content(&file));
            browser.look(&mut site.engine);
            // The ordinary poll, which beacons never replace.
            if round % 4 == 0 {
                browser.poll(&mut site.engine);
                browser.assert_saw_all(round, what);
                assert_eq!(browser.token, Some(content(&file)), "{what}: the poll has mended the beacon");
            }
        }
    }

    // Late: each beacon comes one emit later, as from a cache.
    let mut site = site();
    let file = site.file("orders");
    let mut browser = Browser::new(file.clone());
    browser.poll(&mut site.engine);
    let mut cached = content(&file);
    for round in 1..=12 {
        site.emit(&["orders"]);
        let fresh = content(&file);
        fs::write(&file, &cached).unwrap();
        cached = fresh.clone();
        browser.look(&mut site.engine);
        fs::write(&file, &fresh).unwrap();
        browser.look(&mut site.engine);
        browser.assert_saw_all(round, "late");
    }
}

#[test]
fn a_token_that_has_not_changed_means_that_nothing_was_missed_however_emits_and_polls_meet() {
    const ROUNDS: Position = 100;
    let mut site = site();
    let file = site.file("orders");
    let mut other = engine(&site.folder, &[]);
    let mut polls = 0;
    for head in 1..=ROUNDS {
        let answers = thread::scope(|scope| {
            let emitting = scope.spawn(|| emit(&mut other, &["orders"]));
            let mut answers = Vec::new();
            while !emitting.is_finished() {
                answers.push(poll(&mut site.engine, vec![at("orders", head - 1)]));
            }
            answers
        });
        let last = content(&file);
        for answer in &answers {
            let is_unchanged = last == format!("{}\n", answer.beacons[0].token.as_str());
            let has_missed = answer.reading.channels[0].cursor < head;
            assert!(!(is_unchanged && has_missed), "this client would wait for what it has missed");
        }
        polls += answers.len();
    }
    assert!(polls > 0);
}
