//! Pyth's price updates, checked from their bytes: the guardians' signatures over a Merkle root, and each message's path to it.
//!
//! ```text
//! update = "PNAU" ‖ 1 ‖ 0 ‖ 0 ‖ 0 ‖ length (2) ‖ VAA ‖ messages (1) ‖ message…
//! VAA    = 1 ‖ guardian set (4) ‖ signatures (1) ‖ (guardian (1) ‖ r ‖ s ‖ v)… ‖ body
//! body   = time (4) ‖ nonce (4) ‖ emitter's chain (2) ‖ emitter (32) ‖ sequence (8) ‖ consistency (1)
//!          ‖ "AUWV" ‖ 0 ‖ slot (8) ‖ ring size (4) ‖ root (20)
//! message = length (2) ‖ price ‖ nodes (1) ‖ node (20)…
//! price  = 0 ‖ id (32) ‖ price (8) ‖ confidence (8) ‖ exponent (4) ‖ time (8) ‖ time before (8) ‖ mean (8) ‖ its confidence (8)
//! ```
//!
//! Stricter than the contract, which is made for versions to come: a minor version other than 0, a trailing header and longer messages are
//! refused, since no signature covers them. Only prices are read.

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};

use crate::evidence::{Fact, Source};
use crate::units::{Amount, BlockRef, Timestamp, UnitsError};

use super::cursor::Cursor;
use super::signature::recover;
use super::{Freshness, PackageError};

/// An update, read and not checked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PythUpdate {
    guardian_set: u32,
    signatures: Vec<GuardianSignature>,
    digest: B256,
    emitter: (u16, B256),
    root: [u8; 20],
    messages: Vec<Message>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct GuardianSignature {
    guardian: u8,
    rs: [u8; 64],
    v: u8,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Message {
    price: PythPrice,
    /// What the message's path leads to.
    root: [u8; 20],
}

/// Whose word counts. All of it is read from the deployed receiver, or configured: none of it is in the update.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the question, whole: a caller states every part of it")]
pub struct PythTerms<'a> {
    /// The feed that is asked about.
    pub feed: B256,
    /// The number of the guardian set.
    pub guardian_set: u32,
    /// Its members, in their order.
    pub guardians: &'a [Address],
    /// How many of them have to sign: ⌊2n/3⌋ + 1 where the receiver does not say otherwise.
    pub quorum: usize,
    /// Pyth's own chain, in Wormhole's numbers, and its sender there.
    pub emitter: (u16, B256),
    /// How old.
    pub freshness: Freshness,
}

/// A price: `price · 10^exponent`, give or take `confidence · 10^exponent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PythPrice {
    /// The feed.
    pub feed: B256,
    /// The integer.
    pub price: i64,
    /// Half the width of the interval that the publishers agree on.
    pub confidence: u64,
    /// The power of ten that both are multiplied by.
    pub exponent: i32,
    /// When it was published.
    pub published: Timestamp,
    /// When the one before was published.
    pub previously: Timestamp,
    /// The moving mean.
    pub mean_price: i64,
    /// The moving mean of the confidence.
    pub mean_confidence: u64,
}

impl PythPrice {
    /// The price as an amount of what the feed is quoted in, without its confidence.
    ///
    /// # Errors
    /// [`UnitsError::OutOfRange`] below zero or where it has more than 256 bits, or [`UnitsError::ScaleTooLarge`].
    pub fn amount(&self) -> Result<Amount, UnitsError> {
        let out_of_range = || UnitsError::OutOfRange { operation: "reading a price" };
        let price = U256::from(u64::try_from(self.price).map_err(|_| out_of_range())?);
        let digits = self.exponent.unsigned_abs();
        if self.exponent <= 0 {
            let scale = u8::try_from(digits).map_err(|_| UnitsError::ScaleTooLarge { got: u8::MAX })?;
            return Amount::from_raw(price, scale);
        }
        let power = U256::from(10_u8).checked_pow(U256::from(digits));
        let raw = power.and_then(|power| price.checked_mul(power)).ok_or_else(out_of_range)?;
        Amount::from_raw(raw, 0)
    }
}

