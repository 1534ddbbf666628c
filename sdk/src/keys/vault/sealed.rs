//! The sealed vault: opening it, and writing the next one.

use std::cell::OnceCell;

use alloy_primitives::Address;
use serde::Deserialize;

use super::cipher::CipherKey;
use super::error::syntax;
use super::file::{Body, Ciphertext, FORMAT, Locked, Public, Seal};
use super::former::{self, Former};
use super::method::Wrap;
use super::secrets::Secrets;
use super::{
    DamagedPart, KdfParams, Method, MethodId, MethodKind, NewMethod, Origin, UnlockKey, Vault, VaultAccount,
    VaultError, VaultId, VaultRandomness,
};

/// A vault as it is stored and exported. Holds nothing secret in the clear.
///
/// One JSON object: `format` is `assay-vault`, `version` is 2, then `vault`:
///
/// - `id`: 16 random bytes. Every wrap and the secrets are bound to it.
/// - `counter`: rises by one with every write. It is not authenticated: whoever can write to the storage can bring back an
///   older copy, and no file can tell. It orders the generations of an honest storage.
/// - `public`: label, moment of making, accounts, moment of the last check of the backup. In the clear on purpose, so that
///   a locked wallet can show what it holds. The price: whoever gets the file learns that these addresses belong together.
/// - `locked`, unless the vault holds no secret: `methods`, each with the random data key of 32 bytes wrapped under the key
///   that it gives; `seal`, by which the data key authenticates `public`; `secrets`, the phrases and keys under the data key.
///
/// Then `checksum`: Keccak-256 of format, version and `vault` in their canonical spelling. It tells a damaged file from a
/// wrong password. It protects against accidents only: against people, the tags of the cipher do.
///
/// All encryption is AES-256-GCM. Associated data is always a JSON list that begins with format and version: for a wrap
/// `"wrap"`, the id and the method; for the seal `"public"`, the id and `public`; for the secrets `"secrets"` and the id.
/// So each part opens without the others, and damage to one stays there.
///
/// A file of version 1 is read and opened by its password. The first [`SealedVault::update`] writes version 2.
///
/// The data key stays the same for the life of a vault. Who has an older copy and a password that was valid then has the
/// data key: after a password leaked, move to a new vault and a new phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedVault {
    pub(super) body: Version,
}

/// What was read. Written is the current version alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Version {
    Former(Box<Former>),
    Current(Box<Body>),
}

/// An account as the file lists it without being opened: shown while locked, trusted only once it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedAccount<'a> {
    /// Its address.
    pub address: Address,
    /// What its owner calls it.
    pub label: &'a str,
    /// Where its key is; `None` for version 1, which says so only inside.
    pub origin: Option<&'a Origin>,
}

/// The one thing that every version has.
#[derive(Deserialize)]
struct Versioned {
    format: String,
    version: u64,
}

impl SealedVault {
    /// The version of the format that is written. Those before it are read.
    pub const VERSION: u64 = 2;

    /// Seals a new vault under its first unlock method.
    ///
    /// # Errors
    /// [`VaultError::EmptyPassword`], [`VaultError::OutOfMemory`] or [`VaultError::TooLarge`].
    pub fn new(
        vault: &Vault,
        first: &NewMethod<'_>,
        now_ms: u64,
        randomness: &VaultRandomness,
    ) -> Result<Self, VaultError> {
        let wrap = Wrap::new(vault.id, vault.data_key(randomness), first, now_ms, randomness)?;
        Self::write(vault, 1, vec![wrap], None, randomness)
    }

    /// Writes a new vault that holds no secrets: watched and connected accounts alone need no protection.
    ///
    /// # Errors
    /// [`VaultError::NeedsMethod`] where it holds a secret.
    pub fn unprotected(vault: &Vault) -> Result<Self, VaultError> {
        Self::write_unprotected(vault, 1)
    }

