//! Records in IndexedDB, as JSON text by key. The page and the key worker each open a database of their own.

use std::cell::Cell;
use std::rc::Rc;

use futures_channel::oneshot;
use idb::{Database, DatabaseEvent as _, Factory, ObjectStoreParams, Query, TransactionMode};
use js_sys::{Function, Object, Promise, Reflect, global};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A database with one record store.
#[derive(Debug)]
pub struct Storage {
    database: Database,
}

const VERSION: u32 = 1;
const RECORDS: &str = "records";
const WRITE: &str = "write a record";
const READ: &str = "read a record";

/// Why storage refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StorageError {
    /// The browser would not open, read or write: private mode, a full disk, a blocked site.
    #[error("the browser's storage refused to {action}: {why}. Allow this site to store data, or free some space")]
    Refused {
        /// What was tried.
        action: &'static str,
        /// The browser's words.
        why: String,
    },
    /// The browser cannot keep two tabs from writing at once.
    #[error(
        "this browser has no locks between tabs (Web Locks), so two tabs could spoil each other's wallets: {why}. Update the browser, or open this site by https"
    )]
    NoLocks {
        /// What is missing.
        why: String,
    },
    /// What was read back is not what had been written.
    #[error(
        "the browser's storage said that it had written {key:?}, and has not. Reload the page, free some space and try again"
    )]
    NotKept {
        /// The record's key.
        key: String,
    },
    /// A record is not what was written.
    #[error("the stored record {key:?} is damaged: {why}")]
    Damaged {
        /// Its key.
        key: String,
        /// How it fails to read.
        why: String,
    },
}

fn refused(action: &'static str) -> impl Fn(idb::Error) -> StorageError {
    move |error| StorageError::Refused { action, why: error.to_string() }
}

impl Storage {
    /// Opens the database of this name, making it where it is new.
    ///
    /// # Errors
    /// [`StorageError::Refused`].
    pub async fn open(name: &str) -> Result<Self, StorageError> {
        const OPEN: &str = "open its database";
        let factory = Factory::new().map_err(refused(OPEN))?;
        let mut request = factory.open(name, Some(VERSION)).map_err(refused(OPEN))?;
        request.on_upgrade_needed(|event| {
            // A failure here surfaces as a failure to open.
            if let Ok(database) = event.database() {
                let _store = database.create_object_store(RECORDS, ObjectStoreParams::new());
            }
        });
        let database = request.await.map_err(refused(OPEN))?;
        Ok(Self { database })
    }

    /// Writes a record; when this returns it is committed.
    ///
    /// # Errors
    /// [`StorageError::Refused`].
    pub async fn put<T: Serialize>(&self, key: &str, record: &T) -> Result<(), StorageError> {
        self.put_text(key, &text_for(record)?).await
    }

    /// Writes a record as the text it is; when this returns it is committed.
    ///
    /// # Errors
    /// [`StorageError::Refused`].
    pub async fn put_text(&self, key: &str, text: &str) -> Result<(), StorageError> {
        let transaction = self.database.transaction(&[RECORDS], TransactionMode::ReadWrite).map_err(refused(WRITE))?;
        let store = transaction.object_store(RECORDS).map_err(refused(WRITE))?;
        store
            .put(&JsValue::from_str(text), Some(&JsValue::from_str(key)))
            .map_err(refused(WRITE))?
            .await
            .map_err(refused(WRITE))?;
        transaction.commit().map_err(refused(WRITE))?.await.map_err(refused(WRITE))?;
        Ok(())
    }

    /// Removes a record, if it is there.
    ///
    /// # Errors
    /// [`StorageError::Refused`].
    pub async fn remove(&self, key: &str) -> Result<(), StorageError> {
        const REMOVE: &str = "remove a record";
        let transaction = self.database.transaction(&[RECORDS], TransactionMode::ReadWrite).map_err(refused(REMOVE))?;
        let store = transaction.object_store(RECORDS).map_err(refused(REMOVE))?;
        store.delete(Query::Key(JsValue::from_str(key))).map_err(refused(REMOVE))?.await.map_err(refused(REMOVE))?;
        transaction.commit().map_err(refused(REMOVE))?.await.map_err(refused(REMOVE))?;
        Ok(())
    }

    /// One record, if it is there.
    ///
    /// # Errors
    /// [`StorageError::Refused`], or [`StorageError::Damaged`] where it is not what was written.
    pub async fn read<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, StorageError> {
        let text = self.text(key).await?;
        text.map(|text| serde_json::from_str(&text).map_err(|error| damaged(key, error.to_string()))).transpose()
    }

    /// The text of one record as it lies there, if it is there.
    ///
    /// # Errors
    /// [`StorageError::Refused`], or [`StorageError::Damaged`] where it is no text at all.
    pub async fn text(&self, key: &str) -> Result<Option<String>, StorageError> {
        let transaction = self.database.transaction(&[RECORDS], TransactionMode::ReadOnly).map_err(refused(READ))?;
        let store = transaction.object_store(RECORDS).map_err(refused(READ))?;
        let query = Query::Key(JsValue::from_str(key));
        let value = store.get(query).map_err(refused(READ))?.await.map_err(refused(READ))?;
        value.map(|value| text_of(key, &value)).transpose()
    }

