//! The period of a statement, as it stands in the address. Days are UTC, as in the tables.

use assay_sdk::units::Timestamp;
use time::{Date, Month, OffsetDateTime};

use crate::route::RecordsQuery;

/// A period by its name in the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    /// From the first of January on.
    #[default]
    ThisYear,
    /// The calendar year before.
    LastYear,
    /// The calendar month before this one.
    LastMonth,
    /// Two days that the user names, both of them included.
    Custom,
    /// From the chain's first block on.
    Everything,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first moment of it; `None` where it begins with the chain.
    pub start: Option<Timestamp>,
    /// The first moment after it.
    pub end: Timestamp,
}

/// What is wrong with the days that were named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeriodFaults {
    /// With the first.
    pub from: Option<String>,
    /// With the last.
    pub to: Option<String>,
}

impl Period {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 5] = [Self::ThisYear, Self::LastYear, Self::LastMonth, Self::Custom, Self::Everything];

    /// Its name in the address.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::ThisYear => "this-year",
            Self::LastYear => "last-year",
            Self::LastMonth => "last-month",
            Self::Custom => "days",
            Self::Everything => "everything",
        }
    }

    /// The period of this name.
    #[must_use]
    pub fn of_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.slug() == slug)
    }
}

impl Span {
    /// The stretch that an address asks for.
    ///
    /// # Errors
    /// What is wrong with the days that it names.
    pub fn of(query: &RecordsQuery, now: Timestamp) -> Result<Self, PeriodFaults> {
        let today = day_of(now);
        let year = today.map_or(1970, Date::year);
        let month = today.map_or(Month::January, Date::month);
        let between = |start: Option<Timestamp>, end: Option<Timestamp>| {
            Ok(Self { start: Some(start.unwrap_or(Timestamp(0))), end: end.unwrap_or(now) })
        };
        match query.period {
            Period::ThisYear => {
                between(first_of(year, Month::January), first_of(year.saturating_add(1), Month::January))
            }
            Period::LastYear => {
                between(first_of(year.saturating_sub(1), Month::January), first_of(year, Month::January))
            }
            Period::LastMonth => {
                let of_year = if month == Month::January { year.saturating_sub(1) } else { year };
                between(first_of(of_year, month.previous()), first_of(year, month))
            }
            Period::Everything => Ok(Self { start: None, end: Timestamp(u64::MAX) }),
            Period::Custom => {
                let (from, to) = (date(&query.from), date(&query.to));
                match (from, to) {
                    (Ok(from), Ok(to)) if from <= to => between(midnight(from), to.next_day().and_then(midnight)),
                    (Ok(_), Ok(_)) => Err(PeriodFaults {
                        from: None,
                        to: Some(format!("{} is before {}: expected a later day", query.to, query.from)),
                    }),
                    (from, to) => Err(PeriodFaults { from: from.err(), to: to.err() }),
                }
            }
        }
    }

    /// The last moment of it.
    #[must_use]
    pub const fn last(&self) -> Timestamp {
        Timestamp(self.end.0.saturating_sub(1))
    }
}

fn day_of(moment: Timestamp) -> Option<Date> {
    let seconds = i64::try_from(moment.0).ok()?;
    Some(OffsetDateTime::from_unix_timestamp(seconds).ok()?.date())
}

fn first_of(year: i32, month: Month) -> Option<Timestamp> {
    midnight(Date::from_calendar_date(year, month, 1).ok()?)
}

fn midnight(day: Date) -> Option<Timestamp> {
    u64::try_from(day.midnight().assume_utc().unix_timestamp()).ok().map(Timestamp)
}

/// A day as `2026-01-31`.
fn date(text: &str) -> Result<Date, String> {
    let wrong = || format!("not a day: got {text:?}, expected one such as 2026-01-31");
    let [year, month, day] = text.trim().split('-').collect::<Vec<_>>().try_into().map_err(|_| wrong())?;
    let number = |digits: &str, length: usize| {
        let plain = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<u16>().ok().filter(|_| plain).ok_or_else(wrong)
    };
    let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
    let month = u8::try_from(month).ok().and_then(|month| Month::try_from(month).ok()).ok_or_else(wrong)?;
    let day = u8::try_from(day).map_err(|_| wrong())?;
    let date = Date::from_calendar_date(i32::from(year), month, day).map_err(|_| wrong())?;
    if date.year() < 1970 { Err(wrong()) } else { Ok(date) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(period: Period, from: &str, to: &str) -> Result<(u64, u64), PeriodFaults> {
        let query = RecordsQuery { period, from: from.to_owned(), to: to.to_owned() };
        // 15 January 2026, 12:00 UTC.
        let span = Span::of(&query, Timestamp(1_768_478_400))?;
        Ok((span.start.map_or(0, |start| start.0), span.end.0))
    }

    #[test]
    fn periods_are_calendar_years_months_and_days() {
        const Y2025: u64 = 1_735_689_600;
        const DECEMBER: u64 = 1_764_547_200;
        const Y2026: u64 = 1_767_225_600;
        const Y2027: u64 = 1_798_761_600;
        assert_eq!(span(Period::ThisYear, "", ""), Ok((Y2026, Y2027)));
        assert_eq!(span(Period::LastYear, "", ""), Ok((Y2025, Y2026)));
        assert_eq!(span(Period::LastMonth, "", ""), Ok((DECEMBER, Y2026)));
        assert_eq!(span(Period::Everything, "", ""), Ok((0, u64::MAX)));
        assert_eq!(span(Period::Custom, "2025-01-01", "2025-12-31"), Ok((Y2025, Y2026)));
        assert_eq!(span(Period::Custom, "2025-12-31", "2025-12-31"), Ok((Y2026 - 86_400, Y2026)));
    }

    #[test]
    fn days_that_are_none_are_named() {
        for wrong in ["", "2025-02-30", "2025-2-3", "31.12.2025", "2025-13-01", "1969-12-31", "+025-01-01"] {
            let faults = span(Period::Custom, wrong, "2025-01-01").unwrap_err();
            assert!(faults.from.is_some() && faults.to.is_none(), "{wrong}");
        }
        assert!(span(Period::Custom, "2025-01-02", "2025-01-01").unwrap_err().to.is_some());
    }
}
