//! What can still be saved of a damaged vault.
//!
//! The file is not read as a whole: at every `{` each of its parts is looked for, wherever it stands. So a part that is
//! whole is found although the text around it is torn or altered. What the cipher authenticates is trusted; an account
//! that nothing authenticates is believed only where its secret gives its address.

use std::cell::OnceCell;

use alloy_primitives::Address;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::cipher::CipherKey;
use super::file::{Ciphertext, Public, Seal};
use super::former::Former;
use super::method::Wrap;
use super::secrets::{Secret, Secrets};
use super::{
    DamagedPart, NewMethod, Origin, SealedVault, SecretId, UnlockKey, Vault, VaultAccount, VaultError, VaultId,
    VaultRandomness,
};
use crate::units::DerivationPath;

/// What was saved. Wiped when dropped, as far as it is secret.
#[derive(Debug)]
pub struct Rescued {
    /// The open vault, with every secret that could be opened and every account that could be verified.
    pub vault: Vault,
    /// Accounts that were listed and could not be saved.
    pub lost: Vec<LostAccount>,
    /// Whether the label and the accounts were authenticated. If not, the label is empty, and accounts without a key here
    /// are among the lost.
    pub public_is_authentic: bool,
    /// The highest counter that could be read.
    counter: u64,
}

/// An account that could not be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostAccount {
    /// The address as the file has it.
    pub address: Address,
    /// The label as the file has it.
    pub label: String,
    /// Why.
    pub why: WhyLost,
}

/// Why an account could not be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhyLost {
    /// No secret that was saved gives this address: its secret is lost, or the address or path was altered.
    NoSecretFits,
    /// It has no key here and nothing authenticates it: the address may have been altered. Compare it before adding it.
    NotAuthentic,
}

/// The parts of a vault that were found in a text.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Pieces {
    #[serde(serialize_with = "as_identified")]
    ids: Vec<VaultId>,
    counter: Option<u64>,
    wraps: Vec<Wrap>,
    secrets: Vec<Ciphertext>,
    publics: Vec<Public>,
    seals: Vec<Seal>,
    accounts: Vec<VaultAccount>,
}

/// As in a vault's file, so that they are found again.
fn as_identified<S: serde::Serializer>(ids: &[VaultId], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Identified {
        id: VaultId,
    }
    serializer.collect_seq(ids.iter().map(|id| Identified { id: *id }))
}

impl Pieces {
    pub(super) fn read(text: &str) -> Self {
        let mut pieces = Self::default();
        pieces.gather(text);
        pieces
    }

    /// The highest counter.
    pub(super) const fn counter(&self) -> Option<u64> {
        self.counter
    }

    pub(super) fn gather(&mut self, text: &str) {
        for (at, _) in text.match_indices('{') {
            let Some(rest) = text.get(at..) else { continue };
            keep(&mut self.wraps, parse(rest));
            keep(&mut self.secrets, parse(rest));
            keep(&mut self.publics, parse(rest));
            keep(&mut self.seals, parse(rest));
            keep(&mut self.accounts, parse(rest));
        }
        for id in fields(text, "\"id\"") {
            keep(&mut self.ids, Some(id));
        }
        self.counter = self.counter.into_iter().chain(fields(text, "\"counter\"")).max();
    }
}

/// The value that the text begins with, whatever follows.
fn parse<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::Deserializer::from_str(text).into_iter().next()?.ok()
}

/// The values of all fields of this name that are of this type.
fn fields<T: DeserializeOwned>(text: &str, name: &str) -> impl Iterator<Item = T> {
    text.match_indices(name).filter_map(move |(at, _)| {
        let after = text.get(at..)?.strip_prefix(name)?.trim_start().strip_prefix(':')?;
        parse(after)
    })
}

fn keep<T: PartialEq>(kept: &mut Vec<T>, found: Option<T>) {
    kept.extend(found.filter(|found| !kept.contains(found)));
}

/// What the key opened so far.
#[derive(Default)]
struct Opened {
    data_keys: Vec<(VaultId, CipherKey)>,
    secrets: Option<Secrets>,
    /// The newest public part that was authenticated.
    public: Option<Public>,
    id: Option<VaultId>,
    /// Whether a method of the key's kind was found.
    tried: bool,
}

