//! What changes should break, at any amount, alone and together. Where rules bear on each other, that is said here once more in our own
//! terms, apart from how the SDK finds it.

use std::collections::BTreeSet;

use alloy_primitives::{Address, U256};
use assay_sdk::compliance::RestrictionCode as Code;

use crate::fund::{FundChain as Chain, Investor, allowanceCall, getFrozenTokensCall, identityCall};

/// Sender, receiver and bystanders of one scenario.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cast {
    pub(crate) from: Investor,
    pub(crate) to: Investor,
    pub(crate) collector: Investor,
    /// Who calls `transferFrom`; nobody where the sender calls `transfer`.
    pub(crate) spender: Option<Address>,
    pub(crate) amount: U256,
    /// Makes limits, salts and claims of each scenario its own.
    pub(crate) nonce: u64,
}

/// What a change does to what may pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Breaks every amount.
    Breaks(Code),
    /// Breaks amounts above this.
    Above(U256, Code),
    /// Breaks every amount but this.
    Except(U256, Code),
    /// Breaks every amount where the receiver has a country.
    OfCountry(Code),
    /// The receiver is not in the registry, and so has neither country nor identity.
    Unregistered,
    /// The sender is an agent of the token, who is exempt from what limits amounts over time.
    Agent,
    /// The most that one identity may hold.
    Maximum(U256),
    /// The books say that the sender has this.
    Booked(U256),
    /// A fee of this many hundredths of a percent.
    Fee(U256),
}

/// What the chain itself says when all changes are made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct State {
    balance: U256,
    frozen: U256,
    allowance: Option<U256>,
    receiver_booked: U256,
    collector_booked: U256,
}

/// More than anybody will ever hold.
pub(crate) fn generous() -> U256 {
    U256::from(1) << 120
}

impl State {
    pub(crate) fn read(chain: &Chain, cast: &Cast) -> Self {
        let (token, account) = (chain.fund.token, cast.from.wallet);
        let receiver = chain.view(chain.fund.registry, &identityCall { account: cast.to.wallet });
        Self {
            balance: chain.balance(account),
            frozen: chain.view(token, &getFrozenTokensCall { account }),
            allowance: cast.spender.map(|spender| chain.view(token, &allowanceCall { owner: account, spender })),
            receiver_booked: chain.booked(receiver),
            collector_booked: chain.booked(cast.collector.identity),
        }
    }

    /// Amounts at which something begins to be broken.
    pub(crate) fn limits(&self, effects: &[Effect]) -> Vec<U256> {
        let mut limits = vec![self.balance, self.balance - self.frozen];
        limits.extend(self.allowance.filter(|allowance| *allowance < U256::MAX));
        limits.extend(effects.iter().filter_map(|effect| match effect {
            Effect::Above(most, _) | Effect::Except(most, _) | Effect::Booked(most) => Some(*most),
            Effect::Maximum(max) => Some(max.saturating_sub(self.receiver_booked)),
            Effect::Breaks(_) | Effect::OfCountry(_) | Effect::Unregistered | Effect::Agent | Effect::Fee(_) => None,
        }));
        limits
    }

    /// Every rule that is broken at this amount.
    pub(crate) fn broken(&self, effects: &[Effect], amount: U256) -> BTreeSet<Code> {
        let mut broken = BTreeSet::new();
        let mut add = |is_broken: bool, code| broken.extend(is_broken.then_some(code));
        add(amount.is_zero(), Code::ZeroAmount);
        add(amount > self.balance, Code::InsufficientBalance);
        // One message of the contract for both, one reason of ours: who asks for more than they have is told that.
        add(amount <= self.balance && amount > self.balance - self.frozen, Code::PartlyFrozen);
        add(self.allowance.is_some_and(|allowance| amount > allowance), Code::InsufficientAllowance);
        let registered = !effects.contains(&Effect::Unregistered);
        let exempt = effects.contains(&Effect::Agent);
        for effect in effects {
            match *effect {
                Effect::Breaks(code) => add(true, code),
                Effect::Above(most, code) => {
                    let over_time =
                        [Code::TimeTransferLimit, Code::ExchangeMonthlyLimit, Code::TimeExchangeLimit].contains(&code);
                    add(amount > most && !(exempt && over_time), code);
                }
                Effect::Except(only, code) => add(amount != only, code),
                Effect::OfCountry(code) => add(registered, code),
                Effect::Unregistered => add(true, Code::ReceiverNotRegistered),
                // Who sends more than they have also sends more than is booked: one reason for both.
                Effect::Booked(most) => add(amount > most && amount <= self.balance, Code::BookedBalance),
                Effect::Maximum(max) => {
                    add(registered && self.receiver_booked + amount > max, Code::MaxBalance);
                    let collected = effects.iter().find_map(|effect| match effect {
                        Effect::Fee(rate) => Some(amount * *rate / U256::from(10_000)).filter(|fee| !fee.is_zero()),
                        _ => None,
                    });
                    let over = collected.is_some_and(|fee| self.collector_booked + fee > max);
                    add(over, Code::CollectorMaxBalance);
                }
                Effect::Agent | Effect::Fee(_) => {}
            }
        }
        broken
    }
}
