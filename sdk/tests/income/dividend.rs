//! Dividends per share: the published ERC-2222 contracts in a token and in the chain's coin, and ERC-1726 in both.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::tx::Intent;
use assay_sdk::yields::{
    Change, Dividend, DividendStandard, DividendState, DividendStep, DividendToken, YieldError, dividend,
};
use serde_json::{Value, json};

use crate::artifacts::artifact_in;
use crate::chain::Chain;
use crate::contracts::{deploy, issuer};
use crate::ground::{each_history, holders, made, now, part_of, would_pass};
use crate::random::Random;

sol! {
    function balanceOf(address account) external view returns (uint256);
    function transfer(address to, uint256 amount) external returns (bool);
    function mint(address account, uint256 amount) external;
    function burn(address account, uint256 amount) external;
    function take(address account, uint256 amount) external;
    function fundsTokenBalance() external view returns (uint256);
    function updateFundsReceived() external;
    function distributeDividends(uint256 amount) external;
    function accumulativeFundsOf(address owner) external view returns (uint256);
    function withdrawnFundsOf(address owner) external view returns (uint256);
    function withdrawableFundsOf(address owner) external view returns (uint256);
    function accumulativeDividendOf(address owner) external view returns (uint256);
    function withdrawnDividendOf(address owner) external view returns (uint256);
    function withdrawableDividendOf(address owner) external view returns (uint256);
}

struct Ground<'a> {
    chain: &'a Chain,
    of: DividendToken,
}

/// A contract of the published package, as its authors compiled it.
fn published(chain: &Chain, name: &str, arguments: &[u8]) -> Address {
    let path = format!("funds-distribution-token/artifacts/{name}.json");
    let bytecode = artifact_in("sdk/tests/families", &path);
    deploy(chain, issuer(chain), &bytecode, arguments)
}

fn number(answer: &Value) -> U256 {
    answer.as_str().expect("a quantity").parse().expect("hexadecimal")
}

