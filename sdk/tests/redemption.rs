//! Redemption on synthetic ledgers: what is offered, what is refused, and that no share gets lost on the way.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests work out their expectations with plain arithmetic and stop where a step fails"
)]

#[path = "income/stage.rs"]
mod stage;

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{Revert, SolError as _, SolEvent};
use assay_sdk::abi::erc20::IERC20;
use assay_sdk::abi::erc4626::IERC4626;
use assay_sdk::abi::erc7540::IERC7540Redeem;
use assay_sdk::abi::retirement::IRetirement;
use assay_sdk::evidence::{LogRecord, Outcome};
use assay_sdk::redemption::{
    Balance, History, Obstacle, Payout, RedemptionError, RedemptionPlan, RequestBook, RequestState, Route, Step, plan,
    requests,
};
use assay_sdk::units::{Amount, Shares, UnitsError};
use proptest::prelude::*;
use stage::{Stage, block, record, run};

const VAULT: Address = Address::repeat_byte(0x7a);
const SHARE: Address = Address::repeat_byte(0x5a);
const CASH: Address = Address::repeat_byte(0xca);
const ALICE: Address = Address::repeat_byte(0xa1);
const INSTANT: Route = Route::Erc4626 { vault: VAULT, asset: CASH };
const QUEUED: Route = Route::Erc7540 { vault: VAULT, asset: CASH };

fn raw(number: u64) -> U256 {
    U256::from(number)
}

fn amount(number: u64) -> Amount {
    Amount::from_raw(raw(number), 12).unwrap()
}

fn shares(number: u64) -> Shares {
    Shares::from_raw(raw(number), 12).unwrap()
}

fn token(stage: &mut Stage, token: Address, scale: u8, balance: u64) {
    stage.returns(token, &IERC20::decimalsCall {}, &U256::from(scale));
    stage.returns(token, &IERC20::balanceOfCall { account: ALICE }, &raw(balance));
}

/// A vault in which Alice has 1,000 shares worth twice as many units, of which `most` may leave.
fn instant(asked: u64, most: u64) -> Stage {
    let mut stage = Stage::default();
    token(&mut stage, VAULT, 12, 1_000);
    token(&mut stage, CASH, 6, 0);
    stage.returns(VAULT, &IERC4626::assetCall {}, &CASH);
    stage.returns(VAULT, &IERC4626::previewRedeemCall { shares: raw(asked) }, &raw(asked * 2 - asked.min(1)));
    stage.returns(VAULT, &IERC4626::maxRedeemCall { owner: ALICE }, &raw(most));
    stage.returns(VAULT, &IERC4626::maxWithdrawCall { owner: ALICE }, &raw(most * 2));
    if asked <= most {
        let redeem = IERC4626::redeemCall { shares: raw(asked), receiver: ALICE, owner: ALICE };
        stage.returns(VAULT, &redeem, &raw(asked * 2));
    }
    stage
}

fn planned(stage: &Stage, token: Address, asked: u64, routes: &[Route]) -> (RedemptionPlan, usize) {
    let (answer, trips) = run(stage, block(9, 900), |reads| plan(reads, token, ALICE, amount(asked), routes));
    (answer.unwrap(), trips)
}

fn obstacles(stage: &Stage, token: Address, asked: u64, route: Route) -> Vec<Obstacle> {
    planned(stage, token, asked, &[route]).0.routes[0].obstacles.clone()
}

#[test]
fn an_instant_redemption_is_quoted_by_the_contract_in_one_round_trip() {
    let (plan, trips) = planned(&instant(100, 1_000), VAULT, 100, &[INSTANT]);
    let [route] = &plan.routes[..] else { panic!() };
    assert_eq!(trips, 1);
    assert!(route.is_open(), "{:?}", route.obstacles);
    // The preview, fee and all, and not the conversion.
    let quoted = Payout::Quoted { asset: CASH, amount: Amount::from_raw(raw(199), 6).unwrap() };
    assert_eq!(*route.payout.as_ref().unwrap().value(), quoted);
    assert_eq!(route.limit.as_ref().unwrap().value().shares, shares(1_000));
    assert_eq!(route.steps, [Step::Redeem { vault: VAULT, shares: shares(100), receiver: ALICE, owner: ALICE }]);
    assert_eq!(route.steps[0].to(), VAULT);
}

