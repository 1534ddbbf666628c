//! BIP-39 phrases.

mod language;
mod repair;

use std::fmt;

use pbkdf2::pbkdf2_hmac;
use sha2::Sha512;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::Seed;

pub use language::Language;
pub use repair::{Repair, UnknownWord};

/// A BIP-39 phrase of 12, 15, 18, 21 or 24 words, of one of the ten official lists.
///
/// Words are read without regard to case, spacing or Unicode form (NFKD, as the standard prescribes). Wiped when dropped.
///
/// The seed comes from the words, not from the entropy: the same entropy in another language is another wallet. Whoever
/// keeps the entropy keeps [`Mnemonic::language`] with it.
pub struct Mnemonic {
    language: Language,
    phrase: bip39::Mnemonic,
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
    /// Some words are not in the list of the language that the phrase fits best.
    #[error("not in the {language} word list of BIP-39: {}", positions(words))]
    UnknownWords {
        /// The list that has the most of the words.
        language: Language,
        /// Each word that is not in it.
        words: Vec<UnknownWord>,
    },
    /// All words are in the list and the last one does not fit the others.
    #[error("every word is in the list and the checksum fails: a word was mistaken for another, or two were swapped")]
    Checksum {
        /// The slips that would explain it, the likeliest first; at most [`MnemonicError::MOST_REPAIRS`]. The checksum has
        /// one bit for three words, so that most of these fit by chance: it cannot say which word is wrong, and where there is
        /// none here, several words are wrong or the list of another wallet was used.
        repairs: Vec<Repair>,
    },
    /// The words are in several lists, and the checksum holds in each. The accounts are the same, as they come from the words;
    /// the entropy is not. [`Mnemonic::from_phrase_in`] takes the language from whoever wrote the phrase.
    #[error("the phrase can be read in several languages: {}", names(languages))]
    Ambiguous {
        /// The languages.
        languages: Vec<Language>,
    },
    /// Entropy of a length that no phrase has.
    #[error("a phrase is made from 16, 20, 24, 28 or 32 bytes of entropy: got {got}")]
    EntropyLength {
        /// How many bytes were given.
        got: usize,
    },
}

impl MnemonicError {
    /// The most repairs that are worked out for a phrase whose checksum fails.
    pub const MOST_REPAIRS: usize = 12;
}

fn positions(words: &[UnknownWord]) -> String {
    words.iter().map(|word| format!("word {}", word.position)).collect::<Vec<_>>().join(", ")
}

