//! Income to come, as a picture takes it: for each token that is paid, one sum a month, with the months in which nothing comes.

use alloy_primitives::Address;
use assay_sdk::evidence::Fact;
use assay_sdk::units::{Amount, Date, UnitsError};
use assay_sdk::yields::{ComingKind, ComingMonth, ComingPayment};

/// What comes in one token, month by month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// The token; the chain's own coin where `None`.
    pub currency: Option<Address>,
    /// Its months, in order.
    pub months: Vec<MonthSum>,
}

/// What comes in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthSum {
    /// The year.
    pub year: i64,
    /// The month, from 1.
    pub month: i64,
    /// How much; `None` where nothing comes whose amount is known.
    pub amount: Option<Fact<Amount>>,
}

/// The sums of `count` months, the first that of `from`, for each token in the order in which they come.
///
/// # Errors
/// [`UnitsError`] beyond the calendar.
pub fn series(coming: &[ComingMonth], from: Date, count: i64) -> Result<Vec<Series>, UnitsError> {
    let mut currencies: Vec<Option<Address>> = Vec::new();
    for currency in coming.iter().flat_map(|month| &month.totals).map(|total| total.currency) {
        if !currencies.contains(&currency) {
            currencies.push(currency);
        }
    }
    let first = Date::new(from.year(), from.month(), 1)?;
    let days = (0..count).map(|later| first.plus_months(later)).collect::<Result<Vec<_>, _>>()?;
    let of_currency = |currency: Option<Address>| {
        let sum = |day: &Date| {
            let (year, month) = (day.year(), day.month());
            let here = coming.iter().find(|one| (one.year, one.month) == (year, month));
            let total = here.and_then(|one| one.totals.iter().find(|total| total.currency == currency));
            MonthSum { year, month, amount: total.map(|total| total.amount.clone()) }
        };
        Series { currency, months: days.iter().map(sum).collect() }
    };
    Ok(currencies.into_iter().map(of_currency).collect())
}

/// Days that a list names for payments of one name, of which nobody knows how much they come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The token that is held.
    pub asset: Address,
    /// What they are called.
    pub title: Option<String>,
    /// The first day.
    pub first: Date,
    /// The last of those that were looked at.
    pub last: Date,
    /// How many there are.
    pub count: usize,
    /// How the first is known.
    pub known: Fact<()>,
}

/// Whether a payment says no more than a day.
#[must_use]
pub fn is_day_alone(payment: &ComingPayment) -> bool {
    payment.kind == ComingKind::Expected && payment.amount.is_none()
}

/// The days of payments without amounts, together where they are of one asset and one name, in the order of their first days.
#[must_use]
pub fn days(coming: &[ComingMonth]) -> Vec<Named> {
    let mut all: Vec<Named> = Vec::new();
    for fact in coming.iter().flat_map(|month| &month.payments).filter(|fact| is_day_alone(fact.value())) {
        let ComingPayment { asset, title, date, .. } = fact.value();
        match all.iter_mut().find(|one| one.asset == *asset && one.title == *title) {
            Some(one) => {
                one.last = one.last.max(*date);
                one.count = one.count.saturating_add(1);
            }
            None => all.push(Named {
                asset: *asset,
                title: title.clone(),
                first: *date,
                last: *date,
                count: 1,
                known: fact.clone().map(drop),
            }),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::{B256, U256};
    use assay_sdk::evidence::Source;
    use assay_sdk::units::{BlockRef, Timestamp};
    use assay_sdk::yields::ComingTotal;

    fn month(year: i64, month: i64, sums: &[(u8, u64)]) -> ComingMonth {
        let at = BlockRef { number: 1, hash: B256::ZERO, timestamp: Timestamp(1) };
        let total = |(token, raw): &(u8, u64)| ComingTotal {
            currency: Some(Address::with_last_byte(*token)),
            amount: Fact::asserted(Amount::from_raw(U256::from(*raw), 6).unwrap(), at, Source::Checkpoint(B256::ZERO)),
        };
        ComingMonth { year, month, payments: Vec::new(), totals: sums.iter().map(total).collect() }
    }

    #[test]
    fn days_without_amounts_are_told_once() {
        let at = BlockRef { number: 1, hash: B256::ZERO, timestamp: Timestamp(1) };
        let payment = |month: i64, title: &str, amount: Option<u64>| {
            let payment = ComingPayment {
                asset: Address::with_last_byte(1),
                kind: if amount.is_none() { ComingKind::Expected } else { ComingKind::Coupon },
                title: Some(title.to_owned()),
                date: Date::new(2027, month, 1).unwrap(),
                currency: None,
                amount: amount.map(|raw| Amount::from_raw(U256::from(raw), 6).unwrap()),
            };
            Fact::asserted(payment, at, Source::TokenList)
        };
        let of = |payments| ComingMonth { payments, ..month(2027, 1, &[]) };
        let coming = [
            of(vec![payment(1, "Dividends", None), payment(1, "Coupon", Some(5))]),
            of(vec![payment(2, "Dividends", None), payment(2, "Bonus", None)]),
            of(vec![payment(3, "Dividends", None)]),
        ];
        let told: Vec<_> =
            days(&coming).into_iter().map(|one| (one.title.unwrap(), one.first, one.last, one.count)).collect();
        let day = |month| Date::new(2027, month, 1).unwrap();
        assert_eq!(told, [("Dividends".to_owned(), day(1), day(3), 3), ("Bonus".to_owned(), day(2), day(2), 1)]);
    }

    #[test]
    fn every_month_has_its_place_and_every_token_its_own_sums() {
        let coming = [month(2026, 12, &[(1, 5)]), month(2027, 2, &[(1, 7), (2, 9)]), month(2028, 1, &[(1, 1)])];
        let found = series(&coming, Date::new(2026, 12, 31).unwrap(), 3).unwrap();
        let raw = |sum: &MonthSum| sum.amount.as_ref().map(|amount| amount.value().raw().to::<u64>());
        let shown: Vec<Vec<_>> =
            found.iter().map(|one| one.months.iter().map(|sum| (sum.year, sum.month, raw(sum))).collect()).collect();
        assert_eq!(
            shown,
            [
                vec![(2026, 12, Some(5)), (2027, 1, None), (2027, 2, Some(7))],
                vec![(2026, 12, None), (2027, 1, None), (2027, 2, Some(9))],
            ]
        );
    }
}
