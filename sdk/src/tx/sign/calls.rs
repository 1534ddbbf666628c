//! A batch in another wallet's hands (EIP-5792, version 2.0.0): whether it takes one, and what became of it.

use alloy_primitives::{Address, B256};
use serde_json::Value;

use crate::proof::quantity::{b256, shortened};
use crate::units::ChainId;

/// Whether the other wallet carries out several calls as one (the capability `atomic`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Batching {
    /// It does.
    Supported,
    /// It would, once its user has let it upgrade the account: it asks when calls are sent.
    Ready,
    /// It does not, or says nothing of it.
    Unsupported,
}

/// A batch that another wallet took, by the name that it gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentBatch {
    /// Its name: the other wallet's own choice.
    pub(super) id: String,
    pub(super) from: Address,
    pub(super) chain: ChainId,
}

/// What the other wallet says of a batch. The transactions that it names are read back from the chain before anything is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BatchStatus {
    /// In no block yet (100).
    Pending,
    /// In a block, by this transaction (200).
    Confirmed(B256),
    /// It never reached the chain, and will not be tried again (400).
    NotSent,
    /// All of it was undone (500); the transaction, where one is named.
    Reverted(Option<B256>),
}

/// Why there is no status of a batch.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// The answer is not what EIP-5792 says.
    #[error("the other wallet was to answer with {expected}: got {got}. Look into its own list of transactions")]
    Malformed {
        /// What came, shortened.
        got: String,
        /// What should have.
        expected: &'static str,
    },
    /// The other wallet does not know the name any more (EIP-5792's 5730): it keeps a batch for a day, or as long as it likes.
    #[error(
        "the other wallet does not know the batch {id:?} any more. Look into its own list of transactions, and at what you hold now"
    )]
    Unknown {
        /// The name, shortened.
        id: String,
    },
    /// All or nothing was asked for, and the other wallet did a part of it.
    #[error(
        "the other wallet did only a part of what was to happen as one: {got}. Look into its own list of transactions, and at what you hold now"
    )]
    InParts {
        /// What it says that it did.
        got: String,
    },
}

impl SentBatch {
    /// The longest name that the standard allows: 4096 bytes in hexadecimal.
    const LONGEST: usize = 8_194;

    /// A batch of an earlier visit.
    ///
    /// # Errors
    /// [`BatchError::Malformed`] where this is no name of a batch.
    pub fn restore(id: &str, from: Address, chain: ChainId) -> Result<Self, BatchError> {
        if id.is_empty() || id.len() > Self::LONGEST {
            let got = format!("{} characters", id.len());
            return Err(BatchError::Malformed { got, expected: "a name of 1 to 8194 characters" });
        }
        Ok(Self { id: id.to_owned(), from, chain })
    }

    /// The other wallet's name for it.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whose account.
    #[must_use]
    pub const fn from(&self) -> Address {
        self.from
    }

    /// On which chain.
    #[must_use]
    pub const fn chain(&self) -> ChainId {
        self.chain
    }
}

impl Batching {
    /// Out of the answer to `wallet_getCapabilities`: by chain, with `0x0` for what holds on all of them.
    pub(super) fn of(answer: &Value, chain: ChainId) -> Self {
        let status = |key: &str| answer.get(key)?.get("atomic")?.get("status")?.as_str();
        match status(&format!("{:#x}", chain.0)).or_else(|| status("0x0")) {
            Some("supported") => Self::Supported,
            Some("ready") => Self::Ready,
            Some(_) | None => Self::Unsupported,
        }
    }
}

/// The answer to `wallet_sendCalls`.
pub(super) fn sent(answer: &Value, from: Address, chain: ChainId) -> Result<SentBatch, BatchError> {
    let expected = "the batch's name, as `id`";
    let id = answer.get("id").and_then(Value::as_str);
    SentBatch::restore(id.ok_or_else(|| BatchError::Malformed { got: shortened(answer), expected })?, from, chain)
}

