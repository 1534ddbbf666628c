//! The light client of a network: what the user has chosen, and where it stood last time.

use std::collections::BTreeSet;

use alloy_primitives::B256;
use assay_sdk::evidence::Origin;
use assay_sdk::proof::beacon::{self, BeaconError, SavedCheckpoint, WEAK_SUBJECTIVITY};
use assay_sdk::units::{ChainId, Timestamp};
use serde::{Deserialize, Serialize};

use super::settings::endpoint;

/// A light client as set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LightClient {
    /// Beacon endpoints, in the order in which they are asked. Never none.
    pub endpoints: Vec<String>,
    /// The root of the beacon block that the user trusts.
    pub checkpoint: B256,
}

/// What is wrong with the fields of a light client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LightClientFaults {
    /// With the beacon endpoints.
    pub endpoints: Option<String>,
    /// With the checkpoint.
    pub checkpoint: Option<String>,
}

/// Whether a light client can follow this chain.
#[must_use]
pub fn is_followed(chain: ChainId) -> bool {
    beacon::Network::of_chain(chain).is_some()
}

/// The light client as typed; `None` where both fields are empty, or the chain has none.
///
/// # Errors
/// What is wrong, field by field.
pub fn parse(chain: ChainId, endpoints: &str, checkpoint: &str) -> Result<Option<LightClient>, LightClientFaults> {
    let (named, checkpoint) = (!endpoints.trim().is_empty(), checkpoint.trim());
    if !is_followed(chain) || (!named && checkpoint.is_empty()) {
        return Ok(None);
    }
    let endpoints = match self::endpoints(endpoints) {
        Ok(endpoints) if endpoints.is_empty() => {
            Err("a beacon endpoint is missing: a checkpoint alone cannot be followed".to_owned())
        }
        other => other,
    };
    let checkpoint = SavedCheckpoint::root(checkpoint).map_err(|error| error.to_string());
    match (endpoints, checkpoint) {
        (Ok(endpoints), Ok(checkpoint)) => Ok(Some(LightClient { endpoints, checkpoint })),
        (endpoints, checkpoint) => Err(LightClientFaults { endpoints: endpoints.err(), checkpoint: checkpoint.err() }),
    }
}

fn endpoints(text: &str) -> Result<Vec<String>, String> {
    let mut hosts = BTreeSet::new();
    let apart = text.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty());
    let one = |part: &str| {
        let url = endpoint(part).map_err(|error| error.to_string())?;
        let host = Origin::of_url(&url).host().to_owned();
        if hosts.insert(host.clone()) { Ok(url) } else { Err(format!("{host} is named twice")) }
    };
    apart.map(one).collect()
}

impl LightClient {
    /// Where the last verified checkpoint is kept. It belongs to the checkpoint that the user set: one that is set anew starts anew, and what was
    /// kept before is not looked at any more.
    #[must_use]
    pub fn record(&self, chain: ChainId) -> String {
        format!("{chain} {}", self.checkpoint)
    }

    /// The root to start from: of what was kept, where something was. What cannot be used is refused, and nothing put in its place.
    ///
    /// # Errors
    /// As [`SavedCheckpoint::start`].
    pub fn start(&self, network: &beacon::Network, kept: Option<&str>, now: Timestamp) -> Result<B256, BeaconError> {
        let Some(kept) = kept else { return Ok(self.checkpoint) };
        let (root, _age) = kept.parse::<SavedCheckpoint>()?.start(network, now, WEAK_SUBJECTIVITY)?;
        Ok(root)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "0x1111111111111111111111111111111111111111111111111111111111111111";
    const MAINNET: ChainId = ChainId(1);

    #[test]
    fn both_fields_or_none_and_faults_stand_at_their_fields() {
        assert_eq!(parse(MAINNET, " ", ""), Ok(None));
        assert_eq!(parse(ChainId(31_337), "https://a.org", ROOT), Ok(None));
        let both = parse(MAINNET, "https://a.org/key, https://b.org", ROOT).unwrap().unwrap();
        assert_eq!(both.endpoints, ["https://a.org/key", "https://b.org"]);
        for (endpoints, checkpoint, at_endpoints) in [
            ("", ROOT, true),
            ("http://a.org", ROOT, true),
            ("https://a.org https://a.org:1", ROOT, true),
            ("https://a.org", "", false),
            ("https://a.org", ROOT.trim_start_matches("0x"), false),
            ("https://a.org", "0x11", false),
        ] {
            let faults = parse(MAINNET, endpoints, checkpoint).unwrap_err();
            assert_eq!((faults.endpoints.is_some(), faults.checkpoint.is_some()), (at_endpoints, !at_endpoints));
        }
    }

    #[test]
    fn what_was_kept_is_used_or_refused_and_never_replaced() {
        let network = &beacon::Network::MAINNET;
        let set = parse(MAINNET, "https://a.org", ROOT).unwrap().unwrap();
        let now = network.time_of(14_000_000);
        let kept = |slot: u64| {
            let (genesis, period) = (network.genesis_validators_root, network.period_of(slot));
            format!("checkpoint-1 eip155:1 {genesis} 0x{} {slot} {period}", "22".repeat(32))
        };
        assert_eq!(set.start(network, None, now), Ok(set.checkpoint));
        assert_eq!(set.start(network, Some(&kept(13_999_000)), now), Ok(B256::repeat_byte(0x22)));
        let refused = |text: &str| set.start(network, Some(text), now).unwrap_err();
        assert!(matches!(refused(&kept(13_000_000)), BeaconError::CheckpointStale { .. }));
        assert!(matches!(refused("torn"), BeaconError::CheckpointMalformed { .. }));
        assert!(matches!(refused(""), BeaconError::CheckpointMalformed { .. }));
        let other = kept(13_999_000).replace("eip155:1 ", "eip155:100 ");
        assert!(matches!(refused(&other), BeaconError::CheckpointNetwork { .. }));
        let other = LightClient { checkpoint: B256::repeat_byte(3), ..set.clone() };
        assert_ne!(other.record(MAINNET), set.record(MAINNET));
    }
}