    /// Opens it. Costs what the method says, however many accounts there are.
    ///
    /// # Errors
    /// [`VaultError::WrongPassword`], [`VaultError::WrongPasskey`], [`VaultError::NoPassword`],
    /// [`VaultError::UnknownMethod`], [`VaultError::NeedsNoKey`], [`VaultError::OutOfMemory`]; or [`VaultError::Damaged`]
    /// where the key fits and the rest does not.
    pub fn open(&self, key: &UnlockKey<'_>) -> Result<Vault, VaultError> {
        let body = match &self.body {
            Version::Former(former) => {
                let opening = former.method.key_from(former.id, key)?.ok_or_else(|| key.missing())?;
                return open_former(former, opening)?.ok_or_else(|| key.wrong());
            }
            Version::Current(body) => body,
        };
        let locked = body.locked.as_ref().ok_or(VaultError::NeedsNoKey)?;
        let mut refusal = key.missing();
        for wrap in &locked.methods {
            let Some(opening) = wrap.method.key_from(body.id, key)? else { continue };
            if let Some(data_key) = wrap.unwrap(body.id, &opening)? {
                return open_current(body, locked, data_key);
            }
            refusal = key.wrong();
        }
        Err(refusal)
    }

    /// Opens a vault that holds no secrets.
    ///
    /// # Errors
    /// [`VaultError::NeedsKey`] where it is protected.
    pub fn open_unprotected(&self) -> Result<Vault, VaultError> {
        match &self.body {
            Version::Current(body) if body.locked.is_none() => {
                Ok(assemble(body.id, &body.public, Secrets::default(), OnceCell::new()))
            }
            Version::Current(_) | Version::Former(_) => Err(VaultError::NeedsKey),
        }
    }

    /// Opens a newer or equal writing of a vault that is open, with the keys that are in memory already. This is how a tab
    /// learns what another has written, and how a change is made without touching what is open until it is stored.
    ///
    /// # Errors
    /// [`VaultError::OtherVault`], [`VaultError::OtherKey`], [`VaultError::NeedsKey`] or [`VaultError::Damaged`].
    pub fn reopen(&self, open: &Vault) -> Result<Vault, VaultError> {
        self.check_same(open)?;
        match &self.body {
            Version::Former(former) => {
                let (_, key) = open.former.as_ref().ok_or(VaultError::NeedsKey)?;
                let mut vault = open_former(former, key.copied())?.ok_or(VaultError::OtherKey { id: open.id })?;
                vault.data_key = open.data_key.get().map(CipherKey::copied).map_or_else(OnceCell::new, OnceCell::from);
                Ok(vault)
            }
            Version::Current(body) => match (&body.locked, open.data_key.get()) {
                (None, _) => self.open_unprotected(),
                (Some(_), None) => Err(VaultError::NeedsKey),
                (Some(locked), Some(key)) => {
                    let fits =
                        locked.secrets.open(body.id, key)?.is_some() || locked.seal.fits(&body.public, body.id, key)?;
                    if fits {
                        open_current(body, locked, key.copied())
                    } else {
                        Err(VaultError::OtherKey { id: body.id })
                    }
                }
            },
        }
    }

    /// The next writing: what the vault holds now, under the same unlock methods. The secrets are encrypted anew only where
    /// they changed. From version 1 it writes version 2, under the same password.
    ///
    /// # Errors
    /// [`VaultError::OtherVault`], [`VaultError::OtherKey`], [`VaultError::NeedsMethod`], [`VaultError::CounterExhausted`]
    /// or [`VaultError::TooLarge`].
    pub fn update(&self, vault: &Vault, randomness: &VaultRandomness) -> Result<Self, VaultError> {
        self.check_same(vault)?;
        let (methods, before) = match &self.body {
            Version::Former(_) => (vec![Self::carry_over(vault, randomness)?], None),
            Version::Current(body) => match &body.locked {
                None => return Self::write_unprotected(vault, self.next_counter()?),
                Some(locked) => (locked.methods.clone(), Some(&locked.secrets)),
            },
        };
        Self::write(vault, self.next_counter()?, methods, before, randomness)
    }

