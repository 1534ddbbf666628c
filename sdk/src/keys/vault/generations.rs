//! Two generations of one vault as they lie in storage, and which of them counts.

use std::fmt;

use serde::Serialize;

use super::rescue::{Pieces, Rescued, rescue, salvaged_slots};
use super::{SealedVault, UnlockKey, VaultError, VaultId};

/// The format of a salvage, as its text names it.
pub(in crate::keys) const SALVAGE: &str = "assay-vault-salvage";

/// One of the two places where a vault lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Slot {
    /// The first.
    First,
    /// The second.
    Second,
}

/// Both generations of one vault, read from storage. Each write goes into [`Generations::next_slot`], so that the newest
/// whole one is never written over: wherever a write is cut off, the state before it is still there.
#[derive(Clone, Debug)]
pub struct Generations {
    first: Lying,
    second: Lying,
}

/// What lies in a slot.
#[derive(Clone, Debug)]
struct Lying {
    text: Option<String>,
    read: Option<Result<SealedVault, VaultError>>,
}

/// What was passed over when the newest whole generation was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FellBack {
    /// The other generation is damaged, and it was the newer one or cannot say: the last change may be missing.
    Newer {
        /// Where it lies.
        slot: Slot,
        /// What is wrong with it.
        why: VaultError,
        /// Its counter, where that is still legible.
        counter: Option<u64>,
    },
    /// The other generation is damaged, and it was the older one: nothing is missing. The next write mends it.
    Older {
        /// Where it lies.
        slot: Slot,
        /// What is wrong with it.
        why: VaultError,
    },
    /// Both are whole, have one counter and differ: two programs wrote at once. The first slot was taken, and the next write
    /// goes over the second; [`Generations::rescue`] puts both together.
    Twins {
        /// Their counter.
        counter: u64,
    },
}

/// Why no generation can be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoGeneration {
    /// Both slots are empty.
    #[error("there is no vault here")]
    Nothing,
    /// Nothing is whole. What is still readable can be rescued.
    #[error("the vault is damaged: {}", both(.first.as_ref(), .second.as_ref()))]
    Damaged {
        /// What is wrong with the first slot; `None` where it is empty.
        first: Option<VaultError>,
        /// What is wrong with the second slot; `None` where it is empty.
        second: Option<VaultError>,
    },
    /// Newer software wrote here. The other slot would be an older state, and the next write would go over the newer one.
    #[error("newer software wrote this vault, as version {got}: update this software")]
    NewerSoftware {
        /// The version.
        got: u64,
    },
    /// The slots hold two different vaults: the storage mixed them up.
    #[error("two different vaults lie here, {first} and {second}: export both and import them one by one")]
    Strangers {
        /// The one in the first slot.
        first: VaultId,
        /// The one in the second slot.
        second: VaultId,
    },
}

fn both(first: Option<&VaultError>, second: Option<&VaultError>) -> String {
    let part = |name: &str, error: Option<&VaultError>| {
        error.map_or_else(|| format!("the {name} generation is missing"), |error| format!("{name} generation: {error}"))
    };
    format!("{}; {}", part("first", first), part("second", second))
}

/// Everything that can still be read of a vault without opening it, and both texts as they are.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Salvage<'a> {
    format: &'static str,
    readable: Pieces,
    slots: [SalvagedSlot<'a>; 2],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SalvagedSlot<'a> {
    slot: Slot,
    problem: Option<String>,
    text: Option<&'a str>,
}

impl Slot {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }
}

impl Lying {
    fn read(text: Option<&str>) -> Self {
        Self { text: text.map(str::to_owned), read: text.map(SealedVault::from_json) }
    }

    fn whole(&self) -> Option<&SealedVault> {
        self.read.as_ref().and_then(|read| read.as_ref().ok())
    }

    fn error(&self) -> Option<&VaultError> {
        self.read.as_ref().and_then(|read| read.as_ref().err())
    }

    fn counter(&self) -> Option<u64> {
        self.text.as_deref().and_then(|text| Pieces::read(text).counter())
    }
}

impl Generations {
    /// Reads both slots as the storage gives them; `None` for an empty one.
    #[must_use]
    pub fn read(first: Option<&str>, second: Option<&str>) -> Self {
        Self { first: Lying::read(first), second: Lying::read(second) }
    }

    /// Both slots as they lay when [`Generations::salvage_json`] wrote this text. A text that is not whole lies in the first slot as it
    /// is: what is left of it can be rescued all the same.
    #[must_use]
    pub fn from_salvage(text: &str) -> Self {
        match salvaged_slots(text) {
            Some([first, second]) => Self::read(first.as_deref(), second.as_deref()),
            None => Self::read(Some(text), None),
        }
    }

    /// What lies in a slot; `None` where it is empty.
    #[must_use]
    pub fn text(&self, slot: Slot) -> Option<&str> {
        self.slot(slot).text.as_deref()
    }

    /// The newest whole generation.
    ///
    /// # Errors
    /// [`NoGeneration`].
    pub fn newest(&self) -> Result<&SealedVault, NoGeneration> {
        self.choose().map(|(_, sealed)| sealed)
    }

