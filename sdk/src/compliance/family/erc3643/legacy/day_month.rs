//! `DayMonthLimits`: what one identity may send within a day and within 30 days. Agents are exempt.
//!
//! As the contract does it: while the day runs, both counts apply; when it is over, a month that is over too sets no limit but the day's.

use alloy_primitives::U256;

use crate::abi::compliance_features::IDayMonthLimits::{
    complianceCheckOnDayMonthLimitsCall, dailyLimitCall, monthlyLimitCall, usersCountersCall, usersCountersReturn,
};
use crate::abi::modules::Limit as Span;
use crate::compliance::findings::span;
use crate::units::Seconds;

use super::time_limits::Window;
use super::{Findings, Parties, Party, Restriction, RestrictionCode, Rule, part};

const DAY: u32 = 86_400;
/// The contract's month.
const MONTH: u32 = 30 * DAY;

pub(super) fn check(findings: &mut Findings<'_>, parties: &Parties) -> bool {
    let Parties { compliance, from_id, .. } = *parties;
    let (from, to, value) = (findings.from, findings.to, findings.amount.raw());
    let daily = findings.ask(compliance, &dailyLimitCall {});
    let monthly = findings.ask(compliance, &monthlyLimitCall {});
    let counter = findings.ask(compliance, &usersCountersCall { identity: from_id });
    let part = part(findings, parties, &complianceCheckOnDayMonthLimitsCall { from, to, value });
    let Some(part) = part else { return false };
    let (daily, monthly, counter) = (findings.known(daily), findings.known(monthly), findings.known(counter));
    let (Some(daily), Some(monthly), Some(counter)) = (daily, monthly, counter) else { return true };
    if parties.agent {
        return true;
    }
    let usersCountersReturn { dailyCount, monthlyCount, dailyTimer, monthlyTimer } = counter;
    let now = U256::from(findings.now().0);
    let (day_runs, month_runs) = (dailyTimer > now, monthlyTimer > now);
    let day = Span { limitTime: DAY, limitValue: daily };
    let mut windows = vec![(Window::at(findings.now(), &day, dailyCount, dailyTimer), day)];
    if day_runs || month_runs {
        let month = Span { limitTime: MONTH, limitValue: monthly };
        // A month that is over still counts until the day is over.
        let until = if month_runs { monthlyTimer } else { dailyTimer };
        windows.push((Window::at(findings.now(), &month, monthlyCount, until), month));
    }
    let rule = Rule::new(compliance, "DayMonthLimits");
    for (window, limit) in windows {
        window.announce(findings, &rule);
        findings.limit(&rule, window.room(), |findings| Restriction {
            code: RestrictionCode::TimeTransferLimit,
            party: Party::Sender,
            rule: rule.clone(),
            read: part.read.clone(),
            message: format!(
                "Within {} the sender may send {}; {} are left.",
                span(Seconds(limit.limitTime.into())),
                findings.show(limit.limitValue),
                findings.show(window.room()),
            ),
            remedy: window.remedy(),
        });
    }
    true
}
