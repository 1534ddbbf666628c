//! From an intent to a transaction that can be reviewed, and from a signed one to its receipt.

use alloy_primitives::{Address, B256, Bytes, U256};

use crate::abi::revert::RevertReason;
use crate::chain::{Call, GasEstimate, Prepared, RawReceipt, SentTransaction, Transport};
use crate::error::Error;
use crate::evidence::{Fact, Reads, Refusal};
use crate::tx::{
    HandedTx, Intent, Mined, PendingTx, Receipt, SentBatch, SentElsewhere, SignedTx, Terms, UnsignedBatch, UnsignedTx,
};
use crate::units::BlockRef;

use super::Client;

/// How many blocks deep another transaction must lie to have taken one's place. The machines behind an endpoint can be some blocks apart:
/// one of them would know of the nonce, and another one not yet of the receipt.
const SETTLED: u64 = 3;

impl<T: Transport> Client<T> {
    /// Builds the transaction of an intent: nonce, fees and gas in one round trip.
    ///
    /// # Errors
    /// [`Error::Chain`]; [`Error::WouldRevert`] where the chain refuses it; [`Error::NotEnoughEther`] where the fee cannot be
    /// paid; [`Error::Build`].
    pub async fn prepare(&self, intent: Intent, from: Address) -> Result<UnsignedTx, Error> {
        let call = Call { from, to: intent.to(), data: intent.data(), value: intent.value() };
        let prepared = self.rpc.prepare(&call).await?;
        let gas = match prepared.gas {
            GasEstimate::Gas(gas) => gas,
            GasEstimate::Reverted(refusal) => {
                return Err(Error::WouldRevert { reason: RevertReason::decode(&refusal.0) });
            }
            GasEstimate::Declined { message } => return Err(Error::NoEstimate { message }),
        };
        let gas_limit = with_reserve(gas);
        let fee = U256::from(gas_limit).saturating_mul(U256::from(prepared.fees.max));
        can_pay(prepared.balance, fee.saturating_add(intent.value()))?;
        Ok(UnsignedTx::build(intent, self.terms(from, &prepared, prepared.nonce, gas_limit))?)
    }

    /// Builds the transactions of several intents, to be sent one after another: their nonces follow each other. The gas of those after
    /// the first is what they use on what those before them have changed, on top of the block of `at`.
    ///
    /// # Errors
    /// As [`Self::prepare`]; [`Error::NoEstimate`] where the endpoint cannot run calls one after another.
    pub async fn prepare_all(
        &self,
        intents: Vec<Intent>,
        from: Address,
        at: BlockRef,
    ) -> Result<Vec<UnsignedTx>, Error> {
        let batch = UnsignedBatch::build(self.chain(), from, intents.clone())?;
        let mut each = Vec::new();
        for intent in &intents {
            let call = Call { from, to: intent.to(), data: intent.data(), value: intent.value() };
            each.push(self.rpc.prepare(&call).await?);
        }
        let mut gas: Vec<u64> = Vec::new();
        for (place, prepared) in each.iter().enumerate() {
            match &prepared.gas {
                GasEstimate::Gas(estimate) => gas.push(with_reserve(*estimate)),
                // What the first alone cannot do, nothing before it makes possible.
                GasEstimate::Reverted(refusal) if place == 0 => {
                    return Err(Error::WouldRevert { reason: RevertReason::decode(&refusal.0) });
                }
                GasEstimate::Reverted(_) | GasEstimate::Declined { .. } => {
                    let used = self.rpc.rehearsed_gas(&batch.rehearsal(), at).await?;
                    let used = used.and_then(|used| used.get(place).copied());
                    let message = || "the endpoint cannot run several calls one after another".to_owned();
                    gas.push(with_reserve_of_a_run(used.ok_or_else(|| Error::NoEstimate { message: message() })?));
                }
            }
        }
        let Some(first) = each.first() else { return Ok(Vec::new()) };
        let all_gas = gas.iter().fold(U256::ZERO, |sum, gas| sum.saturating_add(U256::from(*gas)));
        let values = intents.iter().fold(U256::ZERO, |sum, intent| sum.saturating_add(intent.value()));
        can_pay(first.balance, all_gas.saturating_mul(U256::from(first.fees.max)).saturating_add(values))?;
        let nonces = first.nonce..;
        let build = |((intent, gas), nonce)| Ok(UnsignedTx::build(intent, self.terms(from, first, nonce, gas))?);
        intents.into_iter().zip(gas).zip(nonces).map(build).collect()
    }

    const fn terms(&self, from: Address, prepared: &Prepared, nonce: u64, gas_limit: u64) -> Terms {
        let (max_fee_per_gas, max_priority_fee_per_gas) = (prepared.fees.max, prepared.fees.priority);
        Terms { chain: self.chain(), from, nonce, gas_limit, max_fee_per_gas, max_priority_fee_per_gas }
    }

