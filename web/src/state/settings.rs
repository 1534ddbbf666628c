//! What the user has chosen.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::Address;
use assay_sdk::evidence::Origin;
use assay_sdk::units::{ChainId, Timestamp};
use serde::{Deserialize, Serialize};

use super::light_client::{self, LightClient, LightClientFaults};
use crate::text::{fill, t};
use crate::worker::protocol::AUTO_LOCK_MINUTES;

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
    /// The token list that binds assets to their feeds, proofs and redemption; empty for none.
    pub list: String,
    /// Other endpoints of the chain, run by others, which are asked whether they have the same blocks. Records of earlier versions name
    /// none.
    #[serde(default)]
    pub witnesses: Vec<String>,
    /// The light client, where one is set up. Records of earlier versions name none.
    #[serde(default)]
    pub light_client: Option<LightClient>,
    /// A subgraph that tells the history of accounts, where one is set up. Records of earlier versions name none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indexer: Option<String>,
}

impl Network {
    /// The demo chain: nothing on it has any value.
    pub const DEMO_CHAIN: ChainId = ChainId(31_337);

    /// Who answers for it, for people: the host of its endpoint.
    #[must_use]
    pub fn through(&self) -> String {
        match self.endpoint.as_str() {
            own if own.starts_with('/') => t("this server").to_owned(),
            other => Origin::of_url(other).host().to_owned(),
        }
    }

    /// Its name, and the number of its chain: a name may be what a site called it.
    #[must_use]
    pub fn named(&self) -> String {
        fill(t("{name} (chain {chain})"), &[("name", &self.name), ("chain", &self.chain.0.to_string())])
    }

    /// Whether this is the demo chain.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.chain == Self::DEMO_CHAIN
    }
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
    /// Those that were in use before: at most one for each other chain. Records of earlier versions name none.
    #[serde(default)]
    pub others: Vec<Network>,
    /// Light or dark.
    pub appearance: Appearance,
    /// Minutes without input until the wallet locks itself.
    pub lock_after_minutes: u32,
    /// The account that is in use, by wallet. A wallet that is not named here uses its first account; records of earlier versions
    /// name none.
    #[serde(default)]
    pub accounts: BTreeMap<String, Address>,
    /// Until when the check of a backup was put off, by wallet. Records of earlier versions name none.
    #[serde(default)]
    pub backup_postponed: BTreeMap<String, Timestamp>,
}

/// Choices for locking, in minutes.
const LOCK_CHOICES: [u32; 5] = [1, 5, 10, 30, 60];

/// The choices for locking, in minutes, with the one that is in use: an earlier version may have offered another.
#[must_use]
pub fn lock_choices(in_use: u32) -> Vec<u32> {
    let mut choices = LOCK_CHOICES.to_vec();
    if !choices.contains(&in_use) {
        choices.push(in_use);
        choices.sort_unstable();
    }
    choices
}

impl Settings {
    /// What a fresh wallet starts with: the demo chain of the server that serves it.
    #[must_use]
    pub fn demo() -> Self {
        Self {
            network: Network {
                name: "Demo chain".to_owned(),
                chain: Network::DEMO_CHAIN,
                endpoint: "/rpc".to_owned(),
                list: "/demo/tokenlist.json".to_owned(),
                witnesses: Vec::new(),
                light_client: None,
                indexer: None,
            },
            others: Vec::new(),
            appearance: Appearance::default(),
            lock_after_minutes: AUTO_LOCK_MINUTES,
            accounts: BTreeMap::new(),
            backup_postponed: BTreeMap::new(),
        }
    }

    /// All networks that the wallet knows, the one in use first.
    pub fn networks(&self) -> impl Iterator<Item = &Network> {
        std::iter::once(&self.network).chain(&self.others)
    }

    /// A chain by the name of its network; by its number alone where the wallet does not know it.
    #[must_use]
    pub fn named(&self, chain: ChainId) -> String {
        let known = self.networks().find(|network| network.chain == chain);
        known.map_or_else(|| fill(t("chain {chain}"), &[("chain", &chain.0.to_string())]), Network::named)
    }

    /// The same without the network of this chain among the others.
    #[must_use]
    pub fn forgetting(mut self, chain: ChainId) -> Self {
        self.others.retain(|other| other.chain != chain);
        self
    }