/// A text that was salvaged holds others, whole or torn, as they were. Its escapes would hide their parts.
#[derive(Deserialize)]
struct Salvaged {
    slots: Vec<SalvagedText>,
}
#[derive(Deserialize)]
struct SalvagedText {
    text: Option<String>,
}

/// What lay in the two slots when this text was salvaged from them. `None` where it is not whole.
pub(super) fn salvaged_slots(text: &str) -> Option<[Option<String>; 2]> {
    let salvaged: Salvaged = serde_json::from_str(text).ok()?;
    let slots: [SalvagedText; 2] = salvaged.slots.try_into().ok()?;
    Some(slots.map(|slot| slot.text))
}

/// The texts, and those that were salvaged in them.
fn with_salvaged(texts: &[&str]) -> Vec<String> {
    let salvaged = texts.iter().filter_map(|text| serde_json::from_str::<Salvaged>(text).ok());
    let inside = salvaged.flat_map(|salvaged| salvaged.slots).filter_map(|slot| slot.text);
    texts.iter().map(|text| (*text).to_owned()).chain(inside).collect()
}

/// Tries the key on every part of every text; the newer text first.
pub(super) fn rescue(texts: &[&str], key: &UnlockKey<'_>) -> Result<Rescued, VaultError> {
    let texts = with_salvaged(texts);
    let mut pieces = Pieces::default();
    for text in &texts {
        pieces.gather(text);
    }
    let mut opened = Opened::default();
    opened.unwrap(&pieces, key)?;
    opened.decrypt(&pieces)?;
    for text in &texts {
        opened.try_former(text, key)?;
    }
    let Opened { data_keys, secrets, public, id, tried } = opened;
    let Some((secrets, id)) = secrets.zip(id) else {
        return Err(match (data_keys.is_empty(), tried, pieces.wraps.is_empty()) {
            (false, _, _) => VaultError::Damaged(DamagedPart::Secrets),
            (true, true, _) => key.wrong(),
            (true, false, false) => key.missing(),
            (true, false, true) => VaultError::Damaged(DamagedPart::Methods),
        });
    };
    let data_key = data_keys.into_iter().find(|(of, _)| *of == id).map(|(_, key)| key);
    let mut rescued = Rescued {
        vault: Vault {
            id,
            label: public.as_ref().map(|public| public.label.clone()).unwrap_or_default(),
            created: public.as_ref().and_then(|public| public.created),
            accounts: Vec::new(),
            backup_checked: public.as_ref().and_then(|public| public.backup_checked),
            secrets,
            data_key: data_key.map_or_else(OnceCell::new, OnceCell::from),
            former: None,
        },
        lost: Vec::new(),
        public_is_authentic: public.is_some(),
        counter: pieces.counter.unwrap_or(0),
    };
    for account in public.into_iter().flat_map(|public| public.accounts) {
        rescued.take(account, Some(()));
    }
    for account in pieces.accounts {
        rescued.take(account, None);
    }
    rescued.take_loose_keys();
    Ok(rescued)
}

impl Opened {
    /// Every wrap, for every id that was found.
    fn unwrap(&mut self, pieces: &Pieces, key: &UnlockKey<'_>) -> Result<(), VaultError> {
        for wrap in &pieces.wraps {
            for id in &pieces.ids {
                let Some(opening) = wrap.method.key_from(*id, key)? else { continue };
                self.tried = true;
                keep(&mut self.data_keys, wrap.unwrap(*id, &opening)?.map(|key| (*id, key)));
            }
        }
        Ok(())
    }

    /// Every cipher text and every seal, under every data key.
    fn decrypt(&mut self, pieces: &Pieces) -> Result<(), VaultError> {
        let mut found = Vec::new();
        for (id, key) in &self.data_keys {
            for ciphertext in &pieces.secrets {
                if let Some(secrets) = ciphertext.open(*id, key)?.and_then(|bytes| Secrets::decode(&bytes).ok()) {
                    found.push((*id, secrets));
                }
            }
            for (public, seal) in pieces.publics.iter().flat_map(|one| pieces.seals.iter().map(move |seal| (one, seal)))
            {
                if self.public.is_none() && seal.fits(public, *id, key)? {
                    self.public = Some(public.clone());
                }
            }
        }
        found.into_iter().try_for_each(|(id, secrets)| self.add(id, secrets))
    }

