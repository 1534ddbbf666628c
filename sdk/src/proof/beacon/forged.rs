//! A chain made up for tests, signed by a committee whose secrets are known: for forks of which nothing is recorded yet, and for what no honest
//! committee does.

use alloy_primitives::B256;
use bls12_381::hash_to_curve::HashToCurve;
use bls12_381::{G1Affine, G1Projective, G2Affine, G2Projective, Scalar};

use super::bls::{Expander, TAG};
use super::header::depth;
use super::update::Shape;
use super::{BeaconError, Bootstrap, Fork, ForkEpoch, Network, SavedCheckpoint, Store, Strength, Update, ssz};
use crate::units::{ChainId, Seconds, Timestamp};

/// Eight slots an epoch, eight epochs a period; Fulu from the start, Gloas from epoch 2 (slot 16) on.
static NETWORK: Network = Network {
    name: "forged",
    chain: ChainId(31_337),
    genesis_time: Timestamp(1_000_000),
    genesis_validators_root: B256::repeat_byte(7),
    seconds_per_slot: 12,
    slots_per_epoch: 8,
    epochs_per_period: 8,
    committee_size: 8,
    forks: &[
        ForkEpoch { fork: Fork::Deneb, epoch: 0, version: [4, 9, 9, 9] },
        ForkEpoch { fork: Fork::Electra, epoch: 0, version: [5, 9, 9, 9] },
        ForkEpoch { fork: Fork::Fulu, epoch: 0, version: [6, 9, 9, 9] },
        ForkEpoch { fork: Fork::Gloas, epoch: 2, version: [7, 9, 9, 9] },
    ],
};
const BLOCK_HASH: B256 = B256::repeat_byte(0xb1);

/// A tree of which only some leaves matter; all other nodes are zeros.
struct Tree(Vec<(u64, B256)>);

impl Tree {
    fn node(&self, index: u64) -> B256 {
        if let Some((_, leaf)) = self.0.iter().find(|(at, _)| *at == index) {
            return *leaf;
        }
        let below = |at: u64| at.ilog2() >= index.ilog2() && at >> (at.ilog2() - index.ilog2()) == index;
        if !self.0.iter().any(|(at, _)| below(*at)) {
            return B256::ZERO;
        }
        ssz::pair(&self.node(2 * index), &self.node(2 * index + 1))
    }

    /// The branch, padded in front to this length.
    fn branch(&self, mut index: u64, length: usize) -> Vec<u8> {
        let mut nodes = vec![B256::ZERO; length - depth(index)];
        while index > 1 {
            nodes.push(self.node(index ^ 1));
            index /= 2;
        }
        nodes.concat()
    }
}

fn secret(member: u64) -> Scalar {
    Scalar::from(member + 1000)
}

/// Eight members from this one on, as SSZ.
fn committee(first: u64) -> Vec<u8> {
    let keys: Vec<G1Projective> = (first..first + 8).map(|member| G1Affine::generator() * secret(member)).collect();
    let sum = keys.iter().fold(G1Projective::identity(), |sum, key| sum + key);
    keys.iter().chain([&sum]).flat_map(|key| G1Affine::from(key).to_compressed()).collect()
}

fn committee_root(first: u64) -> B256 {
    let bytes = committee(first);
    let roots = bytes.chunks(48).map(|key| ssz::pair(&ssz::chunk(&key[..32]), &ssz::chunk(&key[32..])));
    let mut roots: Vec<B256> = roots.collect();
    let sum = roots.pop().unwrap();
    ssz::pair(&ssz::merkleize(roots), &sum)
}

/// A header in the shape of Gloas, whatever its slot: in SSZ, with its root.
fn header(slot: u64, state: &Tree, block_hash: B256) -> (Vec<u8>, B256) {
    let index = NETWORK.fork_at(slot).unwrap().fork.block_hash_index();
    let body = Tree(vec![(index, block_hash)]);
    let mut bytes = [slot.to_le_bytes(), 3_u64.to_le_bytes()].concat();
    for root in [B256::repeat_byte(1), state.node(1), body.node(1)] {
        bytes.extend(root);
    }
    let integers = [slot, 3].map(ssz::leaf);
    let root = ssz::merkleize([integers.as_slice(), &[B256::repeat_byte(1), state.node(1), body.node(1)]].concat());
    bytes.extend(block_hash);
    bytes.extend(body.branch(index, depth(2856)));
    (bytes, root)
}

