//! Numbers from a seed, the same on every machine.

use alloy_primitives::{Address, B256, Bytes, U256};

/// `SplitMix64` (Steele, Lea, Flood 2014).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below a limit.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    pub(crate) fn flip(&mut self) -> bool {
        self.next() & 1 == 1
    }

    /// Of any length up to 64 bits, each as likely: small numbers and limits are where encodings differ.
    pub(crate) fn number(&mut self, bits: u32) -> u64 {
        let length = self.next() % u64::from(bits + 1);
        if length == 0 { 0 } else { (self.next() >> (64 - length)) | (1 << (length - 1)) }
    }

    pub(crate) fn wide(&mut self, bits: usize) -> U256 {
        let length = self.below(bits + 1);
        let number = U256::from_be_bytes(self.word().0);
        if length == 0 { U256::ZERO } else { number >> (256 - length) }
    }

    pub(crate) fn word(&mut self) -> B256 {
        B256::from_slice(&self.bytes_of(32))
    }

    pub(crate) fn address(&mut self) -> Address {
        Address::from_slice(&self.bytes_of(20))
    }

    pub(crate) fn bytes_of(&mut self, length: usize) -> Bytes {
        (0..length).map(|_| self.next().to_be_bytes()[0]).collect::<Vec<u8>>().into()
    }

    pub(crate) fn bytes(&mut self, most: usize) -> Bytes {
        let length = self.below(most + 1);
        self.bytes_of(length)
    }

    /// Letters of several alphabets, quotes and control characters.
    pub(crate) fn text(&mut self, most: usize) -> String {
        const LETTERS: [char; 16] =
            ['a', 'Z', '0', ' ', '"', '\\', '\n', '\u{0}', 'ä', 'ß', 'ж', '日', '🏠', '\u{301}', '\u{202e}', '/'];
        let length = self.below(most + 1);
        (0..length).map(|_| LETTERS[self.below(LETTERS.len())]).collect()
    }
}