    /// A text of version 1, also where only its checksum was hit.
    fn try_former(&mut self, text: &str, key: &UnlockKey<'_>) -> Result<(), VaultError> {
        let Some(former) = Former::despite_damage(text) else { return Ok(()) };
        let Some(opening) = former.method.key_from(former.id, key)? else { return Ok(()) };
        self.tried = true;
        let Some((secrets, accounts)) = former.open(&opening)? else { return Ok(()) };
        self.add(former.id, secrets)?;
        if self.public.is_none() {
            let label = former.label().to_owned();
            self.public = Some(Public { label, created: None, accounts, backup_checked: None });
        }
        Ok(())
    }

    fn add(&mut self, id: VaultId, secrets: Secrets) -> Result<(), VaultError> {
        self.id.get_or_insert(id);
        match &mut self.secrets {
            Some(known) => known.absorb(secrets),
            None => {
                self.secrets = Some(secrets);
                Ok(())
            }
        }
    }
}

impl Rescued {
    /// Seals what was saved under a new first method, newer than everything that lies there.
    ///
    /// # Errors
    /// Those of [`SealedVault::new`], and [`VaultError::CounterExhausted`].
    pub fn seal(
        &self,
        first: &NewMethod<'_>,
        now_ms: u64,
        randomness: &VaultRandomness,
    ) -> Result<SealedVault, VaultError> {
        let vault = &self.vault;
        let counter = self.counter.checked_add(1).ok_or(VaultError::CounterExhausted)?;
        let wrap = Wrap::new(vault.id, vault.data_key(randomness), first, now_ms, randomness)?;
        SealedVault::write(vault, counter, vec![wrap], None, randomness)
    }

    fn take(&mut self, account: VaultAccount, authentic: Option<()>) {
        let VaultAccount { address, label, origin } = account;
        if self.vault.account(address).is_ok() {
            return;
        }
        let origin = match origin {
            Origin::Watched | Origin::Connected => authentic.map(|()| origin).ok_or(WhyLost::NotAuthentic),
            Origin::Derived { secret, path } => {
                self.phrase_of(address, secret, &path).map(|secret| Origin::Derived { secret, path })
            }
            Origin::Key { .. } => self.key_of(address).map(|secret| Origin::Key { secret }),
        };
        self.lost.retain(|lost| lost.address != address);
        match origin {
            Ok(origin) => self.vault.accounts.push(VaultAccount { address, label, origin }),
            Err(why) => self.lost.push(LostAccount { address, label, why }),
        }
    }

    /// The phrase that gives this address along this path: the one that is named, or any other.
    fn phrase_of(&self, address: Address, named: SecretId, path: &DerivationPath) -> Result<SecretId, WhyLost> {
        let all = self.vault.secrets.iter().map(|(id, _)| id);
        std::iter::once(named)
            .chain(all)
            .find(|id| self.vault.derive(*id, path).is_ok_and(|derived| derived == address))
            .ok_or(WhyLost::NoSecretFits)
    }

    fn key_of(&self, address: Address) -> Result<SecretId, WhyLost> {
        let mut secrets = self.vault.secrets.iter();
        secrets.find(|(_, secret)| secret.own_address() == Some(address)).map(|(id, _)| id).ok_or(WhyLost::NoSecretFits)
    }

    /// A single key whose account is lost still says which account it is.
    fn take_loose_keys(&mut self) {
        let keys: Vec<_> = self
            .vault
            .secrets
            .iter()
            .filter_map(|(secret, held)| Secret::own_address(held).map(|address| (secret, address)))
            .collect();
        for (secret, address) in keys {
            let account = VaultAccount { address, label: String::new(), origin: Origin::Key { secret } };
            self.take(account, None);
        }
    }
}
