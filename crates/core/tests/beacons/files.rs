//! What is written when, what it is called, and what polls are told of it.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::time::{Duration, SystemTime};

use nosocket_core::config::Value;
use rustix::fs::inotify;

use crate::site::*;

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
