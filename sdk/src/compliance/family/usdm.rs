//! Mountain Protocol's USDM and its wrapper wUSDM: a block list on senders, a pause, and for USDM balances that are shares times a
//! multiplier.
//!
//! Neither the receiver nor the caller is looked at: what is sent to a blocked account arrives and stays there. USDM moves whole shares,
//! so a little less than was sent may arrive. The wrapper holds plain balances, asks USDM about the sender, and is paused with it.
//!
//! Followed: `mountainprotocol/tokens` (2023, USDM and wUSDM). The issuer has wound down; the contracts remain.

use alloy_primitives::Address;

use crate::abi::shares::IShares::sharesOfCall;
use crate::abi::usdm::IUSDM::{isBlockedCall, pausedCall, rewardMultiplierCall};
use crate::abi::usdm::IwUSDM::USDMCall;
use crate::compliance::detection::{Answer, Prober, SOMEONE, judge};
use crate::compliance::findings::Findings;
use crate::compliance::flag::{self, Flag};
use crate::compliance::shares::{self, Multiplier};
use crate::compliance::{Lifter, Party, Presence, Remedy, RestrictionCode};
use crate::evidence::Gap;

/// The wrapper names the token that it wraps.
pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let paused = prober.asks(&pausedCall {}, |_| true);
    let (Answer::Yes, Some(wrapped)) = prober.names(&USDMCall {}) else {
        let multiplier = prober.asks(&rewardMultiplierCall {}, |one| !one.is_zero());
        let blocked = prober.asks(&isBlockedCall { account: SOMEONE }, |_| true);
        let held = prober.asks(&sharesOfCall { account: SOMEONE }, |_| true);
        let apart = [("rewardMultiplier", multiplier), ("isBlocked", blocked)];
        return judge(&apart, &[("sharesOf", held), ("paused", paused)]);
    };
    let multiplier = prober.asks_at(wrapped, &rewardMultiplierCall {}, |one| !one.is_zero());
    let blocked = prober.asks_at(wrapped, &isBlockedCall { account: SOMEONE }, |_| true);
    let apart = [("USDM", Answer::Yes), ("rewardMultiplier of USDM", multiplier)];
    judge(&apart, &[("isBlocked of USDM", blocked), ("paused", paused)])
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let token = findings.token;
    let wrapped = findings.ask(token, &USDMCall {});
    let multiplier = findings.ask(token, &rewardMultiplierCall {});
    flag::check_pause(findings, &pausedCall {}, "USDM pause");
    match wrapped {
        Ok(wrapped) => check_block(findings, wrapped),
        Err(Gap::Reverted { .. }) => {
            check_block(findings, token);
            if let Some(multiplier) = findings.known(multiplier) {
                shares::check(findings, "USDM balance", Multiplier(multiplier));
            }
        }
        Err(gap @ (Gap::Malformed { .. } | Gap::Pending { .. } | Gap::Declined { .. })) => findings.unread(gap),
    }
}

fn check_block(findings: &mut Findings<'_>, list: Address) {
    let blocked = Flag {
        contract: list,
        rule: "USDM block list",
        breaks: true,
        code: RestrictionCode::SenderBlacklisted,
        party: Party::Sender,
        message: "The issuer has blocked the sender.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Ask the issuer to take the sender off the block list."),
    };
    flag::check(findings, &isBlockedCall { account: findings.from }, blocked);
}
