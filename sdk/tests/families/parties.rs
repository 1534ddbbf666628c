//! Rules about one party of a transfer: the same list, asked about the sender, the receiver and a third one who calls.

use alloy_primitives::Address;
use alloy_sol_types::SolCall;
use assay_sdk::compliance::RestrictionCode as Code;

use crate::chain::Chain;
use crate::stage::{Cast, Effect, Rule};

/// Each party once, and in which scenarios it is one of its own.
const PARTIES: [(fn(&Cast) -> Address, fn(&Cast) -> bool); 3] = [
    (|cast| cast.from, |_| true),
    (|cast| cast.to, |cast| cast.from != cast.to),
    (|cast| cast.spender.unwrap_or_default(), |cast| cast.spender.is_some()),
];

/// One rule for each party: breaking it sends `call(party, true)` to the list, undoing it `call(party, false)`.
pub(crate) fn listed<C: SolCall>(
    issuer: Address,
    list: Address,
    names: [&'static str; 3],
    codes: [Code; 3],
    call: impl Fn(Address, bool) -> C + Copy + 'static,
) -> Vec<Rule> {
    let parties = PARTIES.into_iter().zip(names).zip(codes);
    parties
        .map(|(((who, suits), name), code)| {
            let apply = move |chain: &Chain, cast: &Cast| {
                chain.send(issuer, list, &call(who(cast), true));
                Effect::Breaks(code)
            };
            Rule::new(name, apply, move |chain, cast| chain.send(issuer, list, &call(who(cast), false))).only(suits)
        })
        .collect()
}

/// All transfers stopped by one switch.
pub(crate) fn switch<C: SolCall>(
    name: &'static str,
    issuer: Address,
    contract: Address,
    call: impl Fn(bool) -> C + Copy + 'static,
) -> Rule {
    let apply = move |chain: &Chain, _: &Cast| {
        chain.send(issuer, contract, &call(true));
        Effect::Breaks(Code::Paused)
    };
    Rule::new(name, apply, move |chain, _| chain.send(issuer, contract, &call(false)))
}

pub(crate) const BLACKLISTED: [Code; 3] = [Code::SenderBlacklisted, Code::ReceiverBlacklisted, Code::CallerBlacklisted];
pub(crate) const SANCTIONED: [Code; 3] = [Code::SenderSanctioned, Code::ReceiverSanctioned, Code::CallerSanctioned];
pub(crate) const NOT_ALLOWED: [Code; 3] = [Code::SenderNotAllowed, Code::ReceiverNotAllowed, Code::CallerNotAllowed];
