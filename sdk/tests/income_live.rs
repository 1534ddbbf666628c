//! Income and redemption on the demo chain: real contracts, real transactions, the issuer's own desk.
#![cfg(feature = "native-http")]
#![expect(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test reckons plainly, and stops where a step fails"
)]

#[path = "support/devnet.rs"]
mod devnet;

use std::time::Duration;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{Revert, SolCall, SolError as _};
use assay_sdk::abi::erc20::IERC20;
use assay_sdk::abi::erc4626::IERC4626;
use assay_sdk::abi::erc7540::IERC7540Redeem;
use assay_sdk::abi::merkle_distributor::IMerkleDistributor;
use assay_sdk::abi::redeemers::ISuperstateRedemption;
use assay_sdk::abi::retirement::IRetirement;
use assay_sdk::asset::{Distribution as Listed, FeedKind, Redeemer, TokenList};
use assay_sdk::chain::{Http, Rpc};
use assay_sdk::client::{Client, IncomeFiles};
use assay_sdk::evidence::{Level, Reads};
use assay_sdk::redemption::{
    Balance, History, Obstacle, Payout, RequestBook, RequestState, Route, RoutePlan, Step, plan, requests,
};
use assay_sdk::units::{Amount, BlockRef, Currency, Seconds};
use assay_sdk::yields::{
    Change, Claimable, Distribution, DistributionTree, DistributorLeaves, Entitlement, Feed, Vault, entitlement,
    growth, share_price_return, worth,
};
use devnet::Devnet;
use pollster::block_on;
use serde_json::{Value, json};

alloy_sol_types::sol! {
    function withdrawableFundsOf(address owner) external view returns (uint256);
}

struct Chain {
    devnet: Devnet,
    rpc: Rpc<Http>,
    demo: Value,
}

impl Chain {
    fn of(devnet: Devnet) -> Self {
        let (rpc, demo) = (devnet.client(), devnet.demo());
        Self { devnet, rpc, demo }
    }

    fn contract(&self, name: &str) -> Address {
        self.address(&format!("/contracts/{name}"))
    }

    fn address(&self, pointer: &str) -> Address {
        let text = self.demo.pointer(pointer).and_then(Value::as_str).expect("an address of the demo");
        text.parse().expect("an address")
    }

    fn head(&self) -> BlockRef {
        block_on(self.rpc.head()).expect("a head").at()
    }

    /// Runs a function on a ledger of the head until it wants nothing more.
    fn now<T>(&self, mut ask: impl FnMut(&mut Reads) -> T) -> T {
        self.both(self.head(), |now, _| ask(now))
    }

    /// The same with a second ledger, of an earlier block.
    fn both<T>(&self, earlier: BlockRef, mut ask: impl FnMut(&mut Reads, &mut Reads) -> T) -> T {
        let (mut now, mut then) = (Reads::new(self.head()), Reads::new(earlier));
        for _ in 0..6 {
            let answer = ask(&mut now, &mut then);
            if now.wanted().is_empty() && then.wanted().is_empty() {
                return answer;
            }
            for ledger in [&mut now, &mut then] {
                if !ledger.wanted().is_empty() {
                    block_on(self.rpc.answer(ledger)).expect("the demo chain answers");
                }
            }
        }
        panic!("still asking after six round trips");
    }

    /// Asks the contract directly, past all that is tested here.
    fn read<C: SolCall>(&self, to: Address, call: &C) -> C::Return {
        let data = json!([{ "to": to, "data": alloy_primitives::hex::encode_prefixed(call.abi_encode()) }, "latest"]);
        let bytes = self.devnet.call("eth_call", data);
        let bytes = alloy_primitives::hex::decode(bytes.as_str().expect("bytes")).expect("hexadecimal");
        C::abi_decode_returns(&bytes).expect("decodes")
    }

    fn send<C: SolCall>(&self, from: Address, to: Address, call: &C) -> Value {
        let data = alloy_primitives::hex::encode_prefixed(call.abi_encode());
        self.devnet.send(&from.to_string(), &to.to_string(), &data)
    }

    fn sent<C: SolCall>(&self, from: Address, to: Address, call: &C) {
        let receipt = self.send(from, to, call);
        assert_eq!(receipt["status"], "0x1", "{} was refused", C::SIGNATURE);
    }

