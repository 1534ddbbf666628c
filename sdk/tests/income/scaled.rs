//! Scaled UI amounts (ERC-8056).

use alloy_primitives::{Address, U256};
use alloy_sol_types::sol;
use assay_sdk::units::{BlockRef, Multiplier, UiAmount};
use assay_sdk::yields::{Change, ScaledBalance, YieldError, multiplier_change, scaled_balance};

use crate::chain::Chain;
use crate::contracts::issuer;
use crate::ground::{both, each_history, go_to, head, holders, made, now, part_of, view_at, wait};
use crate::random::Random;

sol! {
    function balanceOf(address account) external view returns (uint256);
    function balanceOfUI(address account) external view returns (uint256);
    function uiMultiplier() external view returns (uint256);
    function newUIMultiplier() external view returns (uint256);
    function effectiveAt() external view returns (uint256);
    function toUIAmount(uint256 amount) external view returns (uint256);
    function fromUIAmount(uint256 shown) external view returns (uint256);
    function transfer(address to, uint256 amount) external returns (bool);
    function mint(address account, uint256 amount) external;
    function setUIMultiplier(uint256 next, uint256 at) external;
}

fn multiplier(random: &mut Random) -> U256 {
    U256::from(330_000_000_000_000_001_u64) + U256::from(random.next() % 40) * U256::from(290_123_456_789_012_347_u64)
}

fn announce(chain: &Chain, token: Address, next: U256, seconds: u64) {
    let at = U256::from(head(chain).timestamp.0 + seconds);
    chain.send(issuer(chain), token, &setUIMultiplierCall { next, at });
}

fn step(chain: &Chain, token: Address, random: &mut Random, holders: &[Address]) {
    let (one, other) = (holders[random.below(holders.len())], holders[random.below(holders.len())]);
    match random.below(5) {
        0 => {
            let amount = U256::from(random.number(60));
            chain.send(issuer(chain), token, &mintCall { account: one, amount });
        }
        1 | 2 => {
            // As a wallet does it: the amount typed is the one shown, and what is sent is raw.
            let shown = read(chain, token, one);
            let typed = UiAmount::from_raw(part_of(random, shown.shown.scaled()), 6).expect("in range");
            let amount = shown.multiplier.amount(&typed).expect("fits").raw();
            assert!(amount <= shown.amount.raw());
            chain.send(one, token, &transferCall { to: other, amount });
        }
        3 => wait(chain, random.next() % 100_000 + 1),
        _ => announce(chain, token, multiplier(random), random.next() % 50_000 + 10),
    }
}

fn read(chain: &Chain, token: Address, account: Address) -> ScaledBalance {
    now(chain, |reads| scaled_balance(reads, token, account)).expect("readable").into_value()
}

/// What the SDK says of a holder, after it was checked against the contract.
fn checked(chain: &Chain, token: Address, random: &mut Random, since: BlockRef, account: Address) -> ScaledBalance {
    let (balance, change) =
        both(chain, since, |now, then| (scaled_balance(now, token, account), multiplier_change(now, then, token)));
    let balance = balance.expect("readable").into_value();
    assert_eq!(balance.amount.raw(), chain.view(token, &balanceOfCall { account }));
    let current = chain.view(token, &uiMultiplierCall {});
    assert_eq!(balance.multiplier.raw(), current);
    let (next, at) = (chain.view(token, &newUIMultiplierCall {}), chain.view(token, &effectiveAtCall {}));
    let announced = (at > U256::from(head(chain).timestamp.0)).then_some((next, at));
    assert_eq!(balance.pending.map(|next| (next.multiplier.raw(), U256::from(next.at.0))), announced);
    let typed = UiAmount::from_raw(part_of(random, U256::from(u64::MAX)), 6).expect("in range");
    let sent = balance.multiplier.amount(&typed).expect("fits").raw();
    let one = U256::from(1_000_000_000_000_000_000_u64);
    assert_eq!(sent, typed.scaled() * one / current);

    let change = change.expect("readable").into_value();
    let before = view_at(chain, since, token, &uiMultiplierCall {});
    assert_eq!((change.then.raw(), change.now.raw()), (before, current));
    assert_eq!(change.realised.change.map(|rate| rate.numerator), Change::between(before, current));
    balance
}

const FILE: &str = "ScaledUi.sol";

fn run(name: &str, also: impl Fn(&Chain, Address, Address, &ScaledBalance, U256)) {
    let chain = Chain::start();
    let holders = holders(&chain);
    let token = made(&chain, FILE, name, &[]);
    each_history(&chain, |random| {
        let since = head(&chain);
        // From the first step on there is something to scale, by what does not come out even.
        for account in holders {
            chain.send(issuer(&chain), token, &mintCall { account, amount: U256::from(random.next() >> 4) });
        }
        announce(&chain, token, multiplier(random), 10);
        wait(&chain, 10);
        for _ in 0..10 {
            step(&chain, token, random, &holders);
            let account = holders[random.below(holders.len())];
            let balance = checked(&chain, token, random, since, account);
            also(&chain, token, account, &balance, U256::from(random.next()));
        }
        announce(&chain, token, multiplier(random), 500);
        let before = read(&chain, token, holders[0]);
        let pending = before.pending.expect("announced");
        go_to(&chain, pending.at.0 - 1);
        assert_eq!(read(&chain, token, holders[0]), before);
        go_to(&chain, pending.at.0);
        let after = read(&chain, token, holders[0]);
        let shown = pending.multiplier.ui_amount(&before.amount).expect("fits");
        assert_eq!(after, ScaledBalance { shown, multiplier: pending.multiplier, pending: None, ..before });
    });
}

#[test]
fn a_token_with_no_more_than_the_standard_requires() {
    run("ScaledUi", |_, _, _, balance, _| {
        let one = U256::from(1_000_000_000_000_000_000_u64);
        assert_eq!(balance.shown.scaled(), balance.amount.raw() * balance.multiplier.raw() / one);
    });
}

#[test]
fn a_token_that_converts_itself() {
    run("ScaledUiConverting", |chain, token, account, balance, number| {
        assert_eq!(balance.shown.scaled(), chain.view(token, &balanceOfUICall { account }));
        let shown = UiAmount::from_raw(number, 6).expect("in range");
        let raw = balance.multiplier.amount(&shown).expect("fits");
        assert_eq!(raw.raw(), chain.view(token, &fromUIAmountCall { shown: number }));
        let back = balance.multiplier.ui_amount(&raw).expect("fits").scaled();
        assert_eq!(back, chain.view(token, &toUIAmountCall { amount: raw.raw() }));
    });
}

#[test]
fn a_token_that_contradicts_itself_is_not_shown() {
    let chain = Chain::start();
    let account = holders(&chain)[0];
    let odd = Multiplier::new(U256::from(1_500_000_000_000_000_001_u64)).expect("above zero");
    let told = |name, seconds| {
        let token = made(&chain, FILE, name, &[]);
        chain.send(issuer(&chain), token, &mintCall { account, amount: U256::from(7) });
        announce(&chain, token, odd.raw(), seconds);
        wait(&chain, 100);
        now(&chain, |reads| scaled_balance(reads, token, account))
    };
    assert!(matches!(told("ScaledUiRoundingUp", 50), Err(YieldError::Inconsistent { .. })));
    assert!(matches!(told("ScaledUiUndeclared", 50), Err(YieldError::Undeclared { .. })));
    assert!(matches!(told("ScaledUiLate", 50), Err(YieldError::Inconsistent { .. })));
    // Before its moment nothing contradicts the announcement.
    assert!(told("ScaledUiLate", 5_000).is_ok());
}
