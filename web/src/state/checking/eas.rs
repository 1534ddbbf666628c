//! An off-chain attestation of EAS, step by step.

use assay_sdk::evidence::Fact;
use assay_sdk::proof::{AttestationError, EasStatement};
use assay_sdk::units::Timestamp;

use super::{BY_CLOCK, BY_LIST, HERE, Outcome, Step, by_level, fetched};
use crate::format;
use crate::text::{fill, t};

const READS: &str = t("It reads as an attestation of EAS");
const ABOUT: &str = t("It is of the chain, contract and schema that the list names");
const WHOLE: &str = t("Its identifier follows from its contents");
const SIGNED: &str = t("It is signed by an attester that the list names");
const IN_DATE: &str = t("It is in date");
const STANDS: &str = t("It was not revoked");

/// An attestation's file and what was found of it.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the page makes it")]
pub struct Found {
    /// The file.
    pub bytes: Vec<u8>,
    /// What was stated, or why it counts for nothing.
    pub statement: Result<Fact<EasStatement>, AttestationError>,
    /// When it was revoked, by the chain; `None` where that was not asked.
    pub revoked: Option<Fact<Option<Timestamp>>>,
}

impl Found {
    /// What was stated, where its attester stands by it.
    #[must_use]
    pub fn standing(&self) -> Option<&Fact<EasStatement>> {
        let stands = self.revoked.as_ref().is_some_and(|revoked| revoked.value().is_none());
        self.statement.as_ref().ok().filter(|_| stands)
    }
}

/// What was fetched, and what it and the chain were found to say.
#[must_use]
pub fn steps(found: &Found) -> Vec<Step> {
    let mut steps = vec![fetched(&found.bytes)];
    let statement = match &found.statement {
        Ok(fact) => fact.value(),
        Err(error) => {
            steps.extend(up_to(error));
            return steps;
        }
    };
    let whole = fill(t("Identifier {uid}"), &[("uid", &statement.uid.to_string())]);
    let schema = fill(t("Schema {schema}"), &[("schema", &statement.schema.to_string())]);
    let signer = fill(t("Signed by {signer}"), &[("signer", &statement.attester.to_checksum(None))]);
    let date = |moment: Timestamp| format::date_time(moment);
    let dated = match statement.expires {
        Some(expires) => {
            fill(t("Made {from}, good until {until}"), &[("from", &date(statement.time)), ("until", &date(expires))])
        }
        None => fill(t("Made {from}, without an end"), &[("from", &date(statement.time))]),
    };
    steps.extend([
        Step::new(
            READS,
            fill(t("{n} bytes of data"), &[("n", &statement.data.len().to_string())]),
            HERE,
            Outcome::Holds,
        ),
        Step::new(ABOUT, schema, BY_LIST, Outcome::Holds),
        Step::new(WHOLE, whole, HERE, Outcome::Holds),
        Step::new(SIGNED, signer, HERE, Outcome::Holds),
        Step::new(IN_DATE, dated, BY_CLOCK, Outcome::Holds),
        revocation(found.revoked.as_ref()),
    ]);
    steps
}

fn revocation(revoked: Option<&Fact<Option<Timestamp>>>) -> Step {
    let Some(fact) = revoked else {
        return Step::new(STANDS, t("Nobody was asked.").to_owned(), HERE, Outcome::Fails);
    };
    let known = by_level(fact.level());
    match fact.value() {
        None => Step::new(STANDS, t("The contract knows of no revocation").to_owned(), known, Outcome::Holds),
        Some(moment) => {
            let told = fill(t("Its attester revoked it on {date}"), &[("date", &format::date_time(*moment))]);
            Step::new(STANDS, told, known, Outcome::Fails)
        }
    }
}

/// The order in which the SDK checks: what held before, and what did not.
fn up_to(error: &AttestationError) -> Vec<Step> {
    let all = [(READS, HERE), (ABOUT, BY_LIST), (WHOLE, HERE), (SIGNED, HERE), (IN_DATE, BY_CLOCK)];
    let failed = match error {
        AttestationError::OtherChain { .. }
        | AttestationError::OtherContract { .. }
        | AttestationError::OtherSchema { .. } => ABOUT,
        AttestationError::Altered { .. } => WHOLE,
        AttestationError::WrongSigner { .. } | AttestationError::HighS => SIGNED,
        AttestationError::Expired { .. } | AttestationError::FromTheFuture { .. } => IN_DATE,
        AttestationError::Malformed { .. }
        | AttestationError::OtherToken { .. }
        | AttestationError::TooFewAttesters { .. }
        | AttestationError::Disagreement { .. }
        | AttestationError::NotVouched { .. }
        | AttestationError::Undecided { .. }
        | AttestationError::Evidence(_)
        | _ => READS,
    };
    let mut steps = Vec::new();
    for (what, known) in all {
        if what == failed {
            steps.push(Step::new(what, error.to_string(), known, Outcome::Fails));
            break;
        }
        steps.push(Step::new(what, t("As it should be").to_owned(), known, Outcome::Holds));
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::super::holds;
    use super::*;
    use alloy_primitives::{Address, B256, address, b256};
    use assay_sdk::evidence::{Origin, Source};
    use assay_sdk::proof::{EasAttestation, EasTerms};
    use assay_sdk::units::{BlockRef, ChainId};

    const FILE: &str = include_str!("../../../../sdk/tests/vectors/eas-ondo.json");
    const SCHEMA: B256 = b256!("e023eef113c1670774801c34b377fdf612dd8a4d2fa92fe382e15bd91fafb5c2");

    fn found(text: &str, schema: B256, attester: Address, revoked: Option<Timestamp>) -> Found {
        let at = BlockRef { number: 1, hash: B256::ZERO, timestamp: Timestamp(1) };
        let contract = address!("A1207F3BBa224E2c9c3c6D5aF63D0eb1582Ce587");
        let terms =
            EasTerms { chain: ChainId(1), contract, schema, attesters: &[attester], now: Timestamp(1_800_000_000) };
        let statement = EasAttestation::from_json(text).and_then(|read| read.verify(&terms, at));
        let revoked = Fact::asserted(revoked, at, Source::Endpoint(Origin::of_url("http://a")));
        Found { bytes: text.into(), statement, revoked: Some(revoked) }
    }

    #[test]
    fn an_attestation_is_checked_up_to_the_step_that_fails() {
        let attester = address!("3846c3A30E62075Fa916216b35EF04B8F53931f6");
        let good = found(FILE, SCHEMA, attester, None);
        assert!(holds(&steps(&good)) && steps(&good).len() == 7 && good.standing().is_some());
        let cases = [
            (found("{}", SCHEMA, attester, None), READS, 2),
            (found(FILE, B256::ZERO, attester, None), ABOUT, 3),
            (found(FILE, SCHEMA, Address::ZERO, None), SIGNED, 5),
            (found(FILE, SCHEMA, attester, Some(Timestamp(9))), STANDS, 7),
            (Found { revoked: None, ..good }, STANDS, 7),
        ];
        for (found, what, count) in cases {
            let steps = steps(&found);
            let last = steps.last().unwrap();
            assert_eq!((last.what, last.outcome, steps.len()), (what, Outcome::Fails, count), "{steps:#?}");
            assert!(found.standing().is_none());
        }
    }
}
