//! When a redemption is to be paid, by what the issuer says of its course: the day that a request counts for, and business days from
//! there.
//!
//! Business days are Monday to Friday: the list names no holidays, so a payment may come later by those. Time zones come in as their
//! offset from UTC: which zone has which, at which moment, is known outside.

use crate::asset::Settlement;
use crate::units::{Seconds, Timestamp};

/// Until when on a business day a request counts for that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CutOff<'a> {
    /// The time of day there.
    pub time: Seconds,
    /// A zone of the IANA database, or `UTC`.
    pub zone: &'a str,
}

/// The course of a request that is made at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Course {
    /// The cut-off before which it counts for that day; `None` where none is named.
    pub cut_off: Option<Timestamp>,
    /// When it is to be paid: noon UTC of that day of the calendar there. `None` where the issuer names no business days.
    pub due: Option<Timestamp>,
}

/// The cut-off, where it is one that can be reckoned with: `16:00 America/New_York`. In other words it is only shown.
#[must_use]
pub fn cut_off(settlement: &Settlement) -> Option<CutOff<'_>> {
    let (time, zone) = settlement.cut_off.as_deref()?.split_once(' ')?;
    let (hour, minute) = time.split_once(':')?;
    let number = |text: &str, below: u64| {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u64>().ok().filter(|number| digits && *number < below)
    };
    let (hour, minute) = (number(hour, 24)?, number(minute, 60)?);
    let is_zone = zone == "UTC" || zone.contains('/');
    let time = Seconds(hour.saturating_mul(3600).saturating_add(minute.saturating_mul(60)));
    (is_zone && !zone.contains(' ')).then_some(CutOff { time, zone })
}

/// The course of a request that is made at `asked`. `offset` tells how many seconds the zone of the cut-off is ahead of UTC at a moment;
/// without a cut-off, days are those of UTC. `None` where there is nothing to reckon with: neither days nor a cut-off, or a cut-off in
/// words.
pub fn course(settlement: &Settlement, asked: Timestamp, offset: impl Fn(Timestamp) -> Option<i64>) -> Option<Course> {
    let (time, offset): (_, &dyn Fn(Timestamp) -> Option<i64>) = match (&settlement.cut_off, cut_off(settlement)) {
        (None, _) => (None, &|_| Some(0)),
        (Some(_), None) => return None,
        (Some(_), Some(cut_off)) => (Some(cut_off.time), &offset),
    };
    let there = asked.0.checked_add_signed(offset(asked)?)?;
    let (today, of_day) = (there.div_euclid(Seconds::DAY.0), there.rem_euclid(Seconds::DAY.0));
    let late = time.is_some_and(|time| of_day >= time.0);
    let counts = if late || !is_business_day(today) { next_business_day(today)? } else { today };
    let cut_off = match time {
        None => None,
        Some(time) => {
            let there = counts.checked_mul(Seconds::DAY.0)?.checked_add(time.0)?;
            // The offset of that moment: a summer may begin or end before it.
            let ahead = offset(Timestamp(there.checked_add_signed(offset(asked)?.checked_neg()?)?))?;
            Some(Timestamp(there.checked_add_signed(ahead.checked_neg()?)?))
        }
    };
    let due = match settlement.business_days {
        None => None,
        Some(days) if days > MOST_DAYS => None,
        Some(days) => {
            let day = (0..days).try_fold(counts, |day, _| next_business_day(day))?;
            Some(Timestamp(day.checked_mul(Seconds::DAY.0)?.checked_add(NOON)?))
        }
    };
    (cut_off.is_some() || due.is_some()).then_some(Course { cut_off, due })
}

/// A business year and more: nobody means a longer time in days.
const MOST_DAYS: u64 = 400;
/// The middle of a day, which is that day in most of the world.
const NOON: u64 = 43_200;

/// Of days since 1970, which began with a Thursday.
const fn is_business_day(day: u64) -> bool {
    day.saturating_add(3).rem_euclid(7) < 5
}

fn next_business_day(day: u64) -> Option<u64> {
    let mut next = day.checked_add(1)?;
    while !is_business_day(next) {
        next = next.checked_add(1)?;
    }
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settlement(days: Option<u64>, cut_off: Option<&str>) -> Settlement {
        Settlement { business_days: days, cut_off: cut_off.map(str::to_owned), memo: None }
    }

    /// New York in November 2026: summer time ends on the 1st at 06:00 UTC.
    fn new_york(at: Timestamp) -> Option<i64> {
        Some(if at.0 < 1_793_512_800 { -4 * 3600 } else { -5 * 3600 })
    }

    /// Seconds of a day of November 2026 and a time of day, UTC. 1 November 2026 is a Sunday.
    fn at(day: u64, hour: u64) -> Timestamp {
        Timestamp(1_793_491_200 + (day - 1) * 86_400 + hour * 3600)
    }

    #[test]
    fn cut_offs_are_times_with_a_zone() {
        let read = |text: &str| cut_off(&settlement(None, Some(text))).map(|cut| (cut.time.0, cut.zone.to_owned()));
        assert_eq!(read("16:00 America/New_York"), Some((57_600, "America/New_York".to_owned())));
        assert_eq!(read("09:30 UTC"), Some((34_200, "UTC".to_owned())));
        for words in [
            "16:00",
            "16:00 New York",
            "4 pm Europe/Zurich",
            "24:00 UTC",
            "9:30 UTC",
            "16:60 UTC",
            "16:00 Europe/Zurich or so",
        ] {
            assert_eq!(read(words), None, "{words}");
        }
    }

    #[test]
    fn a_request_counts_for_the_day_whose_cut_off_it_makes() {
        let terms = settlement(Some(2), Some("16:00 America/New_York"));
        let course = |asked| course(&terms, asked, new_york).unwrap();
        // Thursday 26 November 2026 before and after 21:00 UTC, which is 16:00 in New York.
        assert_eq!(course(at(26, 20)), Course { cut_off: Some(at(26, 21)), due: Some(at(30, 12)) });
        assert_eq!(
            course(at(26, 21)),
            Course { cut_off: Some(at(27, 21)), due: Some(Timestamp(at(30, 12).0 + 86_400)) }
        );
        // Saturday counts for Monday.
        assert_eq!(
            course(at(28, 10)),
            Course { cut_off: Some(at(30, 21)), due: Some(Timestamp(at(30, 12).0 + 2 * 86_400)) }
        );
        // Friday evening of 30 October: by Monday's cut-off, winter has come.
        let friday = Timestamp(at(1, 22).0 - 2 * 86_400);
        assert_eq!(course(friday).cut_off, Some(at(2, 21)));
    }

    #[test]
    fn without_a_cut_off_days_are_those_of_utc_and_words_are_not_reckoned_with() {
        let zone = |_| -> Option<i64> { None };
        let days = course(&settlement(Some(1), None), at(27, 23), zone).unwrap();
        assert_eq!(days, Course { cut_off: None, due: Some(at(30, 12)) });
        assert_eq!(course(&settlement(Some(1), Some("noon")), at(27, 23), zone), None);
        assert_eq!(course(&settlement(Some(1), Some("16:00 Mars/Olympus")), at(27, 23), zone), None);
        assert_eq!(course(&settlement(None, None), at(27, 23), zone), None);
    }
}
