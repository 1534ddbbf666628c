//! What a person pasted: told from its shape, with the mess around it taken away.

use std::fmt;
use std::ops::RangeInclusive;

use alloy_primitives::Address;
use zeroize::Zeroizing;

use super::mnemonic::normalize_form;
use super::vault::SALVAGE;
use super::{
    KeyError, Keystore, KeystoreError, Mnemonic, MnemonicError, RecoveryShare, SecretKey, ShareError, share_words,
};

/// What a pasted text holds.
///
/// Around words, keys and addresses these are let be: white space of any kind, line breaks, numbers before words, commas and
/// other signs, quotes, characters without width, capitals.
#[non_exhaustive]
pub enum Pasted {
    /// A BIP-39 phrase.
    Phrase(Mnemonic),
    /// A raw private key.
    Key(SecretKey),
    /// A keystore of version 3: it needs its password.
    Keystore(Keystore),
    /// A vault file of this software, with what surrounds it taken away: it needs its password. Whether it is whole, reading it
    /// says.
    Vault(String),
    /// What was salvaged of a damaged vault, with what surrounds it taken away: [`super::Generations::from_salvage`] reads it.
    Salvage(String),
    /// One or several SLIP-39 shares, in the order of the text. Whether they suffice, combining them says.
    Shares(Vec<RecoveryShare>),
    /// A plain address, which can be watched.
    Address(Address),
}

/// Why a pasted text is nothing of all this. Never holds any of it, but for an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PastedError {
    /// There is no text, or nothing but signs.
    #[error("there is nothing here: paste a recovery phrase, a private key, shares, a wallet file or an address")]
    Empty,
    /// The text is longer than any of these.
    #[error("the text has {got} bytes, which is more than a phrase, a key or a wallet file has: at most {max}", max = Pasted::MOST_BYTES)]
    TooLong {
        /// How many bytes it has.
        got: usize,
    },
    /// It looks like a phrase.
    #[error("it looks like a recovery phrase: {0}")]
    Phrase(MnemonicError),
    /// It looks like a private key.
    #[error("it looks like a private key: {0}")]
    Key(KeyError),
    /// It looks like a keystore.
    #[error("it looks like a keystore file: {0}")]
    Keystore(KeystoreError),
    /// It looks like a share.
    #[error("it looks like recovery shares; share {share}: {error}")]
    Share {
        /// Which share of the text, counted from 1.
        share: usize,
        /// What is wrong with it.
        error: ShareError,
    },
    /// An address whose capitals are not those of its checksum (EIP-55): a character was mistaken for another.
    #[error("the address fails its checksum: got {got}; with the same digits it would be {expected}")]
    AddressChecksum {
        /// As it was pasted.
        got: String,
        /// The same digits with the right capitals. Not to be taken for the address that was meant.
        expected: Address,
    },
    /// A text of an address's length with a character that is no hexadecimal digit.
    #[error("an address is written in hexadecimal digits: character {position} after 0x is none")]
    AddressDigit {
        /// Which character after `0x`, counted from 1.
        position: usize,
    },
    /// Hexadecimal digits, of no length that a key or an address has.
    #[error("hexadecimal digits: a private key has 64 and an address 40, got {got}")]
    HexLength {
        /// How many digits there are.
        got: usize,
    },
    /// A JSON file of some other kind.
    #[error("a JSON file that is neither a keystore nor a vault")]
    UnknownFile,
    /// Nothing of all this.
    #[error("neither a recovery phrase, nor a private key, shares, a wallet file or an address")]
    Unknown,
}

impl Pasted {
    /// The most bytes that are looked at.
    pub const MOST_BYTES: usize = 1 << 20;

    /// Tells what a text holds, and reads it.
    ///
    /// # Errors
    /// [`PastedError`]: what it most looks like, and what is wrong with it as such.
    pub fn read(text: &str) -> Result<Self, PastedError> {
        if text.len() > Self::MOST_BYTES {
            return Err(PastedError::TooLong { got: text.len() });
        }
        if let Some(file) = json_of(text) {
            return read_file(file);
        }
        let text = visible(text);
        let digits = compact(&text);
        if let Some(digits) = hex_digits(&digits) {
            return read_hex(digits);
        }
        let words = words_of(&text);
        let is_share = |word: &&str| share_words().binary_search(word).is_ok();
        match words.split_whitespace().count() {
            0 => Err(PastedError::Empty),
            count if count >= LEAST_WORDS => {
                let shares = words.split_whitespace().filter(is_share).count();
                read_words(&words, count, shares)
            }
            _ => Err(PastedError::Unknown),
        }
    }
}

