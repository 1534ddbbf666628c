//! Tokens that lie, on a real chain: whatever they do, the verdict comes within bounds of time, rounds and bytes, it holds no text that
//! could harm the screen that shows it, and where it says *allow* the transfer passes and brings the receiver exactly what was said.

#![cfg(feature = "native-http")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "a test stops where its data is not what it should be, and says what it did"
)]

#[path = "verdict/chain.rs"]
#[expect(dead_code, reason = "hostile contracts are asked in a way that takes any answer")]
mod chain;
#[path = "families/contracts.rs"]
#[expect(dead_code, reason = "hostile contracts obey nobody")]
mod contracts;
#[path = "support/devnet.rs"]
#[expect(dead_code, reason = "chains of scenarios are started with options of their own")]
mod devnet;
#[path = "verdict/hostile.rs"]
mod hostile;

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall as _, SolValue as _, sol};
use assay_sdk::asset::profile;
use assay_sdk::compliance::{Most, TransferQuery, check_transfer};
use serde_json::json;

use hostile::{Kind, Stage, each};

sol! {
    function change(address next) external;
    function shout(address compliance, uint256 times) external;
}

const AMOUNT: u64 = 10_000;

#[test]
fn tokens_that_move_something_else_are_found_out() {
    let stage = Stage::start();
    let contracts = contracts::compile("HostileTokens.sol");
    let cases = [
        ("Plain", Kind::Allow),
        ("MovesNothing", Kind::Unknown),
        ("MovesToItsMaker", Kind::Unknown),
        ("MovesSomebodyElses", Kind::Unknown),
        ("TakesTheRest", Kind::Unknown),
        ("TakesAFee", Kind::Allow),
        ("TakesAFeeOnTop", Kind::Unknown),
        ("GivesMore", Kind::Unknown),
        ("RebasesMidway", Kind::Unknown),
        ("Shares", Kind::Allow),
        ("ReturnsNothing", Kind::Allow),
        ("ReturnsTooLittle", Kind::Unknown),
        ("ReturnsTwo", Kind::Unknown),
        ("ReturnsFalseAndMoves", Kind::Unknown),
        ("ReturnsFalse", Kind::Deny),
        ("ReturnsAMegabyte", Kind::Allow),
        ("RevertsWithAMegabyte", Kind::Deny),
        ("RevertsWithANovel", Kind::Deny),
        ("RevertsWithEscapes", Kind::Deny),
        ("LoopsInTransfer", Kind::Deny),
        ("InvalidInTransfer", Kind::Deny),
        ("LooksFine", Kind::Unknown),
        ("LooksDenied", Kind::Unknown),
        ("TellsEachAnother", Kind::Unknown),
        ("FlattersItsHolder", Kind::Allow),
        ("BalancesNeverChange", Kind::Unknown),
        ("Masked", Kind::Deny),
        ("NoText", Kind::Allow),
        ("LongName", Kind::Allow),
        ("Reenters", Kind::Allow),
    ];
    let callers = [None, Some(stage.spender)];
    each(cases.iter().flat_map(|case| callers.map(|spender| (case, spender))), |((name, expected), spender)| {
        // Only `transfer` of these is hostile.
        let changed = ["Returns", "Reverts", "LoopsIn", "InvalidIn"].iter().any(|word| name.starts_with(word));
        let expected = if spender.is_some() && changed { Kind::Allow } else { *expected };
        let token = stage.deploy(&contracts[*name], &stage.parties());
        stage.approve(token, spender);
        stage.run(name, token, spender, AMOUNT).expect(expected);
    });
}

