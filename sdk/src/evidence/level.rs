//! Sources, and the level that a set of them amounts to.

use std::collections::BTreeSet;
use std::fmt;

use alloy_primitives::{Address, B256};
use serde::{Deserialize, Serialize};

/// How well a figure is known. Ordered: a later level is stronger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// One endpoint said so.
    Claimed,
    /// A named party signed it, or several independent endpoints agree.
    Attested,
    /// It follows from a trusted block by Merkle proof, or from a zero-knowledge proof.
    Proven,
}

/// Who an endpoint is: scheme, host and port. Never its path or query, where access keys live.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Origin(String);

impl Origin {
    /// The origin of a URL: everything before the path. An address without a host is one of the page's own server, and stands
    /// for itself.
    #[must_use]
    pub fn of_url(url: &str) -> Self {
        if url.starts_with('/') {
            let path = url.split(['?', '#']).next().unwrap_or(url);
            return Self(format!("this site ({path})"));
        }
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        let host = authority.rsplit_once('@').map_or(authority, |(_credentials, host)| host);
        Self(if scheme.is_empty() { host.to_owned() } else { format!("{scheme}://{host}") })
    }

    /// Its host, without scheme and port: endpoints of one host are one party's.
    #[must_use]
    pub fn host(&self) -> &str {
        let authority = self.0.split_once("://").map_or(self.0.as_str(), |(_scheme, authority)| authority);
        match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            Some(_) | None => authority,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One thing that a figure rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "detail", rename_all = "camelCase")]
#[non_exhaustive]
pub enum Source {
    /// One endpoint's answer.
    Endpoint(Origin),
    /// The same answer from several independent endpoints.
    Quorum(BTreeSet<Origin>),
    /// A signature by this address over the statement.
    Signer(Address),
    /// A block that the user trusts outright: by its hash, or by the root of the beacon block from which a light client followed the
    /// sync committees' signatures.
    Checkpoint(B256),
    /// A Merkle proof under this root. The root has its own source beside this one: a proof never lifts a
    /// fact above the header that it hangs from.
    MerkleProof {
        /// The root of the tree.
        root: B256,
    },
    /// A zero-knowledge proof of this statement. The figures that it is about have their own sources beside this one, as with a Merkle proof.
    ZkProof {
        /// What was proven.
        statement: Statement,
    },
    /// What the issuer's token list says. Nobody has signed it, and no contract says it.
    TokenList,
    /// Why something is not proven although a proof was asked for: then it is the endpoint's word, except for [`Unproven::NotSigned`].
    Unproven(Unproven),
}

impl Source {
    /// The endpoints that gave the same answer; `None` of any other source.
    #[must_use]
    pub const fn quorum(&self) -> Option<&BTreeSet<Origin>> {
        match self {
            Self::Quorum(members) => Some(members),
            Self::Endpoint(_)
            | Self::Signer(_)
            | Self::Checkpoint(_)
            | Self::MerkleProof { .. }
            | Self::ZkProof { .. }
            | Self::TokenList
            | Self::Unproven(_) => None,
        }
    }
}

/// What a zero-knowledge proof says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[non_exhaustive]
pub enum Statement {
    /// What the circuit of this key says of its public inputs.
    Circuit {
        /// Keccak-256 of the verification key.
        key: B256,
    },
    /// Reserves are not less than liabilities, both of them hidden.
    Adequacy,
    /// A holder's balance is counted in a hidden total, and nothing counted beside it is negative.
    Inclusion,
}

/// Why something is not proven although a proof was asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "camelCase")]
#[non_exhaustive]
pub enum Unproven {
    /// The endpoint gives no proofs, or none of this block's state any more.
    #[error("the endpoint gives no proof of it: {message}")]
    NoProofs {
        /// The endpoint's own words.
        message: String,
    },
    /// Too few endpoints know the block, so that it is one endpoint's word, and everything under its state root with it.
    #[error("the block is known from too few endpoints: {message}")]
    NotAgreed {
        /// How many know it, and how many would have to.
        message: String,
    },
    /// No signature of the sync committee leads to the block, as a rule because it is newer than what was signed last. Whoever vouches for it
    /// otherwise still does: this reason alone leaves a fact attested.
    #[error(
        "its block does not follow from the checkpoint: block {newest} is the newest that the sync committee is known to have signed"
    )]
    NotSigned {
        /// Height of the newest block that was signed.
        newest: u64,
    },
    /// The chain does not run contracts by rules that are known here.
    #[error("the chain runs contracts by rules that are not known here")]
    UnknownRules,
    /// The chain's forks are not known here: what was proven rests on the newest rules of Ethereum being its rules.
    #[error("the chain is assumed to run contracts by Ethereum's newest rules")]
    AssumedRules,
    /// It calls a precompiled contract that this build does not have.
    #[error("it calls the precompiled contract {address}, which is not built in")]
    NotBuiltIn {
        /// The precompiled contract.
        address: Address,
    },
    /// It reads the hash of an earlier block that the chain does not keep in its state.
    #[error("it reads the hash of block {number}, which cannot be proven")]
    EarlierBlock {
        /// Height of that block.
        number: u64,
    },
    /// It takes more rounds, proofs, bytes or gas than are spent on one question.
    #[error("it takes more {what} than are spent on one question")]
    TooMuch {
        /// Of what.
        what: String,
    },
    /// It answers by the block's fees, its random word or who gets the fees, in which endpoints differ when they run a call.
    #[error("it depends on fees or on the block's random word, in which endpoints differ")]
    BlockDependent,
    /// What runs contracts over proven state could not do it.
    #[error("it could not be run: {message}")]
    NotRun {
        /// Why not.
        message: String,
    },
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Circuit { key } => write!(f, "what the circuit with key {key} states is so"),
            Self::Adequacy => f.write_str("reserves are not less than liabilities"),
            Self::Inclusion => f.write_str("the balance is counted, and nothing beside it is negative"),
        }
    }
}

