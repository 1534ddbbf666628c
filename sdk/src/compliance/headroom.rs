//! How much would pass: the bound of each rule, and the smallest of them.

use alloy_primitives::U256;
use serde::Serialize;

use crate::units::{Amount, Timestamp};

use super::Rule;

/// The most that would pass now, and which rule says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Headroom {
    /// The most that would pass.
    pub most: Most,
    /// The least that would pass, where there is a minimum and something passes at all.
    pub least: Option<Amount>,
    /// The rule that sets it; `None` only where nothing bounds the amount.
    pub binding: Option<Rule>,
    /// What each rule allows by itself.
    pub bounds: Vec<Bound>,
    /// The next moment at which a rule is known to change what may pass, without anybody doing anything.
    pub next: Option<NextChange>,
}

/// A moment at which a rule changes what may pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NextChange {
    /// When, by the chain's clock.
    pub at: Timestamp,
    /// The rule.
    pub rule: Rule,
}

/// The most that would pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "most", content = "amount", rename_all = "camelCase")]
pub enum Most {
    /// This and everything below it, down to the smallest unit, or to [`Headroom::least`].
    AtMost(Amount),
    /// This and no other amount that is known of.
    Exactly(Amount),
    /// No amount.
    Nothing,
    /// No rule bounds it.
    Unlimited,
    /// A rule bounds it in a way that cannot be read; in any case at most the amount, if there is one.
    Unknown(Option<Amount>),
}

/// What one rule allows by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bound {
    /// The rule.
    pub rule: Rule,
    /// What it allows.
    pub limit: Limit,
}

/// What one rule allows by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "limit", content = "amount", rename_all = "camelCase")]
pub enum Limit {
    /// Up to this.
    AtMost(Amount),
    /// This and everything above it.
    AtLeast(Amount),
    /// This and no other amount that is known of.
    Exactly(Amount),
    /// No amount: the rule is broken whatever is sent.
    Nothing,
    /// It cannot be read.
    Unknown,
}

impl Headroom {
    /// The smallest of the bounds, and the earliest of the changes. `unit` gives the scale.
    pub(super) fn of(bounds: Vec<Bound>, changes: Vec<NextChange>, unit: &Amount) -> Self {
        let rule =
            |wanted: fn(&Limit) -> bool| bounds.iter().find(|bound| wanted(&bound.limit)).map(|b| b.rule.clone());
        let smallest = bounds
            .iter()
            .filter_map(|bound| match bound.limit {
                Limit::AtMost(amount) => Some((amount.raw(), &bound.rule)),
                Limit::AtLeast(_) | Limit::Exactly(_) | Limit::Nothing | Limit::Unknown => None,
            })
            .min_by_key(|(raw, _)| *raw);
        let minimum = bounds
            .iter()
            .filter_map(|bound| match bound.limit {
                Limit::AtLeast(amount) => Some((amount.raw(), &bound.rule)),
                Limit::AtMost(_) | Limit::Exactly(_) | Limit::Nothing | Limit::Unknown => None,
            })
            .max_by_key(|(raw, _)| *raw);
        let exactly = bounds.iter().find_map(|bound| match bound.limit {
            Limit::Exactly(amount) => Some((amount.raw(), &bound.rule)),
            Limit::AtMost(_) | Limit::AtLeast(_) | Limit::Nothing | Limit::Unknown => None,
        });
        let nothing = rule(|limit| matches!(limit, Limit::Nothing));
        let unread = rule(|limit| matches!(limit, Limit::Unknown));
        let ceiling = exactly.into_iter().chain(smallest).map(|(raw, _)| raw).min();
        let out_of_reach = minimum.filter(|(least, _)| ceiling.is_some_and(|ceiling| *least > ceiling));
        let (most, binding) = match (nothing, smallest, unread, exactly) {
            (Some(rule), ..) => (Most::Nothing, Some(rule)),
            (None, Some((U256::ZERO, rule)), ..) => (Most::Nothing, Some(rule.clone())),
            (None, Some((least, rule)), _, Some((only, _))) if least < only => (Most::Nothing, Some(rule.clone())),
            (None, ..) if out_of_reach.is_some() => (Most::Nothing, out_of_reach.map(|(_, rule)| rule.clone())),
            (None, least, Some(rule), _) => (Most::Unknown(least.map(|(raw, _)| unit.with_raw(raw))), Some(rule)),
            (None, _, None, Some((only, rule))) => (Most::Exactly(unit.with_raw(only)), Some(rule.clone())),
            (None, Some((least, rule)), None, None) => (Most::AtMost(unit.with_raw(least)), Some(rule.clone())),
            (None, None, None, None) => (Most::Unlimited, None),
        };
        let least = minimum.filter(|_| most != Most::Nothing).map(|(raw, _)| unit.with_raw(raw));
        let next = changes.into_iter().min_by_key(|change| change.at);
        Self { most, least, binding, bounds, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::Address;

    fn amount(raw: u64) -> Amount {
        Amount::from_raw(U256::from(raw), 6).unwrap()
    }

    fn most(limits: &[Limit]) -> (Most, Option<String>) {
        let bound =
            |(at, limit): (usize, &Limit)| Bound { rule: Rule::new(Address::ZERO, at.to_string()), limit: *limit };
        let headroom = Headroom::of(limits.iter().enumerate().map(bound).collect(), Vec::new(), &amount(0));
        (headroom.most, headroom.binding.map(|rule| rule.name))
    }

    #[test]
    fn the_smallest_bound_binds_and_is_named() {
        let named = |name: &str| Some(name.to_owned());
        let (ten, five) = (Limit::AtMost(amount(10)), Limit::AtMost(amount(5)));
        assert_eq!(most(&[]), (Most::Unlimited, None));
        assert_eq!(most(&[ten, five]), (Most::AtMost(amount(5)), named("1")));
        assert_eq!(most(&[ten, Limit::Nothing, five]), (Most::Nothing, named("1")));
        assert_eq!(most(&[ten, Limit::AtMost(amount(0))]), (Most::Nothing, named("1")));
        assert_eq!(most(&[Limit::Unknown, five]), (Most::Unknown(Some(amount(5))), named("0")));
        assert_eq!(most(&[ten, Limit::Exactly(amount(7))]), (Most::Exactly(amount(7)), named("1")));
        assert_eq!(most(&[five, Limit::Exactly(amount(7))]), (Most::Nothing, named("0")));
    }

    #[test]
    fn a_minimum_counts_only_where_something_reaches_it() {
        let named = |name: &str| Some(name.to_owned());
        let bound = |limit| Bound { rule: Rule::new(Address::ZERO, "rule"), limit };
        let least =
            |limits: &[Limit]| Headroom::of(limits.iter().copied().map(bound).collect(), Vec::new(), &amount(0)).least;
        let (ten, three, eleven) = (Limit::AtMost(amount(10)), Limit::AtLeast(amount(3)), Limit::AtLeast(amount(11)));
        assert_eq!(most(&[ten, three]), (Most::AtMost(amount(10)), named("0")));
        assert_eq!(least(&[ten, three]), Some(amount(3)));
        assert_eq!(most(&[ten, three, eleven]), (Most::Nothing, named("2")));
        assert_eq!(least(&[ten, three, eleven]), None);
        assert_eq!(most(&[Limit::Exactly(amount(7)), eleven]), (Most::Nothing, named("1")));
        assert_eq!(most(&[Limit::Unknown, ten, eleven]), (Most::Nothing, named("2")));
        assert_eq!(most(&[three]), (Most::Unlimited, None));
        assert_eq!(least(&[ten]), None);
    }
}
