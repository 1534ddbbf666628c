//! Circle's FiatToken 2.2, the real contract: the demo's gold.

use alloy_primitives::{Address, U256};
use alloy_sol_types::sol;
use assay_sdk::compliance::{Family, RestrictionCode as Code};

use crate::chain::{Chain, address};
use crate::stage::{Cast, Effect, Rule, Stage, ordinary};

sol! {
    function pause() external;
    function unpause() external;
    function blacklist(address account) external;
    function unBlacklist(address account) external;
    function transfer(address to, uint256 amount) external returns (bool);
    function balanceOf(address account) external view returns (uint256);
}

fn stage() -> Stage {
    let chain = Chain::start();
    let token = address(&chain.demo["contracts"]["gold"]);
    let issuer = address(&chain.demo["accounts"]["goldIssuer"]);
    let holders = ["alice", "bob", "carol"].map(|name| chain.investor(name)).to_vec();
    let pool = holders.clone();
    let fill = move |chain: &Chain, account: Address, least: U256| {
        if chain.view(token, &balanceOfCall { account }) < least {
            let richest = pool.iter().max_by_key(|other| chain.view(token, &balanceOfCall { account: **other }));
            chain.send(*richest.expect("holders"), token, &transferCall { to: account, amount: least });
        }
    };
    let listed = move |name, who: fn(&Cast) -> Address, code| {
        Rule::new(
            name,
            move |chain, cast| {
                chain.send(issuer, token, &blacklistCall { account: who(cast) });
                Effect::Breaks(code)
            },
            move |chain, cast| chain.send(issuer, token, &unBlacklistCall { account: who(cast) }),
        )
    };
    let rules = vec![
        Rule::new(
            "paused",
            move |chain, _| {
                chain.send(issuer, token, &pauseCall {});
                Effect::Breaks(Code::Paused)
            },
            move |chain, _| chain.send(issuer, token, &unpauseCall {}),
        ),
        listed("sender", |cast| cast.from, Code::SenderBlacklisted),
        listed("receiver", |cast| cast.to, Code::ReceiverBlacklisted).only(|cast| cast.from != cast.to),
        listed("caller", |cast| cast.spender.unwrap_or_default(), Code::CallerBlacklisted)
            .only(|cast| cast.spender.is_some()),
    ];
    let spender = Some(chain.investor("dave"));
    // Dave is blacklisted in the demo.
    chain.send(issuer, token, &unBlacklistCall { account: chain.investor("dave") });
    let most = U256::from(1_000);
    Stage {
        chain,
        family: Family::FiatToken,
        token,
        holders,
        spender,
        rules,
        fill: Box::new(fill),
        always: ordinary,
        most,
    }
}

#[test]
fn fiat_token() {
    let tally = stage().run(0x00f1_a700, 500);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 50 && tally.reasons.len() >= 6), "{tally:#?}");
}
