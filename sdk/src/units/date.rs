//! Days of the civil calendar, without a time of day and without a time zone.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Seconds, Timestamp, UnitsError};

/// A day of the proleptic Gregorian calendar, of the years 1 to 9999. Written and read as `2026-11-30`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i64,
    month: i64,
    day: i64,
}

/// Days from 1 March of the year 0 to 1 January 1970.
const EPOCH: i64 = 719_468;
/// Days of four centuries, after which the calendar repeats.
const ERA: i64 = 146_097;

#[expect(
    clippy::arithmetic_side_effects,
    reason = "years are 1 to 9999, months 1 to 12 and days 1 to 31, which is checked where a date is made: nothing here comes near an end of i64"
)]
impl Date {
    /// The last day there is.
    const LAST: i64 = 2_932_896;
    /// 1 January of the year 1.
    const FIRST: i64 = -719_162;

    /// A date from its numbers.
    ///
    /// # Errors
    /// [`UnitsError::NotADate`] where the calendar has no such day, or the year is not one of 1 to 9999.
    pub fn new(year: i64, month: i64, day: i64) -> Result<Self, UnitsError> {
        let is_date =
            (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        if !is_date {
            return Err(UnitsError::NotADate { got: format!("{year}-{month}-{day}") });
        }
        Ok(Self { year, month, day })
    }

    /// Reads `2026-11-30` (ISO 8601, four digits of year).
    ///
    /// # Errors
    /// [`UnitsError::NotADate`].
    pub fn parse(text: &str) -> Result<Self, UnitsError> {
        let refused = || UnitsError::NotADate { got: text.chars().take(40).collect() };
        let shape = text.len() == 10
            && text
                .bytes()
                .enumerate()
                .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
        let mut parts = text.split('-').map(str::parse::<i64>);
        let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day)), true) = (parts.next(), parts.next(), parts.next(), shape)
        else {
            return Err(refused());
        };
        Self::new(year, month, day).map_err(|_| refused())
    }

    /// The day in UTC that a moment falls on.
    ///
    /// # Errors
    /// [`UnitsError::NotADate`] after the year 9999.
    pub fn of(time: Timestamp) -> Result<Self, UnitsError> {
        let days = i64::try_from(time.0 / Seconds::DAY.0).unwrap_or(i64::MAX);
        Self::from_number(days).ok_or_else(|| UnitsError::NotADate { got: format!("{} seconds since 1970", time.0) })
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i64 {
        self.year
    }

    /// The month, from 1.
    #[must_use]
    pub const fn month(self) -> i64 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub const fn day(self) -> i64 {
        self.day
    }

    /// Days since 1 January 1970; below zero before it.
    #[must_use]
    pub const fn number(self) -> i64 {
        // The year begins in March here, so that the day which may be missing is its last.
        let year = if self.month > 2 { self.year } else { self.year - 1 };
        let month = (self.month + 9) % 12;
        let of_year = (153 * month + 2) / 5 + self.day - 1;
        let of_era = year % 400 * 365 + year % 400 / 4 - year % 400 / 100 + of_year;
        year / 400 * ERA + of_era - EPOCH
    }

    /// The day with this number; `None` outside of the years 1 to 9999.
    fn from_number(number: i64) -> Option<Self> {
        if !(Self::FIRST..=Self::LAST).contains(&number) {
            return None;
        }
        let from_march = number + EPOCH;
        let (era, of_era) = (from_march / ERA, from_march % ERA);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / (ERA - 1)) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
        Some(Self { year: era * 400 + year + later, month, day })
    }

    /// Days from `earlier` to this one; below zero where it is the later.
    #[must_use]
    pub const fn days_since(self, earlier: Self) -> i64 {
        self.number() - earlier.number()
    }

    /// The day so many days later; earlier where below zero.
    ///
    /// # Errors
    /// [`UnitsError::NotADate`] outside of the years 1 to 9999.
    pub fn plus_days(self, days: i64) -> Result<Self, UnitsError> {
        let found = self.number().checked_add(days).and_then(Self::from_number);
        found.ok_or_else(|| UnitsError::NotADate { got: format!("{days} days after {self}") })
    }

    /// The same day of the month so many months later, earlier where below zero; the last day of a month that is too short.
    ///
    /// # Errors
    /// [`UnitsError::NotADate`] outside of the years 1 to 9999.
    pub fn plus_months(self, months: i64) -> Result<Self, UnitsError> {
        let refused = || UnitsError::NotADate { got: format!("{months} months after {self}") };
        let total = (self.year * 12 + self.month - 1).checked_add(months).ok_or_else(refused)?;
        let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
        if !(1..=9999).contains(&year) {
            return Err(refused());
        }
        Ok(Self { year, month, day: self.day.min(days_in_month(year, month)) })
    }

    /// The last day of the same month.
    #[must_use]
    pub const fn end_of_month(self) -> Self {
        Self { day: days_in_month(self.year, self.month), ..self }
    }

    /// Whether it is the last day of its month.
    #[must_use]
    pub const fn is_end_of_month(self) -> bool {
        self.day == days_in_month(self.year, self.month)
    }

    /// Whether it is the last day of a February: the 29th in a leap year.
    #[must_use]
    pub const fn is_end_of_february(self) -> bool {
        self.month == 2 && self.is_end_of_month()
    }

    /// Whether it is a Saturday or a Sunday.
    #[must_use]
    pub const fn is_weekend(self) -> bool {
        // 1 January 1970 was a Thursday: Monday is 0.
        (self.number() + 3).rem_euclid(7) >= 5
    }
}