#[test]
fn limits_balances_and_nothing_are_named() {
    assert_eq!(obstacles(&instant(100, 0), VAULT, 100, INSTANT), [Obstacle::Closed]);
    let limit = Obstacle::Limit { most: shares(99), asked: shares(100) };
    assert_eq!(obstacles(&instant(100, 99), VAULT, 100, INSTANT), [limit]);
    let balance = Obstacle::Balance { balance: amount(1_000), asked: amount(1_001) };
    assert_eq!(obstacles(&instant(1_001, 2_000), VAULT, 1_001, INSTANT), [balance]);
    assert_eq!(obstacles(&instant(0, 1_000), VAULT, 0, INSTANT), [Obstacle::NothingAsked]);
}

#[test]
fn what_the_chain_refuses_without_a_known_reason_is_said() {
    let mut stage = instant(100, 1_000);
    let data = Bytes::from(Revert::from("night shift").abi_encode());
    let redeem = IERC4626::redeemCall { shares: raw(100), receiver: ALICE, owner: ALICE };
    stage.outcome(VAULT, &redeem, Outcome::Reverted(data.clone()));
    let found = obstacles(&stage, VAULT, 100, INSTANT);
    assert_eq!(found, [Obstacle::Refused { call: "redeem", data }]);
    assert_eq!(found[0].to_string(), "the contract refuses redeem: night shift");
}

#[test]
fn a_vault_that_pays_another_token_than_described_is_refused() {
    let mut stage = instant(100, 1_000);
    stage.returns(VAULT, &IERC4626::assetCall {}, &SHARE);
    assert_eq!(obstacles(&stage, VAULT, 100, INSTANT), [Obstacle::OtherContract { got: SHARE, expected: CASH }]);
}

#[test]
fn an_unreadable_limit_is_unknown_and_not_open() {
    let mut stage = instant(100, 1_000);
    let declined = Outcome::Declined { message: "busy".to_owned() };
    stage.outcome(VAULT, &IERC4626::maxRedeemCall { owner: ALICE }, declined);
    let (plan, _) = planned(&stage, VAULT, 100, &[INSTANT]);
    let [route] = &plan.routes[..] else { panic!() };
    assert!(!route.is_open() && route.obstacles[0].is_unknown() && route.limit.is_none() && route.payout.is_some());
}

#[test]
fn one_broken_route_leaves_the_others_standing() {
    let nowhere = Route::Erc4626 { vault: SHARE, asset: CASH };
    let (plan, trips) = planned(&instant(100, 1_000), VAULT, 100, &[nowhere, INSTANT]);
    assert_eq!(trips, 1);
    assert!(!plan.routes[0].is_open() && plan.routes[0].payout.is_none() && plan.routes[1].is_open());
}

#[test]
fn an_amount_of_other_decimals_is_an_error() {
    let stage = instant(100, 1_000);
    let wrong = Amount::from_raw(raw(100), 18).unwrap();
    let (answer, _) = run(&stage, block(9, 900), |reads| plan(reads, VAULT, ALICE, wrong, &[INSTANT]));
    assert_eq!(answer, Err(RedemptionError::Units(UnitsError::ScaleMismatch { got: 12, expected: 18 })));
}

fn refusing(allowance: u64) -> Stage {
    let mut stage = Stage::default();
    token(&mut stage, SHARE, 12, 1_000);
    token(&mut stage, CASH, 6, 0);
    stage.returns(VAULT, &IERC7540Redeem::shareCall {}, &SHARE);
    stage.returns(VAULT, &IERC4626::assetCall {}, &CASH);
    stage.returns(VAULT, &IERC4626::convertToAssetsCall { shares: raw(100) }, &raw(210));
    stage.returns(SHARE, &IERC20::allowanceCall { owner: ALICE, spender: VAULT }, &raw(allowance));
    stage
}

