//! The room where proofs are worked out: a worker of its own, in a wasm module of its own, which may reach no network. It is given state
//! that the page has verified, and runs contracts over it.
//!
//! A question is jobs as [`assay_sdk::proof::wire`] writes them; an answer is what they came to, or nothing where the question made no sense.

use assay_sdk::proof::evm::run_all;
use assay_sdk::proof::wire::{decode_jobs, encode_ran};

use crate::serving::serve;

/// Starts to serve the page. Called once, by the worker's program.
pub fn run() {
    serve(answered);
}

fn answered(question: &[u8]) -> Vec<u8> {
    decode_jobs(question).map(|(state, jobs)| encode_ran(&run_all(&state, &jobs))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_answered_with_nothing() {
        assert_eq!(answered(&[0xff]), Vec::<u8>::new());
    }
}
