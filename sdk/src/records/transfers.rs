//! From the logs of a history to movements.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent;

use crate::abi::erc20::IERC20::Transfer;
use crate::abi::erc4626::IERC4626::Withdraw;
use crate::abi::erc7540::IERC7540Redeem::RedeemRequest;
use crate::abi::retirement::IRetirement::Retired;
use crate::evidence::{Fact, LogRecord, PlacedLog};
use crate::units::{Amount, AssetId, ChainId};

use super::{Asset, Direction, IncomeKind, Kind, Movement, MovementId, RecordError};

/// What is income: everything of one token that one payer, as a distributor, sends to the holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "callers make it")]
pub struct IncomeRule {
    /// The token.
    pub token: Address,
    /// Who pays.
    pub payer: Address,
    /// What it is.
    pub kind: IncomeKind,
}

/// How logs are to be read.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "callers make it")]
pub struct Reading {
    /// The chain.
    pub chain: ChainId,
    /// Whose movements.
    pub holder: Address,
    /// Decimals of each token.
    pub decimals: BTreeMap<Address, u8>,
    /// What is income.
    pub income: Vec<IncomeRule>,
}

/// The movements that logs tell of, in the order of the chain. A transfer to oneself moves nothing. Logs of other events than transfers say
/// what a transfer of the same transaction is: `Withdraw`, `RedeemRequest` and `Retired` that name the holder make it a redemption.
///
/// # Errors
/// [`RecordError::NotATransfer`], [`RecordError::Undecodable`], [`RecordError::UnknownToken`], [`RecordError::Repeated`] or
/// [`RecordError::Units`].
pub fn movements(logs: &[Fact<PlacedLog>], reading: &Reading) -> Result<Vec<Movement>, RecordError> {
    let mut redeemed: BTreeSet<(B256, Address)> = BTreeSet::new();
    for log in logs {
        let record = &log.value().record;
        if redeems(record, reading.holder)? {
            redeemed.insert((record.transaction, record.address));
        }
    }
    let mut movements = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for log in logs {
        let PlacedLog { record, index } = log.value();
        let id = MovementId {
            chain: reading.chain,
            block: record.block_number,
            log: Some(*index),
            transaction: record.transaction,
        };
        if !seen.insert((id.block, id.log)) {
            return Err(RecordError::Repeated { id });
        }
        if record.topics.first() != Some(&Transfer::SIGNATURE_HASH) {
            continue;
        }
        if let Some(movement) = movement(log, id, reading, &redeemed)? {
            movements.insert(id, movement);
        }
    }
    Ok(movements.into_values().collect())
}

fn movement(
    log: &Fact<PlacedLog>,
    id: MovementId,
    reading: &Reading,
    redeemed: &BTreeSet<(B256, Address)>,
) -> Result<Option<Movement>, RecordError> {
    let record = &log.value().record;
    let (from, to, value) = parties(record)?;
    let (direction, counterparty) = match (from == reading.holder, to == reading.holder) {
        (true, false) => (Direction::Out, to),
        (false, true) => (Direction::In, from),
        // To oneself, or among others.
        (true, true) | (false, false) => return Ok(None),
    };
    let token = record.address;
    let decimals = *reading.decimals.get(&token).ok_or(RecordError::UnknownToken { token })?;
    let of_redemption = |contract: Address| redeemed.contains(&(record.transaction, contract));
    let redemption = match direction {
        Direction::In => of_redemption(from),
        Direction::Out => of_redemption(token) || of_redemption(to),
    };
    let rule = reading.income.iter().find(|rule| rule.token == token && rule.payer == counterparty);
    let kind = match (direction, rule) {
        (Direction::In, Some(rule)) => Kind::Income(rule.kind),
        (Direction::In | Direction::Out, _) if redemption => Kind::Redemption,
        (Direction::In | Direction::Out, _) => Kind::Transfer,
    };
    Ok(Some(Movement {
        id,
        at: log.at().timestamp,
        asset: Asset::Token(AssetId { chain: reading.chain, token }),
        direction,
        kind,
        amount: Amount::from_raw(value, decimals)?,
        counterparty: Some(counterparty),
        evidence: log.evidence().clone(),
    }))
}

fn parties(record: &LogRecord) -> Result<(Address, Address, U256), RecordError> {
    let not = || RecordError::NotATransfer {
        token: record.address,
        block: record.block_number,
        got: format!("{} topics and {} bytes", record.topics.len(), record.data.len()),
    };
    let [_, from, to] = record.topics.as_slice() else { return Err(not()) };
    let word = <[u8; 32]>::try_from(record.data.as_ref()).map_err(|_| not())?;
    let party = |topic: &B256| {
        let address = Address::from_word(*topic);
        if address.into_word() == *topic { Ok(address) } else { Err(not()) }
    };
    Ok((party(from)?, party(to)?, U256::from_be_bytes(word)))
}

/// Whether a log says that the holder redeems at the contract that emitted it.
fn redeems(record: &LogRecord, holder: Address) -> Result<bool, RecordError> {
    Ok(match record.topics.first() {
        Some(topic) if *topic == Withdraw::SIGNATURE_HASH => decoded::<Withdraw>(record)?.owner == holder,
        Some(topic) if *topic == RedeemRequest::SIGNATURE_HASH => {
            let request = decoded::<RedeemRequest>(record)?;
            request.owner == holder || request.controller == holder
        }
        Some(topic) if *topic == Retired::SIGNATURE_HASH => decoded::<Retired>(record)?.sender == holder,
        Some(_) | None => false,
    })
}

fn decoded<E: SolEvent>(record: &LogRecord) -> Result<E, RecordError> {
    E::decode_raw_log_validate(record.topics.iter().copied(), &record.data).map_err(|error| RecordError::Undecodable {
        event: E::SIGNATURE,
        contract: record.address,
        block: record.block_number,
        got: error.to_string(),
    })
}
