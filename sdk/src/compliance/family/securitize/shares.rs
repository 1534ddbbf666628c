//! From version 4 the token rebases: a balance is shares times a multiplier, and both ways are rounded to the nearest unit.
//!
//! Two things follow. An amount can be so small that it is no share at all, which the token refuses. And a balance that is shown rounded up
//! cannot be sent as a whole: it would be more shares than there are. The exact shares cannot be read, so the chain is asked.

use alloy_primitives::{Address, U256};

use crate::abi::securitize::IRebasingProvider::multiplierCall;
use crate::compliance::findings::Findings;
use crate::compliance::{
    Bound, Lifter, Limit, Party, Remedy, Restriction, RestrictionCode, Rule, SimulatedRefusal, Simulation, Witness,
    check,
};

/// One token in shares at a multiplier of one: multiplier and shares have 18 decimals.
const ONE: U256 = U256::from_limbs([1_000_000_000_000_000_000, 0, 0, 0]);

pub(super) fn check_shares(findings: &mut Findings<'_>, rebasing: Option<Address>, balance: Option<U256>) {
    let Some(provider) = rebasing else { return };
    let multiplier = findings.ask(provider, &multiplierCall {});
    if let Some(multiplier) = findings.known(multiplier) {
        check_dust(findings, provider, multiplier);
    }
    if let Some(balance) = balance.filter(|balance| !balance.is_zero()) {
        check_rounded_up(findings, balance);
    }
}

fn check_dust(findings: &mut Findings<'_>, provider: Address, multiplier: U256) {
    let Some(least) = least(multiplier, findings.amount.scale()) else { return };
    if least <= U256::from(1) || findings.amount.is_zero() {
        return;
    }
    let rule = Rule::new(provider, "Securitize shares");
    findings.minimum(&rule, least, |findings| Restriction {
        code: RestrictionCode::RoundsToNothing,
        party: Party::Token,
        rule: rule.clone(),
        read: Witness::of(provider, &multiplierCall {}, multiplier),
        message: "The amount is too small: it is worth less than the smallest share.".to_owned(),
        remedy: Remedy::by(Lifter::Sender, format!("Send at least {}.", findings.show(least))),
    });
}

/// The smallest amount that is at least one share when rounded to the nearest. `None` for scales that the protocol has not.
fn least(multiplier: U256, decimals: u8) -> Option<U256> {
    let scale = U256::from(10).checked_pow(U256::from(18_u8.checked_sub(decimals)?))?;
    let one = scale.checked_mul(ONE)?;
    let half = multiplier.checked_div(U256::from(2))?;
    multiplier.checked_sub(half)?.checked_add(one)?.checked_sub(U256::from(1))?.checked_div(one)
}

/// Only this refusal comes without a word: every other rule has a text.
fn check_rounded_up(findings: &mut Findings<'_>, balance: U256) {
    let whole = findings.simulation_of(balance);
    let silent = |simulation: &Simulation| match simulation {
        Simulation::Refused(SimulatedRefusal::Reverted { data, .. }) => data.is_empty(),
        Simulation::Refused(SimulatedRefusal::ReturnedFalse) | Simulation::Passes => false,
    };
    let Some(most) = balance.checked_sub(U256::from(1)).filter(|_| whole.as_ref().is_ok_and(silent)) else { return };
    let token = findings.token;
    let rule = Rule::new(token, "Securitize shares of the sender");
    if findings.amount.raw() > balance {
        // The balance alone is too small already: that is the reason.
        let limit = Limit::AtMost(findings.amount.with_raw(most));
        return findings.bounds.push(Bound { rule, limit });
    }
    findings.limit(&rule, most, |findings| Restriction {
        code: RestrictionCode::InsufficientBalance,
        party: Party::Sender,
        rule: rule.clone(),
        read: check::real_call(findings, "it reverts without a word"),
        message: format!("The sender's balance is shown rounded up; {} can be sent.", findings.show(most)),
        remedy: Remedy::by(Lifter::Sender, "Send one unit less than the balance."),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The protocol's conversion, rounded to the nearest.
    fn shares(tokens: U256, multiplier: U256, decimals: u8) -> U256 {
        let scale = U256::from(10).pow(U256::from(18 - decimals));
        (tokens * scale * ONE + multiplier / U256::from(2)) / multiplier
    }

    #[test]
    fn the_least_is_a_share_and_one_less_is_none() {
        let one = U256::from(1);
        for decimals in [6, 17, 18] {
            for multiplier in [1_u64, 500, 1_000_000_000_000_000_000, 2_000_000_000_000_000_001].map(U256::from) {
                for scale in [one, U256::from(9_999_999)] {
                    let multiplier = multiplier * scale;
                    let least = least(multiplier, decimals).unwrap();
                    assert!(!shares(least, multiplier, decimals).is_zero(), "{multiplier} {decimals}");
                    assert!(least <= one || shares(least - one, multiplier, decimals).is_zero(), "{multiplier}");
                }
            }
        }
        assert_eq!(super::least(ONE, 19), None);
    }
}