/// A text of fewer words is no phrase with words left out, but something else.
const LEAST_WORDS: usize = 3;
/// A phrase has no more words.
const MOST_OF_PHRASE: usize = 24;
/// A share has 20 words or more; with a few of them missing it is one still.
const LEAST_OF_SHARE: usize = 17;
/// As many words as one share has, or a few more or less by mistake.
const ABOUT_A_SHARE: RangeInclusive<usize> = LEAST_OF_SHARE..=36;
/// Of a phrase of 12 words, and of 15, 18, 21 and 24.
const LENGTHS_OF_SHARE: [usize; 5] = [20, 33, 23, 27, 30];

/// From the first brace to the last, where the text has an object: around it can be a byte order mark, or words of whoever sent it.
fn json_of(text: &str) -> Option<&str> {
    let from = text.find('{')?;
    let to = text.rfind('}').map_or(text.len(), |last| last.saturating_add(1));
    text.get(from..to.max(from))
}

fn read_file(file: &str) -> Result<Pasted, PastedError> {
    let value: Option<serde_json::Value> = serde_json::from_str(file).ok();
    let field = |name: &str| value.as_ref().and_then(|value| value.get(name));
    // A torn file is no JSON: what it was still shows.
    let named = |name: &str| field(name).is_some() || (value.is_none() && file.contains(&format!("\"{name}\"")));
    let is = |format: &str| field("format").is_some_and(|found| found == format);
    if is(SALVAGE) || (value.is_none() && file.contains(SALVAGE)) {
        return Ok(Pasted::Salvage(file.to_owned()));
    }
    if is("assay-vault") || (value.is_none() && file.contains("assay-vault")) {
        return Ok(Pasted::Vault(file.to_owned()));
    }
    if named("crypto") || named("Crypto") {
        return Keystore::from_json(file).map(Pasted::Keystore).map_err(PastedError::Keystore);
    }
    Err(PastedError::UnknownFile)
}

/// Form NFKD, which turns full-width letters and odd spaces into plain ones, without the characters that have no width.
fn visible(text: &str) -> Zeroizing<String> {
    let text = normalize_form(text);
    let mut visible = Zeroizing::new(String::with_capacity(text.len()));
    visible.extend(text.chars().filter(|c| !is_invisible(*c)));
    visible
}

const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Without white space, and without quotes and other signs at both ends.
fn compact(text: &str) -> Zeroizing<String> {
    let mut compact = Zeroizing::new(String::with_capacity(text.len()));
    compact.extend(text.trim_matches(|c: char| !c.is_alphanumeric()).chars().filter(|c| !c.is_whitespace()));
    compact
}

/// Digits after an optional `0x`; `None` where there are other characters. Fewer than 20 without `0x` are a word like "facade".
fn hex_digits(text: &str) -> Option<&str> {
    const LEAST: usize = 20;
    const MOSTLY: usize = 56;
    let prefixed = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    let digits = prefixed.unwrap_or(text);
    let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    // A key with a few wrong characters is no phrase, and should hear of them. The words of a phrase can have 64 letters together too
    // (`legal winner thank year …` has), most of which are no digits.
    let hexadecimal = digits.bytes().filter(u8::is_ascii_hexdigit).count();
    let like_a_key =
        digits.len() == 64 && hexadecimal >= MOSTLY && digits.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let fits = if all { prefixed.is_some() || digits.len() >= LEAST } else { like_a_key || prefixed.is_some() };
    fits.then_some(digits)
}

fn read_hex(digits: &str) -> Result<Pasted, PastedError> {
    match digits.len() {
        40 => read_address(digits),
        64 => SecretKey::from_hex(digits).map(Pasted::Key).map_err(PastedError::Key),
        _ if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) => Err(PastedError::HexLength { got: digits.len() }),
        _ => Err(PastedError::Unknown),
    }
}

