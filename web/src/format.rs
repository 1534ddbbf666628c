//! Numbers, ages and dates as people read them. Plain functions: figures and the present moment come in as arguments.
//!
//! Nothing here rounds up, and nothing is cut in silence: a [`Shown`] number knows whether digits were left out and keeps
//! them all for whoever looks closer.

use alloy_primitives::{Address, U256};
use assay_sdk::units::{Date, Quantity, Rate, Seconds, Timestamp, UnitsError, Value};
use assay_sdk::yields::Decimal as SignedDecimal;
use time::OffsetDateTime;

use crate::text::{GROUP, POINT, fill, t};

/// A number ready to be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Digits before the decimal point, grouped; with `< ` in front where all shown decimals would be zero.
    pub(crate) whole: String,
    /// The decimal point and what follows it, or nothing.
    pub(crate) fraction: String,
    /// Every digit there is, grouped.
    pub(crate) full: String,
    /// Whether `whole` and `fraction` leave digits out.
    pub(crate) cut: bool,
}

impl Shown {
    /// The number in one piece.
    pub(crate) fn short(&self) -> String {
        format!("{}{}", self.whole, self.fraction)
    }
}

/// How many decimals a number is shown with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimals {
    /// Padded with zeros up to here.
    pub(crate) least: usize,
    /// Cut after this many.
    pub(crate) most: usize,
}

impl Decimals {
    /// Money: always two.
    pub(crate) const MONEY: Self = Self { least: 2, most: 2 };
    /// Amounts of one unit and more.
    pub(crate) const AMOUNT: Self = Self { least: 0, most: 4 };
    /// Amounts below one unit, where the small digits are all there is.
    pub(crate) const SMALL_AMOUNT: Self = Self { least: 0, most: 6 };
}

/// An amount of a token, or of a vault's shares.
pub(crate) fn amount<U>(quantity: &Quantity<U>) -> Shown {
    let exact = quantity.to_string();
    let decimals = if exact.starts_with("0.") { Decimals::SMALL_AMOUNT } else { Decimals::AMOUNT };
    decimal(&exact, decimals)
}

/// A sum of money, without its currency.
pub(crate) fn value(value: &Value) -> Shown {
    decimal(&value.to_string(), Decimals::MONEY)
}

/// A plain decimal number such as the SDK's types display (`1234.5`), grouped and cut.
pub(crate) fn decimal(exact: &str, decimals: Decimals) -> Shown {
    let (whole, fraction) = exact.split_once('.').unwrap_or((exact, ""));
    let full = join(&grouped(whole), fraction);
    let kept: String = fraction.chars().take(decimals.most).collect();
    let rest_is_zero = fraction.chars().skip(decimals.most).all(|digit| digit == '0');
    let nothing_left = !rest_is_zero && format!("{whole}{kept}").chars().all(|digit| digit == '0');
    if nothing_left {
        let smallest = format!("{:0>width$}", 1, width = decimals.most);
        let (whole, fraction) =
            if decimals.most == 0 { ("< 1".to_owned(), String::new()) } else { ("< 0".to_owned(), smallest) };
        return Shown { whole, fraction: after_point(&fraction), full, cut: true };
    }
    let padded = format!("{kept:0<width$}", width = decimals.least);
    Shown { whole: grouped(whole), fraction: after_point(&padded), full, cut: !rest_is_zero }
}

/// Digits in groups of three.
pub(crate) fn grouped(digits: &str) -> String {
    let length = digits.chars().count();
    let mut out = String::with_capacity(digits.len().saturating_mul(2));
    for (position, digit) in digits.chars().enumerate() {
        let left = length.saturating_sub(position);
        if position > 0 && left.is_multiple_of(3) {
            out.push_str(GROUP);
        }
        out.push(digit);
    }
    out
}

fn join(whole: &str, fraction: &str) -> String {
    format!("{whole}{}", after_point(fraction))
}

fn after_point(fraction: &str) -> String {
    if fraction.is_empty() { String::new() } else { format!("{POINT}{fraction}") }
}

/// A rate in per cent with two decimals, rounded down: `4.25 %`. A smaller one has as many as it takes to show two of its digits: `0.0042 %`.
///
/// # Errors
/// [`UnitsError::OutOfRange`] for a rate that fits no integer at that scale.
pub(crate) fn percent(rate: &Rate) -> Result<String, UnitsError> {
    const SCALE: u8 = 10;
    // Of what is below even that, it is still told that it is not nothing.
    let per_cent = rate.per(U256::from(10_u64.pow(u32::from(SCALE) + 2)))?.max(U256::from(!rate.numerator.is_zero()));
    Ok(percent_text(&Quantity::<()>::from_raw(per_cent, SCALE)?.to_string()))
}