    /// The same with another network in use. The one that was in use is remembered, where it is of another chain.
    #[must_use]
    pub fn using(self, network: Network) -> Self {
        let Self { network: before, mut others, .. } = self;
        others.retain(|other| other.chain != network.chain && other.chain != before.chain);
        if before.chain != network.chain {
            others.push(before);
        }
        Self { network, others, ..self }
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

/// A network as typed into the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NetworkDraft {
    /// For people.
    pub name: String,
    /// The chain's number, or its CAIP-2 id.
    pub chain: String,
    /// The endpoint.
    pub endpoint: String,
    /// The token list.
    pub list: String,
    /// Other endpoints, apart by spaces or commas.
    pub witnesses: String,
    /// Beacon endpoints, apart by spaces or commas.
    pub beacons: String,
    /// The checkpoint's root.
    pub checkpoint: String,
    /// The indexer; empty for none.
    pub indexer: String,
}

/// What is wrong with each field of a [`NetworkDraft`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NetworkFaults {
    /// With the name.
    pub name: Option<String>,
    /// With the chain.
    pub chain: Option<String>,
    /// With the endpoint.
    pub endpoint: Option<String>,
    /// With the token list.
    pub list: Option<String>,
    /// With one of the other endpoints.
    pub witnesses: Option<String>,
    /// With the light client.
    pub light_client: LightClientFaults,
    /// With the indexer.
    pub indexer: Option<String>,
}

impl From<&Network> for NetworkDraft {
    fn from(network: &Network) -> Self {
        Self {
            name: network.name.clone(),
            chain: network.chain.0.to_string(),
            endpoint: network.endpoint.clone(),
            list: network.list.clone(),
            witnesses: network.witnesses.join(" "),
            beacons: network.light_client.as_ref().map(|client| client.endpoints.join(" ")).unwrap_or_default(),
            checkpoint: network.light_client.as_ref().map(|client| client.checkpoint.to_string()).unwrap_or_default(),
            indexer: network.indexer.clone().unwrap_or_default(),
        }
    }
}

impl NetworkDraft {
    /// The network, where every field is right.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(&self) -> Result<Network, NetworkFaults> {
        let name = match self.name.trim() {
            "" => Err("a name is missing: got nothing, expected a word or two".to_owned()),
            name => Ok(name.to_owned()),
        };
        let chain = chain(&self.chain);
        let endpoint = endpoint(&self.endpoint).map_err(|error| error.to_string());
        let list = list(&self.list);
        let witnesses = witnesses(&self.witnesses, endpoint.as_deref().unwrap_or_default());
        let followed =
            chain.as_ref().map_or(Ok(None), |chain| light_client::parse(*chain, &self.beacons, &self.checkpoint));
        let indexer = indexer(&self.indexer);
        match (name, chain, endpoint, list, witnesses, followed, indexer) {
            (Ok(name), Ok(chain), Ok(endpoint), Ok(list), Ok(witnesses), Ok(light_client), Ok(indexer)) => {
                Ok(Network { name, chain, endpoint, list, witnesses, light_client, indexer })
            }
            (name, chain, endpoint, list, witnesses, followed, indexer) => Err(NetworkFaults {
                name: name.err(),
                chain: chain.err(),
                endpoint: endpoint.err(),
                list: list.err(),
                witnesses: witnesses.err(),
                light_client: followed.err().unwrap_or_default(),
                indexer: indexer.err(),
            }),
        }
    }
}

/// A chain's number in decimal digits.
///
/// # Errors
/// What is wrong with it, in a sentence.
pub fn chain(text: &str) -> Result<ChainId, String> {
    let text = text.trim();
    let digits = text.strip_prefix("eip155:").unwrap_or(text);
    match digits.parse::<u64>() {
        Ok(number) if number > 0 && digits.bytes().all(|byte| byte.is_ascii_digit()) => Ok(ChainId(number)),
        Ok(_) | Err(_) => Err(format!("not a chain: got {text:?}, expected its number, such as 1")),
    }
}

/// Where a token list lies: on this site, or encrypted elsewhere; or that there is none.
fn list(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    let on_this_site = text.starts_with('/') && !text.starts_with("//") && !text.contains(char::is_whitespace);
    if on_this_site {
        return Ok(text.to_owned());
    }
    endpoint(text).map_err(|error| match error {
        EndpointError::Shape { got } => {
            format!("not a token list's address: got {got:?}, expected https://… or a path on this site, such as /demo/tokenlist.json")
        }
        plain @ EndpointError::Plain { .. } => plain.to_string(),
    })
}

/// An indexer's address, or none.
fn indexer(text: &str) -> Result<Option<String>, String> {
    match text.trim() {
        "" => Ok(None),
        text => endpoint(text).map(Some).map_err(|error| error.to_string()),
    }
}

