//! rOUSG and rUSDY: a balance is shares times a price of an oracle, rounded down, and a transfer moves shares, rounded down.
//!
//! So the most that may be sent can be one unit above the balance that is shown, and while the oracle gives no price nothing moves
//! at all, not even the balance can be read.

use alloy_primitives::U256;
use alloy_sol_types::SolCall;

use crate::abi::erc20::IERC20::balanceOfCall;
use crate::abi::ondo::IRebasingShares::sharesOfCall;
use crate::compliance::findings::Findings;
use crate::compliance::{
    Doubt, Lifter, Notice, NoticeCode, Party, Remedy, Restriction, RestrictionCode, Rule, Witness,
};
use crate::evidence::Gap;

/// Shares that are worth the price itself: 10,000 shares stand for one raw unit, and the price has 18 decimals.
pub(super) const SHARES_OF_PRICE: U256 = U256::from_limbs([1_864_712_049_423_024_128, 542, 0, 0]);

/// The sender's shares as a bound. Tokens without shares are left to the ERC-20 rule. `price` asks the token what
/// [`SHARES_OF_PRICE`] shares are worth.
pub(super) fn check<C: SolCall<Return = U256>>(findings: &mut Findings<'_>, price: &C) {
    let (token, account) = (findings.token, findings.from);
    let shares = findings.ask(token, &sharesOfCall { account });
    let price_now = findings.ask(token, price);
    let shown = findings.ask(token, &balanceOfCall { account });
    let shares = match shares {
        Ok(shares) => shares,
        Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => return,
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => return findings.unread(gap),
    };
    findings.funds_checked = true;
    let price_now = match price_now {
        Ok(price_now) => price_now,
        Err(Gap::Reverted { data, .. }) => return refuse_without_price(findings, price, &data.to_string()),
        Err(gap @ (Gap::Pending { .. } | Gap::Malformed { .. } | Gap::Declined { .. })) => return findings.unread(gap),
    };
    if price_now.is_zero() {
        return refuse_without_price(findings, price, "0");
    }
    let Some(most) = most(shares, price_now) else {
        let what = "the sender's shares are worth more than a number can hold".to_owned();
        return findings.doubts.push(Doubt::NotUnderstood { what });
    };
    let rule = Rule::new(token, "balance in shares");
    findings.limit(&rule, most, |findings| Restriction {
        code: RestrictionCode::InsufficientBalance,
        party: Party::Sender,
        rule: rule.clone(),
        read: Witness::of(token, &sharesOfCall { account }, shares),
        message: format!("The sender has {}, less than is to be sent.", findings.show(shown.unwrap_or(most))),
        remedy: Remedy::by(Lifter::Sender, "Send less, or get more first."),
    });
    notice_nothing(findings, rule, price_now);
}

/// The largest amount that is worth no more than these shares, when amounts are rounded down to shares.
fn most(shares: U256, price: U256) -> Option<U256> {
    let above = shares.checked_add(U256::from(1))?.checked_mul(price)?;
    above.checked_sub(U256::from(1))?.checked_div(SHARES_OF_PRICE)
}

fn notice_nothing(findings: &mut Findings<'_>, rule: Rule, price: U256) {
    let amount = findings.amount.raw();
    let moved = amount.checked_mul(SHARES_OF_PRICE).and_then(|scaled| scaled.checked_div(price));
    if moved.is_some_and(|shares| shares.is_zero()) && !amount.is_zero() {
        findings.notices.push(Notice {
            code: NoticeCode::MovesNothing,
            rule,
            message: "The amount is worth less than one share: the transfer passes, and nothing arrives.".to_owned(),
        });
    }
}

fn refuse_without_price<C: SolCall<Return = U256>>(findings: &mut Findings<'_>, price: &C, answer: &str) {
    let token = findings.token;
    findings.refuse(Restriction {
        code: RestrictionCode::Paused,
        party: Party::Token,
        rule: Rule::new(token, "price of a share"),
        read: Witness::of(token, price, answer),
        message: "The token has no price at the moment, and without one nothing can be moved.".to_owned(),
        remedy: Remedy::by(Lifter::Issuer, "Wait until the issuer's price oracle answers again."),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `getSharesByRUSDY`: what the contract moves for an amount.
    fn moved(amount: U256, price: U256) -> U256 {
        amount * U256::from(10).pow(U256::from(22)) / price
    }

    #[test]
    fn the_price_is_asked_for_as_ten_thousand_shares_at_eighteen_decimals() {
        assert_eq!(SHARES_OF_PRICE, U256::from(10).pow(U256::from(22)));
    }

    #[test]
    fn the_most_moves_no_more_than_the_shares_and_one_more_does() {
        let one = U256::from(1);
        for price in [1, 7, 999, 1_000_000_000_000_000_000_u64, 1_034_567_890_123_456_789].map(U256::from) {
            for scale in [one, U256::from(98_765_432_101_u64)] {
                let price = price * scale;
                for shares in [0, 1, 9_999, 10_000, 123_456_789_012_345_u64].map(U256::from) {
                    let most = most(shares, price).unwrap();
                    assert!(moved(most, price) <= shares, "{shares} at {price}");
                    assert!(moved(most + one, price) > shares, "{shares} at {price}");
                }
            }
        }
    }
}
