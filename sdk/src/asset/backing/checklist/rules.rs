//! Which ground grants which point.

use crate::evidence::{Evidence, Fact, Level, Source};
use crate::proof::Reserve;

use super::super::ReserveMethod;
use super::{AdequacyProof, CheckedPoint, Finding, Grounds, Point};

/// A finding with its reason, and what would settle it.
type Found = (Finding, &'static str, Option<&'static str>);

const ANOTHER_SOURCE: Option<&str> =
    Some("A second, independent endpoint that agrees, or a proof against a block that you trust.");
const A_TREE: Option<&str> = Some("A published tree of liabilities, in which you find your balance.");
const A_STATEMENT: Option<&str> = Some("A signed statement by a party that the list names.");

pub(super) fn check(point: Point, grounds: &Grounds<'_>) -> CheckedPoint {
    let (finding, reason, settled_by) = match point {
        Point::Inclusion => inclusion(grounds),
        Point::NonNegativity => in_tree(
            grounds,
            "Sums on your path through the tree are unsigned and do not overflow.",
            "The token's contract keeps balances as unsigned numbers; its code was not checked here.",
        ),
        Point::SumBinding => in_tree(
            grounds,
            "Each step of your path binds both of its sums, up to the published total.",
            "That the balances add up to the supply rests on the token's contract, whose code was not checked here.",
        ),
        Point::Completeness => completeness(grounds),
        Point::SameRoot => same_root(grounds),
        Point::Freshness => freshness(grounds),
        Point::Control => control(grounds),
        Point::Adequacy => adequacy(grounds),
        Point::Setup => setup(grounds.adequacy.as_ref().map(Fact::value)),
        Point::OffChain => off_chain(grounds),
    };
    CheckedPoint { point, finding, reason, settled_by }
}

/// Holds where it is proven, is attested where it is attested, and is unknown where it is one endpoint's word.
fn by_level(level: Level, reason: &'static str, claimed: &'static str) -> Found {
    match level {
        Level::Proven => (Finding::Holds, reason, None),
        Level::Attested => (Finding::Attested, reason, Some("A proof against a block that you trust.")),
        Level::Claimed => (Finding::Unknown, claimed, ANOTHER_SOURCE),
    }
}

/// The stronger of two grounds, the first where they are alike: a weak one beside it takes nothing away.
fn better(first: Option<Found>, second: Option<Found>) -> Option<Found> {
    match (first, second) {
        (Some(first), Some(second)) if second.0 > first.0 => Some(second),
        (first, second) => first.or(second),
    }
}

fn inclusion(grounds: &Grounds<'_>) -> Found {
    let in_tree = grounds.inclusion.as_ref().map(|mine| {
        by_level(
            mine.level(),
            "Your balance was found in the issuer's tree, in a leaf made here from what you know.",
            "Your balance was found in a tree, but its root is one endpoint's word.",
        )
    });
    let in_ledger = grounds.balance.as_ref().map(|balance| {
        by_level(
            balance.level(),
            "Your balance stands in the token's own ledger, which is the list of liabilities.",
            "Your balance in the token's own ledger is one endpoint's word.",
        )
    });
    let nowhere = (Finding::Unknown, "Your balance was not looked for among the liabilities.", A_TREE);
    better(in_tree, in_ledger).unwrap_or(nowhere)
}

fn in_tree(grounds: &Grounds<'_>, reason: &'static str, without: &'static str) -> Found {
    match &grounds.inclusion {
        Some(mine) => by_level(mine.level(), reason, "The root of the tree is one endpoint's word."),
        None => (Finding::Unknown, without, A_TREE),
    }
}

/// Never granted: it is as good as the share of holders who check.
const fn completeness(grounds: &Grounds<'_>) -> Found {
    if grounds.inclusion.is_some() {
        let reason = "You have checked your place. How many others check theirs nobody can tell.";
        return (Finding::Unknown, reason, Some("More holders who check: whoever is left out would notice."));
    }
    (Finding::Unknown, "The issuer may owe more than this ledger shows.", A_TREE)
}

/// A signature does not keep its signer from signing another root for somebody else: a signed root is one that only this holder was shown.
fn same_root(grounds: &Grounds<'_>) -> Found {
    let ledger = grounds.balance.as_ref().map(Fact::evidence);
    let list: Option<&Evidence> = grounds.inclusion.as_ref().map(Fact::evidence).or(ledger);
    let Some(list) = list else {
        return (Finding::Unknown, "No list of liabilities was looked at.", A_TREE);
    };
    if list.sources().any(|source| matches!(source, Source::Signer(_))) {
        let reason = "The root is signed, but a signer can sign another one for somebody else.";
        return (Finding::Unknown, reason, Some("A root that is read from a contract, where all see the same."));
    }
    by_level(
        list.level(),
        "The list is anchored in a block of the chain, where all see the same.",
        "The block that the list is anchored in is one endpoint's word.",
    )
}

const TOO_OLD: Found =
    (Finding::Broken, "The figures are older than they may be.", Some("A newer feed answer or statement."));

