//! Modules that are bound for one scenario, and books that are wrong on purpose.

use alloy_primitives::{Address, U256};
use assay_sdk::compliance::RestrictionCode as Code;

use crate::expected::{Cast, Effect, generous};
use crate::fund::{FundChain as Chain, *};

/// The maximum-balance module is unbound, and while it does not look, the receiver gets tokens that it then knows nothing of. Their
/// way back is refused by the books, not by the check.
pub(crate) fn stale_books(chain: &Chain, cast: &Cast) -> Vec<Effect> {
    let (fund, module) = (chain.fund, chain.module("MaxBalanceModule"));
    let (from, to) = (cast.from, cast.to);
    let compliance = fund.compliance;
    let amount = U256::from(1_000_000_007_u64);
    chain.issuer(compliance, &removeModuleCall { module });
    chain.issuer(fund.token, &forcedTransferCall { from: to.wallet, to: from.wallet, amount });
    chain.send(fund.issuer, module, &presetCompletedCall { compliance });
    chain.issuer(compliance, &addModuleCall { module });
    vec![Effect::Booked(chain.booked(from.identity))]
}

/// The fee is collected before the maximum-balance module has booked the transfer, and by its books the receiver has nothing.
pub(crate) fn fee_before_books(chain: &Chain, cast: &Cast) -> Vec<Effect> {
    let (compliance, module) = (chain.fund.compliance, chain.module("MaxBalanceModule"));
    let rate = U256::from(1 + cast.nonce % 300);
    bind_fees(chain, rate, cast.collector.wallet);
    chain.issuer(compliance, &removeModuleCall { module });
    let call = preSetModuleStateCall { compliance, identity: cast.to.identity, balance: U256::ZERO };
    chain.send(chain.fund.issuer, module, &call);
    chain.send(chain.fund.issuer, module, &presetCompletedCall { compliance });
    chain.issuer(compliance, &addModuleCall { module });
    vec![Effect::Fee(rate), Effect::Above(U256::from(9_999) / rate, Code::BookedBalance)]
}

pub(crate) fn generous_maximum(chain: &Chain) {
    chain.set("MaxBalanceModule", &setMaxBalanceCall { max: generous() });
}

/// Binds a module for one scenario.
pub(crate) fn bind(chain: &Chain, name: &str) {
    chain.issuer(chain.fund.compliance, &addModuleCall { module: chain.module(name) });
}

pub(crate) fn bind_fees(chain: &Chain, rate: U256, collector: Address) {
    chain.issuer(chain.fund.token, &addAgentCall { agent: chain.module("TransferFeesModule") });
    bind(chain, "TransferFeesModule");
    chain.set("TransferFeesModule", &setFeeCall { rate, collector });
}
