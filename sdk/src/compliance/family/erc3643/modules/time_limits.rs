//! `TimeTransfersLimitsModule`: what one identity may send within windows of time.
//!
//! A window opens with the first transfer and closes at `timer`; agents of the token are exempt.

use alloy_primitives::{Address, U256};

use crate::abi::modules::ITimeTransfersLimitsModule::{
    getTimeTransferLimitsCall, usersCountersCall, usersCountersReturn,
};
use crate::abi::modules::Limit;
use crate::compliance::findings::span;
use crate::units::{Seconds, Timestamp};

use super::{Findings, Lifter, Parties, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

pub(super) fn check(findings: &mut Findings<'_>, parties: &Parties, module: Address) {
    if parties.agent {
        return;
    }
    let Parties { compliance, from_id: identity, .. } = *parties;
    let limits = findings.ask(module, &getTimeTransferLimitsCall { compliance });
    let counters: Vec<_> = findings
        .known(limits)
        .unwrap_or_default()
        .into_iter()
        .map(|limit| {
            let call = usersCountersCall { compliance, identity, limitTime: limit.limitTime };
            let counter = findings.ask(module, &call);
            (limit, call, counter)
        })
        .collect();
    for (limit, call, counter) in counters {
        let Some(usersCountersReturn { value, timer }) = findings.known(counter) else { continue };
        let window = Window::at(findings.now(), &limit, value, timer);
        let rule = Rule::new(module, "TimeTransfersLimitsModule");
        window.announce(findings, &rule);
        findings.limit(&rule, window.room(), |findings| Restriction {
            code: RestrictionCode::TimeTransferLimit,
            party: Party::Sender,
            rule: rule.clone(),
            read: Witness::of(module, &call, format!("{} sent, until {timer}", window.used)),
            message: format!(
                "Within {} the sender may send {}; {} are left.",
                span(Seconds(limit.limitTime.into())),
                findings.show(limit.limitValue),
                findings.show(window.room()),
            ),
            remedy: window.remedy(),
        });
    }
}

/// One window of time: what may go through, what did, and when it closes.
pub(in super::super) struct Window {
    limit: U256,
    pub(in super::super) used: U256,
    closes_in: Option<Seconds>,
}

impl Window {
    /// A counter counts only while its timer lies ahead.
    pub(in super::super) fn at(now: Timestamp, limit: &Limit, value: U256, timer: U256) -> Self {
        let open = timer > U256::from(now.0);
        let closes_in = open.then(|| Seconds(timer.saturating_to::<u64>().saturating_sub(now.0)));
        Self { limit: limit.limitValue, used: if open { value } else { U256::ZERO }, closes_in }
    }

    /// When it closes, what was sent in it counts no more.
    pub(in super::super) fn announce(&self, findings: &mut Findings<'_>, rule: &Rule) {
        if let Some(left) = self.closes_in.filter(|_| !self.used.is_zero()) {
            findings.changes_at(findings.now().after(left), rule);
        }
    }

    pub(in super::super) const fn room(&self) -> U256 {
        self.limit.saturating_sub(self.used)
    }

    pub(in super::super) fn remedy(&self) -> Remedy {
        match self.closes_in.filter(|_| !self.used.is_zero()) {
            Some(left) => Remedy::by(Lifter::Time, format!("Send less, or wait: the window closes in {}.", span(left))),
            None => Remedy::by(Lifter::Sender, "Send less at a time."),
        }
    }
}
