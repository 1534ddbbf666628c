//! Recovery shares by SLIP-39: a phrase in several parts, of which some number brings it back and fewer say nothing.
//!
//! What is shared is the entropy of an English BIP-39 phrase, so that the same phrase comes back, in this wallet and in any
//! that combines SLIP-39 and reads BIP-39. A hardware wallet that was set up with shares instead of a phrase uses the shared
//! secret as a BIP-32 seed directly: its shares combine here to a phrase whose accounts are other ones.
//!
//! Sets are written with one group, the extendable flag, no passphrase and the least iterations, which protect a passphrase
//! only. Sets with several groups and with a passphrase are read.

mod cipher;
mod field;
mod words;

use std::collections::BTreeMap;
use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize as _, Zeroizing};

use super::{Language, Mnemonic, Repair, UnknownWord};
use field::Point;

pub use words::share_words;

/// One share of a SLIP-39 set. Fewer than the threshold say nothing about the secret; it is secret all the same. Wiped when
/// dropped.
#[derive(PartialEq, Eq)]
pub struct RecoveryShare {
    set: SetParameters,
    group: GroupParameters,
    member: u8,
    value: Zeroizing<Vec<u8>>,
}

/// What all shares of a set have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct SetParameters {
    identifier: u16,
    extendable: Extendable,
    exponent: u8,
    group_threshold: u8,
    group_count: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extendable {
    No,
    Yes,
}

/// What the shares of a group have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct GroupParameters {
    index: u8,
    member_threshold: u8,
}

/// The random bytes that splitting needs: fresh from the platform's generator for every set. They are as secret as the phrase,
/// and wiped when dropped.
pub struct ShareRandomness {
    /// Tells this set from others; 15 of the bits are used.
    pub identifier: [u8; 2],
    /// What the shares are made of: enough for any threshold.
    pub shares: [u8; 512],
}

/// Why a share could not be read, a phrase not split, or shares not combined. Shares are counted from 1, as they were given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ShareError {
    /// Some words are not in the list of SLIP-39.
    #[error("not in the word list of SLIP-39: {}", positions(.0))]
    UnknownWords(Vec<UnknownWord>),
    /// The share has a number of words that none has.
    #[error("a share has 20 words, or 33 of a phrase of 24 words: got {got}")]
    WordCount {
        /// How many were given.
        got: usize,
    },
    /// All words are in the list and the checksum fails.
    #[error("every word is in the list and the share's checksum fails: a word is wrong, or two are swapped")]
    Checksum {
        /// The single slips that explain it, as a rule one or none: the checksum of a share has 30 bits, so that one that is
        /// found here is almost surely the one that was made.
        repairs: Vec<Repair>,
    },
    /// The checksum holds, and what the words say is no share: written by faulty software.
    #[error("the share makes no sense: {what}")]
    Malformed {
        /// What is wrong with it.
        what: &'static str,
    },
    /// There is nothing to combine.
    #[error("there are no shares")]
    None,
    /// Two shares are of different sets.
    #[error("shares {first} and {second} are of different sets")]
    DifferentSets {
        /// The first of them.
        first: usize,
        /// The second.
        second: usize,
    },
    /// The same share was given twice, or two shares claim the same place.
    #[error("shares {first} and {second} are the same one")]
    Duplicate {
        /// The first of them.
        first: usize,
        /// The second.
        second: usize,
    },
    /// A group has not enough shares.
    #[error("{need} shares are needed, {have} are here")]
    TooFew {
        /// The threshold.
        need: u8,
        /// How many there are.
        have: usize,
    },
    /// The set is of several groups, and not enough of them are whole.
    #[error("{need} groups of shares are needed, {have} are whole here")]
    TooFewGroups {
        /// The threshold.
        need: u8,
        /// How many groups have enough shares.
        have: usize,
    },
    /// The shares fit each other in form and not in content: one was made up or altered.
    #[error("the shares do not fit together: one of them was altered, or is of another set with the same number")]
    Digest,
    /// A share would take hours to combine.
    #[error("the shares ask for 10000·2^{got} iterations, at most 10000·2^{max} are run", max = cipher::MOST_EXPONENT)]
    Cost {
        /// The exponent.
        got: u8,
    },
    /// The shared secret is not the entropy of a phrase.
    #[error("the shares hold {got} bytes: a phrase is made from 16, 20, 24, 28 or 32")]
    NotAPhrase {
        /// How many bytes there are.
        got: usize,
    },
    /// SLIP-39 allows printable ASCII characters in a passphrase.
    #[error("the passphrase of shares has letters, digits and signs of ASCII only: character {position} is another")]
    Passphrase {
        /// Which character, counted from 1.
        position: usize,
    },
    /// A set has 2 to 16 shares, of which 2 or more are needed.
    #[error("a set has up to 16 shares, of which at least 2 are needed: got {need} of {of}")]
    Threshold {
        /// How many would be needed.
        need: u8,
        /// How many there would be.
        of: u8,
    },
    /// Shares carry no language: another than English would come back as an English phrase, which is another wallet.
    #[error("shares are made of English phrases: got {got}")]
    Language {
        /// The language.
        got: Language,
    },
}

