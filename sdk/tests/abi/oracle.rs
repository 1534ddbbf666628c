//! Random values of any type, encoded by `alloy-dyn-abi`, and how they are to be shown.

use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::{Address, I256, U256};

/// A stream of numbers by a seed.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound).unwrap()).unwrap()
    }

    fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.next().to_le_bytes()[0]).collect()
    }

    /// Any number, or one at the edges of its width.
    fn number(&mut self, bits: usize) -> U256 {
        let most = U256::MAX >> (256 - bits);
        match self.below(6) {
            0 => U256::ZERO,
            1 => most,
            2 => U256::from(self.below(1000)) & most,
            _ => U256::from_be_slice(&self.bytes(32)) & most,
        }
    }
}

pub(crate) fn value(kind: &DynSolType, random: &mut Random) -> DynSolValue {
    match kind {
        DynSolType::Address => DynSolValue::Address(Address::from_slice(&random.bytes(20))),
        DynSolType::Bool => DynSolValue::Bool(random.below(2) == 1),
        DynSolType::Uint(bits) => DynSolValue::Uint(random.number(*bits), *bits),
        DynSolType::Int(bits) => {
            let magnitude = random.number(bits - 1);
            let raw = if random.below(2) == 1 { !magnitude } else { magnitude };
            DynSolValue::Int(I256::from_raw(raw), *bits)
        }
        DynSolType::FixedBytes(size) => {
            let mut word = [0_u8; 32];
            word[..*size].copy_from_slice(&random.bytes(*size));
            DynSolValue::FixedBytes(word.into(), *size)
        }
        DynSolType::Bytes => {
            let length = random.below(80);
            DynSolValue::Bytes(random.bytes(length))
        }
        DynSolType::String => {
            let letters = ['a', 'Z', ' ', 'é', '金', '🜚', '\n'];
            let length = random.below(40);
            DynSolValue::String((0..length).map(|_| letters[random.below(letters.len())]).collect())
        }
        DynSolType::Array(item) => {
            let length = random.below(4);
            DynSolValue::Array((0..length).map(|_| value(item, random)).collect())
        }
        DynSolType::FixedArray(item, length) => {
            DynSolValue::FixedArray((0..*length).map(|_| value(item, random)).collect())
        }
        DynSolType::Tuple(items) => DynSolValue::Tuple(items.iter().map(|item| value(item, random)).collect()),
        other => unreachable!("{other}"),
    }
}

/// The way that the library says it shows values, written once more.
pub(crate) fn shown(value: &DynSolValue) -> String {
    let joined = |values: &[DynSolValue]| values.iter().map(shown).collect::<Vec<_>>().join(", ");
    match value {
        DynSolValue::Address(address) => address.to_checksum(None),
        DynSolValue::Bool(yes) => (if *yes { "true" } else { "false" }).to_owned(),
        DynSolValue::Uint(number, _) => number.to_string(),
        DynSolValue::Int(number, _) => number.to_dec_string(),
        DynSolValue::FixedBytes(word, size) => alloy_primitives::hex::encode_prefixed(&word[..*size]),
        DynSolValue::Bytes(bytes) => alloy_primitives::hex::encode_prefixed(bytes),
        DynSolValue::String(text) => text.clone(),
        DynSolValue::Array(values) | DynSolValue::FixedArray(values) => format!("[{}]", joined(values)),
        DynSolValue::Tuple(values) => format!("({})", joined(values)),
        other => unreachable!("{other:?}"),
    }
}

/// The types of `name(type,type)`.
pub(crate) fn types(canonical: &str) -> Vec<DynSolType> {
    let tuple = DynSolType::parse(&canonical[canonical.find('(').unwrap()..]).unwrap();
    let DynSolType::Tuple(types) = tuple else { unreachable!("{canonical}") };
    types
}
