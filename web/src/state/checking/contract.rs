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

#[cfg(test)]
mod tests {
    use super::super::holds;
    use super::*;
    use alloy_primitives::B256;
    use assay_sdk::asset::TokenList;
    use assay_sdk::evidence::Source;
    use assay_sdk::units::{BlockRef, Timestamp};
    use serde_json::{Value, json};

    #[test]
    fn a_contract_that_vouches_holds_and_one_that_does_not_fails_by_its_own_step() {
        let text = include_str!("../../../../sdk/tests/vectors/attestation.json");
        let file: Value = serde_json::from_str(text).unwrap();
        let contract = Address::repeat_byte(7);
        let list = json!({
            "name": "Test", "timestamp": "2026-01-01T00:00:00Z", "version": { "major": 1, "minor": 0, "patch": 0 },
            "tokens": [{
                "chainId": file["message"]["chainId"], "address": file["message"]["token"], "name": "Gold",
                "symbol": "XAU", "decimals": 18,
                "extensions": { "assay": { "kind": "commodity", "unit": "one ounce", "attesters": [contract] } }
            }]
        });
        let descriptor = TokenList::parse(&list.to_string(), None).unwrap().tokens.remove(0);
        let now = Timestamp(file["message"]["asOf"].as_u64().unwrap().saturating_add(60));
        let at = BlockRef { number: 1, hash: B256::ZERO, timestamp: now };
        let reserve = Attestation::from_json(text).unwrap().stated_by(contract, descriptor.asset, now).unwrap();
        let good =
            steps(text.as_bytes(), &descriptor, contract, &Ok(Fact::asserted(reserve, at, Source::Signer(contract))));
        assert!(holds(&good) && good.len() == 6 && good[4].what == VOUCHES, "{good:#?}");
        let no = AttestationError::NotVouched { attester: contract, why: "it reverted".to_owned() };
        let refused = steps(text.as_bytes(), &descriptor, contract, &Err(no));
        assert_eq!((refused.last().unwrap().what, refused.last().unwrap().outcome), (VOUCHES, Outcome::Fails));
        let nonsense = steps(b"{", &descriptor, contract, &Err(AttestationError::HighS));
        assert_eq!((nonsense.len(), nonsense[1].what), (2, READS));
    }
}
