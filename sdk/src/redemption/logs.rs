//! The logs of one controller at an asynchronous vault, decoded, in the order of the chain.
//!
//! Every event of ERC-7540 and ERC-7887 has the controller as its first indexed argument, so that one question brings them all in
//! their order. Claims are ERC-4626 `Withdraw` logs, whose `owner` is the controller in such a vault; they do not name the request
//! that they pay.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;

use crate::abi::erc4626::IERC4626::Withdraw;
use crate::abi::erc7540::IERC7540Redeem::{OperatorSet, RedeemRequest};
use crate::abi::erc7540::IERC7887Redeem::{CancelRedeemClaim, CancelRedeemRequest};
use crate::abi::erc7540::IFulfilmentLogs::{CancelRedeemClaimable, RedeemClaimable};
use crate::evidence::{Fact, Gap, LogFilter, LogRecord, Reads};

use super::RedemptionError;

/// What one log tells.
#[derive(Clone, Debug)]
pub(super) enum Told {
    Requested(RedeemRequest),
    Fulfilled(RedeemClaimable),
    Claimed(Withdraw),
    CancelRequested(CancelRedeemRequest),
    CancelFulfilled(CancelRedeemClaimable),
    CancelClaimed(CancelRedeemClaim),
    Operator(OperatorSet),
}

/// The logs as they came, decoded and not yet counted.
#[derive(Clone, Debug)]
pub(super) struct Logs(pub(super) Vec<(Told, LogRecord)>);

/// The logs of one controller: or the gap, where the endpoint would not give them.
pub(super) fn read(
    reads: &mut Reads,
    vault: Address,
    controller: Address,
) -> Result<Result<Fact<Logs>, Gap>, RedemptionError> {
    let who = Some(controller.into_word());
    let by_controller =
        reads.logs(LogFilter { address: vault, topics: vec![None, who], signature: RedeemRequest::SIGNATURE });
    let withdrawn = reads.logs(LogFilter {
        address: vault,
        topics: vec![Some(Withdraw::SIGNATURE_HASH), None, None, who],
        signature: Withdraw::SIGNATURE,
    });
    let (by_controller, withdrawn) = match (by_controller, withdrawn) {
        (Ok(by_controller), Ok(withdrawn)) => (by_controller, withdrawn),
        (Err(gap), _) | (_, Err(gap)) if gap.is_pending() => return Err(gap.into()),
        (Err(gap), _) | (_, Err(gap)) => return Ok(Err(gap)),
    };
    let decoded = by_controller.zip(withdrawn)?.try_map(|(by_controller, withdrawn)| {
        let mut told = Vec::new();
        for record in by_controller {
            told.extend(decode(&record)?.map(|event| (event, record)));
        }
        for record in withdrawn {
            told.push((Told::Claimed(shaped(&record)?), record));
        }
        // Stable: within a block claims come last, after the fulfilment that they live on.
        told.sort_by_key(|(_, record)| record.block_number);
        Ok::<_, RedemptionError>(Logs(told))
    });
    Ok(Ok(decoded?))
}

/// `None` for a log of another kind, such as the transfers of a vault that is its own share.
fn decode(record: &LogRecord) -> Result<Option<Told>, RedemptionError> {
    let Some(topic) = record.topics.first().copied() else { return Ok(None) };
    Ok(Some(match topic {
        RedeemRequest::SIGNATURE_HASH => Told::Requested(shaped(record)?),
        RedeemClaimable::SIGNATURE_HASH => Told::Fulfilled(shaped(record)?),
        CancelRedeemRequest::SIGNATURE_HASH => Told::CancelRequested(shaped(record)?),
        CancelRedeemClaimable::SIGNATURE_HASH => Told::CancelFulfilled(shaped(record)?),
        CancelRedeemClaim::SIGNATURE_HASH => Told::CancelClaimed(shaped(record)?),
        OperatorSet::SIGNATURE_HASH => Told::Operator(shaped(record)?),
        _ => return Ok(None),
    }))
}

pub(super) fn shaped<E: SolEvent>(record: &LogRecord) -> Result<E, RedemptionError> {
    let event = E::decode_raw_log_validate(record.topics.iter().copied(), &record.data);
    event.map_err(|_| RedemptionError::Log { event: E::SIGNATURE, block: record.block_number })
}

impl Logs {
    /// The request ids that occur.
    pub(super) fn ids(&self) -> BTreeSet<U256> {
        let requested = |(told, _): &(Told, LogRecord)| match told {
            Told::Requested(event) => Some(event.requestId),
            Told::Fulfilled(_)
            | Told::Claimed(_)
            | Told::CancelRequested(_)
            | Told::CancelFulfilled(_)
            | Told::CancelClaimed(_)
            | Told::Operator(_) => None,
        };
        self.0.iter().filter_map(requested).collect()
    }

    /// Who was made an operator and not unmade.
    pub(super) fn operators(&self) -> BTreeSet<Address> {
        let mut operators = BTreeMap::new();
        for (told, _) in &self.0 {
            if let Told::Operator(event) = told {
                operators.insert(event.operator, event.approved);
            }
        }
        operators.into_iter().filter_map(|(operator, approved)| approved.then_some(operator)).collect()
    }
}
