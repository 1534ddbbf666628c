//! Income on synthetic ledgers: the contracts' own formulas on the other side, and every way in which a source can lie.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic,
    reason = "tests work out their expectations with plain arithmetic and stop where a step fails"
)]

#[expect(dead_code, reason = "income of this kind leaves no logs")]
#[path = "income/stage.rs"]
mod stage;

use alloy_primitives::aliases::U80;
use alloy_primitives::{Address, B256, I256, U256, address};
use assay_sdk::abi::aggregator_v3::IAggregatorV3;
use assay_sdk::abi::erc20::IERC20;
use assay_sdk::abi::erc4626::IERC4626;
use assay_sdk::abi::merkle_distributor::IMerkleDistributor;
use assay_sdk::asset::FeedKind;
use assay_sdk::evidence::{Fact, Level, Outcome, Reads, Source};
use assay_sdk::units::{BlockRef, Currency, Rate, Seconds};
use assay_sdk::yields::{
    Change, Distribution, DistributionTree, DistributorLeaves, Entitlement, Feed, Growth, Income, RoundId, TreeError,
    Vault, YieldError, YieldReport, accrual, entitlement, growth, growth_since_round, latest_round, report,
    share_price, share_price_return, worth,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use stage::{Stage, block, endpoint, run};

const VAULT: Address = Address::repeat_byte(0x7a);
const CASH: Address = Address::repeat_byte(0xca);
const FEED: Address = Address::repeat_byte(0xfe);
const RENT: Address = Address::repeat_byte(0xde);
/// In the file of the vectors, with index 1.
const BOB: Address = address!("70997970C51812dc3A010C7d01b50e0d17dc79C8");

fn raw(number: u64) -> U256 {
    U256::from(number)
}

/// The `ERC4626` of `OpenZeppelin` with a decimals offset of six: `shares · (assets + 1) / (supply + 10^6)`, rounded down.
fn pool(holding: u64, assets: u64, supply: u64) -> Stage {
    let mut stage = Stage::default();
    stage.returns(VAULT, &IERC20::decimalsCall {}, &raw(12));
    stage.returns(CASH, &IERC20::decimalsCall {}, &raw(6));
    stage.returns(VAULT, &IERC4626::assetCall {}, &CASH);
    stage.returns(VAULT, &IERC20::balanceOfCall { account: BOB }, &raw(holding));
    for shares in [raw(holding), raw(10).pow(raw(18)), raw(10).pow(raw(12))] {
        let value = shares * raw(assets + 1) / raw(supply + 1_000_000);
        stage.returns(VAULT, &IERC4626::convertToAssetsCall { shares }, &value);
    }
    stage
}

/// Runs a function of two moments; both sides are answered in the same round trip.
fn run_both<T>(
    (now, to, strong): (&Stage, BlockRef, &Source),
    (then, from): (&Stage, BlockRef),
    mut ask: impl FnMut(&mut Reads, &mut Reads) -> T,
) -> (T, usize) {
    let (mut late, mut early) = (Reads::new(to), Reads::new(from));
    for trips in 0..10 {
        let answer = ask(&mut late, &mut early);
        let any = now.fill(&mut late, strong) | then.fill(&mut early, &endpoint());
        if !any {
            return (answer, trips);
        }
    }
    panic!("still asking after ten round trips");
}

fn rate(numerator: u64, denominator: u64) -> Rate {
    Rate::new(raw(numerator), raw(denominator)).expect("not over zero")
}

proptest! {
    #[test]
    fn worth_is_what_the_vault_says(holding in 0..1_u64 << 40, assets in 1..1_u64 << 40, supply in 1..1_u64 << 40) {
        let vault = Vault::erc4626(VAULT);
        let (answer, trips) = run(&pool(holding, assets, supply), block(9, 900), |reads| worth(reads, vault, BOB));
        let worth = answer.expect("readable").into_value();
        prop_assert!(trips <= 2);
        prop_assert_eq!((worth.shares.raw(), worth.shares.scale()), (raw(holding), 12));
        prop_assert_eq!(worth.assets.raw(), raw(holding) * raw(assets + 1) / raw(supply + 1_000_000));
        prop_assert_eq!((worth.assets.scale(), worth.asset), (6, CASH));
    }

    #[test]
    fn the_price_of_one_share_is_the_vaults_own(assets in 1..1_u64 << 40, supply in 1..1_u64 << 40) {
        let vault = Vault::erc4626(VAULT);
        let (answer, _) = run(&pool(0, assets, supply), block(9, 900), |reads| share_price(reads, vault));
        let one = answer.expect("readable").into_value().of_one_share().expect("fits");
        prop_assert_eq!(one.raw(), raw(10).pow(raw(12)) * raw(assets + 1) / raw(supply + 1_000_000));
    }
}

#[test]
fn a_share_price_return_names_both_moments_and_is_as_strong_as_the_weaker() {
    let vault = Vault::erc4626(VAULT);
    let (then, now) = (pool(5, 1_999_999, 1_000_000), pool(5, 2_059_999, 1_000_000));
    let (from, to) = (block(3, 1_000), block(9, 1_000 + Seconds::YEAR.0 / 2));
    let checkpoint = Source::Checkpoint(to.hash);
    let (answer, trips) =
        run_both((&now, to, &checkpoint), (&then, from), |now, then| share_price_return(now, then, vault));
    let fact = answer.expect("readable");
    assert_eq!((trips, fact.level()), (2, Level::Claimed));
    let realised = fact.value().realised;
    assert_eq!((realised.window.from().block, realised.window.to().block), (from, to));
    assert_eq!(realised.change, Change::Gain(rate(3, 100)));
    assert_eq!(realised.simple_annual().expect("half a year").change, Change::Gain(rate(6, 100)));
    // (1.03)^2 − 1 = 6.09 %.
    let compound = realised.compound_annual().expect("half a year");
    assert_eq!(compound.change.size().per(raw(1_000_000)).expect("fits"), raw(60_900));
    assert_eq!((compound.year, compound.formula), (Seconds::YEAR, "(1 + r)^(year / t) − 1"));
}

#[test]
fn a_loss_is_a_loss() {
    let vault = Vault::erc4626(VAULT);
    let (then, now) = (pool(1_000_000, 1_999_999, 1_000_000), pool(1_000_000, 1_899_999, 1_000_000));
    let (from, to) = (block(3, 1_000), block(9, 90_000));
    let (answer, _) =
        run_both((&now, to, &endpoint()), (&then, from), |now, then| share_price_return(now, then, vault));
    assert_eq!(answer.expect("readable").value().realised.change, Change::Loss(rate(5, 100)));
    let (answer, _) = run_both((&now, to, &endpoint()), (&then, from), |now, then| accrual(now, then, vault, BOB));
    let accrual = answer.expect("readable").into_value();
    assert_eq!((accrual.then.raw(), accrual.now.raw()), (raw(1_000_000), raw(950_000)));
    assert_eq!(accrual.change.map(|by| by.raw()), Change::Loss(raw(50_000)));
}

#[test]
fn a_window_without_length_is_refused() {
    let (vault, stage) = (Vault::erc4626(VAULT), pool(1, 1, 1));
    let at = block(3, 1_000);
    let (answer, _) =
        run_both((&stage, at, &endpoint()), (&stage, at), |now, then| share_price_return(now, then, vault));
    assert!(matches!(answer, Err(YieldError::Window { .. })));
}

fn usd() -> Feed {
    Feed { contract: FEED, currency: Currency::new("USD").expect("a code"), kind: FeedKind::Aggregator }
}

type Published = (u64, i64, u64);

fn round_data((id, answer, time): Published) -> (U80, I256, U256, U256, U80) {
    (U80::from(id), I256::try_from(answer).expect("fits"), raw(time), raw(time), U80::from(id))
}

fn feed(latest: Published, earlier: Option<(u64, Published)>) -> Stage {
    let mut stage = Stage::default();
    stage.returns(FEED, &IAggregatorV3::decimalsCall {}, &raw(8));
    stage.returns(FEED, &IAggregatorV3::latestRoundDataCall {}, &round_data(latest));
    if let Some((asked, round)) = earlier {
        stage.returns(FEED, &IAggregatorV3::getRoundDataCall { roundId: U80::from(asked) }, &round_data(round));
    }
    stage
}

#[test]
fn a_feed_grows_between_its_publications_and_not_between_blocks() {
    let (then, now) = (feed((4, 100_000_000, 500), None), feed((9, 101_000_000, 700_000), None));
    let (from, to) = (block(3, 1_000), block(9, 900_000));
    let (answer, trips) = run_both((&now, to, &endpoint()), (&then, from), |now, then| growth(now, then, &usd()));
    let Growth { realised, now, .. } = answer.expect("readable").into_value();
    assert_eq!((trips, realised.window.length(), realised.change), (1, Seconds(699_500), Change::Gain(rate(1, 100))));
    assert_eq!(now.price.to_string(), "1.01");
}

#[test]
fn growth_since_a_round_needs_no_archive() {
    let stage = feed((9, 99_000_000, 700_000), Some((4, (4, 100_000_000, 500))));
    let since =
        |id: u64| run(&stage, block(9, 900_000), |reads| growth_since_round(reads, &usd(), RoundId(U80::from(id))));
    let growth = since(4).0.expect("readable").into_value();
    assert_eq!(growth.realised.change, Change::Loss(rate(1, 100)));
    // Nothing was published since: no window.
    let stage = feed((4, 100, 500), Some((4, (4, 100, 500))));
    let (answer, _) = run(&stage, block(9, 900), |reads| growth_since_round(reads, &usd(), RoundId(U80::from(4_u8))));
    assert!(matches!(answer, Err(YieldError::Window { .. })));
    // Another round than was asked for.
    let stage = feed((9, 100, 700), Some((4, (5, 100, 500))));
    let (answer, _) = run(&stage, block(9, 900), |reads| growth_since_round(reads, &usd(), RoundId(U80::from(4_u8))));
    assert!(matches!(answer, Err(YieldError::OtherRound { .. })), "{answer:?}");
}

#[test]
fn a_feed_that_says_nonsense_is_refused() {
    for (round, at) in [((1, 0, 500), 900), ((1, -5, 500), 900), ((1, 100, 0), 900), ((1, 100, 901), 900)] {
        let (answer, _) = run(&feed(round, None), block(9, at), |reads| latest_round(reads, &usd()));
        let error = answer.expect_err("nonsense");
        assert!(matches!(error, YieldError::Answer { .. } | YieldError::RoundTime { .. }), "{error}");
    }
}

#[test]
fn rounds_stay_within_their_phase() {
    let second_of_phase_three = RoundId((U80::from(3_u8) << 64) | U80::from(2_u8));
    let first = RoundId((U80::from(3_u8) << 64) | U80::from(1_u8));
    assert_eq!(second_of_phase_three.earlier(1), Some(first));
    assert_eq!(second_of_phase_three.earlier(2), None);
}

const TREE: &str = include_str!("vectors/yields/distribution.json");

fn tree() -> DistributionTree {
    DistributionTree::parse(TREE).expect("the vector is a distribution file")
}

fn rent() -> Distribution {
    Distribution { contract: RENT, leaves: DistributorLeaves::Packed, token: CASH, label: "Rent".to_owned() }
}

fn distributor(root: B256, holds: u64) -> Stage {
    let mut stage = Stage::default();
    stage.returns(CASH, &IERC20::decimalsCall {}, &raw(6));
    stage.returns(CASH, &IERC20::balanceOfCall { account: RENT }, &raw(holds));
    stage.returns(RENT, &IMerkleDistributor::merkleRootCall {}, &root);
    stage.returns(RENT, &IMerkleDistributor::tokenCall {}, &CASH);
    for index in 0..5 {
        stage.returns(RENT, &IMerkleDistributor::isClaimedCall { index: raw(index) }, &false);
    }
    stage
}

fn entitled(stage: &Stage, tree: &DistributionTree, holder: Address) -> Result<Fact<Entitlement>, YieldError> {
    let (answer, trips) = run(stage, block(9, 900), |reads| entitlement(reads, &rent(), tree, holder));
    assert_eq!(trips, 1);
    answer
}

#[test]
fn each_holder_of_the_file_can_claim_by_the_contracts_root() {
    let stage = distributor(tree().stated_root(), u64::MAX);
    for (holder, line) in tree().claims().filter(|(_, line)| line.amount < raw(u64::MAX)) {
        let fact = entitled(&stage, &tree(), holder).expect("readable");
        let rests_on_proof = fact.evidence().sources().any(|source| matches!(source, Source::MerkleProof { .. }));
        assert!(rests_on_proof && fact.level() == Level::Claimed);
        let Entitlement::Claimable(claim) = fact.into_value() else { panic!("not claimable") };
        assert_eq!((claim.index, claim.amount.raw(), &claim.proof), (line.index, line.amount, &line.proof));
        assert_eq!((claim.account, claim.contract, claim.token, &*claim.label), (holder, RENT, CASH, "Rent"));
    }
}

#[test]
fn what_was_claimed_is_unfunded_or_never_was_is_told_apart() {
    let root = tree().stated_root();
    let bob = |stage: &Stage| entitled(stage, &tree(), BOB).expect("readable").into_value();
    let mut paid = distributor(root, 0);
    paid.returns(RENT, &IMerkleDistributor::isClaimedCall { index: raw(1) }, &true);
    assert!(matches!(bob(&paid), Entitlement::AlreadyClaimed(claim) if claim.index == Some(raw(1))));
    let short = bob(&distributor(root, 14_259_999));
    assert!(matches!(short, Entitlement::Unfunded { available, .. } if available.raw() == raw(14_259_999)));
    assert!(matches!(bob(&distributor(root, 14_260_000)), Entitlement::Claimable(_)));
    let stranger = entitled(&distributor(root, 1), &tree(), FEED).expect("readable").into_value();
    assert_eq!(stranger, Entitlement::NotEntitled);
}

#[test]
fn a_file_that_lies_offers_nothing() {
    let root = tree().stated_root();
    let stage = distributor(root, u64::MAX);
    let line = "/claims/0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    let flipped = "0x057c5c59022a91c0e439a06faf5ed9482d0addf3a46f52da0725b81418f71e2a";
    for (place, lie) in
        [("amount", json!("0xd99721")), ("index", json!(9)), ("proof/0", json!(flipped)), ("proof", json!([]))]
    {
        let mut file: Value = serde_json::from_str(TREE).expect("JSON");
        *file.pointer_mut(&format!("{line}/{place}")).expect("is there") = lie;
        if place == "amount" {
            file["tokenTotal"] = json!("0x10000000000000000000000000444ae99");
        }
        let lying = DistributionTree::parse(&file.to_string()).expect("its shape is right");
        let found = entitled(&stage, &lying, BOB).expect("readable").into_value();
        assert!(
            matches!(found, Entitlement::TreeMismatch { got, expected } if got != root && expected == root),
            "{place}"
        );
    }
    // The contract holds another root: nobody's line counts, and a stranger is told so too.
    let other = distributor(B256::repeat_byte(1), u64::MAX);
    for holder in [BOB, FEED] {
        let found = entitled(&other, &tree(), holder).expect("readable").into_value();
        assert_eq!(found, Entitlement::TreeMismatch { got: root, expected: B256::repeat_byte(1) });
    }
}

#[test]
fn a_distributor_of_another_token_is_an_error() {
    let mut stage = distributor(tree().stated_root(), u64::MAX);
    stage.returns(RENT, &IMerkleDistributor::tokenCall {}, &FEED);
    assert!(matches!(entitled(&stage, &tree(), BOB), Err(YieldError::OtherToken { got: FEED, expected: CASH, .. })));
}

/// A file with one thing replaced, given as text so that repeated names survive.
fn refused(from: &str, to: &str) -> String {
    assert!(TREE.contains(from), "{from}");
    DistributionTree::parse(&TREE.replacen(from, to, 1)).expect_err(to).to_string()
}

#[test]
fn a_file_of_another_shape_is_refused_with_its_place() {
    let bob = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    let alice = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
    let bob_mistyped = &bob.replace("70C5", "70c5");
    let amount = &format!("claims.{bob}.amount: ");
    let proof = &format!("claims.{bob}.proof: ");
    for (from, to, words) in [
        ("\"merkleRoot\"", "\"root\"", "not a distribution file: unknown field `root`"),
        ("\"index\": 1", "\"index\": -1", "not a distribution file: invalid value: integer `-1`"),
        ("\"index\": 1", "\"index\": \"1\"", "not a distribution file: invalid type: string"),
        ("\"index\": 1", "\"index\": 1, \"more\": 2", "not a distribution file: unknown field `more`"),
        ("\"0xd99720\"", "14260000", "not a distribution file: invalid type: integer"),
        ("\"0xd99720\"", "\"14260000\"", amount),
        ("0xd99720", "0x", amount),
        ("0xcc19cf09", "0xcc19cf", "merkleRoot: "),
        ("0x057c5c59", "0x057c5czz", proof),
        (bob, bob_mistyped, "claims: "),
        (alice, bob, &format!("{bob} has two claims")),
        (alice, &bob.to_lowercase(), &format!("{bob} has two claims")),
        ("\"index\": 1", "\"index\": 0", &format!("{bob} has the claim index 0 of another")),
        ("0xd99720", "0xd99721", "the claims add up to "),
    ] {
        let message = refused(from, to);
        assert!(message.starts_with(words), "{message}, expected {words}");
    }
    for text in ["", "[]", "{}", "null"] {
        assert!(matches!(DistributionTree::parse(text), Err(TreeError::Shape { .. })), "{text}");
    }
}

#[test]
fn a_proof_deeper_than_any_tree_is_refused() {
    let mut file: Value = serde_json::from_str(TREE).expect("JSON");
    *file.pointer_mut(&format!("/claims/{BOB}/proof")).expect("is there") = json!(vec![B256::ZERO; 65]);
    let refused = DistributionTree::parse(&file.to_string());
    assert_eq!(refused, Err(TreeError::ProofTooLong { address: BOB, got: 65, expected: 64 }));
}

#[test]
fn a_report_keeps_what_is_known_beside_what_is_not() {
    let mut stage = pool(5, 2_000_000, 1_000_000);
    stage.outcome(RENT, &IMerkleDistributor::merkleRootCall {}, Outcome::Declined { message: "busy".to_owned() });
    let distributions = [(rent(), tree())];
    let income = Income { vault: Some(Vault::erc4626(VAULT)), distributions: &distributions, ..Income::default() };
    let (from, to) = (block(3, 1_000), block(9, 90_000));
    let (report, trips): (YieldReport, _) =
        run_both((&stage, to, &endpoint()), (&stage, from), |now, then| report(now, then, &income, BOB));
    assert_eq!(trips, 2);
    assert!(!report.is_pending() && report.nav.is_none());
    assert!(matches!((&report.worth, &report.accrued, &report.share_price), (Some(Ok(_)), Some(Ok(_)), Some(Ok(_)))));
    let why = report.claims[0].as_ref().expect_err("declined").0.to_string();
    assert!(why.contains("busy"), "{why}");
    assert_eq!(report.claimable().count(), 0);
}
