//! Several calls of a site in one go (EIP-5792): how far they are, by what is remembered of them and by the chain's receipts.

use alloy_primitives::{Address, B256};
use assay_sdk::asset::{Descriptor, RedemptionTerms};
use assay_sdk::chain::RawReceipt;
use assay_sdk::units::{AssetId, ChainId};
use serde_json::{Map, Value, json};

use super::activity::{Entry, State};

/// How far calls are, by the numbers of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the standard's states")]
pub enum CallsState {
    /// On their way.
    Pending = 100,
    /// All are in blocks, and did what they should.
    Confirmed = 200,
    /// None reached the chain, and none will.
    NotSent = 400,
    /// None did anything: what reached the chain was undone.
    Reverted = 500,
    /// Some were carried out, and the others will not be.
    InParts = 600,
}

/// Whether calls are being sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "they are, or they are not")]
pub enum Sending {
    /// One after another, now.
    Now,
    /// Nothing more is sent.
    Over,
}

impl CallsState {
    /// Out of what is remembered of calls, in their order, and whether more of them are sent. `None` where nothing is remembered, or
    /// nobody knows any more.
    #[must_use]
    pub fn of(entries: &[Entry], sending: Sending) -> Option<Self> {
        let first = entries.first()?;
        let count = first.asked.as_ref()?.calls.as_ref()?.count;
        if entries.iter().any(|entry| matches!(entry.state, State::Untold { .. })) {
            return None;
        }
        let of = |wanted: fn(&State) -> bool| entries.iter().filter(|entry| wanted(&entry.state)).count();
        let done = of(|state| matches!(state, State::Succeeded { .. }));
        if of(|state| !state.is_final()) > 0 || (sending == Sending::Now && done < count) {
            return Some(Self::Pending);
        }
        if done == count {
            return Some(Self::Confirmed);
        }
        let undone = of(|state| matches!(state, State::Failed { .. }));
        let in_parts = done > 0 || of(|state| matches!(state, State::InParts { .. })) > 0;
        Some(match (in_parts, undone) {
            (true, _) => Self::InParts,
            (false, 0) => Self::NotSent,
            (false, _) => Self::Reverted,
        })
    }
}

/// The transactions of calls that are in blocks, in their order.
pub fn mined(entries: &[Entry]) -> impl Iterator<Item = B256> {
    let is_mined = |entry: &&Entry| matches!(entry.state, State::Succeeded { .. } | State::Failed { .. });
    entries.iter().filter(is_mined).filter_map(Entry::transaction)
}

/// The answer to `wallet_getCallsStatus`.
#[must_use]
pub fn answer(id: &str, chain: ChainId, state: CallsState, entries: &[Entry], receipts: &[RawReceipt]) -> Value {
    // Only another wallet carries out several as one.
    let atomic = entries.iter().any(|entry| entry.batch.is_some());
    let mut answer = Map::new();
    let mut set = |name: &str, value: Value| drop(answer.insert(name.to_owned(), value));
    set("version", json!("2.0.0"));
    set("id", json!(id));
    set("chainId", json!(format!("{:#x}", chain.0)));
    set("status", json!(state as u16));
    set("atomic", json!(atomic));
    if !receipts.is_empty() {
        set("receipts", receipts.iter().map(receipt).collect());
    }
    Value::Object(answer)
}

fn receipt(receipt: &RawReceipt) -> Value {
    let log = |log: &assay_sdk::evidence::LogRecord| json!({ "address": log.address.to_string().to_lowercase(), "topics": log.topics, "data": log.data });
    json!({
        "transactionHash": receipt.transaction,
        "blockHash": receipt.block_hash,
        "blockNumber": format!("{:#x}", receipt.block_number),
        "gasUsed": format!("{:#x}", receipt.gas_used),
        "status": if receipt.succeeded { "0x1" } else { "0x0" },
        "logs": receipt.logs.iter().map(log).collect::<Vec<_>>(),
    })
}