impl PythUpdate {
    /// Reads an update: all of its bytes.
    ///
    /// # Errors
    /// [`PackageError::Cut`], [`PackageError::Trailing`], [`PackageError::Malformed`] or [`PackageError::OutOfRange`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PackageError> {
        let mut cursor = Cursor::new(bytes);
        cursor.constant("the magic number", b"PNAU")?;
        cursor.constant("version, trailing header and kind", &[1, 0, 0, 0])?;
        let length = usize::from(u16::from_be_bytes(cursor.array("the length of the VAA")?));
        let mut vaa = Cursor::new(cursor.take("the VAA", length)?);
        let [count] = cursor.array("the number of messages")?;
        let messages = (0..count).map(|_| message(&mut cursor)).collect::<Result<_, _>>()?;
        cursor.end()?;
        vaa.constant("the version of the VAA", &[1])?;
        let guardian_set = u32::from_be_bytes(vaa.array("the guardian set")?);
        let [count] = vaa.array("the number of signatures")?;
        let signatures = (0..count).map(|_| signature(&mut vaa)).collect::<Result<_, _>>()?;
        let signed = vaa.array::<88>("the body")?;
        vaa.end()?;
        let digest = keccak256(keccak256(signed));
        let mut body = Cursor::new(&signed);
        body.take("time and nonce", 8)?;
        let emitter = (u16::from_be_bytes(body.array("the chain")?), B256::new(body.array("the emitter")?));
        body.take("sequence and consistency", 9)?;
        body.constant("the kind of the payload", b"AUWV\0")?;
        body.take("slot and ring size", 12)?;
        Ok(Self { guardian_set, signatures, digest, emitter, root: body.array("the root")?, messages })
    }

    /// Checks the guardians' signatures and every message, and gives the price of the feed. `at` is the block beside which it will be
    /// shown: the price is dated by time.
    ///
    /// # Errors
    /// [`PackageError`] says which check failed.
    pub fn verify(&self, terms: &PythTerms<'_>, at: BlockRef) -> Result<Fact<PythPrice>, PackageError> {
        if self.guardian_set != terms.guardian_set {
            return Err(PackageError::OtherGuardianSet { got: self.guardian_set, expected: terms.guardian_set });
        }
        let signers = self.signers(terms)?;
        let (chain, got) = self.emitter;
        if self.emitter != terms.emitter {
            return Err(PackageError::OtherEmitter { chain, got });
        }
        if let Some(other) = self.messages.iter().find(|message| message.root != self.root) {
            let [got, expected] = [other.root, self.root].map(Bytes::from);
            return Err(PackageError::NotInTree { got, expected });
        }
        let mut found = self.messages.iter().map(|message| message.price).filter(|price| price.feed == terms.feed);
        let price = found.next().ok_or(PackageError::NoFeed { feed: terms.feed })?;
        if found.next().is_some() {
            return Err(PackageError::FeedTwice { feed: terms.feed });
        }
        if price.price <= 0 {
            return Err(PackageError::NotPositive { feed: price.feed, got: price.price });
        }
        terms.freshness.check(price.published)?;
        let mut signers = signers.into_iter().map(Source::Signer);
        let first = signers.next().ok_or(PackageError::TooFewSigners { got: 0, expected: 1 })?;
        Ok(signers.fold(Fact::asserted(price, at, first), Fact::extended))
    }

    /// Who signed: members of the set, in its order, each at most once.
    fn signers(&self, terms: &PythTerms<'_>) -> Result<BTreeSet<Address>, PackageError> {
        let mut before = None;
        let mut signers = BTreeSet::new();
        for GuardianSignature { guardian, rs, v } in &self.signatures {
            let what = "the number of a guardian";
            let out_of_range = PackageError::OutOfRange { what, got: u64::from(*guardian) };
            if before.is_some_and(|before| guardian <= before) {
                return Err(out_of_range);
            }
            before = Some(guardian);
            let expected = terms.guardians.get(usize::from(*guardian)).ok_or(out_of_range)?;
            let got = recover(self.digest, rs, *v)?;
            if got != *expected {
                return Err(PackageError::Unauthorised { got });
            }
            // A set that names one address twice gives it one voice.
            if !signers.insert(got) {
                return Err(PackageError::SignerTwice { signer: got });
            }
        }
        if signers.len() < terms.quorum {
            return Err(PackageError::TooFewSigners { got: signers.len(), expected: terms.quorum });
        }
        Ok(signers)
    }
}

