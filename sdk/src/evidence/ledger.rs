//! The ledger of reads at one block: what has been answered, and what is still wanted.
//!
//! Rooms that decide are synchronous and pure. They ask the ledger for what they need and get a fact or a [`Gap`]. Where a
//! read is missing it is noted, and the gap is [`Gap::Pending`]; whoever owns the ledger fetches all that is
//! wanted in one round trip and runs the same function again. Independent questions asked before the first `?`
//! travel together, so the number of round trips is the depth of the question, not the number of reads.

use std::any::type_name;
use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::SolCall;

use crate::units::BlockRef;

use super::{
    Evidence, EvidenceError, Fact, Gap, LogFilter, LogRecord, Origin, Outcome, Read, Refusal, Rehearsal, Source,
};

/// Answered and wanted reads, all of one block.
#[derive(Clone, Debug)]
pub struct Reads {
    at: BlockRef,
    /// How the block itself is known, where that is more than the word of the endpoint that answers.
    vouched: Option<Fact<()>>,
    answered: BTreeMap<Read, Fact<Outcome>>,
    wanted: BTreeSet<Read>,
}

/// A call to a function, and how its answer is read.
pub(crate) struct Question<C> {
    pub(crate) read: Read,
    /// The return types, for people.
    pub(crate) expected: &'static str,
    function: PhantomData<C>,
}

impl<C: SolCall> Question<C> {
    // One copy a function, and not one for each place that asks it.
    #[inline(never)]
    pub(crate) fn of(to: Address, from: Option<Address>, call: &C) -> Self {
        let read = Read::Call { to, from, data: call.abi_encode().into(), signature: C::SIGNATURE };
        Self { read, expected: type_name::<C::Return>(), function: PhantomData }
    }

    /// The value that a contract returned.
    ///
    /// # Errors
    /// [`Gap::Malformed`].
    #[inline(never)]
    pub(crate) fn value(&self, returned: &Bytes) -> Result<C::Return, Gap> {
        C::abi_decode_returns_validate(returned).map_err(|_| malformed(&self.read, self.expected, returned))
    }
}

#[cold]
fn malformed(read: &Read, expected: &'static str, got: &Bytes) -> Gap {
    Gap::Malformed { read: read.clone(), expected, got: got.clone() }
}

impl Reads {
    /// An empty ledger for one block.
    #[must_use]
    pub const fn new(at: BlockRef) -> Self {
        Self { at, vouched: None, answered: BTreeMap::new(), wanted: BTreeSet::new() }
    }

    /// An empty ledger for a block of which is known by whom it is vouched for: what is proven under its state root is as well known as
    /// it is.
    #[must_use]
    pub fn vouched(block: &Fact<BlockRef>) -> Self {
        Self { vouched: Some(block.clone().map(drop)), ..Self::new(*block.value()) }
    }

    /// A ledger for the same block that wants just these reads.
    pub(crate) fn wanting(&self, reads: impl IntoIterator<Item = Read>) -> Self {
        let vouched = self.vouched.clone();
        Self { at: self.at, vouched, answered: BTreeMap::new(), wanted: reads.into_iter().collect() }
    }

    /// Something that `root`, the state root of the block, was found to contain: as well known as the block is, which without anybody else
    /// is as well as `endpoint` is believed.
    pub(crate) fn under_root<T>(&self, value: T, root: B256, endpoint: &Origin) -> Fact<T> {
        let known = match &self.vouched {
            Some(block) => block.clone().map(|()| value),
            None => Fact::asserted(value, self.at, Source::Endpoint(endpoint.clone())),
        };
        known.extended(Source::MerkleProof { root })
    }

    /// The answer to a read as it was entered; `None` where it was not.
    #[must_use]
    pub fn answered(&self, read: &Read) -> Option<&Fact<Outcome>> {
        self.answered.get(read)
    }

    /// The block that every read is pinned to.
    #[must_use]
    pub const fn at(&self) -> BlockRef {
        self.at
    }

    /// Who vouches for that block; `None` where only the endpoint does that answers.
    #[must_use]
    pub fn vouchers(&self) -> Option<&Evidence> {
        self.vouched.as_ref().map(Fact::evidence)
    }

    /// Asks a function of a contract.
    ///
    /// # Errors
    /// A [`Gap`]: not fetched yet, reverted, or not the shape that the function's return types prescribe.
    pub fn ask<C: SolCall>(&mut self, to: Address, call: &C) -> Result<Fact<C::Return>, Gap> {
        self.decode(&Question::of(to, None, call))
    }

    /// Like [`Reads::ask`], where the contract's answer depends on who calls.
    ///
    /// # Errors
    /// As [`Reads::ask`].
    pub fn ask_as<C: SolCall>(&mut self, from: Address, to: Address, call: &C) -> Result<Fact<C::Return>, Gap> {
        self.decode(&Question::of(to, Some(from), call))
    }

