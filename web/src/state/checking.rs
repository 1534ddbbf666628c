//! Checking something again, step by step: what was looked at, what was found, and how that is known.

pub mod circuit;
pub mod contract;
pub mod eas;
pub mod epoch;

use alloy_primitives::Address;
use assay_sdk::asset::{Backing, Descriptor, HashFunction, Staleness};
use assay_sdk::evidence::{Fact, Level};
use assay_sdk::proof::{Attestation, AttestationError, Reserve};
use assay_sdk::units::{BlockRef, Timestamp};

use crate::format;
use crate::text::{fill, t};

/// One step of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What was looked at.
    pub what: &'static str,
    /// What was found.
    pub found: String,
    /// Where that comes from.
    pub known: &'static str,
    /// What it came to.
    pub outcome: Outcome,
}

/// What a step came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// As it should be.
    Holds,
    /// Not as it should be. Nothing after it was looked at.
    Fails,
    /// Something to know, which is neither.
    Noted,
}

impl Step {
    const fn new(what: &'static str, found: String, known: &'static str, outcome: Outcome) -> Self {
        Self { what, found, known, outcome }
    }
}

/// Whether no step failed.
#[must_use]
pub fn holds(steps: &[Step]) -> bool {
    steps.iter().all(|step| step.outcome != Outcome::Fails)
}

const HERE: &str = t("Worked out here, from the file's bytes.");
const BY_LIST: &str = t("Held here against what the list says.");
const BY_CLOCK: &str = t("Held here against this device's clock and the newest block.");

/// A signed statement from its bytes, as they were fetched just now; with the statement and its signer where all holds.
#[must_use]
pub fn statement(
    bytes: &[u8],
    descriptor: &Descriptor,
    now: Timestamp,
    at: BlockRef,
) -> (Vec<Step>, Option<(Attestation, Fact<Reserve>)>) {
    let mut steps = vec![fetched(bytes)];
    let read = Attestation::from_json(bytes).and_then(|read| Ok((read.digest()?, read)));
    let (digest, attestation) = match read {
        Ok(found) => found,
        Err(error) => {
            steps.push(failed(&error));
            return (steps, None);
        }
    };
    let found = fill(t("Digest {hash} (EIP-712)"), &[("hash", &digest.to_string())]);
    steps.push(Step::new(READS, found, HERE, Outcome::Holds));
    let fact = match verified(&attestation, descriptor, now, at) {
        Ok(fact) => fact,
        Err((earlier, error)) => {
            steps.extend(earlier);
            steps.push(failed(&error));
            return (steps, None);
        }
    };
    let reserve = fact.value();
    steps.push(about(descriptor));
    steps.push(dated(reserve));
    let signer = fill(t("Signed by {signer}"), &[("signer", &reserve.attester.to_checksum(None))]);
    steps.push(Step::new(
        SIGNED,
        signer,
        t("Recovered here from the signature, and named by the list."),
        Outcome::Holds,
    ));
    steps.push(document_behind(reserve, descriptor));
    let found = t("Statements of this kind cannot be taken back: they count until they run out.").to_owned();
    steps.push(Step::new(t("It was not revoked"), found, t("By the format: there is nothing to ask."), Outcome::Noted));
    (steps, Some((attestation, fact)))
}

/// What was fetched.
fn fetched(bytes: &[u8]) -> Step {
    let sha = HashFunction::Sha256.hash(bytes);
    let size = format::grouped(&bytes.len().to_string());
    let found = fill(t("{size} bytes, SHA-256 {hash}"), &[("size", &size), ("hash", &sha.to_string())]);
    Step::new(t("The file was fetched anew"), found, HERE, Outcome::Noted)
}

const READS: &str = t("It reads as a statement about reserves");
const ABOUT: &str = t("It is about this token, on this chain");
const IN_DATE: &str = t("It is in date");
const SIGNED: &str = t("It is signed by an attester that the list names");

