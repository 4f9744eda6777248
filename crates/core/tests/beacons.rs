//! Beacons through the engine, on an SQLite log: what is written when, what polls are told, and that no fault of theirs
//! loses an event.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime};

use nosocket_core::channel::ChannelName;
use nosocket_core::clock::ManualClock;
use nosocket_core::config::{Settings, Value};
use nosocket_core::cursor::{Position, Replay, Subscription};
use nosocket_core::engine::{Answer, Engine};
use rustix::fs::inotify;
use tempfile::TempDir;

const SECRET: &str = "0123456789abcdef0123456789abcdef";
const URL: &str = "/nosocket-beacons/";

struct Site {
    engine: Engine,
    clock: ManualClock,
    folder: TempDir,
}

fn site() -> Site {
    site_with(&[])
}

fn site_with(more: &[(&str, Value)]) -> Site {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("beacons")).unwrap();
    let clock = ManualClock::at(1_780_000_000_000);
    Site { engine: engine(&folder, more).with_clock(Arc::new(clock.clone())), clock, folder }
}

fn engine(folder: &TempDir, more: &[(&str, Value)]) -> Engine {
    let path = folder.path().display();
    let mut options: Vec<_> = [
        ("dsn", format!("sqlite:{path}/log.sqlite")),
        ("secret", SECRET.to_owned()),
        ("rate_limiter", "off".to_owned()),
        ("beacon_dir", format!("{path}/beacons")),
        ("beacon_url", URL.to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), Value::Text(value)))
    .into();
    options.extend(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    Engine::new(Settings::resolve(&options, |_| None, |_| None).unwrap()).unwrap()
}

impl Site {
    fn beacons(&self) -> PathBuf {
        self.folder.path().join("beacons")
    }

    fn emit(&mut self, channels: &[&str]) {
        emit(&mut self.engine, channels);
    }

    fn poll(&mut self, channels: &[&str]) -> Answer {
        poll(&mut self.engine, channels.iter().map(|name| at(name, 0)).collect())
    }

    /// The file of a channel's bucket, found as a client finds it.
    fn file(&mut self, channel: &str) -> PathBuf {
        let url = self.poll(&[channel]).beacons.remove(0).url;
        self.beacons().join(url.strip_prefix(URL).unwrap())
    }

