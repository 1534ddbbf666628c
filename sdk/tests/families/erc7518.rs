//! ERC-7518: a model, with the partition that each scenario is about.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::sol;
use assay_sdk::asset::Profile;
use assay_sdk::compliance::{Doubt, Family, RestrictionCode as Code, TransferQuery, Verdict, check_transfer};
use assay_sdk::units::Amount;

use crate::chain::{Chain, address};
use crate::contracts::{compile, deploy};
use crate::found::assert_found;
use crate::stage::IERC1155::{balanceOfCall, isApprovedForAllCall};
use crate::stage::{Cast, Effect, Rule, Stage, TOKEN_ID};

sol! {
    function mint(address to, uint256 id, uint256 amount) external;
    function setWantsVouchers(bool yes) external;
    function restrictTransfer(uint256 id) external returns (bool);
    function removeRestriction(uint256 id) external returns (bool);
    function freezeAddress(address account, bytes data) external returns (bool);
    function unFreeze(address account, bytes data) external returns (bool);
    function lockTokens(address account, uint256 id, uint256 amount, uint256 releaseTime) external returns (bool);
    function unlockToken(address account, uint256 id) external;
    function transferableBalance(address account, uint256 id) external view returns (uint256);
}

/// One yes or no for freezes, restrictions and vouchers: several of them are one reason.
const REFUSED: Code = Code::TokenRestriction;

fn stage() -> Stage {
    let chain = Chain::start();
    let issuer = address(&chain.demo["accounts"]["propertyRegistrar"]);
    let token = deploy(&chain, issuer, &compile("Erc7518.sol")["Erc7518"], &[]);
    let holders = ["alice", "bob", "carol"].map(|name| chain.investor(name)).to_vec();
    let spender = Some(chain.investor("dave"));
    let fill = move |chain: &Chain, account: Address, least: U256| {
        if chain.view(token, &balanceOfCall { account, id: TOKEN_ID }) < least {
            chain.send(issuer, token, &mintCall { to: account, id: TOKEN_ID, amount: least });
        }
    };
    let rules = rules(token, issuer);
    let most = U256::from(1_000);
    let family = Family::Erc7518;
    Stage { chain, family, token, holders, spender, rules, fill: Box::new(fill), always: partition, most }
}

/// Neither more than the partition holds, nor by somebody whom the holder has not approved.
fn partition(stage: &Stage, cast: &Cast, amount: U256) -> Vec<Code> {
    let mut broken = Vec::new();
    if amount > stage.balance(cast.from) {
        broken.push(Code::PartitionBalance);
    }
    let approved = |operator| stage.chain.view(stage.token, &isApprovedForAllCall { account: cast.from, operator });
    if cast.spender.is_some_and(|spender| !approved(spender)) {
        broken.push(Code::InsufficientAllowance);
    }
    broken
}

fn rules(token: Address, issuer: Address) -> Vec<Rule> {
    let id = TOKEN_ID;
    let frozen = move |name, who: fn(&Cast) -> Address| {
        Rule::new(
            name,
            move |chain, cast| {
                chain.send(issuer, token, &freezeAddressCall { account: who(cast), data: Bytes::new() });
                Effect::Breaks(REFUSED)
            },
            move |chain, cast| chain.send(issuer, token, &unFreezeCall { account: who(cast), data: Bytes::new() }),
        )
    };
    vec![
        frozen("sender frozen", |cast| cast.from),
        frozen("receiver frozen", |cast| cast.to),
        Rule::new(
            "restricted",
            move |chain, _| {
                chain.send(issuer, token, &restrictTransferCall { id });
                Effect::Breaks(REFUSED)
            },
            move |chain, _| chain.send(issuer, token, &removeRestrictionCall { id }),
        ),
        Rule::new(
            "voucher",
            move |chain, _| {
                chain.send(issuer, token, &setWantsVouchersCall { yes: true });
                Effect::Breaks(REFUSED)
            },
            move |chain, _| chain.send(issuer, token, &setWantsVouchersCall { yes: false }),
        ),
        locked(token, issuer),
    ]
}

/// A lock whose time has come counts until it is opened.
fn locked(token: Address, issuer: Address) -> Rule {
    let id = TOKEN_ID;
    Rule::new(
        "locked",
        move |chain, cast| {
            let account = cast.from;
            let amount = chain.view(token, &balanceOfCall { account, id }) - cast.amount / U256::from(2);
            chain.send(issuer, token, &lockTokensCall { account, id, amount, releaseTime: U256::ONE });
            Effect::Live(Box::new(move |chain, cast, amount, _| {
                let account = cast.from;
                let free = chain.view(token, &transferableBalanceCall { account, id });
                let broken = amount > free && amount <= chain.view(token, &balanceOfCall { account, id });
                broken.then_some(Code::LockedUp).into_iter().collect()
            }))
        },
        move |chain, cast| chain.send(issuer, token, &unlockTokenCall { account: cast.from, id }),
    )
}

#[test]
fn partitions() {
    let tally = stage().run(0x7518, 500);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 50 && tally.reasons.len() >= 4), "{tally:#?}");
}

/// Without a partition nothing is allowed, and the reason is said; another partition is another matter.
#[test]
fn the_partition_has_to_be_said() {
    let stage = stage();
    let (chain, token) = (&stage.chain, stage.token);
    assert_found(chain, token, &[Family::Erc7518]);
    let (alice, bob) = (stage.holders[0], stage.holders[1]);
    (stage.fill)(chain, alice, U256::from(100));
    let profile = Profile { token, name: None, symbol: None, decimals: 0, supply: None };
    let amount = Amount::from_raw(U256::from(5), 0).expect("decimals in range");
    let query = TransferQuery::new(profile, alice, bob, amount);
    let ask = |query: &TransferQuery| {
        let (assessment, _) = chain.ask(&mut chain.reads(), |reads| check_transfer(reads, query));
        assessment.expect("an assessment").verdict.into_value()
    };
    let Verdict::Unknown(doubts) = ask(&query) else { panic!("allowed without a partition") };
    assert!(doubts.as_slice().iter().any(|doubt| matches!(doubt, Doubt::NotUnderstood { .. })), "{doubts:?}");
    assert!(ask(&query.clone().of_token(TOKEN_ID)).is_allow());
    let other = ask(&query.of_token(U256::from(8)));
    assert_eq!(other.reasons().iter().map(|reason| reason.code).collect::<Vec<_>>(), [Code::PartitionBalance]);
}
