//! An issuer's epoch of liabilities and a holder's place in it, step by step.

use alloy_primitives::B256;
use assay_sdk::asset::{Descriptor, HashFunction, matching_hash};
use assay_sdk::evidence::Fact;
use assay_sdk::units::{Amount, BlockRef, Seconds, Timestamp};

use super::{BY_LIST, HERE, Outcome, Step, by_level, fetched};
use crate::format;
use crate::reserves::wire::{Counted, Epoch, Figures, Refusal, Stage};
use crate::text::{fill, t};

/// An epoch's file and what was found of it.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the page makes it")]
pub struct Found {
    /// The published file.
    pub bytes: Vec<u8>,
    /// What the worker says of it.
    pub answer: Result<Epoch, Refusal>,
    /// The hash that the chain keeps of it; `None` where the list names no place on the chain.
    pub anchor: Option<Fact<Option<B256>>>,
    /// The block that the figures are of; `None` where the endpoint knows no such block.
    pub block: Option<BlockRef>,
}

impl Found {
    /// Whether the file is the one whose hash the chain keeps; `None` where there is nothing to hold it to.
    #[must_use]
    pub fn is_anchored(&self) -> Option<bool> {
        let kept = self.anchor.as_ref()?.value();
        Some(kept.is_some_and(|hash| matching_hash(hash, &self.bytes).is_some()))
    }

    /// The epoch, where all of it holds.
    #[must_use]
    pub fn epoch(&self) -> Option<&Epoch> {
        self.answer.as_ref().ok().filter(|_| self.is_anchored() != Some(false))
    }
}

const IN_WORKER: &str = t("Verified here, in a worker without a network.");
const HELD_BEFORE: &str = t("As it should be");
const READS: &str = t("It reads as an epoch of liabilities");
const ABOUT: &str = t("It is about this token, on this chain");
const LINKED: &str = t("Its parts belong together");
const ADEQUATE: &str = t("Reserves are not less than liabilities");
const ANCHORED: &str = t("The chain keeps the hash of this file");

/// The steps up to the one that was refused, and that one.
pub(super) fn up_to(stages: &[(Stage, &'static str, &'static str)], refusal: &Refusal) -> Vec<Step> {
    let step = |(stage, what, known): &(Stage, &'static str, &'static str)| {
        if *stage == refusal.stage {
            let found = fill(t("{what} ({code})"), &[("what", &sentence(&refusal.what)), ("code", &refusal.code)]);
            return Step::new(what, found, known, Outcome::Fails);
        }
        Step::new(what, HELD_BEFORE.to_owned(), known, Outcome::Holds)
    };
    stages.iter().filter(|(stage, ..)| *stage <= refusal.stage).map(step).collect()
}

