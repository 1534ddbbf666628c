//! Modules that are bound for one scenario, and books that are wrong on purpose.

use alloy_primitives::{Address, U256};
use assay_sdk::compliance::RestrictionCode as Code;

use crate::changes::{Cast, Effect, GENEROUS, Undo, undo};
use crate::fund::{FundChain as Chain, *};

/// The maximum-balance module is unbound, and while it does not look, the receiver gets tokens that it then knows nothing of. Their
/// way back is refused by the books, not by the check.
pub(crate) fn stale_books(chain: &Chain, cast: &Cast) -> (Effect, Undo) {
    let (fund, module) = (chain.fund, chain.module("MaxBalanceModule"));
    let (from, to) = (cast.from, cast.to);
    let compliance = fund.compliance;
    let call = getIDBalanceCall { compliance, identity: from.identity };
    let moved = U256::from(1_000_000_007_u64);
    let supplier = if to.wallet == cast.collector.wallet { from } else { to };
    chain.issuer(compliance, &removeModuleCall { module });
    chain.issuer(fund.token, &forcedTransferCall { from: supplier.wallet, to: from.wallet, amount: moved });
    chain.send(fund.issuer, module, &presetCompletedCall { compliance });
    chain.issuer(compliance, &addModuleCall { module });
    let booked = chain.view(module, &call);
    let back = undo(move |chain| {
        chain.issuer(compliance, &removeModuleCall { module });
        chain.issuer(fund.token, &forcedTransferCall { from: from.wallet, to: supplier.wallet, amount: moved });
        chain.issuer(compliance, &addModuleCall { module });
    });
    (Effect::Above(booked, Code::BookedBalance), back)
}

/// The fee is collected before the maximum-balance module has booked the transfer, and by its books the receiver has nothing.
pub(crate) fn fee_before_books(chain: &Chain, cast: &Cast) -> (Effect, Undo) {
    let (compliance, module) = (chain.fund.compliance, chain.module("MaxBalanceModule"));
    let identity = cast.to.identity;
    let rate = U256::from(1 + cast.nonce % 300);
    let unbind = bind_fees(chain, rate, cast.collector.wallet);
    let books = move |chain: &Chain| chain.view(module, &getIDBalanceCall { compliance, identity });
    let rebook = move |chain: &Chain, balance: U256| {
        chain.issuer(compliance, &removeModuleCall { module });
        chain.send(chain.fund.issuer, module, &preSetModuleStateCall { compliance, identity, balance });
        chain.send(chain.fund.issuer, module, &presetCompletedCall { compliance });
        chain.issuer(compliance, &addModuleCall { module });
    };
    let before = books(chain);
    rebook(chain, U256::ZERO);
    let back = undo(move |chain| {
        let since = books(chain);
        unbind(chain);
        rebook(chain, before + since);
    });
    (Effect::Above(U256::from(9_999) / rate, Code::BookedBalance), back)
}

pub(crate) fn generous_maximum(chain: &Chain) {
    chain.set("MaxBalanceModule", &setMaxBalanceCall { max: U256::from(1) << GENEROUS });
}

/// Binds a module for one scenario.
pub(crate) fn bind(chain: &Chain, name: &str) -> Undo {
    let (module, compliance) = (chain.module(name), chain.fund.compliance);
    chain.issuer(compliance, &addModuleCall { module });
    undo(move |chain| chain.issuer(compliance, &removeModuleCall { module }))
}

pub(crate) fn bind_fees(chain: &Chain, rate: U256, collector: Address) -> Undo {
    let (token, agent) = (chain.fund.token, chain.module("TransferFeesModule"));
    chain.issuer(token, &addAgentCall { agent });
    let unbind = bind(chain, "TransferFeesModule");
    chain.set("TransferFeesModule", &setFeeCall { rate, collector });
    undo(move |chain| {
        unbind(chain);
        chain.issuer(token, &removeAgentCall { agent });
    })
}

/// A new identity without a single claim.
pub(crate) fn bare_identity(chain: &Chain, nonce: u64) -> Address {
    let account = Address::left_padding_from(&(0xba5e_0000_0000 + nonce).to_be_bytes());
    let fund = chain.fund;
    chain.send(fund.deployer, fund.id_factory, &createIdentityCall { account, salt: format!("bare {nonce}") });
    chain.view(fund.id_factory, &getIdentityCall { account })
}
