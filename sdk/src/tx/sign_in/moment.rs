//! Times of RFC 3339.

use crate::units::{Date, Timestamp};

/// Reads `2026-11-30T12:00:00.000+01:00`; `None` where it is no such time. What lies before 1970 counts as its beginning.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let (date, time) = text.split_once(['T', 't'])?;
    let day = Date::parse(date).ok()?.number();
    let (clock, offset) = time.split_at(time.find(['Z', 'z', '+', '-'])?);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let [hours, minutes, seconds] = numbers::<3>(clock)?;
    let is_time = hours < 24 && minutes < 60 && seconds <= 60;
    if !is_fraction || !is_time {
        return None;
    }
    let of_day = hours.checked_mul(3_600)?.checked_add(minutes.checked_mul(60)?)?.checked_add(seconds)?;
    let seconds = day.checked_mul(86_400)?.checked_add(of_day)?.checked_sub(seconds_east(offset)?)?;
    Some(Timestamp(u64::try_from(seconds.max(0)).ok()?))
}

/// `Z`, or hours and minutes after a sign.
fn seconds_east(offset: &str) -> Option<i64> {
    if offset.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let [hours, minutes] = numbers::<2>(offset.get(1..)?)?;
    if hours >= 24 || minutes >= 60 {
        return None;
    }
    hours.checked_mul(3_600)?.checked_add(minutes.checked_mul(60)?)?.checked_mul(sign)
}

/// Numbers of two digits with colons between them.
fn numbers<const N: usize>(text: &str) -> Option<[i64; N]> {
    let number = |part: &str| {
        let is_pair = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i64>().ok().filter(|_| is_pair)
    };
    text.split(':').map(number).collect::<Option<Vec<_>>>()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 3339, section 5.8, and the edges.
    #[test]
    fn times_are_those_of_the_calendar() {
        for (text, expected) in [
            ("1985-04-12T23:20:50.52Z", 482_196_050),
            ("1996-12-19T16:39:57-08:00", 851_042_397),
            ("1990-12-31T23:59:60Z", 662_688_000),
            ("1990-12-31t15:59:60-08:00", 662_688_000),
            ("1937-01-01T12:00:27.87+00:20", 0),
            ("1970-01-01T00:00:00Z", 0),
            ("9999-12-31T23:59:59z", 253_402_300_799),
        ] {
            assert_eq!(moment(text), Some(Timestamp(expected)), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "2026-11-30",
            "2026-11-30T12:00:00",
            "2026-11-30 12:00:00Z",
            "2026-02-30T12:00:00Z",
            "2026-11-30T24:00:00Z",
            "2026-11-30T12:60:00Z",
            "2026-11-30T12:00:61Z",
            "2026-11-30T12:00Z",
            "2026-11-30T12:00:00.Z",
            "2026-11-30T12:00:00+1:00",
            "2026-11-30T12:00:00+24:00",
            "2026-11-30T12:00:00ZZ",
            "2026-11-30T+2:00:00Z",
            "2026-11-30T12:00:00Z ",
            "é",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
