//! Seconds as dates and spans.

use alloy_primitives::U256;

const DAY: u64 = 86_400;
/// The last second of the year 9999: what comes after has no date in RFC 3339.
const LAST: u64 = 253_402_300_799;

/// `2024-02-29T08:27:12Z`, or that it lies beyond every date.
pub(super) fn date(seconds: U256) -> String {
    match u64::try_from(seconds).ok().filter(|seconds| *seconds <= LAST) {
        Some(seconds) => {
            let (year, month, day) = civil(seconds.div_euclid(DAY));
            let [hours, minutes, seconds] = clock(seconds.rem_euclid(DAY));
            format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}Z")
        }
        None => "later than any date".to_owned(),
    }
}

/// `02:17:30`; hours go beyond 24.
pub(super) fn duration(seconds: U256) -> String {
    match u64::try_from(seconds) {
        Ok(seconds) => {
            let [hours, minutes, seconds] = clock(seconds);
            format!("{hours:02}:{minutes:02}:{seconds:02}")
        }
        Err(_) => "longer than any span".to_owned(),
    }
}

const fn clock(seconds: u64) -> [u64; 3] {
    [seconds.div_euclid(3600), seconds.rem_euclid(3600).div_euclid(60), seconds.rem_euclid(60)]
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

    /// Known moments, among them the two of the standard's text; then every day of 800 years, counted one by one.
    #[test]
    fn dates_are_those_of_the_calendar() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (1_709_191_632, "2024-02-29T07:27:12Z"),
            (951_827_696, "2000-02-29T12:34:56Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (LAST, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(date(U256::from(seconds)), expected);
        }
        assert_eq!(date(U256::from(LAST + 1)), "later than any date");
        assert_eq!(date(U256::MAX), "later than any date");
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
    fn spans_have_hours() {
        assert_eq!(duration(U256::from(8250)), "02:17:30");
        assert_eq!(duration(U256::from(360_000)), "100:00:00");
        assert_eq!(duration(U256::MAX), "longer than any span");
    }
}
