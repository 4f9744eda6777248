//! Limits in shared memory: several workers, and everything that can happen to the file under them.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::{FileExt, MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::table::LAYOUT;
use super::*;
use crate::error::Kind;

const FILE_BYTES: usize = LAYOUT.file_bytes();
const NOW: Millis = 1_780_000_000_000;
const LABEL: &str = "sqlite:/srv/app.db";

fn alice() -> LimitKey {
    LimitKey::new(Some("alice"), Some("192.0.2.7")).unwrap()
}

fn quota() -> Quota {
    Quota::new(120, 60).unwrap()
}

fn open(directory: &TempDir) -> SharedLimits {
    SharedLimits::open(directory.path(), LABEL).unwrap()
}

/// The one file in the directory.
fn only_file(directory: &Path) -> PathBuf {
    let mut files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let file = files.next().unwrap();
    assert_eq!(files.next(), None, "nothing else is left in the directory");
    file
}

/// Admitted hits of alice at `NOW` until the first denial.
fn admitted(limits: &mut SharedLimits) -> u32 {
    let hit = |_: &u32| admit(limits, &alice(), quota(), NOW).is_ok();
    (0..quota().limit() + 10).take_while(hit).count() as u32
}

#[test]
fn workers_with_the_same_label_count_together_and_others_apart() {
    let directory = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (open(&directory), open(&directory));
    let mut other = SharedLimits::open(directory.path(), "another label").unwrap();
    assert_eq!(admitted(&mut one), 120);
    assert_eq!((admitted(&mut two), admitted(&mut open(&directory))), (0, 0));
    assert_eq!(admitted(&mut other), 120);
}

#[test]
fn a_denial_comes_with_the_time_to_wait() {
    let directory = tempfile::tempdir().unwrap();
    let mut limits = SharedLimits::open_or_private(Some(directory.path().into()), LABEL);
    assert!(limits.state().starts_with("shared: "), "{}", limits.state());
    let mut hit = |now| admit(&mut limits, &alice(), quota(), now);
    let hits = (0..200).take_while(|_| hit(NOW).is_ok()).count();
    let error = hit(NOW).unwrap_err();
    assert_eq!((hits, error.kind(), error.retry_after_seconds()), (120, Kind::RateLimited, Some(1)));
    assert!(hit(NOW + 500).is_ok());
}

#[test]
fn workers_that_start_and_hit_together_admit_exactly_the_quota() {
    for _ in 0..20 {
        let directory = tempfile::tempdir().unwrap();
        let admitted: u32 = std::thread::scope(|scope| {
            let worker = || {
                let mut limits = open(&directory);
                (0..1000).filter(|_| admit(&mut limits, &alice(), quota(), NOW).is_ok()).count() as u32
            };
            let workers: Vec<_> = (0..8).map(|_| scope.spawn(worker)).collect();
            workers.into_iter().map(|worker| worker.join().unwrap()).sum()
        });
        assert_eq!(admitted, 120);
        only_file(directory.path());
    }
}

/// What the second process runs: hits in the directory that it is given, until it is killed where it is told so.
#[test]
fn second_process() {
    let Some(directory) = std::env::var_os("LIMITS_TEST_DIRECTORY") else { return };
    let mut limits = SharedLimits::open(Path::new(&directory), LABEL).unwrap();
    println!("admitted={}", admitted(&mut limits));
    while std::env::var_os("LIMITS_TEST_UNTIL_KILLED").is_some() {
        let _ = admit(&mut limits, &LimitKey::new(None, Some(&fastrand::u32(..).to_string())).unwrap(), quota(), NOW);
    }
}

fn second_process_in(directory: &TempDir) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "limit::tests::second_process", "--nocapture"]);
    command.env("LIMITS_TEST_DIRECTORY", directory.path()).stdout(Stdio::piped());
    command
}

