//! What the user has chosen.

use assay_sdk::units::ChainId;
use serde::{Deserialize, Serialize};

/// Where the wallet reads the chain, and which assets it looks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Network {
    /// For people.
    pub name: String,
    /// The chain that the endpoint must be on.
    pub chain: ChainId,
    /// The JSON-RPC endpoint.
    pub endpoint: String,
    /// The token list that binds assets to their feeds, proofs and redemption.
    pub list: String,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Appearance {
    /// As the system has it.
    #[default]
    System,
    /// Paper.
    Light,
    /// Ink.
    Dark,
}

/// All choices. Stored as one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Settings {
    /// The network in use.
    pub network: Network,
    /// Light or dark.
    pub appearance: Appearance,
    /// Minutes without input until the wallet locks itself.
    pub lock_after_minutes: u32,
}

/// Choices for locking, in minutes.
pub const LOCK_CHOICES: [u32; 4] = [1, 5, 15, 60];

impl Settings {
    /// What a fresh wallet starts with: the demo chain of the server that serves it.
    #[must_use]
    pub fn demo() -> Self {
        Self {
            network: Network {
                name: "Demo chain".to_owned(),
                chain: ChainId(31_337),
                endpoint: "/rpc".to_owned(),
                list: "/demo/tokenlist.json".to_owned(),
            },
            appearance: Appearance::default(),
            lock_after_minutes: 15,
        }
    }
}

/// Why an endpoint was refused before it was asked anything.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EndpointError {
    /// Not an address of an endpoint.
    #[error("not an endpoint: got {got:?}, expected an address such as https://rpc.example.org")]
    Shape {
        /// The text as given.
        got: String,
    },
    /// Unencrypted to another machine: anyone on the way could read and change it.
    #[error("{got:?} is not encrypted: expected https://, or http:// to this computer only")]
    Plain {
        /// The text as given.
        got: String,
    },
}

/// The endpoint as typed, made ready for use.
///
/// # Errors
/// [`EndpointError`].
pub fn endpoint(text: &str) -> Result<String, EndpointError> {
    let text = text.trim();
    if text == "/rpc" {
        return Ok(text.to_owned());
    }
    let shape = || EndpointError::Shape { got: text.to_owned() };
    let (scheme, rest) = text.split_once("://").ok_or_else(shape)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if host.is_empty() || text.contains(char::is_whitespace) {
        return Err(shape());
    }
    let name = host.split(':').next().unwrap_or_default();
    match scheme {
        "https" => Ok(text.to_owned()),
        "http" if matches!(name, "localhost" | "127.0.0.1") => Ok(text.to_owned()),
        "http" => Err(EndpointError::Plain { got: text.to_owned() }),
        _ => Err(shape()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_are_encrypted_or_local() {
        for good in ["https://rpc.example.org/key", "http://localhost:8545", " http://127.0.0.1:8545/ ", "/rpc"] {
            assert!(endpoint(good).is_ok(), "{good}");
        }
        for bad in ["", "rpc.example.org", "ftp://a", "https://", "https://a b", "javascript://alert"] {
            assert!(matches!(endpoint(bad), Err(EndpointError::Shape { .. })), "{bad}");
        }
        for plain in ["http://rpc.example.org", "http://localhost.example.org", "http://localhost@example.org"] {
            assert!(matches!(endpoint(plain), Err(EndpointError::Plain { .. })), "{plain}");
        }
    }

    #[test]
    fn stored_settings_read_back_and_strange_ones_are_refused() {
        let text = serde_json::to_string(&Settings::demo()).unwrap();
        assert_eq!(serde_json::from_str::<Settings>(&text).unwrap(), Settings::demo());
        assert!(serde_json::from_str::<Settings>(&text.replace("eip155:31337", "31337")).is_err());
    }
}
