//! Net asset values that contracts derive: what is foretold by their formulas against what they answer when the time has come, to the unit.

use alloy_primitives::aliases::I192;
use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::asset::{FeedKind, PriceBasis, PriceFeed, read_price};
use assay_sdk::client::IncomeFiles;
use assay_sdk::units::{Currency, Seconds, Timestamp};
use assay_sdk::yields::{Accrued, Change, Clamp, Feed, clamp, extrapolation, latest_round, ondo_ranges};
use serde_json::json;

use crate::chain::Chain;
use crate::contracts::issuer;
use crate::ground::{each_history, go_to, head, holders, made, now, view_at, wait};
use crate::whole::report;

sol! {
    function getPrice() external view returns (uint256);
    function setRange(uint256 end, uint256 rate) external;
    function addCheckpoint(uint64 timestamp, uint64 effectiveAt, uint128 navs) external;
    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80);
    function updateAnswer(int192 answer, uint32 timestamp) external;
    function balanceOf(address account) external view returns (uint256);
    function setAccountStatus(address account, uint256 termIndex, bool status) external;
    function mintShares(address account, uint256 shares) external;
    function mint(address account, uint256 amount) external;
}

const DAY: u64 = 86_400;

fn usd() -> Currency {
    Currency::new("USD").expect("a code")
}

/// A daily rate of up to a thousandth, with 27 decimals.
fn rate(number: u64) -> U256 {
    U256::from(10).pow(U256::from(27)) + U256::from(number % 1_000_000_000_000) * U256::from(1_000_000_000_000_u64)
}

#[test]
fn prices_of_ranges_are_foretold_and_a_rebasing_balance_with_them() {
    let chain = Chain::start();
    each_history(&chain, |random| {
        let begin = head(&chain).timestamp.0 + 1_000;
        let last = begin + random.next() % 30 * DAY + 2 * DAY + random.next() % DAY;
        let price = U256::from(1_000_000_000_000_000_000_u64 + random.next() % 1_000_000_000);
        let arguments = (U256::from(begin), U256::from(last), rate(random.next()), price).abi_encode_params();
        let oracle = made(&chain, "NavOracles.sol", "OndoRanges", &arguments);
        let token = rebasing(&chain, oracle);
        let alice = holders(&chain)[0];
        assert!(now(&chain, |reads| ondo_ranges(reads, oracle)).is_err(), "before its first range");
        go_to(&chain, begin);
        let since = head(&chain);
        let terms = json!({ "kind": "fund", "unit": "one", "balances": { "type": "rebasing", "shape": "rusdy" } });
        let mut end = last;
        for _ in 0..6 {
            if random.flip() {
                end += random.next() % 20 * DAY + 1;
                chain.send(issuer(&chain), oracle, &setRangeCall { end: U256::from(end), rate: rate(random.next()) });
            }
            wait(&chain, 1);
            let told = now(&chain, |reads| ondo_ranges(reads, oracle)).expect("readable").into_value();
            let report = report(&chain, since, token, &terms, &IncomeFiles::new());
            let time = head(&chain).timestamp.0 + random.next() % (12 * DAY) + 1;
            let foretold = told.0.price_at(Timestamp(time)).expect("after its start");
            let accrued = report.accrual_at(Timestamp(time)).expect("a formula").expect("readable").into_value();
            go_to(&chain, time);
            assert_eq!(foretold.price, chain.view(oracle, &getPriceCall {}));
            let balance = chain.view(token, &balanceOfCall { account: alice });
            let before = view_at(&chain, since, token, &balanceOfCall { account: alice });
            let Accrued::Tokens { change, .. } = accrued.accrued else { panic!("in tokens") };
            assert_eq!(change.map(|by| by.raw()), Change::between(before, balance));
            // It holds up to the second before the next step.
            if let Some(next) = foretold.until {
                go_to(&chain, next.0 - 1 + u64::from(next.0 - 1 == time));
                assert!(next.0 - 1 == time || chain.view(oracle, &getPriceCall {}) == foretold.price);
            }
        }
        // Beyond the last range nothing changes, though the contract dates it with its own time: so it becomes stale.
        go_to(&chain, head(&chain).timestamp.0.max(end) + 30 * DAY);
        let feed = PriceFeed {
            basis: PriceBasis::Nav,
            feed: oracle,
            heartbeat: Seconds(2 * DAY),
            currency: usd(),
            kind: FeedKind::OndoRanges,
        };
        let answer = now(&chain, |reads| read_price(reads, &feed, Timestamp(0))).expect("readable");
        assert_eq!(answer.value().answer, chain.view(oracle, &getPriceCall {}));
        assert!(!answer.value().staleness.is_fresh());
        let last = now(&chain, |reads| ondo_ranges(reads, oracle)).expect("readable").into_value().1;
        assert_eq!(last.until, None);
    });
}

