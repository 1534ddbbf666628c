//! Row 2. What can be checked without trusting whoever answered: headers, account and storage proofs, Merkle trees,
//! signed attestations.
//!
//! Everything here is a pure function of bytes. The key of a proof always comes from the question, never from the answer.

mod account;
mod attestation;
mod cursor;
mod eas;
mod error;
mod header;
mod liability;
mod merkle;
mod package;
mod pyth;
pub(crate) mod quantity;
mod redstone;
mod signature;

pub use account::{VerifiedAccount, mapping_slot, verify_account};
pub use attestation::{AgreedReserve, Attestation, AttestationError, Reserve, agree};
pub use eas::{EasAttestation, EasStatement, EasTerms};
pub use error::ProofError;
pub use header::Header;
pub use liability::{
    Liability, LiabilityContext, LiabilityError, LiabilityProof, LiabilityRoot, LiabilityStream, StreamedLiabilities,
};
pub use merkle::{
    MerkleStream, MerkleTree, MultiProof, StreamedTree, TreeBuildError, cumulative_leaf, cumulative_leaf_128,
    distributor_leaf, merkl_leaf, standard_leaf, verify_inclusion, verify_inclusion_128, verify_multi_proof,
};
pub use package::{Freshness, PackageError};
pub use pyth::{PythPrice, PythTerms, PythUpdate};
pub use redstone::{RedstoneFigure, RedstonePayload, RedstoneTerms, redstone_feed_id};
pub use signature::SignatureDefect;
