//! What is stored: wallets, each in two generations, and what became of those that cannot be read any more.
//!
//! Under a wallet's id, `{id}/a` and `{id}/b` hold its generations and `{id}/tries` the attempts at its password. A wallet
//! of version 1 lies under `{id}` itself until it is first opened.
//!
//! A new wallet is there once both slots are written. So where one slot is empty and the other one torn, a wallet was being
//! made, or removed: it was never whole, and is not listed.

use std::collections::BTreeMap;

use assay_sdk::keys::{FellBack, Generations, ListedAccount, Method, NoGeneration, SealedVault, Slot, Vault};
use assay_sdk::keys::{MethodKind as KindOfMethod, SecretKind as KindOfSecret};

use super::protocol::{
    AccountKind, AccountSummary, KeyError, KeyErrorKind, MethodKind, MethodSummary, SecretKind, SecretSummary,
    VaultSummary,
};
use super::records::{Records, Texts};
use super::refusal::refusal;
use super::remains::Remains;
use crate::services::storage::StorageError;

/// Stored wallets, oldest first: their ids begin with the moment when they were made.
#[derive(Debug)]
pub(super) struct Shelf(Vec<Stored>);

/// One wallet as it lies in storage.
#[derive(Debug)]
pub(super) struct Stored {
    id: String,
    /// The texts of the slots.
    slots: [Option<String>; 2],
    /// The text of version 1, where it is still there.
    former: Option<String>,
    generations: Generations,
    /// What is in use is the text of version 1.
    uses_former: bool,
}

const SLOTS: [(Slot, &str); 2] = [(Slot::First, "a"), (Slot::Second, "b")];
const TRIES: &str = "tries";

/// The key of a wallet's attempts.
pub(super) fn tries_key(id: &str) -> String {
    format!("{id}/{TRIES}")
}

fn slot_key(id: &str, slot: Slot) -> String {
    let name = match slot {
        Slot::First => "a",
        Slot::Second => "b",
    };
    format!("{id}/{name}")
}

/// Keys of the two slots, in the order in which a new wallet is written.
pub(super) fn slot_keys(id: &str) -> [String; 2] {
    [slot_key(id, Slot::First), slot_key(id, Slot::Second)]
}

/// A record that is no text is as good as one with nothing legible in it.
fn legible(text: Result<String, StorageError>) -> Result<String, StorageError> {
    match text {
        Err(StorageError::Damaged { .. }) => Ok(String::new()),
        other @ (Ok(_)
        | Err(StorageError::Refused { .. } | StorageError::NoLocks { .. } | StorageError::NotKept { .. })) => other,
    }
}

impl Shelf {
    /// Reads all wallets.
    pub(super) async fn read<R: Records>(records: &R) -> Result<Self, StorageError> {
        Self::sort(records.all().await?)
    }

    fn sort(texts: Texts) -> Result<Self, StorageError> {
        let mut wallets: BTreeMap<String, ([Option<String>; 2], Option<String>)> = BTreeMap::new();
        for (key, text) in texts {
            let (id, part) = key.split_once('/').map_or((key.as_str(), None), |(id, part)| (id, Some(part)));
            let ([first, second], former) = wallets.entry(id.to_owned()).or_default();
            match part {
                None => *former = Some(legible(text)?),
                Some("a") => *first = Some(legible(text)?),
                Some("b") => *second = Some(legible(text)?),
                // The attempts, and what newer software may keep beside them.
                Some(_) => {}
            }
        }
        let stored = wallets.into_iter().map(|(id, (slots, former))| Stored::new(id, slots, former));
        Ok(Self(stored.filter(Stored::is_there).collect()))
    }

    /// Its wallets as the page sees them. Of the open one, what only the open vault tells.
    pub(super) fn summaries(&self, open: Option<(&str, &Vault)>) -> Vec<VaultSummary> {
        let summary = |stored: &Stored| {
            let secrets = open.filter(|(id, _)| *id == stored.id).map(|(_, vault)| secrets(vault));
            VaultSummary { secrets: secrets.unwrap_or_default(), ..stored.summary() }
        };
        self.0.iter().map(summary).collect()
    }

