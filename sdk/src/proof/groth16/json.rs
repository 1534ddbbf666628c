//! JSON documents, and the points in them.

use serde::de::DeserializeOwned;

use super::Groth16Error;

/// Reads a document.
pub(super) fn parse<T: DeserializeOwned>(
    what: &'static str,
    json: &str,
    expected: &'static str,
) -> Result<T, Groth16Error> {
    serde_json::from_str(json).map_err(|error| Groth16Error::malformed(what, &error.to_string(), expected))
}
