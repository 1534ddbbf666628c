//! Backed's tokens (bTokens, xStocks) and their wrapper: a pause, a sanctions list, and for some of them balances that are shares times
//! a multiplier.
//!
//! Sender, receiver and whoever spends an allowance are looked up in the sanctions list; the wrapper asks the list of the token that it
//! wraps and holds plain balances. The multiplier falls with the management fee, period by period, and changes with corporate
//! actions at a scheduled time. What moves are whole shares, so a little less than was sent may arrive.
//!
//! Followed: `backed-token-contract` (the first implementation, 1.1.0, the one with fees in all its versions, and the wrapper).

use alloy_primitives::{Address, U256};

use crate::abi::backed::IBackedAutoFeeToken::{
    feePerPeriodCall, getCurrentMultiplierCall, lastTimeFeeAppliedCall, newMultiplierActivationTimeCall,
    periodLengthCall,
};
use crate::abi::backed::IBackedFirstAutoFeeToken;
use crate::abi::backed::IBackedToken::{delegateModeCall, isPausedCall, sanctionsListCall};
use crate::abi::backed::ISanctionsList::isSanctionedCall;
use crate::abi::erc4626::IERC4626::assetCall;
use crate::compliance::detection::{Prober, SOMEONE, either, judge};
use crate::compliance::findings::Findings;
use crate::compliance::flag::{self, Flag};
use crate::compliance::shares::{self, Multiplier};
use crate::compliance::{Lifter, Party, Presence, Remedy, RestrictionCode, Rule};
use crate::evidence::Gap;
use crate::units::Timestamp;

const BALANCE: &str = "Backed balance";

/// Others have `isPaused` or a list of sanctions: both together, and the switch for delegated transfers, only these.
pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let paused = prober.asks(&isPausedCall {}, |_| true);
    let delegates = prober.asks(&delegateModeCall {}, |_| true);
    let (named, own) = prober.names(&sanctionsListCall {});
    let (_, asset) = prober.names(&assetCall {});
    let (named, list) = match (own, asset) {
        (None, Some(asset)) => {
            let of_asset = prober.asks_at(asset, &sanctionsListCall {}, |list| !list.is_zero());
            (either(named, of_asset), prober.value(asset, &sanctionsListCall {}))
        }
        (Some(_), _) | (None, None) => (named, own),
    };
    let apart = [("isPaused", paused), ("sanctionsList", named)];
    let Some(list) = list else { return judge(&apart, &[]) };
    let sanctioned = prober.asks_at(list, &isSanctionedCall { addr: SOMEONE }, |_| true);
    judge(&apart, &[("delegateMode", delegates), ("isSanctioned of the list", sanctioned)])
}

pub(super) fn check(findings: &mut Findings<'_>) {
    let own = findings.ask(findings.token, &sanctionsListCall {});
    flag::check_pause(findings, &isPausedCall {}, "Backed pause");
    check_balance(findings);
    let list = match own {
        Err(Gap::Reverted { .. }) => wrapped_list(findings),
        own @ (Ok(_) | Err(_)) => own,
    };
    if let Some(list) = findings.known(list) {
        check_sanctions(findings, list);
    }
}

fn wrapped_list(findings: &mut Findings<'_>) -> Result<Address, Gap> {
    let asset = findings.ask(findings.token, &assetCall {})?;
    findings.ask(asset, &sanctionsListCall {})
}

fn check_sanctions(findings: &mut Findings<'_>, list: Address) {
    for (party, addr) in findings.parties() {
        let who = party.in_words();
        let sanctioned = Flag {
            contract: list,
            rule: "Backed sanctions list",
            breaks: true,
            code: match party {
                Party::Sender => RestrictionCode::SenderSanctioned,
                Party::Caller => RestrictionCode::CallerSanctioned,
                Party::Receiver | Party::Token | Party::Collector | Party::Both => RestrictionCode::ReceiverSanctioned,
            },
            party,
            message: format!("The sanctions list that the token asks names {who}."),
            remedy: Remedy::by(Lifter::Issuer, format!("Ask the issuer why the sanctions list names {who}.")),
        };
        flag::check(findings, &isSanctionedCall { addr }, sanctioned);
    }
}

/// Tokens without a multiplier hold plain balances.
fn check_balance(findings: &mut Findings<'_>) {
    let token = findings.token;
    let multiplier = match findings.ask(token, &getCurrentMultiplierCall {}) {
        Ok(current) => {
            note_changes(findings, current.periodsPassed);
            Ok(current.currentMultiplier)
        }
        Err(Gap::Malformed { .. }) => {
            let current = findings.ask(token, &IBackedFirstAutoFeeToken::getCurrentMultiplierCall {});
            current.map(|current| {
                note_changes(findings, current.periodsPassed);
                current.newMultiplier
            })
        }
        Err(Gap::Reverted { .. }) => return,
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => Err(gap),
    };
    if let Some(multiplier) = findings.known(multiplier) {
        shares::check(findings, BALANCE, Multiplier(multiplier));
    }
}

/// A scheduled multiplier, and the end of the current period where a fee is taken then. These only inform: what cannot be read is left out.
fn note_changes(findings: &mut Findings<'_>, passed: U256) {
    let token = findings.token;
    let scheduled = findings.ask(token, &newMultiplierActivationTimeCall {});
    let fee = findings.ask(token, &feePerPeriodCall {});
    let length = findings.ask(token, &periodLengthCall {});
    let applied = findings.ask(token, &lastTimeFeeAppliedCall {});
    let period_ends = match (fee, length, applied) {
        (Ok(fee), Ok(length), Ok(applied)) if !fee.is_zero() => passed
            .checked_add(U256::ONE)
            .and_then(|periods| periods.checked_mul(length))
            .and_then(|span| span.checked_add(applied)),
        _ => None,
    };
    let rule = Rule::new(token, BALANCE);
    for moment in scheduled.ok().into_iter().chain(period_ends) {
        // A moment beyond 64 bits never comes.
        if let Ok(at) = u64::try_from(moment) {
            findings.changes_at(Timestamp(at), &rule);
        }
    }
}
