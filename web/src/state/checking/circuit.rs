//! A Groth16 proof, step by step.

use alloy_primitives::U256;
use assay_sdk::asset::{CircuitLink, HashFunction};
use assay_sdk::units::Timestamp;

use super::epoch::up_to;
use super::{BY_LIST, HERE, Outcome, Step};
use crate::format;
use crate::reserves::wire::{Refusal, Stage};
use crate::text::{fill, t};

/// A proof's three files, as they were fetched: key, proof and public inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the page makes it")]
pub struct CircuitFiles {
    /// The verification key.
    pub key: Vec<u8>,
    /// The proof.
    pub proof: Vec<u8>,
    /// The public inputs.
    pub inputs: Vec<u8>,
}

const IN_WORKER: &str = t("Verified here, in a worker without a network.");
const KEY: &str = t("The key is the one that the list pins");
const READS: &str = t("Proof and public inputs read as they should");
const PROVEN: &str = t("The proof holds for these public inputs");

/// The moment that the proof binds, where the list says which input it is.
#[must_use]
pub fn as_of(link: &CircuitLink, inputs: &[U256]) -> Option<Timestamp> {
    let moment = inputs.get(link.as_of_input?)?;
    u64::try_from(*moment).ok().map(Timestamp)
}

/// What was fetched and what it came to.
#[must_use]
pub fn steps(link: &CircuitLink, files: &CircuitFiles, answer: &Result<Vec<U256>, Refusal>) -> Vec<Step> {
    let hash = |bytes: &[u8]| HashFunction::Sha256.hash(bytes).to_string();
    let fetched = fill(
        t("SHA-256 of the key {key}, of the proof {proof}, of the inputs {inputs}"),
        &[("key", &hash(&files.key)), ("proof", &hash(&files.proof)), ("inputs", &hash(&files.inputs))],
    );
    let mut steps = vec![Step::new(t("The three files were fetched anew"), fetched, HERE, Outcome::Noted)];
    let inputs = match answer {
        Ok(inputs) => inputs,
        Err(refusal) => {
            let stages =
                [(Stage::Key, KEY, BY_LIST), (Stage::Reads, READS, IN_WORKER), (Stage::Proven, PROVEN, IN_WORKER)];
            steps.extend(up_to(&stages, refusal));
            return steps;
        }
    };
    let listed = inputs.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let count = fill(t("{n} public inputs"), &[("n", &inputs.len().to_string())]);
    steps.extend([
        Step::new(KEY, link.key_hash.to_string(), BY_LIST, Outcome::Holds),
        Step::new(READS, count, IN_WORKER, Outcome::Holds),
        Step::new(PROVEN, listed, IN_WORKER, Outcome::Holds),
        Step::new(
            t("What the proof states"),
            link.statement.clone(),
            t("In the issuer's words. What the key really proves, only its circuit says."),
            Outcome::Noted,
        ),
        moment(link, inputs),
    ]);
    steps
}

fn moment(link: &CircuitLink, inputs: &[U256]) -> Step {
    let what = t("The moment that it is of");
    match (link.as_of_input, as_of(link, inputs)) {
        (None, _) => {
            let told = t("The list names no input that binds it to a moment: it counts for nothing beyond itself.");
            Step::new(what, told.to_owned(), BY_LIST, Outcome::Noted)
        }
        (Some(_), Some(moment)) => Step::new(what, format::date_time(moment), IN_WORKER, Outcome::Noted),
        (Some(place), None) => {
            let told = fill(t("Input {n} is no moment."), &[("n", &place.to_string())]);
            Step::new(what, told, BY_LIST, Outcome::Fails)
        }
    }
}