#[test]
fn tokens_that_behave_while_they_are_watched_are_found_out() {
    let stage = Stage::start();
    // As a real chain has: to a contract that looks for nobody at all.
    stage.chain.devnet.call("anvil_setCoinbase", json!([Address::repeat_byte(0xfe)]));
    stage.chain.devnet.call("anvil_mine", json!(["0x1"]));
    let contracts = contracts::compile("HostileTokens.sol");
    let names = [
        "PretendsWithoutGasPrice",
        "PretendsWithoutBaseFee",
        "PretendsWithoutFeeRecipient",
        "PretendsWithoutRandomness",
        "PretendsWithMuchGas",
        "PretendsWithoutOrigin",
        "PretendsToThePoor",
        "PretendsForABlock",
    ];
    each(names, |name| {
        let token = stage.deploy(&contracts[name], &stage.parties());
        stage.run(name, token, None, AMOUNT).expect(Kind::Unknown);
    });
}

#[test]
fn contracts_that_answer_anything_are_no_tokens() {
    let stage = Stage::start();
    each(contracts::compile("HostileAnswers.sol"), |(name, code)| {
        let contract = stage.deploy(&code, &[]);
        let trial = stage.run(&name, contract, None, AMOUNT);
        let Some(assessed) = trial.assessed() else { return };
        assert!(!assessed.verdict.value().is_allow(), "{trial:#?}");
        let families = assessed.families.value();
        assert!(families.iter().all(|found| !found.presence.is_present()), "{name}: {families:?}");
    });
    let nobody = Address::repeat_byte(0x99);
    let trial = stage.run("no code", nobody, None, AMOUNT);
    trial.expect(Kind::Unknown);
}

#[test]
fn a_token_whose_code_is_gone_or_changed_is_judged_by_what_it_is_now() {
    let stage = Stage::start();
    let contracts = contracts::compile("HostileTokens.sol");
    let token = stage.deploy(&contracts["Plain"], &stage.parties());
    stage.run("Plain", token, None, AMOUNT).expect(Kind::Allow);
    stage.chain.devnet.call("anvil_setCode", json!([token, "0x"]));
    stage.run("code is gone", token, None, AMOUNT).expect(Kind::Unknown);

    let behind =
        |scale: u8, open: bool| stage.deploy(&contracts["Behind"], &(U256::from(scale), open).abi_encode_params());
    let (open, closed, rescaled) = (behind(6, true), behind(6, false), behind(18, true));
    let proxy = stage.deploy(&contracts["Proxy"], &open.abi_encode());
    let change = |next| stage.chain.send(stage.from, proxy, &changeCall { next });
    stage.run("open", proxy, None, AMOUNT).expect(Kind::Allow);
    change(closed);
    stage.run("closed", proxy, None, AMOUNT).expect(Kind::Deny);
    change(open);
    // The contract changes between the rounds of one question: the answer is of one block all the same.
    let mut reads = stage.chain.reads();
    let before = reads.at();
    let query = stage.query(proxy, None, AMOUNT);
    let mut rounds = 0;
    let (assessment, _) = stage.chain.ask(&mut reads, |reads| {
        rounds += 1;
        change(if rounds % 2 == 0 { open } else { closed });
        check_transfer(reads, &query)
    });
    let assessment = assessment.expect("an assessment");
    assert!(assessment.verdict.value().is_allow() && rounds > 2, "{assessment:#?}");
    assert_eq!(assessment.verdict.at(), before);
    // Other decimals than when the amount was written: another amount, and so no answer.
    change(rescaled);
    let mut reads = stage.chain.reads();
    let (now, _) = stage.chain.ask(&mut reads, |reads| profile(reads, proxy));
    let now = TransferQuery { profile: now.expect("a profile").into_value(), ..query };
    let (refused, _) = stage.chain.ask(&mut reads, |reads| check_transfer(reads, &now));
    assert!(refused.is_err(), "{refused:#?}");
}

