//! `TransferFeesModule`: after a transfer it moves a part from the receiver to a collector, as an agent of the token.
//!
//! Its check always says yes; what can fail is the collecting.

use alloy_primitives::{Address, U256};

use crate::abi::erc3643::IIdentityRegistry::{identityCall, isVerifiedCall};
use crate::abi::erc3643::IToken::isAgentCall;
use crate::abi::modules::ITransferFeesModule::{getFeeCall, getFeeReturn, isWhitelistedCall};
use crate::compliance::{Doubt, TransferFee};
use crate::evidence::Gap;

use super::{Findings, Kind, Lifter, Module, Parties, Party, Remedy, Restriction, RestrictionCode, Rule, Witness};

/// Rates are in hundredths of a percent.
const WHOLE: u16 = 10_000;

/// A fee that this transfer is subject to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fees {
    rate: U256,
    /// The collector's identity.
    pub(super) collector_id: Address,
}

impl Fees {
    /// The fee on a raw amount, rounded down as the module does.
    pub(super) fn on(&self, raw: U256) -> U256 {
        raw.saturating_mul(self.rate).checked_div(U256::from(WHOLE)).unwrap_or(U256::ZERO)
    }
}

/// Reads the fee module, if there is one, and checks that its fee could be collected.
pub(super) fn read(findings: &mut Findings<'_>, parties: &Parties, modules: &[Module]) -> Option<Fees> {
    let mut found = modules.iter().filter(|module| module.kind == Kind::TransferFees);
    let module = found.next()?.address;
    if found.next().is_some() {
        let what = "two modules take fees of one transfer".to_owned();
        findings.doubts.push(Doubt::NotUnderstood { what });
        return None;
    }
    let Parties { compliance, from_id, to_id, registry, .. } = *parties;
    let fee = findings.ask(module, &getFeeCall { compliance });
    let agent = findings.ask(findings.token, &isAgentCall { agent: module });
    let spared = spared(findings, compliance, module);
    let getFeeReturn { rate, collector } = findings.known(fee)?;
    let exempt = from_id == to_id || findings.from == collector || findings.to == collector || spared?;
    if rate.is_zero() || exempt {
        return None;
    }
    let verified = findings.ask(registry, &isVerifiedCall { userAddress: collector });
    let collector_id = findings.ask(registry, &identityCall { userAddress: collector });
    let (collector_id, agent) = (findings.known(collector_id)?, findings.known(agent)?);
    let fees = Fees { rate, collector_id };
    let rule = Rule::new(module, "TransferFeesModule");
    let amount = findings.amount.with_raw(fees.on(findings.amount.raw()));
    if !amount.is_zero() {
        findings.fee = Some(TransferFee { rule: rule.clone(), amount, collector });
    }
    let broken = match verified {
        _ if !agent => Some(("the module is no agent of the token any more", "make the module an agent again")),
        Ok(true) => None,
        Ok(false) | Err(Gap::Reverted { .. }) => {
            Some(("the collector is not a verified holder", "name a collector that is verified"))
        }
        Err(gap @ (Gap::Pending { .. } | Gap::Malformed { .. } | Gap::Declined { .. })) => {
            findings.unread(gap);
            None
        }
    };
    if let Some((why, action)) = broken {
        refuse(findings, rule, rate, Witness::of(module, &getFeeCall { compliance }, collector), (why, action));
    }
    Some(fees)
}

/// Whether the sender is on the module's list of those who pay nothing. Only the last drafts of 4.2 have one.
fn spared(findings: &mut Findings<'_>, compliance: Address, module: Address) -> Option<bool> {
    match findings.ask(module, &isWhitelistedCall { compliance, account: findings.from }) {
        Ok(listed) => Some(listed),
        Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => Some(false),
        Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => {
            findings.unread(gap);
            None
        }
    }
}

/// Only amounts so small that their fee is nothing still pass.
fn refuse(findings: &mut Findings<'_>, rule: Rule, rate: U256, read: Witness, (why, action): (&str, &str)) {
    let free = U256::from(WHOLE).saturating_sub(U256::ONE).checked_div(rate).unwrap_or(U256::ZERO);
    findings.limit(&rule.clone(), free, |_| Restriction {
        code: RestrictionCode::FeeNotCollectable,
        party: Party::Collector,
        rule,
        read,
        message: format!("The token takes a fee of each transfer, which cannot be collected: {why}."),
        remedy: Remedy::by(Lifter::Issuer, format!("The issuer has to {action}.")),
    });
}
