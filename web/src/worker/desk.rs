//! Answers a question: reads what is stored, lets the room decide, stores what came of it.

use zeroize::Zeroizing;

use super::protocol::{Answer, Call, KeyError, Status};
use super::random;
use super::room::{Fresh, Room};
use super::shelf::{Shelf, missing};
use crate::services::storage::{Storage, StorageError};

/// Where sealed wallets lie. In the browser this is IndexedDB; in tests it is memory.
pub(super) trait Records {
    /// All records by id, in the order of the ids.
    async fn all(&self) -> Result<Vec<(String, Result<String, StorageError>)>, StorageError>;
    /// Writes one; when this returns it is kept.
    async fn put(&self, id: &str, text: &str) -> Result<(), StorageError>;
    /// Deletes one.
    async fn remove(&self, id: &str) -> Result<(), StorageError>;
}

impl Records for Storage {
    async fn all(&self) -> Result<Vec<(String, Result<String, StorageError>)>, StorageError> {
        self.all::<String>().await
    }
    async fn put(&self, id: &str, text: &str) -> Result<(), StorageError> {
        self.put(id, &text).await
    }
    async fn remove(&self, id: &str) -> Result<(), StorageError> {
        self.remove(id).await
    }
}

/// The room with its shelf.
pub(super) struct Desk<R> {
    room: Room,
    records: R,
    /// Milliseconds since the Unix epoch: a wallet's id begins with the moment when it was made.
    now: fn() -> u64,
}

impl<R: Records> Desk<R> {
    pub(super) const fn new(room: Room, records: R, now: fn() -> u64) -> Self {
        Self { room, records, now }
    }

    /// Answers one question. What is stored is read anew each time: another tab may have changed it.
    pub(super) async fn answer(&mut self, call: Call) -> Result<Answer, KeyError> {
        match call {
            Call::Status => {}
            Call::Generate { words } => return self.room.generate(words),
            Call::Confirm { answers, password, label } => {
                let password = Zeroizing::new(password);
                let answers = Zeroizing::new(answers);
                let fresh = self.room.confirm(&answers, &password, &label, (self.now)())?;
                self.store(fresh).await?;
            }
            Call::Import { phrase, password, label } => {
                let (phrase, password) = (Zeroizing::new(phrase), Zeroizing::new(password));
                let fresh = self.room.import(&phrase, &password, &label, (self.now)())?;
                self.store(fresh).await?;
            }
            Call::Unlock { vault, password } => {
                let password = Zeroizing::new(password);
                let shelf = self.shelf().await?;
                self.room.unlock(&vault, shelf.find(&vault)?, &password)?;
            }
            Call::Lock => self.room.lock(),
            Call::Sign { payload, chain } => return self.room.sign(&payload, chain),
            Call::Remove { vault } => self.remove(&vault).await?,
        }
        self.status().await
    }

    async fn shelf(&self) -> Result<Shelf, KeyError> {
        Ok(Shelf::read(self.records.all().await?))
    }

    async fn status(&self) -> Result<Answer, KeyError> {
        let vaults = self.shelf().await?.summaries();
        Ok(Answer::Status(Status { vaults, open: self.room.open_id().map(str::to_owned) }))
    }

    async fn store(&mut self, fresh: Fresh) -> Result<(), KeyError> {
        let id = format!("{:013}-{:016x}", (self.now)(), u64::from_be_bytes(random::bytes()?));
        self.records.put(&id, &fresh.text).await?;
        self.room.stored(id, fresh);
        Ok(())
    }

    async fn remove(&mut self, id: &str) -> Result<(), KeyError> {
        if !self.shelf().await?.holds(id) {
            return Err(missing(id));
        }
        self.records.remove(id).await?;
        if self.room.open_id() == Some(id) {
            self.room.lock();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
