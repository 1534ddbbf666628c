//! `ExchangeMonthlyLimitsModule` and `TimeExchangeLimitsModule`: what one identity may send to an exchange.
//!
//! Exempt: agents of the token, and what an exchange sends.

use alloy_primitives::{Address, U256};

use crate::abi::modules::{IExchangeMonthlyLimitsModule as monthly, ITimeExchangeLimitsModule as timed, Limit};
use crate::compliance::findings::span;
use crate::units::Seconds;

use super::time_limits::Window;
use super::{Findings, Lifter, Parties, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

/// The module's month.
const MONTH: u32 = 30 * 86_400;

pub(super) fn check_monthly(findings: &mut Findings<'_>, parties: &Parties, module: Address) {
    let Parties { compliance, agent, from_id, to_id, .. } = *parties;
    if agent {
        return;
    }
    let sender = findings.ask(module, &monthly::isExchangeIDCall { exchangeID: from_id });
    let receiver = findings.ask(module, &monthly::isExchangeIDCall { exchangeID: to_id });
    let limit_call = monthly::getExchangeMonthlyLimitCall { compliance, exchangeID: to_id };
    let limit = findings.ask(module, &limit_call);
    let count = monthly::getMonthlyCounterCall { compliance, exchangeID: to_id, investorID: from_id };
    let count = findings.ask(module, &count);
    let timer = monthly::getMonthlyTimerCall { compliance, exchangeID: to_id, investorID: from_id };
    let timer = findings.ask(module, &timer);
    let (Some(false), Some(true)) = (findings.known(sender), findings.known(receiver)) else { return };
    let (limit, count, timer) = (findings.known(limit), findings.known(count), findings.known(timer));
    let (Some(limit), Some(count), Some(timer)) = (limit, count, timer) else { return };
    let limit = Limit { limitTime: MONTH, limitValue: limit };
    let found = Found { module, limit: &limit, count, timer };
    let rule = Rule::new(module, "ExchangeMonthlyLimitsModule");
    apply(findings, &rule, RestrictionCode::ExchangeMonthlyLimit, &found, |answer| {
        Witness::of(module, &limit_call, answer)
    });
}

pub(super) fn check_timed(findings: &mut Findings<'_>, parties: &Parties, module: Address) {
    let Parties { compliance, agent, from_id, to_id, .. } = *parties;
    if agent {
        return;
    }
    let sender = findings.ask(module, &timed::isExchangeIDCall { exchangeID: from_id });
    let receiver = findings.ask(module, &timed::isExchangeIDCall { exchangeID: to_id });
    let limits_call = timed::getExchangeLimitsCall { compliance, exchangeID: to_id };
    let limits = findings.ask(module, &limits_call);
    let (Some(false), Some(true)) = (findings.known(sender), findings.known(receiver)) else { return };
    let counters: Vec<_> = findings
        .known(limits)
        .unwrap_or_default()
        .into_iter()
        .map(|limit| {
            let call = timed::getExchangeCounterCall {
                compliance,
                exchangeID: to_id,
                investorID: from_id,
                limitTime: limit.limitTime,
            };
            (limit, findings.ask(module, &call))
        })
        .collect();
    for (limit, counter) in counters {
        let Some(counter) = findings.known(counter) else { continue };
        let found = Found { module, limit: &limit, count: counter.value, timer: counter.timer };
        let rule = Rule::new(module, "TimeExchangeLimitsModule");
        apply(findings, &rule, RestrictionCode::TimeExchangeLimit, &found, |answer| {
            Witness::of(module, &limits_call, answer)
        });
    }
}

/// A limit towards an exchange and what was counted against it.
struct Found<'a> {
    module: Address,
    limit: &'a Limit,
    count: U256,
    timer: U256,
}

fn apply(
    findings: &mut Findings<'_>,
    rule: &Rule,
    code: RestrictionCode,
    found: &Found<'_>,
    witness: impl FnOnce(String) -> Witness,
) {
    let window = Window::at(findings.now(), found.limit, found.count, found.timer);
    window.announce(findings, rule);
    findings.limit(rule, window.room(), |findings| Restriction {
        code,
        party: Party::Receiver,
        rule: rule.clone(),
        read: witness(format!("limit {}, of which {} are used", found.limit.limitValue, window.used)),
        message: format!(
            "The receiver is an exchange: within {} the sender may send {} to it; {} are left.",
            span(Seconds(found.limit.limitTime.into())),
            findings.show(found.limit.limitValue),
            findings.show(window.room()),
        ),
        remedy: match window.room().is_zero() && found.limit.limitValue.is_zero() {
            true => {
                Remedy::by(Lifter::Issuer, format!("The issuer has set no limit for this exchange ({}).", found.module))
            }
            false => window.remedy(),
        },
    });
}
