//! The sum of what one holds, by asset class, with everything that could not be counted and everything that needs the holder.

use std::collections::BTreeMap;

use alloy_primitives::U256;
use assay_sdk::asset::{AssetKind, Descriptor, Holding, HoldingError, Staleness, Worth};
use assay_sdk::evidence::Fact;
use assay_sdk::units::{Seconds, Value};

/// A holding with the list's entry for it.
pub type Held<'a> = (&'a Descriptor, &'a Result<Holding, HoldingError>);

/// What everything is worth together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// One sum for each currency, in the order in which currencies appear.
    pub sums: Vec<Fact<Value>>,
    /// What is held, and not in the sums.
    pub left_out: Vec<LeftOut>,
    /// Names of the assets that are in the sums at a price that is overdue.
    pub overdue: Vec<String>,
}

/// One asset that the sums leave out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its name.
    pub name: String,
    /// Why.
    pub why: Why,
}

/// Why an asset is not in the sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody states a price.
    Unpriced,
    /// The price could not be had.
    NoPrice(String),
    /// The holding itself could not be read.
    Unread(String),
}

/// What one asset class is worth, in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// The class; `None` for tokens of which the list does not say.
    pub kind: Option<AssetKind>,
    /// `None` where nothing of the class has a price.
    pub worth: Option<Fact<Value>>,
}

/// Something about a holding that the holder should know of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// All transfers of the asset are stopped.
    Paused,
    /// The holder is frozen.
    Frozen,
    /// A part of the balance is frozen.
    PartlyFrozen,
    /// The price is overdue.
    Overdue {
        /// How old it is.
        age: Seconds,
        /// How old it should be at most.
        heartbeat: Seconds,
    },
}

/// Adds up what everything is worth. A balance of nothing is worth nothing, priced or not.
#[must_use]
pub fn total<'a>(held: impl IntoIterator<Item = Held<'a>>) -> Total {
    let mut total = Total::default();
    for (descriptor, holding) in held {
        match worth(holding) {
            Counted::Worth(value, staleness) => {
                if matches!(staleness, Staleness::Stale { .. }) {
                    total.overdue.push(descriptor.name.clone());
                }
                if let Err(why) = add(&mut total.sums, value) {
                    total.left_out.push(LeftOut { name: descriptor.name.clone(), why });
                }
            }
            Counted::Nothing => {}
            Counted::Not(why) => total.left_out.push(LeftOut { name: descriptor.name.clone(), why }),
        }
    }
    total
}

/// The worth of each asset class, the largest first; those without a price last.
#[must_use]
pub fn classes<'a>(held: impl IntoIterator<Item = Held<'a>>) -> Vec<Class> {
    let mut sums: BTreeMap<(u8, Option<AssetKind>), Vec<Fact<Value>>> = BTreeMap::new();
    for (descriptor, holding) in held {
        let value = match worth(holding) {
            Counted::Worth(value, _) => Some(value),
            Counted::Nothing => continue,
            Counted::Not(_) => None,
        };
        let entry = sums.entry((u8::from(descriptor.kind.is_none()), descriptor.kind)).or_default();
        if let Some(value) = value {
            // A sum that fits nowhere is told of by the total.
            let _told_by_total = add(entry, value);
        }
    }
    let mut classes: Vec<Class> = sums
        .into_iter()
        .flat_map(|((_, kind), sums)| {
            let priced: Vec<Class> = sums.into_iter().map(|sum| Class { kind, worth: Some(sum) }).collect();
            if priced.is_empty() { vec![Class { kind, worth: None }] } else { priced }
        })
        .collect();
    let scale = classes.iter().filter_map(|class| Some(class.worth.as_ref()?.value().scale)).max().unwrap_or_default();
    classes.sort_by_key(|class| std::cmp::Reverse(class.worth.as_ref().map(|worth| weight(worth.value(), scale))));
    classes
}

