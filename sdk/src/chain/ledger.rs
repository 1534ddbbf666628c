//! Answers everything that a ledger wants, in one round trip.

use alloy_primitives::{Address, B256, Bytes, U256};

use crate::evidence::{Fact, Outcome, Read, Reads, Source};
use crate::proof::verify_account;
use crate::units::BlockRef;

use super::codec::{Answer, Request};
use super::multicall::{self, Alone, Packed};
use super::rehearsal::{self, Rules};
use super::{ChainError, Rpc, Transport, block, call, logs, state_proof};

/// What one request of the batch will answer.
enum Asked {
    /// These reads, packed into one program.
    Program(Vec<Read>),
    /// One read.
    Single(Read),
    /// One read, in a program of its own.
    Alone(Read),
    /// Whether the block is still the chain's block of its height, for the logs, which go by height.
    Canonical,
    /// The ledger's block, for the state root that words of storage follow from. Asked before them.
    Header,
    /// Something that is handed back as it comes.
    Beside,
}

impl Asked {
    /// The contract that one read is about.
    const fn contract(&self) -> Option<Address> {
        match self {
            Self::Single(read) | Self::Alone(read) => Some(read.contract()),
            Self::Program(_) | Self::Canonical | Self::Header | Self::Beside => None,
        }
    }
}

/// What a second exchange is for.
#[derive(Default)]
struct Again {
    /// Reads whose program did not run, and rehearsals by other rules: as they are.
    plainly: Vec<Read>,
    /// Reads that got no clear answer among others: each in a program of its own, which bounds what it may cost.
    alone: Vec<Read>,
}

struct Plan {
    asked: Vec<Asked>,
    requests: Vec<Request>,
}

impl<T: Transport> Rpc<T> {
    /// Fetches everything that the ledger wants, pinned to its block, and enters it.
    ///
    /// One HTTP exchange, however much is wanted; a second one where calls failed inside a packed call in a way
    /// that does not tell why, so that one broken contract cannot spoil the others, and a third for answers that are longer than a
    /// program can return. Gas and bytes of each answer are bounded; where all of them together are too much they are asked apart. A call
    /// that reverts, or that the endpoint declines, is entered as such: that is an answer.
    ///
    /// # Errors
    /// [`ChainError::BlockUnknown`] where the endpoint does not have the ledger's block (any more);
    /// [`ChainError::Unsupported`] where it cannot pin calls to a block hash; [`ChainError::Inconsistent`] where logs
    /// do not fit the question or the block; and whatever stops an exchange. What was entered before stays entered.
    pub async fn answer(&self, reads: &mut Reads) -> Result<(), ChainError> {
        self.answer_beside(reads, Vec::new()).await.map(drop)
    }

    /// The same, with other questions in the first exchange, whose answers are handed back.
    pub(super) async fn answer_beside(
        &self,
        reads: &mut Reads,
        beside: Vec<Request>,
    ) -> Result<Vec<Answer>, ChainError> {
        let at = reads.at();
        let (wanted, declined) = self.without_rehearsals(reads.wanted());
        for (read, outcome) in declined {
            self.enter(reads, read, outcome)?;
        }
        let mut plan = Plan::packed(wanted, at);
        beside.into_iter().for_each(|request| plan.push(Asked::Beside, request));
        let (mut again, mut others) = (Again::default(), Vec::new());
        let mut root = None;
        for (asked, answer) in self.ask(plan).await? {
            match asked {
                Asked::Header => root = Some(self.root(answer, at)?),
                Asked::Single(Read::Storage { account, slot }) => {
                    self.enter_word(reads, (account, slot), answer, root)?
                }
                Asked::Program(packed) => self.enter_packed(reads, packed, answer, &mut again)?,
                Asked::Single(Read::Rehearsal(asked)) => {
                    match self.rehearsal_outcome(&asked, Rules::Transactions, answer)? {
                        Some(outcome) => self.enter(reads, Read::Rehearsal(asked), outcome)?,
                        None => again.plainly.push(Read::Rehearsal(asked)),
                    }
                }
                Asked::Single(read) => self.enter_single(reads, read, answer)?,
                Asked::Canonical => self.check_canonical(answer, at)?,
                Asked::Alone(read) => self.enter_alone(reads, read, answer, &mut again)?,
                Asked::Beside => others.push(answer),
            }
        }
        // Programs of their own first, and what will not run as a program plainly.
        for _ in 0..2 {
            for (asked, answer) in self.ask(Plan::again(std::mem::take(&mut again), at)).await? {
                match asked {
                    Asked::Single(read) => self.enter_single(reads, read, answer)?,
                    Asked::Alone(read) => self.enter_alone(reads, read, answer, &mut again)?,
                    // None of these is asked twice.
                    Asked::Program(_) | Asked::Canonical | Asked::Header | Asked::Beside => {}
                }
            }
        }
        Ok(others)
    }

