//! The ten word lists of BIP-39.

use std::cmp::Reverse;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The language of a phrase: which of the official lists its words are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// What nearly every wallet writes.
    English,
    /// Chinese in simplified characters.
    ChineseSimplified,
    /// Chinese in traditional characters.
    ChineseTraditional,
    /// Czech.
    Czech,
    /// French.
    French,
    /// Italian.
    Italian,
    /// Japanese, in hiragana.
    Japanese,
    /// Korean.
    Korean,
    /// Portuguese.
    Portuguese,
    /// Spanish.
    Spanish,
}

impl Language {
    /// All of them, English first.
    pub const ALL: [Self; 10] = [
        Self::English,
        Self::ChineseSimplified,
        Self::ChineseTraditional,
        Self::Czech,
        Self::French,
        Self::Italian,
        Self::Japanese,
        Self::Korean,
        Self::Portuguese,
        Self::Spanish,
    ];

    /// Its list in the crate that has them.
    pub(super) const fn list(self) -> bip39::Language {
        match self {
            Self::English => bip39::Language::English,
            Self::ChineseSimplified => bip39::Language::SimplifiedChinese,
            Self::ChineseTraditional => bip39::Language::TraditionalChinese,
            Self::Czech => bip39::Language::Czech,
            Self::French => bip39::Language::French,
            Self::Italian => bip39::Language::Italian,
            Self::Japanese => bip39::Language::Japanese,
            Self::Korean => bip39::Language::Korean,
            Self::Portuguese => bip39::Language::Portuguese,
            Self::Spanish => bip39::Language::Spanish,
        }
    }

    /// Its 2048 words, in the order of the standard and in Unicode form NFKD.
    #[must_use]
    pub fn words(self) -> &'static [&'static str; 2048] {
        self.list().word_list()
    }

    pub(super) fn index_of(self, word: &str) -> Option<u16> {
        self.list().find_word(word)
    }

    pub(super) fn has_all(self, words: &[&str]) -> bool {
        words.iter().all(|word| self.index_of(word).is_some())
    }

    /// The list that has the most of these words, and how many that is. Where two have as many, the one with the most words
    /// that begin alike, and then the first.
    pub(super) fn best_for(words: &[&str]) -> (Self, usize) {
        let known = |language: Self| words.iter().filter(|word| language.index_of(word).is_some()).count();
        let begun = |language: Self| words.iter().filter(|word| language.begins_like(word)).count();
        let counted = Self::ALL.map(|language| (language, known(language)));
        let most = counted.iter().map(|(_, known)| *known).max().unwrap_or_default();
        let mut best = counted.into_iter().filter(|(_, known)| *known == most);
        // Where nothing is unknown, the first will do: the caller looks at all of these lists.
        let best =
            if most == words.len() { best.next() } else { best.min_by_key(|(language, _)| Reverse(begun(*language))) };
        best.unwrap_or((Self::English, 0))
    }

    fn begins_like(self, typed: &str) -> bool {
        let head: String = typed.chars().take(3).collect();
        !head.is_empty() && self.words().iter().any(|word| word.starts_with(&head))
    }
}

/// Its English name.
impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::English => "English",
            Self::ChineseSimplified => "simplified Chinese",
            Self::ChineseTraditional => "traditional Chinese",
            Self::Czech => "Czech",
            Self::French => "French",
            Self::Italian => "Italian",
            Self::Japanese => "Japanese",
            Self::Korean => "Korean",
            Self::Portuguese => "Portuguese",
            Self::Spanish => "Spanish",
        })
    }
}