fn read_address(digits: &str) -> Result<Pasted, PastedError> {
    if let Some((position, _)) = (1..).zip(digits.chars()).find(|(_, c)| !c.is_ascii_hexdigit()) {
        return Err(PastedError::AddressDigit { position });
    }
    let expected: Address = digits.parse().map_err(|_| PastedError::Unknown)?;
    // All small or all capital letters carry no checksum.
    let has_checksum = digits.bytes().any(|b| b.is_ascii_lowercase()) && digits.bytes().any(|b| b.is_ascii_uppercase());
    let got = format!("0x{digits}");
    if has_checksum && got != expected.to_checksum(None) {
        return Err(PastedError::AddressChecksum { got, expected });
    }
    Ok(Pasted::Address(expected))
}

/// The words, small and one space apart; a line break stays one. Numbers, such as `1.` before a word, and signs are gone.
fn words_of(text: &str) -> Zeroizing<String> {
    let mut words = Zeroizing::new(String::with_capacity(text.len().saturating_add(1)));
    for line in text.lines() {
        // Combining marks are no letters, and belong to the letter before.
        let parts = line.split(|c: char| !c.is_alphabetic() && !is_mark(c)).filter(|word| !word.is_empty());
        for word in parts {
            words.push_str(word);
            words.push(' ');
        }
        if words.ends_with(' ') {
            words.pop();
            words.push('\n');
        }
    }
    words.make_ascii_lowercase();
    words
}

/// The marks that letters of the lists are written with in form NFKD: accents, and the voicing of kana.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}')
}

fn read_words(words: &str, count: usize, shares: usize) -> Result<Pasted, PastedError> {
    // The two lists have words in common: a text of shares has nearly all in that one, and too many for a phrase or a count of a
    // share.
    let mostly_shares = shares.saturating_mul(10) >= count.saturating_mul(9);
    let phrase = Mnemonic::from_phrase(words);
    match phrase {
        Ok(phrase) => Ok(Pasted::Phrase(phrase)),
        Err(_) if mostly_shares && count >= LEAST_OF_SHARE => read_shares(words, count),
        Err(_) if count > MOST_OF_PHRASE.saturating_mul(2) => Err(PastedError::Unknown),
        // Words of prose are hardly ever in a list.
        Err(MnemonicError::UnknownWords { words, .. }) if words.len() > count / 2 => Err(PastedError::Unknown),
        Err(error) => Err(PastedError::Phrase(error)),
    }
}

/// Shares on lines of their own, with or without a word or two above each; or one after the other: all of a set have as many
/// words.
fn read_shares(words: &str, count: usize) -> Result<Pasted, PastedError> {
    let length = |line: &str| line.split_whitespace().count();
    let is_title = |line: &&str| length(line) < LEAST_WORDS;
    let is_share = |line: &str| LENGTHS_OF_SHARE.contains(&length(line));
    let lines: Vec<&str> = if words.lines().any(is_share) && words.lines().all(|line| is_share(line) || is_title(&line))
    {
        words.lines().filter(|line| !is_title(line)).collect()
    } else {
        words.lines().collect()
    };
    if lines.iter().all(|line| ABOUT_A_SHARE.contains(&length(line))) {
        return read_each(lines.into_iter());
    }
    let flat: Vec<&str> = words.split_whitespace().collect();
    let in_pieces = |of_one: usize| {
        let pieces: Vec<_> = flat.chunks(of_one).map(|piece| Zeroizing::new(piece.join(" "))).collect();
        read_each(pieces.iter().map(|piece| piece.as_str()))
    };
    // 60 words are three shares or two: the one that can be read is meant.
    let readings = LENGTHS_OF_SHARE.into_iter().filter(|length| count.is_multiple_of(*length)).map(in_pieces);
    readings.reduce(Result::or).unwrap_or_else(|| in_pieces(count))
}

fn read_each<'a>(texts: impl Iterator<Item = &'a str>) -> Result<Pasted, PastedError> {
    let read = |(share, text)| RecoveryShare::from_words(text).map_err(|error| PastedError::Share { share, error });
    (1..).zip(texts).map(read).collect::<Result<_, _>>().map(Pasted::Shares)
}

/// What it is, and nothing of what it holds.
impl fmt::Debug for Pasted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Phrase(_) => f.write_str("Phrase(…)"),
            Self::Key(_) => f.write_str("Key(…)"),
            Self::Keystore(_) => f.write_str("Keystore(…)"),
            Self::Vault(_) => f.write_str("Vault(…)"),
            Self::Salvage(_) => f.write_str("Salvage(…)"),
            Self::Shares(shares) => write!(f, "Shares({})", shares.len()),
            Self::Address(address) => write!(f, "Address({address})"),
        }
    }
}
