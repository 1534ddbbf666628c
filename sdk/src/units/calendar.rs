//! Moments as dates of the calendar, in UTC.

use std::fmt;

use super::Timestamp;

const DAY: u64 = 86_400;
/// The last second of the year 9999: what comes after has no date in RFC 3339.
const LAST: u64 = 253_402_300_799;

/// A moment in UTC, as calendars and clocks show it. Ordered as time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a date and a time of day")]
pub struct Utc {
    /// From 1970 to 9999.
    pub year: u64,
    /// From 1 to 12.
    pub month: u64,
    /// From 1 to 31.
    pub day: u64,
    /// From 0 to 23.
    pub hour: u64,
    /// From 0 to 59.
    pub minute: u64,
    /// From 0 to 59.
    pub second: u64,
}

impl Timestamp {
    /// Its date and time of day; `None` after the year 9999.
    #[must_use]
    pub fn utc(self) -> Option<Utc> {
        if self.0 > LAST {
            return None;
        }
        let (year, month, day) = civil(self.0.div_euclid(DAY));
        let of_day = self.0.rem_euclid(DAY);
        let (hour, minute, second) =
            (of_day.div_euclid(3600), of_day.rem_euclid(3600).div_euclid(60), of_day.rem_euclid(60));
        Some(Utc { year, month, day, hour, minute, second })
    }
}

/// RFC 3339: `2024-02-29T08:27:12Z`.
impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day, hour, minute, second } = self;
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// Year, month and day of a number of days since 1970: years of 400 repeat, and a year that begins in March has its odd day last.
fn civil(days: u64) -> (u64, u64, u64) {
    const ERA: u64 = 146_097;
    // 0000-03-01 lies 719,468 days before 1970.
    let days = days.saturating_add(719_468);
    let (era, of_era) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    // Without the days that only every 4th, 100th and 400th year has.
    let leaps = of_era.div_euclid(1460).saturating_add(of_era.div_euclid(146_096));
    let plain = of_era.saturating_add(of_era.div_euclid(36_524)).saturating_sub(leaps);
    let year = plain.div_euclid(365);
    let before = year.saturating_mul(365).saturating_add(year.div_euclid(4)).saturating_sub(year.div_euclid(100));
    let of_year = of_era.saturating_sub(before);
    // Months from March have 153 days in every five.
    let month = of_year.saturating_mul(5).saturating_add(2).div_euclid(153);
    let first = month.saturating_mul(153).saturating_add(2).div_euclid(5);
    let day = of_year.saturating_sub(first).saturating_add(1);
    let turned = month >= 10;
    let month = if turned { month.saturating_sub(9) } else { month.saturating_add(3) };
    let year = era.saturating_mul(400).saturating_add(year).saturating_add(u64::from(turned));
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every day of 800 years, counted one by one.
    #[test]
    fn days_are_those_of_the_calendar() {
        let (mut year, mut month, mut day) = (1970, 1, 1);
        for days in 0..292_194 {
            assert_eq!(civil(days), (year, month, day), "{days}");
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month as usize - 1];
            day += 1;
            if day > length {
                (day, month) = (1, month + 1);
            }
            if month > 12 {
                (month, year) = (1, year + 1);
            }
        }
    }

    #[test]
    fn the_last_moment_has_a_date_and_the_next_has_none() {
        let last = Timestamp(LAST).utc().unwrap();
        assert_eq!((last.year, last.month, last.day), (9999, 12, 31));
        assert_eq!((last.hour, last.minute, last.second), (23, 59, 59));
        assert_eq!(Timestamp(LAST + 1).utc(), None);
    }
}
