//! What a transaction would do, read from a run of it over proven state: what moves, who is allowed what, why it would fail.
//!
//! Nothing here is taken from the transaction itself, which may say one thing and do another.

mod batch;

use std::collections::BTreeMap;

use alloy_primitives::{Address, Bytes, Log, U256};
use alloy_sol_types::{SolEvent, sol};

use crate::abi::revert::RevertReason;
use crate::proof::{End, Simulated};

pub use batch::{BatchSimulation, CallSimulation, Net};

sol! {
    // ERC-20 and ERC-721 have the same events, and index them differently.
    interface Fungible {
        event Transfer(address indexed from, address indexed to, uint256 value);
        event Approval(address indexed owner, address indexed spender, uint256 value);
    }
    interface Single {
        event Transfer(address indexed from, address indexed to, uint256 indexed tokenId);
        event Approval(address indexed owner, address indexed approved, uint256 indexed tokenId);
    }
    event ApprovalForAll(address indexed owner, address indexed operator, bool approved);
    event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value);
    event TransferBatch(address indexed operator, address indexed from, address indexed to, uint256[] ids, uint256[] values);
}

/// What a transaction would come to in the next block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulation {
    /// What it returns, or why it would fail.
    pub outcome: Result<Bytes, SimulatedFailure>,
    /// Gas used, as a receipt says it.
    pub gas_used: u64,
    /// Tokens that move, in the order of their events.
    pub movements: Vec<TokenMovement>,
    /// Who is allowed what, in the order of the events.
    pub approvals: Vec<Grant>,
    /// Wei of the accounts whose balance changes, before and after; of the sender's without what it pays for gas.
    pub ether: BTreeMap<Address, (U256, U256)>,
    /// All events.
    pub logs: Vec<Log>,
    /// Whether it would come to something else in a block of another time, random word, base fee or beneficiary.
    pub depends_on_block: bool,
}

/// Why a transaction would fail.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SimulatedFailure {
    /// A contract refuses it.
    Reverted(RevertReason),
    /// It runs out of gas, or meets an instruction that takes all of it.
    Halted {
        /// What.
        reason: String,
    },
    /// No block would take it.
    Refused {
        /// Why.
        reason: String,
    },
}

/// A token that moves, by its contract's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenMovement {
    /// The token's contract.
    pub token: Address,
    /// Whose it was; zero where it is new.
    pub from: Address,
    /// Whose it will be; zero where it is gone.
    pub to: Address,
    /// The number of the token, where it has one (ERC-721, ERC-1155).
    pub id: Option<U256>,
    /// How much; one of a token that cannot be divided.
    pub amount: U256,
}

/// What a transaction allows somebody, by the contract's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The token's contract.
    pub token: Address,
    /// Whose tokens.
    pub owner: Address,
    /// Who may move them; zero where nobody may any more.
    pub spender: Address,
    /// Which.
    pub scope: Scope,
}

/// Which tokens are allowed to be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scope {
    /// At most this much (ERC-20): what is allowed from now on.
    Amount(U256),
    /// The token of this number (ERC-721).
    Id(U256),
    /// All of the owner's tokens of this contract, or none any more.
    All {
        /// Whether it is given, or taken back.
        allowed: bool,
    },
}

impl Simulation {
    /// Reads what a run came to.
    #[must_use]
    pub fn of(simulated: Simulated) -> Self {
        let Simulated { step, balances: ether, depends_on_block, .. } = simulated;
        Self {
            outcome: outcome(step.end),
            gas_used: step.gas_used,
            movements: step.logs.iter().flat_map(movements).collect(),
            approvals: step.logs.iter().filter_map(grant).collect(),
            ether,
            logs: step.logs,
            depends_on_block,
        }
    }
}

fn outcome(end: End) -> Result<Bytes, SimulatedFailure> {
    match end {
        End::Returned(bytes) => Ok(bytes),
        End::Reverted(data) => Err(SimulatedFailure::Reverted(RevertReason::decode(&data))),
        End::Halted { reason } => Err(SimulatedFailure::Halted { reason }),
        End::Refused { reason } => Err(SimulatedFailure::Refused { reason }),
        End::NotBuiltIn { address } => Err(SimulatedFailure::Refused { reason: format!("{address} is not built in") }),
    }
}

/// The event, where the log is exactly that.
fn event<E: SolEvent>(log: &Log) -> Option<E> {
    E::decode_raw_log_validate(log.topics().iter().copied(), &log.data.data).ok()
}

