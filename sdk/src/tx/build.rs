//! Bytes that are not signed yet.

use alloy_consensus::{SignableTransaction as _, TxEip1559};
use alloy_primitives::{Address, Bytes, TxKind};

use super::{Intent, KnownTokens, Review};
use crate::keys::{SignerError, SigningPayload};
use crate::units::ChainId;

/// On which terms an intent goes to the chain. Fees in wei per unit of gas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The chain.
    pub chain: ChainId,
    /// Who sends, pays and signs.
    pub from: Address,
    /// The sender's transaction count.
    pub nonce: u64,
    /// The most gas that may be used.
    pub gas_limit: u64,
    /// The most that is paid per unit of gas (EIP-1559).
    pub max_fee_per_gas: u128,
    /// The most of it that goes to the block's proposer (EIP-1559).
    pub max_priority_fee_per_gas: u128,
}

/// A transaction that nobody has signed: the exact payload, and who is to sign it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsignedTx {
    from: Address,
    payload: Bytes,
}

/// Why there is no transaction.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Less gas than any call costs.
    #[error("too little gas: got {got}, a call costs at least {expected}")]
    TooLittleGas {
        /// The limit given.
        got: u64,
        /// The least.
        expected: u64,
    },
    /// The tip is above the whole fee: the chain refuses such a transaction.
    #[error("the priority fee is above the maximum fee: got {got} wei per gas, expected at most {expected}")]
    PriorityAboveMaximum {
        /// The priority fee.
        got: u128,
        /// The maximum fee.
        expected: u128,
    },
    /// A maximum fee of nothing pays for nothing.
    #[error("the maximum fee per gas is zero")]
    NoFee,
    /// The chain id 0 would make the signature valid nowhere.
    #[error("the chain id is zero")]
    NoChain,
    /// A batch of nothing.
    #[error("there is nothing to do: the batch has no calls")]
    NoCalls,
    /// The sender is the zero address, which has no key.
    #[error("the sender is the zero address")]
    NoSender,
    /// The bytes are no unsigned EIP-1559 transaction.
    #[error(transparent)]
    Payload(#[from] SignerError),
}

impl UnsignedTx {
    /// What a transaction costs before it does anything (the yellow paper's `G_transaction`).
    const LEAST_GAS: u64 = 21_000;

    /// The transaction that carries out an intent on these terms.
    ///
    /// # Errors
    /// [`BuildError`] where the terms make no sense.
    pub fn build(intent: Intent, terms: Terms) -> Result<Self, BuildError> {
        check(terms)?;
        let (to, value, input) = (intent.to(), intent.value(), intent.data());
        drop(intent);
        let tx = TxEip1559 {
            chain_id: terms.chain.0,
            nonce: terms.nonce,
            gas_limit: terms.gas_limit,
            max_fee_per_gas: terms.max_fee_per_gas,
            max_priority_fee_per_gas: terms.max_priority_fee_per_gas,
            to: TxKind::Call(to),
            value,
            access_list: Default::default(),
            input,
        };
        Self::from_payload(terms.from, tx.encoded_for_signing().into())
    }

    /// A transaction that came as bytes: `0x02` and the RLP list of its fields.
    ///
    /// # Errors
    /// [`BuildError::Payload`].
    pub fn from_payload(from: Address, payload: Bytes) -> Result<Self, BuildError> {
        decode(&payload)?;
        Ok(Self { from, payload })
    }

    /// Who is to sign.
    #[must_use]
    pub const fn from(&self) -> Address {
        self.from
    }

    /// The exact bytes that would be signed.
    #[must_use]
    pub const fn payload(&self) -> &Bytes {
        &self.payload
    }

    /// What these bytes do, read back from them alone.
    ///
    /// # Errors
    /// [`BuildError::Payload`], which the constructors rule out.
    pub fn review(self, known: &KnownTokens) -> Result<Review, BuildError> {
        let tx = decode(&self.payload)?;
        Ok(Review::of(self, &tx, known))
    }
}

fn decode(payload: &Bytes) -> Result<TxEip1559, BuildError> {
    let tx = SigningPayload::Eip1559(payload.clone()).eip1559()?;
    Ok(tx)
}

fn check(terms: Terms) -> Result<(), BuildError> {
    if terms.chain.0 == 0 {
        return Err(BuildError::NoChain);
    }
    if terms.from.is_zero() {
        return Err(BuildError::NoSender);
    }
    if terms.gas_limit < UnsignedTx::LEAST_GAS {
        return Err(BuildError::TooLittleGas { got: terms.gas_limit, expected: UnsignedTx::LEAST_GAS });
    }
    if terms.max_fee_per_gas == 0 {
        return Err(BuildError::NoFee);
    }
    if terms.max_priority_fee_per_gas > terms.max_fee_per_gas {
        return Err(BuildError::PriorityAboveMaximum {
            got: terms.max_priority_fee_per_gas,
            expected: terms.max_fee_per_gas,
        });
    }
    Ok(())
}