impl Ground<'_> {
    /// What the contract itself says: all that was due, what was withdrawn, and what is left.
    fn told(&self, owner: Address) -> [U256; 3] {
        let (chain, contract) = (self.chain, self.of.contract);
        match self.of.standard {
            DividendStandard::Erc2222 => [
                chain.view(contract, &accumulativeFundsOfCall { owner }),
                chain.view(contract, &withdrawnFundsOfCall { owner }),
                chain.view(contract, &withdrawableFundsOfCall { owner }),
            ],
            DividendStandard::Erc1726 => [
                chain.view(contract, &accumulativeDividendOfCall { owner }),
                chain.view(contract, &withdrawnDividendOfCall { owner }),
                chain.view(contract, &withdrawableDividendOfCall { owner }),
            ],
        }
    }

    /// What an account has of what is paid.
    fn has(&self, account: Address) -> U256 {
        match self.of.pays {
            Some(money) => self.chain.view(money, &balanceOfCall { account }),
            None => number(&self.chain.devnet.call("eth_getBalance", json!([account, "latest"]))),
        }
    }

    fn read(&self, holder: Address) -> Dividend {
        now(self.chain, |reads| dividend(reads, &self.of, holder)).expect("readable").into_value()
    }

    fn books(&self) -> bool {
        self.of.standard == DividendStandard::Erc2222 && self.of.pays.is_some()
    }

    /// All that the SDK says of a holder, against the contract.
    fn check(&self, holder: Address) {
        let said = self.read(holder);
        let [accumulated, withdrawn, withdrawable] = self.told(holder);
        assert_eq!(
            [said.accumulated.raw(), said.withdrawn.raw(), said.withdrawable.raw()],
            [accumulated, withdrawn, withdrawable]
        );
        assert_eq!(said.unbooked.is_some(), self.books());
        if let Some(unbooked) = said.unbooked {
            let booked = self.chain.view(self.of.contract, &fundsTokenBalanceCall {});
            assert_eq!(said.booked.map(|amount| amount.raw()), Some(booked));
            assert_eq!(unbooked.map(|by| by.raw()), Change::between(booked, self.has(self.of.contract)));
        }
        let passes = would_pass(self.chain, holder, &self.withdrawal());
        match said.state {
            DividendState::Nothing => assert!(withdrawable.is_zero()),
            DividendState::Claimable => assert!(passes && !withdrawable.is_zero()),
            DividendState::Unfunded { available } => {
                assert!(!passes && available.raw() == self.has(self.of.contract) && available < said.withdrawable);
            }
            DividendState::Refused { .. } => assert!(!passes && self.of.pays.is_none()),
        }
    }

    fn withdrawal(&self) -> Intent {
        let (contract, standard) = (self.of.contract, self.of.standard);
        Intent::from(&DividendStep::Withdraw { contract, standard })
    }

    /// As a wallet does it: each step of what the SDK offers, and what arrives is what it said.
    fn withdraw(&self, holder: Address) {
        let steps = self.read(holder).steps();
        for step in &steps {
            let due = self.read(holder).withdrawable.raw();
            let had = self.has(holder);
            let receipt = self.send(holder, &Intent::from(step));
            assert_eq!(receipt["status"], "0x1");
            let gas = match self.of.pays {
                Some(_) => U256::ZERO,
                None => number(&receipt["gasUsed"]) * number(&receipt["effectiveGasPrice"]),
            };
            match step {
                DividendStep::Book { .. } => assert!(self.read(holder).withdrawable.raw() >= due),
                DividendStep::Withdraw { .. } => {
                    assert_eq!(self.has(holder) + gas - had, due);
                    assert_eq!(self.read(holder).state, DividendState::Nothing);
                }
            }
        }
    }

    fn send(&self, from: Address, intent: &Intent) -> Value {
        self.chain.devnet.send(&from.to_string(), &intent.to().to_string(), &intent.data().to_string())
    }

    /// Money comes in.
    fn fund(&self, random: &mut Random) {
        let (chain, contract, amount) = (self.chain, self.of.contract, U256::from(random.number(50)));
        match (self.of.standard, self.of.pays) {
            (_, None) => {
                let from = issuer(chain);
                chain.devnet.unlock(&from.to_string());
                let sent = json!([{ "from": from, "to": contract, "value": amount, "gas": "0x2dc6c0" }]);
                let hash = chain.devnet.call("eth_sendTransaction", sent);
                assert_eq!(chain.devnet.receipt(&hash)["status"], "0x1");
            }
            (DividendStandard::Erc2222, Some(money)) => {
                chain.send(issuer(chain), money, &mintCall { account: contract, amount });
                if random.flip() {
                    chain.send(issuer(chain), contract, &updateFundsReceivedCall {});
                }
            }
            (DividendStandard::Erc1726, Some(_)) => {
                chain.send(issuer(chain), contract, &distributeDividendsCall { amount });
            }
        }
    }

    /// Money is lost.
    fn lose(&self, random: &mut Random) {
        let contract = self.of.contract;
        let amount = part_of(random, self.has(contract));
        match self.of.pays {
            Some(money) => self.chain.send(issuer(self.chain), money, &takeCall { account: contract, amount }),
            None => {
                self.chain.devnet.call("anvil_setBalance", json!([contract, self.has(contract) - amount]));
            }
        }
    }

    fn step(&self, random: &mut Random, holders: &[Address]) {
        let (chain, contract) = (self.chain, self.of.contract);
        let (one, other) = (holders[random.below(holders.len())], holders[random.below(holders.len())]);
        match random.below(10) {
            0 => chain.send(issuer(chain), contract, &mintCall { account: one, amount: U256::from(random.number(60)) }),
            1 | 2 => {
                let amount = part_of(random, chain.view(contract, &balanceOfCall { account: one }));
                chain.send(one, contract, &transferCall { to: other, amount });
            }
            3..=5 => self.fund(random),
            6 if random.flip() => self.lose(random),
            6 if self.of.standard == DividendStandard::Erc1726 => {
                let amount = part_of(random, chain.view(contract, &balanceOfCall { account: one }));
                chain.send(issuer(chain), contract, &burnCall { account: one, amount });
            }
            7 => {
                // Past the SDK, as others do: it may fail, and it may lose what was not booked.
                self.send(one, &self.withdrawal());
            }
            _ => self.withdraw(one),
        }
    }
}

fn histories(prepare: impl Fn(&Chain) -> DividendToken) {
    let chain = Chain::start();
    let holders = holders(&chain);
    let ground = Ground { chain: &chain, of: prepare(&chain) };
    each_history(&chain, |random| {
        for account in holders {
            let amount = U256::from(random.number(60) + 1);
            chain.send(issuer(&chain), ground.of.contract, &mintCall { account, amount });
        }
        for _ in 0..15 {
            ground.step(random, &holders);
            let account = holders[random.below(holders.len())];
            ground.check(account);
        }
        for account in holders {
            ground.withdraw(account);
        }
    });
}

fn token(contract: Address, standard: DividendStandard, pays: Option<Address>) -> DividendToken {
    DividendToken { contract, standard, pays, label: "Rent".to_owned() }
}

pub(crate) fn fdt(chain: &Chain) -> (Address, Address) {
    let money = made(chain, "Dividends.sol", "Money", &[]);
    let contract = published(chain, "FDT_ERC20Extension", &("Fund", "FND", money).abi_encode_params());
    (contract, money)
}

#[test]
fn erc2222_in_a_token() {
    histories(|chain| {
        let (contract, money) = fdt(chain);
        token(contract, DividendStandard::Erc2222, Some(money))
    });
}

#[test]
fn erc2222_in_the_chains_coin() {
    histories(|chain| {
        let contract = published(chain, "FDT_ETHExtension", &("Fund", "FND").abi_encode_params());
        token(contract, DividendStandard::Erc2222, None)
    });
}

