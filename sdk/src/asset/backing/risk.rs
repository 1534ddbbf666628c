//! Three measures of how far a backing can be relied on, against the issuer's own limits, and one sentence about it all.

use alloy_primitives::U256;
use serde::Serialize;

use crate::units::{Amount, Rate, Seconds, Timestamp};

use super::super::{RiskThresholds, Staleness};
use super::{Backing, ReserveMethod};

/// A measure and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Metric<T> {
    /// What was measured; `None` where there was nothing to measure.
    pub value: Option<T>,
    /// The issuer's limit; `None` where it names none.
    pub threshold: Option<T>,
    /// The one against the other.
    pub standing: Standing,
}

/// A measure against its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    /// The limit is kept. At the limit is within it.
    Within,
    /// The limit is broken.
    Beyond,
    /// There is no limit, or nothing to hold against it: never to be drawn as kept.
    Unknown,
}

/// The three measures at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RiskReport {
    /// Reserves over supply, against the least that it should be.
    pub collateral_ratio: Metric<Rate>,
    /// Age of the reserve figure, against the most that it should be.
    pub oracle_latency: Metric<Seconds>,
    /// The longest time without an audit, from the first one to now, against the most that it should be.
    pub audit_interval: Metric<Seconds>,
}

impl RiskReport {
    /// The worst of the three.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let all = [self.collateral_ratio.standing, self.oracle_latency.standing, self.audit_interval.standing];
        if all.contains(&Standing::Beyond) {
            Standing::Beyond
        } else if all.contains(&Standing::Unknown) {
            Standing::Unknown
        } else {
            Standing::Within
        }
    }
}

impl Backing {
    /// The three measures. `audits` are the moments that verified statements about the reserves speak of, in any order; those after `now`
    /// are no audits yet. `thresholds` are the descriptor's ([`Descriptor::risk_thresholds`](super::super::Descriptor::risk_thresholds)).
    #[must_use]
    pub fn risk(&self, thresholds: &RiskThresholds, audits: &[Timestamp], now: Timestamp) -> RiskReport {
        let at_least = |ratio: &Rate, least: &Rate| ratio >= least;
        let at_most = |span: &Seconds, most: &Seconds| span <= most;
        RiskReport {
            collateral_ratio: metric(self.ratio, thresholds.min_collateral_ratio, at_least),
            oracle_latency: metric(Some(now.since(self.reserve_as_of)), thresholds.max_oracle_latency, at_most),
            audit_interval: metric(longest_gap(audits, now), thresholds.max_audit_interval, at_most),
        }
    }

    /// What there is to say, in plain English: `Reserves of 105 cover the 100 issued (105.00 %), by a statement of one attester 3 days
    /// apart from the supply.`, and a sentence for each limit that is broken. Percent are rounded down.
    #[must_use]
    pub fn sentence(&self, risk: &RiskReport) -> String {
        let (reserve, supply) = (self.reserve, self.supply);
        let compared = match self.ratio.and_then(|ratio| percent(&ratio)) {
            None if self.supply.is_zero() => format!("Nothing is issued against reserves of {reserve}"),
            ratio => {
                let verb = if self.covered { "cover" } else { "do not cover" };
                let ratio = ratio.map(|ratio| format!(" ({ratio} %)")).unwrap_or_default();
                format!("Reserves of {reserve} {verb} the {supply} issued{ratio}")
            }
        };
        let (method, gap) = (self.method.words(), span(self.age_gap));
        let mut text = format!("{compared}, by {method} {gap} apart from the supply.");
        let broken = [
            (risk.collateral_ratio.standing, "There is less in reserve than the issuer's own limit."),
            (risk.oracle_latency.standing, "The figure is older than it may be."),
            (risk.audit_interval.standing, "The audits lie further apart than they may."),
        ];
        for (_, words) in broken.into_iter().filter(|(standing, _)| *standing == Standing::Beyond) {
            text.push(' ');
            text.push_str(words);
        }
        text
    }
}

impl ReserveMethod {
    fn words(&self) -> String {
        match self {
            Self::Feed { staleness: Staleness::Fresh { .. } } => "a feed's figure".to_owned(),
            Self::Feed { staleness: Staleness::Stale { .. } } => "an overdue feed's figure".to_owned(),
            Self::Statement { attesters } => match attesters.len() {
                1 => "a statement of one attester".to_owned(),
                count => format!("a statement of {count} attesters"),
            },
        }
    }
}

fn metric<T: Copy>(value: Option<T>, threshold: Option<T>, keeps: impl FnOnce(&T, &T) -> bool) -> Metric<T> {
    let standing = match (&value, &threshold) {
        (Some(value), Some(threshold)) if keeps(value, threshold) => Standing::Within,
        (Some(_), Some(_)) => Standing::Beyond,
        (None, _) | (_, None) => Standing::Unknown,
    };
    Metric { value, threshold, standing }
}

/// The longest time between two audits, or since the last one; `None` where there was none.
fn longest_gap(audits: &[Timestamp], now: Timestamp) -> Option<Seconds> {
    let mut moments: Vec<_> = audits.iter().copied().filter(|audit| *audit <= now).collect();
    if moments.is_empty() {
        return None;
    }
    moments.push(now);
    moments.sort_unstable();
    moments.array_windows::<2>().map(|[earlier, later]| later.since(*earlier)).max()
}

