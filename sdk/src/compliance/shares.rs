//! Tokens that keep shares and show them times a multiplier: what may be sent, and what of it arrives.
//!
//! Such a token moves the shares that an amount is worth, rounded down, and checks those against what the sender has. So an amount a
//! little above the balance shown may pass, and what arrives may be a little less than was sent.

use alloy_primitives::{U256, uint};

use crate::abi::shares::IShares::sharesOfCall;

use super::findings::Findings;
use super::{Doubt, Lifter, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

/// Multipliers count in parts of this.
const ONE: U256 = uint!(1_000_000_000_000_000_000_U256);

/// One multiplier for all accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Multiplier(pub(super) U256);

impl Multiplier {
    /// What these shares are worth, rounded down; `None` where the contract could not compute it either.
    fn worth(self, shares: U256) -> Option<U256> {
        shares.checked_mul(self.0)?.checked_div(ONE)
    }

    /// The shares that an amount moves, rounded down.
    fn moved(self, amount: U256) -> Option<U256> {
        amount.checked_mul(ONE)?.checked_div(self.0)
    }

    /// The largest amount that moves no more than these shares.
    fn most(self, shares: U256) -> Option<U256> {
        let above = shares.checked_add(U256::ONE)?.checked_mul(self.0)?;
        above.checked_sub(U256::ONE)?.checked_div(ONE)
    }

    /// By how much the balance of an account with these shares grows when an amount is sent to it.
    fn arrives(self, amount: U256, before: U256) -> Option<U256> {
        let after = before.checked_add(self.moved(amount)?)?;
        self.worth(after)?.checked_sub(self.worth(before)?)
    }
}

/// The sender's shares as a bound, and what arrives at the receiver.
pub(super) fn check(findings: &mut Findings<'_>, name: &'static str, multiplier: Multiplier) {
    findings.funds_checked = true;
    let held = sharesOfCall { account: findings.from };
    let sender = findings.ask(findings.token, &held);
    let receiver = findings.ask(findings.token, &sharesOfCall { account: findings.to });
    let (Some(shares), Some(before)) = (findings.known(sender), findings.known(receiver)) else { return };
    let amount = findings.amount.raw();
    let rule = Rule::new(findings.token, name);
    let (Some(most), Some(balance)) = (multiplier.most(shares), multiplier.worth(shares)) else {
        let what = "the token's multiplier and the sender's shares are too large to compute with".to_owned();
        findings.doubts.push(Doubt::NotUnderstood { what });
        return;
    };
    findings.limit(&rule, most, |findings| Restriction {
        code: RestrictionCode::InsufficientBalance,
        party: Party::Sender,
        rule: rule.clone(),
        read: Witness::of(findings.token, &held, shares),
        message: format!("The sender has {}, less than is to be sent.", findings.show(balance)),
        remedy: Remedy::by(Lifter::Sender, "Send less, or get more first."),
    });
    if amount <= most {
        // Sent to oneself, the same shares leave first.
        let before = match findings.from == findings.to {
            true => multiplier.moved(amount).map(|moved| before.saturating_sub(moved)),
            false => Some(before),
        };
        findings.arrives = before.and_then(|before| multiplier.arrives(amount, before));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_is_the_last_amount_that_moves_no_more_shares_than_there_are() {
        for (multiplier, shares) in [(1_000_000_000_000_000_000_u64, 7_u64), (1_234_567_890_123_456_789, 1_000)] {
            let (multiplier, shares) = (Multiplier(U256::from(multiplier)), U256::from(shares));
            let most = multiplier.most(shares).unwrap();
            assert!(multiplier.moved(most).unwrap() <= shares);
            assert!(multiplier.moved(most + U256::ONE).unwrap() > shares);
        }
        assert_eq!(Multiplier(U256::MAX).most(U256::MAX), None);
        assert_eq!(Multiplier(U256::ZERO).most(U256::ONE), None);
    }

    #[test]
    fn what_arrives_depends_on_what_was_there() {
        // 1.5 a share: 2 moves one share, which adds 1 to none and 2 to one share.
        let multiplier = Multiplier(uint!(1_500_000_000_000_000_000_U256));
        let two = U256::from(2);
        assert_eq!(multiplier.arrives(two, U256::ZERO), Some(U256::ONE));
        assert_eq!(multiplier.arrives(two, U256::ONE), Some(two));
    }
}
