//! The log: how a page is dealt, and how text becomes a literal of MySQL's.

use super::bytes::Bytes;
use crate::log::{deal, quoted};

/// A page and what waits in up to 1,000 channels, which is as many as a setting allows. The page is full or everything
/// is dealt, nobody gets more than waits, and who gets less than waits has as much as anybody, give or take one.
pub fn page(data: &[u8]) {
    let mut bytes = Bytes(data);
    let page = usize::from(u16::from_le_bytes(bytes.array()) % 1_001);
    let start = bytes.number() as usize % 1_000;
    let mut pending = Vec::new();
    while !bytes.is_empty() && pending.len() < 1_000 {
        // Mostly few; sometimes as many as a tampered head says.
        pending.push(match bytes.byte() {
            255 => usize::try_from(bytes.number() >> 1).unwrap_or(usize::MAX),
            few => usize::from(few),
        });
    }
    let dealt = deal(page, &pending, start);
    let waiting: u128 = pending.iter().map(|&count| count as u128).sum();
    assert_eq!(dealt.iter().sum::<usize>() as u128, waiting.min(page as u128));
    assert_eq!(dealt.len(), pending.len());
    let hungry = dealt.iter().zip(&pending).filter(|(given, wanted)| given < wanted).map(|(given, _)| *given);
    assert!(dealt.iter().zip(&pending).all(|(given, wanted)| given <= wanted));
    if let (Some(least), Some(most)) = (hungry.min(), dealt.iter().max()) {
        assert!(most - least <= 1, "{dealt:?}");
    }
}

/// A text in a statement: read as the server reads it with `NO_BACKSLASH_ESCAPES`, the literal ends where it should and
/// means the text.
pub fn sql_text(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let literal = quoted(&text);
    let mut characters = literal.chars();
    assert_eq!(characters.next(), Some('\''));
    let mut meaning = String::new();
    loop {
        match characters.next() {
            Some('\'') => match characters.next() {
                Some('\'') => meaning.push('\''),
                Some(other) => panic!("the literal ends before {other:?}"),
                None => break,
            },
            Some(other) => meaning.push(other),
            None => panic!("the literal has no end"),
        }
    }
    assert_eq!(meaning, text);
}
