//! Superstate USTB: models of version 4 and of version 3, which has pledges.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::compliance::{Family, NoticeCode, RestrictionCode as Code, Verdict};

use crate::chain::Chain;
use crate::contracts::{self, compile, deploy};
use crate::parties::switch;
use crate::stage::{Cast, Effect, Rule, Stage, ordinary};

sol! {
    function setEntity(address account, uint256 entity) external;
    function setFund(uint256 entity, string calldata fund, bool allowed) external;
    function setProtocol(address account, string calldata fund, bool allowed) external;
    function setPaused(bool paused) external;
    function setAccountingPaused(bool paused) external;
    function encumber(address taker, uint256 amount) external;
    function release(address owner, uint256 amount) external;
    function mint(address to, uint256 amount) external;
    function balanceOf(address account) external view returns (uint256);
}

pub(crate) struct Deployed {
    pub(crate) token: Address,
    issuer: Address,
    list: Address,
}

/// The fund that the token is, and an entity that may hold only others.
const FUND: &str = "USTB";
const ADMITTED: U256 = U256::from_limbs([1, 0, 0, 0]);
const ELSEWHERE: U256 = U256::from_limbs([2, 0, 0, 0]);

pub(crate) fn deployed(chain: &Chain, contract: &str) -> Deployed {
    let contracts = compile("Superstate.sol");
    let issuer = contracts::issuer(chain);
    let list = deploy(chain, issuer, &contracts["AllowList"], &[]);
    let token = deploy(chain, issuer, &contracts[contract], &list.abi_encode());
    let fund = || FUND.to_owned();
    chain.send(issuer, list, &setFundCall { entity: ADMITTED, fund: fund(), allowed: true });
    chain.send(issuer, list, &setFundCall { entity: ELSEWHERE, fund: "USCC".to_owned(), allowed: true });
    for account in ["alice", "bob"].map(|name| chain.investor(name)) {
        chain.send(issuer, list, &setEntityCall { account, entity: ADMITTED });
    }
    // Carol is admitted the other way, as a protocol.
    chain.send(issuer, list, &setProtocolCall { account: chain.investor("carol"), fund: fund(), allowed: true });
    Deployed { token, issuer, list }
}

/// Entities without the fund, whichever way the account was admitted; an entity goes before a protocol's permission.
fn removed(name: &'static str, issuer: Address, list: Address, who: fn(&Cast) -> Address, code: Code) -> Rule {
    let carol = move |chain: &Chain, account| account == chain.investor("carol");
    Rule::new(
        name,
        move |chain, cast| {
            chain.send(issuer, list, &setEntityCall { account: who(cast), entity: ELSEWHERE });
            Effect::Breaks(code)
        },
        move |chain, cast| {
            let entity = if carol(chain, who(cast)) { U256::ZERO } else { ADMITTED };
            chain.send(issuer, list, &setEntityCall { account: who(cast), entity });
        },
    )
}

/// Strangers to the issuer altogether. Not carol, whom the list knows as a protocol.
fn forgotten(name: &'static str, issuer: Address, list: Address, who: fn(&Cast) -> Address, code: Code) -> Rule {
    Rule::new(
        name,
        move |chain, cast| {
            if who(cast) == chain.investor("carol") {
                return Effect::Harmless;
            }
            chain.send(issuer, list, &setEntityCall { account: who(cast), entity: U256::ZERO });
            Effect::Breaks(code)
        },
        move |chain, cast| {
            if who(cast) != chain.investor("carol") {
                chain.send(issuer, list, &setEntityCall { account: who(cast), entity: ADMITTED });
            }
        },
    )
}

