//! The corpora, and as many changes of them as every run of the tests can afford. The changes come from a fixed seed.

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

use super::TARGETS;

/// Changed inputs a target, but for those that write files.
const RUNS: usize = 20_000;
const RUNS_WITH_FILES: usize = 300;

/// What a change may put in, beside what is there already.
const WORDS: [&[u8]; 24] = [
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b"\\",
    b"'",
    b"\0",
    b"\n",
    b";",
    b"=",
    b"%00",
    b"\\u0000",
    b"\\ud800",
    b"1e400",
    b"-0",
    b"9223372036854775808",
    b"*",
    b"null",
    b"\xef\xbb\xbf",
    b"\xff",
    b"\"cursor\":",
    b"\"exp\":",
    b"Bearer ",
];

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

fn run(target: &str, run: fn(&[u8]), input: &[u8]) {
    if catch_unwind(|| run(input)).is_err() {
        panic!("put this into fuzz/corpus/{target}: printf '{}'", printable(input));
    }
}

/// The bytes as `printf` writes them.
fn printable(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect()
}

fn changed(corpus: &[Vec<u8>], random: &mut fastrand::Rng) -> Vec<u8> {
    let mut input = random.choice(corpus).cloned().unwrap_or_default();
    for _ in 0..random.usize(1..6) {
        let at = random.usize(..=input.len());
        let end = random.usize(at..=input.len().min(at + 32));
        let put: Vec<u8> = match random.u8(..6) {
            0 => vec![random.u8(..)],
            1 => random.choice(WORDS).unwrap_or_default().to_vec(),
            2 => input[at..end].repeat(2),
            3 => {
                let other = random.choice(corpus).map(Vec::as_slice).unwrap_or_default();
                other[random.usize(..=other.len())..].to_vec()
            }
            4 => input[at..end].iter().map(|byte| byte ^ (1 << random.u8(..8))).collect(),
            _ => Vec::new(),
        };
        input.splice(at..end, put);
        input.truncate(16_384);
    }
    input
}

#[test]
fn every_target_can_be_fuzzed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    for (name, _) in TARGETS {
        let program = fs::read_to_string(folder.join(format!("targets/{name}.rs"))).unwrap();
        assert!(program.contains(&format!("nosocket_core::fuzzing::{name}(data)")), "{name}");
        assert!(manifest.contains(&format!("path = \"targets/{name}.rs\"")), "{name}");
    }
    assert_eq!(fs::read_dir(folder.join("targets")).unwrap().count(), TARGETS.len());
}

#[test]
fn what_was_found_once_is_survived() {
    for (name, target) in TARGETS {
        let inputs = corpus(name);
        assert!(!inputs.is_empty(), "{name}");
        inputs.iter().for_each(|input| run(name, target, input));
    }
}

#[test]
fn changes_of_what_was_found_are_survived() {
    std::thread::scope(|scope| {
        for (name, target) in TARGETS {
            scope.spawn(move || {
                let (corpus, mut random) = (corpus(name), fastrand::Rng::with_seed(1));
                let runs = if name == "limits" { RUNS_WITH_FILES } else { RUNS };
                (0..runs).for_each(|_| run(name, target, &changed(&corpus, &mut random)));
            });
        }
    });
}
