//! Every point, with and without its ground.

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256};

use super::super::super::{Backing, ReserveFigure, ReserveMethod, compare};
use super::super::{AdequacyProof, Finding, Grounds, Point, checklist};
use crate::asset::Staleness;
use crate::evidence::{Fact, Origin, Source};
use crate::proof::{Attestation, Liability, Reserve};
use crate::units::{Amount, AssetId, BlockRef, ChainId, Seconds, Timestamp};

const NOW: Timestamp = Timestamp(1_700_000_000);
const HOUR: u64 = 3_600;

fn at() -> BlockRef {
    BlockRef { number: 9, hash: B256::repeat_byte(9), timestamp: NOW }
}

fn claimed() -> Source {
    Source::Endpoint(Origin::of_url("http://a"))
}

fn agreed() -> Source {
    Source::Quorum(BTreeSet::from([Origin::of_url("http://a"), Origin::of_url("http://b")]))
}

fn proven() -> Source {
    Source::Checkpoint(B256::repeat_byte(9))
}

fn mine(source: Source) -> Fact<Liability> {
    let mine = Liability { holder: B256::repeat_byte(1), salt: B256::ZERO, balance: 5 };
    Fact::asserted(mine, at(), source).extended(Source::MerkleProof { root: B256::repeat_byte(2) })
}

fn figure(reserve: &str, as_of: Timestamp, method: ReserveMethod, source: Source) -> Fact<Backing> {
    let figure = ReserveFigure { amount: Amount::parse(reserve, 18).unwrap(), as_of };
    let backing = compare(figure, Amount::parse("100", 18).unwrap(), NOW, method).unwrap();
    Fact::asserted(backing, at(), source)
}

fn feed(reserve: &str, source: Source) -> Fact<Backing> {
    let staleness = Staleness::Fresh { age: Seconds(HOUR) };
    figure(reserve, Timestamp(NOW.0 - HOUR), ReserveMethod::Feed { staleness }, source)
}

/// A statement read from its file, so that its fields are those that reading gives.
fn reserve(as_of: u64, document: B256) -> Reserve {
    let token = Address::repeat_byte(7);
    let message = serde_json::json!({
        "token": token, "chainId": 1, "reserves": "100", "decimals": 0, "unit": "troy ounce",
        "asOf": as_of, "expires": as_of + 30 * 86_400, "documentHash": document,
    });
    let domain = serde_json::json!({
        "name": "Assay Reserve Attestation", "version": "1", "chainId": 1, "verifyingContract": token,
    });
    let file = serde_json::json!({
        "domain": domain, "primaryType": "ReserveAttestation", "message": message, "signature": "0x",
    });
    let read = Attestation::from_json(file.to_string()).unwrap();
    let asset = AssetId { chain: ChainId(1), token };
    read.stated_by(Address::repeat_byte(3), asset, Timestamp(as_of)).unwrap()
}

fn signed(as_of: u64, document: B256) -> Fact<Reserve> {
    Fact::asserted(reserve(as_of, document), at(), Source::Signer(Address::repeat_byte(3)))
}

fn proof(key: Option<u8>, pinned: Option<u8>) -> Fact<AdequacyProof> {
    let (key, pinned) = (key.map(B256::repeat_byte), pinned.map(B256::repeat_byte));
    Fact::asserted(AdequacyProof { key, pinned, as_of: Timestamp(NOW.0 - HOUR) }, at(), proven())
}

const NOTHING: Grounds<'static> = Grounds {
    inclusion: None,
    balance: None,
    backings: &[],
    statements: &[],
    adequacy: None,
    off_chain: true,
    max_age: None,
    now: NOW,
};

fn found(grounds: &Grounds<'_>, point: Point) -> Finding {
    let list = checklist(grounds);
    assert_eq!(list.map(|checked| checked.point), Point::ALL);
    list.iter().find(|checked| checked.point == point).unwrap().finding
}

#[test]
fn nothing_known_grants_nothing() {
    for checked in checklist(&NOTHING) {
        assert_eq!(checked.finding, Finding::Unknown, "{checked:?}");
        assert!(checked.settled_by.is_some(), "{checked:?}");
    }
}

/// All combinations of grounds: a point is granted only where a ground of its own is there.
#[test]
fn no_point_is_granted_without_its_ground() {
    let (strong, weak) = ([feed("105", proven())], [feed("105", claimed())]);
    let statements = [signed(NOW.0 - HOUR, B256::repeat_byte(8))];
    for bits in 0..64_u32 {
        let has = |bit: u32| bits & (1 << bit) != 0;
        let (tree, ledger, backing, statement, zk, off_chain) = (has(0), has(1), has(2), has(3), has(4), has(5));
        let grounds = Grounds {
            inclusion: tree.then(|| mine(proven())),
            balance: ledger.then(|| Fact::asserted(Amount::parse("5", 18).unwrap(), at(), proven())),
            backings: if backing { &strong } else { &weak },
            statements: if statement { &statements } else { &[] },
            adequacy: zk.then(|| proof(Some(1), Some(1))),
            off_chain,
            ..NOTHING
        };
        let granted = |point| found(&grounds, point) >= Finding::Attested;
        for (point, expected) in [
            (Point::Inclusion, tree || ledger),
            (Point::NonNegativity, tree),
            (Point::SumBinding, tree),
            (Point::Completeness, false),
            (Point::SameRoot, tree || ledger),
            (Point::Freshness, backing || statement || zk),
            (Point::Control, statement),
            (Point::Adequacy, backing || zk),
            (Point::Setup, zk),
            (Point::OffChain, statement || !off_chain),
        ] {
            assert_eq!(granted(point), expected, "{point:?} with {bits:06b}");
        }
        if off_chain {
            for point in [Point::Freshness, Point::Control, Point::Adequacy, Point::Setup, Point::OffChain] {
                assert!(found(&grounds, point) <= Finding::Attested, "{point:?} of an off-chain asset, {bits:06b}");
            }
        }
    }
}

