//! Block headers: rebuilt from their fields, and accepted only where they hash to the hash that was claimed.

#[cfg(feature = "evm")]
use alloy_primitives::keccak256;
use alloy_primitives::{B64, B256, Bloom};
#[cfg(feature = "evm")]
use alloy_rlp::Decodable as _;
use serde_json::{Map, Value};

use crate::units::{BlockRef, Timestamp};

use super::ProofError;
use super::quantity::{address, b256, bytes, field, fixed, object, optional, u64, u256};

/// A block header whose fields hash to its hash. Whether that hash is the chain's is not decided here: it is as
/// well known as whoever named it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    hash: B256,
    fields: alloy_consensus::Header,
}

/// What comes with a header in a block object without being part of it.
const COMPANIONS: [&str; 5] = ["size", "totalDifficulty", "transactions", "uncles", "withdrawals"];

/// Every field of a header, by its name in JSON, up to those of the coming fork (EIP-7928, EIP-7843).
const FIELDS: [&str; 24] = [
    "hash",
    "parentHash",
    "sha3Uncles",
    "miner",
    "stateRoot",
    "transactionsRoot",
    "receiptsRoot",
    "logsBloom",
    "difficulty",
    "number",
    "gasLimit",
    "gasUsed",
    "timestamp",
    "extraData",
    "mixHash",
    "nonce",
    "baseFeePerGas",
    "withdrawalsRoot",
    "blobGasUsed",
    "excessBlobGas",
    "parentBeaconBlockRoot",
    "requestsHash",
    "blockAccessListHash",
    "slotNumber",
];

impl Header {
    /// Rebuilds the header of a block object, as `eth_getBlockByHash` answers it, in RLP and compares its hash.
    ///
    /// # Errors
    /// [`ProofError::Malformed`] where a field is missing or misshapen; [`ProofError::HeaderHash`] where the fields
    /// do not hash to `hash`.
    pub fn from_rpc(block: &Value) -> Result<Self, ProofError> {
        let block = object("the block", block)?;
        let expected = b256("hash", field(block, "hash")?)?;
        let fields = fields(block)?;
        let got = fields.hash_slow();
        if got != expected {
            let known = |name: &&String| FIELDS.contains(&name.as_str()) || COMPANIONS.contains(&name.as_str());
            let unknown = block.keys().filter(|name| !known(name)).cloned().collect();
            return Err(ProofError::HeaderHash { got, expected, unknown });
        }
        Ok(Self { hash: got, fields })
    }

    /// Reads a header in RLP: it has the hash of these very bytes. For callers who parse JSON themselves.
    ///
    /// # Errors
    /// [`ProofError::Malformed`], also where bytes are left over.
    #[cfg(feature = "evm")]
    pub fn from_rlp(bytes: &[u8]) -> Result<Self, ProofError> {
        let mut rest = bytes;
        let fields =
            alloy_consensus::Header::decode(&mut rest).map_err(|error| ProofError::rlp("the header", error))?;
        if rest.is_empty() {
            return Ok(Self { hash: keccak256(bytes), fields });
        }
        Err(ProofError::rlp("the header", alloy_rlp::Error::UnexpectedLength))
    }

    /// All of it.
    pub(super) const fn fields(&self) -> &alloy_consensus::Header {
        &self.fields
    }

    /// Keccak-256 of the header's RLP.
    #[must_use]
    pub const fn hash(&self) -> B256 {
        self.hash
    }

    /// The block's hash, height and time.
    #[must_use]
    pub const fn block(&self) -> BlockRef {
        BlockRef { number: self.fields.number, hash: self.hash, timestamp: Timestamp(self.fields.timestamp) }
    }

    /// The hash of the block before.
    #[must_use]
    pub const fn parent_hash(&self) -> B256 {
        self.fields.parent_hash
    }

    /// The root of the trie of all accounts after this block.
    #[must_use]
    pub const fn state_root(&self) -> B256 {
        self.fields.state_root
    }

    /// The root of the trie of this block's receipts.
    #[must_use]
    pub const fn receipts_root(&self) -> B256 {
        self.fields.receipts_root
    }

    /// Wei per gas that this block burnt (EIP-1559); `None` before London.
    #[must_use]
    pub const fn base_fee_per_gas(&self) -> Option<u64> {
        self.fields.base_fee_per_gas
    }
}

fn fields(block: &Map<String, Value>) -> Result<alloy_consensus::Header, ProofError> {
    let word = |name: &'static str| b256(name, field(block, name)?);
    let number = |name: &'static str| u64(name, field(block, name)?);
    Ok(alloy_consensus::Header {
        parent_hash: word("parentHash")?,
        ommers_hash: word("sha3Uncles")?,
        beneficiary: address("miner", field(block, "miner")?)?,
        state_root: word("stateRoot")?,
        transactions_root: word("transactionsRoot")?,
        receipts_root: word("receiptsRoot")?,
        logs_bloom: Bloom::new(fixed("logsBloom", field(block, "logsBloom")?, "256 bytes")?),
        difficulty: u256("difficulty", field(block, "difficulty")?)?,
        number: number("number")?,
        gas_limit: number("gasLimit")?,
        gas_used: number("gasUsed")?,
        timestamp: number("timestamp")?,
        extra_data: bytes("extraData", field(block, "extraData")?)?,
        mix_hash: word("mixHash")?,
        nonce: B64::new(fixed("nonce", field(block, "nonce")?, "8 bytes")?),
        base_fee_per_gas: optional(block, "baseFeePerGas", u64)?,
        withdrawals_root: optional(block, "withdrawalsRoot", b256)?,
        blob_gas_used: optional(block, "blobGasUsed", u64)?,
        excess_blob_gas: optional(block, "excessBlobGas", u64)?,
        parent_beacon_block_root: optional(block, "parentBeaconBlockRoot", b256)?,
        requests_hash: optional(block, "requestsHash", b256)?,
        block_access_list_hash: optional(block, "blockAccessListHash", b256)?,
        slot_number: optional(block, "slotNumber", u64)?,
    })
}
