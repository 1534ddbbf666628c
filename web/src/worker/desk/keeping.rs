//! Writing: under a lock that all tabs share, into the slot that is not the newest whole one, and read back.

use assay_sdk::keys::{SealedVault, Vault};

use super::{Desk, Said, TabWord};
use crate::services::storage::StorageError;
use crate::worker::protocol::{KeyError, KeyErrorKind};
use crate::worker::random;
use crate::worker::records::Records;
use crate::worker::refusal::refusal;
use crate::worker::shelf::{Stored, missing, slot_keys, tries_key};

impl<R: Records> Desk<R> {
    /// Changes the open wallet: alters a copy of what is stored now, and stores what came of it.
    pub(super) async fn change<T>(
        &self,
        alter: impl FnOnce(&SealedVault, &mut Vault) -> Result<(SealedVault, T), KeyError>,
    ) -> Result<T, KeyError> {
        let id = self.open_id()?;
        let _lock = self.records.lock(&id).await?;
        let stored = self.stored_open(&id).await?;
        let newest = stored.newest()?;
        let mut vault = newest.reopen(self.room.borrow().open()?.1)?;
        let (sealed, told) = alter(newest, &mut vault)?;
        // Another tab writes under the same lock, so this holds unless a browser's locks do not.
        if Stored::read(&self.records, &id).await?.newest()?.counter() != newest.counter() {
            return Err(refusal(
                KeyErrorKind::Storage,
                "Another tab changed this wallet at the same moment. Nothing was changed here; try again.",
            ));
        }
        let [key, _] = stored.next_keys();
        self.put(&key, &sealed.to_json()?).await?;
        self.room.borrow_mut().replace(&id, vault);
        self.say(Said::ToTabs(TabWord::Changed));
        Ok(told)
    }

    /// Changes what stands in the open wallet: its name, its accounts, its secrets.
    pub(super) async fn edit<T>(&self, alter: impl FnOnce(&mut Vault) -> Result<T, KeyError>) -> Result<T, KeyError> {
        self.change(|newest, vault| {
            let told = alter(vault)?;
            Ok((newest.update(vault, &random::for_vault()?)?, told))
        })
        .await
    }

    /// Stores a new wallet in both slots: from then on it is there. Its id.
    pub(super) async fn put_new(&self, sealed: &SealedVault) -> Result<String, KeyError> {
        let text = sealed.to_json()?;
        self.put_texts([&text, &text]).await
    }

    /// Stores a wallet by what is to lie in its slots. Its id.
    pub(super) async fn put_texts(&self, texts: [&str; 2]) -> Result<String, KeyError> {
        let id = format!("{:013}-{:016x}", self.wall(), u64::from_be_bytes(random::bytes()?));
        let _lock = self.records.lock(&id).await?;
        for (key, text) in slot_keys(&id).into_iter().zip(texts) {
            if let Err(refusal) = self.put(&key, text).await {
                // Whoever is told that nothing was stored shall find nothing. What cannot be removed is whole, or is not listed.
                for key in slot_keys(&id) {
                    let _removed = self.records.remove(&key).await;
                }
                return Err(refusal);
            }
        }
        self.say(Said::ToTabs(TabWord::Changed));
        Ok(id)
    }

    /// Brings a wallet of version 1 up to date. The new generations are read back before the old record goes.
    pub(super) async fn migrate(&self, id: &str, open: &Vault) -> Result<Vault, KeyError> {
        let _lock = self.records.lock(id).await?;
        let stored = Stored::read(&self.records, id).await?;
        let newest = stored.newest()?;
        let vault = newest.reopen(open)?;
        let sealed = if newest.counter() == 0 { newest.update(&vault, &random::for_vault()?)? } else { newest.clone() };
        let text = sealed.to_json()?;
        for key in stored.next_keys() {
            if self.records.read(&key).await?.as_deref() != Some(&text) {
                self.put(&key, &text).await?;
            }
        }
        if let Some(key) = stored.former_key() {
            self.delete(key).await?;
        }
        self.say(Said::ToTabs(TabWord::Changed));
        Ok(sealed.reopen(&vault)?)
    }

    /// Deletes a wallet, whole or damaged.
    pub(super) async fn remove(&self, id: &str) -> Result<(), KeyError> {
        let _lock = self.records.lock(id).await?;
        let stored = Stored::read(&self.records, id).await?;
        for key in stored.keys_to_remove().into_iter().chain([tries_key(id)]) {
            self.delete(&key).await?;
        }
        self.unkept.borrow_mut().remove(id);
        let open = self.room.borrow().open_id() == Some(id);
        if open {
            self.wipe();
        }
        self.say(Said::ToTabs(TabWord::Removed { vault: id.to_owned() }));
        Ok(())
    }

    /// The id of the open wallet.
    pub(super) fn open_id(&self) -> Result<String, KeyError> {
        self.room.borrow().open().map(|(id, _)| id.to_owned())
    }

    /// The open wallet as it is stored. Where it was removed in another tab, it is not open any more.
    pub(super) async fn stored_open(&self, id: &str) -> Result<Stored, KeyError> {
        let stored = Stored::read(&self.records, id).await;
        if stored.as_ref().is_err_and(|error| error.kind == missing(id).kind) {
            self.lose();
        }
        stored
    }

    /// Writes, and reads back what was written.
    async fn put(&self, key: &str, text: &str) -> Result<(), KeyError> {
        self.records.put(key, text).await?;
        if self.records.read(key).await?.as_deref() == Some(text) {
            Ok(())
        } else {
            Err(StorageError::NotKept { key: key.to_owned() }.into())
        }
    }
    /// Deletes, and looks whether it is gone.
    async fn delete(&self, key: &str) -> Result<(), KeyError> {
        self.records.remove(key).await?;
        match self.records.read(key).await? {
            None => Ok(()),
            Some(_) => Err(StorageError::NotKept { key: key.to_owned() }.into()),
        }
    }
}