    async fn ask(&self, plan: Plan) -> Result<Vec<(Asked, Answer)>, ChainError> {
        let contracts = plan.asked.iter().map(Asked::contract).collect::<Vec<_>>();
        let answers = self.batch_or_apart(&plan.requests, &contracts).await?;
        let (got, expected) = (answers.len(), plan.asked.len());
        if got != expected {
            return Err(self.answer_count(got, expected));
        }
        Ok(plan.asked.into_iter().zip(answers).collect())
    }

    fn enter_packed(
        &self,
        reads: &mut Reads,
        packed: Vec<Read>,
        answer: Answer,
        again: &mut Again,
    ) -> Result<(), ChainError> {
        let outcome = self.call_outcome(answer, reads.at())?;
        // Anything but a clean answer means that the program did not run to its end, or not as written. Where it ran out of gas, one of
        // its calls may have used it all up.
        let (unpacked, apart) = match &outcome {
            Outcome::Returned(bytes) => (multicall::unpack(bytes, packed.len()), &mut again.plainly),
            Outcome::Reverted(_) => (None, &mut again.alone),
            Outcome::Rehearsed(_) | Outcome::Logs(_) | Outcome::Word(_) | Outcome::Declined { .. } => {
                (None, &mut again.plainly)
            }
        };
        let Some(unpacked) = unpacked else {
            apart.extend(packed);
            return Ok(());
        };
        for (read, outcome) in packed.into_iter().zip(unpacked) {
            match outcome {
                Packed::Returned(bytes) => self.enter(reads, read, Outcome::Returned(bytes))?,
                Packed::Reverted(data) => self.enter(reads, read, Outcome::Reverted(data))?,
                Packed::Unclear => again.alone.push(read),
            }
        }
        Ok(())
    }

    fn enter_alone(&self, reads: &mut Reads, read: Read, answer: Answer, again: &mut Again) -> Result<(), ChainError> {
        let answered = match self.call_outcome(answer, reads.at())? {
            Outcome::Returned(bytes) => multicall::unpack_alone(&bytes),
            Outcome::Declined { message } => return self.enter(reads, read, Outcome::Declined { message }),
            Outcome::Reverted(_) | Outcome::Rehearsed(_) | Outcome::Logs(_) | Outcome::Word(_) => None,
        };
        let outcome = match answered {
            Some(Alone::Returned(bytes)) => Outcome::Returned(bytes),
            Some(Alone::Reverted(data)) => Outcome::Reverted(data),
            Some(Alone::TooLong) | None => {
                again.plainly.push(read);
                return Ok(());
            }
        };
        self.enter(reads, read, outcome)
    }

    fn enter_single(&self, reads: &mut Reads, read: Read, answer: Answer) -> Result<(), ChainError> {
        let outcome = match &read {
            Read::Call { from: None, .. } => bounded(self.call_outcome(answer, reads.at())?),
            Read::Call { from: Some(_), .. } | Read::Program { .. } => self.call_outcome(answer, reads.at())?,
            Read::Rehearsal(rehearsal) => match self.rehearsal_outcome(rehearsal, Rules::Calls, answer)? {
                Some(outcome) => outcome,
                None => return Ok(()),
            },
            Read::Logs(filter) => self.logs_outcome(filter, answer, reads.at())?,
            // Words are never asked again: they are entered beside their header.
            Read::Storage { .. } => return Ok(()),
        };
        self.enter(reads, read, outcome)
    }

    fn root(&self, answer: Answer, at: BlockRef) -> Result<B256, ChainError> {
        let block = answer.map_err(|failure| failure.into_error(self.origin()))?;
        Ok(self.header_of(&block, at.hash)?.value().state_root())
    }

