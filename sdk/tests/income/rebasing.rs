//! Rebasing by shares, of every shape.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolValue as _, sol};
use assay_sdk::asset::RebasingShape;
use assay_sdk::evidence::Reads;
use assay_sdk::units::{Amount, BlockRef, Rate};
use assay_sdk::yields::{Change, RebasingToken, rebasing_holding, rebasing_income};

use crate::chain::Chain;
use crate::contracts::issuer;
use crate::ground::{both, each_history, go_to, head, holders, made, now, part_of, view_at, wait};
use crate::random::Random;

sol! {
    function balanceOf(address account) external view returns (uint256);
    function sharesOf(address account) external view returns (uint256);
    function transfer(address to, uint256 amount) external returns (bool);
    function mint(address account, uint256 amount) external;
    function burn(address account, uint256 amount) external;
    function mintShares(address account, uint256 shares) external;
    function setRewardMultiplier(uint256 multiplier) external;
    function rewardMultiplier() external view returns (uint256);
    function convertToTokens(uint256 shares) external view returns (uint256);
    function convertToShares(uint256 amount) external view returns (uint256);
    function set(uint256 price) external;
    function set(uint256 group, address account, bool admitted) external;
    function setAccountStatus(address account, uint256 termIndex, bool status) external;
    function getPrice() external view returns (uint256);
    function getPriceData() external view returns (uint256 price, uint256 timestamp);
    function getROUSGByShares(uint256 shares) external view returns (uint256);
    function getSharesByROUSG(uint256 amount) external view returns (uint256);
    function getRUSDYByShares(uint256 shares) external view returns (uint256);
    function getSharesByRUSDY(uint256 amount) external view returns (uint256);
    function getUnderlyingAmountByShares(uint256 shares) external view returns (uint256);
    function getSharesByUnderlyingAmount(uint256 amount) external view returns (uint256);
    function getCurrentMultiplier() external view returns (uint256 current);
    function updateMultiplierValue(uint256 next, uint256 activation) external;
    function updateMultiplierValue(uint256 next) external;
    function updateFeePerPeriod(uint256 fee) external;
    function submit(address account, uint256 amount) external;
    function report(uint256 pooled) external;
    function getTotalPooledEther() external view returns (uint256);
    function getPooledEthByShares(uint256 shares) external view returns (uint256);
    function getSharesByPooledEth(uint256 amount) external view returns (uint256);
}

/// A token and all that can happen to it.
struct Ground<'a> {
    chain: &'a Chain,
    token: RebasingToken,
    deposit: fn(&Self, Address, U256),
    /// The index changes, or is announced to.
    rebase: fn(&Self, &mut Random, Address),
    amount_at: fn(&Chain, BlockRef, Address, U256) -> U256,
    shares_for: fn(&Chain, Address, U256) -> U256,
    /// Where the index is set, if not in the token.
    oracle: Address,
}