    /// Writes a record anew from what is stored, in one transaction: no other tab writes in between. `change` is given `None` where there is none, or
    /// where it is not what was written; that one is copied to the key `aside` first. When this returns it is committed.
    ///
    /// # Errors
    /// [`StorageError::Refused`].
    pub async fn change<T: Serialize + DeserializeOwned>(
        &self,
        key: &str,
        aside: &str,
        change: impl FnOnce(Option<T>) -> T,
    ) -> Result<(), StorageError> {
        let transaction = self.database.transaction(&[RECORDS], TransactionMode::ReadWrite).map_err(refused(WRITE))?;
        let store = transaction.object_store(RECORDS).map_err(refused(WRITE))?;
        let put = |value: &JsValue, key: &str| store.put(value, Some(&JsValue::from_str(key))).map_err(refused(WRITE));
        let query = Query::Key(JsValue::from_str(key));
        let stored = store.get(query).map_err(refused(WRITE))?.await.map_err(refused(WRITE))?;
        let before = stored.as_ref().and_then(|stored| serde_json::from_str(&stored.as_string()?).ok());
        if let Some(damaged) = stored.as_ref().filter(|_| before.is_none()) {
            put(damaged, aside)?.await.map_err(refused(WRITE))?;
        }
        let text = text_for(&change(before))?;
        put(&JsValue::from_str(&text), key)?.await.map_err(refused(WRITE))?;
        transaction.commit().map_err(refused(WRITE))?.await.map_err(refused(WRITE))?;
        Ok(())
    }

    /// All records with their keys, in the order of the keys. A damaged record is an error of its own, beside the others.
    ///
    /// # Errors
    /// [`StorageError::Refused`].
    pub async fn all<T: DeserializeOwned>(&self) -> Result<Vec<(String, Result<T, StorageError>)>, StorageError> {
        let texts = self.texts().await?;
        let record = |(key, text): (String, Result<String, StorageError>)| {
            let record =
                text.and_then(|text| serde_json::from_str(&text).map_err(|error| damaged(&key, error.to_string())));
            (key, record)
        };
        Ok(texts.into_iter().map(record).collect())
    }

    /// The texts of all records with their keys, in the order of the keys. One that is no text is an error of its own, beside the
    /// others.
    ///
    /// # Errors
    /// [`StorageError::Refused`].
    pub async fn texts(&self) -> Result<Vec<(String, Result<String, StorageError>)>, StorageError> {
        let transaction = self.database.transaction(&[RECORDS], TransactionMode::ReadOnly).map_err(refused(READ))?;
        let store = transaction.object_store(RECORDS).map_err(refused(READ))?;
        let keys = store.get_all_keys(None, None).map_err(refused(READ))?.await.map_err(refused(READ))?;
        let values = store.get_all(None, None).map_err(refused(READ))?.await.map_err(refused(READ))?;
        Ok(keys
            .iter()
            .zip(&values)
            .map(|(key, value)| {
                let key = key.as_string().unwrap_or_default();
                let text = text_of(&key, value);
                (key, text)
            })
            .collect())
    }
}

fn text_for<T: Serialize>(record: &T) -> Result<String, StorageError> {
    serde_json::to_string(record).map_err(|error| StorageError::Refused { action: WRITE, why: error.to_string() })
}

fn damaged(key: &str, why: String) -> StorageError {
    StorageError::Damaged { key: key.to_owned(), why }
}

fn text_of(key: &str, value: &JsValue) -> Result<String, StorageError> {
    value.as_string().ok_or_else(|| damaged(key, "not text".to_owned()))
}

/// A lock that all tabs of this site share, until it is dropped.
#[derive(Debug)]
pub struct Exclusive(Function);

impl Drop for Exclusive {
    fn drop(&mut self) {
        // Resolves the promise that the browser waits for. It cannot throw.
        let _released = self.0.call0(&JsValue::UNDEFINED);
    }
}

/// Waits until nobody else, in any tab, holds the lock of this name.
///
/// # Errors
/// [`StorageError::NoLocks`] where the browser has none, or gave none.
pub async fn exclusive(name: &str) -> Result<Exclusive, StorageError> {
    let none = |error: &JsValue| StorageError::NoLocks { why: words(error) };
    let navigator = Reflect::get(&global(), &"navigator".into()).map_err(|error| none(&error))?;
    let locks = Reflect::get(&navigator, &"locks".into()).map_err(|error| none(&error))?;
    let request = Reflect::get(&locks, &"request".into())
        .and_then(JsCast::dyn_into::<Function>)
        .map_err(|_| StorageError::NoLocks { why: "there is no navigator.locks".to_owned() })?;
    // The browser holds the lock until the promise that the callback gives is resolved: by the drop of what is returned.
    let mut release = None;
    let held = Promise::new(&mut |resolve, _| release = Some(resolve));
    let exclusive =
        release.map(Exclusive).ok_or_else(|| StorageError::NoLocks { why: "no promise was made".to_owned() })?;
    let (granted, grant) = oneshot::channel();
    let granted = Rc::new(Cell::new(Some(granted)));
    let grants = Rc::clone(&granted);
    let callback = Closure::<dyn FnMut(JsValue) -> Promise>::new(move |_| {
        // Where nobody waits for it any more, the drop of what was to be returned has let it go already.
        let _heard = grants.take().map(|granted| granted.send(()));
        held.clone()
    });
    let options = Object::new();
    Reflect::set(&options, &"mode".into(), &"exclusive".into()).map_err(|error| none(&error))?;
    let request = request
        .call3(&locks, &JsValue::from_str(name), &options, callback.as_ref().unchecked_ref())
        .and_then(JsCast::dyn_into::<Promise>)
        .map_err(|error| none(&error))?;
    // Settled when the lock is let go, or at once where it is refused: then whoever waits for it hears so.
    wasm_bindgen_futures::spawn_local(async move {
        let _settled = JsFuture::from(request).await;
        drop((callback, granted.take()));
    });
    grant.await.map_err(|_| StorageError::NoLocks { why: "the browser refused the lock".to_owned() })?;
    Ok(exclusive)
}

/// The browser's words for what went wrong.
fn words(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok().and_then(|message| message.as_string());
    message.unwrap_or_else(|| format!("{error:?}"))
}
