//! Row 2. What can be checked without trusting whoever answered: headers, account and storage proofs, Merkle trees,
//! signed attestations, and contracts run over what is proven.
//!
//! Everything here is a pure function of bytes. The key of a proof always comes from the question, never from the answer.

mod account;
mod attestation;
#[cfg(feature = "lc")]
pub mod beacon;
mod cursor;
mod eas;
mod error;
#[cfg(feature = "evm")]
pub mod evm;
mod execution;
#[cfg(feature = "zk")]
pub mod groth16;
mod header;
mod liability;
mod merkle;
mod package;
mod pyth;
pub(crate) mod quantity;
#[cfg(feature = "range")]
pub mod range;
mod redstone;
mod rules;
mod signature;
mod state;
pub mod wire;

pub use account::{VerifiedAccount, mapping_slot, verify_account};
pub use attestation::{AgreedReserve, Attestation, AttestationError, Reserve, agree};
pub use eas::{EasAttestation, EasStatement, EasTerms};
pub use error::ProofError;
pub use execution::{End, Environment, Fees, Job, Message, Missing, Ran, Simulated, SimulatedAll, Step};
pub(crate) use execution::{MOST_PROOFS, MOST_ROUNDS, without_fees};
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
pub use rules::{Fork, Rules};
pub use signature::SignatureDefect;
pub use state::{ProvenAccount, ProvenState};
