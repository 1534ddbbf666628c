//! Several transactions, reviewed one after the other: what is refused or left out leaves the rest.

use leptos::prelude::*;

use crate::state::income::Claim;

use super::Wallet;

/// What is reviewed one after the other, and how far that is.
#[derive(Clone, Debug, Default)]
pub(super) struct Sequence {
    claims: Vec<Claim>,
    /// The place of the one that stands for review.
    at: usize,
}

impl Wallet {
    /// Opens the review of the first; each is built when its turn comes, at the newest block.
    pub(crate) fn propose_all(&self, claims: Vec<Claim>) {
        let Some(first) = claims.first().cloned() else { return };
        let _gone = self.sequence.try_set(Sequence { claims, at: 0 });
        self.propose_one(first.intent, first.asset);
    }

    /// Opens the review of the next, whatever came of this one.
    pub(crate) fn go_on(&self) {
        let next = self.sequence.try_update(|sequence| {
            sequence.at = sequence.at.saturating_add(1);
            sequence.claims.get(sequence.at).cloned()
        });
        match next.flatten() {
            Some(Claim { intent, asset }) => self.propose_one(intent, asset),
            None => self.dismiss(),
        }
    }

    /// Which of how many stands for review, from one; `None` where it is the only one. Tracks.
    pub(crate) fn place_in_sequence(&self) -> Option<(usize, usize)> {
        self.sequence.with(|sequence| {
            let count = sequence.claims.len();
            (count > 1).then(|| (sequence.at.saturating_add(1), count))
        })
    }

    /// Whether another one waits for its review. Tracks.
    pub(crate) fn has_more(&self) -> bool {
        self.place_in_sequence().is_some_and(|(place, count)| place < count)
    }

    pub(super) fn end_sequence(&self) {
        let _gone = self.sequence.try_set(Sequence::default());
    }
}
