//! `checkPhrase`, `phraseFromEntropy`.

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::input::{self, SecretBytes, SecretText};
use super::{answer, thrown};
use crate::error::KeysError;
use crate::keys::{Language, Mnemonic, MnemonicError, Repair};

/// The phrase to check.
#[derive(Deserialize, Tsify)]
pub(crate) struct CheckPhraseOptions {
    /// As it was typed: case and spacing do not matter.
    #[tsify(type = "string")]
    phrase: SecretText,
}

/// What is wrong with a phrase. What it suggests is close to a secret: show it to the person who typed, and write it nowhere.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PhraseCheck {
    /// Whether it is a phrase.
    valid: bool,
    /// Why not, in plain words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    problem: Option<String>,
    /// The words that are not in the list.
    unknown: Vec<UnknownWord>,
    /// One slip each that would explain a checksum that fails, the likeliest first. Most of these fit by chance.
    repairs: Vec<PhraseRepair>,
}

/// A word that is not in the list.
#[derive(Serialize, Tsify)]
pub(crate) struct UnknownWord {
    /// Which word, counted from 1.
    position: usize,
    /// Words of the list that are spelt much the same, the closest first.
    suggestions: Vec<&'static str>,
}

/// A slip. Words are counted from 1.
#[derive(Serialize, Tsify)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum PhraseRepair {
    /// One word was mistaken for another.
    Replace { position: usize, word: &'static str },
    /// Two words stand in each other's place.
    Swap { first: usize, second: usize },
}

/// Whether this is an English BIP-39 phrase, and if not, which words are off. A refusal is an answer, not an error.
///
/// ```js
/// const { valid, problem, unknown } = checkPhrase({ phrase: 'legal winner thank year wave sausage worth useful legal winner thank yelow' });
/// for (const { position, suggestions } of unknown) show(position, suggestions); // 12, ['below', 'yellow', 'allow']
/// ```
#[wasm_bindgen(js_name = checkPhrase)]
pub fn check_phrase(options: Ts<CheckPhraseOptions>) -> Result<Ts<PhraseCheck>, JsValue> {
    answer(input::options(options).map(|CheckPhraseOptions { phrase }| {
        match Mnemonic::from_phrase_in(Language::English, &phrase.0) {
            Ok(_) => PhraseCheck { valid: true, problem: None, unknown: Vec::new(), repairs: Vec::new() },
            Err(error) => refused(error),
        }
    }))
}

fn refused(error: MnemonicError) -> PhraseCheck {
    let problem = Some(error.to_string());
    let (unknown, repairs) = match error {
        MnemonicError::UnknownWords { words, .. } => (words, Vec::new()),
        MnemonicError::Checksum { repairs } => (Vec::new(), repairs),
        MnemonicError::WordCount { .. } | MnemonicError::Ambiguous { .. } | MnemonicError::EntropyLength { .. } => {
            (Vec::new(), Vec::new())
        }
    };
    let unknown =
        unknown.into_iter().map(|word| UnknownWord { position: word.position, suggestions: word.suggestions });
    let repairs = repairs.into_iter().map(|repair| match repair {
        Repair::Replace { position, word } => PhraseRepair::Replace { position, word },
        Repair::Swap { first, second } => PhraseRepair::Swap { first, second },
    });
    PhraseCheck { valid: false, problem, unknown: unknown.collect(), repairs: repairs.collect() }
}

/// What a phrase is made from.
#[derive(Deserialize, Tsify)]
pub(crate) struct EntropyOptions {
    /// 16, 20, 24, 28 or 32 random bytes, for 12 to 24 words.
    #[tsify(type = "Uint8Array")]
    entropy: SecretBytes,
}

/// The English BIP-39 phrase of this entropy. Take the entropy from `crypto.getRandomValues`.
///
/// ```js
/// const phrase = phraseFromEntropy({ entropy: crypto.getRandomValues(new Uint8Array(16)) }); // 12 words
/// ```
#[wasm_bindgen(js_name = phraseFromEntropy)]
pub fn phrase_from_entropy(options: Ts<EntropyOptions>) -> Result<String, JsValue> {
    words(options).map_err(thrown)
}

fn words(options: Ts<EntropyOptions>) -> Result<String, KeysError> {
    let EntropyOptions { entropy } = input::options(options)?;
    let phrase = Mnemonic::from_entropy(&entropy.0)?.reveal();
    Ok(phrase.as_str().to_owned())
}
