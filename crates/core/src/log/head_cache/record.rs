//! Words in shared memory that belong together. They are written one by one, perhaps by several processes at once, and any of
//! them may be killed in between: whether they are what one of them wrote, the checksum behind them tells.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::Ordering::Relaxed;

use crate::shared::Word;

/// Writes the content, and its checksum behind it.
pub(super) fn write<W: Word>(slot: &[W], content: &[u64]) {
    for (word, value) in slot.iter().zip(content) {
        word.store(*value, Relaxed);
    }
    slot[content.len()].store(checksum(content), Relaxed);
}

/// The first words, whether they belong together or not.
pub(super) fn load<W: Word, const N: usize>(slot: &[W]) -> [u64; N] {
    std::array::from_fn(|word| slot[word].load(Relaxed))
}

/// Whether words that were loaded belong together.
pub(super) fn is_whole<W: Word>(slot: &[W], content: &[u64]) -> bool {
    slot[content.len()].load(Relaxed) == checksum(content)
}

fn checksum(content: &[u64]) -> u64 {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    hasher.finish()
}
