//! Paxos' tokens: gold of the first version with its fee, and the second version. Models: the first needs a compiler of 2018.

use alloy_primitives::{Address, U256};
use alloy_sol_types::sol;
use assay_sdk::compliance::{Family, RestrictionCode as Code};

use crate::chain::Chain;
use crate::models::{anybody, harmless, model, stage, switch};
use crate::stage::{Cast, Rule};

sol! {
    function pause() external;
    function unpause() external;
    function freeze(address addr) external;
    function unfreeze(address addr) external;
    function setFee(uint256 rate, address recipient) external;
}

fn rules(token: Address) -> Vec<Rule> {
    let frozen = move |name, who: fn(&Cast) -> Address, code| {
        let breaks = move |cast: &Cast| freezeCall { addr: who(cast) };
        switch(name, token, code, breaks, move |cast| unfreezeCall { addr: who(cast) })
    };
    vec![
        switch("paused", token, Code::Paused, |_| pauseCall {}, |_| unpauseCall {}),
        frozen("sender", |cast| cast.from, Code::SenderFrozen),
        frozen("receiver", |cast| cast.to, Code::ReceiverFrozen).only(|cast| cast.from != cast.to),
        frozen("caller", |cast| cast.spender.unwrap_or_default(), Code::CallerFrozen)
            .only(|cast| cast.spender.is_some()),
    ]
}

#[test]
fn the_first_gold_takes_a_fee() {
    let chain = Chain::start();
    let token = model(&chain, "PaxosGold.sol", "PaxosGoldV1", &[]);
    let mut rules = rules(token);
    let fee = |name, recipient: fn(&Chain, &Cast) -> Address| {
        harmless(name, token, move |chain, cast| {
            // Up to a tenth, and now and then none.
            let rate = U256::from(cast.nonce % 5 * 20_000 + cast.nonce % 3);
            setFeeCall { rate, recipient: recipient(chain, cast) }
        })
    };
    rules.extend([
        fee("a fee for Paxos", |chain, _| anybody(chain)),
        fee("a fee for the receiver", |_, cast| cast.to),
        fee("a fee for the sender", |_, cast| cast.from),
    ]);
    // A fee that goes back to the sender, or to the receiver, is part of what the balances show.
    let tally = stage(chain, Family::PaxosGold, token, rules).run(0x00fe_e000, 250);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 30 && tally.reasons.len() >= 6), "{tally:#?}");
}

#[test]
fn the_second_version_takes_none() {
    let chain = Chain::start();
    let token = model(&chain, "PaxosGold.sol", "PaxosTokenV2", &[]);
    let rules = rules(token);
    let tally = stage(chain, Family::PaxosGold, token, rules).run(0x0000_9a02, 250);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 30 && tally.reasons.len() >= 6), "{tally:#?}");
}