    /// Carries out one step of a plan as the transaction that it stands for.
    fn carry_out(&self, from: Address, step: &Step) {
        match *step {
            Step::Approve { spender, amount, .. } => {
                self.sent(from, step.to(), &IERC20::approveCall { spender, amount: amount.raw() });
            }
            Step::Request { shares, controller, owner, .. } => {
                let call = IERC7540Redeem::requestRedeemCall { shares: shares.raw(), controller, owner };
                self.sent(from, step.to(), &call);
            }
            Step::Redeem { shares, receiver, owner, .. } | Step::Claim { shares, receiver, controller: owner, .. } => {
                self.sent(from, step.to(), &IERC4626::redeemCall { shares: shares.raw(), receiver, owner });
            }
            Step::Retire { amount, .. } => {
                self.sent(from, step.to(), &IRetirement::retireCall { amount: amount.raw() });
            }
            Step::RedeemAtIssuer { contract, amount, .. } => {
                self.sent(from, contract, &ISuperstateRedemption::redeemCall { superstateTokenInAmount: amount.raw() });
            }
            Step::Cancel { .. }
            | Step::ClaimCancelled { .. }
            | Step::SetOperator { .. }
            | Step::Enqueue { .. }
            | Step::Dequeue { .. }
            | Step::Burn { .. }
            | Step::SendToIssuer { .. } => panic!("no test here takes such a step: {step:?}"),
        }
    }

    fn balance(&self, token: Address, account: Address) -> U256 {
        self.read(token, &IERC20::balanceOfCall { account })
    }

    fn route(&self, token: Address, holder: Address, amount: Amount, route: Route) -> RoutePlan {
        let plan = self.now(|reads| plan(reads, token, holder, amount, &[route])).expect("readable");
        plan.routes.into_iter().next().expect("one route")
    }
}

#[test]
fn a_credit_holding_is_worth_and_pays_what_the_vault_says() {
    let chain = Chain::of(Devnet::start());
    let (alice, credit, cash) =
        (chain.address("/investors/alice/address"), chain.contract("credit"), chain.contract("cash"));
    let vault = Vault::erc4626(credit);

    let fact = chain.now(|reads| worth(reads, vault, alice)).expect("readable");
    let shares = chain.balance(credit, alice);
    let converted = chain.read(credit, &IERC4626::convertToAssetsCall { shares });
    assert_eq!((fact.value().shares.raw(), fact.value().assets.raw()), (shares, converted));
    assert_eq!((fact.value().asset, fact.level()), (cash, Level::Claimed));

    // Since just after the deployment the borrowers have paid interest, month by month.
    let deployed = chain.demo["deployBlock"].as_u64().expect("a height");
    let start = block_on(chain.rpc.block_by_number(deployed + 1)).expect("kept").at();
    let earned = chain.both(start, |now, then| share_price_return(now, then, vault)).expect("readable");
    let Change::Gain(gain) = earned.value().realised.change else { panic!("a loss") };
    assert!(!gain.numerator.is_zero() && earned.value().realised.window.from().block == start);
    assert!(earned.value().realised.compound_annual().is_some());

    let half = Amount::from_raw(shares / U256::from(2), 12).expect("fits");
    let route = chain.route(credit, alice, half, Route::Erc4626 { vault: credit, asset: cash });
    assert!(route.is_open(), "{:?}", route.obstacles);
    let Some(Payout::Quoted { amount, .. }) = route.payout.as_ref().map(|fact| *fact.value()) else { panic!() };
    let before = chain.balance(cash, alice);
    for step in &route.steps {
        chain.carry_out(alice, step);
    }
    assert_eq!(chain.balance(cash, alice) - before, amount.raw());

    let rest = chain.balance(credit, alice);
    let too_many = Amount::from_raw(rest + U256::from(1), 12).expect("fits");
    let route = chain.route(credit, alice, too_many, Route::Erc4626 { vault: credit, asset: cash });
    let [Obstacle::Balance { .. }, Obstacle::Limit { most, .. }] = &route.obstacles[..] else { panic!("{route:?}") };
    assert_eq!(most.raw(), rest);
}