    /// A word of storage, checked against the state root. A proof that does not hold is no gap: the endpoint contradicts itself.
    fn enter_word(
        &self,
        reads: &mut Reads,
        (account, slot): (Address, U256),
        answer: Answer,
        root: Option<B256>,
    ) -> Result<(), ChainError> {
        let read = Read::Storage { account, slot };
        let (root, answer) = match (root, answer) {
            (Some(root), Ok(answer)) => (root, answer),
            (None, Ok(_)) => return Ok(()),
            (_, Err(failure)) => {
                self.fatal(&failure, reads.at())?;
                return self.enter(reads, read, Outcome::Declined { message: failure.message });
            }
        };
        let verified = self.checked(verify_account(root, account, &[slot], &answer))?;
        let word = verified.slots.get(&slot).copied().unwrap_or_default();
        let fact = reads.under_root(Outcome::Word(word), root, self.origin());
        Ok(reads.answer(read, fact)?)
    }

    fn enter(&self, reads: &mut Reads, read: Read, outcome: Outcome) -> Result<(), ChainError> {
        let fact = Fact::asserted(outcome, reads.at(), Source::Endpoint(self.origin().clone()));
        Ok(reads.answer(read, fact)?)
    }
}

impl Plan {
    /// Calls that any caller may make are packed; the others, and logs, travel beside them.
    fn packed(wanted: Vec<Read>, at: BlockRef) -> Self {
        let (packed, single): (Vec<Read>, Vec<Read>) =
            wanted.into_iter().partition(|read| packable(read).is_some_and(|(_, data)| multicall::fits(data)));
        let any_logs = single.iter().any(|read| matches!(read, Read::Logs(_)));
        let mut plan = Self { asked: Vec::new(), requests: Vec::new() };
        if single.iter().any(|read| matches!(read, Read::Storage { .. })) {
            plan.push(Asked::Header, block::by_hash(at.hash));
        }
        plan.add(single, Rules::Transactions, at);
        if any_logs {
            plan.push(Asked::Canonical, logs::canonical_request(at));
        }
        let programs = multicall::pack(packed.iter().filter_map(packable).map(|(to, data)| (to, data.as_ref())));
        let mut packed = packed.into_iter();
        for program in programs {
            let reads = packed.by_ref().take(program.calls).collect();
            plan.push(Asked::Program(reads), call::program(&program.code, at));
        }
        plan
    }

    fn again(again: Again, at: BlockRef) -> Self {
        let mut plan = Self { asked: Vec::new(), requests: Vec::new() };
        plan.add(again.plainly, Rules::Calls, at);
        for read in again.alone {
            if let Some((to, data)) = packable(&read) {
                let request = call::program(&multicall::alone(to, data), at);
                plan.push(Asked::Alone(read), request);
            }
        }
        plan
    }

    fn add(&mut self, reads: Vec<Read>, rules: Rules, at: BlockRef) {
        for read in reads {
            let request = match &read {
                Read::Call { to, from, data, .. } => call::call(*to, *from, data, at),
                Read::Program { code, .. } => call::program(code, at),
                Read::Rehearsal(rehearsal) => rehearsal::request(rehearsal, rules, at),
                Read::Logs(filter) => logs::request(filter, at),
                Read::Storage { account, slot } => state_proof::request(*account, &[*slot], at),
            };
            self.push(Asked::Single(read), request);
        }
    }

    fn push(&mut self, asked: Asked, request: Request) {
        self.asked.push(asked);
        self.requests.push(request);
    }
}

/// The longest answer to a read that is looked at.
pub(super) const LONGEST_ANSWER: usize = 65_536;

/// A list that no reader wants is no answer.
fn bounded(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Returned(bytes) if bytes.len() > LONGEST_ANSWER => {
            Outcome::Declined { message: format!("the answer is longer than {LONGEST_ANSWER} bytes") }
        }
        other @ (Outcome::Returned(_)
        | Outcome::Reverted(_)
        | Outcome::Rehearsed(_)
        | Outcome::Logs(_)
        | Outcome::Word(_)
        | Outcome::Declined { .. }) => other,
    }
}

fn packable(read: &Read) -> Option<(Address, &Bytes)> {
    match read {
        Read::Call { to, from: None, data, .. } => Some((*to, data)),
        Read::Call { from: Some(_), .. }
        | Read::Program { .. }
        | Read::Rehearsal(_)
        | Read::Logs(_)
        | Read::Storage { .. } => None,
    }
}