fn names(languages: &[Language]) -> String {
    languages.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

impl Mnemonic {
    /// The numbers of words that a phrase can have.
    pub const WORD_COUNTS: [usize; 5] = [12, 15, 18, 21, 24];

    /// The English phrase of this entropy: 16 bytes give 12 words, 32 bytes give 24.
    ///
    /// # Errors
    /// [`MnemonicError::EntropyLength`].
    pub fn from_entropy(entropy: &[u8]) -> Result<Self, MnemonicError> {
        Self::from_entropy_in(Language::English, entropy)
    }

    /// The phrase of this entropy in a language.
    ///
    /// # Errors
    /// [`MnemonicError::EntropyLength`].
    pub fn from_entropy_in(language: Language, entropy: &[u8]) -> Result<Self, MnemonicError> {
        bip39::Mnemonic::from_entropy_in(language.list(), entropy)
            .map(|phrase| Self { language, phrase })
            .map_err(|_| MnemonicError::EntropyLength { got: entropy.len() })
    }

    /// Reads a phrase as a person typed it, and finds its language.
    ///
    /// # Errors
    /// [`MnemonicError::UnknownWords`] with every unknown word, [`MnemonicError::WordCount`],
    /// [`MnemonicError::Checksum`] or [`MnemonicError::Ambiguous`].
    pub fn from_phrase(phrase: &str) -> Result<Self, MnemonicError> {
        let phrase = normalize(phrase);
        let words = words_of(&phrase)?;
        let (language, known) = Language::best_for(&words);
        if known < words.len() {
            // A mistyped word is the likelier mistake, and says more than a wrong count.
            return Err(repair::unknown_words(language, &words));
        }
        let possible: Vec<_> = Language::ALL.iter().copied().filter(|language| language.has_all(&words)).collect();
        let readings = possible.iter().map(|language| read(*language, &phrase)).collect::<Result<Vec<_>, _>>()?;
        let mut fitting: Vec<Self> = readings.into_iter().flatten().collect();
        // The same words for the same entropy are the same phrase, whatever its language is called.
        fitting.dedup_by(|next, first| next.reveal_entropy() == first.reveal_entropy());
        match (fitting.pop(), &*fitting) {
            (None, _) => Err(repair::checksum(&possible, &words)),
            (Some(only), []) => Ok(only),
            (Some(last), others) => {
                let languages = others.iter().chain([&last]).map(Self::language).collect();
                Err(MnemonicError::Ambiguous { languages })
            }
        }
    }

    /// Reads a phrase in a language.
    ///
    /// # Errors
    /// [`MnemonicError::UnknownWords`] with every unknown word, [`MnemonicError::WordCount`] or
    /// [`MnemonicError::Checksum`].
    pub fn from_phrase_in(language: Language, phrase: &str) -> Result<Self, MnemonicError> {
        let phrase = normalize(phrase);
        let words = words_of(&phrase)?;
        if !language.has_all(&words) {
            return Err(repair::unknown_words(language, &words));
        }
        read(language, &phrase)?.ok_or_else(|| repair::checksum(&[language], &words))
    }

    /// The language of its words.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// How many words it has.
    #[must_use]
    pub fn word_count(&self) -> usize {
        self.phrase.word_count()
    }

    /// The words, to be written down. A secret leaves here. Japanese words are set apart by ideographic spaces, all others
    /// by plain ones.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        self.joined(self.language.space())
    }

    /// The entropy that the phrase writes down. A secret leaves here.
    #[must_use]
    pub fn reveal_entropy(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.phrase.to_entropy())
    }

    /// The BIP-39 seed: 2048 rounds of PBKDF2, some milliseconds.
    ///
    /// A passphrase (empty for none) is part of the secret: another passphrase is another wallet, and none is wrong.
    #[must_use]
    pub fn seed(&self, passphrase: &str) -> Seed {
        let passphrase = normalize_form(passphrase);
        let mut salt = Zeroizing::new(String::with_capacity(passphrase.len().saturating_add(8)));
        salt.push_str("mnemonic");
        salt.push_str(&passphrase);
        let mut seed = Zeroizing::new([0_u8; 64]);
        // The words of the lists are in form NFKD already.
        pbkdf2_hmac::<Sha512>(self.joined(' ').as_bytes(), salt.as_bytes(), 2048, &mut *seed);
        Seed::from_bytes(seed)
    }

    fn joined(&self, space: char) -> Zeroizing<String> {
        // In one piece: a reallocation would leave a copy of the first words behind.
        let length = self.phrase.words().map(|word| word.len().saturating_add(space.len_utf8()));
        let mut phrase = Zeroizing::new(String::with_capacity(length.fold(0, usize::saturating_add)));
        for word in self.phrase.words() {
            if !phrase.is_empty() {
                phrase.push(space);
            }
            phrase.push_str(word);
        }
        phrase
    }
}

/// The words, of which there are not so many that somebody pasted a book.
fn words_of(normalized: &str) -> Result<Vec<&str>, MnemonicError> {
    const MOST: usize = 100;
    match normalized.split_whitespace().count() {
        got if got == 0 || got > MOST => Err(MnemonicError::WordCount { got }),
        _ => Ok(normalized.split_whitespace().collect()),
    }
}

/// Words of one list, all of them known: `None` where the checksum fails.
fn read(language: Language, normalized: &str) -> Result<Option<Mnemonic>, MnemonicError> {
    match bip39::Mnemonic::parse_in_normalized(language.list(), normalized) {
        Ok(phrase) => Ok(Some(Mnemonic { language, phrase })),
        Err(bip39::Error::BadWordCount(got)) => Err(MnemonicError::WordCount { got }),
        Err(
            bip39::Error::InvalidChecksum
            | bip39::Error::UnknownWord(_)
            | bip39::Error::BadEntropyBitCount(_)
            | bip39::Error::AmbiguousLanguages(_),
        ) => Ok(None),
    }
}

/// Unicode form NFKD, in one piece of memory.
pub(super) fn normalize_form(text: &str) -> Zeroizing<String> {
    let length = text.nfkd().map(char::len_utf8).fold(0, usize::saturating_add);
    let mut normalized = Zeroizing::new(String::with_capacity(length));
    text.nfkd().for_each(|c| normalized.push(c));
    normalized
}

/// Form NFKD and small letters, as the lists are.
pub(super) fn normalize(phrase: &str) -> Zeroizing<String> {
    let mut normalized = normalize_form(phrase);
    // What has an accent is a plain letter and a mark by now: there are no other letters with a case in the lists.
    normalized.make_ascii_lowercase();
    normalized
}

impl fmt::Debug for Mnemonic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mnemonic(…)")
    }
}