/// The statement, or what held before the step that failed.
fn verified(
    attestation: &Attestation,
    descriptor: &Descriptor,
    now: Timestamp,
    at: BlockRef,
) -> Result<Fact<Reserve>, (Vec<Step>, AttestationError)> {
    let asset = descriptor.asset;
    let stated = attestation.stated_by(Address::ZERO, asset, now);
    let before = match &stated {
        Ok(reserve) => vec![about(descriptor), dated(reserve)],
        Err(AttestationError::Expired { .. } | AttestationError::FromTheFuture { .. }) => vec![about(descriptor)],
        Err(_) => Vec::new(),
    };
    stated.and_then(|_| attestation.verify(&descriptor.attesters, asset, now, at)).map_err(|error| (before, error))
}

fn about(descriptor: &Descriptor) -> Step {
    Step::new(ABOUT, descriptor.asset.to_string(), BY_LIST, Outcome::Holds)
}

fn dated(reserve: &Reserve) -> Step {
    let (from, until) = (format::date_time(reserve.as_of), format::date_time(reserve.expires));
    let found = fill(t("As of {from}, good until {until}"), &[("from", &from), ("until", &until)]);
    Step::new(IN_DATE, found, BY_CLOCK, Outcome::Holds)
}

/// Whether the document that the statement rests on is one of the list's.
fn document_behind(reserve: &Reserve, descriptor: &Descriptor) -> Step {
    let what = t("The document behind it is one that the list names");
    let hash = Some(reserve.document_hash);
    match descriptor.documents.iter().find(|document| document.keccak256 == hash || document.sha256 == hash) {
        Some(document) => {
            let found = fill(
                t("{title}: its hash is the same. Fetch and check it under Documents."),
                &[("title", &document.title)],
            );
            Step::new(what, found, BY_LIST, Outcome::Holds)
        }
        None => {
            let found = fill(
                t("No document of the list has the hash {hash}. Ask the attester for it."),
                &[("hash", &reserve.document_hash.to_string())],
            );
            Step::new(what, found, BY_LIST, Outcome::Noted)
        }
    }
}

fn failed(error: &AttestationError) -> Step {
    let (what, known) = match error {
        AttestationError::OtherToken { .. } | AttestationError::OtherChain { .. } => (ABOUT, BY_LIST),
        AttestationError::Expired { .. } | AttestationError::FromTheFuture { .. } => (IN_DATE, BY_CLOCK),
        AttestationError::WrongSigner { .. } | AttestationError::HighS => (SIGNED, HERE),
        AttestationError::Malformed { .. }
        | AttestationError::Altered { .. }
        | AttestationError::OtherSchema { .. }
        | AttestationError::OtherContract { .. }
        | AttestationError::TooFewAttesters { .. }
        | AttestationError::Disagreement { .. }
        | AttestationError::NotVouched { .. }
        | AttestationError::Undecided { .. }
        | AttestationError::Evidence(_)
        | _ => (READS, HERE),
    };
    let found = if let AttestationError::WrongSigner { got, .. } = error {
        let pattern = t(
            "The signature is one by {got}, whom the list does not name: it was signed by somebody else, or changed after signing.",
        );
        fill(pattern, &[("got", &got.to_checksum(None))])
    } else {
        error.to_string()
    };
    Step::new(what, found, known, Outcome::Fails)
}

/// How what was read from the chain is known.
const fn by_level(level: Level) -> &'static str {
    match level {
        Level::Claimed => t("Claimed: an endpoint said so."),
        Level::Attested => t("Attested: several independent endpoints agree."),
        Level::Proven => t("Proven: it follows from a block that you trust."),
    }
}