/// Whether a year has a 29 February.
pub(crate) const fn is_leap_year(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap_year(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn every_day_has_the_number_after_the_day_before() {
        let mut day = date("0001-01-01");
        assert_eq!((day.number(), date("9999-12-31").number()), (Date::FIRST, Date::LAST));
        for number in Date::FIRST..=Date::LAST {
            assert_eq!((day.number(), Date::from_number(number)), (number, Some(day)));
            assert_eq!(Date::new(day.year, day.month, day.day), Ok(day));
            let next = if !day.is_end_of_month() {
                Date { day: day.day + 1, ..day }
            } else if day.month < 12 {
                Date { month: day.month + 1, day: 1, ..day }
            } else {
                Date { year: day.year + 1, month: 1, day: 1 }
            };
            day = next;
        }
        assert_eq!((Date::from_number(Date::FIRST - 1), Date::from_number(Date::LAST + 1)), (None, None));
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in ["2025-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31", "0000-01-01"] {
            assert_eq!(Date::parse(text), Err(UnitsError::NotADate { got: text.to_owned() }));
        }
        for text in ["", "2026-1-01", "+026-01-01", "2026/01/01", "2026-01-011", "٢٠٢٦-01-01", "20260101"] {
            assert!(Date::parse(text).is_err(), "{text}");
        }
        assert!(date("9999-12-31").plus_days(1).is_err() && date("0001-01-01").plus_days(-1).is_err());
        assert!(date("9999-12-31").plus_days(i64::MAX).is_err() && date("9999-12-01").plus_months(1).is_err());
        assert!(date("0001-01-31").plus_months(-1).is_err() && date("2026-01-01").plus_months(i64::MIN).is_err());
        assert!(Date::of(Timestamp(u64::MAX)).is_err());
    }

    #[test]
    fn months_are_clipped_and_weeks_go_on() {
        assert_eq!(date("2024-01-31").plus_months(1), Ok(date("2024-02-29")));
        assert_eq!(date("2024-02-29").plus_months(-12), Ok(date("2023-02-28")));
        assert_eq!(date("2024-03-15").plus_months(-3), Ok(date("2023-12-15")));
        assert!(date("2026-11-28").is_weekend() && date("2026-11-29").is_weekend());
        assert!(!date("2026-11-27").is_weekend() && !date("1969-12-31").is_weekend());
        assert_eq!(Date::of(Timestamp(1_709_251_199)), Ok(date("2024-02-29")));
    }
}