fn signature(vaa: &mut Cursor<'_>) -> Result<GuardianSignature, PackageError> {
    let [guardian] = vaa.array("the number of a guardian")?;
    let rs = vaa.array("a signature")?;
    let [v] = vaa.array("a signature")?;
    Ok(GuardianSignature { guardian, rs, v })
}

fn message(cursor: &mut Cursor<'_>) -> Result<Message, PackageError> {
    let length = u16::from_be_bytes(cursor.array("the length of a message")?);
    if length != 85 {
        return Err(PackageError::OutOfRange { what: "the length of a message", got: u64::from(length) });
    }
    let bytes = cursor.array::<85>("a message")?;
    let [nodes] = cursor.array("the length of a path")?;
    let mut root = cut(&[&[0], &bytes]);
    for _ in 0..nodes {
        let beside = cursor.array::<20>("a path")?;
        let (left, right) = if root <= beside { (root, beside) } else { (beside, root) };
        root = cut(&[&[1], &left, &right]);
    }
    Ok(Message { price: price(&bytes)?, root })
}

fn price(bytes: &[u8; 85]) -> Result<PythPrice, PackageError> {
    let mut cursor = Cursor::new(bytes);
    cursor.constant("the kind of a message", &[0])?;
    let feed = B256::new(cursor.array("a feed id")?);
    let mut number = |what| cursor.array::<8>(what);
    let (price, confidence) = (i64::from_be_bytes(number("a price")?), u64::from_be_bytes(number("a confidence")?));
    let exponent = i32::from_be_bytes(cursor.array("an exponent")?);
    let mut number = |what| cursor.array::<8>(what).map(u64::from_be_bytes);
    let (published, previously) = (Timestamp(number("a time")?), Timestamp(number("a time")?));
    let mean_price = number("a mean price")?.cast_signed();
    let mean_confidence = number("a mean confidence")?;
    cursor.end()?;
    Ok(PythPrice { feed, price, confidence, exponent, published, previously, mean_price, mean_confidence })
}

/// The first 20 bytes of the hash.
fn cut(parts: &[&[u8]]) -> [u8; 20] {
    let [first @ .., _, _, _, _, _, _, _, _, _, _, _, _] = keccak256(parts.concat()).0;
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_an_amount_where_it_fits() {
        let price = |price, exponent| {
            let now = Timestamp(1);
            let (feed, confidence, mean_price, mean_confidence) = (B256::ZERO, 1, 1, 1);
            PythPrice {
                feed,
                price,
                confidence,
                exponent,
                published: now,
                previously: now,
                mean_price,
                mean_confidence,
            }
            .amount()
            .map(|amount| amount.to_string())
        };
        assert_eq!(price(294_943_041_422, -8).unwrap(), "2949.43041422");
        assert_eq!((price(5, 0).unwrap(), price(5, 3).unwrap()), ("5".to_owned(), "5000".to_owned()));
        assert_eq!(price(-1, 0), Err(UnitsError::OutOfRange { operation: "reading a price" }));
        assert_eq!(price(1, 78), Err(UnitsError::OutOfRange { operation: "reading a price" }));
        assert_eq!(price(1, i32::MAX), Err(UnitsError::OutOfRange { operation: "reading a price" }));
        assert_eq!(price(1, -78), Err(UnitsError::ScaleTooLarge { got: 78 }));
        assert_eq!(price(1, i32::MIN), Err(UnitsError::ScaleTooLarge { got: u8::MAX }));
    }
}
