//! The room where proofs are worked out: a worker of its own, in a wasm module of its own, which may reach no network. It is given state
//! that the page has verified, and runs contracts over it.
//!
//! A question is jobs as [`assay_sdk::proof::wire`] writes them; an answer is what they came to, or nothing where the question made no sense.
//!
//! There are two of them: one with the precompiled contracts that tokens use, and one with all, for calls that need another.

use assay_sdk::proof::evm::{run_all, run_all_full};
use assay_sdk::proof::wire::{decode_jobs, encode_ran};

use crate::serving::serve;

/// Starts to serve the page, with the precompiled contracts that tokens use. Called once, by the worker's program.
pub fn run() {
    serve(usual);
}

/// The same with all of them.
pub fn run_full() {
    serve(full);
}

fn usual(question: &[u8]) -> Vec<u8> {
    decode_jobs(question).map(|(state, jobs)| encode_ran(&run_all(&state, &jobs))).unwrap_or_default()
}

fn full(question: &[u8]) -> Vec<u8> {
    decode_jobs(question).map(|(state, jobs)| encode_ran(&run_all_full(&state, &jobs))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_answered_with_nothing() {
        assert_eq!((usual(&[0xff]), full(&[0xff])), (Vec::new(), Vec::new()));
    }
}
