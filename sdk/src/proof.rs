//! Row 2. What can be checked without trusting whoever answered: headers, account and storage proofs, Merkle trees,
//! signed attestations.
//!
//! Everything here is a pure function of bytes. The key of a proof always comes from the question, never from the answer.

mod account;
mod attestation;
mod error;
mod header;
mod liability;
mod merkle;
pub(crate) mod quantity;

pub use account::{VerifiedAccount, mapping_slot, verify_account};
pub use attestation::{Attestation, AttestationError, Reserve};
pub use error::ProofError;
pub use header::Header;
pub use liability::{
    Liability, LiabilityContext, LiabilityError, LiabilityProof, LiabilityRoot, LiabilityStream, StreamedLiabilities,
};
pub use merkle::{
    MerkleStream, MerkleTree, MultiProof, StreamedTree, TreeBuildError, cumulative_leaf, cumulative_leaf_128,
    distributor_leaf, merkl_leaf, standard_leaf, verify_inclusion, verify_inclusion_128, verify_multi_proof,
};
