//! What else may be done with a token: hold it, receive it among many, let others spend it, batches, vaults. Each answer is compared with
//! a real transaction on the demo chain's real contracts.

#![cfg(feature = "native-http")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where its data is not what it should be"
)]

#[path = "verdict/chain.rs"]
mod chain;
#[path = "support/devnet.rs"]
#[expect(dead_code, reason = "chains of scenarios are started with options of their own")]
mod devnet;

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolCall, sol};
use assay_sdk::asset::{TokenList, profile};
use assay_sdk::chain::Http;
use assay_sdk::client::Client;
use assay_sdk::compliance::{
    CallAssessment, PermitTerms, RestrictionCode as Code, Standing, VaultAction, Verdict, check_holder,
};
use assay_sdk::units::Amount;

use chain::{Chain, address};

sol! {
    function mint(address to, uint256 amount) external;
    function batchTransfer(address[] toList, uint256[] amounts) external;
    function approve(address spender, uint256 amount) external returns (bool);
    function transfer(address to, uint256 amount) external returns (bool);
    function balanceOf(address account) external view returns (uint256);
    function nonces(address owner) external view returns (uint256);
    function DOMAIN_SEPARATOR() external view returns (bytes32);
    function deposit(uint256 assets, address receiver) external returns (uint256 shares);
    function redeem(uint256 shares, address receiver, address owner) external returns (uint256 assets);
    function maxRedeem(address owner) external view returns (uint256 maxShares);
    function pause() external;
}

struct Bench {
    chain: Chain,
    client: Client<Http>,
}

impl Bench {
    fn start() -> Self {
        let chain = Chain::start();
        let client = Client::new(Http::new(&chain.devnet.rpc), chain.devnet.chain);
        Self { chain, client }
    }

    fn contract(&self, name: &str) -> Address {
        address(&self.chain.demo["contracts"][name])
    }

    fn amount(&self, token: Address, raw: U256) -> Amount {
        let mut reads = self.chain.reads();
        let (found, _) = self.chain.ask(&mut reads, |reads| profile(reads, token));
        Amount::from_raw(raw, found.expect("a profile").value().decimals).expect("decimals in range")
    }

    fn balance(&self, token: Address, account: Address) -> U256 {
        self.chain.view(token, &balanceOfCall { account })
    }

    /// The verdict has to be what a real transaction then does. Answers the codes of its reasons.
    fn truth<C: SolCall>(&self, checked: &CallAssessment, from: Address, to: Address, call: &C) -> Vec<Code> {
        let passed = self.chain.try_send(from, to, call);
        match checked.verdict.value() {
            Verdict::Allow(_) => assert!(passed, "{checked:#?}"),
            Verdict::Deny(_) => assert!(!passed, "{checked:#?}"),
            Verdict::Unknown(_) => panic!("{checked:#?}"),
        }
        checked.verdict.value().reasons().iter().map(|reason| reason.code).collect()
    }
}

#[test]
fn who_may_hold_the_fund_is_whom_it_can_be_issued_to() {
    let bench = Bench::start();
    let fund = bench.contract("fund");
    let issuer = address(&bench.chain.demo["accounts"]["fundIssuer"]);
    for (name, expected) in [("alice", None), ("bob", None), ("carol", Some(Code::ReceiverNotRegistered))] {
        let holder = bench.chain.investor(name);
        let least = bench.amount(fund, U256::from(1));
        let mut reads = bench.chain.reads();
        let (found, _) = bench.chain.ask(&mut reads, |reads| {
            let profile = profile(reads, fund)?.into_value();
            Ok::<_, assay_sdk::error::Error>(check_holder(reads, &profile, holder, least)?)
        });
        let standing = found.expect("a standing").into_value();
        let issued = bench.chain.try_send(issuer, fund, &mintCall { to: holder, amount: U256::from(1) });
        match (&standing, expected) {
            (Standing::Admitted, None) => assert!(issued, "{name}: {standing:#?}"),
            (Standing::Refused(reasons), Some(code)) => {
                assert!(!issued && reasons.iter().any(|reason| reason.code == code), "{name}: {standing:#?}");
            }
            _ => panic!("{name}: {standing:#?}"),
        }
    }
    // Of a token whose rules are not known nothing is claimed.
    let carbon = bench.contract("carbon");
    let mut reads = bench.chain.reads();
    let least = bench.amount(carbon, U256::from(1));
    let asked = bench.client.check_holder(&mut reads, carbon, bench.chain.investor("carol"), least);
    let standing = pollster::block_on(asked).expect("a standing").into_value();
    assert!(matches!(standing, Standing::Unknown(_)), "{standing:#?}");
}

