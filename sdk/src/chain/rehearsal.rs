//! `eth_simulateV1`: calls that run one after another, as transactions of the block after the ledger's.
//!
//! What it is for is to see what a call *does*, and some contracts do something else when they think that nobody looks. So the block
//! and the transactions are made to look like real ones: a base fee, a gas price, a fee recipient, a random word, and gas as a
//! transaction has it. To a contract that knows the next block in advance it can still be told apart.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use serde_json::{Map, Value, json};

use crate::evidence::{Outcome, Read, Refusal, Rehearsal, Step};
use crate::proof::ProofError;
use crate::proof::quantity::{array, bytes, field, object, shortened, u64};
use crate::units::BlockRef;

use super::call::{pinned, revert_data};
use super::codec::{Answer, Failure, Request};
use super::{ChainError, Rpc, Transport};

/// One gwei: a price that real transactions pay.
pub(super) const GAS_PRICE: u64 = 1_000_000_000;

/// JSON-RPC's "method not found", and EIP-1474's "method not supported".
pub(super) const LACKING: [i64; 2] = [-32_601, -32_004];

/// Whether the node applies the rules for transactions (nonce, fees, a sender without code) or only runs the calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rules {
    /// As a block would: the only way to have a base fee on every node.
    Transactions,
    /// For senders that cannot send a transaction themselves: contracts that others call through.
    Calls,
}

pub(super) fn request(rehearsal: &Rehearsal, rules: Rules, at: BlockRef) -> Request {
    let steps: Vec<Value> = rehearsal.steps.iter().map(|step| transaction(step, rules)).collect();
    let mut balances: BTreeMap<Address, U256> = BTreeMap::new();
    for step in &rehearsal.steps {
        let balance = balances.entry(step.from).or_insert_with(|| ether(step.from, at.hash));
        *balance = balance.saturating_add(step.value);
    }
    let senders: Map<String, Value> =
        balances.iter().map(|(sender, balance)| (sender.to_string(), json!({ "balance": balance }))).collect();
    let block = json!({
        "number": quantity(at.number.saturating_add(1)),
        "time": quantity(at.timestamp.0.saturating_add(1)),
        "baseFeePerGas": quantity(GAS_PRICE),
        "prevRandao": keccak256(at.hash),
        "feeRecipient": Address::from_word(keccak256(keccak256(at.hash))),
    });
    let payload = json!({
        "blockStateCalls": [{ "blockOverrides": block, "stateOverrides": senders, "calls": steps }],
        "validation": rules == Rules::Transactions,
    });
    Request::new("eth_simulateV1", json!([payload, pinned(at.hash)]))
}

fn transaction(step: &Step, rules: Rules) -> Value {
    let Step { from, to, data, value, gas } = step;
    let mut call = Map::new();
    let mut set = |name: &str, value: Value| drop(call.insert(name.to_owned(), value));
    set("from", json!(from));
    set("to", json!(to));
    set("input", json!(data));
    set("gas", json!(quantity(*gas)));
    if !value.is_zero() {
        set("value", json!(value));
    }
    if rules == Rules::Transactions {
        set("gasPrice", json!(quantity(GAS_PRICE)));
    }
    Value::Object(call)
}

/// Ether for the fees beside what is sent along, so that a rehearsal does not depend on what the sender has of it: one to two, and no round number.
pub(super) fn ether(account: Address, block: B256) -> U256 {
    let spread = keccak256([account.as_slice(), block.as_slice()].concat());
    U256::from(1_000_000_000_000_000_000_u64).saturating_add(U256::from_be_bytes(spread.0).wrapping_shr(197))
}

fn quantity(number: u64) -> String {
    format!("{number:#x}")
}