fn accepting(allowance: u64) -> Stage {
    let mut stage = refusing(allowance);
    let request = IERC7540Redeem::requestRedeemCall { shares: raw(100), controller: ALICE, owner: ALICE };
    stage.returns(VAULT, &request, &U256::ZERO);
    stage
}

#[test]
fn a_request_is_estimated_and_asks_for_an_approval_only_where_one_is_needed() {
    let approve = Step::Approve { token: SHARE, spender: VAULT, amount: amount(100) };
    let request = Step::Request { vault: VAULT, shares: shares(100), controller: ALICE, owner: ALICE };
    let claim = Step::Claim { vault: VAULT, shares: shares(100), receiver: ALICE, controller: ALICE };
    for (stage, steps) in [
        (refusing(99), vec![approve, request, claim]),
        (accepting(100), vec![request, claim]),
        // A vault that takes shares by itself.
        (accepting(0), vec![request, claim]),
    ] {
        let (plan, trips) = planned(&stage, SHARE, 100, &[QUEUED]);
        let [route] = &plan.routes[..] else { panic!() };
        assert_eq!((trips, &route.steps), (1, &steps));
        assert!(route.is_open(), "{:?}", route.obstacles);
        let estimate = Payout::Estimated { asset: CASH, amount: Amount::from_raw(raw(210), 6).unwrap() };
        assert_eq!(*route.payout.as_ref().unwrap().value(), estimate);
    }
    assert!(claim.waits_for_fulfilment() && !request.waits_for_fulfilment());
    let refused = Obstacle::Refused { call: "requestRedeem", data: Bytes::new() };
    assert_eq!(obstacles(&refusing(100), SHARE, 100, QUEUED), [refused]);
    let mut stage = accepting(100);
    stage.returns(VAULT, &IERC7540Redeem::shareCall {}, &CASH);
    let other = Obstacle::OtherContract { got: CASH, expected: SHARE };
    assert_eq!(obstacles(&stage, SHARE, 100, QUEUED), [other]);
}

#[test]
fn retiring_pays_nothing_and_is_for_good() {
    let mut stage = Stage::default();
    token(&mut stage, SHARE, 12, 1_000);
    stage.returns(SHARE, &IRetirement::retireCall { amount: raw(100) }, &raw(7));
    let (plan, _) = planned(&stage, SHARE, 100, &[Route::Retirement { token: SHARE, certificate: false }]);
    let [route] = &plan.routes[..] else { panic!() };
    assert_eq!(*route.payout.as_ref().unwrap().value(), Payout::Retired { amount: amount(100) });
    assert!(route.steps[0].is_irreversible() && route.steps[0].to() == SHARE);
    assert!(route.timing.to_string().contains("cannot be undone"));
}

/// One move in the life of a controller's redemptions. Numbers are parts of what there is, in 255ths.
#[derive(Clone, Copy, Debug)]
enum Move {
    Request(u8),
    Fulfil(u8),
    Claim(u8),
}

fn any_move() -> impl Strategy<Value = Move> {
    prop_oneof![(1_u8..).prop_map(Move::Request), any::<u8>().prop_map(Move::Fulfil), any::<u8>().prop_map(Move::Claim)]
}

/// A vault's books of one controller, with the logs that it would have written.
#[derive(Debug, Default)]
struct Model {
    pending: u64,
    claimable: u64,
    claimed: u64,
    asked: Vec<LogRecord>,
    paid: Vec<LogRecord>,
}

impl Model {
    fn walk(moves: &[Move]) -> Self {
        let part = |of: u64, share: u8| of * u64::from(share) / 255;
        let mut model = Self::default();
        for (number, step) in (1_u64..).zip(moves) {
            match *step {
                Move::Request(size) => {
                    model.pending += u64::from(size);
                    model.asked.push(asked(0, size.into(), number));
                }
                Move::Fulfil(share) => {
                    let moved = part(model.pending, share);
                    model.pending -= moved;
                    model.claimable += moved;
                }
                Move::Claim(share) => {
                    let moved = part(model.claimable, share);
                    model.claimable -= moved;
                    model.claimed += moved;
                    if moved > 0 {
                        model.paid.push(paid(moved, moved * 2 + 1, number));
                    }
                }
            }
        }
        model
    }

