//! Mountain Protocol's USDM, whose balances are shares, and its wrapper. Models.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::compliance::{Family, RestrictionCode as Code};

use crate::chain::Chain;
use crate::models::{anybody, far_more, harmless, model, stage, switch, unnoticed};
use crate::stage::{Cast, Rule, Stage, ordinary};

sol! {
    function setPaused(bool paused) external;
    function setBlocked(address account, bool blocked) external;
    function setRewardMultiplier(uint256 multiplier) external;
    function convertToShares(uint256 amount) external view returns (uint256);
    function sharesOf(address account) external view returns (uint256);
    function balanceOf(address account) external view returns (uint256);
    function mint(address account, uint256 amount, bool) external;
}

fn rules(token: Address, usdm: Address) -> Vec<Rule> {
    vec![
        switch("paused", token, Code::Paused, |_| setPausedCall { paused: true }, |_| setPausedCall { paused: false }),
        switch(
            "sender",
            usdm,
            Code::SenderBlacklisted,
            |cast| setBlockedCall { account: cast.from, blocked: true },
            |cast| setBlockedCall { account: cast.from, blocked: false },
        ),
        unnoticed(
            "receiver",
            usdm,
            |cast| setBlockedCall { account: cast.to, blocked: true },
            |cast| setBlockedCall { account: cast.to, blocked: false },
        )
        .only(|cast| cast.from != cast.to),
        unnoticed(
            "caller",
            usdm,
            |cast| setBlockedCall { account: cast.spender.unwrap_or_default(), blocked: true },
            |cast| setBlockedCall { account: cast.spender.unwrap_or_default(), blocked: false },
        )
        .only(|cast| cast.spender.is_some()),
    ]
}

/// The contract compares shares, and converts the amount itself.
fn by_shares(stage: &Stage, cast: &Cast, amount: U256) -> Vec<Code> {
    let needed = stage.chain.view(stage.token, &convertToSharesCall { amount });
    let held = stage.chain.view(stage.token, &sharesOfCall { account: cast.from });
    let mut broken = ordinary(stage, cast, amount);
    broken.retain(|code| *code != Code::InsufficientBalance);
    broken.extend((needed > held).then_some(Code::InsufficientBalance));
    broken
}

#[test]
fn usdm() {
    let chain = Chain::start();
    let token = model(&chain, "Usdm.sol", "Usdm", &[]);
    let mut rules = rules(token, token);
    // From one to about three, in odd steps.
    rules.push(harmless("multiplier", token, |_, cast| setRewardMultiplierCall {
        multiplier: U256::from(1_000_000_000_000_000_000 + cast.nonce * 4_123_456_789_012_347),
    }));
    rules.push(far_more(token));
    let mut stage = stage(chain, Family::Usdm, token, rules);
    stage.always = by_shares;
    let tally = stage.run(0x0005_d300, 500);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 50 && tally.reasons.len() >= 4), "{tally:#?}");
}

#[test]
fn wrapped_usdm() {
    let chain = Chain::start();
    let usdm = model(&chain, "Usdm.sol", "Usdm", &[]);
    let token = model(&chain, "Usdm.sol", "WrappedUsdm", &usdm.abi_encode());
    let mut rules = rules(token, usdm);
    let below = |paused| setPausedCall { paused };
    rules.push(switch("paused below", usdm, Code::Paused, move |_| below(true), move |_| below(false)));
    let mut stage = stage(chain, Family::Usdm, token, rules);
    stage.fill = Box::new(move |chain, account, least| {
        if chain.view(token, &balanceOfCall { account }) < least {
            chain.send(anybody(chain), token, &mintCall { account, amount: least, _2: true });
        }
    });
    let tally = stage.run(0x00e5_d300, 250);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 30 && tally.reasons.len() >= 4), "{tally:#?}");
}