#[test]
fn hostile_registries_and_modules_are_bounded() {
    let stage = Stage::start();
    let contracts = contracts::compile("HostileTrex.sol");
    let nobody = Address::repeat_byte(0x77);
    let registry = |verdict: bool, topics: u64, issuers: u64| {
        stage.deploy(&contracts["Registry"], &(verdict, U256::from(topics), U256::from(issuers)).abi_encode_params())
    };
    let rules = |module: Address, count: u64, verdict: bool| {
        stage.deploy(&contracts["Rules"], &(module, U256::from(count), verdict).abi_encode_params())
    };
    let module = |name: &str, arguments: &[u8]| stage.deploy(&contracts[name], arguments);
    let (yes, itself) = (registry(true, 0, 0), Address::ZERO);
    let (endless, masked) = (module("ModuleThatLoops", &[]), module("ModuleThatIsMasked", &[]));
    let limits = |count: u64| module("ModuleWithManyLimits", &U256::from(count).abi_encode());
    let named = module("Module", &"Harmless".to_owned().abi_encode());
    let cases = [
        ("answers for itself", itself, itself, true, Kind::Allow),
        ("compliance without code", yes, nobody, true, Kind::Deny),
        ("compliance without code, not asked", yes, nobody, false, Kind::Unknown),
        ("registry without code", nobody, itself, true, Kind::Deny),
        ("registry without code, not asked", nobody, itself, false, Kind::Unknown),
        ("one module", yes, rules(named, 1, true), true, Kind::Allow),
        ("five thousand modules", yes, rules(nobody, 5_000, true), true, Kind::Unknown),
        ("a hundred modules without code", yes, rules(nobody, 100, true), true, Kind::Unknown),
        ("a module that loops", yes, rules(endless, 1, true), true, Kind::Unknown),
        ("a hundred that loop", yes, rules(endless, 1, false), true, Kind::Deny),
        ("a masked module that denies", yes, rules(masked, 1, false), true, Kind::Deny),
        ("thousands of limits", yes, rules(limits(5_000), 1, true), true, Kind::Unknown),
        ("hundreds of limits", yes, rules(limits(200), 1, true), true, Kind::Allow),
        ("thousands of topics", registry(false, 5_000, 1), itself, true, Kind::Deny),
        ("thousands of issuers", registry(false, 10, 5_000), itself, true, Kind::Deny),
        ("topics by issuers", registry(false, 100, 100), itself, true, Kind::Deny),
        ("topics by issuers, not enforced", registry(false, 100, 100), itself, false, Kind::Unknown),
    ];
    each(cases, |(name, registry, compliance, obeys, expected)| {
        let arguments = (stage.from, stage.to, registry, compliance, obeys).abi_encode_params();
        let token = stage.deploy(&contracts["Trex"], &arguments);
        stage.run(name, token, None, AMOUNT).expect(expected);
    });
}

/// Logs are all that a module of T-REX tells of its maximum, and anybody who owns a module can write as many as gas buys.
#[test]
fn more_logs_than_an_answer_may_hold_leave_the_limit_open() {
    let stage = Stage::start();
    let contracts = contracts::compile("HostileTrex.sol");
    let module = stage.deploy(&contracts["ModuleWithManyLogs"], &[]);
    let yes = stage.deploy(&contracts["Registry"], &(true, U256::ZERO, U256::ZERO).abi_encode_params());
    let rules = stage.deploy(&contracts["Rules"], &(module, U256::from(1), true).abi_encode_params());
    let arguments = (stage.from, stage.to, yes, rules, true).abi_encode_params();
    let token = stage.deploy(&contracts["Trex"], &arguments);
    let data = Bytes::from(shoutCall { compliance: rules, times: U256::from(12_000) }.abi_encode());
    stage.chain.devnet.unlock(&stage.from.to_string());
    for _ in 0..3 {
        let transaction = json!({ "from": stage.from, "to": module, "data": data, "gas": "0x1c9c380" });
        let hash = stage.chain.devnet.call("eth_sendTransaction", json!([transaction]));
        assert_eq!(stage.chain.devnet.receipt(&hash)["status"], "0x1", "the logs are there");
    }
    // The module itself is asked instead, for this transfer alone.
    let trial = stage.run("logs", token, None, AMOUNT);
    trial.expect(Kind::Allow);
    let headroom = &trial.assessed().expect("an assessment").headroom;
    assert!(matches!(headroom.most, Most::Unknown(_)), "{headroom:#?}");
}