#[test]
fn the_funds_net_asset_value_grew_as_its_feed_published() {
    let chain = Chain::of(Devnet::start());
    let currency = Currency::new("USD").expect("a code");
    let feed = Feed { contract: chain.contract("fundNav"), currency, kind: FeedKind::Aggregator };
    let deployed = chain.demo["deployBlock"].as_u64().expect("a height");
    let middle = deployed.midpoint(chain.head().number);
    let start = block_on(chain.rpc.block_by_number(middle)).expect("kept").at();
    let grown = chain.both(start, |now, then| growth(now, then, &feed)).expect("readable").into_value();
    assert!(grown.now.id > grown.then.id && grown.now.updated_at > grown.then.updated_at);
    assert_eq!(grown.realised.ratio.numerator, grown.now.price.answer);
    assert_eq!(grown.realised.ratio.denominator, grown.then.price.answer);
}

fn followed(chain: &Chain, controller: Address) -> RequestBook {
    let vault = chain.contract("fundRedemption");
    let book = chain.now(|reads| requests(reads, vault, controller)).expect("readable").into_value();
    let History::Known { balance, .. } = &book.history else { panic!("the demo chain gives its logs") };
    assert_eq!(*balance, Balance::Even);
    book
}

#[test]
fn a_fund_redemption_goes_from_request_to_claimed_by_the_issuers_desk() {
    let chain = Chain::of(Devnet::start_with(&["--tick", "0", "--desk", "1"]));
    let (alice, fund, cash) =
        (chain.address("/investors/alice/address"), chain.contract("fund"), chain.contract("cash"));
    let vault = chain.contract("fundRedemption");
    let route = Route::Erc7540 { vault, asset: cash };
    let amount = Amount::parse("125.5", 18).expect("a number");
    let earlier = followed(&chain, alice);
    let History::Known { lines: earlier, .. } = earlier.history else { panic!() };

    let planned = chain.route(fund, alice, amount, route);
    assert!(planned.is_open(), "{:?}", planned.obstacles);
    let Some(Payout::Estimated { amount: estimate, .. }) = planned.payout.as_ref().map(|fact| *fact.value()) else {
        panic!("an estimate")
    };
    let [approve @ Step::Approve { .. }, request @ Step::Request { .. }, Step::Claim { .. }] = &planned.steps[..]
    else {
        panic!("{:?}", planned.steps)
    };
    chain.carry_out(alice, approve);
    // With the allowance there, the approval is no longer among the steps, and the request itself was tried.
    let planned = chain.route(fund, alice, amount, route);
    assert!(planned.is_open() && matches!(planned.steps[..], [Step::Request { .. }, Step::Claim { .. }]));
    chain.carry_out(alice, request);

    let book = followed(&chain, alice);
    assert_eq!(
        (book.state(), book.pending.raw(), book.claimable.is_zero()),
        (Some(RequestState::Pending), amount.raw(), true)
    );
    assert_eq!(book.next_step(alice), None);

    // The desk looks once a second and waits one more.
    let fulfilled = (0..100).find_map(|_| {
        std::thread::sleep(Duration::from_millis(200));
        Some(followed(&chain, alice)).filter(|book| book.state() != Some(RequestState::Pending))
    });
    let book = fulfilled.expect("the desk fulfils the request within twenty seconds");
    assert_eq!((book.state(), book.claimable.raw()), (Some(RequestState::Claimable), amount.raw()));
    // Nothing was published in between, so the estimate has to be the price.
    assert_eq!(book.claimable_assets.raw(), estimate.raw());

    let before = chain.balance(cash, alice);
    chain.carry_out(alice, &book.next_step(alice).expect("a claim"));
    let paid = chain.balance(cash, alice) - before;
    assert_eq!(paid, book.claimable_assets.raw());
    let book = followed(&chain, alice);
    assert_eq!(book.state(), Some(RequestState::Claimed));
    let History::Known { lines, claims, .. } = &book.history else { panic!() };
    assert_eq!(lines.len(), earlier.len() + 1);
    assert!(lines.iter().all(|line| line.state() == RequestState::Claimed));
    let claim = claims.last().expect("a claim");
    assert_eq!((claim.assets.raw(), claim.shares.raw(), claim.receiver), (paid, amount.raw(), alice));
}