/// What there is to know of a holding.
#[must_use]
pub fn marks(holding: &Holding) -> Vec<Mark> {
    let is = |flag: &Option<Fact<bool>>| flag.as_ref().is_some_and(|fact| *fact.value());
    let partly = holding.frozen_part.as_ref().is_some_and(|part| !part.value().is_zero());
    let mut marks = Vec::new();
    marks.extend(is(&holding.state.paused).then_some(Mark::Paused));
    marks.extend(is(&holding.state.frozen).then_some(Mark::Frozen));
    marks.extend(partly.then_some(Mark::PartlyFrozen));
    if let Worth::Priced(priced) = &holding.worth
        && let Staleness::Stale { age, heartbeat } = priced.staleness
    {
        marks.push(Mark::Overdue { age, heartbeat });
    }
    marks
}

enum Counted {
    Worth(Fact<Value>, Staleness),
    Nothing,
    Not(Why),
}

fn worth(holding: &Result<Holding, HoldingError>) -> Counted {
    match holding {
        Err(error) => Counted::Not(Why::Unread(error.to_string())),
        Ok(Holding { worth: Worth::Priced(priced), .. }) => Counted::Worth(priced.value.clone(), priced.staleness),
        Ok(Holding { balance, .. }) if balance.value().is_zero() => Counted::Nothing,
        Ok(Holding { worth: Worth::Unpriced, .. }) => Counted::Not(Why::Unpriced),
        Ok(Holding { worth: Worth::Unknown { why }, .. }) => Counted::Not(Why::NoPrice(why.to_string())),
    }
}

/// Adds a value to the sum of its currency.
fn add(sums: &mut Vec<Fact<Value>>, value: Fact<Value>) -> Result<(), Why> {
    let Some(sum) = sums.iter_mut().find(|sum| sum.value().currency == value.value().currency) else {
        sums.push(value);
        return Ok(());
    };
    let both = sum.clone().zip(value).map_err(|error| Why::NoPrice(error.to_string()))?;
    *sum = both.try_map(|(sum, value)| sum.checked_add(&value)).map_err(|error| Why::NoPrice(error.to_string()))?;
    Ok(())
}

