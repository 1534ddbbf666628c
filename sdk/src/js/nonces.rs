//! Bonds by class and nonce (ERC-3475).

use serde::Serialize;
use tsify::Tsify;

use super::figure::Amount;
use crate::yields;

/// What is held of one nonce of a bond's class. The standard states no coupon, and not what redeeming pays.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct HeldNonce {
    /// What it is called.
    label: String,
    /// The contract.
    contract: String,
    /// Its class: a decimal string.
    class: String,
    /// Its nonce: a decimal string.
    nonce: String,
    /// How many bonds: whole ones.
    balance: Amount,
    /// How many there are in all.
    active: Amount,
    /// How many were redeemed.
    redeemed: Amount,
    /// How far it is, in a unit that is the issuer's own; left out where the contract refuses to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    progress: Option<NonceProgress>,
    /// What of the balance is open to redemption; left out where the contract refuses to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    redeemable: Option<Amount>,
    /// When it matures, in seconds since 1970; left out where that is not stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    maturity: Option<u64>,
}

/// How far a bond is: decimal strings.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct NonceProgress {
    /// What is achieved.
    achieved: String,
    /// What is left until it can be redeemed.
    remaining: String,
}

impl From<&yields::NonceHolding> for HeldNonce {
    fn from(holding: &yields::NonceHolding) -> Self {
        let progress = |progress: &yields::Progress| NonceProgress {
            achieved: progress.achieved.to_string(),
            remaining: progress.remaining.to_string(),
        };
        Self {
            label: holding.of.label.clone(),
            contract: holding.contract.to_string(),
            class: holding.of.class.to_string(),
            nonce: holding.of.nonce.to_string(),
            balance: (&holding.balance).into(),
            active: (&holding.active).into(),
            redeemed: (&holding.redeemed).into(),
            progress: holding.progress.as_ref().map(progress),
            redeemable: holding.redeemable().as_ref().map(Amount::from),
            maturity: holding.maturity.map(|time| time.0),
        }
    }
}
