//! Seconds as dates and spans.

use alloy_primitives::U256;

use crate::units::Timestamp;

/// `2024-02-29T08:27:12Z`, or that it lies beyond every date.
pub(super) fn date(seconds: U256) -> String {
    match u64::try_from(seconds).ok().and_then(|seconds| Timestamp(seconds).utc()) {
        Some(utc) => utc.to_string(),
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Known moments, among them the two of the standard's text.
    #[test]
    fn dates_are_those_of_the_calendar() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (1_709_191_632, "2024-02-29T07:27:12Z"),
            (951_827_696, "2000-02-29T12:34:56Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (253_402_300_799_u64, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(date(U256::from(seconds)), expected);
        }
        assert_eq!(date(U256::from(253_402_300_800_u64)), "later than any date");
        assert_eq!(date(U256::MAX), "later than any date");
    }

    #[test]
    fn spans_have_hours() {
        assert_eq!(duration(U256::from(8250)), "02:17:30");
        assert_eq!(duration(U256::from(360_000)), "100:00:00");
        assert_eq!(duration(U256::MAX), "longer than any span");
    }
}
