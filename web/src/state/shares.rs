//! Into how many recovery shares a phrase is split, and how many bring it back.

use crate::text::{fill, t};

/// A choice of shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// How many bring the phrase back.
    pub threshold: u8,
    /// How many there are.
    pub count: u8,
}

/// The splits on offer, the usual one first. Each bears the loss of at least one share and the theft of at least one.
pub const SPLITS: [Split; 4] = [
    Split { threshold: 2, count: 3 },
    Split { threshold: 3, count: 5 },
    Split { threshold: 2, count: 5 },
    Split { threshold: 4, count: 7 },
];

impl Split {
    /// Its name among the choices.
    #[must_use]
    pub fn key(self) -> String {
        format!("{}/{}", self.threshold, self.count)
    }

    /// The one of this name.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        SPLITS.into_iter().find(|split| split.key() == key)
    }

    /// What it means.
    #[must_use]
    pub fn words(self) -> String {
        let lost = self.count.saturating_sub(self.threshold).to_string();
        let (threshold, count) = (self.threshold.to_string(), self.count.to_string());
        let values = [("threshold", threshold.as_str()), ("count", count.as_str()), ("lost", lost.as_str())];
        fill(t("{threshold} of {count} shares; {lost} may be lost"), &values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_split_bears_a_loss_and_a_theft_and_is_found_by_its_name() {
        for split in SPLITS {
            assert!(split.threshold >= 2 && split.count > split.threshold, "{split:?}");
            // SLIP-39: at most 16 members of a group.
            assert!(split.count <= 16, "{split:?}");
            assert_eq!(Split::of_key(&split.key()), Some(split));
        }
        assert_eq!(Split::of_key("1/1"), None);
        assert_eq!(SPLITS[0].words(), "2 of 3 shares; 1 may be lost");
    }
}