    /// Runs a transaction's call from its real sender without sending it. A revert is an answer here, not a gap.
    ///
    /// # Errors
    /// A [`Gap`] other than [`Gap::Reverted`].
    pub fn simulate(
        &mut self,
        from: Address,
        to: Address,
        data: Bytes,
        signature: &'static str,
    ) -> Result<Fact<Result<Bytes, Refusal>>, Gap> {
        self.run(Read::Call { to, from: Some(from), data, signature })
    }

    /// Runs a program that stands for a question about an account. A revert is an answer here, not a gap.
    ///
    /// # Errors
    /// A [`Gap`] other than [`Gap::Reverted`].
    pub fn program(
        &mut self,
        about: Address,
        code: Bytes,
        signature: &'static str,
    ) -> Result<Fact<Result<Bytes, Refusal>>, Gap> {
        self.run(Read::Program { about, code, signature })
    }

    fn run(&mut self, read: Read) -> Result<Fact<Result<Bytes, Refusal>>, Gap> {
        let expected = "returned or reverted";
        self.outcome(&read)?.try_map(|outcome| match outcome {
            Outcome::Returned(bytes) => Ok(Ok(bytes)),
            Outcome::Reverted(data) => Ok(Err(Refusal(data))),
            Outcome::Declined { message } => Err(Gap::Declined { read, message }),
            Outcome::Logs(_) | Outcome::Word(_) | Outcome::Rehearsed(_) => {
                Err(Gap::Malformed { read, expected, got: Bytes::new() })
            }
        })
    }

    /// Runs calls one after another on top of the block, and answers what each of them came to.
    ///
    /// # Errors
    /// A [`Gap`]: not fetched yet, or declined by the endpoint, which may not have the method.
    pub fn rehearse(&mut self, rehearsal: Rehearsal) -> Result<Fact<Vec<Result<Bytes, Refusal>>>, Gap> {
        let expected = "one result for each step";
        let steps = rehearsal.steps.len();
        let read = Read::Rehearsal(rehearsal);
        self.outcome(&read)?.try_map(|outcome| match outcome {
            Outcome::Rehearsed(results) if results.len() == steps => Ok(results),
            Outcome::Declined { message } => Err(Gap::Declined { read, message }),
            Outcome::Returned(got) | Outcome::Reverted(got) => Err(Gap::Malformed { read, expected, got }),
            Outcome::Rehearsed(_) | Outcome::Logs(_) | Outcome::Word(_) => {
                Err(Gap::Malformed { read, expected, got: Bytes::new() })
            }
        })
    }

    /// The logs of one contract, oldest first, up to the block.
    ///
    /// # Errors
    /// A [`Gap`]: not fetched yet, or declined by the endpoint.
    pub fn logs(&mut self, filter: LogFilter) -> Result<Fact<Vec<LogRecord>>, Gap> {
        let read = Read::Logs(filter);
        self.outcome(&read)?.try_map(|outcome| match outcome {
            Outcome::Logs(records) => Ok(records),
            Outcome::Declined { message } => Err(Gap::Declined { read, message }),
            Outcome::Reverted(data) => Err(Gap::Reverted { read, data }),
            Outcome::Returned(got) => Err(Gap::Malformed { read, expected: "logs", got }),
            Outcome::Word(_) | Outcome::Rehearsed(_) => {
                Err(Gap::Malformed { read, expected: "logs", got: Bytes::new() })
            }
        })
    }

    /// One word of a contract's storage, by Merkle proof under the block's state root.
    ///
    /// # Errors
    /// A [`Gap`]: not fetched yet, or declined by the endpoint.
    pub fn storage(&mut self, account: Address, slot: U256) -> Result<Fact<U256>, Gap> {
        let read = Read::Storage { account, slot };
        let expected = "a word of storage";
        self.outcome(&read)?.try_map(|outcome| match outcome {
            Outcome::Word(word) => Ok(word),
            Outcome::Declined { message } => Err(Gap::Declined { read, message }),
            Outcome::Returned(got) | Outcome::Reverted(got) => Err(Gap::Malformed { read, expected, got }),
            Outcome::Logs(_) | Outcome::Rehearsed(_) => Err(Gap::Malformed { read, expected, got: Bytes::new() }),
        })
    }

    /// The reads that were asked for and are not answered. Emptied by answering them.
    #[must_use]
    pub fn wanted(&self) -> Vec<Read> {
        self.wanted.iter().cloned().collect()
    }