/// An error's words as they stand alone.
#[must_use]
pub fn sentence(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

const STAGES: [(Stage, &str, &str); 4] = [
    (Stage::Reads, READS, IN_WORKER),
    (Stage::About, ABOUT, BY_LIST),
    (Stage::Linked, LINKED, IN_WORKER),
    (Stage::Adequate, ADEQUATE, IN_WORKER),
];

/// A published epoch. `limit` is the longest time between two of them that the issuer allows itself.
#[must_use]
pub fn published(found: &Found, descriptor: &Descriptor, now: Timestamp, limit: Option<Seconds>) -> Vec<Step> {
    let mut steps = vec![fetched(&found.bytes)];
    let epoch = match &found.answer {
        Ok(epoch) => epoch,
        Err(refusal) => {
            steps.extend(up_to(&STAGES, refusal));
            return steps;
        }
    };
    steps.extend(verified(epoch, descriptor));
    steps.push(anchored(found));
    if found.is_anchored() != Some(false) {
        steps.push(moment(found.block, epoch, now, limit));
    }
    steps
}

fn verified(epoch: &Epoch, descriptor: &Descriptor) -> Vec<Step> {
    let read = fill(
        t("Epoch {n} of {issuer}, root {root}"),
        &[
            ("n", &epoch.epoch.to_string()),
            ("issuer", &epoch.issuer.to_checksum(None)),
            ("root", &epoch.root.to_string()),
        ],
    );
    let mut steps = vec![
        Step::new(READS, read, IN_WORKER, Outcome::Holds),
        Step::new(ABOUT, descriptor.asset.to_string(), BY_LIST, Outcome::Holds),
    ];
    match &epoch.figures {
        Figures::Hidden { .. } => {
            let linked = t("The liabilities of the proof are the total of the tree").to_owned();
            let adequate = t("Proven without the amounts (Bulletproofs, no setup)").to_owned();
            steps.push(Step::new(LINKED, linked, IN_WORKER, Outcome::Holds));
            steps.push(Step::new(ADEQUATE, adequate, IN_WORKER, Outcome::Holds));
        }
        Figures::Open { total } => {
            let total = Amount::from_raw(*total, descriptor.decimals).map(|total| format::amount(&total).full);
            let found = total.unwrap_or_else(|error| error.to_string());
            let found = format!("{found} {}", descriptor.symbol);
            steps.push(Step::new(t("The total of all liabilities"), found, IN_WORKER, Outcome::Noted));
        }
    }
    steps
}

/// Everybody who reads the chain sees the same hash.
fn anchored(found: &Found) -> Step {
    let Some(fact) = &found.anchor else {
        let told = t("The list names no place on the chain: others may be shown another file.").to_owned();
        return Step::new(ANCHORED, told, BY_LIST, Outcome::Noted);
    };
    let known = by_level(fact.level());
    match (fact.value(), found.is_anchored()) {
        (Some(hash), Some(true)) => Step::new(ANCHORED, hash.to_string(), known, Outcome::Holds),
        (Some(hash), _) => {
            let got = HashFunction::Keccak256.hash(&found.bytes).to_string();
            let told = fill(
                t("The chain keeps {expected}, this file has {got}: it is not the one that was anchored."),
                &[("expected", &hash.to_string()), ("got", &got)],
            );
            Step::new(ANCHORED, told, known, Outcome::Fails)
        }
        (None, _) => Step::new(ANCHORED, t("The contract keeps none").to_owned(), known, Outcome::Fails),
    }
}

/// A proof that is old is still one; of which moment, is to be known.
fn moment(block: Option<BlockRef>, epoch: &Epoch, now: Timestamp, limit: Option<Seconds>) -> Step {
    let what = t("The moment that it is of");
    let Some(block) = block else {
        let told = fill(
            t("The endpoint knows no block {hash}: of which moment it is, is not known."),
            &[("hash", &epoch.block.to_string())],
        );
        return Step::new(what, told, t("Claimed: an endpoint said so."), Outcome::Noted);
    };
    let (n, date) = (format::grouped(&block.number.to_string()), format::date_time(block.timestamp));
    let age = now.since(block.timestamp);
    let pattern = if limit.is_some_and(|limit| age > limit) {
        t("Block {n} of {date}, {age} ago: longer than the issuer's own limit")
    } else {
        t("Block {n} of {date}, {age} ago")
    };
    let told = fill(pattern, &[("n", &n), ("date", &date), ("age", &format::span(age))]);
    Step::new(what, told, t("The block's hash was worked out here from its header."), Outcome::Noted)
}

/// A holder's place. `balance` is what the wallet reads now.
#[must_use]
pub fn place(
    size: usize,
    answer: &Result<Counted, Refusal>,
    descriptor: &Descriptor,
    holder: &str,
    balance: Option<&Fact<Amount>>,
) -> Vec<Step> {
    const READ: &str = t("Your file was read on this device");
    const HELD: &str = t("It reads as a holder's file");
    const MINE: &str = t("It is for this account");
    const COUNTED: &str = t("Your balance is counted in the published total");
    let size = fill(t("{size} bytes. It was sent to nobody."), &[("size", &format::grouped(&size.to_string()))]);
    let mut steps = vec![Step::new(READ, size, IN_WORKER, Outcome::Noted)];
    let counted = match answer {
        Ok(counted) => counted,
        Err(refusal) => {
            let own = [(Stage::Held, HELD, IN_WORKER), (Stage::Mine, MINE, HERE), (Stage::Proven, COUNTED, IN_WORKER)];
            let published = STAGES.iter().filter(|(stage, ..)| *stage == refusal.stage);
            let stages: Vec<_> =
                published.chain(own.iter().filter(|_| refusal.stage >= Stage::Held)).copied().collect();
            steps.extend(up_to(&stages, refusal));
            return steps;
        }
    };
    let owed = Amount::from_raw(alloy_primitives::U256::from(counted.balance), descriptor.decimals);
    let shown = |amount: &Amount| format!("{} {}", format::amount(amount).full, descriptor.symbol);
    let place = match counted.epoch.figures {
        Figures::Hidden { height, .. } => {
            let places =
                1_u64.checked_shl(u32::from(height)).map_or_else(String::new, |n| format::grouped(&n.to_string()));
            let place = fill(t("at one of {places} places"), &[("places", &places)]);
            owed.as_ref().map_or_else(ToString::to_string, |owed| format!("{}, {place}", shown(owed)))
        }
        Figures::Open { .. } => owed.as_ref().map_or_else(ToString::to_string, shown),
    };
    steps.extend([
        Step::new(HELD, HELD_BEFORE.to_owned(), IN_WORKER, Outcome::Holds),
        Step::new(MINE, holder.to_owned(), HERE, Outcome::Holds),
        Step::new(COUNTED, place, IN_WORKER, Outcome::Holds),
    ]);
    steps.push(compared(owed.ok(), balance, shown));
    steps
}

/// Against what the wallet reads: a difference is no fault by itself, for the two are of different moments.
fn compared(owed: Option<Amount>, balance: Option<&Fact<Amount>>, shown: impl Fn(&Amount) -> String) -> Step {
    let what = t("It is what you hold now");
    let (Some(owed), Some(balance)) = (owed, balance) else {
        return Step::new(what, t("Your balance could not be read.").to_owned(), HERE, Outcome::Noted);
    };
    let known = by_level(balance.level());
    if owed == *balance.value() {
        return Step::new(what, shown(&owed), known, Outcome::Holds);
    }
    let told = fill(
        t(
            "{owed} are counted, {held} are held now. Transfers since the epoch would explain it; where there were none, ask the issuer.",
        ),
        &[("owed", &shown(&owed)), ("held", &shown(balance.value()))],
    );
    Step::new(what, told, known, Outcome::Noted)
}

#[cfg(test)]
mod tests {
    use super::super::holds;
    use super::*;
    use alloy_primitives::{Address, U256};
    use assay_sdk::asset::TokenList;
    use assay_sdk::evidence::{Origin, Source};
    use serde_json::json;

    const AT: BlockRef = BlockRef { number: 9, hash: B256::ZERO, timestamp: Timestamp(1_000_000) };

    fn descriptor() -> Descriptor {
        let list = json!({
            "name": "Test", "timestamp": "2026-01-01T00:00:00Z", "version": { "major": 1, "minor": 0, "patch": 0 },
            "tokens": [{ "chainId": 1, "address": Address::repeat_byte(1), "name": "Gold", "symbol": "XAU", "decimals": 2 }]
        });
        TokenList::parse(&list.to_string(), None).unwrap().tokens.remove(0)
    }

    fn epoch(figures: Figures) -> Epoch {
        Epoch { issuer: Address::ZERO, epoch: 1, block: B256::ZERO, root: B256::repeat_byte(2), figures }
    }

    fn refusal(stage: Stage) -> Refusal {
        Refusal { stage, code: "a-code".to_owned(), what: "words".to_owned() }
    }

    #[test]
    fn an_epoch_is_told_up_to_the_step_that_fails_and_its_age_beside_it() {
        let hidden = Figures::Hidden { height: 8, reserves: B256::ZERO };
        let found = |answer, block| Found { bytes: b"file".to_vec(), answer, anchor: None, block };
        let (now, limit) = (Timestamp(1_000_100), Some(Seconds(50)));
        let good = published(&found(Ok(epoch(hidden.clone())), Some(AT)), &descriptor(), now, limit);
        assert!(holds(&good) && good.len() == 7 && good[6].found.contains("longer than the issuer's own limit"));
        assert_eq!(good[5].outcome, Outcome::Noted, "nothing is anchored");
        let unknown = published(&found(Ok(epoch(hidden)), None), &descriptor(), now, None);
        assert!(unknown[6].found.contains("is not known"));
        let open =
            published(&found(Ok(epoch(Figures::Open { total: U256::from(1234) })), Some(AT)), &descriptor(), now, None);
        assert!(open[3].found.contains("12.34 XAU"), "{open:#?}");
        for (stage, count) in [(Stage::Reads, 2), (Stage::About, 3), (Stage::Linked, 4), (Stage::Adequate, 5)] {
            let steps = published(&found(Err(refusal(stage)), None), &descriptor(), now, None);
            let last = steps.last().unwrap();
            assert_eq!((steps.len(), last.outcome, last.found.as_str()), (count, Outcome::Fails, "Words (a-code)"));
        }
    }

    #[test]
    fn a_place_is_held_against_the_balance_and_a_difference_is_no_fault() {
        let figures = Figures::Hidden { height: 8, reserves: B256::ZERO };
        let counted = Counted { epoch: epoch(figures), index: 1, salt: B256::ZERO, balance: 150 };
        let told = |answer, held: Option<u64>| {
            let held = held.map(|raw| {
                let amount = Amount::from_raw(U256::from(raw), 2).unwrap();
                Fact::asserted(amount, AT, Source::Endpoint(Origin::of_url("http://a")))
            });
            place(9, &answer, &descriptor(), "me", held.as_ref())
        };
        let last = |steps: Vec<Step>| steps.last().cloned().unwrap();
        assert_eq!(last(told(Ok(counted.clone()), Some(150))).outcome, Outcome::Holds);
        let other = last(told(Ok(counted.clone()), Some(149)));
        assert!(
            other.outcome == Outcome::Noted && other.found.starts_with("1.5 XAU are counted, 1.49 XAU are held"),
            "{other:?}"
        );
        assert_eq!(last(told(Ok(counted), None)).outcome, Outcome::Noted);
        for (stage, count) in [(Stage::Adequate, 2), (Stage::Held, 2), (Stage::Mine, 3), (Stage::Proven, 4)] {
            let steps = told(Err(refusal(stage)), Some(1));
            assert_eq!((steps.len(), last(steps).outcome), (count, Outcome::Fails), "{stage:?}");
        }
    }
}
