//! Row 2. What can be checked without trusting whoever answered: headers, account and storage proofs, Merkle trees,
//! signed attestations, and contracts run over what is proven.
//!
//! Everything here is a pure function of bytes. The key of a proof always comes from the question, never from the answer.

mod account;
mod attestation;
#[cfg(feature = "lc")]
pub mod beacon;
mod error;
#[cfg(feature = "evm")]
pub mod evm;
mod execution;
mod header;
mod merkle;
pub(crate) mod quantity;
mod rules;
mod state;
pub mod wire;

pub use account::{VerifiedAccount, mapping_slot, verify_account};
pub use attestation::{Attestation, AttestationError, Reserve};
pub use error::ProofError;
pub use execution::{End, Environment, Fees, Job, Message, Missing, Ran, Simulated, Step};
pub use header::Header;
pub use merkle::{distributor_leaf, standard_leaf, verify_inclusion};
pub use rules::{Fork, Rules};
pub use state::{ProvenAccount, ProvenState};
