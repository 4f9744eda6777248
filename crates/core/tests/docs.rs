//! The documents name everything that they promise to name.

use std::fs;
use std::path::Path;

use nosocket_core::config::{NAMES, Settings, Value, environment_variable};
use nosocket_core::error::Kind;

const PROTOCOL: &str = include_str!("../../../docs/protocol.md");
const SETTINGS: &str = include_str!("../../../docs/settings.md");
const UNSAFE: &str = include_str!("../../../docs/unsafe.md");
const STUB: &str = include_str!("../../../php-stubs/NoSocket.php");

#[test]
fn every_code_of_the_wire_is_documented() {
    for kind in [
        Kind::InvalidRequest,
        Kind::Configuration,
        Kind::TooLarge,
        Kind::MethodNotAllowed,
        Kind::GrantMissing,
        Kind::GrantInvalid,
        Kind::GrantExpired,
        Kind::GrantRevoked,
        Kind::Forbidden,
        Kind::RateLimited,
        Kind::Unavailable,
        Kind::Storage,
    ] {
        assert!(PROTOCOL.contains(&format!("`{}`", kind.code())), "{kind:?}");
    }
}

#[test]
fn every_setting_is_documented_with_its_default() {
    for (name, default) in Settings::default().shown() {
        let row = SETTINGS.lines().find(|line| line.starts_with(&format!("| `{name}` |"))).unwrap_or_default();
        let shown = match default {
            Value::Text(text) if text.is_empty() => if name == "table_prefix" { "empty" } else { "none" }.to_owned(),
            Value::Text(text) => format!("`{text}`"),
            Value::Int(number) => number.to_string(),
            Value::Float(number) => number.to_string(),
            Value::Bool(switch) => if switch { "on" } else { "off" }.to_owned(),
            Value::List(_) | Value::Binary => unreachable!("no default is one"),
        };
        assert!(row.contains(&format!("| {shown} |")), "{name}: {shown}: {row}");
    }
}

#[test]
fn every_setting_is_in_the_php_stub() {
    for name in NAMES {
        assert!(STUB.contains(&format!("`{name}`")) && STUB.contains(&format!("{name}?:")), "{name}");
    }
}

#[test]
fn credentials_of_the_database_say_whose_they_are() {
    assert_eq!(environment_variable("password"), "NOSOCKET_DB_PASSWORD");
    assert_eq!(environment_variable("secret"), "NOSOCKET_SECRET");
}

/// Each `unsafe` block has its row in docs/unsafe.md, with the function that it stands in.
#[test]
fn every_unsafe_block_is_listed_with_its_argument() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut blocks = Vec::new();
    for folder in ["src", "crates/core/src"] {
        collect_unsafe_blocks(&root, &root.join(folder), &mut blocks);
    }
    let mut listed: Vec<(String, String)> = UNSAFE
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let name = |cell: &str| Some(cell.strip_prefix('`')?.strip_suffix('`')?.to_owned());
            match cells[..] {
                ["", file, function, argument, ""] if argument.len() > 20 => Some((name(file)?, name(function)?)),
                _ => None,
            }
        })
        .collect();
    blocks.sort_by(|one, other| one.0.cmp(&other.0));
    listed.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(listed, blocks, "docs/unsafe.md, and what the code has: (file, function)");
}

/// Adds (file, function) for each `unsafe` block below this folder, in their order. Declarations of foreign functions
/// are none, and an unsafe function or implementation is not foreseen.
fn collect_unsafe_blocks(root: &Path, folder: &Path, blocks: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_unsafe_blocks(root, &path, blocks);
            continue;
        }
        let file = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        let mut function = String::new();
        for line in fs::read_to_string(&path).unwrap().lines().filter(|line| !line.trim_start().starts_with("//")) {
            if let Some((before, after)) = line.split_once("fn ")
                && !before.contains('"')
            {
                function = after.split(['(', '<']).next().unwrap_or_default().to_owned();
            }
            for (at, _) in line.match_indices("unsafe ") {
                match &line[at + "unsafe ".len()..] {
                    rest if rest.starts_with('{') => blocks.push((file.clone(), function.clone())),
                    rest => assert!(rest.starts_with("extern"), "{file}: {line}"),
                }
            }
        }
    }
}