#[test]
fn erc1726_in_a_token() {
    histories(|chain| {
        let money = made(chain, "Dividends.sol", "Money", &[]);
        let contract = made(chain, "Dividends.sol", "DividendPayingMoney", &money.abi_encode());
        token(contract, DividendStandard::Erc1726, Some(money))
    });
}

#[test]
fn erc1726_in_the_chains_coin() {
    histories(|chain| {
        let contract = made(chain, "Dividends.sol", "DividendPayingCoin", &[]);
        token(contract, DividendStandard::Erc1726, None)
    });
}

#[test]
fn what_was_not_booked_is_lost_by_a_withdrawal_alone_and_kept_by_the_steps() {
    let chain = Chain::start();
    let alice = holders(&chain)[0];
    let paid = |in_steps: bool| {
        let (contract, money) = fdt(&chain);
        let ground = Ground { chain: &chain, of: token(contract, DividendStandard::Erc2222, Some(money)) };
        chain.send(issuer(&chain), contract, &mintCall { account: alice, amount: U256::from(10) });
        for book in [true, false] {
            chain.send(issuer(&chain), money, &mintCall { account: contract, amount: U256::from(1_000) });
            if book {
                chain.send(issuer(&chain), contract, &updateFundsReceivedCall {});
            }
        }
        let said = ground.read(alice);
        assert_eq!((said.withdrawable.raw(), said.state.clone()), (U256::from(1_000), DividendState::Claimable));
        assert_eq!(said.unbooked.map(|change| change.map(|by| by.raw())), Some(Change::Gain(U256::from(1_000))));
        if in_steps {
            ground.withdraw(alice);
        } else {
            ground.send(alice, &ground.withdrawal());
            chain.send(alice, contract, &updateFundsReceivedCall {});
            ground.withdraw(alice);
        }
        ground.has(alice)
    };
    // Another money each time: what alice has of it came from here.
    assert_eq!((paid(true), paid(false)), (U256::from(2_000), U256::from(1_000)));
}

#[test]
fn where_money_was_lost_it_is_booked_alone_and_what_is_left_is_asked_again() {
    let chain = Chain::start();
    let alice = holders(&chain)[0];
    // Alice has half of the shares. Of the 1,000 that were booked for all 900 are lost, and so is what the books say of them.
    let after = |came_in: u64| {
        let (contract, money) = fdt(&chain);
        let ground = Ground { chain: &chain, of: token(contract, DividendStandard::Erc2222, Some(money)) };
        for account in [alice, issuer(&chain)] {
            chain.send(issuer(&chain), contract, &mintCall { account, amount: U256::from(10) });
        }
        chain.send(issuer(&chain), money, &mintCall { account: contract, amount: U256::from(1_000) });
        chain.send(issuer(&chain), contract, &updateFundsReceivedCall {});
        chain.send(issuer(&chain), money, &takeCall { account: contract, amount: U256::from(900) });
        chain.send(issuer(&chain), contract, &updateFundsReceivedCall {});
        chain.send(issuer(&chain), money, &mintCall { account: contract, amount: U256::from(came_in) });
        let said = ground.read(alice);
        assert_eq!((said.withdrawable.raw(), said.state.clone()), (U256::from(500), DividendState::Claimable));
        assert_eq!(said.steps(), [DividendStep::Book { contract }]);
        ground.withdraw(alice);
        ground.read(alice)
    };
    // 600 cover the 500 that are due, until half of the 500 is added to them.
    let short = after(500);
    let available = short.withdrawable.with_raw(U256::from(600));
    assert_eq!((short.withdrawable.raw(), short.state), (U256::from(750), DividendState::Unfunded { available }));
    let enough = after(1_000);
    assert_eq!((enough.withdrawable.raw(), enough.state), (U256::from(1_000), DividendState::Claimable));
}

#[test]
fn a_token_that_contradicts_itself_or_its_descriptor_is_not_shown() {
    let chain = Chain::start();
    let alice = holders(&chain)[0];
    let read = |of: DividendToken| now(&chain, |reads| dividend(reads, &of, alice));
    let liar = made(&chain, "Dividends.sol", "DividendPayingTwoWays", &[]);
    assert!(matches!(read(token(liar, DividendStandard::Erc1726, None)), Err(YieldError::Inconsistent { .. })));
    let (contract, _) = fdt(&chain);
    let other = made(&chain, "Dividends.sol", "Money", &[]);
    let answer = read(token(contract, DividendStandard::Erc2222, Some(other)));
    assert!(matches!(answer, Err(YieldError::OtherToken { expected, .. }) if expected == other));
    // The other standard's functions are not there.
    let answer = read(token(contract, DividendStandard::Erc1726, Some(other)));
    assert!(matches!(answer, Err(YieldError::Gap(_))));
}
