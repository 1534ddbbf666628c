//! Effects: the workers for keys, proofs and reserve proofs, the chain, storage, files of this site.

#[cfg(target_arch = "wasm32")]
pub mod chain;
pub mod clock;
#[cfg(target_arch = "wasm32")]
mod exchange;
pub mod files;
pub mod history;
pub mod injected;
mod js;
pub mod keys;
mod line;
pub mod passkey;
pub mod persistence;
#[cfg(target_arch = "wasm32")]
pub mod prover;
#[cfg(target_arch = "wasm32")]
pub mod reserves;
pub mod scrub;
pub mod storage;
