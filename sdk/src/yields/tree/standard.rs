//! The dump of `OpenZeppelin`'s `StandardMerkleTree` (`tree.dump()` of `@openzeppelin/merkle-tree`): all nodes of the tree, and each value
//! with the place of its leaf. Proofs follow from the nodes; whether these are right shows at the contract's root.

use alloy_primitives::{Address, B128, B256, U256};
use alloy_sol_types::SolValue as _;
use serde::Deserialize;
use serde_json::Value;

use super::{Claims, DistributionTree, StandardLeaf, TreeClaim, TreeError, TreeFormat};
use super::{account, hash, refused, shape};
use crate::proof::standard_leaf;

pub(super) fn parse(text: &str) -> Result<DistributionTree, TreeError> {
    let file: File = serde_json::from_str(text).map_err(shape)?;
    if file.format != "standard-v1" {
        return Err(refused("format", &file.format, "standard-v1"));
    }
    if let Some(own) = &file.hash {
        return Err(refused("hash", own, "none: nodes are hashed with keccak256"));
    }
    let leaf = encoding(&file.leaf_encoding)?;
    let nodes = file.tree.iter().enumerate().map(|(place, text)| hash(&format!("tree[{place}]"), text));
    let tree = Tree { leaves: file.values.len(), nodes: nodes.collect::<Result<_, _>>()? };
    let root = tree.root()?;
    let mut claims = Claims::default();
    let mut taken = vec![false; tree.nodes.len()];
    for (number, value) in file.values.iter().enumerate() {
        let place = format!("values[{number}]");
        let (address, index, amount) = entry(&place, leaf, &value.value)?;
        let at = value.tree_index;
        // Each value has a leaf of its own.
        if taken.get(at).copied().unwrap_or(false) {
            return Err(refused(
                &format!("{place}.treeIndex"),
                &at.to_string(),
                "a leaf that no value before points to",
            ));
        }
        taken.get_mut(at).into_iter().for_each(|taken| *taken = true);
        let expected = tree.leaf(at).ok_or_else(|| {
            refused(
                &format!("{place}.treeIndex"),
                &at.to_string(),
                "the place of a leaf, in the second half of the tree",
            )
        })?;
        let got = leaf_of(address, index, amount);
        if got != expected {
            return Err(TreeError::Leaf { address, got, expected });
        }
        claims.take(address, TreeClaim { index, amount, salt: B128::ZERO, proof: tree.proof(at) })?;
    }
    let Claims { claims, total, .. } = claims;
    Ok(DistributionTree { format: TreeFormat::Standard(leaf), root, total, claims })
}

/// The leaf of a claim, as the library encodes and hashes it.
pub(in crate::yields) fn leaf_of(account: Address, index: Option<U256>, amount: U256) -> B256 {
    match index {
        Some(index) => standard_leaf(&(index, account, amount).abi_encode_params()),
        None => standard_leaf(&(account, amount).abi_encode_params()),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File {
    format: String,
    leaf_encoding: Vec<String>,
    tree: Vec<String>,
    values: Vec<Entry>,
    /// Named where the nodes are hashed by a function of the publisher's own.
    hash: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Entry {
    value: Vec<Value>,
    tree_index: usize,
}

fn encoding(types: &[String]) -> Result<StandardLeaf, TreeError> {
    let types: Vec<&str> = types.iter().map(String::as_str).collect();
    match *types {
        ["address", "uint256"] => Ok(StandardLeaf::Account),
        ["uint256", "address", "uint256"] => Ok(StandardLeaf::Indexed),
        _ => {
            const EXPECTED: &str = "address,uint256 or uint256,address,uint256";
            Err(refused("leafEncoding", &types.join(","), EXPECTED))
        }
    }
}

/// All nodes, the root first, those of each level after those of the one above; the leaves are the last half.
struct Tree {
    leaves: usize,
    nodes: Vec<B256>,
}

impl Tree {
    fn root(&self) -> Result<B256, TreeError> {
        let (got, leaves) = (self.nodes.len(), self.leaves);
        let expected = leaves.saturating_mul(2).saturating_sub(1);
        match self.nodes.first() {
            Some(root) if got == expected => Ok(*root),
            Some(_) | None => Err(TreeError::Nodes { got, expected: expected.max(1), leaves }),
        }
    }

    /// The node at a place where leaves are.
    fn leaf(&self, place: usize) -> Option<B256> {
        let first = self.leaves.checked_sub(1)?;
        self.nodes.get(place).copied().filter(|_| place >= first)
    }

    fn proof(&self, leaf: usize) -> Vec<B256> {
        let up = |place: &usize| place.checked_sub(1).map(|before| before >> 1);
        let path = std::iter::successors(Some(leaf), up).filter(|place| *place > 0);
        // Left children have odd places.
        let beside = |place: usize| if place & 1 == 1 { place.saturating_add(1) } else { place.saturating_sub(1) };
        path.filter_map(|place| self.nodes.get(beside(place)).copied()).collect()
    }
}

fn entry(place: &str, leaf: StandardLeaf, values: &[Value]) -> Result<(Address, Option<U256>, U256), TreeError> {
    let at = |number: usize| format!("{place}.value[{number}]");
    match (leaf, values) {
        (StandardLeaf::Account, [to, amount]) => Ok((address(&at(0), to)?, None, integer(&at(1), amount)?)),
        (StandardLeaf::Indexed, [index, to, amount]) => {
            Ok((address(&at(1), to)?, Some(integer(&at(0), index)?), integer(&at(2), amount)?))
        }
        (StandardLeaf::Account | StandardLeaf::Indexed, _) => {
            let got = format!("{} values", values.len());
            Err(refused(&format!("{place}.value"), &got, "as many as leafEncoding names"))
        }
    }
}

fn address(place: &str, value: &Value) -> Result<Address, TreeError> {
    let text = value.as_str().ok_or_else(|| refused(place, &value.to_string(), "an address"))?;
    account(place, text)
}

/// As the library takes it: a text in decimals or after `0x`, or a whole number.
fn integer(place: &str, value: &Value) -> Result<U256, TreeError> {
    const EXPECTED: &str = "an integer of 256 bits, in decimals or after 0x";
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.as_u64().map(|number| number.to_string()).unwrap_or_default(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => String::new(),
    };
    let (digits, radix) = text.strip_prefix("0x").map_or((text.as_str(), 10), |digits| (digits, 16));
    let plain = !digits.is_empty() && digits.bytes().all(|b| char::from(b).is_digit(radix));
    let read = plain.then(|| U256::from_str_radix(digits, radix.into()).ok()).flatten();
    read.ok_or_else(|| refused(place, value.as_str().unwrap_or(&value.to_string()), EXPECTED))
}