/// Ondo's rUSDY over an oracle, and shares of Alice.
fn rebasing(chain: &Chain, oracle: Address) -> Address {
    let of = |name, arguments: &[u8]| made(chain, "OndoUsdy.sol", name, arguments);
    let (blocklist, allowlist) = (of("Blocklist", &[]), of("Allowlist", &[]));
    let sanctions = made(chain, "SanctionsList.sol", "SanctionsList", &[]);
    let token = of("RebasingUsdy", &(blocklist, sanctions, allowlist, oracle).abi_encode_params());
    let account = holders(chain)[0];
    chain.send(issuer(chain), allowlist, &setAccountStatusCall { account, termIndex: U256::ONE, status: true });
    let shares = U256::from(123_456_789_012_345_678_u64) * U256::from(10_000);
    chain.send(issuer(chain), token, &mintSharesCall { account, shares });
    token
}

#[test]
fn a_value_between_checkpoints_is_foretold_until_it_expires() {
    let chain = Chain::start();
    let oracle = made(&chain, "NavOracles.sol", "SuperstateNav", &[]);
    let token = made(&chain, "Usdm.sol", "Usdm", &[]);
    let alice = holders(&chain)[0];
    each_history(&chain, |random| {
        chain.send(issuer(&chain), token, &mintCall { account: alice, amount: U256::from(random.next()) });
        let mut value = 10_000_000 + u128::from(random.next() % 1_000_000);
        let mut add = |time: u64, ahead: u64| {
            value = value + u128::from(random.next() % 9_000) - 3_000;
            let call = addCheckpointCall { timestamp: time, effectiveAt: time + ahead, navs: value };
            chain.send(issuer(&chain), oracle, &call);
        };
        let begin = head(&chain).timestamp.0;
        for day in 0..2 {
            go_to(&chain, begin + (day + 1) * DAY);
            add(begin + day * DAY, DAY + 100);
        }
        wait(&chain, DAY);
        let since = head(&chain);
        wait(&chain, 5);
        let terms = json!({
            "kind": "fund", "unit": "one",
            "nav": { "feed": oracle, "heartbeat": 3 * DAY, "currency": "USD", "type": "superstate" }
        });
        let read = |at| view_at(&chain, at, oracle, &latestRoundDataCall {})._1.into_raw();
        for step in 1..4_u64 {
            // Published, and counted from a while after.
            let clock = head(&chain).timestamp.0;
            add(clock - 10, 10 + step * 5_000);
            let told = now(&chain, |reads| extrapolation(reads, oracle)).expect("readable").into_value();
            let report = report(&chain, since, token, &terms, &IncomeFiles::new());
            let time = head(&chain).timestamp.0 + 20_000;
            let foretold = told.value_at(Timestamp(time)).expect("not expired");
            let accrued = report.accrual_at(Timestamp(time)).expect("a formula").expect("readable").into_value();
            go_to(&chain, time);
            let (before, after) = (read(since), read(head(&chain)));
            assert_eq!(U256::from(foretold), after);
            let held = chain.view(token, &balanceOfCall { account: alice });
            let worth = |price: U256| held * price / U256::from(10).pow(U256::from(18));
            let Accrued::Money { change } = accrued.accrued else { panic!("in money") };
            assert_eq!(change.map(|by| by.raw), Change::between(worth(before), worth(after)));
        }
        let told = now(&chain, |reads| extrapolation(reads, oracle)).expect("readable").into_value();
        let until = told.until(head(&chain).timestamp).expect("counts").0;
        go_to(&chain, until);
        assert!(now(&chain, |reads| extrapolation(reads, oracle)).is_ok());
        assert_eq!(told.value_at(Timestamp(until + 1)), None);
        go_to(&chain, until + 1);
        assert!(now(&chain, |reads| extrapolation(reads, oracle)).is_err(), "the contract answers no more");
    });
}

#[test]
fn an_answer_that_is_held_back_says_so() {
    let chain = Chain::start();
    let oracle = made(&chain, "NavOracles.sol", "ClampedNav", &[]);
    let forwarder = made(&chain, "NavOracles.sol", "ClampedForwarder", &oracle.abi_encode());
    for (answer, held) in [(10_000_001, false), (10_500_000, false), (20_000_000, true), (11_000_000, false), (1, true)]
    {
        wait(&chain, 7_200);
        let timestamp = u32::try_from(head(&chain).timestamp.0 - 1).expect("before 2106");
        let answer = I192::try_from(answer).expect("fits");
        chain.send(issuer(&chain), oracle, &updateAnswerCall { answer, timestamp });
        for contract in [oracle, forwarder] {
            let feed = Feed { contract, currency: usd(), kind: FeedKind::Clamped };
            let found = now(&chain, |reads| clamp(reads, &feed)).expect("readable").into_value();
            assert_eq!(matches!(found, Clamp::AtLimit { percent: 10, .. }), held, "{answer} {found:?}");
            let told = now(&chain, |reads| latest_round(reads, &feed)).expect("readable").into_value();
            assert_eq!(told.price.answer == U256::from(answer.unsigned_abs()), !held);
        }
    }
}
