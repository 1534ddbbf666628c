//! What the stages of security tokens share: one Solidity file, deployed, and switches as rules.

use std::collections::BTreeMap;

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use assay_sdk::compliance::{Family, RestrictionCode as Code, families};

use crate::chain::{Chain, address};
use crate::contracts;
use crate::stage::{Cast, Effect, Rule};

/// A chain, who owns what is deployed on it, and three holders.
pub(crate) struct Ground {
    pub(crate) chain: Chain,
    pub(crate) owner: Address,
    pub(crate) holders: Vec<Address>,
    pub(crate) spender: Address,
    compiled: BTreeMap<String, Bytes>,
}

impl Ground {
    pub(crate) fn of(file: &str) -> Self {
        let compiled = contracts::compile(file);
        let chain = Chain::start();
        let owner = address(&chain.demo["accounts"]["goldIssuer"]);
        let holders = ["alice", "bob", "carol"].map(|name| chain.investor(name)).to_vec();
        let spender = chain.investor("dave");
        Self { chain, owner, holders, spender, compiled }
    }

    pub(crate) fn deploy(&self, name: &str, arguments: &[u8]) -> Address {
        let bytecode = self.compiled.get(name).unwrap_or_else(|| panic!("{name} is not in that file"));
        contracts::deploy(&self.chain, self.owner, bytecode, arguments)
    }

    pub(crate) fn send<C: SolCall>(&self, to: Address, call: &C) {
        self.chain.send(self.owner, to, call);
    }

    /// Every family that a contract is found or suspected to be of.
    pub(crate) fn families(&self, token: Address) -> Vec<Family> {
        let mut reads = self.chain.reads();
        let (found, _) = self.chain.ask(&mut reads, |reads| families(reads, token));
        found.expect("families").value().iter().map(|found| found.family).collect()
    }
}

/// A rule that one call of the owner breaks whatever the amount, and another mends.
pub(crate) fn switch<C: SolCall>(
    name: &'static str,
    owner: Address,
    contract: Address,
    code: Code,
    call: impl Fn(&Cast, bool) -> C + Clone + 'static,
) -> Rule {
    let mend = call.clone();
    Rule::new(
        name,
        move |chain, cast| {
            chain.send(owner, contract, &call(cast, true));
            Effect::Breaks(code)
        },
        move |chain, cast| chain.send(owner, contract, &mend(cast, false)),
    )
}

/// Mints what is missing by this call.
pub(crate) fn mint<C: SolCall>(
    owner: Address,
    token: Address,
    call: impl Fn(Address, U256) -> C + 'static,
) -> Box<dyn Fn(&Chain, Address, U256)> {
    Box::new(move |chain, account, least| {
        let has = chain.view(token, &crate::stage::balanceOfCall { account });
        if has < least {
            chain.send(owner, token, &call(account, least - has));
        }
    })
}