#[test]
fn another_process_counts_in_the_same_table() {
    let directory = tempfile::tempdir().unwrap();
    let mut limits = open(&directory);
    for _ in 0..100 {
        admit(&mut limits, &alice(), quota(), NOW).unwrap();
    }
    let output = second_process_in(&directory).output().unwrap();
    let output = String::from_utf8_lossy(&output.stdout);
    assert!(output.contains("admitted=20"), "{output}");
    assert_eq!(admitted(&mut limits), 0);
}

#[test]
fn a_killed_worker_leaves_nothing_held() {
    let directory = tempfile::tempdir().unwrap();
    let mut limits = open(&directory);
    for _ in 0..5 {
        let mut worker = second_process_in(&directory).env("LIMITS_TEST_UNTIL_KILLED", "1").spawn().unwrap();
        let mut lines = BufReader::new(worker.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().contains("admitted=")), "it is at work");
        std::thread::sleep(Duration::from_millis(5));
        worker.kill().unwrap();
        worker.wait().unwrap();
    }
    let bob = LimitKey::new(Some("bob"), None).unwrap();
    let hits = (0..200).take_while(|_| admit(&mut limits, &bob, quota(), NOW).is_ok()).count();
    assert_eq!(hits, 120);
    assert!(limits.state().starts_with("shared: "));
}

#[test]
fn the_file_is_private_and_its_name_tells_nothing_of_the_label() {
    let directory = tempfile::tempdir().unwrap();
    open(&directory);
    let path = only_file(directory.path());
    let metadata = fs::metadata(&path).unwrap();
    assert_eq!((metadata.mode() & 0o7777, metadata.len()), (0o600, FILE_BYTES as u64));
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    let hash = name.strip_prefix(&format!("nosocket-{}-", metadata.uid())).unwrap().strip_suffix(".limits").unwrap();
    assert!(hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}");
}

fn random_bytes() -> Vec<u8> {
    std::iter::repeat_with(|| fastrand::u8(..)).take(FILE_BYTES).collect()
}

#[test]
fn noise_over_the_whole_file_in_use_is_survived() {
    let directory = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (open(&directory), open(&directory));
    admitted(&mut one);
    let file = OpenOptions::new().write(true).open(only_file(directory.path())).unwrap();
    let noises = [vec![0xff; FILE_BYTES], vec![0; FILE_BYTES], vec![0x55; FILE_BYTES], random_bytes()];
    for noise in noises {
        file.write_all_at(&noise, 0).unwrap();
        assert_eq!((admitted(&mut one), admitted(&mut two)), (120, 0), "workers that have it open go on");
    }
    // A worker that comes later finds a bad header and replaces the file, and the others follow it there.
    let mut late = open(&directory);
    assert_eq!((admitted(&mut late), admitted(&mut one), admitted(&mut two)), (120, 0, 0));
}

#[test]
fn noise_written_all_the_while_stops_nobody() {
    let directory = tempfile::tempdir().unwrap();
    let mut limits = open(&directory);
    let file = OpenOptions::new().write(true).open(only_file(directory.path())).unwrap();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                file.write_all_at(&random_bytes(), 0).unwrap();
            }
        });
        for _ in 0..20_000 {
            let _ = admit(&mut limits, &alice(), quota(), NOW);
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    admitted(&mut limits);
    assert_eq!(admitted(&mut limits), 0);
}

/// A file that was spoilt in this way while in use is replaced by a good one, where both the old and new workers go on.
#[track_caller]
fn is_replaced(spoil: impl Fn(&Path)) {
    let directory = tempfile::tempdir().unwrap();
    let mut old = open(&directory);
    let path = only_file(directory.path());
    spoil(&path);
    let mut new = open(&directory);
    assert_eq!((admitted(&mut new), admitted(&mut old)), (120, 0));
    assert_eq!(fs::metadata(only_file(directory.path())).unwrap().mode() & 0o7777, 0o600);

    // The same with nobody new about: the worker itself notices.
    let directory = tempfile::tempdir().unwrap();
    let mut old = open(&directory);
    spoil(&only_file(directory.path()));
    assert_eq!(admitted(&mut old), 120);
    assert_eq!(admitted(&mut open(&directory)), 0);
}

