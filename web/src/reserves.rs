//! The room where an issuer's proofs are verified: a worker of its own, in a wasm module of its own, which may reach no network. It is given
//! the files as they were published, and the holder's own, which has secrets: it keeps nothing of either.
//!
//! A question and its answer are written by [`wire`]; an answer is empty where the question made no sense.

mod circuit;
mod epoch;
mod files;
pub mod wire;

use crate::serving::serve;
use wire::{Answer, Question, Refusal};

/// Starts to serve the page. Called once, by the worker's program.
pub fn run() {
    serve(answered);
}

fn answered(question: &[u8]) -> Vec<u8> {
    Question::decode(question).map(|question| answer(&question).encode()).unwrap_or_default()
}

/// What the files come to.
fn answer(question: &Question) -> Answer {
    let found: Result<Answer, Refusal> = match question {
        Question::Epoch { asset, published } => epoch::verified(asset, published).map(Answer::Epoch),
        Question::Inclusion { asset, holder, published, held } => {
            epoch::counted(asset, *holder, published, held).map(Answer::Counted)
        }
        Question::Circuit { key_hash, key, proof, inputs } => {
            circuit::verified(*key_hash, key, proof, inputs).map(Answer::Circuit)
        }
    };
    found.unwrap_or_else(Answer::Refused)
}

#[cfg(test)]
mod tests;
