//! A share as words: 10 bits each, of which the last three are a Reed-Solomon checksum.

use std::sync::LazyLock;

use zeroize::Zeroizing;

use super::{Extendable, GroupParameters, RecoveryShare, SetParameters, ShareError};
use crate::keys::mnemonic::normalize;
use crate::keys::{Repair, UnknownWord, spelling};

/// The list of SLIP-39 in its order, which is that of the alphabet: trezor/python-shamir-mnemonic, `wordlist.txt` (MIT).
static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| include_str!("words.txt").split_whitespace().collect());

/// Words of a share without its value: 4 of parameters, 3 of checksum.
const METADATA: usize = 7;
const CHECKSUM: usize = 3;
/// 16 bytes, and the 64 of the longest secret that anybody shares.
const LEAST: usize = METADATA + 13;
const MOST: usize = METADATA + 52;
/// More than this cannot be explained by one slip.
const MOST_REPAIRS: usize = 3;

/// The 1024 words that shares are made of, in the order of SLIP-39.
#[must_use]
pub fn share_words() -> &'static [&'static str] {
    &WORDS
}

pub(super) fn read(text: &str) -> Result<RecoveryShare, ShareError> {
    let text = normalize(text);
    let got = text.split_whitespace().count();
    if got == 0 || got > MOST.saturating_mul(2) {
        return Err(ShareError::WordCount { got });
    }
    let unknown: Vec<_> = (1..)
        .zip(text.split_whitespace())
        .filter(|(_, word)| WORDS.binary_search(word).is_err())
        .map(|(position, word)| UnknownWord { position, suggestions: spelling::nearest(word, &WORDS) })
        .collect();
    if !unknown.is_empty() {
        return Err(ShareError::UnknownWords(unknown));
    }
    let value_bits = got.saturating_sub(METADATA).saturating_mul(10);
    // The value is whole pairs of bytes, and less than a word and a byte's worth of padding comes before it.
    if !(LEAST..=MOST).contains(&got) || value_bits % 16 > 8 {
        return Err(ShareError::WordCount { got });
    }
    let mut indexes = Zeroizing::new(Vec::with_capacity(got));
    indexes.extend(
        text.split_whitespace()
            .filter_map(|word| WORDS.binary_search(&word).ok())
            .filter_map(|at| u16::try_from(at).ok()),
    );
    if !checksum_holds(&indexes) {
        return Err(ShareError::Checksum { repairs: repairs(&indexes) });
    }
    let mut bits = Zeroizing::new(Vec::with_capacity(got.saturating_mul(10)));
    indexes.iter().for_each(|index| push(&mut bits, u32::from(*index), 10));
    decode(&bits, value_bits)
}

/// Reads the fields in their order.
struct Fields<'a>(&'a [bool]);

impl Fields<'_> {
    fn take(&mut self, width: usize) -> u16 {
        let (field, rest) = self.0.split_at_checked(width).unwrap_or_default();
        self.0 = rest;
        field.iter().fold(0, |value, bit| value << 1 | u16::from(*bit))
    }

    fn take_four(&mut self) -> u8 {
        u8::try_from(self.take(4)).unwrap_or_default()
    }
}

fn decode(bits: &[bool], value_bits: usize) -> Result<RecoveryShare, ShareError> {
    let mut fields = Fields(bits);
    let identifier = fields.take(15);
    let extendable = if fields.take(1) == 1 { Extendable::Yes } else { Extendable::No };
    let exponent = fields.take_four();
    let index = fields.take_four();
    let group_threshold = fields.take_four().saturating_add(1);
    let group_count = fields.take_four().saturating_add(1);
    let member = fields.take_four();
    let member_threshold = fields.take_four().saturating_add(1);
    if group_threshold > group_count {
        return Err(ShareError::Malformed { what: "it needs more groups than there are" });
    }
    if fields.take(value_bits % 16) != 0 {
        return Err(ShareError::Malformed { what: "its padding is not zero" });
    }
    let length = value_bits / 16;
    let mut value = Zeroizing::new(Vec::with_capacity(length.saturating_mul(2)));
    for _ in 0..length {
        value.extend_from_slice(&fields.take(16).to_be_bytes());
    }
    let set = SetParameters { identifier, extendable, exponent, group_threshold, group_count };
    Ok(RecoveryShare { set, group: GroupParameters { index, member_threshold }, member, value })
}