    /// The next writing with one more unlock method. Its first method protects a vault that held no secrets so far; that
    /// and version 1 are written whole, otherwise only the new wrap is added.
    ///
    /// # Errors
    /// [`VaultError::PasswordExists`], [`VaultError::PasskeyExists`], and those of [`SealedVault::new`] and
    /// [`SealedVault::update`].
    pub fn with_method(
        &self,
        vault: &Vault,
        method: &NewMethod<'_>,
        now_ms: u64,
        randomness: &VaultRandomness,
    ) -> Result<Self, VaultError> {
        self.check_same(vault)?;
        for existing in self.methods() {
            match (&existing.by, method) {
                (MethodKind::Password { .. }, NewMethod::Password { .. }) => return Err(VaultError::PasswordExists),
                (MethodKind::Passkey { credential, .. }, NewMethod::Passkey { credential: new, .. })
                    if credential.as_ref() == *new =>
                {
                    return Err(VaultError::PasskeyExists { method: existing.id });
                }
                (MethodKind::Password { .. } | MethodKind::Passkey { .. }, _) => {}
            }
        }
        let wrap = Wrap::new(vault.id, vault.data_key(randomness), method, now_ms, randomness)?;
        match &self.body {
            Version::Current(body) => match &body.locked {
                Some(locked) => self.with_methods(vault, [locked.methods.clone(), vec![wrap]].concat()),
                None => Self::write(vault, self.next_counter()?, vec![wrap], None, randomness),
            },
            Version::Former(_) => {
                let carried = Self::carry_over(vault, randomness)?;
                Self::write(vault, self.next_counter()?, vec![carried, wrap], None, randomness)
            }
        }
    }

    /// The next writing without one of its unlock methods. Needs no key.
    ///
    /// # Errors
    /// [`VaultError::UnknownMethod`], [`VaultError::LastMethod`] or [`VaultError::CounterExhausted`].
    pub fn without_method(&self, method: MethodId) -> Result<Self, VaultError> {
        if self.methods().all(|existing| existing.id != method) {
            return Err(VaultError::UnknownMethod { method });
        }
        if self.methods().count() == 1 {
            return Err(VaultError::LastMethod);
        }
        let Version::Current(body) = &self.body else { return Err(VaultError::LastMethod) };
        let mut body = body.clone();
        body.counter = self.next_counter()?;
        if let Some(locked) = &mut body.locked {
            locked.methods.retain(|wrap| wrap.method.id != method);
        }
        Ok(Self { body: Version::Current(body) })
    }

