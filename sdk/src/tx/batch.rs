//! Several calls that one account carries out together, all of them or none (EIP-5792).

use alloy_consensus::TxEip1559;
use alloy_primitives::{Address, B256, Bytes, TxKind, U256};

use super::clear_signing::{ClearSigned, calldata_digest};
use super::review::{call, warnings};
use super::{ApprovalError, BuildError, Effect, Intent, KnownTokens, Misunderstanding, Party, Warning};
use crate::evidence::{Rehearsal, Step};
use crate::proof::Message;
use crate::units::ChainId;

/// The gas of one call where a batch is run before it is handed over: far more than any of those that this crate builds uses.
const GAS: u64 = 5_000_000;

/// Calls that nobody has sent: what they are, and whose account is to carry them out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsignedBatch {
    from: Address,
    chain: ChainId,
    calls: Vec<BatchCall>,
}

/// One call of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchCall {
    pub(super) to: Address,
    pub(super) data: Bytes,
    pub(super) value: U256,
}

/// A batch together with what its bytes do. The only way to hand it over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchReview {
    batch: UnsignedBatch,
    calls: Vec<CallSummary>,
}

/// What one call of a batch does, read back from its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallSummary {
    /// What it calls.
    pub to: Party,
    /// The function that it calls, where it is understood.
    pub function: Option<&'static str>,
    /// The call in the words of the descriptor of its contract's standard, where there is one.
    pub described: Option<ClearSigned>,
    /// What it does, in order. Never empty.
    pub effects: Vec<Effect>,
    /// What a careful person would point out.
    pub warnings: Vec<Warning>,
    /// Its selector and arguments.
    pub data: Bytes,
    /// The chain's own coin that goes along, in wei.
    pub value: U256,
    /// The Calldata Digest of ERC-8213: for comparing it with what another device shows.
    pub calldata_digest: B256,
}

/// A batch whose review was approved: the only kind that is handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewedBatch {
    pub(super) batch: UnsignedBatch,
}

impl UnsignedBatch {
    /// The calls of these intents, in their order.
    ///
    /// # Errors
    /// [`BuildError::NoChain`], [`BuildError::NoSender`] or [`BuildError::NoCalls`].
    pub fn build(chain: ChainId, from: Address, intents: Vec<Intent>) -> Result<Self, BuildError> {
        if chain.0 == 0 {
            return Err(BuildError::NoChain);
        }
        if from.is_zero() {
            return Err(BuildError::NoSender);
        }
        if intents.is_empty() {
            return Err(BuildError::NoCalls);
        }
        let call = |intent: Intent| BatchCall { to: intent.to(), data: intent.data(), value: intent.value() };
        let calls = intents.into_iter().map(call).collect();
        Ok(Self { from, chain, calls })
    }

    /// What its calls do, each read back from its bytes alone.
    #[must_use]
    pub fn review(self, known: &KnownTokens) -> BatchReview {
        let calls = self.calls.iter().map(|call| CallSummary::of(call, &self, known)).collect();
        BatchReview { batch: self, calls }
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

    pub(super) fn calls(&self) -> &[BatchCall] {
        &self.calls
    }

    /// Its calls one after another, as the endpoint can run them.
    #[must_use]
    pub fn rehearsal(&self) -> Rehearsal {
        let step = |call: &BatchCall| Step {
            from: self.from,
            to: call.to,
            data: call.data.clone(),
            value: call.value,
            gas: GAS,
        };
        Rehearsal { about: self.from, steps: self.calls.iter().map(step).collect(), signature: "wallet_sendCalls" }
    }
}

impl CallSummary {
    fn of(BatchCall { to, data, value }: &BatchCall, batch: &UnsignedBatch, known: &KnownTokens) -> Self {
        let (from, chain) = (batch.from, batch.chain);
        // The part of a transaction that says what it does. Gas and fees are the other wallet's to set.
        let (to_call, input) = (TxKind::Call(*to), data.clone());
        let tx = TxEip1559 { chain_id: chain.0, to: to_call, input, value: *value, ..TxEip1559::default() };
        let decoded = call(from, *to, &tx, known);
        let warnings = warnings(from, &tx, &decoded.effects, known);
        Self {
            to: Party::of(*to, from, chain, known),
            function: decoded.function,
            described: decoded.described,
            effects: decoded.effects,
            warnings,
            data: data.clone(),
            value: *value,
            calldata_digest: calldata_digest(data),
        }
    }
}

impl BatchReview {
    /// What to show, call by call.
    #[must_use]
    pub fn calls(&self) -> &[CallSummary] {
        &self.calls
    }