/// The committee of these eight, but for the last `absent`, signs the header's root in the slot after.
fn signed(root: B256, slot: u64, first: u64, absent: u64) -> Vec<u8> {
    let version = NETWORK.fork_at(slot).unwrap().version;
    let fork_data = ssz::pair(&ssz::chunk(&version), &NETWORK.genesis_validators_root);
    let domain = [&[7, 0, 0, 0], &fork_data[..28]].concat();
    let message = ssz::pair(&root, &ssz::chunk(&domain));
    let hashed: G2Projective = HashToCurve::<Expander>::hash_to_curve([message], TAG);
    let sum = (first..first + 8 - absent).fold(Scalar::zero(), |sum, member| sum + secret(member));
    let mut bytes = vec![u8::MAX >> absent];
    bytes.extend(G2Affine::from(hashed * sum).to_compressed());
    bytes.extend((slot + 1).to_le_bytes());
    bytes
}

/// A state of the slot with a finalized root and two committees.
fn state(slot: u64, finalized: B256, current: u64, next: u64) -> Tree {
    let indices = NETWORK.fork_at(slot).unwrap().fork.state_indices();
    Tree(vec![
        (indices.finalized_root, finalized),
        (indices.current_committee, committee_root(current)),
        (indices.next_committee, committee_root(next)),
    ])
}

fn start(slot: u64) -> Store {
    let tree = state(slot, B256::ZERO, 0, 100);
    let (header, root) = header(slot, &tree, BLOCK_HASH);
    let index = NETWORK.fork_at(slot).unwrap().fork.state_indices().current_committee;
    let bytes = [header, committee(0), tree.branch(index, depth(2945))].concat();
    let bootstrap = Bootstrap::from_ssz(&NETWORK, None, &bytes).unwrap();
    assert_eq!(bootstrap, Bootstrap::from_ssz(&NETWORK, Some(Fork::Gloas), &bytes).unwrap());
    Store::bootstrap(&NETWORK, root, bootstrap, NETWORK.time_of(slot), Seconds(0)).unwrap().store
}

fn optimistic(slot: u64, first: u64, block_hash: B256, absent: u64) -> Update {
    let (header, root) = header(slot, &Tree(Vec::new()), block_hash);
    Update::optimistic_from_ssz(&NETWORK, None, &[header, signed(root, slot, first, absent)].concat()).unwrap()
}

/// An update with everything in it.
fn full(slot: u64, finalized_slot: u64, signers: u64, next: u64) -> Vec<u8> {
    let (finalized, finalized_root) = header(finalized_slot, &Tree(Vec::new()), BLOCK_HASH);
    let tree = state(slot, finalized_root, signers, next);
    let indices = NETWORK.fork_at(slot).unwrap().fork.state_indices();
    let (attested, root) = header(slot, &tree, BLOCK_HASH);
    [
        attested,
        committee(next),
        tree.branch(indices.next_committee, depth(2946)),
        finalized,
        tree.branch(indices.finalized_root, depth(735)),
        signed(root, slot, signers, 0),
    ]
    .concat()
}

fn late() -> Timestamp {
    NETWORK.time_of(1000)
}

#[test]
fn gloas_is_followed_from_a_checkpoint_before_it_across_two_periods() {
    // A checkpoint of Fulu, rewritten in the shape of Gloas.
    let mut store = start(10);
    // Signed in slot 16, the first of Gloas, for a header of Fulu.
    let update = Update::from_ssz(&NETWORK, None, &full(15, 12, 0, 100)).unwrap();
    assert_eq!(update.shape, Shape::Gloas);
    let progress = store.process(&update, late()).unwrap();
    assert_eq!((progress.finalized, progress.optimistic, progress.committee), (Some(12), Some(15), Some(1)));
    // Finalized in Gloas, in the next period, by the next committee; which hands over to a third.
    let bytes = full(90, 80, 100, 200);
    let list = [(bytes.len() as u64 + 4).to_le_bytes().as_slice(), &[1, 2, 3, 4], &bytes].concat();
    let updates = Update::list_from_ssz(&NETWORK, &list).unwrap();
    let progress = store.process(&updates[0], late()).unwrap();
    assert_eq!((progress.finalized, progress.committee), (Some(80), Some(2)));
    let progress = store.process(&optimistic(130, 200, B256::repeat_byte(0xb2), 2), late()).unwrap();
    assert_eq!(progress.optimistic, Some(130));

    let verified = store.optimistic(late());
    assert_eq!((verified.block_hash, verified.payload), (B256::repeat_byte(0xb2), None));
    assert_eq!((verified.strength, store.finalized(late()).strength), (Strength::Optimistic, Strength::Finalized));
    let saved = store.save();
    assert_eq!((saved.slot, saved.period), (80, 1));
    assert_eq!(saved.to_string().parse::<SavedCheckpoint>().unwrap(), saved);
}

