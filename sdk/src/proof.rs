//! Row 2. What can be checked without trusting whoever answered: headers, account and storage proofs, Merkle trees,
//! signed attestations.
//!
//! Everything here is a pure function of bytes. The key of a proof always comes from the question, never from the answer.

mod error;
mod header;
pub(crate) mod quantity;

pub use error::ProofError;
pub use header::Header;
