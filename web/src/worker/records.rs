//! Where sealed wallets lie: the seam to the browser's storage.

use crate::services::storage::{Exclusive, Storage, StorageError, exclusive};

/// What is read of all records: keys in ascending order, each with its text.
pub(super) type Texts = Vec<(String, Result<String, StorageError>)>;

/// Records by key. In the browser this is IndexedDB, shared by all tabs; in tests it is memory, which can be cut off anywhere.
pub(super) trait Records {
    /// Keeps everybody else out until it is dropped.
    type Lock;

    /// All of them.
    async fn all(&self) -> Result<Texts, StorageError>;
    /// One, as it lies there.
    async fn read(&self, key: &str) -> Result<Option<String>, StorageError>;
    /// Writes one; when this returns it is kept.
    async fn put(&self, key: &str, text: &str) -> Result<(), StorageError>;
    /// Deletes one.
    async fn remove(&self, key: &str) -> Result<(), StorageError>;
    /// Waits until nobody else holds the lock of this name, in any tab.
    async fn lock(&self, name: &str) -> Result<Self::Lock, StorageError>;
}

impl Records for Storage {
    type Lock = Exclusive;

    async fn all(&self) -> Result<Texts, StorageError> {
        self.texts().await.map(|texts| texts.into_iter().map(|(key, text)| (key, text.map(unquoted))).collect())
    }
    async fn read(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.text(key).await.map(|text| text.map(unquoted))
    }
    async fn put(&self, key: &str, text: &str) -> Result<(), StorageError> {
        self.put_text(key, text).await
    }
    async fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.remove(key).await
    }
    async fn lock(&self, name: &str) -> Result<Exclusive, StorageError> {
        exclusive(&format!("assay-keys/{name}")).await
    }
}

/// Wallets of version 1 were written as JSON strings that hold the JSON of the file.
fn unquoted(text: String) -> String {
    serde_json::from_str::<String>(&text).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_record_is_read_and_any_other_stays_as_it_is() {
        assert_eq!(unquoted(r#""{\"format\":1}""#.to_owned()), r#"{"format":1}"#);
        assert_eq!(unquoted(r#"{"format":1}"#.to_owned()), r#"{"format":1}"#);
        assert_eq!(unquoted(r#""{\"torn"#.to_owned()), r#""{\"torn"#);
    }
}