pub(super) fn write(share: &RecoveryShare) -> Zeroizing<String> {
    let value_bits = share.value.len().saturating_mul(8);
    let count = value_bits.div_ceil(10);
    let mut bits = Zeroizing::new(Vec::with_capacity(count.saturating_add(METADATA).saturating_mul(10)));
    push(&mut bits, u32::from(share.set.identifier), 15);
    push(&mut bits, u32::from(share.set.extendable == Extendable::Yes), 1);
    for field in [
        share.set.exponent,
        share.group.index,
        share.set.group_threshold.saturating_sub(1),
        share.set.group_count.saturating_sub(1),
        share.member,
        share.group.member_threshold.saturating_sub(1),
    ] {
        push(&mut bits, u32::from(field), 4);
    }
    push(&mut bits, 0, count.saturating_mul(10).saturating_sub(value_bits));
    share.value.iter().for_each(|byte| push(&mut bits, u32::from(*byte), 8));
    let mut indexes = Zeroizing::new(Vec::with_capacity(count.saturating_add(METADATA)));
    indexes.extend(bits.chunks(10).map(|word| word.iter().fold(0_u16, |value, bit| value << 1 | u16::from(*bit))));
    indexes.extend([0; CHECKSUM]);
    let checksum = polymod(customization(share.set.extendable), &indexes) ^ 1;
    let places = indexes.iter_mut().rev().take(CHECKSUM);
    for (place, word) in places.zip([checksum, checksum >> 10, checksum >> 20]) {
        *place = u16::try_from(word & 0x3ff).unwrap_or_default();
    }
    // In one piece: no word has more than 8 letters.
    let mut text = Zeroizing::new(String::with_capacity(indexes.len().saturating_mul(9)));
    for word in indexes.iter().filter_map(|index| WORDS.get(usize::from(*index))) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

/// The lowest bits of a number, the highest of them first.
fn push(bits: &mut Vec<bool>, value: u32, width: usize) {
    bits.extend((0..width).rev().map(|bit| {
        let shifted = u32::try_from(bit).ok().and_then(|bit| value.checked_shr(bit));
        shifted.unwrap_or_default() & 1 == 1
    }));
}

fn customization(extendable: Extendable) -> &'static [u8] {
    match extendable {
        Extendable::No => b"shamir",
        Extendable::Yes => b"shamir_extendable",
    }
}

fn checksum_holds(indexes: &[u16]) -> bool {
    // Bit 15 of the 20 in the first two words is the flag.
    let flag = indexes.get(1).is_some_and(|word| word & 0x10 != 0);
    polymod(customization(if flag { Extendable::Yes } else { Extendable::No }), indexes) == 1
}

/// RS1024: SLIP-39, "Checksum".
fn polymod(customization: &[u8], indexes: &[u16]) -> u32 {
    const GENERATOR: [u32; 10] = [
        0x00e0_e040,
        0x01c1_c080,
        0x0383_8100,
        0x0707_0200,
        0x0e0e_0009,
        0x1c0c_2412,
        0x3808_6c24,
        0x3090_fc48,
        0x21b1_f890,
        0x03f3_f120,
    ];
    const MASKS: [u32; 10] = [1, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 1 << 8, 1 << 9];
    let values = customization.iter().map(|byte| u32::from(*byte)).chain(indexes.iter().map(|index| u32::from(*index)));
    values.fold(1, |checksum, value| {
        let top = checksum >> 20;
        let shifted = (checksum & 0xf_ffff) << 10 ^ value;
        GENERATOR.iter().zip(MASKS).fold(shifted, |sum, (term, mask)| if top & mask == 0 { sum } else { sum ^ term })
    })
}

/// The single slips that make the checksum hold: one word for another, or two swapped.
fn repairs(indexes: &[u16]) -> Vec<Repair> {
    let mut found = Vec::new();
    let mut tried = Zeroizing::new(indexes.to_vec());
    for (place, written) in indexes.iter().enumerate() {
        for (other, word) in (0_u16..).zip(WORDS.iter()) {
            if let Some(slot) = tried.get_mut(place) {
                *slot = other;
            }
            if checksum_holds(&tried) && other != *written {
                found.push(Repair::Replace { position: place.saturating_add(1), word });
            }
        }
        if let Some(slot) = tried.get_mut(place) {
            *slot = *written;
        }
        for first in 0..place {
            tried.swap(first, place);
            if checksum_holds(&tried) {
                found.push(Repair::Swap { first: first.saturating_add(1), second: place.saturating_add(1) });
            }
            tried.swap(first, place);
        }
    }
    found.truncate(MOST_REPAIRS);
    found
}
