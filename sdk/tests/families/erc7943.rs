//! ERC-7943: models of the final text, in two ways of writing it, and of three drafts.

use alloy_primitives::{Address, FixedBytes, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::asset::profile;
use assay_sdk::compliance::{Doubt, Family, RestrictionCode as Code, TransferQuery, Verdict, check_transfer};
use assay_sdk::units::Amount;

use crate::chain::{Chain, address};
use crate::contracts::{compile, deploy};
use crate::found::assert_found;
use crate::stage::{Cast, Effect, Rule, Stage, Tally, ordinary};

sol! {
    function mint(address to, uint256 amount) external;
    function setPaused(bool paused) external;
    function setMost(uint256 amount) external;
    function setSend(address account, bool can) external;
    function setReceive(address account, bool can) external;
    function setCall(address caller, bool can) external;
    function freeze(address account, uint256 amount) external;
    function balanceOf(address account) external view returns (uint256);
}

const NAMES: [&str; 5] = ["Erc7943Final", "Erc7943OpenZeppelin", "Erc7943Transact", "Erc7943Allowed", "Erc7943Single"];

fn stage(name: &str) -> Stage {
    let chain = Chain::start();
    let issuer = address(&chain.demo["accounts"]["propertyRegistrar"]);
    let token = deploy(&chain, issuer, &compile("Erc7943.sol")[name], &[]);
    let holders = ["alice", "bob", "carol"].map(|name| chain.investor(name)).to_vec();
    let spender = Some(chain.investor("dave"));
    let fill = move |chain: &Chain, account: Address, least: U256| {
        if chain.view(token, &balanceOfCall { account }) < least {
            chain.send(issuer, token, &mintCall { to: account, amount: least });
        }
    };
    let mut rules = unnamed(token, issuer);
    rules.extend(freezes(token, issuer, name));
    rules.extend(parties(token, issuer, name));
    let most = U256::from(1_000);
    let family = Family::Erc7943;
    Stage { chain, family, token, holders, spender, rules, fill: Box::new(fill), always: ordinary, most }
}

fn parties(token: Address, issuer: Address, name: &str) -> Vec<Rule> {
    let final_text = name == "Erc7943Final" || name == "Erc7943OpenZeppelin";
    let sender = Rule::new(
        "sender may not",
        move |chain, cast| {
            chain.send(issuer, token, &setSendCall { account: cast.from, can: false });
            Effect::Breaks(Code::SenderNotAllowed)
        },
        move |chain, cast| chain.send(issuer, token, &setSendCall { account: cast.from, can: true }),
    );
    let receiver = Rule::new(
        "receiver may not",
        move |chain, cast| {
            let account = cast.to;
            match final_text {
                true => chain.send(issuer, token, &setReceiveCall { account, can: false }),
                false => chain.send(issuer, token, &setSendCall { account, can: false }),
            }
            Effect::Breaks(Code::ReceiverNotAllowed)
        },
        move |chain, cast| {
            chain.send(issuer, token, &setReceiveCall { account: cast.to, can: true });
            chain.send(issuer, token, &setSendCall { account: cast.to, can: true });
        },
    );
    // The final text asks about a receiver also where it is the sender; the drafts ask the same once more.
    let suits: fn(&Cast) -> bool = if final_text { |_| true } else { |cast| cast.from != cast.to };
    vec![sender, receiver.only(suits)]
}

fn freezes(token: Address, issuer: Address, name: &str) -> Vec<Rule> {
    let freeze = move |name, frozen: fn(U256, &Cast) -> U256| {
        Rule::new(
            name,
            move |chain, cast| {
                let amount = frozen(chain.view(token, &balanceOfCall { account: cast.from }), cast);
                chain.send(issuer, token, &freezeCall { account: cast.from, amount });
                Effect::Live(Box::new(move |chain, cast, asked, _| {
                    let (balance, frozen) = funds(chain, token, cast.from);
                    let broken = asked <= balance && asked > balance.saturating_sub(frozen);
                    broken.then_some(Code::PartlyFrozen).into_iter().collect()
                }))
            },
            move |chain, cast| chain.send(issuer, token, &freezeCall { account: cast.from, amount: U256::ZERO }),
        )
    };
    let mut rules = vec![freeze("partly frozen", |balance, cast| balance - cast.amount / U256::from(2))];
    // The oldest draft subtracts without a guard, and its view then fails.
    if name != "Erc7943Single" {
        rules.push(freeze("more frozen than held", |balance, _| balance + U256::from(1_000_000)));
    }
    rules
}

/// What no getter of the standard tells: seen only where no party is refused, and at what is free.
fn unnamed(token: Address, issuer: Address) -> Vec<Rule> {
    vec![
        Rule::new(
            "paused",
            move |chain, _| {
                chain.send(issuer, token, &setPausedCall { paused: true });
                Effect::Breaks(Code::Paused)
            },
            move |chain, _| chain.send(issuer, token, &setPausedCall { paused: false }),
        ),
        Rule::new(
            "limit",
            move |chain, cast| {
                let most = cast.amount / U256::from(3);
                chain.send(issuer, token, &setMostCall { amount: most });
                hidden(token, move |amount| amount > most)
            },
            move |chain, _| chain.send(issuer, token, &setMostCall { amount: U256::MAX }),
        ),
        Rule::new(
            "caller",
            move |chain, cast| {
                chain.send(issuer, token, &setCallCall { caller: cast.spender.unwrap_or_default(), can: false });
                hidden(token, |_| true)
            },
            move |chain, cast| {
                chain.send(issuer, token, &setCallCall { caller: cast.spender.unwrap_or_default(), can: true });
            },
        )
        .only(|cast| cast.spender.is_some()),
    ]
}

fn hidden(token: Address, breaks: impl Fn(U256) -> bool + 'static) -> Effect {
    Effect::Live(Box::new(move |chain, cast, amount, broken| {
        let (balance, frozen) = funds(chain, token, cast.from);
        let told = [Code::Paused, Code::SenderNotAllowed, Code::ReceiverNotAllowed];
        let seen = frozen <= balance && told.iter().all(|code| !broken.contains(code));
        let tried = amount.min(balance.saturating_sub(frozen));
        (seen && breaks(tried)).then_some(Code::TokenRestriction).into_iter().collect()
    }))
}

sol! {
    interface Frozen {
        function getFrozenTokens(address account) external view returns (uint256);
        function getFrozenTokens(address user, uint256 id) external view returns (uint256);
    }
    function supportsInterface(bytes4 id) external view returns (bool);
}
use Frozen::{getFrozenTokens_0Call, getFrozenTokens_1Call};

/// Balance and frozen part.
fn funds(chain: &Chain, token: Address, account: Address) -> (U256, U256) {
    let oldest = chain.view(token, &supportsInterfaceCall { id: FixedBytes([0xf3, 0x5f, 0xc3, 0xbe]) });
    let frozen = match oldest {
        true => chain.view(token, &getFrozenTokens_1Call { user: account, id: U256::ZERO }),
        false => chain.view(token, &getFrozenTokens_0Call { account }),
    };
    (chain.view(token, &balanceOfCall { account }), frozen)
}

fn assert_tally(tally: &Tally, headrooms: usize) {
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= headrooms && tally.reasons.len() >= 7), "{tally:#?}");
}

