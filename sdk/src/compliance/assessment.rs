//! A transfer checked: what the rules say, what the simulation says, and the verdict of both.

use std::collections::BTreeMap;

use alloy_primitives::{Address, U256};
use serde::Serialize;

use crate::asset::{Descriptor, Profile};
use crate::evidence::{Fact, Gap};
use crate::units::Amount;

use super::{Families, Headroom, Movement, Rule, Simulation, Verdict};

/// The transfer in question: `transfer(to, amount)` called by `from`, or `transferFrom(from, to, amount)` called by a spender; of tokens
/// with a number, `safeTransferFrom(from, to, id, amount, "")` called by either.
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
    /// For a contract that holds its tokens by number (ERC-1155): which of them. The call is then its `safeTransferFrom`.
    pub token_id: Option<U256>,
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
    /// What the real call was seen to move. Where it was not seen, an `Allow` rests on the token's own answer alone.
    pub movement: Movement,
    /// The most that would pass now, also where the amount asked for does not.
    pub headroom: Headroom,
    /// What arrives at the receiver: less than was sent where the token takes a fee, or moves shares that are worth a little less. As it was
    /// seen to, where it was seen.
    pub receives: Amount,
    /// The fee that is taken from what arrives.
    pub fee: Option<TransferFee>,
    /// What a holder should know although nothing forbids it. Nothing in here changes the verdict.
    pub notices: Vec<Notice>,
    /// Who may move the sender's tokens without the sender ever having signed it: the issuer has allowed it for everybody.
    /// `None` where that cannot be told. It changes nothing about this transfer.
    pub standing_approvals: Option<Vec<StandingApproval>>,
}

/// Something that a transfer brings about besides moving tokens from one holder to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Which kind.
    pub code: NoticeCode,
    /// Which rule of which contract.
    pub rule: Rule,
    /// What happens, in plain words.
    pub message: String,
}

/// Kinds of notices. Names are stable: `sending-burns`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NoticeCode {
    /// The tokens are destroyed for good, and the issuer owes the sender something instead.
    SendingBurns,
    /// The amount is too small to move anything: the transfer passes, and nothing arrives.
    MovesNothing,
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
    /// A batch without transfers.
    #[error("a batch needs at least one transfer")]
    NothingAsked,
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
        Self { profile, from, to, spender: None, amount, token_id: None, topic_labels: BTreeMap::new() }
    }

    /// The same transfer, called by somebody whom the sender allows to.
    #[must_use]
    pub fn by(mut self, spender: Address) -> Self {
        self.spender = Some(spender);
        self
    }

    /// The same query, where the amount is in the token's scale.
    pub(super) fn checked(self) -> Result<Self, CheckError> {
        let (got, expected) = (self.amount.scale(), self.profile.decimals);
        if got == expected { Ok(self) } else { Err(CheckError::Scale { got, expected }) }
    }

    /// The same transfer, of the tokens with this number (ERC-1155).
    #[must_use]
    pub fn of_token(mut self, id: U256) -> Self {
        self.token_id = Some(id);
        self
    }

    /// The same query with the issuer's names for claim topics.
    #[must_use]
    pub fn with_labels(mut self, descriptor: &Descriptor) -> Self {
        self.topic_labels = descriptor.claim_topics.iter().map(|known| (known.topic, known.label.clone())).collect();
        self
    }
}