    /// What was passed over to get to the newest whole generation; `None` where nothing was.
    #[must_use]
    pub fn fell_back(&self) -> Option<FellBack> {
        let (slot, chosen) = self.choose().ok()?;
        let slot = slot.other();
        let other = self.slot(slot);
        if let Some(why) = other.error() {
            let (why, counter) = (why.clone(), other.counter());
            return Some(match counter {
                Some(older) if older < chosen.counter() => FellBack::Older { slot, why },
                counter => FellBack::Newer { slot, why, counter },
            });
        }
        let twin = other.whole()?;
        (twin.counter() == chosen.counter() && twin != chosen).then(|| FellBack::Twins { counter: twin.counter() })
    }

    /// Where the next writing goes: over the older generation, a damaged one, or into an empty slot. Never over the newest
    /// whole one.
    #[must_use]
    pub fn next_slot(&self) -> Slot {
        match self.choose() {
            Ok((newest, _)) => newest.other(),
            Err(_) if self.first.text.is_none() => Slot::First,
            Err(_) if self.second.text.is_none() => Slot::Second,
            // Nothing that can be opened: the one that says to be older goes first.
            Err(_) if self.second.counter() < self.first.counter() => Slot::Second,
            Err(_) => Slot::First,
        }
    }

    /// Opens whatever still opens with this key, out of both generations: every wrap with every cipher text. Deleted secrets
    /// of the older generation come back with it.
    ///
    /// Write what it gives into both slots, one after the other, beginning with [`Generations::next_slot`].
    ///
    /// # Errors
    /// [`VaultError::WrongPassword`] or [`VaultError::WrongPasskey`] where the key fits no wrap that is left;
    /// [`VaultError::NoPassword`] or [`VaultError::UnknownMethod`] where none of its kind is left;
    /// [`VaultError::Damaged`] where nothing is left to be opened.
    pub fn rescue(&self, key: &UnlockKey<'_>) -> Result<Rescued, VaultError> {
        let mut slots = [&self.first, &self.second];
        // The newer first: its label and order of accounts count.
        slots.sort_by_key(|lying| std::cmp::Reverse(lying.counter()));
        rescue(&slots.into_iter().filter_map(|lying| lying.text.as_deref()).collect::<Vec<_>>(), key)
    }

    /// Everything that can still be read without a key, with both texts as they are, as one JSON text. Its secrets are as
    /// encrypted as they were. Read as a slot, it can be rescued from.
    ///
    /// # Errors
    /// [`VaultError::TooLarge`] where the JSON writer fails, which no text makes it do.
    pub fn salvage_json(&self) -> Result<String, VaultError> {
        let mut readable = Pieces::default();
        for text in [&self.first, &self.second].into_iter().filter_map(|lying| lying.text.as_deref()) {
            readable.gather(text);
        }
        let slots = [Slot::First, Slot::Second].map(|slot| {
            let lying = self.slot(slot);
            SalvagedSlot { slot, problem: lying.error().map(ToString::to_string), text: lying.text.as_deref() }
        });
        let salvage = Salvage { format: SALVAGE, readable, slots };
        serde_json::to_string_pretty(&salvage).map_err(|_| VaultError::TooLarge)
    }

    const fn slot(&self, slot: Slot) -> &Lying {
        match slot {
            Slot::First => &self.first,
            Slot::Second => &self.second,
        }
    }

    fn choose(&self) -> Result<(Slot, &SealedVault), NoGeneration> {
        let newer = [&self.first, &self.second].into_iter().find_map(|lying| match lying.error() {
            Some(VaultError::UnknownVersion { got }) => Some(*got),
            _ => None,
        });
        if let Some(got) = newer {
            return Err(NoGeneration::NewerSoftware { got });
        }
        match (self.first.whole(), self.second.whole()) {
            (Some(first), Some(second)) if first.id() != second.id() => {
                Err(NoGeneration::Strangers { first: first.id(), second: second.id() })
            }
            (Some(first), Some(second)) if second.counter() > first.counter() => Ok((Slot::Second, second)),
            (Some(first), _) => Ok((Slot::First, first)),
            (None, Some(second)) => Ok((Slot::Second, second)),
            (None, None) => match (self.first.error().cloned(), self.second.error().cloned()) {
                (None, None) => Err(NoGeneration::Nothing),
                (first, second) => Err(NoGeneration::Damaged { first, second }),
            },
        }
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::First => "first",
            Self::Second => "second",
        })
    }
}

impl fmt::Display for FellBack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Newer { slot, why, .. } => {
                write!(
                    f,
                    "the last writing, in the {slot} slot, cannot be read ({why}): the state before it was opened"
                )
            }
            Self::Older { slot, why } => {
                write!(f, "the older writing, in the {slot} slot, cannot be read ({why}); nothing is missing")
            }
            Self::Twins { counter } => {
                write!(f, "two different writings say to be number {counter}: the one in the first slot was opened")
            }
        }
    }
}
