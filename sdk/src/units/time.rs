//! Moments and spans, in whole seconds. Time is always an argument: nothing here asks a clock.

use serde::{Deserialize, Serialize};

/// Seconds since the Unix epoch, as block headers and feeds count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub u64);

/// A span of time in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seconds(pub u64);

impl Timestamp {
    /// How long ago `earlier` was; zero where it lies in the future.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Seconds {
        Seconds(self.0.saturating_sub(earlier.0))
    }

    /// The moment `span` later, at most the end of time.
    #[must_use]
    pub const fn after(self, span: Seconds) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Seconds {
    /// The year that rates are stated per: 365.2425 days, the mean Gregorian year.
    pub const YEAR: Self = Self(31_556_952);
    /// One day.
    pub const DAY: Self = Self(86_400);
}
