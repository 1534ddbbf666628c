//! Balances that are not simply units: of rebasing tokens, and of those that are shown times a multiplier.

use serde::Serialize;
use tsify::Tsify;

use super::figure::{Amount, Ratio};
use super::yields::{AmountChange, Return};
use crate::units::{self, Rate};
use crate::yields;

/// What is held of a rebasing token.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct RebasingHolding {
    /// The shares behind the balance. They change by transfers only.
    shares: Amount,
    /// The balance: shares times the index, rounded down.
    amount: Amount,
    /// What the contract multiplies shares by, and divides the product by.
    index: Ratio,
    /// An index that was announced and does not count yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pending: Option<PendingRatio>,
}

/// An index or a multiplier to come.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct PendingRatio {
    /// What it will be.
    ratio: Ratio,
    /// From when on it counts, in seconds since 1970.
    at: u64,
}

/// What the shares held at the end of a window gained over it.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct RebasingIncome {
    /// The shares held at its end.
    shares: Amount,
    /// The gain, or the loss, in the token itself.
    gain: AmountChange,
    /// How the index changed: `then` and `now` are what these shares were and are.
    index: Return<Amount>,
}

/// A balance, and what is shown of it.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct ScaledBalance {
    /// What `transfer` counts. This, and never what is shown, is what is sent.
    amount: Amount,
    /// What is shown: a decimal text, without raw units to be sent by mistake.
    shown: String,
    /// What makes one of the other.
    multiplier: Multiplier,
    /// A multiplier that was announced and does not count yet. What is sent is raw: it is not changed by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pending: Option<PendingRatio>,
}

/// A multiplier of ERC-8056.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Multiplier {
    /// As the contract has it, over 10^18.
    ratio: Ratio,
}

/// How a multiplier changed over a window.
pub(super) fn multiplier_change(change: &yields::MultiplierChange) -> Return<Multiplier> {
    Return::of(&change.realised, (&change.then).into(), (&change.now).into())
}

/// Over 10^18.
fn of_multiplier(multiplier: &units::Multiplier) -> Ratio {
    let denominator = units::Multiplier::ONE;
    (&Rate { numerator: multiplier.raw(), denominator }).into()
}

fn of_index(index: &units::Index) -> Ratio {
    (&Rate { numerator: index.numerator(), denominator: index.denominator() }).into()
}

impl From<&units::Multiplier> for Multiplier {
    fn from(multiplier: &units::Multiplier) -> Self {
        Self { ratio: of_multiplier(multiplier) }
    }
}

impl From<&yields::RebasingHolding> for RebasingHolding {
    fn from(holding: &yields::RebasingHolding) -> Self {
        let pending =
            |pending: &yields::PendingIndex| PendingRatio { ratio: of_index(&pending.index), at: pending.at.0 };
        Self {
            shares: (&holding.shares).into(),
            amount: (&holding.amount).into(),
            index: of_index(&holding.index),
            pending: holding.pending.as_ref().map(pending),
        }
    }
}

impl From<&yields::RebasingIncome> for RebasingIncome {
    fn from(income: &yields::RebasingIncome) -> Self {
        Self {
            shares: (&income.shares).into(),
            gain: (&income.change).into(),
            index: Return::of(&income.index, (&income.then).into(), (&income.now).into()),
        }
    }
}

impl From<&yields::ScaledBalance> for ScaledBalance {
    fn from(balance: &yields::ScaledBalance) -> Self {
        let pending = |pending: &units::PendingMultiplier| PendingRatio {
            ratio: of_multiplier(&pending.multiplier),
            at: pending.at.0,
        };
        Self {
            amount: (&balance.amount).into(),
            shown: balance.shown.to_string(),
            multiplier: (&balance.multiplier).into(),
            pending: balance.pending.as_ref().map(pending),
        }
    }
}