fn stage(contract: &str) -> Stage {
    let chain = Chain::start();
    let Deployed { token, issuer, list } = deployed(&chain, contract);
    let mut rules = vec![
        switch("paused", issuer, token, |paused| setPausedCall { paused }),
        removed("sender elsewhere", issuer, list, |cast| cast.from, Code::SenderNotAllowed),
        removed("receiver elsewhere", issuer, list, |cast| cast.to, Code::ReceiverNotAllowed).only(distinct),
        Rule::new(
            "accounting paused",
            move |chain, _| {
                chain.send(issuer, token, &setAccountingPausedCall { paused: true });
                Effect::Harmless
            },
            move |chain, _| chain.send(issuer, token, &setAccountingPausedCall { paused: false }),
        ),
    ];
    if contract == "ThirdToken" {
        rules.push(pledged(token));
    } else {
        rules.push(forgotten("sender forgotten", issuer, list, |cast| cast.from, Code::SenderNotAllowed));
        let receiver = forgotten("receiver forgotten", issuer, list, |cast| cast.to, Code::ReceiverNotAllowed);
        rules.push(receiver.only(distinct));
    }
    let fill = move |chain: &Chain, account: Address, least: U256| {
        if chain.view(token, &balanceOfCall { account }) < least {
            chain.send(issuer, token, &mintCall { to: account, amount: least });
        }
    };
    let holders = ["alice", "bob", "carol"].map(|name| chain.investor(name)).to_vec();
    Stage {
        // Not on the list, which does not matter.
        spender: Some(chain.investor("dave")),
        chain,
        family: Family::Superstate,
        token,
        holders,
        rules,
        fill: Box::new(fill),
        always: ordinary,
        most: U256::from(1_000_000),
    }
}

fn distinct(cast: &Cast) -> bool {
    cast.from != cast.to
}

/// Half of what is to be sent, and what else there is, pledged to somebody who takes no part. Needs transfers to be on, so it goes first.
fn pledged(token: Address) -> Rule {
    let taker = contracts::issuer;
    let pledge = |cast: &Cast| cast.amount / U256::from(2) + U256::from(1);
    Rule::new(
        "pledged",
        move |chain, cast| {
            let amount = pledge(cast);
            if !chain.try_send(cast.from, token, &encumberCall { taker: taker(chain), amount }) {
                return Effect::Harmless;
            }
            let balance = chain.view(token, &balanceOfCall { account: cast.from });
            let free = balance - amount;
            Effect::At(Box::new(
                move |amount| {
                    if amount > free && amount <= balance { vec![Code::LockedUp] } else { Vec::new() }
                },
            ))
        },
        move |chain, cast| {
            let amount = pledge(cast);
            // Where the pledge was refused there is nothing to release.
            chain.try_send(taker(chain), token, &releaseCall { owner: cast.from, amount });
        },
    )
}

#[test]
fn superstate() {
    let tally = stage("FourthToken").run(0x5501, 500);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 50 && tally.reasons.len() >= 5), "{tally:#?}");
}

#[test]
fn superstate_third_version() {
    let tally = stage("ThirdToken").run(0x5502, 250);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 25 && tally.reasons.len() >= 6), "{tally:#?}");
}

#[test]
fn sending_to_the_token_itself_burns_and_says_so() {
    let stage = stage("FourthToken");
    let (chain, token, alice) = (&stage.chain, stage.token, stage.holders[0]);
    let issuer = contracts::issuer(chain);
    (stage.fill)(chain, alice, U256::from(100));

    // Also while transfers are paused, and although the token is on no list.
    chain.send(issuer, token, &setPausedCall { paused: true });
    let burning = stage.check(alice, token, U256::from(40));
    assert!(burning.verdict.value().is_allow(), "{burning:#?}");
    assert!(matches!(burning.notices.as_slice(), [only] if only.code == NoticeCode::SendingBurns), "{burning:#?}");

    chain.send(issuer, token, &setAccountingPausedCall { paused: true });
    let stopped = stage.check(alice, token, U256::from(40));
    assert!(matches!(stopped.verdict.value(), Verdict::Deny(_)), "{stopped:#?}");
    assert!(matches!(stopped.verdict.value().reasons(), [only] if only.code == Code::Paused), "{stopped:#?}");
    chain.send(issuer, token, &setAccountingPausedCall { paused: false });

    let before = stage.balance(alice);
    let sent = crate::stage::transferCall { to: token, amount: U256::from(40) };
    chain.send(alice, token, &sent);
    assert_eq!(stage.balance(alice), before - U256::from(40));
    assert_eq!(stage.balance(token), U256::ZERO, "the tokens are gone");
}

#[test]
fn a_pledge_to_the_caller_is_not_guessed_at() {
    let stage = stage("ThirdToken");
    let (chain, token) = (&stage.chain, stage.token);
    let (alice, bob, dave) = (stage.holders[0], stage.holders[1], chain.investor("dave"));
    (stage.fill)(chain, alice, U256::from(100));
    chain.send(alice, token, &encumberCall { taker: dave, amount: U256::from(30) });
    let moved = stage.check_by(alice, bob, Some(dave), U256::from(20));
    assert!(matches!(moved.verdict.value(), Verdict::Unknown(_)), "{moved:#?}");
}
