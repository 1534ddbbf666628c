//! ERC-1404, a real contract: the demo's property. And one with the CMTA's question about who calls, which is a model.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::asset::profile;
use assay_sdk::compliance::{Family, RestrictionCode as Code, TransferQuery, check_transfer};
use assay_sdk::units::Amount;

use crate::chain::{Chain, address};
use crate::contracts::{compile, deploy};
use crate::found::assert_found;
use crate::stage::{Cast, Effect, Rule, Stage, ordinary};

sol! {
    function setPaused(bool paused) external;
    function setListed(address account, bool listed) external;
    function setLocked(address account, bool locked) external;
    function setHeldUntil(address account, uint64 time) external;
    function setMaxHolders(uint256 most) external;
    function maxHolders() external view returns (uint256);
    function issue(address to, uint256 value) external;
    function setBlocked(address caller, bool blocked) external;
    function transfer(address to, uint256 amount) external returns (bool);
    function balanceOf(address account) external view returns (uint256);
}

/// A code names the first broken rule only, so that several broken rules are one reason here.
const REFUSED: Code = Code::TokenRestriction;

fn property() -> Stage {
    let chain = Chain::start();
    let token = address(&chain.demo["contracts"]["property"]);
    let registrar = address(&chain.demo["accounts"]["propertyRegistrar"]);
    let holders = ["alice", "bob", "carol"].map(|name| chain.investor(name)).to_vec();
    for account in &holders {
        chain.send(registrar, token, &setListedCall { account: *account, listed: true });
        chain.send(registrar, token, &setLockedCall { account: *account, locked: false });
        chain.send(registrar, token, &setHeldUntilCall { account: *account, time: 0 });
    }
    chain.send(registrar, token, &setMaxHoldersCall { most: U256::from(1_000) });
    let fill = move |chain: &Chain, account: Address, least: U256| {
        if chain.view(token, &balanceOfCall { account }) < least {
            chain.send(registrar, token, &issueCall { to: account, value: least });
        }
    };
    let spender = Some(chain.investor("dave"));
    let rules = property_rules(token, registrar);
    let most = U256::from(1_000);
    let family = Family::Erc1404;
    Stage { chain, family, token, holders, spender, rules, fill: Box::new(fill), always: ordinary, most }
}

fn property_rules(token: Address, registrar: Address) -> Vec<Rule> {
    let listed = move |name, who: fn(&Cast) -> Address| {
        Rule::new(
            name,
            move |chain, cast| {
                chain.send(registrar, token, &setListedCall { account: who(cast), listed: false });
                Effect::Breaks(REFUSED)
            },
            move |chain, cast| chain.send(registrar, token, &setListedCall { account: who(cast), listed: true }),
        )
    };
    vec![
        Rule::new(
            "paused",
            move |chain, _| {
                chain.send(registrar, token, &setPausedCall { paused: true });
                Effect::Breaks(REFUSED)
            },
            move |chain, _| chain.send(registrar, token, &setPausedCall { paused: false }),
        ),
        listed("sender", |cast| cast.from),
        listed("receiver", |cast| cast.to),
        Rule::new(
            "locked",
            move |chain, cast| {
                chain.send(registrar, token, &setLockedCall { account: cast.from, locked: true });
                Effect::Breaks(REFUSED)
            },
            move |chain, cast| chain.send(registrar, token, &setLockedCall { account: cast.from, locked: false }),
        ),
        Rule::new(
            "held",
            move |chain, cast| {
                chain.send(registrar, token, &setHeldUntilCall { account: cast.from, time: u64::MAX });
                Effect::Breaks(REFUSED)
            },
            move |chain, cast| chain.send(registrar, token, &setHeldUntilCall { account: cast.from, time: 0 }),
        ),
        full(token, registrar),
    ]
}

/// No place for another holder, unless the sender gives theirs up.
fn full(token: Address, registrar: Address) -> Rule {
    Rule::new(
        "full",
        move |chain, cast| {
            // Another rule may already stand against it: then the receiver keeps their place.
            let held = chain.view(token, &balanceOfCall { account: cast.to });
            chain.try_send(cast.to, token, &transferCall { to: cast.from, amount: held });
            chain.send(registrar, token, &setMaxHoldersCall { most: U256::ZERO });
            Effect::Live(Box::new(move |chain, cast, amount, _| {
                let balance = |account| chain.view(token, &balanceOfCall { account });
                let needs = cast.from != cast.to && balance(cast.to).is_zero() && balance(cast.from) != amount;
                needs.then_some(REFUSED).into_iter().collect()
            }))
        },
        move |chain, _| chain.send(registrar, token, &setMaxHoldersCall { most: U256::from(1_000) }),
    )
}

#[test]
fn property_token() {
    let tally = property().run(0x1404, 500);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 50 && tally.reasons.contains_key(&REFUSED)), "{tally:#?}");
}

/// A caller is looked at only where the token has the CMTA's question, and then by that question.
#[test]
fn who_calls_is_asked_about() {
    let chain = Chain::start();
    let [alice, bob, dave] = ["alice", "bob", "dave"].map(|name| chain.investor(name));
    let contracts = compile("Erc1404.sol");
    let token = deploy(&chain, alice, &contracts["Erc1404Extended"], &U256::from(100).abi_encode());
    assert_found(&chain, token, &[Family::Erc20, Family::Erc1404]);
    chain.send(alice, token, &crate::stage::approveCall { spender: dave, amount: U256::from(50) });
    chain.send(alice, token, &setBlockedCall { caller: dave, blocked: true });
    let ask = |spender: Option<Address>| {
        let mut reads = chain.reads();
        let (found, _) = chain.ask(&mut reads, |reads| profile(reads, token));
        let found = found.expect("a profile").into_value();
        let amount = Amount::from_raw(U256::from(5), found.decimals).expect("decimals in range");
        let mut query = TransferQuery::new(found, alice, bob, amount);
        query.spender = spender;
        let (assessment, _) = chain.ask(&mut reads, |reads| check_transfer(reads, &query));
        assessment.expect("an assessment")
    };
    assert!(ask(None).verdict.value().is_allow());
    let refused = ask(Some(dave));
    let reasons = refused.verdict.value().reasons();
    assert_eq!(reasons.iter().map(|reason| reason.code).collect::<Vec<_>>(), [REFUSED], "{refused:#?}");
    assert_eq!(reasons[0].message, "The token refuses with code 7: This caller may not move shares.");
    assert!(format!("{:?}", reasons[0].read.read).contains("detectTransferRestrictionFrom"), "{refused:#?}");
    let moved = crate::stage::transferFromCall { from: alice, to: bob, amount: U256::from(5) };
    assert!(!chain.try_send(dave, token, &moved));
    chain.send(alice, token, &setBlockedCall { caller: dave, blocked: false });
    assert!(ask(Some(dave)).verdict.value().is_allow());
    assert!(chain.try_send(dave, token, &moved));
}

#[test]
fn the_property_is_found_as_itself() {
    let chain = Chain::start();
    let token = address(&chain.demo["contracts"]["property"]);
    assert_found(&chain, token, &[Family::Erc20, Family::Erc1404]);
}