impl Source {
    /// The level of a fact that rested on this source alone.
    #[must_use]
    pub fn level(&self) -> Level {
        match self {
            Self::Quorum(members) if members.len() < 2 => Level::Claimed,
            // Beside it stands who vouches for the block instead.
            Self::Unproven(Unproven::NotSigned { .. }) => Level::Attested,
            Self::Endpoint(_) | Self::TokenList | Self::Unproven(_) => Level::Claimed,
            Self::Quorum(_) | Self::Signer(_) => Level::Attested,
            Self::Checkpoint(_) | Self::MerkleProof { .. } | Self::ZkProof { .. } => Level::Proven,
        }
    }
}

/// Everything that a figure rests on: a set that is never empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Evidence(BTreeSet<Source>);

impl Evidence {
    /// Evidence of a single source. Private to this room: facts are made by [`Fact::asserted`](super::Fact::asserted).
    pub(super) fn of(source: Source) -> Self {
        Self(BTreeSet::from([source]))
    }

    /// The level of the weakest source.
    #[must_use]
    pub fn level(&self) -> Level {
        self.0.iter().map(Source::level).min().unwrap_or(Level::Claimed)
    }

    /// All sources, in a fixed order.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.0.iter()
    }

    /// What both rest on together: as strong as the weaker of the two.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        // One by one: collecting would bring a sort of its own into every module.
        let mut union = self.0.clone();
        union.extend(other.0.iter().cloned());
        Self(union)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) fn any_source() -> impl Strategy<Value = Source> {
        let origin = "[a-c]".prop_map(|host| Origin::of_url(&format!("https://{host}/key")));
        prop_oneof![
            origin.clone().prop_map(Source::Endpoint),
            proptest::collection::btree_set(origin, 2..4).prop_map(Source::Quorum),
            any::<u8>().prop_map(|b| Source::Signer(Address::repeat_byte(b))),
            any::<u8>().prop_map(|b| Source::Checkpoint(B256::repeat_byte(b))),
            any::<u8>().prop_map(|b| Source::MerkleProof { root: B256::repeat_byte(b) }),
            any::<u8>().prop_map(|b| Source::ZkProof { statement: Statement::Circuit { key: B256::repeat_byte(b) } }),
        ]
    }

    pub(crate) fn any_evidence() -> impl Strategy<Value = Evidence> {
        proptest::collection::btree_set(any_source(), 1..5).prop_map(Evidence)
    }

    proptest! {
        #[test]
        fn union_is_idempotent_commutative_associative(a in any_evidence(), b in any_evidence(), c in any_evidence()) {
            prop_assert_eq!(a.union(&b), b.union(&a));
            prop_assert_eq!(a.union(&b).union(&c), a.union(&b.union(&c)));
            prop_assert_eq!(a.union(&a), a);
        }

        #[test]
        fn combining_is_exactly_as_strong_as_the_weaker(a in any_evidence(), b in any_evidence()) {
            prop_assert_eq!(a.union(&b).level(), a.level().min(b.level()));
        }
    }

    #[test]
    fn origins_hold_no_keys() {
        for (url, origin) in [
            ("https://rpc.example.org/v3/SECRET?k=SECRET", "https://rpc.example.org"),
            ("https://user:SECRET@rpc.example.org:8545/", "https://rpc.example.org:8545"),
            ("http://127.0.0.1:8545", "http://127.0.0.1:8545"),
            ("/rpc?k=SECRET", "this site (/rpc)"),
        ] {
            assert_eq!(Origin::of_url(url).to_string(), origin);
        }
    }

    #[test]
    fn endpoints_of_one_host_have_the_same_host() {
        for (url, host) in [
            ("https://rpc.example.org/v3", "rpc.example.org"),
            ("http://rpc.example.org:8545", "rpc.example.org"),
            ("http://[::1]:8545", "[::1]"),
            ("http://[::1]", "[::1]"),
            ("/rpc", "this site (/rpc)"),
        ] {
            assert_eq!(Origin::of_url(url).host(), host);
        }
    }
}