fn freshness(grounds: &Grounds<'_>) -> Found {
    let dated = |as_of, level, reason| {
        if grounds.max_age.is_some_and(|most| grounds.now.since(as_of) > most) {
            return TOO_OLD;
        }
        at_best(grounds, level, reason, "Its date is one endpoint's word.")
    };
    let proof = grounds.adequacy.as_ref().map(|proof| {
        dated(proof.value().as_of, proof.level(), "The proof binds one moment for reserves and liabilities.")
    });
    let statement = newest(grounds)
        .map(|reserve| dated(reserve.as_of, Level::Attested, "The statement's date is signed, and it is in date."));
    let feed = grounds.backings.iter().filter_map(|backing| match backing.value().method {
        ReserveMethod::Feed { staleness } if staleness.is_fresh() => {
            let reason = "The feed was renewed in time. When its operators counted, it does not say.";
            Some(dated(backing.value().reserve_as_of, backing.level().min(Level::Attested), reason))
        }
        ReserveMethod::Feed { .. } => Some(TOO_OLD),
        ReserveMethod::Statement { .. } => None,
    });
    let all = proof.into_iter().chain(statement).chain(feed);
    all.max_by_key(|(finding, ..)| *finding).unwrap_or((
        Finding::Unknown,
        "Nothing says of which moment the reserves are.",
        A_STATEMENT,
    ))
}

/// What lies outside the chain is attested at best, and nothing would raise it.
fn at_best(grounds: &Grounds<'_>, level: Level, reason: &'static str, claimed: &'static str) -> Found {
    if grounds.off_chain { vouched(level, reason, claimed) } else { by_level(level, reason, claimed) }
}

/// What somebody vouches for is attested at best, however well it is known that they do.
fn vouched(level: Level, reason: &'static str, claimed: &'static str) -> Found {
    match level {
        Level::Proven | Level::Attested => (Finding::Attested, reason, None),
        Level::Claimed => (Finding::Unknown, claimed, ANOTHER_SOURCE),
    }
}

/// The newest statement that its attester still stands by.
fn newest<'a>(grounds: &Grounds<'a>) -> Option<&'a Reserve> {
    let standing = grounds.statements.iter().filter(|statement| {
        let reserve = statement.value();
        statement.level() >= Level::Attested && reserve.expires >= grounds.now
    });
    standing.map(Fact::value).max_by_key(|reserve| reserve.as_of)
}

/// Never more than attested: who else was promised the same reserves, no signature and no proof can tell.
fn control(grounds: &Grounds<'_>) -> Found {
    if newest(grounds).is_some() {
        let reason =
            "An attester vouches that the reserves are there. That nobody else has a claim on them cannot be proven.";
        return (Finding::Attested, reason, None);
    }
    (Finding::Unknown, "Nobody has signed that the reserves are the issuer's to use.", A_STATEMENT)
}

fn adequacy(grounds: &Grounds<'_>) -> Found {
    if grounds.backings.iter().any(|backing| !backing.value().covered) {
        let reason = "By at least one figure the reserves are less than what was issued.";
        return (Finding::Broken, reason, Some("An explanation by the issuer, and newer figures."));
    }
    let proven = grounds.adequacy.as_ref().filter(|proof| has_right_key(proof.value())).map(|proof| {
        at_best(
            grounds,
            proof.level(),
            "A zero-knowledge proof shows it without the amounts.",
            "What the proof is about is one endpoint's word.",
        )
    });
    let figures = grounds.backings.iter().map(Fact::level).max().map(|level| {
        vouched(
            level,
            "The reserve figure covers the supply; whoever publishes the figure vouches for it.",
            "The figures say so, but the supply or the reserve is one endpoint's word.",
        )
    });
    let nothing = (Finding::Unknown, "No reserve figure could be held against the supply.", A_STATEMENT);
    better(proven, figures).unwrap_or(nothing)
}

fn has_right_key(proof: &AdequacyProof) -> bool {
    proof.key.is_none() || proof.key == proof.pinned
}

fn setup(proof: Option<&AdequacyProof>) -> Found {
    let Some(AdequacyProof { key, pinned, .. }) = proof else {
        let reason = "No zero-knowledge proof was checked, so there is no key to hold it to.";
        return (Finding::Unknown, reason, Some("A proof, with the hash of its key in the list."));
    };
    match (key, pinned) {
        (None, _) => (Finding::Holds, "The proof needs no setup and no key.", None),
        (Some(key), Some(pinned)) if key == pinned => {
            let reason = "The proof was checked with the key that the list pins. Who made the key, and how, rests on their word.";
            (Finding::Attested, reason, Some("A proof that needs no setup."))
        }
        (Some(_), Some(_)) => (
            Finding::Broken,
            "The proof was checked with another key than the list pins.",
            Some("A proof for the right key."),
        ),
        (Some(_), None) => (
            Finding::Unknown,
            "The list pins no key, so any key would have done.",
            Some("The hash of the key in the list."),
        ),
    }
}

fn off_chain(grounds: &Grounds<'_>) -> Found {
    if !grounds.off_chain {
        return (Finding::Holds, "Nothing of it lies outside the chain.", None);
    }
    match newest(grounds) {
        Some(reserve) if !reserve.document_hash.is_zero() => {
            let reason =
                "A named party signed it, with the hash of a document. What lies in a vault no chain can prove.";
            (Finding::Attested, reason, None)
        }
        Some(_) => {
            (Finding::Unknown, "The statement names no document.", Some("A statement with the hash of a document."))
        }
        None => (Finding::Unknown, "Nobody has signed a statement about what lies outside the chain.", A_STATEMENT),
    }
}

#[cfg(test)]
mod tests;