fn claim_call(claim: &Claimable) -> IMerkleDistributor::claimCall {
    let &Claimable { index, account, amount, ref proof, .. } = claim;
    let index = index.expect("Uniswap's claims are numbered");
    IMerkleDistributor::claimCall { index, account, amount: amount.raw(), merkleProof: proof.clone() }
}

#[test]
fn rent_is_claimed_once_and_not_twice() {
    let chain = Chain::of(Devnet::start());
    let (alice, cash) = (chain.address("/investors/alice/address"), chain.contract("cash"));
    let rents = chain.demo["distributions"].as_array().expect("rents").clone();
    let read = |rent: &Value| {
        let contract = rent["contract"].as_str().expect("an address").parse().expect("an address");
        let tree = chain.devnet.text(rent["tree"].as_str().expect("a path"));
        let tree = DistributionTree::parse(&tree).expect("a distribution file");
        let leaves = DistributorLeaves::Packed;
        (Distribution { contract, leaves, token: cash, label: "Rent".to_owned() }, tree)
    };
    let stands = |(distribution, tree): &(Distribution, DistributionTree), holder: Address| {
        chain.now(|reads| entitlement(reads, distribution, tree, holder)).expect("readable").into_value()
    };
    let (newest, before) = rents.split_last().expect("at least one");
    for rent in before {
        assert!(matches!(stands(&read(rent), alice), Entitlement::AlreadyClaimed(_)));
    }
    let newest = read(newest);
    let Entitlement::Claimable(claim) = stands(&newest, alice) else { panic!("not claimable") };
    // A tree of another month proves nothing here, unless both paid the same.
    let other =
        before.iter().map(read).find(|(_, tree)| tree.stated_root() != newest.1.stated_root()).expect("months differ");
    let crossed = (newest.0.clone(), other.1);
    assert!(matches!(stands(&crossed, alice), Entitlement::TreeMismatch { .. }));
    let carol = chain.address("/investors/carol/address");
    assert_eq!(stands(&newest, carol), Entitlement::NotEntitled);

    let had = chain.balance(cash, alice);
    chain.sent(alice, claim.contract, &claim_call(&claim));
    assert_eq!(chain.balance(cash, alice) - had, claim.amount.raw());
    assert_eq!(stands(&newest, alice), Entitlement::AlreadyClaimed(claim.clone()));

    // The chain says the same of a second claim.
    let call = claim_call(&claim);
    let refused = chain.now(|reads| {
        reads.simulate(alice, claim.contract, call.abi_encode().into(), IMerkleDistributor::claimCall::SIGNATURE)
    });
    let refusal = refused.expect("an answer").into_value().expect_err("it has to revert");
    // The published contract of 2020 says it as text; later ones have the error `AlreadyClaimed()`.
    let text = Revert::abi_decode(&refusal.0).expect("a text").reason;
    assert_eq!(text, "MerkleDistributor: Drop already claimed.");
    assert_eq!(chain.send(alice, claim.contract, &call)["status"], "0x0");
}

/// 30/360 (Bond Basis) since the last 15 March or 15 September, as a bank clerk counts it: from a 15th, the 31st of a month is a day of its own.
fn thirty_360_since_the_coupon_day(at: BlockRef) -> u64 {
    let utc = at.timestamp.utc().expect("a day");
    (utc.month * 30 + utc.day + 360 - (3 * 30 + 15)) % 180
}

