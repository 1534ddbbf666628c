//! The sites that may see an account: kept one record each, so that tabs do not overwrite one another's.

use std::rc::Rc;

use leptos::prelude::*;

use super::Shell;
use crate::services::storage::{Storage, StorageError};
use crate::state::connections::{Connection, Connections};

/// The database of the connections, by site, wallet and account.
const DATABASE: &str = "assay-connections";

impl Shell {
    /// Takes in the stored connections: another tab may have changed them. Where they cannot be read nothing is allowed, and
    /// [`Shell::connections_trouble`] says so.
    pub(crate) async fn load_connections(&self) {
        let read = async {
            let records = self.connection_records().await?.all::<Connection>().await?;
            let told = |(key, record): (String, Result<Connection, StorageError>)| {
                (key, record.map_err(|error| error.to_string()))
            };
            Ok(Connections::restored(records.into_iter().map(told).collect()))
        };
        let (connections, trouble) = match read.await {
            Ok(connections) => (connections, None),
            Err(error) => (Connections::default(), Some(error)),
        };
        self.write.connections.set(connections);
        self.write.connections_trouble.set(trouble);
    }

    /// Stores a connection, new or used again.
    ///
    /// # Errors
    /// [`StorageError`]: then nothing has changed.
    pub(crate) async fn save_connection(&self, connection: Connection) -> Result<(), StorageError> {
        self.connection_records().await?.put(&connection.key(), &connection).await?;
        self.write.connections.update(|connections| connections.insert(connection));
        Ok(())
    }

    /// Takes back what is stored under a key, readable or not.
    ///
    /// # Errors
    /// [`StorageError`]: then nothing has changed.
    pub(crate) async fn remove_connection(&self, key: &str) -> Result<(), StorageError> {
        self.connection_records().await?.remove(key).await?;
        self.write.connections.update(|connections| connections.remove(key));
        Ok(())
    }

    async fn connection_records(&self) -> Result<Rc<Storage>, StorageError> {
        if let Some(storage) = self.connection_storage.get_value() {
            return Ok(storage);
        }
        let storage = Rc::new(Storage::open(DATABASE).await?);
        self.connection_storage.set_value(Some(Rc::clone(&storage)));
        Ok(storage)
    }
}