impl Ground<'_> {
    fn send<C: SolCall>(&self, to: Address, call: &C) {
        self.chain.send(issuer(self.chain), to, call);
    }

    fn step(&self, random: &mut Random, holders: &[Address]) {
        let token = self.token.contract;
        let (one, other) = (holders[random.below(holders.len())], holders[random.below(holders.len())]);
        match random.below(6) {
            0 => (self.deposit)(self, one, U256::from(random.number(60) + 1)),
            1 | 2 => {
                let balance = self.chain.view(token, &balanceOfCall { account: one });
                // Rounding may ask for a share more than there is: then the contract refuses, and nothing has happened.
                self.chain.try_send(one, token, &transferCall { to: other, amount: part_of(random, balance) });
            }
            3 => wait(self.chain, random.next() % 200_000 + 1),
            _ => (self.rebase)(self, random, self.oracle),
        }
    }

    /// All that the SDK says of a holder, against the contract.
    fn check(&self, random: &mut Random, since: BlockRef, account: Address) {
        let (chain, contract) = (self.chain, self.token.contract);
        let (holding, income, start) = both(chain, since, |now, then| {
            let of = |reads: &mut Reads| rebasing_holding(reads, self.token, account);
            (of(now), rebasing_income(now, then, self.token, account), of(then))
        });
        let holding = holding.expect("readable").into_value();
        assert_eq!(holding.amount.raw(), chain.view(contract, &balanceOfCall { account }));
        let shares = chain.view(contract, &sharesOfCall { account });
        assert_eq!(holding.shares.raw(), shares);
        let typed = part_of(random, U256::from(u64::MAX));
        let typed = Amount::from_raw(typed, 18).expect("in range");
        let moved = holding.index.shares(&typed).expect("fits").raw();
        assert_eq!(moved, (self.shares_for)(chain, contract, typed.raw()));

        let income = income.expect("readable").into_value();
        let before = (self.amount_at)(chain, since, contract, shares);
        assert_eq!((income.then.raw(), income.now.raw()), (before, holding.amount.raw()));
        assert_eq!(income.change.map(|by| by.raw()), Change::between(before, holding.amount.raw()));
        if view_at(chain, since, contract, &sharesOfCall { account }) == shares {
            // Nothing came or went: what was earned is what the balance grew by.
            assert_eq!(before, view_at(chain, since, contract, &balanceOfCall { account }));
        }
        let (before, after) = (start.expect("readable").value().index, holding.index);
        let ratio = Rate::new(after.numerator() * before.denominator(), before.numerator() * after.denominator());
        assert_eq!(Ok(income.index.ratio), ratio);
    }

    fn run(&self, random: &mut Random) {
        let holders = holders(self.chain);
        for account in holders {
            (self.deposit)(self, account, U256::from(random.next() >> 4));
        }
        let since = head(self.chain);
        // A window has a length, and blocks of one second have none.
        wait(self.chain, 1);
        for _ in 0..10 {
            self.step(random, &holders);
            let account = holders[random.below(holders.len())];
            self.check(random, since, account);
        }
        crate::books::add_up(self.chain, self.token.contract, self.token.shape, since, holders[0]);
        self.what_was_announced_comes(holders[0]);
    }

    fn what_was_announced_comes(&self, account: Address) {
        let holding = |chain| now(chain, |reads| rebasing_holding(reads, self.token, account)).expect("readable");
        let Some(pending) = holding(self.chain).into_value().pending else { return };
        go_to(self.chain, pending.at.0 - 1);
        assert_ne!(holding(self.chain).value().pending, None);
        go_to(self.chain, pending.at.0);
        let after = holding(self.chain).into_value();
        assert_eq!((after.index, after.pending), (pending.index, None));
    }
}

/// From a third to about twelve, in odd steps.
fn price(random: &mut Random) -> U256 {
    U256::from(330_000_000_000_000_001_u64) + U256::from(random.next() % 40) * U256::from(290_123_456_789_012_347_u64)
}

/// Histories of a token that `prepare` deploys.
fn histories(prepare: impl Fn(&Chain) -> Ground<'_>) {
    let chain = Chain::start();
    let ground = prepare(&chain);
    each_history(&chain, |random| ground.run(random));
}

#[test]
fn usdm() {
    histories(|chain| {
        let contract = made(chain, "Usdm.sol", "Usdm", &[]);
        Ground {
            chain,
            token: RebasingToken { contract, shape: RebasingShape::Usdm },
            deposit: |ground, account, amount| ground.send(ground.token.contract, &mintCall { account, amount }),
            rebase: |ground, random, token| {
                let multiplier = price(random).max(U256::from(1_000_000_000_000_000_000_u64));
                if random.flip() {
                    ground.send(token, &setRewardMultiplierCall { multiplier });
                } else {
                    let account = holders(ground.chain)[0];
                    let balance = ground.chain.view(token, &balanceOfCall { account });
                    ground.send(token, &burnCall { account, amount: part_of(random, balance) });
                }
            },
            amount_at: |chain, at, token, shares| view_at(chain, at, token, &convertToTokensCall { shares }),
            shares_for: |chain, token, amount| chain.view(token, &convertToSharesCall { amount }),
            oracle: contract,
        }
    });
}

#[test]
fn rousg() {
    histories(|chain| {
        let sanctions = made(chain, "SanctionsList.sol", "SanctionsList", &[]);
        let registry = made(chain, "OndoOusg.sol", "KycRegistry", &sanctions.abi_encode());
        let oracle = made(chain, "OndoOusg.sol", "PriceOracle", &[]);
        let arguments = (registry, U256::ONE, oracle).abi_encode_params();
        let contract = made(chain, "OndoOusg.sol", "RebasingOusg", &arguments);
        for account in holders(chain) {
            chain.send(issuer(chain), registry, &set_1Call { group: U256::ONE, account, admitted: true });
        }
        Ground {
            chain,
            token: RebasingToken { contract, shape: RebasingShape::Rousg },
            deposit: |ground, account, amount| {
                let shares = amount * U256::from(10_000);
                ground.send(ground.token.contract, &mintSharesCall { account, shares });
            },
            rebase: |ground, random, oracle| ground.send(oracle, &set_0Call { price: price(random) }),
            amount_at: |chain, at, token, shares| view_at(chain, at, token, &getROUSGBySharesCall { shares }),
            shares_for: |chain, token, amount| chain.view(token, &getSharesByROUSGCall { amount }),
            oracle,
        }
    });
}

