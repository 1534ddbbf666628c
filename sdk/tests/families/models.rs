//! Models of tokens that anybody may mint and change: deployed, broken by one call and mended by another, and asked.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, sol};
use assay_sdk::asset::profile;
use assay_sdk::compliance::{Assessment, Family, RestrictionCode as Code, TransferQuery, check_transfer};
use assay_sdk::units::Amount;

use crate::chain::{Chain, address};
use crate::contracts::{compile, deploy};
use crate::stage::{Cast, Effect, Rule, Stage, ordinary};

sol! {
    function mint(address account, uint256 amount) external;
    function balanceOf(address account) external view returns (uint256);
}

/// Sends `breaks` to a contract, which breaks the rule whatever the amount, and `mends` to undo that.
pub(crate) fn switch<C: SolCall, D: SolCall>(
    name: &'static str,
    contract: Address,
    code: Code,
    breaks: impl Fn(&Cast) -> C + 'static,
    mends: impl Fn(&Cast) -> D + 'static,
) -> Rule {
    Rule::new(
        name,
        move |chain, cast| {
            chain.send(anybody(chain), contract, &breaks(cast));
            Effect::Breaks(code)
        },
        move |chain, cast| chain.send(anybody(chain), contract, &mends(cast)),
    )
}

/// A change of the token's state that breaks nothing.
pub(crate) fn harmless<C: SolCall>(
    name: &'static str,
    contract: Address,
    change: impl Fn(&Chain, &Cast) -> C + 'static,
) -> Rule {
    Rule::new(
        name,
        move |chain, cast| {
            chain.send(anybody(chain), contract, &change(chain, cast));
            Effect::Harmless
        },
        |_, _| {},
    )
}

/// A change of what the token does not look at, and back.
pub(crate) fn unnoticed<C: SolCall, D: SolCall>(
    name: &'static str,
    contract: Address,
    change: impl Fn(&Cast) -> C + 'static,
    back: impl Fn(&Cast) -> D + 'static,
) -> Rule {
    Rule::new(
        name,
        move |chain, cast| {
            chain.send(anybody(chain), contract, &change(cast));
            Effect::Harmless
        },
        move |chain, cast| chain.send(anybody(chain), contract, &back(cast)),
    )
}

/// Far more than there is, whatever the multiplier becomes: one unit above the balance shown is still within the shares.
pub(crate) fn far_more(token: Address) -> Rule {
    let above = move |chain: &Chain, cast: &Cast| {
        let balance = chain.view(token, &balanceOfCall { account: cast.from });
        Effect::Above(balance * U256::from(100), Code::InsufficientBalance)
    };
    Rule::new("far more than there is", above, |_, _| {})
}

/// A verdict outside of a scenario.
pub(crate) fn assess(chain: &Chain, token: Address, from: Address, to: Address, amount: u64) -> Assessment {
    let mut reads = chain.reads();
    let (found, _) = chain.ask(&mut reads, |reads| profile(reads, token));
    let profile = found.expect("a profile").into_value();
    let amount = Amount::from_raw(U256::from(amount), profile.decimals).expect("decimals in range");
    let query = TransferQuery::new(profile, from, to, amount);
    let (assessment, _) = chain.ask(&mut reads, |reads| check_transfer(reads, &query));
    assessment.expect("an assessment")
}

/// Who deploys the models and acts as their owner. They let anybody.
pub(crate) fn anybody(chain: &Chain) -> Address {
    address(&chain.demo["accounts"]["goldIssuer"])
}

/// One contract of a file, deployed.
pub(crate) fn model(chain: &Chain, file: &str, name: &str, arguments: &[u8]) -> Address {
    deploy(chain, anybody(chain), &compile(file)[name], arguments)
}

/// A token that anybody may mint, held by three of the demo's investors; a fourth one may spend allowances.
pub(crate) fn stage(chain: Chain, family: Family, token: Address, rules: Vec<Rule>) -> Stage {
    let holders = ["alice", "bob", "carol"].map(|name| chain.investor(name)).to_vec();
    let spender = Some(chain.investor("dave"));
    let fill = move |chain: &Chain, account: Address, least: U256| {
        if chain.view(token, &balanceOfCall { account }) < least {
            // A little more: where shares are minted, they are rounded down.
            let amount = least * U256::from(2) + U256::from(100);
            chain.send(anybody(chain), token, &mintCall { account, amount });
        }
    };
    let (fill, most) = (Box::new(fill), U256::from(1_000_000));
    Stage { chain, family, token, holders, spender, rules, fill, always: ordinary, most }
}