fn positions(words: &[UnknownWord]) -> String {
    words.iter().map(|word| format!("word {}", word.position)).collect::<Vec<_>>().join(", ")
}

/// Where the polynomial has the secret, and where a digest of it.
const SECRET: u8 = 255;
const DIGEST: u8 = 254;

impl RecoveryShare {
    /// The most shares of a set.
    pub const MOST: u8 = 16;

    /// Reads one share as a person typed it: its words in order, without regard to case and spacing.
    ///
    /// # Errors
    /// [`ShareError::UnknownWords`], [`ShareError::WordCount`], [`ShareError::Checksum`] or [`ShareError::Malformed`].
    pub fn from_words(text: &str) -> Result<Self, ShareError> {
        words::read(text)
    }

    /// Splits a phrase into `of` shares, any `need` of which bring it back.
    ///
    /// # Errors
    /// [`ShareError::Threshold`] or [`ShareError::Language`].
    pub fn split(phrase: &Mnemonic, need: u8, of: u8, randomness: &ShareRandomness) -> Result<Vec<Self>, ShareError> {
        if need < 2 || of < need || of > Self::MOST {
            return Err(ShareError::Threshold { need, of });
        }
        if phrase.language() != Language::English {
            return Err(ShareError::Language { got: phrase.language() });
        }
        let set = SetParameters {
            identifier: u16::from_be_bytes(randomness.identifier) & 0x7fff,
            extendable: Extendable::Yes,
            exponent: 0,
            group_threshold: 1,
            group_count: 1,
        };
        let mut secret = phrase.reveal_entropy();
        cipher::encrypt(&mut secret, "", set)?;
        let points = deal(&secret, need, of, &randomness.shares).ok_or(ShareError::Threshold { need, of })?;
        let group = GroupParameters { index: 0, member_threshold: need };
        Ok(points.into_iter().map(|Point { x, y }| Self { set, group, member: x, value: y }).collect())
    }

    /// Brings the phrase back. More shares than needed are welcome, and checked against the others. The passphrase is that of
    /// SLIP-39, empty for none: another one gives another phrase, and none is wrong.
    ///
    /// # Errors
    /// [`ShareError`]: of the ones about a set, the phrase that it holds, and the passphrase.
    pub fn combine(shares: &[Self], passphrase: &str) -> Result<Mnemonic, ShareError> {
        let Some(first) = shares.first() else { return Err(ShareError::None) };
        for (position, share) in (1..).zip(shares) {
            if share.set != first.set || share.value.len() != first.value.len() {
                return Err(ShareError::DifferentSets { first: 1, second: position });
            }
        }
        let mut groups: BTreeMap<u8, Vec<(usize, &Self)>> = BTreeMap::new();
        for (position, share) in (1..).zip(shares) {
            let group = groups.entry(share.group.index).or_default();
            if let Some((other, _)) = group.iter().find(|(_, known)| known.group != share.group) {
                return Err(ShareError::DifferentSets { first: *other, second: position });
            }
            if let Some((other, _)) = group.iter().find(|(_, known)| known.member == share.member) {
                return Err(ShareError::Duplicate { first: *other, second: position });
            }
            group.push((position, share));
        }
        let secrets = group_secrets(&groups, first.set)?;
        let mut secret = undeal(first.set.group_threshold, &secrets)?;
        cipher::decrypt(&mut secret, passphrase, first.set)?;
        Mnemonic::from_entropy(&secret).map_err(|_| ShareError::NotAPhrase { got: secret.len() })
    }

