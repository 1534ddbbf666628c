//! The demo chain's cast: people whose phrases are public, so that anybody can try the wallet.

use std::collections::BTreeMap;

use alloy_primitives::Address;
use serde::Deserialize;

/// Where the server of the demo tells who is who.
pub const DEMO_FILE: &str = "/demo/demo.json";

/// The password of every demo wallet. It protects nothing, since the phrases are public.
pub const DEMO_PASSWORD: &str = "public-demo";

/// The cast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demo {
    /// Its people, in the order of their keys.
    pub investors: Vec<Investor>,
}

/// One of the cast.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Investor {
    /// What the person is called.
    pub name: String,
    /// The public test phrase.
    pub phrase: String,
    /// The account that the phrase leads to.
    pub address: Address,
    /// What can be tried with it.
    pub story: String,
}

/// As in the file, which holds more for other readers.
#[derive(Deserialize)]
struct File {
    investors: BTreeMap<String, Investor>,
}

/// Why the file was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DemoError {
    /// Not the demo's file.
    #[error("{file} is not the demo's list of people: {why}", file = DEMO_FILE)]
    Shape {
        /// What the reader found.
        why: String,
    },
    /// A list with nobody in it.
    #[error("{file} names no investors", file = DEMO_FILE)]
    Empty,
}

impl Demo {
    /// Reads the file.
    ///
    /// # Errors
    /// [`DemoError`].
    pub fn parse(text: &str) -> Result<Self, DemoError> {
        let File { investors } =
            serde_json::from_str(text).map_err(|error| DemoError::Shape { why: error.to_string() })?;
        if investors.is_empty() {
            return Err(DemoError::Empty);
        }
        Ok(Self { investors: investors.into_values().collect() })
    }

    /// Whether this is the account of a public phrase: anybody can spend from it.
    #[must_use]
    pub fn is_public(&self, address: Address) -> bool {
        self.investors.iter().any(|investor| investor.address == address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{ "chainId": 31337, "investors": { "bob": { "name": "Bob", "phrase": "a b", "path": "m/0",
        "address": "0x6B175474E89094C44Da98b954EedeAC495271d0F", "story": "Verified abroad." } }, "contracts": {} }"#;

    #[test]
    fn reads_the_cast_and_knows_its_accounts() {
        let demo = Demo::parse(FILE).unwrap();
        assert_eq!(demo.investors[0].name, "Bob");
        assert!(demo.is_public(demo.investors[0].address));
        assert!(!demo.is_public(Address::ZERO));
    }

    #[test]
    fn refuses_what_is_not_a_cast() {
        assert!(matches!(Demo::parse("<!doctype html>"), Err(DemoError::Shape { .. })));
        assert!(matches!(Demo::parse(&FILE.replace("0x6B", "0x")), Err(DemoError::Shape { .. })));
        assert_eq!(Demo::parse(r#"{"investors":{}}"#), Err(DemoError::Empty));
    }
}