/// For ordering only: what does not fit is large.
fn weight(value: &Value, scale: u8) -> U256 {
    let factor = U256::from(10_u8).checked_pow(U256::from(scale.saturating_sub(value.scale)));
    factor.and_then(|factor| value.raw.checked_mul(factor)).unwrap_or(U256::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::{Address, B256, I256};
    use assay_sdk::asset::{FeedError, Priced, TokenList, TransferState};
    use assay_sdk::evidence::{Level, Origin, Source};
    use assay_sdk::units::{Amount, AssetId, BlockRef, ChainId, Currency, Price, Timestamp};

    const AT: BlockRef = BlockRef { number: 7, hash: B256::ZERO, timestamp: Timestamp(1_000) };

    fn fact<T>(value: T) -> Fact<T> {
        Fact::asserted(value, AT, Source::Checkpoint(B256::ZERO))
    }

    fn asset(kind: &str, number: u8) -> Descriptor {
        let json = format!(
            r#"{{"name":"L","timestamp":"2026-01-01T00:00:00Z","version":{{"major":1,"minor":0,"patch":0}},"tokens":[{{"chainId":1,
            "address":"{}","name":"{kind}","symbol":"S","decimals":2,"extensions":{{"assay":{{"kind":"{kind}","unit":"one"}}}}}}]}}"#,
            Address::with_last_byte(number)
        );
        TokenList::parse(&json, None).unwrap().tokens.remove(0)
    }

    fn holding(balance: u64, worth: Worth) -> Result<Holding, HoldingError> {
        let amount = Amount::from_raw(U256::from(balance), 2)?;
        let asset = AssetId { chain: ChainId(1), token: Address::ZERO };
        Ok(Holding { asset, balance: fact(amount), frozen_part: None, state: TransferState::default(), worth })
    }

    fn usd(raw: u64, scale: u8) -> Value {
        Value { raw: U256::from(raw), scale, currency: Currency::new("USD").unwrap() }
    }

    fn priced(value: Fact<Value>, staleness: Staleness) -> Worth {
        let price = Price { answer: U256::ONE, scale: 0, currency: value.value().currency.clone() };
        Worth::Priced(Box::new(Priced {
            value,
            price: fact(price),
            updated_at: Timestamp(1),
            staleness,
            through: None,
        }))
    }

    const FRESH: Staleness = Staleness::Fresh { age: Seconds(1) };
    const STALE: Staleness = Staleness::Stale { age: Seconds(9), heartbeat: Seconds(5) };

    fn unknown() -> Worth {
        let why = HoldingError::Feed(FeedError::NotPositive { feed: Address::ZERO, got: I256::ZERO });
        Worth::Unknown { why }
    }

    #[test]
    fn what_has_no_price_is_named_and_not_counted() {
        let euros = Value { currency: Currency::new("EUR").unwrap(), ..usd(5, 0) };
        let held = [
            (asset("fund", 1), holding(1, priced(fact(usd(150, 2)), FRESH))),
            (asset("commodity", 2), holding(1, priced(fact(usd(2_500, 3)), STALE))),
            (asset("debt", 3), holding(1, priced(fact(euros.clone()), FRESH))),
            (asset("realEstate", 4), holding(3, Worth::Unpriced)),
            (asset("environmental", 5), holding(3, unknown())),
            (asset("cash", 6), holding(0, Worth::Unpriced)),
        ];
        let total = total(held.iter().map(|(descriptor, holding)| (descriptor, holding)));
        assert_eq!(total.sums.iter().map(Fact::value).collect::<Vec<_>>(), [&usd(4_000, 3), &euros]);
        assert_eq!(total.overdue, ["commodity"]);
        let names: Vec<_> = total.left_out.iter().map(|left| left.name.as_str()).collect();
        assert_eq!(names, ["realEstate", "environmental"], "nothing of the cash is held, so nothing is missing");
        assert_eq!(total.left_out[0].why, Why::Unpriced);
        assert!(matches!(total.left_out[1].why, Why::NoPrice(_)));
    }

    #[test]
    fn a_sum_is_as_well_known_as_its_weakest_part() {
        let claimed = Fact::asserted(usd(1, 2), AT, Source::Endpoint(Origin::of_url("http://a")));
        let held = [
            (asset("fund", 1), holding(1, priced(fact(usd(150, 2)), FRESH))),
            (asset("fund", 2), holding(1, priced(claimed, FRESH))),
        ];
        let mut total = total(held.iter().map(|(descriptor, holding)| (descriptor, holding)));
        assert_eq!(total.sums[0].level(), Level::Claimed);
        let other = BlockRef { hash: B256::repeat_byte(1), ..AT };
        let elsewhere = Fact::asserted(usd(1, 2), other, Source::Checkpoint(B256::ZERO));
        assert!(add(&mut total.sums, elsewhere).is_err(), "sums never mix blocks");
    }

    #[test]
    fn classes_come_by_weight_and_the_unpriced_last() {
        let held = [
            (asset("realEstate", 1), holding(3, Worth::Unpriced)),
            (asset("fund", 2), holding(1, priced(fact(usd(900, 2)), FRESH))),
            (asset("cash", 3), holding(1, priced(fact(usd(10, 0)), FRESH))),
            (asset("fund", 4), holding(1, priced(fact(usd(2, 0)), FRESH))),
        ];
        let classes = classes(held.iter().map(|(descriptor, holding)| (descriptor, holding)));
        let shown: Vec<_> = classes
            .iter()
            .map(|class| (class.kind, class.worth.as_ref().map(|worth| worth.value().to_string())))
            .collect();
        assert_eq!(
            shown,
            [
                (Some(AssetKind::Fund), Some("11".to_owned())),
                (Some(AssetKind::Cash), Some("10".to_owned())),
                (Some(AssetKind::RealEstate), None),
            ]
        );
    }

    #[test]
    fn marks_are_those_of_the_contract_and_the_feed() {
        let mut holding = holding(1, priced(fact(usd(1, 0)), STALE)).unwrap();
        holding.state = TransferState { paused: Some(fact(false)), frozen: Some(fact(true)) };
        holding.frozen_part = Some(fact(Amount::from_raw(U256::ONE, 2).unwrap()));
        let overdue = Mark::Overdue { age: Seconds(9), heartbeat: Seconds(5) };
        assert_eq!(marks(&holding), [Mark::Frozen, Mark::PartlyFrozen, overdue]);
    }
}