#[test]
fn the_income_of_all_assets_together_is_that_of_each_and_what_their_contracts_say() {
    let chain = Chain::of(Devnet::start());
    let list = TokenList::parse(&chain.devnet.text("tokenlist.json"), Some(chain.devnet.chain)).expect("a list").tokens;
    let trees = list.iter().flat_map(|token| &token.distributions).filter_map(Listed::tree);
    let tree = |path: &str| DistributionTree::parse(&chain.devnet.text(path)).expect("a distribution file");
    let files: IncomeFiles = trees.map(|path| (path.to_owned(), tree(path))).collect();
    let (client, alice) =
        (Client::new(Http::new(&chain.devnet.rpc), chain.devnet.chain), chain.address("/investors/alice/address"));
    let mut now = block_on(client.ledger()).expect("a head");
    let mut then = block_on(client.ledger_before(now.at(), Seconds(90 * 86_400))).expect("a block");
    let (mut each, mut most) = (Vec::new(), 0);
    for token in &list {
        let before = client.traffic().round_trips;
        let (mut now, mut then) = (Reads::new(now.at()), Reads::new(then.at()));
        each.push(block_on(client.yields((&mut now, &mut then), token, &files, alice)).expect("a report"));
        most = most.max(client.traffic().round_trips - before);
    }
    let before = client.traffic().round_trips;
    let all = block_on(client.portfolio_yields((&mut now, &mut then), &list, &files, alice)).expect("reports");
    let together = client.traffic().round_trips - before;
    assert_eq!(all, each);
    assert!(together <= 2 * most, "{together} round trips together, {most} for the deepest");

    let of = |symbol: &str| &all[list.iter().position(|token| token.symbol == symbol).expect("listed")];
    let notes = of("dDAILY").rebased.clone().expect("rebasing").expect("readable").into_value();
    assert_eq!(notes.now.raw(), chain.balance(chain.contract("treasury"), alice));
    assert!(matches!(notes.change, Change::Gain(_)), "{notes:?}");
    let dividend = of("dNOTE").dividends[0].clone().expect("readable").into_value();
    let due = withdrawableFundsOfCall { owner: alice };
    assert_eq!(dividend.withdrawable.raw(), chain.read(chain.contract("note"), &due));
    assert!(!dividend.withdrawable.is_zero() && !dividend.withdrawn.is_zero());
    let bond = of("dBOND").bond.clone().expect("a bond").expect("readable").into_value();
    let days = thirty_360_since_the_coupon_day(now.at());
    // Five per cent of 25,000 dollars.
    let accrued = U256::from(1_250_000_000_u64) * U256::from(days) / U256::from(360);
    assert_eq!(bond.figures.expect("computed with").accrued.expect("alive").raw(), accrued);
    assert!(of("dBOND").bond_price.clone().expect("a feed").is_ok());
    assert_eq!(of("dBOND").claimable().count(), 1, "the newest coupon");
}

#[test]
fn the_fund_is_bought_back_at_once_less_a_fee_and_no_further_than_the_money_goes() {
    let chain = Chain::of(Devnet::start());
    let (bob, fund, cash) = (chain.address("/investors/bob/address"), chain.contract("fund"), chain.contract("cash"));
    let at = Route::Redeemer { redeemer: Redeemer::Superstate, contract: chain.contract("fundInstant"), asset: cash };
    let route = chain.route(fund, bob, Amount::parse("1000", 18).expect("a number"), at);
    assert!(route.is_open(), "{:?}", route.obstacles);
    let fee = route.fee.expect("a fee").into_value();
    assert_eq!((fee.numerator, fee.denominator), (U256::from(15), U256::from(10_000)));
    let Some(Payout::Quoted { amount, .. }) = route.payout.as_ref().map(|fact| *fact.value()) else { panic!() };
    let had = chain.balance(cash, bob);
    route.steps.iter().for_each(|step| chain.carry_out(bob, step));
    assert_eq!(chain.balance(cash, bob) - had, amount.raw());
    // What is there now is worth less than 59,000 shares at a net asset value above one dollar.
    let route = chain.route(fund, bob, Amount::parse("59000", 18).expect("a number"), at);
    assert!(route.obstacles.iter().any(|one| matches!(one, Obstacle::Limit { .. })), "{:?}", route.obstacles);
}

#[test]
fn carbon_is_retired_and_gone() {
    let chain = Chain::of(Devnet::start());
    let (carol, carbon) = (chain.address("/investors/carol/address"), chain.contract("carbon"));
    let amount = Amount::parse("3.25", 18).expect("a number");
    let route = chain.route(carbon, carol, amount, Route::Retirement { token: carbon, certificate: false });
    assert!(route.is_open(), "{:?}", route.obstacles);
    let had = chain.balance(carbon, carol);
    chain.carry_out(carol, &route.steps[0]);
    assert_eq!(had - chain.balance(carbon, carol), amount.raw());
    let more = Amount::from_raw(had, 18).expect("fits");
    let route = chain.route(carbon, carol, more, Route::Retirement { token: carbon, certificate: false });
    assert!(
        matches!(route.obstacles[..], [Obstacle::Balance { .. }, Obstacle::Refused { .. }]),
        "{:?}",
        route.obstacles
    );
}