fn movements(log: &Log) -> Vec<TokenMovement> {
    let token = log.address;
    if let Some(Fungible::Transfer { from, to, value }) = event(log) {
        return vec![TokenMovement { token, from, to, id: None, amount: value }];
    }
    if let Some(Single::Transfer { from, to, tokenId }) = event(log) {
        return vec![TokenMovement { token, from, to, id: Some(tokenId), amount: U256::from(1) }];
    }
    if let Some(TransferSingle { from, to, id, value, .. }) = event(log) {
        return vec![TokenMovement { token, from, to, id: Some(id), amount: value }];
    }
    if let Some(TransferBatch { from, to, ids, values, .. }) = event(log)
        && ids.len() == values.len()
    {
        let one = |(id, amount)| TokenMovement { token, from, to, id: Some(id), amount };
        return ids.into_iter().zip(values).map(one).collect();
    }
    Vec::new()
}

fn grant(log: &Log) -> Option<Grant> {
    let token = log.address;
    if let Some(Fungible::Approval { owner, spender, value }) = event(log) {
        return Some(Grant { token, owner, spender, scope: Scope::Amount(value) });
    }
    if let Some(Single::Approval { owner, approved, tokenId }) = event(log) {
        return Some(Grant { token, owner, spender: approved, scope: Scope::Id(tokenId) });
    }
    let ApprovalForAll { owner, operator, approved } = event(log)?;
    Some(Grant { token, owner, spender: operator, scope: Scope::All { allowed: approved } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::{Fork, Rules, Step};
    use alloy_primitives::LogData;

    const TOKEN: Address = Address::repeat_byte(0x70);
    const A: Address = Address::repeat_byte(0xa);
    const B: Address = Address::repeat_byte(0xb);

    fn log(data: LogData) -> Log {
        Log { address: TOKEN, data }
    }

    fn simulated(logs: Vec<Log>) -> Simulation {
        let step = Step { end: End::Returned(Bytes::new()), gas_used: 1, logs };
        let rules = Rules { fork: Fork::Osaka, blob_fraction: 1, known: true };
        Simulation::of(Simulated { step, balances: BTreeMap::new(), depends_on_block: false, rules })
    }

    #[test]
    fn tokens_of_all_standards_move() {
        let (one, seven) = (U256::from(1), U256::from(7));
        let batch = TransferBatch { operator: A, from: A, to: B, ids: vec![one, seven], values: vec![seven, one] };
        let found = simulated(vec![
            log(Fungible::Transfer { from: A, to: B, value: seven }.encode_log_data()),
            log(Single::Transfer { from: A, to: B, tokenId: seven }.encode_log_data()),
            log(TransferSingle { operator: A, from: A, to: B, id: one, value: seven }.encode_log_data()),
            log(batch.encode_log_data()),
        ]);
        let moved: Vec<_> = found.movements.iter().map(|it| (it.id, it.amount)).collect();
        let expected = [(None, seven), (Some(seven), one), (Some(one), seven), (Some(one), seven), (Some(seven), one)];
        assert_eq!(moved, expected);
        assert!(found.movements.iter().all(|it| (it.token, it.from, it.to) == (TOKEN, A, B)));
        assert!(found.approvals.is_empty());
    }

    #[test]
    fn approvals_of_all_standards_are_seen() {
        let seven = U256::from(7);
        let found = simulated(vec![
            log(Fungible::Approval { owner: A, spender: B, value: seven }.encode_log_data()),
            log(Single::Approval { owner: A, approved: B, tokenId: seven }.encode_log_data()),
            log(ApprovalForAll { owner: A, operator: B, approved: true }.encode_log_data()),
        ]);
        let scopes: Vec<_> = found.approvals.iter().map(|grant| grant.scope).collect();
        assert_eq!(scopes, [Scope::Amount(seven), Scope::Id(seven), Scope::All { allowed: true }]);
        assert!(found.movements.is_empty());
    }

    #[test]
    fn a_log_that_only_resembles_an_event_is_none() {
        let good = Fungible::Transfer { from: A, to: B, value: U256::from(7) }.encode_log_data();
        let short = LogData::new_unchecked(good.topics().to_vec(), good.data.slice(..31));
        let mut topics = good.topics().to_vec();
        topics[1].0[0] = 1;
        let wide = LogData::new_unchecked(topics, good.data);
        let uneven = TransferBatch { operator: A, from: A, to: B, ids: vec![U256::ZERO], values: Vec::new() };
        assert_eq!(simulated(vec![log(short), log(wide), log(uneven.encode_log_data())]).movements, []);
    }
}