    /// Whose account, on which chain.
    #[must_use]
    pub const fn batch(&self) -> &UnsignedBatch {
        &self.batch
    }

    /// Its calls as messages of the account, to be run one after another before they are handed over. Without fees: these are the other
    /// wallet's to set.
    #[must_use]
    pub fn messages(&self) -> Vec<Message> {
        let message = |call: &BatchCall| Message {
            from: self.batch.from,
            to: Some(call.to),
            data: call.data.clone(),
            value: call.value,
            gas: GAS,
            fees: None,
        };
        self.batch.calls.iter().map(message).collect()
    }

    /// Whether every part of every call is understood.
    #[must_use]
    pub fn is_understood(&self) -> bool {
        self.misunderstanding().is_none()
    }

    /// The user has seen all calls and agrees.
    ///
    /// # Errors
    /// [`ApprovalError::NotUnderstood`].
    pub fn approve(self) -> Result<ReviewedBatch, ApprovalError> {
        match self.misunderstanding() {
            Some(why) => Err(ApprovalError::NotUnderstood { why }),
            None => Ok(ReviewedBatch { batch: self.batch }),
        }
    }

    fn misunderstanding(&self) -> Option<Misunderstanding> {
        self.calls.iter().flat_map(|call| &call.effects).find_map(Effect::misunderstanding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tx::{Known, Role};
    use alloy_primitives::U256;

    const HOLDER: Address = Address::repeat_byte(1);
    const TOKEN: Address = Address::repeat_byte(2);

    fn known() -> KnownTokens {
        let token = Known { name: "Dollar".to_owned(), symbol: "USDX".to_owned(), decimals: 6, role: Role::Token };
        KnownTokens::new(ChainId(1), [(TOKEN, token)])
    }

    fn approval(token: Address) -> Intent {
        Intent::Approve { token, spender: Address::repeat_byte(3), amount: U256::from(7) }
    }

    #[test]
    fn each_call_is_read_back_from_its_bytes_and_one_of_an_unknown_token_is_pointed_out() {
        let intents = vec![approval(TOKEN), approval(Address::repeat_byte(9))];
        let review = UnsignedBatch::build(ChainId(1), HOLDER, intents).unwrap().review(&known());
        let [first, second] = review.calls() else { panic!("{review:?}") };
        assert_eq!(first.function, Some("approve(address,uint256)"));
        assert!(matches!(first.effects.as_slice(), [Effect::Granted { .. }]));
        assert!(first.warnings.is_empty());
        assert!(second.warnings.iter().any(|warning| matches!(warning, Warning::UnknownContract(_))));
    }

    #[test]
    fn one_call_that_is_not_understood_stops_them_all() {
        let mut batch = UnsignedBatch::build(ChainId(1), HOLDER, vec![approval(TOKEN), approval(TOKEN)]).unwrap();
        assert!(batch.clone().review(&known()).approve().is_ok());
        batch.calls[1].data = Bytes::from_static(&[1, 2, 3, 4, 5]);
        let review = batch.review(&known());
        assert!(!review.is_understood());
        assert!(matches!(review.approve(), Err(ApprovalError::NotUnderstood { .. })));
    }

    #[test]
    fn nothing_is_no_batch() {
        assert_eq!(UnsignedBatch::build(ChainId(1), HOLDER, Vec::new()), Err(BuildError::NoCalls));
        assert_eq!(UnsignedBatch::build(ChainId(0), HOLDER, vec![approval(TOKEN)]), Err(BuildError::NoChain));
        assert_eq!(UnsignedBatch::build(ChainId(1), Address::ZERO, vec![approval(TOKEN)]), Err(BuildError::NoSender));
    }
}