    /// The words, to be written down. A secret leaves here.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        words::write(self)
    }

    /// The number of its set: shares with different ones do not belong together.
    #[must_use]
    pub const fn identifier(&self) -> u16 {
        self.set.identifier
    }

    /// Which share of its group it is, counted from 1.
    #[must_use]
    pub const fn number(&self) -> u8 {
        self.member.saturating_add(1)
    }

    /// How many shares of its group are needed.
    #[must_use]
    pub const fn needed(&self) -> u8 {
        self.group.member_threshold
    }

    /// How many groups are needed: 1 for sets that were written here.
    #[must_use]
    pub const fn groups_needed(&self) -> u8 {
        self.set.group_threshold
    }
}

/// The secret of every group that has enough shares.
fn group_secrets(
    groups: &BTreeMap<u8, Vec<(usize, &RecoveryShare)>>,
    set: SetParameters,
) -> Result<Vec<Point>, ShareError> {
    let mut secrets = Vec::new();
    let mut short = None;
    for (index, group) in groups {
        let Some((_, first)) = group.first() else { continue };
        let need = first.group.member_threshold;
        if group.len() < usize::from(need) {
            short = Some(ShareError::TooFew { need, have: group.len() });
            continue;
        }
        let points: Vec<Point> =
            group.iter().map(|(_, share)| Point { x: share.member, y: share.value.clone() }).collect();
        secrets.push(Point { x: *index, y: undeal(need, &points)? });
    }
    if secrets.len() >= usize::from(set.group_threshold) {
        return Ok(secrets);
    }
    let groups = ShareError::TooFewGroups { need: set.group_threshold, have: secrets.len() };
    Err(short.filter(|_| set.group_threshold == 1).unwrap_or(groups))
}

/// Points of a random polynomial through the secret and its digest: SLIP-39, "Sharing a secret".
fn deal(secret: &[u8], need: u8, of: u8, random: &[u8]) -> Option<Vec<Point>> {
    let mut points = Vec::with_capacity(usize::from(of));
    let mut rest = random;
    for x in 0..need.saturating_sub(2) {
        let (y, next) = rest.split_at_checked(secret.len())?;
        points.push(Point { x, y: Zeroizing::new(y.to_vec()) });
        rest = next;
    }
    let (random, _) = rest.split_at_checked(secret.len().checked_sub(4)?)?;
    let mut digest = Zeroizing::new(Vec::with_capacity(secret.len()));
    digest.extend_from_slice(&digest_of(secret, random)?);
    digest.extend_from_slice(random);
    let mut base: Vec<Point> = points.iter().map(|point| Point { x: point.x, y: point.y.clone() }).collect();
    base.push(Point { x: DIGEST, y: digest });
    base.push(Point { x: SECRET, y: Zeroizing::new(secret.to_vec()) });
    points.extend((need.saturating_sub(2)..of).map(|x| Point { x, y: field::interpolate(&base, x) }));
    Some(points)
}

/// The secret behind these points: the first ones give it, its digest vouches for them, and the others have to agree.
fn undeal(need: u8, points: &[Point]) -> Result<Zeroizing<Vec<u8>>, ShareError> {
    let (used, spare) = points.split_at_checked(usize::from(need)).ok_or(ShareError::Digest)?;
    if spare.iter().any(|point| field::interpolate(used, point.x) != point.y) {
        return Err(ShareError::Digest);
    }
    if let [only] = used {
        return Ok(only.y.clone());
    }
    let secret = field::interpolate(used, SECRET);
    let digest = field::interpolate(used, DIGEST);
    let (stated, random) = digest.split_first_chunk::<4>().ok_or(ShareError::Digest)?;
    let expected = digest_of(&secret, random).ok_or(ShareError::Digest)?;
    if bool::from(expected.ct_eq(stated)) { Ok(secret) } else { Err(ShareError::Digest) }
}

fn digest_of(secret: &[u8], random: &[u8]) -> Option<[u8; 4]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(random).ok()?;
    mac.update(secret);
    mac.finalize().into_bytes().first_chunk::<4>().copied()
}

impl Drop for ShareRandomness {
    fn drop(&mut self) {
        self.shares.zeroize();
    }
}

impl fmt::Debug for ShareRandomness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShareRandomness(…)")
    }
}

impl fmt::Debug for RecoveryShare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryShare(…)")
    }
}
