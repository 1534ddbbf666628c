//! A statement whose attester is a contract, step by step.

use alloy_primitives::Address;
use assay_sdk::asset::Descriptor;
use assay_sdk::evidence::Fact;
use assay_sdk::proof::{Attestation, AttestationError, Reserve};

use super::{HERE, Outcome, READS, Step, about, by_level, dated, document_behind, failed, fetched};
use crate::text::{fill, t};

const VOUCHES: &str = t("The attester's contract vouches for it");

/// What was fetched, and what the contract was found to say (ERC-1271, ERC-6492).
#[must_use]
pub fn steps(
    bytes: &[u8],
    descriptor: &Descriptor,
    attester: Address,
    outcome: &Result<Fact<Reserve>, AttestationError>,
) -> Vec<Step> {
    let mut steps = vec![fetched(bytes)];
    let digest = Attestation::from_json(bytes).and_then(|read| read.digest());
    let digest = match digest {
        Ok(digest) => digest,
        Err(error) => {
            steps.push(failed(&error));
            return steps;
        }
    };
    let found = fill(t("Digest {hash} (EIP-712)"), &[("hash", &digest.to_string())]);
    steps.push(Step::new(READS, found, HERE, Outcome::Holds));
    match outcome {
        Ok(fact) => {
            let reserve = fact.value();
            let asked = fill(t("{attester} says yes"), &[("attester", &attester.to_checksum(None))]);
            steps.extend([
                about(descriptor),
                dated(reserve),
                Step::new(VOUCHES, asked, by_level(fact.level()), Outcome::Holds),
                document_behind(reserve, descriptor),
            ]);
        }
        Err(error @ (AttestationError::NotVouched { .. } | AttestationError::Undecided { .. })) => {
            let known = t("Asked of the contract at the newest block.");
            steps.push(Step::new(VOUCHES, error.to_string(), known, Outcome::Fails));
        }
        Err(error) => steps.push(failed(error)),
    }
    steps
}
