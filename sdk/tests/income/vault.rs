//! Share prices of ERC-4626 vaults: what a holding is worth and has earned, against what the vault pays when it is redeemed.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::abi::erc20::IERC20;
use assay_sdk::abi::erc4626::IERC4626;
use assay_sdk::redemption::{Obstacle, Payout, Route, plan};
use assay_sdk::tx::Intent;
use assay_sdk::units::{Amount, BlockRef};
use assay_sdk::yields::{Accrual, Change, Vault, accrual, share_price_return, worth};

use crate::chain::Chain;
use crate::contracts::issuer;
use crate::ground::{both, carry_out, each_history, head, holders, made, now, part_of, view_at, wait};
use crate::random::Random;

sol! {
    function mint(address account, uint256 amount) external;
    function take(address account, uint256 amount) external;
    function deposit(uint256 assets, address receiver) external returns (uint256);
    function setExitFee(uint256 basisPoints) external;
    function exitFee() external view returns (uint256);
    function payManager(uint256 shares) external;
}

struct Ground {
    chain: Chain,
    vault: Vault,
    money: Address,
    fees: bool,
}

impl Ground {
    fn new(name: &str) -> Self {
        let chain = Chain::start();
        let money = made(&chain, "Dividends.sol", "Money", &[]);
        let contract = made(&chain, "Vaults.sol", name, &money.abi_encode());
        for account in holders(&chain) {
            chain.send(account, money, &IERC20::approveCall { spender: contract, amount: U256::MAX });
        }
        Self { chain, vault: Vault::erc4626(contract), money, fees: name == "FeeVault" }
    }

    fn shares(&self, account: Address) -> U256 {
        self.chain.view(self.vault.share, &IERC20::balanceOfCall { account })
    }

    fn money(&self, account: Address) -> U256 {
        self.chain.view(self.money, &IERC20::balanceOfCall { account })
    }

    fn deposit(&self, receiver: Address, assets: U256) {
        self.chain.send(issuer(&self.chain), self.money, &mintCall { account: receiver, amount: assets });
        // Refused where a vault that lost everything would give more shares than can be counted.
        self.chain.try_send(receiver, self.vault.contract, &depositCall { assets, receiver });
    }

    /// The vault's own answer, of this block or an earlier one.
    fn converted(&self, at: BlockRef, shares: U256) -> U256 {
        view_at(&self.chain, at, self.vault.contract, &IERC4626::convertToAssetsCall { shares })
    }

    /// All that the SDK says of a holder, against the contract.
    fn check(&self, since: BlockRef, account: Address) -> Accrual {
        let (held, earned, price) = both(&self.chain, since, |now, then| {
            let price = share_price_return(now, then, self.vault);
            (worth(now, self.vault, account), accrual(now, then, self.vault, account), price)
        });
        let held = held.expect("readable").into_value();
        let (shares, at) = (self.shares(account), head(&self.chain));
        let (before, after) = (self.converted(since, shares), self.converted(at, shares));
        assert_eq!((held.shares.raw(), held.assets.raw(), held.asset), (shares, after, self.money));
        let earned = earned.expect("readable").into_value();
        assert_eq!((earned.shares, earned.then.raw(), earned.now), (held.shares, before, held.assets));
        assert_eq!(earned.change.map(|by| by.raw()), Change::between(before, after));

        let price = price.expect("readable").into_value();
        let one = U256::from(10).pow(U256::from(held.shares.scale()));
        for (said, at) in [(price.then, since), (price.now, at)] {
            assert_eq!(said.of_one_share().expect("fits").raw(), self.converted(at, one));
        }
        earned
    }

    /// As a wallet does it: what arrives is what was quoted, and without fees what the holding was said to be worth.
    fn redeem(&self, account: Address, shares: U256) -> U256 {
        let vault = self.vault.contract;
        let amount = Amount::from_raw(shares, if self.fees { 12 } else { 6 }).expect("in range");
        let route = [Route::Erc4626 { vault, asset: self.money }];
        let plan = now(&self.chain, |reads| plan(reads, self.vault.share, account, amount, &route)).expect("readable");
        let [route] = &plan.routes[..] else { panic!("{plan:?}") };
        let Some(Payout::Quoted { amount: quoted, .. }) = route.payout.as_ref().map(|fact| *fact.value()) else {
            panic!("{route:?}")
        };
        let worth = self.converted(head(&self.chain), shares);
        let fee = if self.fees { self.chain.view(vault, &exitFeeCall {}) } else { U256::ZERO };
        assert_eq!(quoted.raw(), worth - (worth * fee).div_ceil(fee + U256::from(10_000)));
        if !route.is_open() {
            let nothing = [Obstacle::NothingAsked, Obstacle::WorthNothing];
            assert!(quoted.is_zero() && route.obstacles.iter().all(|why| nothing.contains(why)), "{route:?}");
            return U256::ZERO;
        }
        let had = self.money(account);
        for step in &route.steps {
            assert!(carry_out(&self.chain, account, &Intent::from(step)));
        }
        assert_eq!(self.money(account) - had, quoted.raw());
        quoted.raw()
    }

    fn step(&self, random: &mut Random, holders: &[Address]) {
        let (chain, contract, by) = (&self.chain, self.vault.contract, issuer(&self.chain));
        let (one, other) = (holders[random.below(holders.len())], holders[random.below(holders.len())]);
        match random.below(9) {
            0 | 1 => self.deposit(one, U256::from(random.number(44))),
            2 => {
                let amount = part_of(random, self.shares(one));
                chain.send(one, contract, &IERC20::transferCall { to: other, amount });
            }
            3 | 4 => {
                let amount = U256::from(random.number(40));
                chain.send(by, self.money, &mintCall { account: contract, amount });
            }
            5 if random.flip() => {
                let amount = part_of(random, self.money(contract));
                chain.send(by, self.money, &takeCall { account: contract, amount });
            }
            6 if self.fees && random.flip() => {
                let basis_points = U256::from(random.below(1_001));
                chain.send(by, contract, &setExitFeeCall { basisPoints: basis_points });
            }
            6 if self.fees => {
                let supply = chain.view(contract, &IERC20::totalSupplyCall {});
                let shares = part_of(random, supply) / U256::from(10);
                chain.try_send(by, contract, &payManagerCall { shares });
            }
            7 => wait(chain, random.next() % 200_000 + 1),
            _ => {
                let shares = part_of(random, self.shares(one));
                self.redeem(one, shares);
            }
        }
    }

    fn run(&self, random: &mut Random) {
        let holders = holders(&self.chain);
        for account in holders {
            self.deposit(account, U256::from(random.number(44) + 1));
        }
        let since = head(&self.chain);
        wait(&self.chain, 1);
        for _ in 0..12 {
            self.step(random, &holders);
            self.check(since, holders[random.below(holders.len())]);
        }
        for account in holders {
            let earned = self.check(since, account);
            let paid = self.redeem(account, earned.shares.raw());
            if !self.fees {
                assert_eq!(earned.change.map(|by| by.raw()), Change::between(earned.then.raw(), paid));
            }
        }
    }
}

fn histories(name: &str) {
    let ground = Ground::new(name);
    each_history(&ground.chain, |random| ground.run(random));
}

#[test]
fn a_vault() {
    histories("PlainVault");
}

#[test]
fn a_vault_with_fees() {
    histories("FeeVault");
}
