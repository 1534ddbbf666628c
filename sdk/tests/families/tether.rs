//! Tether's gold in both versions, and Tether's first dollar. Models.

use alloy_primitives::{Address, U256};
use alloy_sol_types::sol;
use assay_sdk::compliance::{Family, RestrictionCode as Code, Verdict};

use crate::chain::Chain;
use crate::models::{anybody, assess, harmless, model, stage, switch, unnoticed};
use crate::stage::{Cast, Effect, Rule};

sol! {
    function addToBlockedList(address user) external;
    function removeFromBlockedList(address user) external;
    function set(bool paused, bool deprecated) external;
    function setParams(uint256 rate, uint256 most, address owner) external;
    function list(address account, bool listed) external;
    function mint(address account, uint256 amount) external;
    function transfer(address to, uint256 amount) external;
}

fn gold(name: &str, seed: u64) {
    let chain = Chain::start();
    let token = model(&chain, "TetherGold.sol", name, &[]);
    let blocked = move |name, who: fn(&Cast) -> Address, code| {
        let breaks = move |cast: &Cast| addToBlockedListCall { user: who(cast) };
        switch(name, token, code, breaks, move |cast| removeFromBlockedListCall { user: who(cast) })
    };
    let rules = vec![
        blocked("sender", |cast| cast.from, Code::SenderBlacklisted),
        blocked("caller", |cast| cast.spender.unwrap_or_default(), Code::CallerBlacklisted)
            .only(|cast| cast.spender.is_some()),
        unnoticed(
            "receiver",
            token,
            |cast| addToBlockedListCall { user: cast.to },
            |cast| removeFromBlockedListCall { user: cast.to },
        )
        .only(|cast| cast.from != cast.to),
        Rule::new("to the token", |_, _| Effect::Breaks(Code::TokenIsReceiver), |_, _| {}).sent_to(token),
    ];
    let tally = stage(chain, Family::TetherGold, token, rules).run(seed, 250);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 30 && tally.reasons.len() >= 5), "{tally:#?}");
}

#[test]
fn gold_of_2020() {
    gold("TetherGold", 0x0000_2020);
}

#[test]
fn gold_of_2024() {
    gold("TetherGoldV2", 0x0000_2024);
}

#[test]
fn the_first_dollar_looks_at_the_sender_and_takes_a_fee() {
    let chain = Chain::start();
    let token = model(&chain, "TetherDollar.sol", "TetherDollar", &[]);
    let paused = |paused| setCall { paused, deprecated: false };
    let fee = |name, owner: fn(&Chain, &Cast) -> Address| {
        harmless(name, token, move |chain, cast| setParamsCall {
            rate: U256::from(cast.nonce % 20),
            most: U256::from(cast.nonce % 7 * 100),
            owner: owner(chain, cast),
        })
    };
    let rules = vec![
        switch("paused", token, Code::Paused, move |_| paused(true), move |_| paused(false)),
        switch(
            "sender",
            token,
            Code::SenderBlacklisted,
            |cast| listCall { account: cast.from, listed: true },
            |cast| listCall { account: cast.from, listed: false },
        ),
        unnoticed(
            "receiver",
            token,
            |cast| listCall { account: cast.to, listed: true },
            |cast| listCall { account: cast.to, listed: false },
        )
        .only(|cast| cast.from != cast.to),
        fee("a fee for Tether", |chain, _| anybody(chain)),
        fee("a fee for the receiver", |_, cast| cast.to),
    ];
    let tally = stage(chain, Family::TetherDollar, token, rules).run(0x005d_0170, 500);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 50 && tally.reasons.len() >= 4), "{tally:#?}");
}

#[test]
fn a_dollar_that_was_handed_over_is_left_open() {
    let chain = Chain::start();
    let token = model(&chain, "TetherDollar.sol", "TetherDollar", &[]);
    let (alice, bob) = (chain.investor("alice"), chain.investor("bob"));
    chain.send(anybody(&chain), token, &mintCall { account: alice, amount: U256::from(10) });
    assert!(assess(&chain, token, alice, bob, 5).verdict.value().is_allow());
    chain.send(anybody(&chain), token, &setCall { paused: false, deprecated: true });
    let assessment = assess(&chain, token, alice, bob, 5);
    let Verdict::Unknown(open) = assessment.verdict.value() else { panic!("{assessment:#?}") };
    assert!(open.as_slice().iter().any(|doubt| doubt.code() == "not-understood"), "{open:#?}");
}

#[test]
fn what_the_owner_of_the_gold_may_do_is_not_guessed() {
    let chain = Chain::start();
    for (name, passes) in [("TetherGold", false), ("TetherGoldV2", true)] {
        let token = model(&chain, "TetherGold.sol", name, &[]);
        let (owner, bob) = (anybody(&chain), chain.investor("bob"));
        chain.send(owner, token, &mintCall { account: owner, amount: U256::from(10) });
        chain.send(owner, token, &addToBlockedListCall { user: owner });
        let assessment = assess(&chain, token, owner, bob, 5);
        assert!(matches!(assessment.verdict.value(), Verdict::Unknown(_)), "{name}: {assessment:#?}");
        let call = transferCall { to: bob, amount: U256::from(5) };
        assert_eq!(chain.try_send(owner, token, &call), passes, "{name}");
    }
}