#[test]
fn which_of_many_can_receive_costs_no_more_rounds_than_one() {
    let bench = Bench::start();
    let list = TokenList::parse(&bench.chain.devnet.text("tokenlist.json"), None).expect("the demo's list");
    let fund = list.tokens.iter().find(|token| token.asset.token == bench.contract("fund")).expect("the fund");
    let names = ["alice", "bob", "carol", "dave"];
    let people = names.map(|name| bench.chain.investor(name));
    let amount = bench.amount(fund.asset.token, U256::from(1_000));
    let ask = |receivers: &[Address]| {
        let before = bench.client.traffic().round_trips;
        let mut reads = pollster::block_on(bench.client.ledger()).expect("a ledger");
        let asked = bench.client.check_receivers(&mut reads, fund, (people[0], receivers), amount);
        (pollster::block_on(asked).expect("answers"), bench.client.traffic().round_trips - before)
    };
    let (_, alone) = ask(&people[2..3]);
    let (all, together) = ask(&people);
    assert!(together <= alone, "{together} rounds for all, {alone} for one");
    for ((name, to), checked) in names.iter().zip(people).zip(all) {
        let checked = checked.expect("an assessment");
        let call = transferCall { to, amount: amount.raw() };
        let passed = bench.chain.try_send(people[0], fund.asset.token, &call);
        assert_eq!(checked.verdict.value().is_allow(), passed, "{name}: {checked:#?}");
    }
}

#[test]
fn a_permission_is_judged_by_itself_and_by_its_use() {
    let bench = Bench::start();
    let (cash, fund) = (bench.contract("cash"), bench.contract("fund"));
    let [alice, bob, carol] = ["alice", "bob", "carol"].map(|name| bench.chain.investor(name));
    let check = |token, spender, terms| {
        let mut reads = bench.chain.reads();
        let amount = bench.amount(token, U256::from(1_000));
        let asked = bench.client.check_approval(&mut reads, token, (alice, spender), (amount, terms));
        pollster::block_on(asked).expect("an assessment")
    };
    let approve = |spender| approveCall { spender, amount: U256::from(1_000) };
    let plain = check(cash, bob, None);
    assert_eq!(bench.truth(&plain.grant, alice, cash, &approve(bob)), []);
    assert!(plain.usable.is_allow());
    assert_eq!(check(cash, bob, None).allowance.map(|amount| amount.raw()), Some(U256::from(1_000)));
    // Carol may be allowed to spend the fund, and could never receive any of it.
    let useless = check(fund, carol, None);
    assert_eq!(bench.truth(&useless.grant, alice, fund, &approve(carol)), []);
    assert!(matches!(&useless.usable, Verdict::Deny(_)), "{useless:#?}");

    let nonce = bench.chain.view(cash, &noncesCall { owner: alice });
    let domain_separator = bench.chain.view(cash, &DOMAIN_SEPARATORCall {});
    let right = PermitTerms { nonce, deadline: U256::MAX, domain_separator };
    assert!(check(cash, bob, Some(right)).grant.verdict.value().is_allow());
    let wrong = [
        PermitTerms { nonce: nonce + U256::from(1), ..right },
        PermitTerms { deadline: U256::from(1), ..right },
        PermitTerms { domain_separator: B256::repeat_byte(7), ..right },
    ];
    for terms in wrong {
        let checked = check(cash, bob, Some(terms)).grant;
        // The approval alone would pass, and decides nothing.
        let codes: Vec<_> = checked.verdict.value().reasons().iter().map(|reason| reason.code).collect();
        assert_eq!(codes, [Code::PermitNotTaken], "{checked:#?}");
    }
}