    fn stage(&self) -> Stage {
        let mut stage = books(self.pending, self.claimable);
        stage.logs(IERC7540Redeem::RedeemRequest::SIGNATURE, Outcome::Logs(self.asked.clone()));
        stage.logs(IERC4626::Withdraw::SIGNATURE, Outcome::Logs(self.paid.clone()));
        stage
    }
}

fn asked(id: u64, size: u64, number: u64) -> LogRecord {
    let event = IERC7540Redeem::RedeemRequest {
        controller: ALICE,
        owner: ALICE,
        requestId: raw(id),
        sender: ALICE,
        shares: raw(size),
    };
    let topics = event.encode_topics().into_iter().map(|topic| topic.0).collect();
    record(VAULT, topics, event.encode_data(), number)
}

fn paid(size: u64, assets: u64, number: u64) -> LogRecord {
    let event =
        IERC4626::Withdraw { sender: ALICE, receiver: ALICE, owner: ALICE, assets: raw(assets), shares: raw(size) };
    let topics = event.encode_topics().into_iter().map(|topic| topic.0).collect();
    record(VAULT, topics, event.encode_data(), number)
}

fn books(pending: u64, claimable: u64) -> Stage {
    let mut stage = Stage::default();
    stage.returns(SHARE, &IERC20::decimalsCall {}, &raw(12));
    stage.returns(CASH, &IERC20::decimalsCall {}, &raw(6));
    stage.returns(VAULT, &IERC7540Redeem::shareCall {}, &SHARE);
    stage.returns(VAULT, &IERC4626::assetCall {}, &CASH);
    stage.returns(VAULT, &IERC4626::maxWithdrawCall { owner: ALICE }, &raw(claimable * 2));
    of_id(&mut stage, 0, pending, claimable);
    stage
}

fn of_id(stage: &mut Stage, id: u64, pending: u64, claimable: u64) {
    let (id, controller) = (raw(id), ALICE);
    stage.returns(VAULT, &IERC7540Redeem::pendingRedeemRequestCall { requestId: id, controller }, &raw(pending));
    stage.returns(VAULT, &IERC7540Redeem::claimableRedeemRequestCall { requestId: id, controller }, &raw(claimable));
}

fn book(stage: &Stage) -> RequestBook {
    let (answer, trips) = run(stage, block(99, 900), |reads| requests(reads, VAULT, ALICE));
    assert!(trips <= 2, "{trips} round trips");
    answer.unwrap().into_value()
}

proptest! {
    #[test]
    fn requested_is_pending_and_claimable_and_claimed(moves in proptest::collection::vec(any_move(), 0..40)) {
        let model = Model::walk(&moves);
        let book = book(&model.stage());
        prop_assert_eq!(book.pending, shares(model.pending));
        prop_assert_eq!(book.claimable, shares(model.claimable));
        prop_assert_eq!(book.is_partial(), model.pending > 0 && model.claimable > 0);
        let History::Known { lines, claims, balance, .. } = &book.history else { panic!("logs were given") };
        prop_assert_eq!(*balance, Balance::Even);
        prop_assert_eq!(lines.len(), model.asked.len());
        // Each line adds up by itself, all lines add up to the totals, and none is a riddle.
        let sum = |part: fn(&assay_sdk::redemption::RequestLine) -> Shares| {
            lines.iter().map(|line| part(line).raw()).fold(U256::ZERO, |a, b| a + b)
        };
        for line in lines {
            prop_assert_eq!(line.claimed.raw() + line.claimable.raw() + line.pending.raw(), line.request.shares.raw());
            prop_assert_ne!(line.state(), RequestState::Unexplained);
        }
        prop_assert_eq!(sum(|line| line.claimed), raw(model.claimed));
        prop_assert_eq!(sum(|line| line.claimable), raw(model.claimable));
        prop_assert_eq!(sum(|line| line.pending), raw(model.pending));
        // A queue: nothing is paid to a later request while an earlier one still waits.
        for pair in lines.windows(2) {
            prop_assert!(pair[0].pending.is_zero() || (pair[1].claimed.is_zero() && pair[1].claimable.is_zero()));
        }
        prop_assert_eq!(claims.iter().map(|claim| claim.shares.raw()).fold(U256::ZERO, |a, b| a + b), raw(model.claimed));
    }

    #[test]
    fn a_log_that_is_withheld_is_noticed(moves in proptest::collection::vec(any_move(), 1..40), pick in any::<prop::sample::Index>()) {
        let mut model = Model::walk(&moves);
        prop_assume!(!model.asked.is_empty() || !model.paid.is_empty());
        let at = pick.index(model.asked.len() + model.paid.len());
        let of_requests = at < model.asked.len();
        if of_requests {
            model.asked.remove(at);
        } else {
            model.paid.remove(at - model.asked.len());
        }
        let History::Known { balance, .. } = book(&model.stage()).history else { panic!("logs were given") };
        let noticed = match balance {
            Balance::Even => false,
            Balance::Missing(_) => !of_requests,
            Balance::Surplus(_) => of_requests,
        };
        prop_assert!(noticed);
    }
}

