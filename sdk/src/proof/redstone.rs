//! `RedStone`'s signed packages, checked from their bytes as its EVM contracts do it.
//!
//! ```text
//! payload = package… ‖ packages (2) ‖ metadata ‖ length of metadata (3) ‖ 000002ed57011e0000
//! package = point… ‖ milliseconds since 1970 (6) ‖ value size (4) ‖ points (3) ‖ signature (65)
//! point   = feed id (32) ‖ value (value size)
//! ```
//!
//! Read from the end. Each signature is over the Keccak-256 of its package's bytes before it, without a prefix. The metadata, a
//! version in text, is not signed: nothing here depends on it, and it is not handed on.

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256, U256, hex, keccak256};

use crate::evidence::{Fact, Source};
use crate::units::{Amount, BlockRef, Timestamp, UnitsError};

use super::cursor::Cursor;
use super::signature::recover_with_v;
use super::{Freshness, PackageError};

const MARKER: [u8; 9] = [0, 0, 0x02, 0xed, 0x57, 0x01, 0x1e, 0, 0];
/// Bytes after the data points: moment, value size, count, signature.
const TAIL: usize = 78;

/// A payload, read and not checked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedstonePayload {
    packages: Vec<Package>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Package {
    points: Vec<(B256, U256)>,
    milliseconds: u64,
    digest: B256,
    signature: [u8; 65],
}

/// Whose word counts, and for what.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the question, whole: a caller states every part of it")]
pub struct RedstoneTerms<'a> {
    /// The feed that is asked about: [`redstone_feed_id`].
    pub feed: B256,
    /// The signers of the data service. They come from its on-chain adapter or the user, never from the payload.
    pub signers: &'a [Address],
    /// How many of them have to agree on a moment.
    pub threshold: usize,
    /// How old. `RedStone`'s contracts take 180 s, and 60 s ahead.
    pub freshness: Freshness,
}

/// The median of what the signers signed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RedstoneFigure {
    /// The integer. Its decimals are the feed's, 8 unless `RedStone` says otherwise: the package does not tell.
    pub value: U256,
    /// The moment that all packages are of, in whole seconds.
    pub at: Timestamp,
    /// Whose values the median was taken of.
    pub signers: BTreeSet<Address>,
}

impl RedstoneFigure {
    /// The value as an amount of what the feed counts, with the feed's decimals.
    ///
    /// # Errors
    /// [`UnitsError::ScaleTooLarge`].
    pub const fn amount(&self, decimals: u8) -> Result<Amount, UnitsError> {
        Amount::from_raw(self.value, decimals)
    }
}

/// The id of a feed: its name in 32 bytes where it fits, else its Keccak-256; of `0x` and digits the hash of their bytes.
#[must_use]
pub fn redstone_feed_id(name: &str) -> B256 {
    if name.len() < 32 {
        return B256::right_padding_from(name.as_bytes());
    }
    match name.starts_with("0x").then(|| hex::decode(name)) {
        Some(Ok(bytes)) => keccak256(bytes),
        Some(Err(_)) | None => keccak256(name),
    }
}

