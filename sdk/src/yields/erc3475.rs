//! Bonds of ERC-3475: what is held of one nonce of a class, how far it is, and when it matures, where that can be read.
//!
//! The standard knows no coupon that a program could read, no decimals, and no payment: redeeming is the issuer's business. What it has is
//! shown; the rest is not stated. The unit of progress is the issuer's own: time in the standard's example.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall as _;
use serde::Serialize;

use crate::abi::erc3475::IERC3475;
use crate::asset::BondNonce;
use crate::evidence::{Fact, Gap, Read, Reads, Source};
use crate::units::{Amount, Timestamp};

use super::YieldError;

/// What a holder has of one nonce of a bond's class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NonceHolding {
    /// The contract.
    pub contract: Address,
    /// Which bond, as the list names it.
    pub of: BondNonce,
    /// How many bonds: whole ones.
    pub balance: Amount,
    /// How many there are in all.
    pub active: Amount,
    /// How many were redeemed.
    pub redeemed: Amount,
    /// How far it is; `None` where the contract refuses to say.
    pub progress: Option<Progress>,
    /// When it matures; `None` where the list does not say by which metadata the contract tells it.
    pub maturity: Option<Timestamp>,
}

/// How far a bond is, in a unit that is the issuer's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// What is achieved.
    pub achieved: U256,
    /// What is left until it can be redeemed.
    pub remaining: U256,
}

impl NonceHolding {
    /// What of the holding is open to redemption: all of it once nothing remains, and nothing before; `None` where the contract does not
    /// say. Who may redeem it, and what it pays, the standard does not tell.
    #[must_use]
    pub fn redeemable(&self) -> Option<Amount> {
        let progress = self.progress?;
        Some(if progress.remaining.is_zero() { self.balance } else { self.balance.with_raw(U256::ZERO) })
    }
}

/// What a holder has at the ledger's block.
///
/// # Errors
/// [`YieldError::OtherGround`] where the metadata that the list names is not a maturity in whole seconds, [`YieldError::Gap`] or
/// [`YieldError::Units`].
pub fn nonce_holding(
    reads: &mut Reads,
    contract: Address,
    of: &BondNonce,
    holder: Address,
) -> Result<Fact<NonceHolding>, YieldError> {
    let (class, nonce) = (of.class, of.nonce);
    let balance = reads.ask(contract, &IERC3475::balanceOfCall { _account: holder, classId: class, nonceId: nonce });
    let active = reads.ask(contract, &IERC3475::activeSupplyCall { classId: class, nonceId: nonce });
    let redeemed = reads.ask(contract, &IERC3475::redeemedSupplyCall { classId: class, nonceId: nonce });
    let progress = progress(reads, contract, of, holder);
    let maturity = of.maturity.map(|metadata| maturity(reads, contract, of, metadata));
    let read = balance?.zip(active?)?.zip(redeemed?)?.zip(progress?)?;
    // Which metadata tells the maturity is the list's word.
    let read = match maturity {
        Some(maturity) => read.zip(maturity?.extended(Source::TokenList).map(Some))?,
        None => read.map(|read| (read, None)),
    };
    read.try_map(|((((balance, active), redeemed), progress), maturity)| {
        let whole = |raw| Amount::from_raw(raw, 0);
        let (balance, active, redeemed) = (whole(balance)?, whole(active)?, whole(redeemed)?);
        Ok(NonceHolding { contract, of: of.clone(), balance, active, redeemed, progress, maturity })
    })
}

/// The example of the standard refuses to tell the progress of what is not issued yet.
fn progress(
    reads: &mut Reads,
    contract: Address,
    of: &BondNonce,
    holder: Address,
) -> Result<Fact<Option<Progress>>, YieldError> {
    type Getter = IERC3475::getProgressCall;
    let data: alloy_primitives::Bytes = Getter { classId: of.class, nonceId: of.nonce }.abi_encode().into();
    let answer = reads.simulate(holder, contract, data.clone(), Getter::SIGNATURE)?;
    let read = Read::Call { to: contract, from: Some(holder), data, signature: Getter::SIGNATURE };
    answer.try_map(|answer| match answer {
        Ok(bytes) => match Getter::abi_decode_returns_validate(&bytes) {
            Ok(told) => Ok(Some(Progress { achieved: told.progressAchieved, remaining: told.progressRemaining })),
            Err(_) => Err(Gap::Malformed { read, expected: "(uint256,uint256)", got: bytes }.into()),
        },
        Err(_) => Ok(None),
    })
}

/// The value of a metadata that has to be a maturity: its title says so, and its type is a whole number.
fn maturity(
    reads: &mut Reads,
    contract: Address,
    of: &BondNonce,
    metadata: U256,
) -> Result<Fact<Timestamp>, YieldError> {
    let (class, nonce) = (of.class, of.nonce);
    let named = reads.ask(contract, &IERC3475::nonceMetadataCall { classId: class, metadataId: metadata });
    let value =
        reads.ask(contract, &IERC3475::nonceValuesCall { classId: class, nonceId: nonce, metadataId: metadata });
    named?.zip(value?)?.try_map(|(named, value)| {
        let other = |function, got: String, expected: &str| YieldError::OtherGround {
            contract,
            function,
            got,
            expected: expected.to_owned(),
        };
        if named.title != "maturity" || !matches!(named._type.as_str(), "int" | "uint" | "uint256") {
            let got = format!("{:?} of type {:?}", shown(&named.title), shown(&named._type));
            return Err(other(IERC3475::nonceMetadataCall::SIGNATURE, got, "\"maturity\" of type \"int\" or \"uint\""));
        }
        // A time that no calendar has is no maturity.
        let seconds =
            u64::try_from(value.uintValue).ok().map(Timestamp).filter(|time| crate::units::Date::of(*time).is_ok());
        seconds.filter(|time| time.0 > 0).ok_or_else(|| {
            let got = value.uintValue.to_string();
            other(IERC3475::nonceValuesCall::SIGNATURE, got, "a time in seconds since 1970, above zero")
        })
    })
}

/// A text of a contract, not longer than a line.
fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}
