//! Tether's first dollar (USDT) and the tokens of the same code: a pause, a black list on senders, and a fee.
//!
//! Neither the receiver nor whoever calls `transferFrom` is looked at: what is sent to a blacklisted account arrives and stays there. The fee
//! is a rate with a maximum; the token's owner gets it, and so receives the whole amount themselves. The token returns nothing where
//! ERC-20 demands a `bool`. Once it is deprecated it hands every call to another contract, whose rules are not known here.
//!
//! Followed: Tether's `TetherToken` of 2017, as it is published for the token on Ethereum.

use alloy_primitives::{U256, uint};

use crate::abi::tether::ITetherBlackList::{
    basisPointsRateCall, deprecatedCall, isBlackListedCall, maximumFeeCall, ownerCall, pausedCall,
};
use crate::compliance::detection::{Prober, SOMEONE, judge};
use crate::compliance::findings::Findings;
use crate::compliance::flag::{self, Flag};
use crate::compliance::{Doubt, Lifter, Party, Presence, Remedy, RestrictionCode, Rule, TransferFee};

/// The fee's rate counts in parts of this.
const PARTS: U256 = uint!(10_000_U256);

/// A list that is spelled with a capital L, and a fee in basis points.
pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let listed = prober.asks(&isBlackListedCall { account: SOMEONE }, |_| true);
    let rate = prober.asks(&basisPointsRateCall {}, |_| true);
    let most = prober.asks(&maximumFeeCall {}, |_| true);
    let paused = prober.asks(&pausedCall {}, |_| true);
    let deprecated = prober.asks(&deprecatedCall {}, |_| true);
    let apart = [("isBlackListed", listed), ("basisPointsRate", rate)];
    judge(&apart, &[("maximumFee", most), ("paused", paused), ("deprecated", deprecated)])
}

pub(super) fn check(findings: &mut Findings<'_>) {
    flag::check_pause(findings, &pausedCall {}, "Tether pause");
    let listed = Flag {
        contract: findings.token,
        rule: "Tether black list",
        breaks: true,
        code: RestrictionCode::SenderBlacklisted,
        party: Party::Sender,
        message: "The issuer has blacklisted the sender.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer to take the sender off the black list."),
    };
    flag::check(findings, &isBlackListedCall { account: findings.from }, listed);
    let deprecated = findings.ask(findings.token, &deprecatedCall {});
    fee(findings);
    if findings.known(deprecated) == Some(true) {
        let what = "the token hands every transfer to a newer contract, whose rules are not known here".to_owned();
        findings.doubts.push(Doubt::NotUnderstood { what });
    }
}

fn fee(findings: &mut Findings<'_>) {
    let token = findings.token;
    let rate = findings.ask(token, &basisPointsRateCall {});
    let most = findings.ask(token, &maximumFeeCall {});
    let owner = findings.ask(token, &ownerCall {});
    let (rate, most, owner) = (findings.known(rate), findings.known(most), findings.known(owner));
    let (Some(rate), Some(most), Some(collector)) = (rate, most, owner) else { return };
    // Where this overflows, the amount is more than there can be.
    let Some(share) = findings.amount.raw().checked_mul(rate).and_then(|parts| parts.checked_div(PARTS)) else {
        return;
    };
    let amount = share.min(most);
    if !amount.is_zero() && findings.to != collector {
        let rule = Rule::new(token, "Tether transfer fee");
        findings.fee = Some(TransferFee { rule, amount: findings.amount.with_raw(amount), collector });
    }
}