#[test]
fn a_batch_passes_only_as_a_whole() {
    let bench = Bench::start();
    let fund = bench.contract("fund");
    let [alice, bob, carol] = ["alice", "bob", "carol"].map(|name| bench.chain.investor(name));
    let check = |transfers: &[(Address, U256)]| {
        let transfers: Vec<_> = transfers.iter().map(|(to, raw)| (*to, bench.amount(fund, *raw))).collect();
        let mut reads = bench.chain.reads();
        let checked =
            pollster::block_on(bench.client.check_batch(&mut reads, fund, alice, &transfers)).expect("a batch");
        let (to, amounts) = transfers.iter().map(|(to, amount)| (*to, amount.raw())).unzip();
        let codes = bench.truth(&checked.whole, alice, fund, &batchTransferCall { toList: to, amounts });
        (codes, checked.each)
    };
    let some = U256::from(1_000);
    assert_eq!(check(&[(bob, some), (bob, some)]).0, []);
    let (codes, each) = check(&[(bob, some), (carol, some)]);
    assert!(codes.contains(&Code::ReceiverNotRegistered), "{codes:?}");
    assert!(each[0].is_allow() && !each[1].is_allow());
    // Each half passes by itself, both together do not.
    let most = bench.balance(fund, alice) / U256::from(2) + U256::from(1);
    let (codes, _) = check(&[(alice, most), (bob, most)]);
    assert!(!codes.is_empty());
}

#[test]
fn a_vault_takes_and_gives_what_its_limits_and_the_owner_s_funds_allow() {
    let bench = Bench::start();
    let (vault, cash) = (bench.contract("credit"), bench.contract("cash"));
    let alice = bench.chain.investor("alice");
    let check = |action, token, raw| {
        let mut reads = bench.chain.reads();
        let amount = bench.amount(token, raw);
        let asked = bench.client.check_vault(&mut reads, (vault, cash), (alice, alice), (action, amount));
        pollster::block_on(asked).expect("an assessment")
    };
    let one = U256::from(1);
    let some = U256::from(1_000_000);
    let deposit = depositCall { assets: some, receiver: alice };
    bench.chain.send(alice, cash, &approveCall { spender: vault, amount: some - one });
    let codes = bench.truth(&check(VaultAction::Deposit, cash, some), alice, vault, &deposit);
    assert_eq!(codes, [Code::InsufficientAllowance]);
    bench.chain.send(alice, cash, &approveCall { spender: vault, amount: U256::MAX });
    assert_eq!(bench.truth(&check(VaultAction::Deposit, cash, some), alice, vault, &deposit), []);
    let all = bench.balance(cash, alice);
    let over = depositCall { assets: all + one, receiver: alice };
    let codes = bench.truth(&check(VaultAction::Deposit, cash, all + one), alice, vault, &over);
    assert_eq!(codes, [Code::InsufficientBalance]);

    let most: U256 = bench.chain.view(vault, &maxRedeemCall { owner: alice });
    let redeem = |shares| redeemCall { shares, receiver: alice, owner: alice };
    let codes = bench.truth(&check(VaultAction::Redeem, vault, most + one), alice, vault, &redeem(most + one));
    assert_eq!(codes, [Code::VaultLimit]);
    // Cash that cannot move cannot be paid out.
    let issuer = address(&bench.chain.demo["accounts"]["cashIssuer"]);
    bench.chain.send(issuer, cash, &pauseCall {});
    let codes = bench.truth(&check(VaultAction::Redeem, vault, one), alice, vault, &redeem(one));
    assert_eq!(codes, [Code::Paused]);
}
