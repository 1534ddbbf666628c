//! Records in IndexedDB, as JSON text by key. The page and the key worker each open a database of their own.

use idb::{Database, DatabaseEvent as _, Factory, ObjectStoreParams, Query, TransactionMode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// A database with one record store.
#[derive(Debug)]
pub struct Storage {
    database: Database,
}

const VERSION: u32 = 1;
const RECORDS: &str = "records";

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
        const WRITE: &str = "write a record";
        let text = serde_json::to_string(record)
            .map_err(|error| StorageError::Refused { action: WRITE, why: error.to_string() })?;
        let transaction = self.database.transaction(&[RECORDS], TransactionMode::ReadWrite).map_err(refused(WRITE))?;
        let store = transaction.object_store(RECORDS).map_err(refused(WRITE))?;
        store
            .put(&JsValue::from_str(&text), Some(&JsValue::from_str(key)))
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
        const READ: &str = "read a record";
        let transaction = self.database.transaction(&[RECORDS], TransactionMode::ReadOnly).map_err(refused(READ))?;
        let store = transaction.object_store(RECORDS).map_err(refused(READ))?;
        let query = Query::Key(JsValue::from_str(key));
        let value = store.get(query).map_err(refused(READ))?.await.map_err(refused(READ))?;
        value.map(|value| record(key, &value)).transpose()
    }

    /// Copies a record as it is, readable or not, to another key. Nothing happens where there is none.
    ///
    /// # Errors
    /// [`StorageError::Refused`].
    pub async fn keep_aside(&self, key: &str, aside: &str) -> Result<(), StorageError> {
        const COPY: &str = "copy a record";
        let transaction = self.database.transaction(&[RECORDS], TransactionMode::ReadWrite).map_err(refused(COPY))?;
        let store = transaction.object_store(RECORDS).map_err(refused(COPY))?;
        let query = Query::Key(JsValue::from_str(key));
        if let Some(value) = store.get(query).map_err(refused(COPY))?.await.map_err(refused(COPY))? {
            store.put(&value, Some(&JsValue::from_str(aside))).map_err(refused(COPY))?.await.map_err(refused(COPY))?;
        }
        transaction.commit().map_err(refused(COPY))?.await.map_err(refused(COPY))?;
        Ok(())
    }

    /// All records with their keys, in the order of the keys. A damaged record is an error of its own, beside the others.
    ///
    /// # Errors
    /// [`StorageError::Refused`].
    pub async fn all<T: DeserializeOwned>(&self) -> Result<Vec<(String, Result<T, StorageError>)>, StorageError> {
        const READ: &str = "read its records";
        let transaction = self.database.transaction(&[RECORDS], TransactionMode::ReadOnly).map_err(refused(READ))?;
        let store = transaction.object_store(RECORDS).map_err(refused(READ))?;
        let keys = store.get_all_keys(None, None).map_err(refused(READ))?.await.map_err(refused(READ))?;
        let values = store.get_all(None, None).map_err(refused(READ))?.await.map_err(refused(READ))?;
        Ok(keys
            .iter()
            .zip(&values)
            .map(|(key, value)| {
                let key = key.as_string().unwrap_or_default();
                let record = record(&key, value);
                (key, record)
            })
            .collect())
    }
}

fn record<T: DeserializeOwned>(key: &str, value: &JsValue) -> Result<T, StorageError> {
    let damaged = |why: String| StorageError::Damaged { key: key.to_owned(), why };
    let text = value.as_string().ok_or_else(|| damaged("not text".to_owned()))?;
    serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))
}
