//! What was probably meant: close words for unknown ones, and the slips that explain a checksum that fails.
//!
//! All of it is bounded: a word is compared with the words of one list, and what is tried against the checksum is one slip
//! at a time.

use std::fmt;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{Language, MnemonicError};
use crate::keys::spelling;

/// A word that is not in the list.
///
/// It names the place and close words, never what was typed.
#[derive(Clone, PartialEq, Eq)]
pub struct UnknownWord {
    /// Which word, counted from 1.
    pub position: usize,
    /// Up to three words of the list that are spelt most like it, the closest first. These are close to a secret: show
    /// them to the person who typed, and write them nowhere.
    pub suggestions: Vec<&'static str>,
}

/// One slip that would explain why a phrase fails its checksum: with it undone, the checksum holds.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repair {
    /// One word was mistaken for another that is spelt much the same.
    Replace {
        /// Which word, counted from 1.
        position: usize,
        /// What it may have been. Close to a secret: show it to the person who typed, and write it nowhere.
        word: &'static str,
    },
    /// Two words stand in each other's place.
    Swap {
        /// The first, counted from 1.
        first: usize,
        /// The second.
        second: usize,
    },
}

/// Every word that is not in the list, with what may have been meant.
pub(super) fn unknown_words(language: Language, words: &[&str]) -> MnemonicError {
    let unknown = (1..).zip(words).filter(|(_, word)| language.index_of(word).is_none());
    let unknown = unknown
        .map(|(position, word)| UnknownWord { position, suggestions: spelling::nearest(word, language.words()) })
        .collect();
    MnemonicError::UnknownWords { language, words: unknown }
}

/// Why the checksum of known words may fail in each of these languages.
pub(super) fn checksum(languages: &[Language], words: &[&str]) -> MnemonicError {
    let mut found: Vec<(u32, Repair)> = Vec::new();
    for language in languages {
        let indexes: Option<Vec<u16>> = words.iter().map(|word| language.index_of(word)).collect();
        let Some(indexes) = indexes.map(Zeroizing::new) else { continue };
        for (unlikeliness, repair) in replacements(*language, &indexes).into_iter().chain(swaps(&indexes)) {
            if !found.iter().any(|(_, known)| *known == repair) {
                found.push((unlikeliness, repair));
            }
        }
    }
    found.sort_by_key(|(unlikeliness, _)| *unlikeliness);
    let repairs = found.into_iter().map(|(_, repair)| repair).take(MnemonicError::MOST_REPAIRS).collect();
    MnemonicError::Checksum { repairs }
}

/// Every other word that is spelt like one of these and makes the checksum hold.
fn replacements(language: Language, indexes: &[u16]) -> Vec<(u32, Repair)> {
    let list = language.words();
    let mut found = Vec::new();
    for (place, index) in indexes.iter().enumerate() {
        let Some(written) = list.get(usize::from(*index)) else { continue };
        for (slips, other) in spelling::close(written, list) {
            let mut tried = Zeroizing::new(indexes.to_vec());
            if let (Some(slot), Ok(other)) = (tried.get_mut(place), u16::try_from(other)) {
                *slot = other;
            }
            if other == usize::from(*index) || !checksum_holds(&tried) {
                continue;
            }
            if let Some(word) = list.get(other) {
                // One slip is likelier than two neighbours swapped, which is likelier than two slips.
                found.push((slips.saturating_mul(2), Repair::Replace { position: place.saturating_add(1), word }));
            }
        }
    }
    found
}

/// Every two words that can change places so that the checksum holds.
fn swaps(indexes: &[u16]) -> Vec<(u32, Repair)> {
    let mut found = Vec::new();
    for second in 1..indexes.len() {
        for first in 0..second {
            let mut tried = Zeroizing::new(indexes.to_vec());
            tried.swap(first, second);
            if indexes.get(first) != indexes.get(second) && checksum_holds(&tried) {
                let unlikeliness = if first.saturating_add(1) == second { 3 } else { 5 };
                let repair = Repair::Swap { first: first.saturating_add(1), second: second.saturating_add(1) };
                found.push((unlikeliness, repair));
            }
        }
    }
    found
}

/// BIP-39: the words' 11 bits each, of which the last 33rd are the first bits of the SHA-256 of the others.
fn checksum_holds(indexes: &[u16]) -> bool {
    const MASKS: [u16; 11] = [1 << 10, 1 << 9, 1 << 8, 1 << 7, 1 << 6, 1 << 5, 1 << 4, 1 << 3, 1 << 2, 1 << 1, 1];
    let mut bits = Zeroizing::new(Vec::with_capacity(24 * 11));
    bits.extend(indexes.iter().flat_map(|index| MASKS.map(|mask| index & mask != 0)));
    let Some((data, check)) = bits.split_at_checked((indexes.len() / 3).saturating_mul(32)) else { return false };
    let mut entropy = Zeroizing::new(Vec::with_capacity(32));
    entropy.extend(data.chunks(8).map(|byte| byte.iter().fold(0_u8, |byte, bit| byte << 1 | u8::from(*bit))));
    let hash = Sha256::digest(&*entropy);
    // At most 8 bits, so the first byte has them.
    let expected = hash.first().copied().unwrap_or_default();
    let masks = [0x80, 0x40, 0x20, 0x10, 8, 4, 2, 1];
    check.len() <= masks.len() && check.iter().zip(masks).all(|(bit, mask)| *bit == (expected & mask != 0))
}

/// Without the suggestions.
impl fmt::Debug for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownWord").field("position", &self.position).finish_non_exhaustive()
    }
}

/// Without the word.
impl fmt::Debug for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Replace { position, .. } => {
                f.debug_struct("Replace").field("position", position).finish_non_exhaustive()
            }
            Self::Swap { first, second } => {
                f.debug_struct("Swap").field("first", first).field("second", second).finish()
            }
        }
    }
}