#[test]
fn rusdy() {
    histories(|chain| {
        let made = |name, arguments: &[u8]| made(chain, "OndoUsdy.sol", name, arguments);
        let (blocklist, allowlist, oracle) = (made("Blocklist", &[]), made("Allowlist", &[]), made("PriceOracle", &[]));
        let sanctions = crate::ground::made(chain, "SanctionsList.sol", "SanctionsList", &[]);
        let contract = made("RebasingUsdy", &(blocklist, sanctions, allowlist, oracle).abi_encode_params());
        for account in holders(chain) {
            chain.send(issuer(chain), allowlist, &setAccountStatusCall { account, termIndex: U256::ONE, status: true });
        }
        Ground {
            chain,
            token: RebasingToken { contract, shape: RebasingShape::Rusdy },
            deposit: |ground, account, amount| {
                let shares = amount * U256::from(10_000);
                ground.send(ground.token.contract, &mintSharesCall { account, shares });
            },
            rebase: |ground, random, oracle| ground.send(oracle, &set_0Call { price: price(random) }),
            amount_at: |chain, at, token, shares| view_at(chain, at, token, &getRUSDYBySharesCall { shares }),
            shares_for: |chain, token, amount| chain.view(token, &getSharesByRUSDYCall { amount }),
            oracle,
        }
    });
}

#[test]
fn backed() {
    histories(|chain| {
        let contract = made(chain, "Rebasing.sol", "AutoFeeShares", &[]);
        Ground {
            chain,
            token: RebasingToken { contract, shape: RebasingShape::Backed },
            deposit: |ground, account, amount| ground.send(ground.token.contract, &mintCall { account, amount }),
            rebase: |ground, random, token| {
                let from = issuer(ground.chain);
                // The contract refuses a moment after the next period, and a fee while a multiplier is to come.
                match random.below(3) {
                    0 => {
                        let activation = U256::from(head(ground.chain).timestamp.0 + random.next() % 60_000 + 10);
                        let call = updateMultiplierValue_0Call { next: price(random), activation };
                        ground.chain.try_send(from, token, &call);
                    }
                    1 => {
                        let call = updateMultiplierValue_0Call { next: price(random), activation: U256::ZERO };
                        ground.send(token, &call);
                    }
                    _ => {
                        let fee = U256::from(random.next() % 1_000_000_000_000_000);
                        ground.chain.try_send(from, token, &updateFeePerPeriodCall { fee });
                    }
                }
            },
            amount_at: |chain, at, token, shares| {
                view_at(chain, at, token, &getUnderlyingAmountBySharesCall { shares })
            },
            shares_for: |chain, token, amount| chain.view(token, &getSharesByUnderlyingAmountCall { amount }),
            oracle: contract,
        }
    });
}

#[test]
fn backed_before_multipliers_were_announced() {
    histories(|chain| {
        let contract = made(chain, "Rebasing.sol", "FirstAutoFeeShares", &[]);
        Ground {
            chain,
            token: RebasingToken { contract, shape: RebasingShape::BackedFirst },
            deposit: |ground, account, amount| ground.send(ground.token.contract, &mintCall { account, amount }),
            rebase: |ground, random, token| {
                if random.flip() {
                    ground.send(token, &updateMultiplierValue_1Call { next: price(random) });
                } else {
                    let fee = U256::from(random.next() % 1_000_000_000_000_000);
                    ground.send(token, &updateFeePerPeriodCall { fee });
                }
            },
            amount_at: |chain, at, token, shares| {
                view_at(chain, at, token, &getUnderlyingAmountBySharesCall { shares })
            },
            shares_for: |chain, token, amount| chain.view(token, &getSharesByUnderlyingAmountCall { amount }),
            oracle: contract,
        }
    });
}

#[test]
fn a_pool() {
    histories(|chain| {
        let contract = made(chain, "Rebasing.sol", "PooledShares", &[]);
        Ground {
            chain,
            token: RebasingToken { contract, shape: RebasingShape::Lido },
            deposit: |ground, account, amount| ground.send(ground.token.contract, &submitCall { account, amount }),
            rebase: |ground, random, token| {
                // A report of rewards, or of a loss of up to a half.
                let pooled = ground.chain.view(token, &getTotalPooledEtherCall {});
                let part = pooled / U256::from(2) + U256::from(random.next()) % (pooled + U256::ONE);
                ground.send(token, &reportCall { pooled: part + U256::ONE });
            },
            amount_at: |chain, at, token, shares| view_at(chain, at, token, &getPooledEthBySharesCall { shares }),
            shares_for: |chain, token, amount| chain.view(token, &getSharesByPooledEthCall { amount }),
            oracle: contract,
        }
    });
}