    fn files(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.beacons())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

fn emit(engine: &mut Engine, channels: &[&str]) {
    let events: Vec<_> =
        channels.iter().map(|channel| engine.event(channel, "thing.happened", "{}".into(), None).unwrap()).collect();
    engine.emit(&events).unwrap();
}

fn poll(engine: &mut Engine, subscriptions: Vec<Subscription>) -> Answer {
    let grant = engine.grant(&["*"], "reader", None).unwrap();
    engine.poll(Ok(subscriptions), &grant, None).unwrap()
}

fn at(channel: &str, cursor: Position) -> Subscription {
    Subscription {
        channel: ChannelName::new(channel).unwrap(),
        cursor: Some(cursor),
        replay: Replay::Live,
        epoch: None,
    }
}

fn content(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn an_emit_gives_its_channel_s_bucket_another_token_and_no_other() {
    let mut site = site_with(&[("beacon_buckets", Value::Int(4096))]);
    let (orders, users) = (site.file("orders"), site.file("users"));
    assert_ne!(orders, users);
    let before = [content(&orders), content(&users)];
    site.emit(&["orders"]);
    assert_ne!(content(&orders), before[0]);
    assert_eq!(content(&users), before[1]);
}

#[test]
fn a_beacon_is_sixteen_digits_and_a_newline_that_everybody_may_read() {
    let mut site = site();
    let file = site.file("orders");
    site.emit(&["orders"]);
    let content = content(&file);
    let digits = content.strip_suffix('\n').unwrap();
    assert!(digits.len() == 16 && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')), "{content:?}");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o7777, 0o644);
}

#[test]
fn a_batch_writes_each_bucket_once() {
    let mut site = site_with(&[("beacon_buckets", Value::Int(1))]);
    let watch = inotify::init(inotify::CreateFlags::NONBLOCK).unwrap();
    inotify::add_watch(&watch, site.beacons(), inotify::WatchFlags::MOVED_TO).unwrap();
    let channels: Vec<String> = (0..50).map(|number| format!("channel-{number}")).collect();
    let names: Vec<&str> = channels.iter().map(String::as_str).collect();
    site.emit(&names);
    assert_eq!(site.files(), ["000.txt"]);
    let mut buffer = [std::mem::MaybeUninit::uninit(); 4096];
    let mut renames = inotify::Reader::new(&watch, &mut buffer);
    assert!(renames.next().is_ok() && renames.next().is_err(), "exactly one file came to its place");
    let poll = site.poll(&names);
    assert_eq!(poll.beacons.len(), 1, "one entry for all channels of a bucket");
}

#[test]
fn names_are_three_digits_keyed_by_the_first_secret_and_say_nothing_else() {
    let mut one = site();
    let channels: Vec<String> = (0..400).map(|number| format!("user:{number}")).collect();
    let names: Vec<&str> = channels.iter().map(String::as_str).collect();
    let urls = |site: &mut Site| -> Vec<String> {
        names.iter().map(|name| site.poll(&[name]).beacons.remove(0).url).collect()
    };
    let first = urls(&mut one);
    assert!(first.iter().all(|url| {
        let bucket = url.strip_prefix(URL).and_then(|name| name.strip_suffix(".txt")).unwrap();
        bucket.len() == 3 && u32::from_str_radix(bucket, 16).unwrap() < 256
    }));
    let mut spread: Vec<_> = first.clone();
    spread.sort();
    spread.dedup();
    assert!(spread.len() > 150, "400 channels fall on {} of 256 buckets", spread.len());

    let rotated = format!("{},{SECRET}", SECRET.to_uppercase());
    let list = Value::List(rotated.split(',').map(str::to_owned).collect());
    let moved = urls(&mut site_with(&[("secret", list)]));
    let same = first.iter().zip(&moved).filter(|(a, b)| a == b).count();
    assert!(same < 20, "another first secret moves the names, {same} of 400 stay");
    let kept = Value::List(vec![SECRET.to_owned(), SECRET.to_uppercase()]);
    assert_eq!(urls(&mut site_with(&[("secret", kept)])), first, "further secrets move nothing");
}

#[test]
fn an_emit_that_is_refused_writes_no_beacon() {
    let mut site = site();
    let file = site.file("orders");
    site.emit(&["orders"]);
    let before = content(&file);
    let database = rusqlite::Connection::open(site.folder.path().join("log.sqlite")).unwrap();
    database
        .execute_batch("CREATE TRIGGER refuse BEFORE INSERT ON nosocket_events BEGIN SELECT RAISE(ABORT, 'no'); END")
        .unwrap();
    let event = site.engine.event("orders", "thing.happened", "{}".into(), None).unwrap();
    site.engine.emit(&[event]).unwrap_err();
    assert_eq!(content(&file), before);
    database.execute_batch("DROP TRIGGER refuse").unwrap();
    site.emit(&["orders"]);
    assert_ne!(content(&file), before);
}

#[test]
fn a_poll_makes_what_is_missing_and_replaces_what_is_no_beacon() {
    let mut site = site();
    let file = site.file("orders");
    let outside = site.folder.path().join("outside");
    let sound = content(&file);
    let put: [(&str, &dyn Fn()); 7] = [
        ("nothing", &|| {}),
        ("an empty file", &|| fs::write(&file, "").unwrap()),
        ("half a token", &|| fs::write(&file, "0123456").unwrap()),
        ("a long file", &|| fs::write(&file, "0".repeat(1 << 20)).unwrap()),
        ("a link to a beacon elsewhere", &|| {
            fs::write(&outside, &sound).unwrap();
            symlink(&outside, &file).unwrap();
        }),
        ("a link to nowhere", &|| symlink("/nowhere/at/all", &file).unwrap()),
        ("a pipe", &|| {
            rustix::fs::mknodat(rustix::fs::CWD, &file, rustix::fs::FileType::Fifo, 0o644.into(), 0).unwrap();
        }),
    ];
    for (what, put) in put {
        fs::remove_file(&file).unwrap();
        put();
        let told = site.poll(&["orders"]).beacons.remove(0);
        let stat = fs::symlink_metadata(&file).unwrap();
        assert!(stat.is_file() && stat.nlink() == 1, "{what} is replaced");
        assert_eq!(content(&file), format!("{}\n", told.token.as_str()), "{what}");
        assert_eq!(site.poll(&["orders"]).beacons, [told], "{what}: and then stays");
    }
    assert_eq!(content(&outside), sound, "what a link points to is left alone");
    assert_eq!(site.files().len(), 1, "no temporary file is left: {:?}", site.files());
}

#[test]
fn a_folder_in_a_beacon_s_place_leaves_it_out_and_is_told() {
    let mut site = site();
    let file = site.file("orders");
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    assert_eq!(site.poll(&["orders"]).beacons, []);
    site.emit(&["orders"]);
    let state = site.engine.diagnostics().beacons.unwrap();
    assert_eq!((state.failures, state.error), (2, None));
    let failure = state.last_failure.unwrap();
    assert!(failure.contains(file.to_str().unwrap()) && failure.contains("remove"), "{failure}");
    assert_eq!(site.files().len(), 1, "no temporary file is left");
}

#[test]
fn a_poll_that_cannot_name_all_of_its_beacons_names_none() {
    let mut site = site();
    let file = site.file("orders");
    assert_eq!(site.poll(&["orders", "news"]).beacons.len(), 2);
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    assert_eq!(site.poll(&["orders", "news"]).beacons, []);
    assert_eq!(site.poll(&["news"]).beacons.len(), 1);
}

#[test]
fn a_missing_folder_fails_nothing_and_is_told_once_a_minute() {
    let mut site = site();
    let elsewhere = site.folder.path().join("elsewhere");
    fs::rename(site.beacons(), &elsewhere).unwrap();
    for _ in 0..3 {
        site.emit(&["orders"]);
    }
    let answer = site.poll(&["orders"]);
    assert_eq!((answer.reading.channels[0].events.len(), answer.beacons.len()), (3, 0));
    let warning = site.engine.take_warning().expect("the first failure is told");
    assert!(warning.contains("make the folder") && warning.contains(site.beacons().to_str().unwrap()), "{warning}");
    site.emit(&["orders"]);
    assert_eq!(site.engine.take_warning(), None, "in the same minute");
    site.clock.advance(60_000);
    assert_eq!(site.engine.take_warning(), None, "nothing new has happened");
    site.emit(&["orders"]);
    assert!(site.engine.take_warning().is_some(), "in the next minute");
    let state = site.engine.diagnostics().beacons.unwrap();
    assert_eq!(state.failures, 6);
    assert!(state.error.is_some() && state.last_failure.is_some());

    fs::rename(&elsewhere, site.beacons()).unwrap();
    assert_eq!(site.poll(&["orders"]).beacons.len(), 1, "it goes on once the folder is back");
    assert_eq!(site.engine.diagnostics().beacons.unwrap().error, None);
}

#[test]
fn cleanup_sweeps_what_killed_writers_have_left_and_nothing_else() {
    let mut site = site();
    site.emit(&["orders"]);
    let old = SystemTime::now() - Duration::from_secs(3_700);
    let put = |name: &str, age| {
        let path = site.beacons().join(name);
        fs::write(&path, "").unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(age).unwrap();
        path
    };
    let left = put(".nosocket-beacon-0123456789abcdef", old);
    let kept = [
        put(".nosocket-beacon-fedcba9876543210", SystemTime::now() - Duration::from_secs(3_500)),
        put(".htaccess", old),
        put("fff.txt", old),
    ];
    site.engine.cleanup().unwrap();
    assert!(!left.exists());
    assert!(kept.iter().all(|path| path.exists()));
}

#[test]
fn without_beacons_no_file_is_touched_and_nothing_is_told() {
    let mut site = site_with(&[("beacon_dir", Value::Text(String::new())), ("beacon_url", Value::Text(String::new()))]);
    site.emit(&["orders"]);
    assert_eq!(site.poll(&["orders"]).beacons, []);
    assert_eq!(site.files(), [""; 0]);
    assert_eq!(site.engine.diagnostics().beacons, None);
}

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
