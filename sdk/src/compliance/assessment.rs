//! A transfer checked: what the rules say, what the simulation says, and the verdict of both.

use std::collections::BTreeMap;

use alloy_primitives::{Address, U256};
use serde::Serialize;

use crate::asset::{Descriptor, Profile};
use crate::evidence::{Fact, Gap};
use crate::units::Amount;

use super::{Families, Headroom, Rule, Simulation, Verdict};

/// The transfer in question: `transfer(to, amount)` called by `from`, or `transferFrom(from, to, amount)` called by a spender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferQuery {
    /// The token.
    pub profile: Profile,
    /// Who sends.
    pub from: Address,
    /// Who receives.
    pub to: Address,
    /// Who moves the sender's tokens by an allowance (`transferFrom`); `None` where the sender calls `transfer`.
    pub spender: Option<Address>,
    /// How much, in the token's scale.
    pub amount: Amount,
    /// The issuer's names for claim topics.
    pub topic_labels: BTreeMap<U256, String>,
}

/// A transfer checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Assessment {
    /// What the rules and the simulation say together. As well known as the weakest read behind it.
    pub verdict: Fact<Verdict>,
    /// What the token was found to be. Where the rules of none of these are known, only the simulation speaks.
    pub families: Fact<Families>,
    /// What the rules say by themselves.
    pub structured: Verdict,
    /// What the chain does with the real call; `None` where that could not be had, and then the verdict is not `Allow`.
    pub simulation: Option<Simulation>,
    /// The most that would pass now, also where the amount asked for does not.
    pub headroom: Headroom,
    /// What arrives at the receiver: less than was sent where the token takes a fee.
    pub receives: Amount,
    /// The fee that is taken from what arrives.
    pub fee: Option<TransferFee>,
    /// Who may move the sender's tokens without the sender ever having signed it: the issuer has allowed it for everybody.
    /// `None` where that cannot be told. It changes nothing about this transfer.
    pub standing_approvals: Option<Vec<StandingApproval>>,
}

/// A spender whom the issuer lets move the tokens of every holder who has not opted out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StandingApproval {
    /// The contract that grants it.
    pub rule: Rule,
    /// Who may move the tokens, as many as there are.
    pub spender: Address,
}

/// A fee that a module takes from what the receiver gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TransferFee {
    /// The module.
    pub rule: Rule,
    /// How much.
    pub amount: Amount,
    /// Who gets it.
    pub collector: Address,
}

/// Why a transfer could not be checked at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// Nothing was answered, or a read is still to be fetched.
    #[error(transparent)]
    Gap(#[from] Gap),
    /// The amount was built with another scale than the token's.
    #[error("the amount has {got} decimals, the token has {expected}")]
    Scale {
        /// Decimals of the amount.
        got: u8,
        /// Decimals of the token.
        expected: u8,
    },
}

impl TransferQuery {
    /// A query without names for claim topics.
    #[must_use]
    pub const fn new(profile: Profile, from: Address, to: Address, amount: Amount) -> Self {
        Self { profile, from, to, spender: None, amount, topic_labels: BTreeMap::new() }
    }

    /// The same transfer, called by somebody whom the sender allows to.
    #[must_use]
    pub fn by(mut self, spender: Address) -> Self {
        self.spender = Some(spender);
        self
    }

    /// The same query with the issuer's names for claim topics.
    #[must_use]
    pub fn with_labels(mut self, descriptor: &Descriptor) -> Self {
        self.topic_labels = descriptor.claim_topics.iter().map(|known| (known.topic, known.label.clone())).collect();
        self
    }
}