    /// Whether a wallet, whole or damaged, has this id.
    pub(super) fn holds(&self, id: &str) -> bool {
        self.0.iter().any(|stored| stored.id == id)
    }

    /// Whether what lies there of any wallet is like this.
    pub(super) fn any(&self, like: impl Fn(&Generations) -> bool) -> bool {
        self.0.iter().any(|stored| like(&stored.generations))
    }

    /// The stored wallet that is this vault, whichever its generation.
    pub(super) fn same_as(&self, sealed: &SealedVault) -> Option<&SealedVault> {
        self.0.iter().filter_map(|stored| stored.generations.newest().ok()).find(|other| other.id() == sealed.id())
    }
}

pub(super) fn missing(id: &str) -> KeyError {
    refusal(
        KeyErrorKind::Missing,
        format!("There is no stored wallet {id:?}. It may have been removed in another tab; reload the page."),
    )
}

impl Stored {
    /// Reads one wallet.
    pub(super) async fn read<R: Records>(records: &R, id: &str) -> Result<Self, KeyError> {
        let mut texts = Vec::with_capacity(3);
        for key in slot_keys(id).into_iter().chain([id.to_owned()]) {
            texts.push(records.read(&key).await.transpose().map(legible).transpose()?);
        }
        let former = texts.pop().flatten();
        let second = texts.pop().flatten();
        let first = texts.pop().flatten();
        Some(Self::new(id.to_owned(), [first, second], former)).filter(Self::is_there).ok_or_else(|| missing(id))
    }

    fn new(id: String, slots: [Option<String>; 2], former: Option<String>) -> Self {
        let [first, second] = slots.each_ref().map(Option::as_deref);
        let generations = Generations::read(first, second);
        let unusable = matches!(generations.newest(), Err(NoGeneration::Nothing | NoGeneration::Damaged { .. }));
        match former.as_deref().filter(|_| unusable) {
            // Version 1 in place of the first slot: what is written next goes into the second.
            Some(text) => {
                let generations = Generations::read(Some(text), second);
                Self { id, slots, former, generations, uses_former: true }
            }
            None => Self { id, slots, former, generations, uses_former: false },
        }
    }

    fn is_there(&self) -> bool {
        match (self.generations.newest(), &self.slots, &self.former) {
            (Err(NoGeneration::Nothing), ..) => false,
            (Err(NoGeneration::Damaged { .. }), [None, Some(_)] | [Some(_), None], None) => false,
            (Ok(_) | Err(_), ..) => true,
        }
    }

    pub(super) const fn generations(&self) -> &Generations {
        &self.generations
    }

    /// Its newest whole generation.
    pub(super) fn newest(&self) -> Result<&SealedVault, KeyError> {
        Ok(self.generations.newest()?)
    }

    /// Whether its version is an old one, which its first opening brings up to date.
    pub(super) fn is_former(&self) -> bool {
        self.former.is_some() || self.generations.newest().is_ok_and(|newest| newest.counter() == 0)
    }

    /// The keys that are written next, in their order: the slot that is not the newest whole one comes first.
    pub(super) fn next_keys(&self) -> [String; 2] {
        let next = self.generations.next_slot();
        [slot_key(&self.id, next), slot_key(&self.id, next.other())]
    }

    /// The key of version 1, where it is still there.
    pub(super) fn former_key(&self) -> Option<&str> {
        self.former.as_ref().map(|_| self.id.as_str())
    }