#[test]
fn the_price_of_a_claim_is_what_was_paid_for_each_share() {
    let mut stage = books(0, 0);
    stage.logs(IERC7540Redeem::RedeemRequest::SIGNATURE, Outcome::Logs(vec![asked(0, 40, 1)]));
    stage.logs(IERC4626::Withdraw::SIGNATURE, Outcome::Logs(vec![paid(40, 83, 5)]));
    let book = book(&stage);
    let History::Known { claims, .. } = &book.history else { panic!() };
    let price = claims[0].price().unwrap();
    assert_eq!((price.numerator, price.denominator), (raw(83), raw(40)));
    assert_eq!(book.state(), Some(RequestState::Claimed));
    assert_eq!(book.next_step(ALICE), None);
}

#[test]
fn requests_with_ids_of_their_own_are_told_apart() {
    let mut stage = books(0, 0);
    of_id(&mut stage, 4, 0, 0);
    of_id(&mut stage, 7, 5, 15);
    stage.logs(IERC7540Redeem::RedeemRequest::SIGNATURE, Outcome::Logs(vec![asked(4, 30, 1), asked(7, 20, 2)]));
    stage.logs(IERC4626::Withdraw::SIGNATURE, Outcome::Logs(vec![paid(30, 61, 5)]));
    let book = book(&stage);
    let History::Known { lines, balance, .. } = &book.history else { panic!() };
    assert_eq!((lines[0].state(), lines[1].state()), (RequestState::Claimed, RequestState::Claimable));
    assert_eq!((lines[1].pending, lines[1].claimable, *balance), (shares(5), shares(15), Balance::Even));
    let claim = Step::Claim { vault: VAULT, shares: shares(15), receiver: ALICE, controller: ALICE };
    assert_eq!(book.next_step(ALICE), Some(claim));
}

#[test]
fn without_logs_the_present_is_still_known() {
    let mut stage = books(5, 15);
    stage.logs(IERC4626::Withdraw::SIGNATURE, Outcome::Declined { message: "range too wide".to_owned() });
    let book = book(&stage);
    assert!(matches!(&book.history, History::Unread { gap } if gap.to_string().contains("range too wide")));
    assert_eq!((book.pending, book.claimable, book.state()), (shares(5), shares(15), Some(RequestState::Claimable)));
}

#[test]
fn a_log_of_another_shape_is_an_error() {
    let mut stage = books(0, 0);
    let mut log = asked(0, 40, 1);
    log.data = Bytes::from_static(&[1, 2, 3]);
    stage.logs(IERC7540Redeem::RedeemRequest::SIGNATURE, Outcome::Logs(vec![log]));
    let (answer, _) = run(&stage, block(99, 900), |reads| requests(reads, VAULT, ALICE));
    assert!(matches!(answer, Err(RedemptionError::Log { block: 1, .. })), "{answer:?}");
}
