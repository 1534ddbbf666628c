//! What was verified in the worker, as facts: each as well known as what it hangs from, and no better. The one place of the wallet that makes
//! evidence of reserve proofs.

use alloy_primitives::{B256, U256};
use assay_sdk::asset::{AdequacyProof, CircuitLink};
use assay_sdk::evidence::{Fact, Origin, Source, Statement};
use assay_sdk::proof::Liability;
use assay_sdk::units::BlockRef;

use super::checking::circuit::as_of;
use super::checking::epoch::Found;
use crate::reserves::wire::{Counted, Epoch, Figures};

/// The published epoch: as well known as the hash that the chain keeps of it, or else by the word of whoever serves the file. `None` where
/// something of it does not hold.
#[must_use]
pub fn rooted(found: &Found, at: BlockRef, url: &str) -> Option<Fact<Epoch>> {
    let epoch = found.epoch()?.clone();
    Some(match &found.anchor {
        Some(kept) => kept.clone().map(|_| epoch),
        None => Fact::asserted(epoch, at, Source::Endpoint(Origin::of_url(url))),
    })
}

/// That reserves are not less than liabilities, as of the epoch's block. `None` for an epoch that does not say so, or whose moment is not known:
/// an old one could be shown again.
#[must_use]
pub fn adequate(epoch: &Fact<Epoch>, block: Option<BlockRef>) -> Option<Fact<AdequacyProof>> {
    let as_of = block?.timestamp;
    match epoch.value().figures {
        Figures::Hidden { .. } => {
            let proof = epoch.clone().map(|_| AdequacyProof { key: None, pinned: None, as_of });
            Some(proof.extended(Source::ZkProof { statement: Statement::Adequacy }))
        }
        Figures::Open { .. } => None,
    }
}

/// A place in this epoch; `None` for a place in another one.
#[must_use]
pub fn counted(epoch: &Fact<Epoch>, holder: B256, counted: &Counted) -> Option<Fact<Liability>> {
    if *epoch.value() != counted.epoch {
        return None;
    }
    let mine = Liability { holder, salt: counted.salt, balance: counted.balance };
    let fact = epoch.clone().map(|_| mine).extended(Source::MerkleProof { root: counted.epoch.root });
    Some(match counted.epoch.figures {
        Figures::Hidden { .. } => fact.extended(Source::ZkProof { statement: Statement::Inclusion }),
        Figures::Open { .. } => fact,
    })
}

/// What a circuit states of its public inputs, which are the word of whoever serves them. `None` where they bind no moment.
#[must_use]
pub fn of_circuit(link: &CircuitLink, inputs: &[U256], at: BlockRef, url: &str) -> Option<Fact<AdequacyProof>> {
    let (key, as_of) = (Some(link.key_hash), as_of(link, inputs)?);
    let proof = Fact::asserted(AdequacyProof { key, pinned: key, as_of }, at, Source::Endpoint(Origin::of_url(url)));
    Some(proof.extended(Source::ZkProof { statement: Statement::Circuit { key: link.key_hash } }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::{Address, keccak256};
    use assay_sdk::evidence::Level;
    use assay_sdk::units::Timestamp;

    const AT: BlockRef = BlockRef { number: 9, hash: B256::ZERO, timestamp: Timestamp(900) };

    fn epoch(figures: Figures) -> Epoch {
        Epoch { issuer: Address::ZERO, epoch: 1, block: B256::ZERO, root: B256::repeat_byte(2), figures }
    }

    fn hidden() -> Epoch {
        epoch(Figures::Hidden { height: 8, reserves: B256::ZERO })
    }

    fn found(anchor: Option<Option<B256>>) -> Found {
        let anchor = anchor.map(|hash| Fact::asserted(hash, AT, Source::Checkpoint(B256::ZERO)));
        Found { bytes: b"file".to_vec(), answer: Ok(hidden()), anchor, block: Some(AT) }
    }

    #[test]
    fn an_epoch_is_as_well_known_as_its_anchor_and_counts_for_nothing_beside_another() {
        let level = |anchor| rooted(&found(anchor), AT, "https://a.example/f").map(|fact| fact.level());
        assert_eq!(level(Some(Some(keccak256("file")))), Some(Level::Proven));
        assert_eq!(level(None), Some(Level::Claimed));
        assert_eq!(level(Some(Some(keccak256("other")))), None);
        assert_eq!(level(Some(None)), None);
    }

    #[test]
    fn a_place_counts_in_its_own_epoch_only_and_adequacy_needs_a_moment() {
        let root = rooted(&found(Some(Some(keccak256("file")))), AT, "").unwrap();
        let mine = Counted { epoch: hidden(), index: 1, salt: B256::ZERO, balance: 5 };
        let fact = counted(&root, B256::repeat_byte(1), &mine).unwrap();
        assert_eq!((fact.level(), fact.value().balance), (Level::Proven, 5));
        let other = Counted { epoch: Epoch { epoch: 2, ..hidden() }, ..mine };
        assert_eq!(counted(&root, B256::repeat_byte(1), &other), None);
        assert_eq!(adequate(&root, Some(AT)).unwrap().value().as_of, AT.timestamp);
        assert_eq!(adequate(&root, None), None);
        let open = root.map(|_| epoch(Figures::Open { total: U256::ONE }));
        assert_eq!(adequate(&open, Some(AT)), None);
    }

    #[test]
    fn a_circuits_inputs_are_a_claim_and_without_a_moment_grant_nothing() {
        let mut link = CircuitLink {
            statement: String::new(),
            key: String::new(),
            key_hash: B256::repeat_byte(7),
            proof: String::new(),
            inputs: String::new(),
            as_of_input: Some(1),
        };
        let fact = of_circuit(&link, &[U256::MAX, U256::from(5)], AT, "").unwrap();
        assert_eq!((fact.level(), fact.value().as_of), (Level::Claimed, Timestamp(5)));
        assert_eq!(fact.value().key, fact.value().pinned);
        assert_eq!(of_circuit(&link, &[U256::ONE, U256::MAX], AT, ""), None);
        link.as_of_input = None;
        assert_eq!(of_circuit(&link, &[U256::ONE], AT, ""), None);
    }
}