/// Endpoints that are not those of the one in use: who is asked twice confirms nothing.
fn witnesses(text: &str, endpoint_in_use: &str) -> Result<Vec<String>, String> {
    let mut hosts = BTreeSet::from([Origin::of_url(endpoint_in_use).host().to_owned()]);
    let apart = text.split(|c: char| c.is_whitespace() || c == ',').filter(|witness| !witness.is_empty());
    let of_another_host = |witness: String| {
        let host = Origin::of_url(&witness).host().to_owned();
        if hosts.insert(host.clone()) {
            return Ok(witness);
        }
        Err(format!("{host} is named twice: expected endpoints of different parties, which confirm each other"))
    };
    let witnesses = apart.map(|witness| endpoint(witness).map_err(|error| error.to_string()));
    witnesses.collect::<Result<Vec<_>, _>>()?.into_iter().map(of_another_host).collect()
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

    #[test]
    fn a_chain_is_named_by_its_network_and_never_without_its_number() {
        let settings = Settings::demo();
        assert_eq!(settings.named(Network::DEMO_CHAIN), "Demo chain (chain 31337)");
        assert_eq!(settings.named(ChainId(1)), "chain 1");
    }

    #[test]
    fn settings_of_the_version_before_accounts_read_and_keep_their_lock() {
        // As version 0.1.0 wrote it.
        let old = r#"{"network":{"name":"Demo chain","chain":"eip155:31337","endpoint":"/rpc","list":"/demo/tokenlist.json"},
            "appearance":"dark","lockAfterMinutes":15}"#;
        let settings: Settings = serde_json::from_str(old).unwrap();
        assert!(settings.accounts.is_empty() && settings.backup_postponed.is_empty() && settings.others.is_empty());
        assert_eq!(lock_choices(settings.lock_after_minutes), [1, 5, 10, 15, 30, 60]);
        assert_eq!(lock_choices(10), [1, 5, 10, 30, 60]);
    }

    #[test]
    fn networks_are_remembered_one_for_each_chain() {
        let network = |chain, endpoint: &str| Network {
            chain: ChainId(chain),
            endpoint: endpoint.to_owned(),
            ..Settings::demo().network
        };
        let known = |settings: &Settings| -> Vec<(u64, String)> {
            settings.networks().map(|network| (network.chain.0, network.endpoint.clone())).collect()
        };
        let of = |chain, endpoint: &str| (chain, endpoint.to_owned());
        let settings = Settings::demo().using(network(1, "https://a.org")).using(network(1, "https://b.org"));
        assert_eq!(
            known(&settings),
            [of(1, "https://b.org"), of(31_337, "/rpc")],
            "an endpoint of the same chain takes its place"
        );
        let settings = settings.using(network(5, "https://c.org")).using(network(1, "https://d.org"));
        assert_eq!(known(&settings), [of(1, "https://d.org"), of(31_337, "/rpc"), of(5, "https://c.org")]);
        let text = serde_json::to_string(&settings).unwrap();
        assert_eq!(serde_json::from_str::<Settings>(&text).unwrap(), settings);
        let settings = settings.forgetting(ChainId(5)).forgetting(ChainId(1));
        assert_eq!(known(&settings), [of(1, "https://d.org"), of(31_337, "/rpc")], "the one in use is not forgotten");
    }

    #[test]
    fn a_draft_of_the_network_reads_back_and_faults_stand_at_their_fields() {
        let network = Settings::demo().network;
        let draft = NetworkDraft::from(&network);
        assert_eq!(draft.parse().unwrap(), network);
        assert_eq!(NetworkDraft { chain: "eip155:1".to_owned(), ..draft.clone() }.parse().unwrap().chain, ChainId(1));
        for chain in ["", "0", "-1", "+1", "1.0", "0x1", "99999999999999999999"] {
            let faults = NetworkDraft { chain: chain.to_owned(), ..draft.clone() }.parse().unwrap_err();
            assert!(faults.chain.is_some() && faults.endpoint.is_none(), "{chain}");
        }
        assert_eq!(NetworkDraft { list: " ".to_owned(), ..draft.clone() }.parse().unwrap().list, "");
        for list in ["tokenlist.json", "//elsewhere.org/list.json", "http://a.org/list.json", "/a b"] {
            let faults = NetworkDraft { list: list.to_owned(), ..draft.clone() }.parse().unwrap_err();
            assert!(faults.list.is_some() && faults.name.is_none(), "{list}");
        }
        for (text, indexer) in [(" ", None), ("https://a.org/graphql", Some("https://a.org/graphql".to_owned()))] {
            assert_eq!(NetworkDraft { indexer: text.to_owned(), ..draft.clone() }.parse().unwrap().indexer, indexer);
        }
        let faults = NetworkDraft { indexer: "http://a.org".to_owned(), ..draft.clone() }.parse().unwrap_err();
        assert!(faults.indexer.is_some_and(|fault| fault.contains("not encrypted")));
        let witnessed = NetworkDraft { witnesses: "https://a.org/key,\n https://b.org".to_owned(), ..draft.clone() };
        assert_eq!(witnessed.parse().unwrap().witnesses, ["https://a.org/key", "https://b.org"]);
        for (witnesses, what) in [
            ("https://a.org https://a.org:8545", "twice"),
            ("http://a.org", "not encrypted"),
            ("a.org", "not an endpoint"),
            ("/rpc", "twice"),
        ] {
            let draft = NetworkDraft { endpoint: "/rpc".to_owned(), witnesses: witnesses.to_owned(), ..draft.clone() };
            let fault = draft.parse().unwrap_err().witnesses.unwrap();
            assert!(fault.contains(what), "{witnesses}: {fault}");
        }
    }
}
