//! A line for each address: the format of Uniswap's `merkle-distributor`, which 1inch's and Merkl's distributions use too.
//!
//! A root of 16 bytes makes it a file of 1inch's drops of 128 bits: then each line has a `salt`, and all hashes have 16 bytes.

use std::fmt;

use alloy_primitives::{Address, B128, U256};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use super::{Claims, DistributionTree, MOST_LEVELS, TreeClaim, TreeError, TreeFormat};
use super::{account, fixed, hash, refused, shape, widened};

pub(super) fn parse(text: &str) -> Result<DistributionTree, TreeError> {
    let file: File = serde_json::from_str(text).map_err(shape)?;
    let half = fixed::<16>(&file.merkle_root).map(widened);
    let (format, root) = match half {
        Some(root) => (TreeFormat::Halved, root),
        None => (TreeFormat::Listed, hash("merkleRoot", &file.merkle_root)?),
    };
    let expected = quantity("tokenTotal", &file.token_total)?;
    let mut claims = Claims::default();
    for (name, line) in file.claims.0 {
        let address = account("claims", &name)?;
        claims.take(address, line.check(address, format)?)?;
    }
    let Claims { claims, total, .. } = claims;
    if total != expected {
        return Err(TreeError::Total { got: total, expected });
    }
    Ok(DistributionTree { format, root, total, claims })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File {
    merkle_root: String,
    token_total: String,
    claims: Lines,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    index: u64,
    amount: String,
    salt: Option<String>,
    proof: Vec<String>,
    /// Uniswap's own distribution noted here why an account was given something. Not part of the leaf.
    #[serde(default, rename = "flags")]
    _flags: Option<IgnoredAny>,
}

impl Line {
    fn check(self, address: Address, format: TreeFormat) -> Result<TreeClaim, TreeError> {
        let got = self.proof.len();
        if got > MOST_LEVELS {
            return Err(TreeError::ProofTooLong { address, got, expected: MOST_LEVELS });
        }
        let amount = quantity(&format!("claims.{address}.amount"), &self.amount)?;
        let salt = self.salt(address, format)?;
        let place = format!("claims.{address}.proof");
        let node = |text: &String| match format {
            TreeFormat::Halved => fixed(text)
                .map(widened)
                .ok_or_else(|| refused(&place, text, "16 bytes in hexadecimal, as merkleRoot is")),
            TreeFormat::Listed | TreeFormat::Standard(_) => hash(&place, text),
        };
        let proof = self.proof.iter().map(node).collect::<Result<_, _>>()?;
        Ok(TreeClaim { index: Some(U256::from(self.index)), amount, salt, proof })
    }

    /// Leaves of whole hashes hold none: one that is there belongs to another kind of tree.
    fn salt(&self, address: Address, format: TreeFormat) -> Result<B128, TreeError> {
        let place = format!("claims.{address}.salt");
        match (format, &self.salt) {
            (TreeFormat::Halved, Some(text)) => {
                fixed(text).map(B128::from).ok_or_else(|| refused(&place, text, "16 bytes in hexadecimal"))
            }
            (TreeFormat::Halved, None) => Err(refused(&place, "", "the salt of the leaf, as merkleRoot has 16 bytes")),
            (TreeFormat::Listed | TreeFormat::Standard(_), Some(text)) => {
                Err(refused(&place, text, "no salt, as merkleRoot has 32 bytes"))
            }
            (TreeFormat::Listed | TreeFormat::Standard(_), None) => Ok(B128::ZERO),
        }
    }
}

/// All lines in their order: a map would drop the first of two lines of the same name in silence.
struct Lines(Vec<(String, Line)>);

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Lines;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with a claim for each address")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Lines, A::Error> {
                let mut lines = Vec::new();
                while let Some(line) = map.next_entry()? {
                    lines.push(line);
                }
                Ok(Lines(lines))
            }
        }
        deserializer.deserialize_map(Each)
    }
}

fn quantity(place: &str, text: &str) -> Result<U256, TreeError> {
    let no = || refused(place, text, "an integer in hexadecimal, such as 0x1f4");
    let digits = text.strip_prefix("0x").ok_or_else(no)?;
    if digits.is_empty() || digits.len() > 64 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(no());
    }
    U256::from_str_radix(digits, 16).map_err(|_| no())
}