    /// Enters an answer.
    ///
    /// # Errors
    /// [`EvidenceError::DifferentBlocks`] where the answer is not of this ledger's block.
    pub fn answer(&mut self, read: Read, outcome: Fact<Outcome>) -> Result<(), EvidenceError> {
        if outcome.at().hash != self.at.hash {
            return Err(EvidenceError::DifferentBlocks { got: outcome.at().number, expected: self.at.number });
        }
        self.wanted.remove(&read);
        self.answered.insert(read, outcome);
        Ok(())
    }

    fn decode<C: SolCall>(&mut self, question: &Question<C>) -> Result<Fact<C::Return>, Gap> {
        let returned = self.returned(&question.read, question.expected)?;
        let value = question.value(returned.value())?;
        Ok(returned.map(|_bytes| value))
    }

    /// What a call returned.
    ///
    /// # Errors
    /// A [`Gap`]: not fetched yet, reverted, or nothing that a call answers.
    // One copy of it, of which every function that is asked would else have its own.
    #[inline(never)]
    pub(crate) fn returned(&mut self, asked: &Read, expected: &'static str) -> Result<Fact<Bytes>, Gap> {
        let read = || asked.clone();
        self.outcome(asked)?.try_map(|outcome| match outcome {
            Outcome::Returned(got) => Ok(got),
            Outcome::Reverted(data) => Err(Gap::Reverted { read: read(), data }),
            Outcome::Declined { message } => Err(Gap::Declined { read: read(), message }),
            Outcome::Logs(_) | Outcome::Word(_) | Outcome::Rehearsed(_) => {
                Err(Gap::Malformed { read: read(), expected, got: Bytes::new() })
            }
        })
    }

    fn outcome(&mut self, read: &Read) -> Result<Fact<Outcome>, Gap> {
        if let Some(fact) = self.answered.get(read) {
            return Ok(fact.clone());
        }
        self.wanted.insert(read.clone());
        Err(Gap::Pending { read: read.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Origin, Source};
    use crate::units::Timestamp;
    use alloy_primitives::B256;
    use alloy_sol_types::{SolValue as _, sol};

    sol! {
        function balanceOf(address owner) external view returns (uint256);
        function paused() external view returns (bool);
    }

    const TOKEN: Address = Address::repeat_byte(0x70);

    fn block(byte: u8) -> BlockRef {
        BlockRef { number: byte.into(), hash: B256::repeat_byte(byte), timestamp: Timestamp(0) }
    }

    fn answer(reads: &mut Reads, outcome: &Outcome) {
        let at = reads.at();
        for read in reads.wanted() {
            let fact = Fact::asserted(outcome.clone(), at, Source::Endpoint(Origin::of_url("http://a")));
            reads.answer(read, fact).unwrap();
        }
    }

    #[test]
    fn asks_wait_and_then_answer() {
        let mut reads = Reads::new(block(1));
        let call = balanceOfCall { owner: TOKEN };
        assert!(reads.ask(TOKEN, &call).unwrap_err().is_pending());
        assert_eq!(reads.wanted().len(), 1);
        answer(&mut reads, &Outcome::Returned(U256::from(7).abi_encode().into()));
        assert_eq!(*reads.ask(TOKEN, &call).unwrap().value(), U256::from(7));
        assert!(reads.wanted().is_empty());
    }

    #[test]
    fn a_bool_that_is_neither_zero_nor_one_is_malformed() {
        let mut reads = Reads::new(block(1));
        let _ = reads.ask(TOKEN, &pausedCall {});
        answer(&mut reads, &Outcome::Returned(U256::from(2).abi_encode().into()));
        assert!(matches!(reads.ask(TOKEN, &pausedCall {}), Err(Gap::Malformed { .. })));
    }

    #[test]
    fn no_code_is_malformed_and_a_revert_is_named() {
        for (outcome, check) in [
            (Outcome::Returned(Bytes::new()), "answered"),
            (Outcome::Reverted(Bytes::new()), "reverted"),
            (Outcome::Declined { message: "busy".to_owned() }, "declined"),
        ] {
            let mut reads = Reads::new(block(1));
            let _ = reads.ask(TOKEN, &pausedCall {});
            answer(&mut reads, &outcome);
            let gap = reads.ask(TOKEN, &pausedCall {}).unwrap_err();
            assert!(gap.to_string().contains(check), "{gap}");
        }
    }

    #[test]
    fn answers_of_another_block_are_refused() {
        let mut reads = Reads::new(block(1));
        let _ = reads.ask(TOKEN, &pausedCall {});
        let read = reads.wanted().remove(0);
        let fact = Fact::asserted(Outcome::Returned(Bytes::new()), block(2), Source::Checkpoint(B256::ZERO));
        assert!(matches!(reads.answer(read, fact), Err(EvidenceError::DifferentBlocks { got: 2, expected: 1 })));
    }
}