/// The size of a signed rate in per cent, in the same manner, and whether it is below zero; `None` where it does not fit.
pub(crate) fn percent_of(rate: SignedDecimal) -> Option<(bool, String)> {
    let (sign, size) = rate.raw().into_sign_and_abs();
    let per_cent = Quantity::<()>::from_raw(size.checked_mul(U256::from(100_u8))?, SignedDecimal::SCALE).ok()?;
    Some((sign.is_negative(), percent_text(&per_cent.to_string())))
}

/// A number of per cent, cut to what is to be seen of it.
fn percent_text(exact: &str) -> String {
    let (whole, fraction) = exact.split_once('.').unwrap_or((exact, ""));
    let zeros = fraction.chars().take_while(|digit| *digit == '0').count();
    let most = if whole == "0" && zeros >= 2 { zeros.saturating_add(2).min(8) } else { 2 };
    format!("{}\u{a0}%", decimal(exact, Decimals { least: 2, most }).short())
}

/// A span of time in its largest unit: `4 min`.
pub(crate) fn span(Seconds(seconds): Seconds) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 3_600;
    const DAY: u64 = 86_400;
    let (count, unit) = match seconds {
        0..MINUTE => (seconds, t("{n} s")),
        MINUTE..HOUR => (seconds.div_euclid(MINUTE), t("{n} min")),
        HOUR..DAY => (seconds.div_euclid(HOUR), t("{n} h")),
        _ if seconds.div_euclid(DAY) == 1 => (1, t("{n} day")),
        _ => (seconds.div_euclid(DAY), t("{n} days")),
    };
    fill(unit, &[("n", &grouped(&count.to_string()))])
}

/// How long ago, or how far ahead: `4 min ago`, `in 3 days`. Within five seconds either way: `now`.
pub(crate) fn age(now: Timestamp, then: Timestamp) -> String {
    let (past, ahead) = (now.since(then), then.since(now));
    if past.0.max(ahead.0) < 5 {
        return t("now").to_owned();
    }
    let pattern = if ahead.0 > 0 { t("in {span}") } else { t("{span} ago") };
    fill(pattern, &[("span", &span(Seconds(past.0.max(ahead.0))))])
}

/// A day of the calendar, UTC: `22 Nov 2026`.
pub(crate) fn date(moment: Timestamp) -> String {
    calendar(moment).map_or_else(|| beyond(moment), |utc| day(&utc))
}

/// A day and the time of day, UTC: `22 Nov 2026, 19:56 UTC`.
pub(crate) fn date_time(moment: Timestamp) -> String {
    calendar(moment)
        .map_or_else(|| beyond(moment), |utc| format!("{}, {:02}:{:02} UTC", day(&utc), utc.hour(), utc.minute()))
}

/// A day and the time of day by a clock that is so many seconds ahead of UTC: `22 Nov 2026, 20:56`.
pub(crate) fn local_time(moment: Timestamp, ahead: i64) -> String {
    let there = moment.0.checked_add_signed(ahead).map(Timestamp);
    there
        .and_then(calendar)
        .map_or_else(|| beyond(moment), |there| format!("{}, {:02}:{:02}", day(&there), there.hour(), there.minute()))
}

/// A moment in the form that `<time datetime>` takes: `2026-11-22T19:56:10Z`.
pub(crate) fn machine_time(moment: Timestamp) -> String {
    calendar(moment).map_or_else(String::new, |utc| {
        let (hour, minute, second) = utc.to_hms();
        format!("{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", utc.year(), u8::from(utc.month()), utc.day())
    })
}

fn calendar(Timestamp(seconds): Timestamp) -> Option<OffsetDateTime> {
    i64::try_from(seconds).ok().and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok())
}

fn day(utc: &OffsetDateTime) -> String {
    let month: String = utc.month().to_string().chars().take(3).collect();
    format!("{} {} {}", utc.day(), month, utc.year())
}

/// A day of the calendar: `1 Dec 2026`.
pub(crate) fn day_of(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date.month()), date.year())
}