    /// Every key that is there, the one that is in use last: as long as it is there, the wallet is.
    pub(super) fn keys_to_remove(&self) -> Vec<String> {
        let used =
            if self.uses_former { self.id.clone() } else { slot_key(&self.id, self.generations.next_slot().other()) };
        let slots = SLOTS.into_iter().zip(&self.slots).filter(|(_, text)| text.is_some());
        let mut keys: Vec<_> = slots.map(|((slot, _), _)| slot_key(&self.id, slot)).collect();
        keys.extend(self.former_key().map(str::to_owned));
        keys.sort_by_key(|key| *key == used);
        keys
    }

    /// What opens it, as far as that can still be read.
    pub(super) fn methods(&self) -> Vec<Method> {
        match self.generations.newest() {
            Ok(sealed) => sealed.methods().cloned().collect(),
            Err(_) => Remains::of(&self.generations).methods,
        }
    }

    fn summary(&self) -> VaultSummary {
        let id = self.id.clone();
        match self.newest() {
            Ok(sealed) => VaultSummary {
                id,
                label: sealed.label().to_owned(),
                created: sealed.created(),
                accounts: sealed.accounts().iter().map(account).collect(),
                methods: sealed.methods().map(method).collect(),
                backup_checked: sealed.backup_checked(),
                fell_back: self.generations.fell_back().and_then(|fell_back| passed_over(&fell_back)),
                ..VaultSummary::default()
            },
            Err(why) => {
                let remains = Remains::of(&self.generations);
                VaultSummary {
                    id,
                    label: remains.label,
                    created: remains.created,
                    accounts: remains.accounts.iter().map(|known| account(&known.listed())).collect(),
                    methods: remains.methods.iter().map(method).collect(),
                    backup_checked: remains.backup_checked,
                    damage: Some(why.message),
                    ..VaultSummary::default()
                }
            }
        }
    }
}

/// What to say of a newest generation that could not be used. An older one that is damaged takes nothing away.
fn passed_over(fell_back: &FellBack) -> Option<String> {
    match fell_back {
        FellBack::Older { .. } => None,
        FellBack::Newer { .. } => Some(
            "The last change to this wallet was not written whole, so the state before it is in use. If something that you changed is \
             missing, change it again."
                .to_owned(),
        ),
        FellBack::Twins { .. } | _ => Some(
            "Two programs changed this wallet at once, and one of the two changes is in use. If something that you changed is missing, \
             change it again."
                .to_owned(),
        ),
    }
}

fn account(listed: &ListedAccount<'_>) -> AccountSummary {
    use assay_sdk::keys::Origin;
    let kind = match listed.origin {
        Some(Origin::Derived { secret, path }) => AccountKind::Derived { secret: secret.0, path: path.to_string() },
        Some(Origin::Watched) => AccountKind::Watched,
        Some(Origin::Connected) => AccountKind::Connected,
        // Version 1 says only inside where its keys come from; it holds nothing but keys.
        Some(Origin::Key { .. } | _) | None => AccountKind::Key,
    };
    AccountSummary { address: listed.address, label: listed.label.to_owned(), kind }
}

fn method(method: &Method) -> MethodSummary {
    let kind = match &method.by {
        KindOfMethod::Passkey { credential, rp_id, label, prf_salt } => MethodKind::Passkey {
            label: label.clone(),
            credential: credential.clone(),
            rp_id: rp_id.clone(),
            salt: prf_salt.0.into(),
        },
        KindOfMethod::Password { .. } | _ => MethodKind::Password,
    };
    MethodSummary { id: method.id.0, kind, created: method.created }
}

fn secrets(vault: &Vault) -> Vec<SecretSummary> {
    let summary = |known: assay_sdk::keys::SecretSummary| {
        let kind = match known.kind {
            KindOfSecret::Phrase { words, has_passphrase, .. } => {
                SecretKind::Phrase { words: u8::try_from(words).unwrap_or(u8::MAX), passphrase: has_passphrase }
            }
            KindOfSecret::Key | _ => SecretKind::Key,
        };
        SecretSummary { id: known.id.0, kind }
    };
    vault.secrets().map(summary).collect()
}