/// The asset that a contract is of: its token, one of its ways out, or what pays its holders.
#[must_use]
pub fn asset_of(list: &[Descriptor], contract: Address) -> Option<AssetId> {
    let token = list.iter().find(|descriptor| descriptor.asset.token == contract);
    let pays = |descriptor: &&Descriptor| descriptor.distributions.iter().any(|one| one.contract() == contract);
    let redeems = |descriptor: &&Descriptor| {
        descriptor.ways_out.iter().any(|way| match way.terms {
            RedemptionTerms::Erc7540 { vault, .. } | RedemptionTerms::Erc4626 { vault, .. } => vault == contract,
            RedemptionTerms::Redeemer { contract: redeemer, .. } => redeemer == contract,
            RedemptionTerms::Queue { .. }
            | RedemptionTerms::Burn { .. }
            | RedemptionTerms::Transfer { .. }
            | RedemptionTerms::Retire { .. }
            | _ => false,
        })
    };
    let found = token.or_else(|| list.iter().find(pays)).or_else(|| list.iter().find(redeems));
    found.map(|descriptor| descriptor.asset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::activity::{AskedBy, CallsPlace};
    use alloy_primitives::Bytes;
    use assay_sdk::units::Timestamp;

    fn entry(place: usize, state: State) -> Entry {
        let calls = Some(CallsPlace { id: "0x01".to_owned(), place, count: 2 });
        Entry {
            hash: B256::with_last_byte(u8::try_from(place).unwrap()),
            chain: ChainId(1),
            from: String::new(),
            summary: String::new(),
            asset: None,
            raw: Bytes::new(),
            reviewed: None,
            notes: Vec::new(),
            batch: None,
            asked: Some(AskedBy { site: "https://a.example".to_owned(), calls }),
            signed_at: Timestamp(0),
            state,
        }
    }

    fn done() -> State {
        State::Succeeded { block: 7, outcome: Vec::new() }
    }

    fn undone() -> State {
        State::Failed { block: 7, reason: String::new() }
    }

    #[test]
    fn calls_are_done_where_all_are_and_in_parts_where_some_are() {
        let (now, over) = (Sending::Now, Sending::Over);
        let of = |states: Vec<State>, sending| {
            let entries: Vec<_> = states.into_iter().enumerate().map(|(place, state)| entry(place, state)).collect();
            CallsState::of(&entries, sending)
        };
        let not_taken = || State::Rejected { reason: String::new() };
        assert_eq!(of(Vec::new(), over), None);
        assert_eq!(of(vec![State::Pending], now), Some(CallsState::Pending));
        // The second is about to be sent; without that, nobody ever sends it.
        assert_eq!(of(vec![done()], now), Some(CallsState::Pending));
        assert_eq!(of(vec![done()], over), Some(CallsState::InParts));
        assert_eq!(of(vec![done(), done()], now), Some(CallsState::Confirmed));
        assert_eq!(of(vec![done(), undone()], over), Some(CallsState::InParts));
        assert_eq!(of(vec![undone()], over), Some(CallsState::Reverted));
        assert_eq!(of(vec![not_taken()], over), Some(CallsState::NotSent));
        assert_eq!(of(vec![State::Replaced], over), Some(CallsState::NotSent));
        assert_eq!(of(vec![State::InParts { what: String::new() }], over), Some(CallsState::InParts));
        assert_eq!(of(vec![State::Untold { what: String::new() }], over), None);
    }

    #[test]
    fn the_answer_is_as_the_standard_has_it() {
        let receipt = RawReceipt {
            transaction: B256::repeat_byte(1),
            succeeded: true,
            block_number: 255,
            block_hash: B256::repeat_byte(2),
            from: Address::ZERO,
            to: None,
            gas_used: 21_000,
            effective_gas_price: 1,
            logs: Vec::new(),
        };
        let entries = [entry(0, done()), entry(1, undone())];
        assert_eq!(mined(&entries).count(), 2);
        let answer = answer("0x01", ChainId(31_337), CallsState::InParts, &entries, &[receipt]);
        let expected = json!({
            "version": "2.0.0", "id": "0x01", "chainId": "0x7a69", "status": 600, "atomic": false,
            "receipts": [{
                "transactionHash": B256::repeat_byte(1), "blockHash": B256::repeat_byte(2), "blockNumber": "0xff",
                "gasUsed": "0x5208", "status": "0x1", "logs": [],
            }],
        });
        assert_eq!(answer, expected);
    }
}