    /// The next writing under another password. The old one is not asked for here: open with it first.
    ///
    /// # Errors
    /// [`VaultError::NoPassword`] where there is none to change, and those of [`SealedVault::with_method`].
    #[expect(
        clippy::too_many_arguments,
        reason = "as with_method, with the parts of a password in place of any method"
    )]
    pub fn with_changed_password(
        &self,
        vault: &Vault,
        password: &str,
        params: KdfParams,
        now_ms: u64,
        randomness: &VaultRandomness,
    ) -> Result<Self, VaultError> {
        self.check_same(vault)?;
        if !self.methods().any(Method::is_password) {
            return Err(VaultError::NoPassword);
        }
        let new = NewMethod::Password { password, params };
        let wrap = Wrap::new(vault.id, vault.data_key(randomness), &new, now_ms, randomness)?;
        match &self.body {
            Version::Current(body) => {
                let methods = body.locked.iter().flat_map(|locked| &locked.methods);
                let others = methods.filter(|wrap| !wrap.method.is_password()).cloned();
                self.with_methods(vault, std::iter::once(wrap).chain(others).collect())
            }
            Version::Former(_) => Self::write(vault, self.next_counter()?, vec![wrap], None, randomness),
        }
    }

    /// Its id. Version 1 gave none; one is worked out from its salt and nonce.
    #[must_use]
    pub fn id(&self) -> VaultId {
        match &self.body {
            Version::Former(former) => former.id,
            Version::Current(body) => body.id,
        }
    }

    /// What its owner calls it.
    #[must_use]
    pub fn label(&self) -> &str {
        match &self.body {
            Version::Former(former) => former.label(),
            Version::Current(body) => &body.public.label,
        }
    }

    /// When it was made, in milliseconds since the Unix epoch; `None` where version 1 did not say.
    #[must_use]
    pub fn created(&self) -> Option<u64> {
        self.public().and_then(|public| public.created)
    }

    /// When the backup was last checked, in milliseconds since the Unix epoch.
    #[must_use]
    pub fn backup_checked(&self) -> Option<u64> {
        self.public().and_then(|public| public.backup_checked)
    }

    /// How often it was written; zero for version 1.
    #[must_use]
    pub fn counter(&self) -> u64 {
        match &self.body {
            Version::Former(_) => 0,
            Version::Current(body) => body.counter,
        }
    }

    /// Its accounts.
    #[must_use]
    pub fn accounts(&self) -> Vec<ListedAccount<'_>> {
        match &self.body {
            Version::Former(former) => former
                .addresses()
                .iter()
                .map(|address| ListedAccount { address: *address, label: "", origin: None })
                .collect(),
            Version::Current(body) => body.public.accounts.iter().map(VaultAccount::listed).collect(),
        }
    }

    /// The ways to open it; none where it holds no secrets.
    pub fn methods(&self) -> impl Iterator<Item = &Method> {
        let (former, current) = match &self.body {
            Version::Former(former) => (Some(&former.method), None),
            Version::Current(body) => (None, body.locked.as_ref()),
        };
        former.into_iter().chain(current.into_iter().flat_map(|locked| &locked.methods).map(|wrap| &wrap.method))
    }

    /// Whether it takes a key to open it.
    #[must_use]
    pub fn needs_key(&self) -> bool {
        self.methods().next().is_some()
    }

    /// The file's text, in the version in which it was read or written.
    ///
    /// # Errors
    /// [`VaultError::TooLarge`] where the JSON writer fails, which no vault makes it do.
    pub fn to_json(&self) -> Result<String, VaultError> {
        match &self.body {
            Version::Former(former) => former.to_json(),
            Version::Current(body) => body.to_json(),
        }
    }

    /// Reads the file's text and checks that it is whole. Needs no key.
    ///
    /// # Errors
    /// [`VaultError::Damaged`], [`VaultError::UnknownVersion`] or [`VaultError::ParamsOutOfRange`].
    pub fn from_json(text: &str) -> Result<Self, VaultError> {
        let Versioned { format, version } = serde_json::from_str(text).map_err(|error| syntax(&error))?;
        if format != FORMAT {
            let what = format!("its format is not {FORMAT}");
            return Err(VaultError::Damaged(DamagedPart::Syntax { what }));
        }
        let body = match version {
            former::VERSION => Former::from_json(text).map(|former| Version::Former(Box::new(former)))?,
            Self::VERSION => Body::from_json(text).map(|body| Version::Current(Box::new(body)))?,
            // Where all but this number is whole, the number was hit: no newer version has the checksum of this one.
            got if Body::from_json(text).is_err() && Former::from_json(text).is_err() => {
                return Err(VaultError::UnknownVersion { got });
            }
            _ => return Err(VaultError::Damaged(DamagedPart::Checksum)),
        };
        Ok(Self { body })
    }

    fn public(&self) -> Option<&Public> {
        match &self.body {
            Version::Former(_) => None,
            Version::Current(body) => Some(&body.public),
        }
    }

    fn next_counter(&self) -> Result<u64, VaultError> {
        self.counter().checked_add(1).ok_or(VaultError::CounterExhausted)
    }

    fn check_same(&self, vault: &Vault) -> Result<(), VaultError> {
        if vault.id == self.id() { Ok(()) } else { Err(VaultError::OtherVault { got: vault.id, expected: self.id() }) }
    }

    /// The same but for the methods, after checking that the open vault's data key is that of the file.
    fn with_methods(&self, vault: &Vault, methods: Vec<Wrap>) -> Result<Self, VaultError> {
        let Version::Current(body) = &self.body else { return Err(VaultError::NeedsMethod) };
        let (Some(locked), Some(key)) = (&body.locked, vault.data_key.get()) else {
            return Err(VaultError::OtherKey { id: body.id });
        };
        if locked.secrets.open(body.id, key)?.is_none() {
            return Err(VaultError::OtherKey { id: body.id });
        }
        let mut next = body.clone();
        next.counter = self.next_counter()?;
        next.locked = Some(Locked { methods, ..locked.clone() });
        Ok(Self { body: Version::Current(next) })
    }

    /// The password of version 1 as a method of version 2: same salt and cost, so that no password is asked for.
    fn carry_over(vault: &Vault, randomness: &VaultRandomness) -> Result<Wrap, VaultError> {
        let (method, key) = vault.former.as_ref().ok_or(VaultError::OtherKey { id: vault.id })?;
        Wrap::under(vault.id, vault.data_key(randomness), method.clone(), key, randomness)
    }

    /// Writes everything; the secrets only where they differ from those before.
    pub(super) fn write(
        vault: &Vault,
        counter: u64,
        methods: Vec<Wrap>,
        before: Option<&Ciphertext>,
        randomness: &VaultRandomness,
    ) -> Result<Self, VaultError> {
        let key = vault.data_key(randomness);
        let kept = match before {
            Some(before) => {
                let bytes = before.open(vault.id, key)?.ok_or(VaultError::OtherKey { id: vault.id })?;
                (*bytes == *vault.secrets.encode()?).then(|| before.clone())
            }
            None => None,
        };
        let secrets = match kept {
            Some(kept) => kept,
            None => Ciphertext::new(&vault.secrets, vault.id, key, randomness)?,
        };
        let public = Public::of(vault);
        let seal = Seal::new(&public, vault.id, key, randomness)?;
        let locked = Some(Locked { methods, seal, secrets });
        Ok(Self { body: Version::Current(Box::new(Body { id: vault.id, counter, public, locked })) })
    }

    fn write_unprotected(vault: &Vault, counter: u64) -> Result<Self, VaultError> {
        if !vault.secrets.is_empty() {
            return Err(VaultError::NeedsMethod);
        }
        let body = Body { id: vault.id, counter, public: Public::of(vault), locked: None };
        Ok(Self { body: Version::Current(Box::new(body)) })
    }
}

