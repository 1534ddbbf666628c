//! BIP-39 phrases.

use std::borrow::Cow;
use std::fmt;

use bip39::Language;
use zeroize::Zeroizing;

use super::Seed;

/// A BIP-39 phrase of 12, 15, 18, 21 or 24 English words.
///
/// The English list is the only one: it is what every wallet writes. Words are read without regard to case, spacing
/// or Unicode form (NFKD, as the standard prescribes). Wiped when dropped.
pub struct Mnemonic(bip39::Mnemonic);

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

/// Why a phrase was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MnemonicError {
    /// The phrase has too many or too few words.
    #[error("a phrase has 12, 15, 18, 21 or 24 words: got {got}")]
    WordCount {
        /// How many were given.
        got: usize,
    },
    /// Some words are not in the English list.
    #[error("not in the BIP-39 word list: {}", positions(.0))]
    UnknownWords(Vec<UnknownWord>),
    /// All words are in the list and the last one does not fit the others: a word is wrong or two are swapped.
    #[error("the phrase fails its checksum: a word was mistaken for another, or two were swapped")]
    Checksum,
    /// Entropy of a length that no phrase has.
    #[error("a phrase is made from 16, 20, 24, 28 or 32 bytes of entropy: got {got}")]
    EntropyLength {
        /// How many bytes were given.
        got: usize,
    },
}

fn positions(words: &[UnknownWord]) -> String {
    words.iter().map(|word| format!("word {}", word.position)).collect::<Vec<_>>().join(", ")
}

impl Mnemonic {
    /// The phrase of this entropy: 16 bytes give 12 words, 32 bytes give 24.
    ///
    /// # Errors
    /// [`MnemonicError::EntropyLength`].
    pub fn from_entropy(entropy: &[u8]) -> Result<Self, MnemonicError> {
        bip39::Mnemonic::from_entropy_in(Language::English, entropy)
            .map(Self)
            .map_err(|_| MnemonicError::EntropyLength { got: entropy.len() })
    }

    /// Reads a phrase as a person typed or pasted it.
    ///
    /// # Errors
    /// [`MnemonicError::WordCount`], [`MnemonicError::UnknownWords`] with every unknown word, or
    /// [`MnemonicError::Checksum`].
    pub fn from_phrase(phrase: &str) -> Result<Self, MnemonicError> {
        let normalized = normalize(phrase);
        // First the words: a mistyped one is the likelier mistake, and says more than a wrong count.
        let unknown: Vec<_> = (1..)
            .zip(normalized.split_whitespace())
            .filter(|(_, word)| Language::English.find_word(word).is_none())
            .map(|(position, word)| UnknownWord { position, suggestions: nearest(word) })
            .collect();
        if !unknown.is_empty() {
            return Err(MnemonicError::UnknownWords(unknown));
        }
        match bip39::Mnemonic::parse_in_normalized(Language::English, &normalized) {
            Ok(mnemonic) => Ok(Self(mnemonic)),
            Err(bip39::Error::BadWordCount(got)) => Err(MnemonicError::WordCount { got }),
            Err(
                bip39::Error::InvalidChecksum
                | bip39::Error::UnknownWord(_)
                | bip39::Error::BadEntropyBitCount(_)
                | bip39::Error::AmbiguousLanguages(_),
            ) => Err(MnemonicError::Checksum),
        }
    }

    /// How many words it has.
    #[must_use]
    pub fn word_count(&self) -> usize {
        self.0.word_count()
    }

    /// The words, to be written down. A secret leaves here.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        // Grown in one piece: a reallocation would leave a copy of the first words behind. The longest word has 8 letters.
        let mut phrase = Zeroizing::new(String::with_capacity(self.word_count().saturating_mul(9)));
        for word in self.0.words() {
            if !phrase.is_empty() {
                phrase.push(' ');
            }
            phrase.push_str(word);
        }
        phrase
    }

    /// The entropy that the phrase writes down. A secret leaves here.
    #[must_use]
    pub fn reveal_entropy(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0.to_entropy())
    }

    /// The BIP-39 seed: 2048 rounds of PBKDF2, some milliseconds.
    ///
    /// A passphrase (empty for none) is part of the secret: another passphrase is another wallet, and none is wrong.
    #[must_use]
    pub fn seed(&self, passphrase: &str) -> Seed {
        let normalized = normalize_form(passphrase);
        Seed::from_bytes(Zeroizing::new(self.0.to_seed_normalized(&normalized)))
    }
}

/// Unicode form NFKD.
pub(super) fn normalize_form(text: &str) -> Zeroizing<String> {
    let mut normalized = Cow::Borrowed(text);
    bip39::Mnemonic::normalize_utf8_cow(&mut normalized);
    Zeroizing::new(normalized.into_owned())
}

fn normalize(phrase: &str) -> Zeroizing<String> {
    let mut normalized = normalize_form(phrase);
    normalized.make_ascii_lowercase();
    normalized
}

/// The words of the list that are spelt most like this one.
fn nearest(typed: &str) -> Vec<&'static str> {
    // Beyond this many slips another word was meant.
    const MOST_SLIPS: usize = 2;
    // The first four letters decide a word: the standard's list has no two with the same.
    let head: String = typed.chars().take(4).collect();
    let mut close: Vec<_> = Language::English
        .word_list()
        .iter()
        .map(|word| (strsim::damerau_levenshtein(typed, word), *word))
        .filter(|(slips, word)| *slips <= MOST_SLIPS || (head.chars().count() == 4 && word.starts_with(&head)))
        .collect();
    close.sort_unstable();
    close.into_iter().take(3).map(|(_, word)| word).collect()
}

impl fmt::Debug for Mnemonic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mnemonic(…)")
    }
}

/// Without the suggestions.
impl fmt::Debug for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownWord").field("position", &self.position).finish_non_exhaustive()
    }
}
