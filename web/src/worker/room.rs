//! What the worker holds in memory. Synchronous; storage and the line to the page are elsewhere.

use assay_sdk::keys::{Mnemonic, SecretId, Vault};
use zeroize::Zeroizing;

use super::protocol::{KeyError, LostAccount};
use super::refusal::locked;

/// The secrets that are in memory. All are wiped when dropped.
#[derive(Default)]
pub(super) struct Room {
    /// A phrase that was made and has not been confirmed. Nothing stores it.
    pub(super) pending: Option<Pending>,
    open: Option<Open>,
    /// Shares that are being written down, one after the other.
    pub(super) shares: Option<Shares>,
    /// Words that were asked for, to check the backup.
    pub(super) question: Option<Question>,
    /// The salt that a new passkey shall be asked to evaluate.
    pub(super) offered_salt: Option<[u8; 32]>,
    /// How often it was wiped.
    wipes: u64,
}

/// Stands for the time since secrets were last wiped: what began before does not open anything after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift(u64);

/// A phrase that waits to be confirmed.
pub(super) struct Pending {
    pub(super) mnemonic: Mnemonic,
    /// The positions that are asked for.
    pub(super) ask: Vec<u8>,
}

/// The open wallet.
struct Open {
    id: String,
    vault: Vault,
    /// What was not saved of the damaged one that it comes from.
    lost: Vec<LostAccount>,
}

/// Recovery shares. The next one is at the end.
pub(super) struct Shares {
    /// Those that were not handed out yet.
    pub(super) left: Vec<Zeroizing<String>>,
    pub(super) count: u8,
    pub(super) threshold: u8,
}

/// Words that were asked for.
pub(super) struct Question {
    pub(super) secret: SecretId,
    pub(super) positions: Vec<u8>,
}

impl Room {
    /// The id of the open wallet.
    pub(super) fn open_id(&self) -> Option<&str> {
        self.open.as_ref().map(|open| open.id.as_str())
    }

    /// The open wallet.
    pub(super) fn open(&self) -> Result<(&str, &Vault), KeyError> {
        self.open.as_ref().map(|open| (open.id.as_str(), &open.vault)).ok_or_else(locked)
    }

    /// Whether there is anything that a stranger should not find.
    pub(super) const fn is_empty(&self) -> bool {
        self.pending.is_none() && self.open.is_none()
    }

    /// The time since the last wipe.
    pub(super) const fn shift(&self) -> Shift {
        Shift(self.wipes)
    }

    /// This is the open wallet from now on, unless everything was wiped since that shift began. What else was held is wiped.
    pub(super) fn take(&mut self, shift: Shift, id: &str, vault: Vault) -> Result<(), KeyError> {
        if shift != self.shift() {
            return Err(locked());
        }
        let wipes = self.wipes;
        *self = Self { open: Some(Open { id: id.to_owned(), vault, lost: Vec::new() }), wipes, ..Self::default() };
        Ok(())
    }

    /// The open wallet has changed. Where it is not the open one any more, the change is stored all the same.
    pub(super) fn replace(&mut self, id: &str, vault: Vault) {
        if let Some(open) = self.open.as_mut().filter(|open| open.id == id) {
            open.vault = vault;
        }
    }

    /// The open wallet was rescued, but for these accounts.
    pub(super) fn note_lost(&mut self, lost: Vec<LostAccount>) {
        if let Some(open) = &mut self.open {
            open.lost = lost;
        }
    }

    /// The accounts that were lost when the open wallet was rescued, and have not been added again.
    pub(super) fn lost(&self) -> Vec<LostAccount> {
        let missing = |open: &Open| {
            let lost = open.lost.iter().filter(|lost| open.vault.account(lost.address).is_err());
            lost.cloned().collect()
        };
        self.open.as_ref().map(missing).unwrap_or_default()
    }

    /// Wipes every secret.
    pub(super) fn wipe(&mut self) {
        *self = Self { wipes: self.wipes.wrapping_add(1), ..Self::default() };
    }
}