/// A month of the calendar, from 1, in short: `Mar`.
pub(crate) const fn month(number: i64) -> &'static str {
    match number {
        1 => t("Jan"),
        2 => t("Feb"),
        3 => t("Mar"),
        4 => t("Apr"),
        5 => t("May"),
        6 => t("Jun"),
        7 => t("Jul"),
        8 => t("Aug"),
        9 => t("Sep"),
        10 => t("Oct"),
        11 => t("Nov"),
        _ => t("Dec"),
    }
}

/// A moment that no calendar holds, such as a contract's "never".
fn beyond(Timestamp(seconds): Timestamp) -> String {
    fill(t("beyond the calendar (second {n})"), &[("n", &grouped(&seconds.to_string()))])
}

/// An address, checksummed by EIP-55, shortened in the middle: `0xab16a9…5Bfcdb`.
pub(crate) fn short_address(address: &Address) -> String {
    shorten(&address.to_checksum(None), 8, 6)
}

/// A text with its middle left out.
pub(crate) fn shorten(text: &str, head: usize, tail: usize) -> String {
    let length = text.chars().count();
    if length <= head.saturating_add(tail) {
        return text.to_owned();
    }
    let start: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(length.saturating_sub(tail)).collect();
    format!("{start}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::address;
    use assay_sdk::units::{Amount, Currency};

    fn shown(text: &str, scale: u8) -> Shown {
        amount(&Amount::parse(text, scale).unwrap())
    }

    #[test]
    fn amounts_are_grouped_and_cut_but_never_rounded() {
        for (given, short, full, cut) in [
            ("0", "0", "0", false),
            ("7", "7", "7", false),
            ("999", "999", "999", false),
            ("1000", "1,000", "1,000", false),
            ("1234567.5", "1,234,567.5", "1,234,567.5", false),
            ("1.99999999", "1.9999", "1.99999999", true),
            ("12.0000001", "12.0000", "12.0000001", true),
            ("0.1234567", "0.123456", "0.1234567", true),
            ("0.000000000000000001", "< 0.000001", "0.000000000000000001", true),
        ] {
            let number = shown(given, 18);
            assert_eq!((number.short().as_str(), number.full.as_str(), number.cut), (short, full, cut), "{given}");
        }
    }

    #[test]
    fn money_has_two_decimals() {
        let money =
            |raw: u64, scale| value(&Value { raw: U256::from(raw), scale, currency: Currency::new("USD").unwrap() });
        assert_eq!(money(123_450, 2).short(), "1,234.50");
        assert_eq!(money(5, 0).short(), "5.00");
        assert_eq!((money(199_999, 4).short().as_str(), money(199_999, 4).cut), ("19.99", true));
        assert_eq!(money(1, 8).short(), "< 0.01");
        assert_eq!(money(0, 8).short(), "0.00");
    }

    #[test]
    fn percentages_round_down() {
        let rate = |n: u64, d: u64| percent(&Rate::new(U256::from(n), U256::from(d)).unwrap()).unwrap();
        assert_eq!(rate(425, 10_000), "4.25\u{a0}%");
        assert_eq!(rate(1, 3), "33.33\u{a0}%");
        assert_eq!(rate(25, 1), "2,500.00\u{a0}%");
    }

    #[test]
    fn ages_look_both_ways() {
        let now = Timestamp(1_000_000);
        for (then, text) in [
            (1_000_000, "now"),
            (1_000_004, "now"),
            (999_960, "40 s ago"),
            (999_760, "4 min ago"),
            (992_800, "2 h ago"),
            (913_600, "1 day ago"),
            (1_259_200, "in 3 days"),
        ] {
            assert_eq!(age(now, Timestamp(then)), text);
        }
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        // RFC 3339 names these moments; 2000 was a leap year.
        assert_eq!(date(Timestamp(0)), "1 Jan 1970");
        assert_eq!(date(Timestamp(951_782_400)), "29 Feb 2000");
        assert_eq!(date_time(Timestamp(1_000_000_000)), "9 Sep 2001, 01:46 UTC");
        assert_eq!(machine_time(Timestamp(1_000_000_000)), "2001-09-09T01:46:40Z");
        assert!(date(Timestamp(u64::MAX)).starts_with("beyond the calendar"));
    }

    #[test]
    fn addresses_keep_both_ends() {
        // The example of CAIP-10.
        let address = address!("0xab16a96D359eC26a11e2C2b3d8f8B8942d5Bfcdb");
        assert_eq!(short_address(&address), "0xab16a9…5Bfcdb");
        assert_eq!(shorten("short", 8, 6), "short");
    }
}
