//! The part of Simple Serialize (consensus-specs, `ssz/simple-serialize.md`) that light clients need: containers of fields of a fixed
//! length and at most two others, and Merkle trees of SHA-256.
//!
//! Written here because it is small: the general frameworks (`ethereum_ssz`, `tree_hash`) bring derives for every type of the beacon chain,
//! where a light client reads five.

use alloy_primitives::B256;
use sha2::{Digest as _, Sha256};

use super::BeaconError;

/// A field of a container.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    /// So many bytes, in their place.
    Fixed(usize),
    /// An offset in its place, and the bytes after all places.
    Variable,
}

/// Length of an offset.
const OFFSET: usize = 4;

/// The bytes of each field. Offsets have to be the only ones possible: fields follow each other without gaps, up to the last byte.
pub(super) fn split<'a, const N: usize>(
    what: &'static str,
    bytes: &'a [u8],
    layout: [Part; N],
) -> Result<[&'a [u8]; N], BeaconError> {
    let mut fields: [&[u8]; N] = [&[]; N];
    split_into(&mut fields, bytes, &layout).ok_or_else(|| BeaconError::length(what, bytes))?;
    Ok(fields)
}

/// The same for any number of fields.
fn split_into<'a>(fields: &mut [&'a [u8]], bytes: &'a [u8], layout: &[Part]) -> Option<()> {
    let mut rest = bytes;
    for (field, part) in fields.iter_mut().zip(layout) {
        let length = match part {
            Part::Fixed(length) => *length,
            Part::Variable => OFFSET,
        };
        (*field, rest) = rest.split_at_checked(length)?;
    }
    let places = bytes.len().saturating_sub(rest.len());
    let mut end = bytes.len();
    for (field, part) in fields.iter_mut().zip(layout).rev() {
        if matches!(part, Part::Variable) {
            let start = usize::try_from(u32::from_le_bytes(*field.first_chunk()?)).ok()?;
            *field = bytes.get(start..end)?;
            end = start;
        }
    }
    (end == places).then_some(())
}

/// An unsigned integer of 64 bits.
pub(super) fn u64(what: &'static str, bytes: &[u8]) -> Result<u64, BeaconError> {
    Ok(u64::from_le_bytes(exactly(what, bytes)?))
}

/// So many bytes.
pub(super) fn exactly<const N: usize>(what: &'static str, bytes: &[u8]) -> Result<[u8; N], BeaconError> {
    bytes.try_into().map_err(|_| BeaconError::length(what, bytes))
}

/// 32 bytes.
pub(super) fn b256(what: &'static str, bytes: &[u8]) -> Result<B256, BeaconError> {
    exactly(what, bytes).map(B256::new)
}

/// Hashes, one after another.
pub(super) fn hashes(bytes: &[u8]) -> Vec<B256> {
    bytes.chunks(32).map(chunk).collect()
}

/// At most 32 bytes, padded with zeros on the right.
pub(super) fn chunk(bytes: &[u8]) -> B256 {
    let mut padded = B256::ZERO;
    for (to, from) in padded.iter_mut().zip(bytes) {
        *to = *from;
    }
    padded
}

/// An integer as a leaf.
pub(super) fn leaf(value: u64) -> B256 {
    chunk(&value.to_le_bytes())
}

/// The parent of two nodes.
pub(super) fn pair(left: &B256, right: &B256) -> B256 {
    let mut hash = Sha256::new();
    hash.update(left);
    hash.update(right);
    B256::new(hash.finalize().into())
}

/// The root over these leaves, padded with zeros to a power of two.
pub(super) fn merkleize(mut nodes: Vec<B256>) -> B256 {
    nodes.resize(nodes.len().next_power_of_two(), B256::ZERO);
    while nodes.len() > 1 {
        nodes = nodes.as_chunks::<2>().0.iter().map(|[left, right]| pair(left, right)).collect();
    }
    nodes.pop().unwrap_or_default()
}

/// Whether the leaf is at this generalized index under the root (`is_valid_normalized_merkle_branch`, Electra). Of a branch that is longer than
/// the way up, the surplus must be zeros in front: that is how an older branch stands in a newer container.
pub(super) fn is_at(leaf: B256, branch: &[B256], index: u64, root: B256) -> bool {
    let depth = index.checked_ilog2().and_then(|depth| usize::try_from(depth).ok());
    let surplus = depth.and_then(|depth| branch.len().checked_sub(depth));
    let Some((padding, siblings)) = surplus.and_then(|surplus| branch.split_at_checked(surplus)) else { return false };
    if padding.iter().any(|node| !node.is_zero()) {
        return false;
    }
    let climb = |(node, index): (B256, u64), sibling: &B256| {
        let parent = if index & 1 == 1 { pair(sibling, &node) } else { pair(&node, sibling) };
        (parent, index >> 1)
    };
    siblings.iter().fold((leaf, index), climb).0 == root
}