/// Reserves against supply, as they were read just now.
#[must_use]
pub fn feed((backing, staleness): &(Fact<Backing>, Staleness), unit: &str, symbol: &str) -> Vec<Step> {
    let (at, value) = (backing.at(), backing.value());
    let known = by_level(backing.level());
    let block = fill(
        t("Block {n}, {hash}"),
        &[("n", &format::grouped(&at.number.to_string())), ("hash", &at.hash.to_string())],
    );
    let amount = |amount, unit| format!("{} {unit}", format::amount(amount).full);
    let (in_date, age) = match staleness {
        Staleness::Fresh { age } => (Outcome::Holds, fill(t("Published {age} ago"), &[("age", &format::span(*age))])),
        Staleness::Stale { age, heartbeat } => {
            let (age, heartbeat) = (format::span(*age), format::span(*heartbeat));
            (
                Outcome::Fails,
                fill(
                    t("Published {age} ago, and should be renewed every {heartbeat}"),
                    &[("age", &age), ("heartbeat", &heartbeat)],
                ),
            )
        }
    };
    let covered = if value.covered { Outcome::Holds } else { Outcome::Fails };
    let ratio = value.ratio.map_or_else(
        || t("Nothing was issued").to_owned(),
        |ratio| format::percent(&ratio).unwrap_or_else(|error| error.to_string()),
    );
    vec![
        Step::new(
            t("The newest block was asked for"),
            block,
            t("Its hash was worked out here from its header."),
            Outcome::Noted,
        ),
        Step::new(t("The feed was read"), amount(&value.reserve, unit), known, Outcome::Noted),
        Step::new(t("The supply was read at the same block"), amount(&value.supply, symbol), known, Outcome::Noted),
        Step::new(t("The feed was renewed in time"), age, BY_CLOCK, in_date),
        Step::new(t("The reserves cover the supply"), ratio, t("Worked out here, from the two figures."), covered),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::{B256, address};
    use assay_sdk::asset::TokenList;
    use serde_json::{Value, json};

    /// Signed by viem for the demo chain's gold; see `sdk/tests/vectors`.
    fn file() -> Value {
        serde_json::from_str(include_str!("../../../sdk/tests/vectors/attestation.json")).unwrap()
    }

    fn descriptor(document: B256) -> Descriptor {
        let file = file();
        let list = json!({
            "name": "Test", "timestamp": "2026-01-01T00:00:00Z", "version": { "major": 1, "minor": 0, "patch": 0 },
            "tokens": [{
                "chainId": file["message"]["chainId"], "address": file["message"]["token"], "name": "Gold",
                "symbol": "XAU", "decimals": 18,
                "extensions": { "assay": {
                    "kind": "commodity", "unit": "one ounce", "attesters": [file["signer"]],
                    "documents": [{ "title": "Bar list", "uri": "bars.txt", "keccak256": document }]
                }}
            }]
        });
        TokenList::parse(&list.to_string(), None).unwrap().tokens.remove(0)
    }

    fn checked(file: &Value, document: B256, now: u64) -> Vec<Step> {
        let at = BlockRef { number: 1, hash: B256::ZERO, timestamp: Timestamp(now) };
        statement(file.to_string().as_bytes(), &descriptor(document), Timestamp(now), at).0
    }

    #[test]
    fn a_statement_is_checked_up_to_the_step_that_fails() {
        let good = file();
        let document: B256 = good["message"]["documentHash"].as_str().unwrap().parse().unwrap();
        let as_of = good["message"]["asOf"].as_u64().unwrap();
        let (soon, late) = (as_of.saturating_add(60), as_of.saturating_add(7_776_000));
        let steps = checked(&good, document, soon);
        assert!(holds(&steps) && steps.len() == 7, "{steps:#?}");
        assert_eq!(steps[5].outcome, Outcome::Holds);
        assert_eq!(checked(&good, B256::ZERO, soon)[5].outcome, Outcome::Noted);

        let other = address!("00000000000000000000000000000000000000aa");
        let cases: [(&str, Value, u64, &str, usize); 4] = [
            ("/message/reserves", json!("1"), soon, SIGNED, 5),
            ("/message/token", json!(other), soon, READS, 2),
            ("/primaryType", json!("Mail"), soon, READS, 2),
            ("/primaryType", json!("ReserveAttestation"), late, IN_DATE, 4),
        ];
        for (pointer, value, now, step, count) in cases {
            let mut file = file();
            *file.pointer_mut(pointer).unwrap() = value;
            let steps = checked(&file, document, now);
            let last = steps.last().unwrap();
            assert_eq!((last.what, last.outcome, steps.len()), (step, Outcome::Fails, count), "{pointer}: {steps:#?}");
            assert!(!holds(&steps));
        }
    }
}
