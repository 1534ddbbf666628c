//! How a family is recognised: probes, and what they say together.

use alloy_primitives::{Address, FixedBytes};
use alloy_sol_types::{SolCall, sol};

use crate::abi::erc165::{self, IERC165::supportsInterfaceCall};
use crate::evidence::{Fact, Gap, Gathering, Reads};

use super::Presence;

sol! {
    /// A function that no contract has: who answers it answers anything.
    function assayNeverImplementedProbe() external view returns (bytes32);
}

/// Accounts that nobody uses.
pub(super) const SOMEONE: Address = Address::repeat_byte(0xa5);
pub(super) const ANOTHER: Address = Address::repeat_byte(0x5a);

/// What one probe showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    /// The read could not be made.
    Open(String),
}

/// A probe by the name of what it asks.
pub(super) type Probe = (&'static str, Answer);

/// Asks, and keeps what the answers rest on.
pub(super) struct Prober<'a> {
    reads: &'a mut Reads,
    gathering: Gathering,
    /// The contract in question.
    pub(super) contract: Address,
}

impl<'a> Prober<'a> {
    pub(super) fn new(reads: &'a mut Reads, contract: Address) -> Self {
        Self { reads, gathering: Gathering::default(), contract }
    }

    /// Asks the contract: `Yes` where it answers in the right shape and the answer is plausible.
    pub(super) fn asks<C: SolCall>(&mut self, call: &C, plausible: impl FnOnce(&C::Return) -> bool) -> Answer {
        self.asks_at(self.contract, call, plausible)
    }

    /// Asks another contract, which the one in question named.
    pub(super) fn asks_at<C: SolCall>(
        &mut self,
        to: Address,
        call: &C,
        plausible: impl FnOnce(&C::Return) -> bool,
    ) -> Answer {
        let asked = self.reads.ask(to, call);
        self.judged(asked, plausible)
    }

    /// A contract that the one in question names: the probe's answer, and the address where there is one.
    pub(super) fn names<C: SolCall<Return = Address>>(&mut self, call: &C) -> (Answer, Option<Address>) {
        let asked = self.reads.ask(self.contract, call);
        let address = asked.as_ref().ok().map(|fact| *fact.value()).filter(|address| !address.is_zero());
        (self.judged(asked, |address| !address.is_zero()), address)
    }

    /// The value of an answer in the right shape, for probes that depend on it.
    pub(super) fn value<C: SolCall>(&mut self, to: Address, call: &C) -> Option<C::Return> {
        let asked = self.reads.ask(to, call);
        self.gathering.note(asked).ok()
    }

    /// Whether the contract declares an interface by ERC-165, and does not declare just anything.
    pub(super) fn declares(&mut self, interface: FixedBytes<4>) -> Answer {
        let itself = self.supports(erc165::ITSELF);
        let anything = self.supports(erc165::NEVER);
        let interface = self.supports(interface);
        all(&[itself, negated(anything), interface])
    }

    fn supports(&mut self, interface: FixedBytes<4>) -> Answer {
        self.asks(&supportsInterfaceCall { interfaceId: interface }, |yes| *yes)
    }

    fn judged<T>(&mut self, asked: Result<Fact<T>, Gap>, plausible: impl FnOnce(&T) -> bool) -> Answer {
        match self.gathering.note(asked) {
            Ok(value) if plausible(&value) => Answer::Yes,
            Ok(_) | Err(Gap::Reverted { .. } | Gap::Malformed { .. }) => Answer::No,
            Err(gap @ (Gap::Pending { .. } | Gap::Declined { .. })) => Answer::Open(gap.to_string()),
        }
    }

    pub(super) fn conclude<T>(self, found: T) -> Result<Fact<T>, Gap> {
        self.gathering.conclude(found)
    }
}

/// Why no probe of this contract can be believed: it answers even what no contract has. `None` where it does not.
pub(super) fn permissive(prober: &mut Prober<'_>) -> Option<String> {
    match prober.asks(&assayNeverImplementedProbeCall {}, |_| true) {
        Answer::No => None,
        Answer::Yes => Some("the contract answers even a function that does not exist".to_owned()),
        Answer::Open(why) => Some(why),
    }
}

/// Absent where one that sets it apart is missing; present where all are there and confirmed.
pub(super) fn judge(apart: &[Probe], confirming: &[Probe]) -> Presence {
    if apart.iter().any(|(_, answer)| *answer == Answer::No) {
        return Presence::Absent;
    }
    for (_, answer) in apart.iter().chain(confirming) {
        if let Answer::Open(why) = answer {
            return Presence::Unsure { why: why.clone() };
        }
    }
    match confirming.iter().find(|(_, answer)| *answer == Answer::No) {
        Some((missing, _)) => {
            let there: Vec<_> = apart.iter().map(|(name, _)| *name).collect();
            Presence::Unsure { why: format!("it answers {} but not {missing}", there.join(" and ")) }
        }
        None => Presence::Present,
    }
}

pub(super) fn negated(answer: Answer) -> Answer {
    match answer {
        Answer::Yes => Answer::No,
        Answer::No => Answer::Yes,
        Answer::Open(why) => Answer::Open(why),
    }
}

pub(super) fn all(answers: &[Answer]) -> Answer {
    let open = answers.iter().find(|answer| matches!(answer, Answer::Open(_)));
    match answers.contains(&Answer::No) {
        true => Answer::No,
        false => open.cloned().unwrap_or(Answer::Yes),
    }
}

pub(super) fn either(left: Answer, right: Answer) -> Answer {
    negated(all(&[negated(left), negated(right)]))
}
