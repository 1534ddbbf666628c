//! What the call moves. That it returns `true` says nothing about that: a token may take a fee, take more than was asked, give it to
//! somebody else, or move nothing at all. So the call is rehearsed from its real sender between reads of the balances.

use alloy_primitives::{Address, Bytes, U256, keccak256};
use alloy_sol_types::SolCall as _;
use serde::Serialize;

use crate::abi::erc20::IERC20::balanceOfCall;
use crate::evidence::{Fact, Gap, Read, Reads, Refusal, Rehearsal, Step};
use crate::units::Amount;

use super::TransferQuery;
use super::simulation::{self, RealCall, SimulatedRefusal, Simulation};

/// Gas for a transfer: many times what any token in use takes, and less than every block has.
const TRANSFER_GAS: u64 = 5_000_000;
/// Gas for a balance.
const BALANCE_GAS: u64 = 1_000_000;

/// What was seen of what the call moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "movement", content = "detail", rename_all = "camelCase")]
pub enum Movement {
    /// The balances before and after the call.
    Seen(Moved),
    /// In the rehearsal the contract refused.
    Refused(SimulatedRefusal),
    /// The endpoint cannot rehearse a call: only what the call itself answers is known.
    NotSeen {
        /// Why not, in the endpoint's own words.
        why: String,
    },
}

/// Balances before and after a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The sender's.
    pub sender: Change,
    /// The receiver's: the same where the sender sends to themselves.
    pub receiver: Change,
}

/// One balance, before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Before the call.
    pub before: Amount,
    /// After it.
    pub after: Amount,
}

/// What a transfer is expected to move, beside its amount.
pub(super) struct Expected {
    /// What the token's rules say that is taken of it.
    pub(super) fee: U256,
    /// Who gets that: it may be the sender, or the receiver.
    pub(super) collector: Option<Address>,
    /// What they say that arrives, where that is not the amount without the fee.
    pub(super) arrives: Option<U256>,
    /// By how much balances may be off, where they are kept in other units.
    pub(super) rounding: U256,
    /// Whether the rules of the token are known, so that there is no other fee.
    pub(super) rules_known: bool,
}

/// What the rehearsal came to.
pub(super) enum Rehearsed {
    /// The call passes, and moves this.
    Passes(Moved),
    /// The call is refused; `Some` where balances move all the same.
    Refused(SimulatedRefusal, Option<Moved>),
    /// An answer that no token gives.
    Unclear(Gap),
    /// The endpoint does not rehearse.
    NotSeen(String),
}

impl Change {
    /// What is gone from it.
    #[must_use]
    pub fn lost(&self) -> Amount {
        self.before.with_raw(self.before.raw().saturating_sub(self.after.raw()))
    }

    /// What came to it.
    #[must_use]
    pub fn gained(&self) -> Amount {
        self.before.with_raw(self.after.raw().saturating_sub(self.before.raw()))
    }

    /// Whether `lost` went out of it, give or take `rounding`.
    fn is_less_by(&self, lost: U256, rounding: U256) -> bool {
        // Of shares a little more than the balance shows may go: it is shown without what rounding leaves over.
        self.before >= self.after && self.lost().raw().abs_diff(lost) <= rounding
    }
}

impl Moved {
    /// What arrives at the receiver of `amount` by these balances. Who sends to themselves has what a fee leaves of it.
    fn arrives(&self, query: &TransferQuery) -> U256 {
        if query.from == query.to {
            query.amount.raw().saturating_sub(self.sender.lost().raw())
        } else {
            self.receiver.gained().raw()
        }
    }

    /// Whether nothing has changed.
    fn is_nothing(&self) -> bool {
        [self.sender, self.receiver].iter().all(|change| change.before == change.after)
    }

    /// Whether this is the transfer that was asked for. Of a token whose rules are not known a fee is taken note of, and does not stand
    /// against it: what arrives is told.
    fn is_as_asked(&self, query: &TransferQuery, expected: &Expected) -> bool {
        let Expected { fee, collector, arrives: told, rounding, rules_known } = *expected;
        let amount = query.amount.raw();
        // A fee that comes back to who sends is not lost, and one that goes to the receiver arrives.
        let leaves = if collector == Some(query.from) { amount.saturating_sub(fee) } else { amount };
        let fee = if collector == Some(query.to) { U256::ZERO } else { fee };
        let after_fee = told.unwrap_or_else(|| amount.saturating_sub(fee));
        let arrives = self.arrives(query);
        let fee_is_fine = if rules_known {
            arrives.abs_diff(after_fee) <= rounding
        } else {
            arrives <= after_fee.saturating_add(rounding)
        };
        let something = after_fee.is_zero() || !arrives.is_zero();
        let sender_is_fine = if query.from == query.to {
            // Nobody gains by sending to themselves, or loses more than was sent.
            self.sender.gained().raw() <= rounding && self.sender.lost().raw() <= amount
        } else {
            self.sender.is_less_by(leaves, rounding)
        };
        fee_is_fine && something && sender_is_fine
    }
}