#[test]
fn a_signature_counts_for_its_fork_alone() {
    // Slot 16 is of Gloas. Signed under the version of Fulu, it is nothing.
    let mut store = start(10);
    let (header, root) = header(16, &Tree(Vec::new()), BLOCK_HASH);
    let mut wrong = signed(root, 15, 0, 0);
    let length = wrong.len();
    wrong[length - 8..].copy_from_slice(&17_u64.to_le_bytes());
    let wrong = Update::optimistic_from_ssz(&NETWORK, None, &[header, wrong].concat()).unwrap();
    assert_eq!(store.process(&wrong, late()).unwrap_err(), BeaconError::Signature { slot: 17 });
    store.process(&optimistic(16, 0, BLOCK_HASH, 0), late()).unwrap();
}

#[test]
fn two_signed_headers_of_one_slot_stop_everything() {
    let mut store = start(10);
    let first = optimistic(20, 0, BLOCK_HASH, 0);
    let second = optimistic(20, 0, B256::repeat_byte(0xb3), 1);
    store.process(&first, late()).unwrap();
    let roots = [&first, &second].map(|update| update.attested().beacon().root());
    let expected = BeaconError::Equivocation { slot: 20, first: roots[0], second: roots[1] };
    assert_eq!(store.process(&second, late()).unwrap_err(), expected);
    assert_eq!(store.optimistic_header(), first.attested());
    // Five of eight are less than two thirds: no equivocation, just noise.
    let few = store.process(&optimistic(20, 0, B256::repeat_byte(0xb3), 3), late());
    assert_eq!(few.unwrap_err(), BeaconError::Participation { got: 5, expected: 6 });
}

#[test]
fn the_next_committee_is_the_one_that_is_known() {
    let mut store = start(10);
    store.process(&Update::from_ssz(&NETWORK, None, &full(15, 12, 0, 100)).unwrap(), late()).unwrap();
    let other = Update::from_ssz(&NETWORK, None, &full(25, 20, 0, 300)).unwrap();
    let [got, expected] = [300, 100].map(committee_root);
    assert_eq!(store.process(&other, late()).unwrap_err(), BeaconError::OtherCommittee { got, expected });
}

#[test]
fn infinity_and_points_off_the_curve_are_no_keys() {
    for bad in [
        {
            let mut key = [0; 48];
            key[0] = 0xc0;
            key
        },
        [0xff; 48],
        [0; 48],
    ] {
        let mut keys = committee(0);
        keys[7 * 48..8 * 48].copy_from_slice(&bad);
        let roots: Vec<B256> =
            keys.chunks(48).map(|key| ssz::pair(&ssz::chunk(&key[..32]), &ssz::chunk(&key[32..]))).collect();
        let root = ssz::pair(&ssz::merkleize(roots[..8].to_vec()), &roots[8]);
        let indices = Fork::Gloas.state_indices();
        let tree = Tree(vec![(indices.current_committee, root)]);
        let (header, checkpoint) = header(20, &tree, BLOCK_HASH);
        let bytes = [header, keys, tree.branch(indices.current_committee, depth(2945))].concat();
        let bootstrap = Bootstrap::from_ssz(&NETWORK, None, &bytes).unwrap();
        let started = Store::bootstrap(&NETWORK, checkpoint, bootstrap, NETWORK.time_of(20), Seconds(0));
        let mut store = started.unwrap().store;
        // Its absence is what makes the key be looked at.
        let refused = store.process(&optimistic(21, 0, BLOCK_HASH, 1), late()).unwrap_err();
        assert!(matches!(refused, BeaconError::Key { .. }), "{refused}");
    }
}
