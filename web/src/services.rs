//! Effects: the workers for keys and proofs, the chain, storage, files of this site.

#[cfg(target_arch = "wasm32")]
pub mod beacon;
#[cfg(target_arch = "wasm32")]
pub mod chain;
pub mod clock;
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
pub mod scrub;
pub mod storage;
