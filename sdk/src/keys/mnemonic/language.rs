//! The ten word lists of BIP-39.

use std::cmp::Reverse;
use std::fmt;

use serde::{Deserialize, Serialize};

/// One line a language: its name here, in the crate that has its list, in English, in the files of ethers, and its number in the files of
/// the vault, which stays. The lists of all but
/// the first are left out where the feature `languages` is off: they weigh more than all the rest of the keys.
macro_rules! languages {
    (
        $(#[doc = $first_doc:literal])+ $first:ident = $first_list:ident, $first_name:literal, $first_locale:literal, $first_number:literal;
        $($(#[doc = $doc:literal])+ $other:ident = $list:ident, $name:literal, $locale:literal, $number:literal;)+
    ) => {
        /// The language of a phrase: which of the official lists its words are from.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Language {
            $(#[doc = $first_doc])+
            $first,
            $(
                $(#[doc = $doc])+
                #[cfg(feature = "languages")]
                $other,
            )+
        }

        impl Language {
            /// All of them, English first.
            pub const ALL: &[Self] = &[Self::$first, $(#[cfg(feature = "languages")] Self::$other,)+];

            /// Its list in the crate that has them.
            pub(super) const fn list(self) -> bip39::Language {
                match self {
                    Self::$first => bip39::Language::$first_list,
                    $(#[cfg(feature = "languages")] Self::$other => bip39::Language::$list,)+
                }
            }

            /// Its English name.
            const fn name(self) -> &'static str {
                match self {
                    Self::$first => $first_name,
                    $(#[cfg(feature = "languages")] Self::$other => $name,)+
                }
            }

            /// What names it in a vault.
            pub(in crate::keys) const fn number(self) -> u8 {
                match self {
                    Self::$first => $first_number,
                    $(#[cfg(feature = "languages")] Self::$other => $number,)+
                }
            }

            /// The one that ethers calls this, in the phrase that it puts into a keystore.
            pub(in crate::keys) fn of_ethers(locale: &str) -> Option<Self> {
                match locale {
                    $first_locale => Some(Self::$first),
                    $(#[cfg(feature = "languages")] $locale => Some(Self::$other),)+
                    _ => None,
                }
            }
        }
    };
}

languages! {
    /// What nearly every wallet writes.
    English = English, "English", "en", 0;
    /// Chinese in simplified characters.
    ChineseSimplified = SimplifiedChinese, "simplified Chinese", "zh_cn", 1;
    /// Chinese in traditional characters.
    ChineseTraditional = TraditionalChinese, "traditional Chinese", "zh_tw", 2;
    /// Czech.
    Czech = Czech, "Czech", "cz", 3;
    /// French.
    French = French, "French", "fr", 4;
    /// Italian.
    Italian = Italian, "Italian", "it", 5;
    /// Japanese, in hiragana.
    Japanese = Japanese, "Japanese", "ja", 6;
    /// Korean.
    Korean = Korean, "Korean", "ko", 7;
    /// Portuguese.
    Portuguese = Portuguese, "Portuguese", "pt", 8;
    /// Spanish.
    Spanish = Spanish, "Spanish", "es", 9;
}

impl Language {
    /// Its 2048 words, in the order of the standard and in Unicode form NFKD.
    #[must_use]
    pub fn words(self) -> &'static [&'static str; 2048] {
        self.list().word_list()
    }

    /// What stands between its words where they are written down.
    pub(super) const fn space(self) -> char {
        #[cfg(feature = "languages")]
        if matches!(self, Self::Japanese) {
            return '\u{3000}';
        }
        ' '
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
        let counted: Vec<_> = Self::ALL.iter().map(|language| (*language, known(*language))).collect();
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
        f.write_str(self.name())
    }
}
