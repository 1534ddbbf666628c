//! Several things to review: together where another wallet carries them out as one, otherwise one after the other, where what is refused or
//! left out leaves the rest.

use leptos::prelude::*;

use crate::state::income::Claim;

use super::batch::Kind;
use super::{Signing, Wallet};

/// What is to be reviewed, and how far that is.
#[derive(Clone, Debug, Default)]
pub(super) struct Sequence {
    claims: Vec<Claim>,
    /// The place of the one that stands for review, where they stand one after the other.
    at: usize,
    /// What they are to each other, where they stand together.
    together: Option<Kind>,
    /// Why they stand one after the other, where they might have stood together.
    apart: Option<String>,
}

impl Wallet {
    /// Opens the review of all that is claimed. One after the other, each is built when its turn comes, at the newest block.
    pub(crate) fn propose_all(&self, claims: Vec<Claim>) {
        self.propose_several(claims, Kind::Claims);
    }

    /// Opens the review of the steps of a way out. One after the other, only the first one is: the next is possible once it is done.
    pub(crate) fn propose_steps(&self, steps: Vec<Claim>) {
        self.propose_several(steps, Kind::WayOut);
    }

    fn propose_several(&self, claims: Vec<Claim>, kind: Kind) {
        self.end_asking();
        let together = (self.signing == Signing::Elsewhere && claims.len() > 1).then_some(kind);
        let _gone =
            self.sequence.try_set(Sequence { claims: claims.clone(), together: Some(kind), ..Sequence::default() });
        match together {
            Some(kind) => self.propose_together(claims, kind),
            None => self.take_apart(None),
        }
    }

    /// Opens the review of the first alone, and of the others after it; with the reason where they were to stand together.
    pub(crate) fn take_apart(&self, why: Option<String>) {
        let first = self.sequence.try_update(|sequence| {
            // Steps follow each other in blocks of their own.
            if sequence.together.take() == Some(Kind::WayOut) {
                sequence.claims.truncate(1);
            }
            (sequence.at, sequence.apart) = (0, why);
            sequence.claims.first().cloned()
        });
        if let Some(Some(Claim { intent, asset })) = first {
            self.propose_one(intent, asset);
        }
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

    /// Which of how many stands for review, from one; `None` where it is the only one, and where all stand together. Tracks.
    pub(crate) fn place_in_sequence(&self) -> Option<(usize, usize)> {
        self.sequence.with(|sequence| {
            let count = sequence.claims.len();
            (count > 1 && sequence.together.is_none()).then(|| (sequence.at.saturating_add(1), count))
        })
    }

    /// Whether another one waits for its review. Tracks.
    pub(crate) fn has_more(&self) -> bool {
        self.place_in_sequence().is_some_and(|(place, count)| place < count)
    }

    /// Whether several stand together and could stand one after the other. Tracks.
    pub(crate) fn can_take_apart(&self) -> bool {
        self.sequence.with(|sequence| sequence.together.is_some())
    }

    /// Why what might have stood together does not. Tracks.
    pub(crate) fn why_apart(&self) -> Option<String> {
        self.sequence.with(|sequence| sequence.apart.clone())
    }

    pub(super) fn end_sequence(&self) {
        let _gone = self.sequence.try_set(Sequence::default());
    }
}
