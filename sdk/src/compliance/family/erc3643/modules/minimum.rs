//! `MinTransferByCountryModule` (4.2): the least that a new holder of a country may receive.
//!
//! Who holds the token already may receive any amount, as may another wallet of the same investor in the same country.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent as _;

use crate::abi::erc20::IERC20::balanceOfCall;
use crate::abi::erc3643::IIdentityRegistry::investorCountryCall;
use crate::abi::modules::IMinTransferByCountryModule::{MinimumTransferAmountSet, getMinimumTransferAmountCall};
use crate::compliance::Doubt;
use crate::evidence::{Gap, LogFilter, LogRecord, Read};

use super::{
    Findings, Lifter, Parties, Party, Remedy, Restriction, RestrictionCode, Rule, Witness, countries, unknown,
};

const NAME: &str = "MinTransferByCountryModule";

pub(super) fn check(findings: &mut Findings<'_>, parties: &Parties, module: Address) {
    let Parties { compliance, country, registry, from_id, to_id, .. } = *parties;
    let call = getMinimumTransferAmountCall { compliance, country };
    let told = findings.ask(module, &call);
    let filter = minimum_filter(module, parties);
    let logged = findings.logs(filter.clone());
    let holds = findings.ask(findings.token, &balanceOfCall { account: findings.to });
    let from_country = findings.ask(registry, &investorCountryCall { userAddress: findings.from });
    let (holds, from_country) = (findings.known(holds), findings.known(from_country));
    let (Some(holds), Some(from_country)) = (holds, from_country) else { return };
    let (minimum, read) = match (told, logged) {
        (Ok(minimum), _) => (minimum, Witness::of(module, &call, minimum)),
        (Err(Gap::Reverted { .. } | Gap::Malformed { .. }), Ok(records)) => {
            let Some(minimum) = newest(&records) else {
                let what = format!("{NAME} ({module}) has set a minimum in a way that is not understood");
                return findings.doubts.push(Doubt::NotUnderstood { what });
            };
            (minimum, Witness { read: Read::Logs(filter), answer: minimum.to_string() })
        }
        (Err(Gap::Reverted { .. } | Gap::Malformed { .. }), Err(Gap::Declined { .. })) => {
            return unknown::check(findings, parties, module, NAME);
        }
        (Err(Gap::Reverted { .. } | Gap::Malformed { .. }), Err(gap)) | (Err(gap), _) => return findings.unread(gap),
    };
    let exempt = if from_id == to_id { from_country == country } else { !holds.is_zero() };
    if minimum.is_zero() || exempt || parties.has_stranger() {
        return;
    }
    let rule = Rule::new(module, NAME);
    findings.minimum(&rule, minimum, |findings| Restriction {
        code: RestrictionCode::BelowMinimum,
        party: Party::Receiver,
        rule: rule.clone(),
        read,
        message: format!(
            "A new holder in the receiver's country ({}) has to get at least {}.",
            countries::shown(country),
            findings.show(minimum),
        ),
        remedy: Remedy::by(Lifter::Sender, format!("Send at least {}.", findings.show(minimum))),
    });
}

/// The newest minimum; zero where none was ever set. `None` where the record is not one.
fn newest(records: &[LogRecord]) -> Option<U256> {
    let Some(record) = records.last() else { return Some(U256::ZERO) };
    MinimumTransferAmountSet::abi_decode_data(&record.data).ok().map(|(amount,)| amount)
}

/// The trace of the minimum where there is no getter: the newest of these events.
fn minimum_filter(module: Address, parties: &Parties) -> LogFilter {
    let compliance = B256::left_padding_from(parties.compliance.as_slice());
    let country = B256::from(U256::from(parties.country));
    let topics = vec![Some(MinimumTransferAmountSet::SIGNATURE_HASH), Some(compliance), Some(country)];
    LogFilter { address: module, topics, signature: MinimumTransferAmountSet::SIGNATURE }
}
