//! A value that cannot be separated from how it is known.

use serde::Serialize;

use crate::units::BlockRef;

use super::{Evidence, Level, Source};

/// A value, the block it belongs to, and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact<T> {
    value: T,
    at: BlockRef,
    evidence: Evidence,
}

/// Why facts did not combine, or were not strong enough.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EvidenceError {
    /// Facts of two blocks describe two moments and do not combine.
    #[error("facts of different blocks: got block {got}, expected block {expected}")]
    DifferentBlocks {
        /// Height of the right-hand side.
        got: u64,
        /// Height of the left-hand side.
        expected: u64,
    },
    /// The fact is known less well than was asked for.
    #[error("not known well enough: got {got:?}, expected at least {expected:?}")]
    TooWeak {
        /// The level it has.
        got: Level,
        /// The level asked for.
        expected: Level,
    },
}

impl<T> Fact<T> {
    /// Creates a fact. One of the two functions that create evidence: every call site is a place where trust
    /// enters and is there to be audited.
    #[must_use]
    pub fn asserted(value: T, at: BlockRef, source: Source) -> Self {
        Self { value, at, evidence: Evidence::of(source) }
    }

    /// The same fact, resting on one more source. It can only become as weak as that source, never stronger.
    #[must_use]
    pub fn extended(self, source: Source) -> Self {
        Self { evidence: self.evidence.union(&Evidence::of(source)), ..self }
    }

    /// The value.
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// The value without its evidence: only for code that does not show it.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The block it belongs to.
    pub const fn at(&self) -> BlockRef {
        self.at
    }

    /// What it rests on.
    pub const fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// How well it is known.
    #[must_use]
    pub fn level(&self) -> Level {
        self.evidence.level()
    }

    /// A fact about the same moment, derived from this one alone.
    pub fn map<V>(self, derive: impl FnOnce(T) -> V) -> Fact<V> {
        Fact { value: derive(self.value), at: self.at, evidence: self.evidence }
    }

    /// Like [`Fact::map`], where deriving can fail.
    ///
    /// # Errors
    /// What `derive` answers.
    pub fn try_map<V, E>(self, derive: impl FnOnce(T) -> Result<V, E>) -> Result<Fact<V>, E> {
        Ok(Fact { value: derive(self.value)?, at: self.at, evidence: self.evidence })
    }

    /// Both facts together, as strong as the weaker.
    ///
    /// # Errors
    /// [`EvidenceError::DifferentBlocks`]: they describe two moments.
    pub fn zip<V>(self, other: Fact<V>) -> Result<Fact<(T, V)>, EvidenceError> {
        if self.at.hash != other.at.hash {
            return Err(EvidenceError::DifferentBlocks { got: other.at.number, expected: self.at.number });
        }
        Ok(self.zip_across_moments(other))
    }

    /// Both facts together although they are of two moments. For the two places that mix moments on purpose: yield over a
    /// span, and an attestation dated by time against a supply dated by block. Both say so in their result.
    pub(crate) fn zip_across_moments<V>(self, other: Fact<V>) -> Fact<(T, V)> {
        let evidence = self.evidence.union(&other.evidence);
        Fact { value: (self.value, other.value), at: self.at.max(other.at), evidence }
    }

    /// Borrows the value, keeping the evidence.
    #[must_use]
    pub fn as_ref(&self) -> Fact<&T> {
        Fact { value: &self.value, at: self.at, evidence: self.evidence.clone() }
    }

    /// The fact itself where it is known at least this well.
    ///
    /// # Errors
    /// [`EvidenceError::TooWeak`].
    pub fn require(self, expected: Level) -> Result<Self, EvidenceError> {
        let got = self.level();
        if got < expected {
            return Err(EvidenceError::TooWeak { got, expected });
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::level::tests::any_source;
    use crate::units::Timestamp;
    use alloy_primitives::B256;
    use proptest::prelude::*;

    fn block(number: u64) -> BlockRef {
        BlockRef { number, hash: B256::with_last_byte(number as u8), timestamp: Timestamp(number) }
    }

    proptest! {
        #[test]
        fn a_derived_fact_is_as_strong_as_its_weakest_input(a in any_source(), b in any_source()) {
            let left = Fact::asserted(1, block(1), a);
            let right = Fact::asserted(2, block(1), b);
            let weaker = left.level().min(right.level());
            let sum = left.zip(right).unwrap().map(|(x, y)| x + y);
            prop_assert_eq!(sum.level(), weaker);
        }

        #[test]
        fn extending_never_strengthens(a in any_source(), b in any_source()) {
            let fact = Fact::asserted((), block(1), a);
            let before = fact.level();
            prop_assert!(fact.extended(b).level() <= before);
        }
    }

    #[test]
    fn moments_do_not_mix() {
        let source = Source::Checkpoint(B256::ZERO);
        let mixed = Fact::asserted(1, block(1), source.clone()).zip(Fact::asserted(1, block(2), source));
        assert_eq!(mixed.unwrap_err(), EvidenceError::DifferentBlocks { got: 2, expected: 1 });
    }

    #[test]
    fn requiring_more_than_is_known_fails() {
        let claimed = Fact::asserted(1, block(1), Source::Endpoint(super::super::Origin::of_url("http://a")));
        assert!(claimed.clone().require(Level::Claimed).is_ok());
        assert_eq!(
            claimed.require(Level::Proven).unwrap_err(),
            EvidenceError::TooWeak { got: Level::Claimed, expected: Level::Proven }
        );
    }
}