/// Two decimals, rounded down: 99.999 % is not 100 %.
fn percent(ratio: &Rate) -> Option<String> {
    let hundredths = ratio.per(U256::from(10_000_u16)).ok()?;
    let text = Amount::from_raw(hundredths, 2).ok()?.to_string();
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    Some(match decimals {
        0 => format!("{text}.00"),
        1 => format!("{text}0"),
        _ => text,
    })
}

/// The largest unit that there are two of, rounded down.
fn span(span: Seconds) -> String {
    let in_units = |(length, name): (u64, &'static str)| Some((span.0.checked_div(length)?, name));
    let units = [(86_400, "days"), (3_600, "hours"), (60, "minutes")];
    let (count, name) =
        units.into_iter().filter_map(in_units).find(|(count, _)| *count >= 2).unwrap_or((span.0, "seconds"));
    format!("{count} {name}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::Address;
    use std::collections::BTreeSet;

    const DAY: u64 = 86_400;

    fn backing(reserve: &str, supply: &str, method: ReserveMethod) -> Backing {
        let figure =
            super::super::ReserveFigure { amount: Amount::parse(reserve, 8).unwrap(), as_of: Timestamp(100 * DAY) };
        super::super::compare(figure, Amount::parse(supply, 18).unwrap(), Timestamp(103 * DAY), method).unwrap()
    }

    fn statement(count: u8) -> ReserveMethod {
        ReserveMethod::Statement { attesters: (0..count).map(Address::repeat_byte).collect::<BTreeSet<_>>() }
    }

    fn thresholds() -> RiskThresholds {
        RiskThresholds {
            min_collateral_ratio: Some(Rate::new(U256::from(102), U256::from(100)).unwrap()),
            max_oracle_latency: Some(Seconds(4 * DAY)),
            max_audit_interval: Some(Seconds(31 * DAY)),
        }
    }

    #[test]
    fn a_limit_is_kept_at_it_and_broken_beyond_it() {
        let now = Timestamp(104 * DAY);
        let audits = [100, 73, 42].map(|day| Timestamp(day * DAY));
        let kept = backing("102", "100", statement(1)).risk(&thresholds(), &audits, now);
        assert_eq!(kept.standing(), Standing::Within);
        assert_eq!(kept.audit_interval.value, Some(Seconds(31 * DAY)));
        let short = backing("101.99999999", "100", statement(1)).risk(&thresholds(), &audits, now);
        assert_eq!((short.collateral_ratio.standing, short.standing()), (Standing::Beyond, Standing::Beyond));
        let late = backing("102", "100", statement(1)).risk(&thresholds(), &audits, Timestamp(104 * DAY + 1));
        assert_eq!(late.oracle_latency.standing, Standing::Beyond);
        // The time since the last audit counts, and one that lies ahead does not.
        let rare = [Timestamp(70 * DAY), Timestamp(105 * DAY)];
        let rare = backing("102", "100", statement(1)).risk(&thresholds(), &rare, now);
        assert_eq!((rare.audit_interval.value, rare.standing()), (Some(Seconds(34 * DAY)), Standing::Beyond));
    }

    #[test]
    fn without_a_limit_or_a_figure_nothing_is_kept() {
        let now = Timestamp(104 * DAY);
        let free = backing("102", "100", statement(1)).risk(&RiskThresholds::default(), &[], now);
        assert_eq!((free.standing(), free.audit_interval.value), (Standing::Unknown, None));
        let nothing = backing("102", "0", statement(1)).risk(&thresholds(), &[now], now);
        assert_eq!(nothing.collateral_ratio.standing, Standing::Unknown);
    }

    #[test]
    fn the_sentence_says_it_plainly() {
        let now = Timestamp(104 * DAY);
        let said =
            |backing: &Backing, now| backing.sentence(&backing.risk(&thresholds(), &[Timestamp(100 * DAY)], now));
        assert_eq!(
            said(&backing("105", "100", statement(2)), now),
            "Reserves of 105 cover the 100 issued (105.00 %), by a statement of 2 attesters 3 days apart from the supply."
        );
        assert_eq!(
            said(&backing("99.9999", "100", statement(1)), Timestamp(140 * DAY)),
            "Reserves of 99.9999 do not cover the 100 issued (99.99 %), by a statement of one attester 3 days apart from \
             the supply. There is less in reserve than the issuer's own limit. The figure is older than it may be. The \
             audits lie further apart than they may."
        );
        let feed = ReserveMethod::Feed { staleness: Staleness::Fresh { age: Seconds(1) } };
        assert_eq!(
            said(&backing("5", "0", feed), now),
            "Nothing is issued against reserves of 5, by a feed's figure 3 days apart from the supply."
        );
        assert_eq!(
            [0, 119, 120, 7_200, 172_800].map(|n| span(Seconds(n))),
            ["0 seconds", "119 seconds", "2 minutes", "2 hours", "2 days"]
        );
    }
}
