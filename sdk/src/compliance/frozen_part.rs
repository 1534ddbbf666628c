//! A balance of which part is frozen by an amount: what is free is what may be sent.

use alloy_primitives::U256;
use alloy_sol_types::SolCall;

use super::findings::Findings;
use super::{Bound, Lifter, Limit, Party, Remedy, Restriction, RestrictionCode, Rule, Witness, family};

/// What a token does where more is frozen than the account holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overhang {
    /// Nothing is free.
    NothingFree,
    /// It subtracts first, and so refuses even to move nothing.
    Refuses,
}

/// How much the sender holds, and how much of that is frozen.
pub(super) struct FrozenPart<'a, C> {
    pub(super) balance: U256,
    pub(super) frozen: U256,
    /// The read that told what is frozen.
    pub(super) call: &'a C,
    /// The rule's name.
    pub(super) rule: &'static str,
    pub(super) overhang: Overhang,
}

impl<C: SolCall> FrozenPart<'_, C> {
    /// What may be sent.
    pub(super) const fn free(&self) -> U256 {
        self.balance.saturating_sub(self.frozen)
    }

    /// The balance and the frozen part, each as a bound. Who asks for more than they have is told that, and not also that part is frozen.
    pub(super) fn check(&self, findings: &mut Findings<'_>) {
        family::limit_to_balance(findings, self.balance);
        if self.frozen.is_zero() {
            return;
        }
        let rule = Rule::new(findings.token, self.rule);
        if self.frozen > self.balance && self.overhang == Overhang::Refuses {
            let restriction = self.restriction(findings, rule);
            findings.refuse(restriction);
        } else if findings.amount.raw() <= self.balance {
            findings.limit(&rule, self.free(), |findings| self.restriction(findings, rule.clone()));
        } else {
            let limit = Limit::AtMost(findings.amount.with_raw(self.free()));
            findings.bounds.push(Bound { rule, limit });
        }
    }

    fn restriction(&self, findings: &Findings<'_>, rule: Rule) -> Restriction {
        let [balance, frozen, free] = [self.balance, self.frozen, self.free()].map(|raw| findings.show(raw));
        Restriction {
            code: RestrictionCode::PartlyFrozen,
            party: Party::Sender,
            rule,
            read: Witness::of(findings.token, self.call, self.frozen),
            message: format!("Of the sender's {balance}, the issuer has frozen {frozen}; {free} can be sent."),
            remedy: Remedy::by(Lifter::Issuer, "Send at most what is free, or ask the issuer to unfreeze the rest."),
        }
    }
}
