//! The contacts: kept one record each, so that tabs do not overwrite one another's.

use std::rc::Rc;

use alloy_primitives::Address;
use leptos::prelude::*;

use super::Shell;
use crate::services::storage::{Storage, StorageError};
use crate::state::contacts::{Contact, Contacts, Person, people};
use crate::state::session::Session;

/// The database of the contacts, by address.
const DATABASE: &str = "assay-contacts";

impl Shell {
    /// Everybody whom the open wallet can name. Tracks.
    pub(crate) fn people(&self) -> Vec<Person> {
        let accounts = self.open_vault().map(|vault| vault.accounts).unwrap_or_default();
        self.contacts.with(|contacts| people(contacts, &accounts))
    }

    /// Whoever has this address. Tracks.
    pub(crate) fn person(&self, address: Address) -> Option<Person> {
        self.people().into_iter().find(|person| person.address == address)
    }

    /// The account in use. Tracks.
    pub(crate) fn in_use(&self) -> Option<Address> {
        self.session.with(|session| match session {
            Session::Open(unlocked) => Some(unlocked.address()),
            Session::Starting | Session::New | Session::Locked => None,
        })
    }

    /// Takes in the stored contacts: another tab may have changed them. Where they cannot be read, those that are known stay and
    /// [`Shell::contacts_trouble`] says so; a damaged record is told among them.
    pub(crate) async fn load_contacts(&self) {
        let read = async {
            let records = self.contact_records().await?.all::<Contact>().await?;
            let told = |(key, record): (String, Result<Contact, StorageError>)| {
                (key, record.map_err(|error| error.to_string()))
            };
            Ok(Contacts::restored(records.into_iter().map(told).collect()))
        };
        match read.await {
            Ok(contacts) => {
                self.write.contacts.set(contacts);
                self.write.contacts_trouble.set(None);
            }
            Err(error) => self.write.contacts_trouble.set(Some(error)),
        }
    }

    /// Stores a contact, new or under another name. A damaged record in its place is kept aside.
    ///
    /// # Errors
    /// [`StorageError`]: then nothing has changed.
    pub(crate) async fn save_contact(&self, contact: Contact) -> Result<(), StorageError> {
        let key = contact.key();
        let anew = |_before: Option<Contact>| contact.clone();
        self.contact_records().await?.change(&key, &Contacts::aside(&key), anew).await?;
        self.write.contacts.update(|contacts| contacts.insert(contact));
        Ok(())
    }

    /// Removes what is stored under a key, readable or not.
    ///
    /// # Errors
    /// [`StorageError`]: then nothing has changed.
    pub(crate) async fn remove_contact(&self, key: &str) -> Result<(), StorageError> {
        self.contact_records().await?.remove(key).await?;
        self.write.contacts.update(|contacts| contacts.remove(key));
        Ok(())
    }

    async fn contact_records(&self) -> Result<Rc<Storage>, StorageError> {
        if let Some(storage) = self.contact_storage.get_value() {
            return Ok(storage);
        }
        let storage = Rc::new(Storage::open(DATABASE).await?);
        self.contact_storage.set_value(Some(Rc::clone(&storage)));
        Ok(storage)
    }
}
