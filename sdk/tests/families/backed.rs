//! Backed's tokens: plain, with fees in two versions, and wrapped. Models: the real ones need a compiler of 2021.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::compliance::{Family, RestrictionCode as Code};
use serde_json::json;

use crate::chain::Chain;
use crate::models::{anybody, assess, far_more, harmless, model, stage, switch};
use crate::stage::{Cast, Effect, Rule, Stage, ordinary};

sol! {
    function setPause(bool paused) external;
    function set(address addr, bool sanctioned) external;
    function schedule(uint256 multiplier, uint256 activation) external;
    function setMultiplier(uint256 multiplier) external;
    function setFeePerPeriod(uint256 fee) external;
    function getCurrentMultiplier() external view returns (uint256 current);
    function mint(address account, uint256 amount) external;
    function balanceOf(address account) external view returns (uint256);
    function sharesOf(address account) external view returns (uint256);
}

fn rules(token: Address, list: Address) -> Vec<Rule> {
    let sanctioned = move |name, who: fn(&Cast) -> Address, code| {
        let breaks = move |cast: &Cast| setCall { addr: who(cast), sanctioned: true };
        switch(name, list, code, breaks, move |cast| setCall { addr: who(cast), sanctioned: false })
    };
    vec![
        switch("paused", token, Code::Paused, |_| setPauseCall { paused: true }, |_| setPauseCall { paused: false }),
        sanctioned("sender", |cast| cast.from, Code::SenderSanctioned),
        sanctioned("receiver", |cast| cast.to, Code::ReceiverSanctioned).only(|cast| cast.from != cast.to),
        sanctioned("caller", |cast| cast.spender.unwrap_or_default(), Code::CallerSanctioned)
            .only(|cast| cast.spender.is_some()),
    ]
}

/// The contract compares shares: the amount over the multiplier, rounded down.
fn by_shares(stage: &Stage, cast: &Cast, amount: U256) -> Vec<Code> {
    let one = U256::from(10).pow(U256::from(18));
    let needed = amount * one / stage.chain.view(stage.token, &getCurrentMultiplierCall {});
    let held = stage.chain.view(stage.token, &sharesOfCall { account: cast.from });
    let mut broken = ordinary(stage, cast, amount);
    broken.retain(|code| *code != Code::InsufficientBalance);
    broken.extend((needed > held).then_some(Code::InsufficientBalance));
    broken
}

/// From about a third to about twelve, as after splits.
fn multiplier(cast: &Cast) -> U256 {
    U256::from(330_000_000_000_000_001_u64 + cast.nonce % 40 * 290_123_456_789_012_347)
}

fn days_pass() -> Rule {
    let pass = |chain: &Chain, _: &Cast| {
        chain.devnet.call("evm_increaseTime", json!([86_400]));
        chain.devnet.call("evm_mine", json!([]));
        Effect::Harmless
    };
    Rule::new("a day passes", pass, |_, _| {})
}

#[test]
fn backed() {
    let chain = Chain::start();
    let list = model(&chain, "Backed.sol", "SanctionsList", &[]);
    let token = model(&chain, "Backed.sol", "BackedToken", &list.abi_encode());
    let rules = rules(token, list);
    let tally = stage(chain, Family::Backed, token, rules).run(0x000b_ac00, 250);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 30 && tally.reasons.len() >= 6), "{tally:#?}");
}

#[test]
fn wrapped_backed() {
    let chain = Chain::start();
    let list = model(&chain, "Backed.sol", "SanctionsList", &[]);
    let asset = model(&chain, "Backed.sol", "BackedToken", &list.abi_encode());
    let token = model(&chain, "Backed.sol", "WrappedBackedToken", &asset.abi_encode());
    let rules = rules(token, list);
    let tally = stage(chain, Family::Backed, token, rules).run(0x00eb_ac00, 250);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 30 && tally.reasons.len() >= 6), "{tally:#?}");
}

#[test]
fn backed_with_fees() {
    let chain = Chain::start();
    let list = model(&chain, "Backed.sol", "SanctionsList", &[]);
    let token = model(&chain, "Backed.sol", "BackedAutoFeeToken", &list.abi_encode());
    let mut rules = rules(token, list);
    rules.push(harmless("multiplier", token, |_, cast| scheduleCall {
        multiplier: multiplier(cast),
        activation: U256::ZERO,
    }));
    rules.push(harmless("a multiplier to come", token, |chain, cast| scheduleCall {
        multiplier: multiplier(cast),
        activation: U256::from(chain.reads().at().timestamp.0 + 40_000),
    }));
    rules.push(harmless("fee", token, |_, _| setFeePerPeriodCall { fee: U256::from(68_000_000_000_000_u64) }));
    rules.push(days_pass());
    rules.push(far_more(token));
    let mut stage = stage(chain, Family::Backed, token, rules);
    stage.always = by_shares;
    let tally = stage.run(0x00fb_ac00, 500);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 50 && tally.reasons.len() >= 6), "{tally:#?}");
}

#[test]
fn backed_with_the_first_fees() {
    let chain = Chain::start();
    let list = model(&chain, "Backed.sol", "SanctionsList", &[]);
    let token = model(&chain, "Backed.sol", "BackedFirstAutoFeeToken", &list.abi_encode());
    let mut rules = rules(token, list);
    rules.push(harmless("multiplier", token, |_, cast| setMultiplierCall { multiplier: multiplier(cast) }));
    rules.push(harmless("fee", token, |_, _| setFeePerPeriodCall { fee: U256::from(68_000_000_000_000_u64) }));
    rules.push(days_pass());
    rules.push(far_more(token));
    let mut stage = stage(chain, Family::Backed, token, rules);
    stage.always = by_shares;
    let tally = stage.run(0x00f1_ac00, 250);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 30 && tally.reasons.len() >= 6), "{tally:#?}");
}

#[test]
fn what_changes_the_balances_is_known_in_advance() {
    let chain = Chain::start();
    let list = model(&chain, "Backed.sol", "SanctionsList", &[]);
    let token = model(&chain, "Backed.sol", "BackedAutoFeeToken", &list.abi_encode());
    let (alice, bob) = (chain.investor("alice"), chain.investor("bob"));
    chain.send(anybody(&chain), token, &mintCall { account: alice, amount: U256::from(1_000_000) });
    let next = |chain: &Chain| assess(chain, token, alice, bob, 5).headroom.next.map(|next| next.at.0);
    assert_eq!(next(&chain), None);
    chain.send(anybody(&chain), token, &setFeePerPeriodCall { fee: U256::from(68_000_000_000_000_u64) });
    let period = next(&chain).expect("the end of the period");
    let scheduled = chain.reads().at().timestamp.0 + 3_600;
    let call =
        scheduleCall { multiplier: U256::from(2_000_000_000_000_000_000_u64), activation: U256::from(scheduled) };
    chain.send(anybody(&chain), token, &call);
    assert_eq!(next(&chain), Some(scheduled));
    for (at, balance) in
        [(scheduled - 1, 1_000_000_u64), (scheduled, 2_000_000), (period - 1, 2_000_000), (period, 1_999_864)]
    {
        chain.devnet.call("evm_setNextBlockTimestamp", json!([at]));
        chain.devnet.call("evm_mine", json!([]));
        assert_eq!(chain.view(token, &balanceOfCall { account: alice }), U256::from(balance), "{at}");
    }
}