impl Rehearsed {
    /// Without an answer: an endpoint that declines has not the method, anything else is not what the method answers.
    pub(super) fn without(gap: Gap) -> Self {
        match gap {
            Gap::Declined { message, .. } => Self::NotSeen(message),
            Gap::Pending { .. } | Gap::Reverted { .. } | Gap::Malformed { .. } => Self::Unclear(gap),
        }
    }

    /// Whether it passes and moves what was asked for.
    pub(super) fn is_as_asked(&self, query: &TransferQuery, expected: &Expected) -> bool {
        match self {
            Self::Passes(moved) => moved.is_as_asked(query, expected),
            Self::Refused(..) | Self::Unclear(_) | Self::NotSeen(_) => false,
        }
    }

    /// Whether it passes and changes no balance.
    pub(super) fn moves_nothing(&self) -> bool {
        matches!(self, Self::Passes(moved) if moved.is_nothing())
    }

    /// What arrives, where that was seen.
    pub(super) fn arrives(&self, query: &TransferQuery) -> Option<U256> {
        match self {
            Self::Passes(moved) => Some(moved.arrives(query)),
            Self::Refused(..) | Self::Unclear(_) | Self::NotSeen(_) => None,
        }
    }
}

impl From<Rehearsed> for Movement {
    fn from(rehearsed: Rehearsed) -> Self {
        match rehearsed {
            Rehearsed::Passes(moved) | Rehearsed::Refused(_, Some(moved)) => Self::Seen(moved),
            Rehearsed::Refused(refusal, None) => Self::Refused(refusal),
            Rehearsed::Unclear(gap) => Self::NotSeen { why: gap.to_string() },
            Rehearsed::NotSeen(why) => Self::NotSeen { why },
        }
    }
}

/// The call between reads of the balances. These are asked by an account that nobody knows in advance: what it is told, anybody is.
pub(super) fn rehearse(reads: &mut Reads, query: &TransferQuery) -> Result<Fact<Rehearsed>, Gap> {
    let token = query.profile.token;
    if query.token_id.is_some() {
        // Their balances are read by another function, of each kind apart.
        let read = balance_read(query, query.from);
        return Err(Gap::Declined { read, message: "balances of tokens with a number are not rehearsed".to_owned() });
    }
    let RealCall { caller, data, signature } = RealCall::of(query);
    let stranger = Address::from_word(keccak256([reads.at().hash.as_slice(), token.as_slice()].concat()));
    let balance = |account: Address| Step {
        from: stranger,
        to: token,
        data: balanceOfCall { account }.abi_encode().into(),
        value: U256::ZERO,
        gas: BALANCE_GAS,
    };
    let balances = || [balance(query.from), balance(query.to)];
    let call = Step { from: caller, to: token, data, value: U256::ZERO, gas: TRANSFER_GAS };
    let steps = balances().into_iter().chain([call]).chain(balances()).collect();
    Ok(reads.rehearse(Rehearsal { about: token, steps, signature })?.map(|results| read(query, results)))
}

fn read(query: &TransferQuery, results: Vec<Result<Bytes, Refusal>>) -> Rehearsed {
    let Ok([sender, receiver, call, sender_after, receiver_after]) = <[_; 5]>::try_from(results) else {
        let (read, message) = (balance_read(query, query.from), "another number of steps came back".to_owned());
        return Rehearsed::Unclear(Gap::Declined { read, message });
    };
    let sender = change(query, query.from, sender, sender_after);
    let receiver = change(query, query.to, receiver, receiver_after);
    let moved = sender.and_then(|sender| receiver.map(|receiver| Moved { sender, receiver }));
    match (simulation::outcome(query, call), moved) {
        (Ok(Simulation::Passes), Ok(moved)) => Rehearsed::Passes(moved),
        (Ok(Simulation::Refused(refusal)), moved) => {
            Rehearsed::Refused(refusal, moved.ok().filter(|moved| !moved.is_nothing()))
        }
        (Err(gap), _) | (Ok(Simulation::Passes), Err(gap)) => Rehearsed::Unclear(gap),
    }
}

fn change(
    query: &TransferQuery,
    account: Address,
    before: Result<Bytes, Refusal>,
    after: Result<Bytes, Refusal>,
) -> Result<Change, Gap> {
    let amount = |answer: Result<Bytes, Refusal>| match answer {
        Err(Refusal(data)) => Err(Gap::Reverted { read: balance_read(query, account), data }),
        Ok(got) => match balanceOfCall::abi_decode_returns_validate(&got) {
            Ok(raw) => Ok(query.amount.with_raw(raw)),
            Err(_) => Err(Gap::Malformed { read: balance_read(query, account), expected: "uint256", got }),
        },
    };
    Ok(Change { before: amount(before)?, after: amount(after)? })
}

fn balance_read(query: &TransferQuery, account: Address) -> Read {
    let data = balanceOfCall { account }.abi_encode().into();
    Read::Call { to: query.profile.token, from: None, data, signature: balanceOfCall::SIGNATURE }
}
