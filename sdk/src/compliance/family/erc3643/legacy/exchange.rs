//! `ExchangeMonthlyLimits`: what one identity may send to an exchange within 30 days. Agents are exempt, exchanges are not.
//!
//! The contract writes its counter with the two identities the other way round than it reads it, so that most transfers are never
//! counted. What it reads is what decides, and is what is read here.

use alloy_primitives::U256;

use crate::abi::compliance_features::IExchangeMonthlyLimits::{
    complianceCheckOnExchangeMonthlyLimitsCall, getExchangeMonthlyLimitCall, getMonthlyCounterCall,
    getMonthlyTimerCall, isExchangeIDCall,
};
use crate::abi::modules::Limit as Span;
use crate::compliance::findings::span;
use crate::units::Seconds;

use super::time_limits::Window;
use super::{Findings, Parties, Party, Restriction, RestrictionCode, Rule, part};

/// The contract's month.
const MONTH: u32 = 30 * 86_400;

pub(super) fn check(findings: &mut Findings<'_>, parties: &Parties) -> bool {
    let Parties { compliance, from_id, to_id, .. } = *parties;
    let (from, to, value) = (findings.from, findings.to, findings.amount.raw());
    let exchange = findings.ask(compliance, &isExchangeIDCall { exchangeID: to_id });
    let limit = findings.ask(compliance, &getExchangeMonthlyLimitCall { exchangeID: to_id });
    let count = findings.ask(compliance, &getMonthlyCounterCall { exchangeID: to_id, investorID: from_id });
    let timer = findings.ask(compliance, &getMonthlyTimerCall { exchangeID: to_id, investorID: from_id });
    let part = part(findings, parties, &complianceCheckOnExchangeMonthlyLimitsCall { from, to, value });
    let Some(part) = part else { return false };
    let (exchange, limit) = (findings.known(exchange), findings.known(limit));
    let (count, timer): (Option<U256>, Option<U256>) = (findings.known(count), findings.known(timer));
    let (Some(exchange), Some(limit), Some(count), Some(timer)) = (exchange, limit, count, timer) else { return true };
    if parties.agent || !exchange {
        return true;
    }
    let limit = Span { limitTime: MONTH, limitValue: limit };
    let window = Window::at(findings.now(), &limit, count, timer);
    let rule = Rule::new(compliance, "ExchangeMonthlyLimits");
    window.announce(findings, &rule);
    findings.limit(&rule, window.room(), |findings| Restriction {
        code: RestrictionCode::ExchangeMonthlyLimit,
        party: Party::Receiver,
        rule: rule.clone(),
        read: part.read,
        message: format!(
            "The receiver is an exchange: within {} the sender may send {} to it; {} are left.",
            span(Seconds(MONTH.into())),
            findings.show(limit.limitValue),
            findings.show(window.room()),
        ),
        remedy: window.remedy(),
    });
    true
}
