//! How a figure is known, taken from its fact and from nowhere else.

use assay_sdk::evidence::{Evidence, Fact, Level};
use assay_sdk::units::{BlockRef, Seconds, Timestamp};
use leptos::prelude::*;

/// What a hallmark tells. Made from a fact only: nobody can stamp a figure that has no evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    at: BlockRef,
    evidence: Evidence,
}

impl Known {
    /// How this fact is known.
    pub(crate) fn of<T>(fact: &Fact<T>) -> Self {
        Self { at: fact.at(), evidence: fact.evidence().clone() }
    }

    /// The block that it belongs to.
    pub(crate) const fn at(&self) -> BlockRef {
        self.at
    }

    /// What it rests on.
    pub(crate) const fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// How well it is known.
    pub(crate) fn level(&self) -> Level {
        self.evidence.level()
    }
}

/// The present moment, and the age from which a figure is called stale.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    /// Now, as the page's owner keeps it.
    pub(crate) now: Signal<Timestamp>,
    /// Figures older than this say so.
    pub(crate) stale_after: Seconds,
}

impl Clock {
    /// Whether something of that moment is stale by now.
    pub(crate) fn is_stale(&self, then: Timestamp) -> bool {
        self.now.get().since(then) > self.stale_after
    }
}