fn open_former(former: &Former, key: CipherKey) -> Result<Option<Vault>, VaultError> {
    let Some((secrets, accounts)) = former.open(&key)? else { return Ok(None) };
    let public = Public { label: former.label().to_owned(), created: None, accounts, backup_checked: None };
    let mut vault = assemble(former.id, &public, secrets, OnceCell::new());
    vault.former = Some((former.method.clone(), key));
    Ok(Some(vault))
}

fn open_current(body: &Body, locked: &Locked, data_key: CipherKey) -> Result<Vault, VaultError> {
    let damaged = |part| VaultError::Damaged(part);
    let bytes = locked.secrets.open(body.id, &data_key)?.ok_or(damaged(DamagedPart::Secrets))?;
    if !locked.seal.fits(&body.public, body.id, &data_key)? {
        return Err(damaged(DamagedPart::Public));
    }
    Ok(assemble(body.id, &body.public, Secrets::decode(&bytes)?, OnceCell::from(data_key)))
}

fn assemble(id: VaultId, public: &Public, secrets: Secrets, data_key: OnceCell<CipherKey>) -> Vault {
    Vault {
        id,
        label: public.label.clone(),
        created: public.created,
        accounts: public.accounts.clone(),
        backup_checked: public.backup_checked,
        secrets,
        data_key,
        former: None,
    }
}

impl VaultAccount {
    fn listed(&self) -> ListedAccount<'_> {
        ListedAccount { address: self.address, label: &self.label, origin: Some(&self.origin) }
    }
}
