//! All holders of an epoch into one tree, and each holder's proof out of it.

use std::collections::BTreeMap;
use std::ops::Add;

use super::super::inclusion::transcript;
use super::super::tree::PrivateNode;
use super::super::{
    Blinding, HEIGHT_LIMIT, InclusionProof, Opening, PrivateLiability, PrivateRoot, RangeContext, RangeError,
};
use super::{ProveError, Randomness, aggregated};

/// A node, and what its commitment opens to.
#[derive(Clone, Copy, Debug)]
struct SecretNode {
    node: PrivateNode,
    sum: Opening,
}

/// A tree of private liabilities with everything in it: the issuer's secret.
#[derive(Debug)]
pub struct PrivateTree {
    context: RangeContext,
    /// From the leaves up, by place. The last level has one node, at place zero.
    levels: Vec<BTreeMap<u64, SecretNode>>,
    top: SecretNode,
}

impl PrivateTree {
    /// The tree of these holders by their places. So that a place says nothing about how many there are, the issuer draws them at random.
    ///
    /// # Errors
    /// [`ProveError`] says why not.
    pub fn new(
        context: &RangeContext,
        height: u8,
        holders: &BTreeMap<u64, PrivateLiability>,
        randomness: &mut Randomness,
    ) -> Result<Self, ProveError> {
        if height == 0 || height > HEIGHT_LIMIT {
            return Err(RangeError::OtherHeight { got: height, expected: HEIGHT_LIMIT }.into());
        }
        if let Some(got) = holders.keys().copied().find(|place| place >> height != 0) {
            return Err(RangeError::NoSuchPlace { got, height }.into());
        }
        let hashed = context.hash();
        let leaf = |(place, holder): (&u64, &PrivateLiability)| {
            (*place, SecretNode { node: PrivateNode::leaf(hashed, *place, holder), sum: holder.owed })
        };
        let mut level: BTreeMap<u64, SecretNode> = holders.iter().map(leaf).collect();
        let mut levels = Vec::new();
        for _ in 0..height {
            let lonely: Vec<u64> =
                level.keys().map(|place| place ^ 1).filter(|place| !level.contains_key(place)).collect();
            for place in lonely {
                let sum = Opening { value: 0, blinding: randomness.blinding() };
                let node = PrivateNode::padding(hashed, randomness.salt(), sum.commitment());
                level.insert(place, SecretNode { node, sum });
            }
            let above = above(&level)?;
            levels.push(std::mem::replace(&mut level, above));
        }
        let top = level.get(&0).copied().ok_or(ProveError::Empty)?;
        Ok(Self { context: *context, levels, top })
    }

    /// What is to be published.
    #[must_use]
    pub fn root(&self) -> PrivateRoot {
        // The height was bounded when the tree was made.
        self.top.node.root(self.context.hash(), u8::try_from(self.levels.len()).unwrap_or(u8::MAX))
    }

    /// What the root's commitment opens to: all liabilities together.
    #[must_use]
    pub const fn total(&self) -> Opening {
        self.top.sum
    }

    /// The proof of the holder at this place. It holds nothing secret but the holder's place.
    ///
    /// # Errors
    /// [`ProveError::NoSuchHolder`].
    pub fn prove(&self, place: u64, randomness: &mut Randomness) -> Result<InclusionProof, ProveError> {
        let no_such_holder = || ProveError::NoSuchHolder { got: place };
        self.levels.first().filter(|leaves| leaves.contains_key(&place)).ok_or_else(no_such_holder)?;
        let sibling =
            |(level, nodes): (u32, &BTreeMap<u64, SecretNode>)| nodes.get(&(place.wrapping_shr(level) ^ 1)).copied();
        let siblings: Option<Vec<SecretNode>> = (0_u32..).zip(&self.levels).map(sibling).collect();
        let siblings = siblings.ok_or_else(no_such_holder)?;
        let (nodes, sums): (Vec<_>, Vec<_>) = siblings.into_iter().map(|sibling| (sibling.node, sibling.sum)).unzip();
        let ranges = aggregated(transcript(&self.context, self.root().hash, place), &sums, randomness)?;
        Ok(InclusionProof::new(place, nodes, ranges))
    }
}

/// The level above one in which nobody is alone.
fn above(level: &BTreeMap<u64, SecretNode>) -> Result<BTreeMap<u64, SecretNode>, ProveError> {
    let lefts = level.iter().filter(|(place, _)| *place & 1 == 0);
    let parent = |(place, left): (&u64, &SecretNode)| {
        let right = level.get(&(place ^ 1)).ok_or(ProveError::NotMade)?;
        let value = left.sum.value.checked_add(right.sum.value).ok_or(ProveError::Sum)?;
        let blinding = Blinding(left.sum.blinding.0.add(right.sum.blinding.0));
        let node = PrivateNode::parent(&left.node, &right.node);
        Ok((place >> 1, SecretNode { node, sum: Opening { value, blinding } }))
    };
    lefts.map(parent).collect()
}