    /// Runs the calls of a batch one after another on top of the block of `reads`, each on what those before it have changed: what each
    /// returns, or its refusal. Gas and fees are the other wallet's to set, so nothing else is asked of the chain before it is handed over.
    ///
    /// # Errors
    /// [`Error::Chain`]; [`Error::Gap`] where the endpoint cannot run calls one after another.
    pub async fn rehearse_batch(
        &self,
        batch: &UnsignedBatch,
        reads: &mut Reads,
    ) -> Result<Fact<Vec<Result<Bytes, Refusal>>>, Error> {
        Ok(self.settle(reads, |reads| reads.rehearse(batch.rehearsal())).await??)
    }

    /// Sends a signed transaction. Sending the same one again is harmless.
    ///
    /// # Errors
    /// [`Error::Chain`]: it is unknown whether the network has it, unless the endpoint said that it refused.
    pub async fn broadcast(&self, signed: SignedTx) -> Result<PendingTx, Error> {
        self.rpc.send_raw(signed.raw()).await?;
        Ok(PendingTx::new(signed))
    }

    /// Sends a transaction once more of which it is unknown whether the network has it.
    ///
    /// # Errors
    /// [`Error::Chain`].
    pub async fn rebroadcast(&self, pending: &PendingTx) -> Result<(), Error> {
        self.rpc.send_raw(pending.signed().raw()).await?;
        Ok(())
    }

    /// Reads back what another wallet says to have sent, and checks that it is what was reviewed. The transaction itself where the
    /// endpoint does not know it yet: ask again.
    ///
    /// # Errors
    /// [`Error::Chain`], or [`Error::Sent`] where it is something else.
    pub async fn find(&self, handed: HandedTx) -> Result<Result<SentElsewhere, HandedTx>, Error> {
        match self.rpc.transaction(handed.hash()).await? {
            None => Ok(Err(handed)),
            Some(SentTransaction::Raw(raw)) => Ok(Ok(handed.check(&raw)?)),
            Some(SentTransaction::OtherKind(got)) => Err(handed.other_kind(got).into()),
        }
    }

    /// The receipt of a transaction, or the transaction itself where no block has it yet.
    ///
    /// # Errors
    /// [`Error::Chain`] or [`Error::Receipt`].
    pub async fn receipt(&self, pending: PendingTx) -> Result<Result<Receipt, PendingTx>, Error> {
        match self.rpc.receipt(pending.signed().hash()).await? {
            None => Ok(Err(pending)),
            Some(raw) => {
                let mined = self.mined(raw, &pending).await?;
                Ok(Ok(pending.mined(mined)?))
            }
        }
    }

    /// What the transaction of a batch did for its account, by the chain's own receipt; `None` where it is in no block that the endpoint
    /// knows. Which calls it carried out is the other wallet's word, and shows in what left and what arrived.
    ///
    /// # Errors
    /// [`Error::Chain`] or [`Error::Receipt`].
    pub async fn batch_receipt(&self, batch: &SentBatch, transaction: B256) -> Result<Option<Receipt>, Error> {
        let Some(raw) = self.rpc.receipt(transaction).await? else { return Ok(None) };
        Ok(Some(Receipt::decode(mined(raw, None), batch.from())?))
    }

    /// Whether another transaction of the same account took the place of this one, as when it was sped up or cancelled in another wallet,
    /// and some blocks have passed since.
    ///
    /// # Errors
    /// [`Error::Chain`].
    pub async fn is_replaced(&self, pending: &PendingTx) -> Result<bool, Error> {
        let signed = pending.signed();
        let head = self.rpc.head().await?.at().number;
        let Some(settled) = head.checked_sub(SETTLED) else { return Ok(false) };
        if self.rpc.mined_nonce(signed.from(), settled).await? <= signed.nonce() {
            return Ok(false);
        }
        // Asked last: had this one used its nonce up, its receipt would be there by now.
        Ok(self.rpc.receipt(signed.hash()).await?.is_none())
    }

    /// The receipt with the reason of a failure, which receipts do not hold: the call is run again on the state before.
    async fn mined(&self, raw: RawReceipt, pending: &PendingTx) -> Result<Mined, Error> {
        let revert = match (raw.succeeded, raw.to) {
            (false, Some(to)) => {
                let data = pending.signed().data().clone();
                let call = Call { from: raw.from, to, data, value: pending.signed().value() };
                self.rpc.replay_revert(&call, raw.block_number).await?.map(|refusal| refusal.0)
            }
            (true, _) | (false, None) => None,
        };
        Ok(mined(raw, revert))
    }
}

/// A quarter more than estimated: state moves between the estimate and the block.
const fn with_reserve(gas: u64) -> u64 {
    gas.saturating_add(gas.div_euclid(4))
}

/// Half as much again as a run used: what is refunded at its end, and what a call inside may not pass on, has to be there before.
const fn with_reserve_of_a_run(gas: u64) -> u64 {
    gas.saturating_add(gas.div_euclid(2))
}

fn can_pay(got: U256, expected: U256) -> Result<(), Error> {
    if got < expected { Err(Error::NotEnoughEther { got, expected }) } else { Ok(()) }
}

fn mined(raw: RawReceipt, revert: Option<Bytes>) -> Mined {
    Mined {
        transaction: raw.transaction,
        block_number: raw.block_number,
        succeeded: raw.succeeded,
        gas_used: raw.gas_used,
        effective_gas_price: raw.effective_gas_price,
        logs: raw.logs,
        revert,
    }
}