/// The answer to `wallet_getCallsStatus`.
pub(super) fn status(answer: &Value) -> Result<BatchStatus, BatchError> {
    let malformed = |expected| BatchError::Malformed { got: shortened(answer), expected };
    let status = answer.get("status").and_then(Value::as_u64);
    match status.ok_or_else(|| malformed("a status, as a number"))? {
        100 => Ok(BatchStatus::Pending),
        200 => one(answer)?.map(BatchStatus::Confirmed).ok_or_else(|| malformed("the receipt of what is confirmed")),
        400 => Ok(BatchStatus::NotSent),
        500 => Ok(BatchStatus::Reverted(one(answer)?)),
        600 => Err(BatchError::InParts { got: "it says so itself".to_owned() }),
        _ => Err(malformed("status 100, 200, 400, 500 or 600")),
    }
}

/// The one transaction of calls that are carried out as one.
fn one(answer: &Value) -> Result<Option<B256>, BatchError> {
    if answer.get("atomic").and_then(Value::as_bool) == Some(false) {
        return Err(BatchError::InParts { got: "calls by themselves, not as one".to_owned() });
    }
    let receipts = match answer.get("receipts") {
        None | Some(Value::Null) => &[],
        Some(Value::Array(receipts)) => receipts.as_slice(),
        Some(other) => return Err(BatchError::Malformed { got: shortened(other), expected: "a list of receipts" }),
    };
    match receipts {
        [] => Ok(None),
        [receipt] => {
            let hash = receipt.get("transactionHash").unwrap_or(&Value::Null);
            let malformed =
                |_| BatchError::Malformed { got: shortened(hash), expected: "the hash of the batch's transaction" };
            b256("the hash", hash).map(Some).map_err(malformed)
        }
        several => Err(BatchError::InParts { got: format!("{} transactions", several.len()) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_wallet_can_is_read_by_chain_and_for_all_chains() {
        let of = |answer: Value| Batching::of(&answer, ChainId(10));
        assert_eq!(of(json!({ "0xa": { "atomic": { "status": "supported" } } })), Batching::Supported);
        assert_eq!(of(json!({ "0x0": { "atomic": { "status": "ready" } } })), Batching::Ready);
        let own_first =
            json!({ "0x0": { "atomic": { "status": "supported" } }, "0xa": { "atomic": { "status": "unsupported" } } });
        assert_eq!(of(own_first), Batching::Unsupported);
        for other in
            [json!({}), json!(null), json!("supported"), json!({ "0x1": { "atomic": { "status": "supported" } } })]
        {
            assert_eq!(of(other), Batching::Unsupported);
        }
    }

    #[test]
    fn a_part_is_never_taken_for_the_whole() {
        let hash = B256::repeat_byte(7);
        let receipt = json!({ "transactionHash": hash });
        assert_eq!(status(&json!({ "status": 100 })), Ok(BatchStatus::Pending));
        let whole = json!({ "status": 200, "atomic": true, "receipts": [receipt] });
        assert_eq!(status(&whole), Ok(BatchStatus::Confirmed(hash)));
        assert_eq!(status(&json!({ "status": 400 })), Ok(BatchStatus::NotSent));
        assert_eq!(status(&json!({ "status": 500 })), Ok(BatchStatus::Reverted(None)));
        for parts in [
            json!({ "status": 600 }),
            json!({ "status": 200, "atomic": false, "receipts": [receipt] }),
            json!({ "status": 200, "receipts": [receipt, receipt] }),
        ] {
            assert!(matches!(status(&parts), Err(BatchError::InParts { .. })), "{parts}");
        }
        for garbage in [
            json!(null),
            json!({ "status": "0xc8" }),
            json!({ "status": 201 }),
            json!({ "status": 200, "receipts": [] }),
            json!({ "status": 500, "receipts": { "transactionHash": hash } }),
            json!({ "status": 200, "receipts": [{ "transactionHash": "0x07" }] }),
        ] {
            assert!(matches!(status(&garbage), Err(BatchError::Malformed { .. })), "{garbage}");
        }
    }

    #[test]
    fn a_batch_has_a_name() {
        let of = |answer: Value| sent(&answer, Address::ZERO, ChainId(1));
        assert_eq!(of(json!({ "id": "0x01" })).unwrap().id(), "0x01");
        for answer in [json!("0x01"), json!({ "id": "" }), json!({ "id": 1 }), json!({ "id": "x".repeat(8_195) })] {
            assert!(matches!(of(answer), Err(BatchError::Malformed { .. })));
        }
    }
}