#[test]
fn final_text() {
    assert_tally(&stage("Erc7943Final").run(0x7943, 500), 50);
}

#[test]
fn final_text_as_openzeppelin_does_it() {
    assert_tally(&stage("Erc7943OpenZeppelin").run(0x7944, 250), 25);
}

#[test]
fn draft_with_can_transact() {
    assert_tally(&stage("Erc7943Transact").run(0x7945, 250), 25);
}

#[test]
fn draft_with_is_user_allowed() {
    assert_tally(&stage("Erc7943Allowed").run(0x7946, 250), 25);
}

#[test]
fn draft_with_one_interface_for_all() {
    assert_tally(&stage("Erc7943Single").run(0x7947, 250), 25);
}

#[test]
fn each_version_is_found_as_erc7943() {
    let chain = Chain::start();
    let issuer = address(&chain.demo["accounts"]["propertyRegistrar"]);
    let contracts = compile("Erc7943.sol");
    for name in NAMES {
        let token = deploy(&chain, issuer, &contracts[name], &[]);
        assert_found(&chain, token, &[Family::Erc20, Family::Erc7943]);
    }
}

/// Unique items and tokens of many kinds, final and drafts: recognised, never allowed, and the reason is said.
#[test]
fn items_are_recognised_and_not_understood() {
    let chain = Chain::start();
    let issuer = address(&chain.demo["accounts"]["propertyRegistrar"]);
    let contracts = compile("Erc7943.sol");
    for id in ["bf1ef5fe", "a8fdc849", "a1264b3e", "41c4fbad", "5627c61a", "5ffc456d"] {
        let id: FixedBytes<4> = id.parse().expect("four bytes");
        let token = deploy(&chain, issuer, &contracts["Erc7943Items"], &(id,).abi_encode_params());
        assert_found(&chain, token, &[Family::Erc20, Family::Erc7943]);
        let mut reads = chain.reads();
        let (found, _) = chain.ask(&mut reads, |reads| profile(reads, token));
        let found = found.expect("a profile").into_value();
        let amount = Amount::from_raw(U256::ONE, found.decimals).expect("decimals in range");
        let query = TransferQuery::new(found, issuer, chain.investor("bob"), amount);
        let (assessment, _) = chain.ask(&mut reads, |reads| check_transfer(reads, &query));
        let assessment = assessment.expect("an assessment");
        let Verdict::Unknown(doubts) = assessment.verdict.value() else { panic!("{assessment:#?}") };
        assert!(doubts.as_slice().iter().any(|doubt| matches!(doubt, Doubt::NotUnderstood { .. })), "{doubts:?}");
    }
}
