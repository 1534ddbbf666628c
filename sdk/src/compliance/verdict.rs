//! Allowed, denied, or cannot tell.

use serde::{Serialize, Serializer};

use crate::evidence::Gap;

use super::{Family, Headroom, Moved, NonEmpty, Restriction, SimulatedRefusal};

/// Whether a transfer will pass. A verdict is no promise: limits, pauses and claims move from block to block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", content = "detail", rename_all = "lowercase")]
#[must_use]
pub enum Verdict {
    /// It passes, and this much would.
    Allow(Headroom),
    /// It does not pass, for every one of these reasons.
    Deny(Reasons),
    /// It cannot be told. Never to be shown, or treated, as allowed.
    Unknown(Gaps),
}

/// Every rule that is broken; never empty.
pub type Reasons = NonEmpty<Restriction>;
/// Everything that stayed open; never empty.
pub type Gaps = NonEmpty<Doubt>;

/// Why it cannot be told whether a transfer passes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Doubt {
    /// A read that a rule depends on gave nothing.
    #[error("{0}")]
    Unread(Gap),
    /// It is not sure whether the token has a family's rules.
    #[error("it is not sure whether the token follows {}: {why}", family.in_words())]
    Unsure {
        /// The family.
        family: Family,
        /// Which probe said what.
        why: String,
    },
    /// Every rule that Assay knows is kept, and yet the contract refuses the call.
    #[error("every known rule is kept, and yet the contract refuses: {refusal}")]
    RefusedUnexplained {
        /// What the contract said.
        refusal: SimulatedRefusal,
    },
    /// These rules seem broken, and yet the contract lets the call pass.
    #[error("rules seem to be broken, and yet the contract lets the transfer pass")]
    PassesDespite {
        /// The rules.
        reasons: Reasons,
    },
    /// These rules seem broken, but the real call could not be simulated to confirm it.
    #[error("rules seem to be broken, but the real call could not be simulated")]
    Unconfirmed {
        /// The rules.
        reasons: Reasons,
    },
    /// The call passes when it is only asked for, and does not when it is rehearsed as a transaction.
    #[error("asked about it the contract lets the transfer pass, and in a rehearsal it refuses: {refusal}")]
    RefusedInRehearsal {
        /// What the contract said.
        refusal: SimulatedRefusal,
    },
    /// The call passes, and does something else than was asked for.
    #[error(
        "the contract lets the transfer pass, but it would take {} from the sender and bring the receiver {}",
        moved.sender.lost(), moved.receiver.gained()
    )]
    MovesOtherwise {
        /// The balances before and after.
        moved: Moved,
    },
    /// A rule is built in a way that is not understood.
    #[error("{what}")]
    NotUnderstood {
        /// What is not understood, in plain words.
        what: String,
    },
}

impl Verdict {
    /// Whether it is [`Verdict::Allow`].
    #[must_use]
    pub const fn is_allow(&self) -> bool {
        matches!(self, Self::Allow(_))
    }

    /// The broken rules; empty unless it is [`Verdict::Deny`].
    #[must_use]
    pub fn reasons(&self) -> &[Restriction] {
        match self {
            Self::Deny(reasons) => reasons.as_slice(),
            Self::Allow(_) | Self::Unknown(_) => &[],
        }
    }
}

impl Doubt {
    /// A stable name.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unread(_) => "unread",
            Self::Unsure { .. } => "unsure-family",
            Self::RefusedUnexplained { .. } => "refused-unexplained",
            Self::PassesDespite { .. } => "passes-despite-rules",
            Self::Unconfirmed { .. } => "unconfirmed",
            Self::RefusedInRehearsal { .. } => "refused-in-rehearsal",
            Self::MovesOtherwise { .. } => "moves-otherwise",
            Self::NotUnderstood { .. } => "not-understood",
        }
    }
}

/// `{ code, message, refusal?, reasons?, moved? }`.
impl Serialize for Doubt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shape<'a> {
            code: &'static str,
            message: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            refusal: Option<&'a SimulatedRefusal>,
            #[serde(skip_serializing_if = "Option::is_none")]
            reasons: Option<&'a Reasons>,
            #[serde(skip_serializing_if = "Option::is_none")]
            moved: Option<&'a Moved>,
        }
        let (refusal, reasons, moved) = match self {
            Self::RefusedUnexplained { refusal } | Self::RefusedInRehearsal { refusal } => (Some(refusal), None, None),
            Self::PassesDespite { reasons } | Self::Unconfirmed { reasons } => (None, Some(reasons), None),
            Self::MovesOtherwise { moved } => (None, None, Some(moved)),
            Self::Unread(_) | Self::Unsure { .. } | Self::NotUnderstood { .. } => (None, None, None),
        };
        Shape { code: self.code(), message: self.to_string(), refusal, reasons, moved }.serialize(serializer)
    }
}