#[test]
fn a_truncated_file_is_replaced() {
    for length in [0, 1, 4096, FILE_BYTES as u64 - 1] {
        is_replaced(|path| File::options().write(true).open(path).unwrap().set_len(length).unwrap());
    }
}

#[test]
fn a_file_that_grew_is_replaced() {
    is_replaced(|path| File::options().append(true).open(path).unwrap().write_all(b"x").unwrap());
}

#[test]
fn a_deleted_file_is_made_anew() {
    is_replaced(|path| fs::remove_file(path).unwrap());
}

#[test]
fn a_file_open_to_others_or_closed_to_us_is_replaced() {
    for mode in [0o640, 0o604, 0o660, 0o622, 0o400, 0] {
        is_replaced(|path| fs::set_permissions(path, Permissions::from_mode(mode)).unwrap());
    }
}

#[test]
fn a_file_of_another_version_is_replaced_and_its_users_follow() {
    let directory = tempfile::tempdir().unwrap();
    let mut old = open(&directory);
    admitted(&mut old);
    let file = OpenOptions::new().write(true).open(only_file(directory.path())).unwrap();
    file.write_all_at(&2_u32.to_le_bytes(), 8).unwrap();
    let mut new = open(&directory);
    assert_eq!((admitted(&mut new), admitted(&mut old)), (120, 0));
}

#[test]
fn what_stands_in_the_place_of_the_file_and_is_not_one_is_refused_by_name() {
    let directory = tempfile::tempdir().unwrap();
    open(&directory);
    let path = only_file(directory.path());
    let target = directory.path().join("target");
    fs::write(&target, "precious").unwrap();

    let refusal = || SharedLimits::open(directory.path(), LABEL).unwrap_err().to_string();
    fs::remove_file(&path).unwrap();
    symlink(&target, &path).unwrap();
    assert!(refusal().contains(path.to_str().unwrap()) && refusal().contains("is a symbolic link"), "{}", refusal());
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(refusal().contains(path.to_str().unwrap()) && refusal().contains("is a directory"), "{}", refusal());
    assert_eq!(fs::read(&target).unwrap(), b"precious");
}

#[test]
fn without_a_shared_file_the_process_limits_by_itself_and_says_why() {
    let directory = tempfile::tempdir().unwrap();
    let missing = directory.path().join("missing");
    let mut limits = SharedLimits::open_or_private(Some(missing.clone()), LABEL);
    assert!(limits.state().starts_with("each process by itself: rate limits: "), "{}", limits.state());
    assert!(limits.state().contains(missing.to_str().unwrap()), "{}", limits.state());
    assert_eq!((admitted(&mut limits), admitted(&mut limits)), (120, 0));
}

#[test]
fn the_shared_file_is_tried_again_after_a_minute() {
    let directory = tempfile::tempdir().unwrap();
    let later = directory.path().join("later");
    let mut limits = SharedLimits::open_or_private(Some(later.clone()), LABEL);
    admitted(&mut limits);
    fs::create_dir(&later).unwrap();
    admit(&mut limits, &alice(), quota(), NOW + 59_999).unwrap();
    assert!(limits.state().starts_with("each process"));
    admit(&mut limits, &alice(), quota(), NOW + 60_000).unwrap();
    assert!(limits.state().starts_with("shared: "));
}

#[test]
fn a_file_lost_for_good_while_in_use_leaves_the_process_limiting_by_itself() {
    let directory = tempfile::tempdir().unwrap();
    let mut limits = open(&directory);
    let path = only_file(directory.path());
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert_eq!((admitted(&mut limits), admitted(&mut limits)), (120, 0));
    assert!(limits.state().contains("is a directory"), "{}", limits.state());
}
