//! Files that the asset's list refers to: fetched from where the list is, with a limit, never with credentials.

use gloo::net::http::Request;
use web_sys::RequestCredentials;

/// Largest file that is read: a tree of some ten thousand claims.
const LIMIT: usize = 4 * 1024 * 1024;

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// No answer.
    #[error("{file} could not be fetched: {why}")]
    Unreachable {
        /// Which file.
        file: String,
        /// The browser's words.
        why: String,
    },
    /// An answer that is not the file.
    #[error("{file} could not be fetched: the server answered {got}, expected 200")]
    Status {
        /// Which file.
        file: String,
        /// The HTTP status.
        got: u16,
    },
    /// More than a wallet wants to read.
    #[error("{file} is larger than {} bytes", LIMIT)]
    TooLarge {
        /// Which file.
        file: String,
    },
}

/// The file as bytes.
///
/// # Errors
/// [`FileError`].
pub async fn bytes(url: &str) -> Result<Vec<u8>, FileError> {
    let unreachable = |error: gloo::net::Error| FileError::Unreachable { file: url.to_owned(), why: error.to_string() };
    let response = Request::get(url).credentials(RequestCredentials::Omit).send().await.map_err(unreachable)?;
    if response.status() != 200 {
        return Err(FileError::Status { file: url.to_owned(), got: response.status() });
    }
    let bytes = response.binary().await.map_err(unreachable)?;
    if bytes.len() > LIMIT {
        return Err(FileError::TooLarge { file: url.to_owned() });
    }
    Ok(bytes)
}

/// The file as text.
///
/// # Errors
/// [`FileError`].
pub async fn text(url: &str) -> Result<String, FileError> {
    let bytes = bytes(url).await?;
    String::from_utf8(bytes).map_err(|error| FileError::Unreachable { file: url.to_owned(), why: error.to_string() })
}

/// `reference` as seen from the file at `base`: `list.json` beside `/demo/tokenlist.json` is `/demo/list.json`.
#[must_use]
pub fn beside(base: &str, reference: &str) -> String {
    if reference.contains("://") || reference.starts_with('/') {
        return reference.to_owned();
    }
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{}", reference.trim_start_matches("./"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_relative_to_the_list() {
        assert_eq!(beside("/demo/tokenlist.json", "rent.json"), "/demo/rent.json");
        assert_eq!(beside("https://a.org/x/list.json", "./b.json"), "https://a.org/x/b.json");
        assert_eq!(beside("/demo/tokenlist.json", "https://b.org/c"), "https://b.org/c");
        assert_eq!(beside("/demo/tokenlist.json", "/c"), "/c");
    }
}
