//! From version 4 the token rebases: a balance is shares times a multiplier, and both ways are rounded to the nearest unit.
//!
//! Two things follow. An amount can be so small that it is no share at all, which the token refuses. And a balance that is shown rounded up
//! cannot be sent as a whole: it would be more shares than there are. The exact shares cannot be read, so the chain is asked; where
//! another rule stops the whole balance as well, that one is not seen.

use alloy_primitives::{Address, U256};

use crate::abi::securitize::IRebasingProvider::multiplierCall;
use crate::compliance::findings::Findings;
use crate::compliance::{
    Bound, Lifter, Limit, Party, Remedy, Restriction, RestrictionCode, Rule, SimulatedRefusal, Simulation, Witness,
    check,
};
use crate::evidence::Gap;

use super::facts::{Books, Services};
use super::holdings::Remainder;

/// One token in shares at a multiplier of one: multiplier and shares have 18 decimals.
const ONE: U256 = U256::from_limbs([1_000_000_000_000_000_000, 0, 0, 0]);

/// What the rounding does to the sender's tokens. Versions before the fourth have none.
pub(super) struct Shares {
    provider: Address,
    multiplier: U256,
    /// The smallest amount that is a share.
    least: U256,
    balance: U256,
    whole: Result<Simulation, Gap>,
}

/// `None` without a provider, and where it cannot be read.
pub(super) fn read(findings: &mut Findings<'_>, services: &Services, balance: U256) -> Option<Shares> {
    let provider = services.rebasing?;
    let multiplier = findings.ask(provider, &multiplierCall {});
    let whole = findings.simulation_of(balance);
    let multiplier = findings.known(multiplier)?;
    let least = least(multiplier, findings.amount.scale())?;
    // Shares are rounded half up: the least amount that is one is half of what it is worth.
    findings.grain = least.saturating_mul(U256::from(2));
    Some(Shares { provider, multiplier, least, balance, whole })
}

impl Shares {
    pub(super) fn check(&self, findings: &mut Findings<'_>) {
        if self.least > U256::from(1) && !findings.amount.is_zero() {
            let rule = self.rule();
            findings.minimum(&rule, self.least, |findings| Restriction {
                code: RestrictionCode::RoundsToNothing,
                party: Party::Token,
                rule: rule.clone(),
                read: self.read(),
                message: "The amount is too small: it is worth less than the smallest share.".to_owned(),
                remedy: Remedy::by(Lifter::Sender, format!("Send at least {}.", findings.show(self.least))),
            });
        }
        self.check_rounded_up(findings);
    }

    /// What remains in the books of the sender's investor is rounded to shares too, and must be one.
    pub(super) fn check_remainder(&self, findings: &mut Findings<'_>, books: &Books) {
        if self.least <= U256::from(1) || books.investor.is_empty() {
            return;
        }
        let remainder = Remainder {
            rule: self.rule(),
            least: self.least,
            holding: books.holding,
            code: RestrictionCode::RoundsToNothing,
            read: self.read(),
            message: "What the sender would keep is too little: it is worth less than the smallest share.".to_owned(),
        };
        remainder.check(findings, books.within_reach);
    }

    /// Only this refusal comes without a word: every other rule has a text.
    fn check_rounded_up(&self, findings: &mut Findings<'_>) {
        let silent = match &self.whole {
            Ok(Simulation::Refused(SimulatedRefusal::Reverted { data, .. })) => data.is_empty(),
            Ok(Simulation::Refused(SimulatedRefusal::ReturnedFalse) | Simulation::Passes) | Err(_) => false,
        };
        let Some(most) = self.balance.checked_sub(U256::from(1)).filter(|_| silent) else { return };
        let rule = Rule::new(findings.token, "Securitize shares of the sender");
        if findings.amount.raw() > self.balance {
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

    fn rule(&self) -> Rule {
        Rule::new(self.provider, "Securitize shares")
    }

    fn read(&self) -> Witness {
        Witness::of(self.provider, &multiplierCall {}, self.multiplier)
    }
}

/// The smallest amount that is at least one share when rounded to the nearest. `None` for scales that the protocol has not.
fn least(multiplier: U256, decimals: u8) -> Option<U256> {
    let scale = U256::from(10).checked_pow(U256::from(18_u8.checked_sub(decimals)?))?;
    let one = scale.checked_mul(ONE)?;
    let half = multiplier.checked_div(U256::from(2))?;
    multiplier.checked_sub(half)?.checked_add(one)?.checked_sub(U256::from(1))?.checked_div(one)
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
        assert_eq!(least(ONE, 19), None);
    }
}