#[test]
fn a_point_is_as_strong_as_what_it_rests_on() {
    for (source, finding) in [(claimed(), Finding::Unknown), (agreed(), Finding::Attested), (proven(), Finding::Holds)]
    {
        let grounds = Grounds { inclusion: Some(mine(source.clone())), ..NOTHING };
        for point in [Point::Inclusion, Point::NonNegativity, Point::SumBinding, Point::SameRoot] {
            assert_eq!(found(&grounds, point), finding, "{point:?} by {source:?}");
        }
        let backings = [feed("100", source)];
        let grounds = Grounds { backings: &backings, off_chain: false, ..NOTHING };
        // A feed is somebody's word, however well it is known that they gave it.
        assert_eq!(found(&grounds, Point::Adequacy), finding.min(Finding::Attested));
        assert_eq!(found(&grounds, Point::Freshness), finding.min(Finding::Attested));
    }
}

#[test]
fn a_signed_root_is_not_one_that_all_see() {
    let grounds = Grounds { inclusion: Some(mine(Source::Signer(Address::repeat_byte(3)))), ..NOTHING };
    assert_eq!(found(&grounds, Point::Inclusion), Finding::Attested);
    assert_eq!(found(&grounds, Point::SameRoot), Finding::Unknown);
}

#[test]
fn what_is_known_not_to_hold_is_not_called_unknown() {
    // One figure that falls short is enough, whatever the others and the proof say.
    let backings = [feed("105", proven()), feed("99.9", claimed())];
    let grounds = Grounds { backings: &backings, adequacy: Some(proof(None, None)), ..NOTHING };
    assert_eq!(found(&grounds, Point::Adequacy), Finding::Broken);

    let staleness = Staleness::Stale { age: Seconds(9 * HOUR), heartbeat: Seconds(HOUR) };
    let overdue = [figure("105", Timestamp(NOW.0 - 9 * HOUR), ReserveMethod::Feed { staleness }, proven())];
    let grounds = Grounds { backings: &overdue, ..NOTHING };
    assert_eq!(found(&grounds, Point::Freshness), Finding::Broken);

    let old = [signed(NOW.0 - 5 * HOUR, B256::repeat_byte(8))];
    let limits = [(4, Finding::Broken), (5, Finding::Attested)];
    for (hours, finding) in limits {
        let grounds = Grounds { statements: &old, max_age: Some(Seconds(hours * HOUR)), ..NOTHING };
        assert_eq!(found(&grounds, Point::Freshness), finding);
    }
}

#[test]
fn a_key_counts_where_the_list_pins_it() {
    for (key, pinned, setup, adequacy) in [
        (None, None, Finding::Holds, Finding::Holds),
        (Some(1), Some(1), Finding::Attested, Finding::Holds),
        (Some(1), None, Finding::Unknown, Finding::Unknown),
        (Some(1), Some(2), Finding::Broken, Finding::Unknown),
    ] {
        let grounds = Grounds { adequacy: Some(proof(key, pinned)), off_chain: false, ..NOTHING };
        assert_eq!((found(&grounds, Point::Setup), found(&grounds, Point::Adequacy)), (setup, adequacy));
    }
}

#[test]
fn statements_that_ran_out_or_that_one_endpoint_vouches_for_grant_nothing() {
    let by_contract = signed(NOW.0 - HOUR, B256::repeat_byte(8)).extended(claimed());
    let expired = signed(NOW.0 - 40 * 86_400, B256::repeat_byte(8));
    for statement in [by_contract, expired] {
        let statements = [statement];
        let grounds = Grounds { statements: &statements, ..NOTHING };
        for point in [Point::Freshness, Point::Control, Point::OffChain] {
            assert_eq!(found(&grounds, point), Finding::Unknown, "{point:?}");
        }
    }
    let without_document = [signed(NOW.0 - HOUR, B256::ZERO)];
    let grounds = Grounds { statements: &without_document, ..NOTHING };
    assert_eq!(found(&grounds, Point::OffChain), Finding::Unknown);
}

#[test]
fn a_weak_ground_beside_a_strong_one_takes_nothing_away() {
    let weak = Fact::asserted(AdequacyProof { key: None, pinned: None, as_of: NOW }, at(), claimed());
    let backings = [feed("105", agreed())];
    let both = Grounds { backings: &backings, adequacy: Some(weak), ..NOTHING };
    assert_eq!(found(&both, Point::Adequacy), Finding::Attested);
    let balance = Fact::asserted(Amount::parse("5", 18).unwrap(), at(), proven());
    let both = Grounds { inclusion: Some(mine(claimed())), balance: Some(balance), ..NOTHING };
    assert_eq!(found(&both, Point::Inclusion), Finding::Holds);
}
