//! Paxos' tokens: gold (PAXG) and the dollars of the same code, first and second version.
//!
//! Sender, receiver and whoever calls `transferFrom` must not be frozen. Gold of the first version takes a fee from what arrives, also
//! from what somebody sends to themselves; only who collects the fees gets the whole amount. The second version has neither fee nor
//! `feeRecipient()`, and reverts with errors where the first one reverts with texts. Both refuse the zero address.
//!
//! Followed: `paxos-gold-contract` (PAXGImplementation, Solidity 0.4) and `paxos-token-contracts` (PaxosTokenV2, and the third version
//! with claimable rewards, whose transfers obey the same rules). Which of them a proxy runs is probed, never assumed.

use alloy_primitives::Address;

use crate::abi::paxos::IPaxosToken::{
    assetProtectionRoleCall, feeRecipientCall, getFeeForCall, isFrozenCall, pausedCall, supplyControlCall,
    supplyControllerCall,
};
use crate::compliance::detection::{Prober, SOMEONE, all, either, judge};
use crate::compliance::findings::Findings;
use crate::compliance::flag::{self, Flag};
use crate::compliance::{Lifter, Party, Presence, Remedy, RestrictionCode, Rule, TransferFee};
use crate::evidence::Gap;

/// Many tokens can freeze and pause; who controls the supply sets Paxos' apart.
pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let frozen = prober.asks(&isFrozenCall { addr: SOMEONE }, |_| true);
    let paused = prober.asks(&pausedCall {}, |_| true);
    let protects = prober.asks(&assetProtectionRoleCall {}, |_| true);
    let supplies = prober.asks(&supplyControllerCall {}, |address| !address.is_zero());
    let second = prober.asks(&supplyControlCall {}, |_| true);
    let supply = either(all(&[protects, supplies]), second);
    judge(&[("isFrozen", frozen), ("who controls the supply", supply)], &[("paused", paused)])
}

pub(super) fn check(findings: &mut Findings<'_>) {
    flag::check_pause(findings, &pausedCall {}, "Paxos pause");
    for (party, addr) in findings.parties() {
        let who = party.in_words();
        let frozen = Flag {
            contract: findings.token,
            rule: "Paxos freeze",
            breaks: true,
            code: code(party),
            party,
            message: format!("Paxos has frozen {who} for this token."),
            remedy: Remedy::by(Lifter::Issuer, format!("Ask Paxos to unfreeze {who}.")),
        };
        flag::check(findings, &isFrozenCall { addr }, frozen);
    }
    fee(findings);
}

const fn code(party: Party) -> RestrictionCode {
    match party {
        Party::Sender => RestrictionCode::SenderFrozen,
        Party::Caller => RestrictionCode::CallerFrozen,
        Party::Receiver | Party::Token | Party::Collector | Party::Both => RestrictionCode::ReceiverFrozen,
    }
}

fn fee(findings: &mut Findings<'_>) {
    let token = findings.token;
    let collector = findings.ask(token, &feeRecipientCall {});
    let fee = findings.ask(token, &getFeeForCall { value: findings.amount.raw() });
    let Some(collector) = collects(findings, collector) else { return };
    match fee {
        Ok(amount) if !amount.is_zero() && findings.to != collector => {
            let rule = Rule::new(token, "Paxos transfer fee");
            findings.fee = Some(TransferFee { rule, amount: findings.amount.with_raw(amount), collector });
        }
        Ok(_) => {}
        // An amount so large that the fee overflows is more than there can be.
        Err(gap) => findings.unread(gap),
    }
}

/// Who collects; `None` where the token takes no fees, or where it is not known.
fn collects(findings: &mut Findings<'_>, collector: Result<Address, Gap>) -> Option<Address> {
    match collector {
        Ok(collector) => Some(collector),
        Err(Gap::Reverted { .. }) => None,
        Err(gap @ (Gap::Malformed { .. } | Gap::Pending { .. } | Gap::Declined { .. })) => {
            findings.unread(gap);
            None
        }
    }
}
