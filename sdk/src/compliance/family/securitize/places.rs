//! How many investors there may be, in all and of a kind: a receiver who holds nothing yet takes a place, and a sender who moves
//! everything frees one.

use alloy_primitives::U256;
use alloy_sol_types::SolCall;

use crate::abi::securitize::IDSComplianceConfigurationService as Config;
use crate::abi::securitize::IDSComplianceService::{
    getEURetailInvestorsCountCall, getJPInvestorsCountCall, getTotalInvestorsCountCall,
    getUSAccreditedInvestorsCountCall, getUSInvestorsCountCall,
};
use crate::compliance::findings::Findings;
use crate::compliance::{Bound, Lifter, Limit, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

use super::facts::{Facts, Region};

/// One limit that is reached.
struct Full {
    rule: &'static str,
    read: Witness,
    limit: U256,
    of_whom: &'static str,
    /// Whether the sender frees a place of this kind by moving everything.
    frees: bool,
}

pub(super) fn check(findings: &mut Findings<'_>, facts: &Facts) {
    if facts.receiver.holding.is_zero() {
        let full = [japan(facts), europe(facts), united_states(facts), accredited_in_us(facts)];
        let rest = [non_accredited(facts), all(facts)];
        for full in full.into_iter().chain(rest).flatten() {
            refuse(findings, facts, full);
        }
    } else {
        check_enough_left(findings, facts);
    }
}

/// Refused whatever the amount, unless moving everything frees the place that the receiver takes.
fn refuse(findings: &mut Findings<'_>, facts: &Facts, full: Full) {
    let Full { rule, read, limit, of_whom, frees } = full;
    let rule = Rule::new(facts.services.compliance, rule);
    let restriction = Restriction {
        code: RestrictionCode::TooManyHolders,
        party: Party::Receiver,
        rule: rule.clone(),
        read,
        message: format!("The token admits no further {of_whom}: all {limit} places are taken."),
        remedy: Remedy::by(Lifter::Issuer, "Choose a receiver who holds the token already, or ask the issuer."),
    };
    if frees {
        findings.minimum(&rule, facts.sender.holding, |_| restriction);
    } else {
        findings.refuse(restriction);
    }
}

fn witness<C: SolCall>(facts: &Facts, call: &C, count: U256) -> Witness {
    Witness::of(facts.services.compliance, call, count)
}

fn same_country(facts: &Facts) -> bool {
    facts.wallets.sender.country == facts.wallets.receiver.country
}

fn japan(facts: &Facts) -> Option<Full> {
    let (limit, count) = (facts.limits.investors_in_japan, facts.counts.in_japan);
    (facts.receiver.region == Region::Japan && !limit.is_zero() && count >= limit).then(|| Full {
        rule: "Securitize investors in Japan",
        read: witness(facts, &getJPInvestorsCountCall {}, count),
        limit,
        of_whom: "investors in Japan",
        frees: same_country(facts),
    })
}

/// The one limit that also holds where it is zero.
fn europe(facts: &Facts) -> Option<Full> {
    let (limit, count) = (facts.limits.retail_investors_per_eu_country, facts.counts.retail_in_country);
    let retail = facts.receiver.region == Region::Europe && !facts.receiver.qualified;
    // A qualified sender in the same country takes no place, and so the receiver is let in whatever the amount.
    let let_in = same_country(facts) && facts.sender.qualified;
    (retail && count >= limit && !let_in).then(|| Full {
        rule: "Securitize retail investors in Europe",
        read: witness(facts, &getEURetailInvestorsCountCall { country: facts.wallets.receiver.country.clone() }, count),
        limit,
        of_whom: "retail investors in the receiver's country",
        frees: same_country(facts),
    })
}

fn united_states(facts: &Facts) -> Option<Full> {
    let count = facts.counts.in_us;
    let limit = limit_in_us(facts);
    (facts.receiver.region == Region::UnitedStates && !limit.is_zero() && count >= limit).then(|| Full {
        rule: "Securitize investors in the United States",
        read: witness(facts, &getUSInvestorsCountCall {}, count),
        limit,
        of_whom: "investors in the United States",
        frees: facts.sender.region == Region::UnitedStates,
    })
}

/// A number, or a share of all investors, or the smaller of both.
fn limit_in_us(facts: &Facts) -> U256 {
    let (fixed, percent) = (facts.limits.investors_in_us, facts.limits.investors_in_us_percent);
    if percent.is_zero() {
        return fixed;
    }
    let share = percent.saturating_mul(facts.counts.all).wrapping_div(U256::from(100));
    if fixed.is_zero() { share } else { fixed.min(share) }
}

fn accredited_in_us(facts: &Facts) -> Option<Full> {
    let (limit, count) = (facts.limits.accredited_investors_in_us, facts.counts.accredited_in_us);
    let concerned = facts.receiver.region == Region::UnitedStates && facts.receiver.accredited;
    (concerned && !limit.is_zero() && count >= limit).then(|| Full {
        rule: "Securitize accredited investors in the United States",
        read: witness(facts, &getUSAccreditedInvestorsCountCall {}, count),
        limit,
        of_whom: "accredited investors in the United States",
        frees: facts.sender.region == Region::UnitedStates && facts.sender.accredited,
    })
}

fn non_accredited(facts: &Facts) -> Option<Full> {
    let limit = facts.limits.non_accredited_investors;
    let count = facts.counts.all.saturating_sub(facts.counts.accredited);
    (!facts.receiver.accredited && !limit.is_zero() && count >= limit).then(|| Full {
        rule: "Securitize investors without accreditation",
        read: Witness::of(
            facts.services.configuration,
            &Config::getNonAccreditedInvestorsLimitCall {},
            format!("{limit}, and there are {count}"),
        ),
        limit,
        of_whom: "investors without accreditation",
        frees: !facts.sender.accredited,
    })
}

fn all(facts: &Facts) -> Option<Full> {
    let (limit, count) = (facts.limits.investors, facts.counts.all);
    (!limit.is_zero() && count >= limit).then(|| Full {
        rule: "Securitize investors",
        read: witness(facts, &getTotalInvestorsCountCall {}, count),
        limit,
        of_whom: "investors",
        frees: true,
    })
}

/// A sender who moves everything to somebody who holds already leaves one investor fewer.
fn check_enough_left(findings: &mut Findings<'_>, facts: &Facts) {
    let (least, count, holding) = (facts.limits.investors_at_least, facts.counts.all, facts.sender.holding);
    let Some(all_but_one) = holding.checked_sub(U256::from(1)).filter(|_| count <= least) else { return };
    let rule = Rule::new(facts.services.compliance, "Securitize fewest investors");
    let limit = Limit::AtMost(findings.amount.with_raw(all_but_one));
    findings.bounds.push(Bound { rule: rule.clone(), limit });
    // More than everything is another rule's matter.
    if findings.amount.raw() != holding {
        return;
    }
    findings.restrictions.push(Restriction {
        code: RestrictionCode::TooFewHolders,
        party: Party::Token,
        rule,
        read: witness(facts, &getTotalInvestorsCountCall {}, count),
        message: format!("The token would be left with fewer than {least} investors."),
        remedy: Remedy::by(Lifter::Sender, "Keep at least a part of the holding."),
    });
}