impl RedstonePayload {
    /// Reads a payload: all of its bytes, and nothing before the first package.
    ///
    /// # Errors
    /// [`PackageError::Cut`], [`PackageError::Trailing`], [`PackageError::Malformed`], [`PackageError::OutOfRange`] or
    /// [`PackageError::FeedTwice`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PackageError> {
        let mut cursor = Cursor::new(bytes);
        let marker = cursor.array_back::<9>("the marker")?;
        if marker != MARKER {
            return Err(PackageError::malformed("the marker", &marker, &MARKER));
        }
        let metadata = number(cursor.array_back::<3>("the length of the metadata")?);
        cursor.take_back("the metadata", length("the length of the metadata", metadata)?)?;
        let count = number(cursor.array_back::<2>("the number of packages")?);
        if count == 0 {
            return Err(PackageError::OutOfRange { what: "the number of packages", got: count });
        }
        let mut packages = Vec::new();
        for _ in 0..count {
            packages.push(package(&mut cursor)?);
        }
        cursor.end()?;
        packages.reverse();
        Ok(Self { packages })
    }

    /// Checks every package, and takes the median of what was signed about the feed. `at` is the block beside which the figure will be
    /// shown: the packages are dated by time.
    ///
    /// Stricter than the contract in one point: a package of any feed that a stranger signed is refused, and so is a second one by the same
    /// signer, where the contract counts it once.
    ///
    /// # Errors
    /// [`PackageError`] says which check failed.
    pub fn verify(&self, terms: &RedstoneTerms<'_>, at: BlockRef) -> Result<Fact<RedstoneFigure>, PackageError> {
        let mut moment = None;
        let mut signers = BTreeSet::new();
        let mut values = Vec::new();
        for package in &self.packages {
            let signer = recover_with_v(package.digest, &package.signature)?;
            if !terms.signers.contains(&signer) {
                return Err(PackageError::Unauthorised { got: signer });
            }
            let expected = *moment.get_or_insert(package.milliseconds);
            if package.milliseconds != expected {
                return Err(PackageError::OtherMoment { got: package.milliseconds, expected });
            }
            let Some((_, value)) = package.points.iter().find(|(feed, _)| *feed == terms.feed) else { continue };
            if !signers.insert(signer) {
                return Err(PackageError::SignerTwice { signer });
            }
            values.push(*value);
        }
        let at_moment = Timestamp(moment.ok_or(PackageError::NoFeed { feed: terms.feed })? / 1_000);
        terms.freshness.check(at_moment)?;
        if values.is_empty() {
            return Err(PackageError::NoFeed { feed: terms.feed });
        }
        if values.len() < terms.threshold {
            return Err(PackageError::TooFewSigners { got: values.len(), expected: terms.threshold });
        }
        let value = median(values).filter(|value| !value.is_zero());
        let value = value.ok_or(PackageError::NotPositive { feed: terms.feed, got: 0 })?;
        let first = signers.first().copied().ok_or(PackageError::NoFeed { feed: terms.feed })?;
        let figure = RedstoneFigure { value, at: at_moment, signers };
        let others: Vec<_> = figure.signers.iter().skip(1).copied().collect();
        let fact = Fact::asserted(figure, at, Source::Signer(first));
        Ok(others.into_iter().fold(fact, |fact, signer| fact.extended(Source::Signer(signer))))
    }
}

/// The last package of what is left.
fn package(cursor: &mut Cursor<'_>) -> Result<Package, PackageError> {
    let mut tail = Cursor::new(cursor.take_back("a package", TAIL)?);
    let signed_tail = tail.array::<13>("a package")?;
    let signature = tail.array::<65>("a signature")?;
    let [milliseconds @ .., _, _, _, _, _, _, _] = signed_tail;
    let [_, _, _, _, _, _, size @ .., _, _, _] = signed_tail;
    let [_, _, _, _, _, _, _, _, _, _, count @ ..] = signed_tail;
    let (size, count) = (number::<4>(size), number::<3>(count));
    if size == 0 || size > 32 {
        return Err(PackageError::OutOfRange { what: "the size of a value", got: size });
    }
    if count == 0 {
        return Err(PackageError::OutOfRange { what: "the number of data points", got: count });
    }
    let size = length("the size of a value", size)?;
    let count = length("the number of data points", count)?;
    let signed = cursor.take_back("the data points", size.saturating_add(32).saturating_mul(count))?;
    let mut rest = Cursor::new(signed);
    let (mut points, mut feeds) = (Vec::with_capacity(count), BTreeSet::new());
    while !rest.is_empty() {
        let feed = B256::new(rest.array("a feed id")?);
        let value = U256::from_be_slice(rest.take("a value", size)?);
        if !feeds.insert(feed) {
            return Err(PackageError::FeedTwice { feed });
        }
        points.push((feed, value));
    }
    let digest = keccak256([signed, &signed_tail].concat());
    Ok(Package { points, milliseconds: number::<6>(milliseconds), digest, signature })
}

/// Of an even number the mean of the middle two, rounded down, as `NumericArrayLib.pickMedian` does it.
fn median(mut values: Vec<U256>) -> Option<U256> {
    values.sort_unstable();
    let upper = *values.get(values.len() / 2)?;
    if !values.len().is_multiple_of(2) {
        return Some(upper);
    }
    let lower = *values.get((values.len() / 2).checked_sub(1)?)?;
    lower.checked_add(upper.checked_sub(lower)?.wrapping_shr(1))
}

fn number<const N: usize>(bytes: [u8; N]) -> u64 {
    bytes.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

fn length(what: &'static str, number: u64) -> Result<usize, PackageError> {
    usize::try_from(number).map_err(|_| PackageError::OutOfRange { what, got: number })
}
