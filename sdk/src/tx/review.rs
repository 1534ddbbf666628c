//! What a transaction does, read back from its bytes.

mod decode;
mod effect;
mod warning;

use alloy_consensus::TxEip1559;
use alloy_primitives::{Address, B256, Bytes, TxKind, U256};

use super::clear_signing::{ClearSigned, calldata_digest};
use super::{KnownTokens, ReviewedTx, UnsignedTx};
use crate::keys::SigningPayload;
use crate::proof::{Fees, Message};
use crate::units::ChainId;

pub(super) use decode::{UNLIMITED, call, exact};
pub(super) use warning::all as warnings;

pub use effect::{Counted, Effect, Misunderstanding, Party, Redemption, ShareAmount, TokenAmount};
pub use warning::Warning;

/// A transaction together with what its bytes do. The only way to a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    unsigned: UnsignedTx,
    summary: Summary,
    message: Message,
}

/// What is shown before signing. Everything in it comes from the payload; only names, symbols and decimals come from
/// [`KnownTokens`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Where it is valid.
    pub chain: ChainId,
    /// Who signs and pays.
    pub from: Address,
    /// The sender's transaction count that it takes.
    pub nonce: u64,
    /// What it calls; `None` where it creates a contract.
    pub to: Option<Party>,
    /// The function that it calls, as `transfer(address,uint256)`, where it is understood.
    pub function: Option<&'static str>,
    /// The call in the words of the descriptor of its contract's standard, where there is one.
    pub described: Option<ClearSigned>,
    /// What it does, in order. Never empty.
    pub effects: Vec<Effect>,
    /// What a careful person would point out.
    pub warnings: Vec<Warning>,
    /// The most gas it may use.
    pub gas_limit: u64,
    /// The most that is paid per unit of gas, in wei.
    pub max_fee_per_gas: u128,
    /// The most of it that goes to the block's proposer, in wei.
    pub max_priority_fee_per_gas: u128,
    /// The most that it can cost in fees, in wei: gas limit times maximum fee.
    pub fee_ceiling: U256,
    /// How many accounts its access list names (EIP-2930). It moves nothing.
    pub access_list_accounts: usize,
    /// The call's selector and arguments.
    pub data: Bytes,
    /// The Calldata Digest of ERC-8213, where there is calldata: for comparing it with what another device shows.
    pub calldata_digest: Option<B256>,
    /// The exact bytes that are signed.
    pub payload: Bytes,
    /// The Keccak-256 of the payload: what a hardware wallet shows.
    pub digest: B256,
}

/// Why a review was not approved.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ApprovalError {
    /// A part of it is not understood, and what is not understood is not signed.
    #[error("the transaction is not understood and is not signed: {why}")]
    NotUnderstood {
        /// Why not.
        why: Misunderstanding,
    },
}

impl Review {
    pub(super) fn of(unsigned: UnsignedTx, tx: &TxEip1559, known: &KnownTokens) -> Self {
        let chain = ChainId(tx.chain_id);
        let name = |address| Party::of(address, unsigned.from(), chain, known);
        let (to, decoded) = match tx.to {
            TxKind::Call(to) => (Some(name(to)), call(unsigned.from(), to, tx, known)),
            TxKind::Create => (None, decode::creation(tx)),
        };
        let warnings = warnings(unsigned.from(), tx, &decoded.effects, known);
        let payload = unsigned.payload().clone();
        let summary = Summary {
            chain,
            from: unsigned.from(),
            nonce: tx.nonce,
            to,
            function: decoded.function,
            described: decoded.described,
            effects: decoded.effects,
            warnings,
            gas_limit: tx.gas_limit,
            max_fee_per_gas: tx.max_fee_per_gas,
            max_priority_fee_per_gas: tx.max_priority_fee_per_gas,
            // 64 by 128 bits: cannot overflow 256.
            fee_ceiling: U256::from(tx.gas_limit).saturating_mul(U256::from(tx.max_fee_per_gas)),
            access_list_accounts: tx.access_list.len(),
            calldata_digest: (!tx.input.is_empty()).then(|| calldata_digest(&tx.input)),
            data: tx.input.clone(),
            digest: SigningPayload::Eip1559(payload.clone()).digest(),
            payload,
        };
        let fees = Fees { max: tx.max_fee_per_gas, priority: tx.max_priority_fee_per_gas };
        let message = Message {
            from: unsigned.from(),
            to: tx.to.to().copied(),
            data: tx.input.clone(),
            value: tx.value,
            gas: tx.gas_limit,
            fees: Some(fees),
        };
        Self { unsigned, summary, message }
    }

    /// The transaction as its bytes have it, to be run before it is signed.
    #[must_use]
    pub const fn message(&self) -> &Message {
        &self.message
    }

    /// What to show.
    #[must_use]
    pub const fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Whether every part of it is understood.
    #[must_use]
    pub fn is_understood(&self) -> bool {
        self.misunderstanding().is_none()
    }

    /// The user has seen the summary and agrees.
    ///
    /// # Errors
    /// [`ApprovalError::NotUnderstood`].
    pub fn approve(self) -> Result<ReviewedTx, ApprovalError> {
        match self.misunderstanding() {
            Some(why) => Err(ApprovalError::NotUnderstood { why }),
            None => Ok(ReviewedTx::of(self.unsigned)),
        }
    }

    fn misunderstanding(&self) -> Option<Misunderstanding> {
        self.summary.effects.iter().find_map(Effect::misunderstanding)
    }
}