impl<T: Transport> Rpc<T> {
    /// What the answer to [`request`] says; `None` where it may be asked again by other rules.
    pub(super) fn rehearsal_outcome(
        &self,
        rehearsal: &Rehearsal,
        rules: Rules,
        answer: Answer,
    ) -> Result<Option<Outcome>, ChainError> {
        let failure = match answer {
            Ok(value) => return self.checked(results(&value, rehearsal.steps.len())).map(Outcome::Rehearsed).map(Some),
            Err(failure) => failure,
        };
        if failure.is_rate_limit() {
            return Err(failure.into_error(self.origin()));
        }
        if LACKING.contains(&failure.code) {
            self.lacks_rehearsals(&failure);
        } else if rules == Rules::Transactions {
            return Ok(None);
        }
        Ok(Some(Outcome::Declined { message: failure.message }))
    }

    /// The gas that each step uses, where they run one after another; `None` where the endpoint cannot run them so.
    ///
    /// # Errors
    /// Whatever stops an exchange.
    pub async fn rehearsed_gas(&self, rehearsal: &Rehearsal, at: BlockRef) -> Result<Option<Vec<u64>>, ChainError> {
        let [answer] = self.each([request(rehearsal, Rules::Transactions, at)]).await?;
        let value = match answer {
            Ok(value) => value,
            Err(failure) if failure.is_rate_limit() => return Err(failure.into_error(self.origin())),
            Err(_) => return Ok(None),
        };
        let used = |call: &Value| u64("gasUsed", field(object("a simulated call", call)?, "gasUsed")?);
        let used = calls(&value, rehearsal.steps.len()).and_then(|calls| calls.iter().map(used).collect());
        self.checked(used).map(Some)
    }

    /// Takes out the rehearsals that the endpoint is known not to have, with what is known instead.
    pub(super) fn without_rehearsals(&self, wanted: Vec<Read>) -> (Vec<Read>, Vec<(Read, Outcome)>) {
        let Some(message) = self.no_rehearsals() else { return (wanted, Vec::new()) };
        let (lacking, asked): (Vec<Read>, Vec<Read>) =
            wanted.into_iter().partition(|read| matches!(read, Read::Rehearsal(_)));
        let declined = |read| (read, Outcome::Declined { message: message.clone() });
        (asked, lacking.into_iter().map(declined).collect())
    }
}

/// One block, with one result for each step.
fn results(value: &Value, steps: usize) -> Result<Vec<Result<Bytes, Refusal>>, ProofError> {
    calls(value, steps)?.iter().map(result).collect()
}

fn calls(value: &Value, steps: usize) -> Result<&[Value], ProofError> {
    let miscounted = |what: &str, got: usize, expected| ProofError::Malformed {
        what: what.to_owned(),
        got: got.to_string(),
        expected,
    };
    let blocks = array("the simulated blocks", value)?;
    let [block] = blocks else {
        return Err(miscounted("the number of simulated blocks", blocks.len(), "one"));
    };
    let calls = array("calls", field(object("a simulated block", block)?, "calls")?)?;
    if calls.len() != steps {
        return Err(miscounted("the number of simulated calls", calls.len(), "one for each that was asked"));
    }
    Ok(calls)
}

fn result(value: &Value) -> Result<Result<Bytes, Refusal>, ProofError> {
    let call = object("a simulated call", value)?;
    let status = u64("status", field(call, "status")?)?;
    let returned = bytes("returnData", field(call, "returnData")?)?;
    match status {
        1 => Ok(Ok(returned)),
        // Some nodes put the revert data beside the message, some where a return would be.
        0 if !returned.is_empty() => Ok(Err(Refusal(returned))),
        0 => {
            let data = call.get("error").and_then(Value::as_object).and_then(|error| error.get("data")).cloned();
            Ok(Err(Refusal(
                revert_data(&Failure { code: 3, message: String::new(), words: String::new(), data })
                    .unwrap_or_default(),
            )))
        }
        _ => Err(ProofError::Malformed { what: "status".to_owned(), got: shortened(value), expected: "0x0 or 0x1" }),
    }
}
