//! What a batch would do, call by call and in sum, read from a run of it over proven state.

use std::collections::BTreeMap;

use alloy_primitives::{Address, Bytes, Log, U256};

use super::{Grant, SimulatedFailure, TokenMovement, grant, movements, outcome};
use crate::proof::{SimulatedAll, Step};

/// What the calls of a batch would come to in the next block, one after another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchSimulation {
    /// Each call, in their order. Where one fails, none of them happens.
    pub calls: Vec<CallSimulation>,
    /// Wei of the accounts whose balance changes by all of them together, before and after; fees are not in it.
    pub ether: BTreeMap<Address, (U256, U256)>,
    /// Whether they would come to something else in a block of another time, random word, base fee or beneficiary.
    pub depends_on_block: bool,
}

/// What one call of a batch would come to, on what those before it have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallSimulation {
    /// What it returns, or why it would fail.
    pub outcome: Result<Bytes, SimulatedFailure>,
    /// Gas used, as if it were a transaction of its own.
    pub gas_used: u64,
    /// Tokens that move, in the order of their events.
    pub movements: Vec<TokenMovement>,
    /// Who is allowed what, in the order of the events.
    pub approvals: Vec<Grant>,
    /// All events.
    pub logs: Vec<Log>,
}

/// What an account has more and less of after a whole batch, of one token. Raw units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Net {
    /// The token's contract.
    pub token: Address,
    /// The number of the token, where it has one (ERC-721, ERC-1155).
    pub id: Option<U256>,
    /// What came in, over all calls.
    pub received: U256,
    /// What went out, over all calls.
    pub sent: U256,
}

impl BatchSimulation {
    /// Reads what a run came to.
    #[must_use]
    pub fn of(simulated: SimulatedAll) -> Self {
        let SimulatedAll { steps, balances: ether, depends_on_block, .. } = simulated;
        Self { calls: steps.into_iter().map(CallSimulation::of).collect(), ether, depends_on_block }
    }

    /// The first call that would fail, by its place from 0, and why. Then none of them happens.
    #[must_use]
    pub fn failure(&self) -> Option<(usize, &SimulatedFailure)> {
        self.calls.iter().enumerate().find_map(|(place, call)| call.outcome.as_ref().err().map(|why| (place, why)))
    }

    /// What an account has more and less of after all calls, by token, in the order in which the tokens first move; what comes and goes
    /// in equal parts is left out. `None` where a token's events add up to more than a number can say, as only one that lies has them.
    #[must_use]
    pub fn net(&self, account: Address) -> Option<Vec<Net>> {
        let mut all: Vec<Net> = Vec::new();
        for movement in self.calls.iter().flat_map(|call| &call.movements) {
            let TokenMovement { token, from, to, id, amount } = *movement;
            let (received, sent) = (to == account, from == account);
            if received == sent {
                continue;
            }
            let known = all.iter().position(|net| net.token == token && net.id == id);
            let place = known.unwrap_or(all.len());
            if known.is_none() {
                all.push(Net { token, id, received: U256::ZERO, sent: U256::ZERO });
            }
            let net = all.get_mut(place)?;
            let side = if received { &mut net.received } else { &mut net.sent };
            *side = side.checked_add(amount)?;
        }
        all.retain(|net| net.received != net.sent);
        Some(all)
    }
}

impl CallSimulation {
    fn of(step: Step) -> Self {
        Self {
            outcome: outcome(step.end),
            gas_used: step.gas_used,
            movements: step.logs.iter().flat_map(movements).collect(),
            approvals: step.logs.iter().filter_map(grant).collect(),
            logs: step.logs,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::{End, Fork, Rules};
    use crate::tx::simulation::Fungible;
    use alloy_sol_types::SolEvent as _;

    const TOKEN: Address = Address::repeat_byte(0x70);
    const OTHER: Address = Address::repeat_byte(0x71);
    const ME: Address = Address::repeat_byte(0xa);
    const YOU: Address = Address::repeat_byte(0xb);

    fn moved(token: Address, from: Address, to: Address, value: U256) -> Log {
        Log { address: token, data: Fungible::Transfer { from, to, value }.encode_log_data() }
    }

    fn batch(calls: Vec<(End, Vec<Log>)>) -> BatchSimulation {
        let steps = calls.into_iter().map(|(end, logs)| Step { end, gas_used: 7, logs }).collect();
        let rules = Rules { fork: Fork::Osaka, blob_fraction: 1, known: true };
        BatchSimulation::of(SimulatedAll { steps, balances: BTreeMap::new(), depends_on_block: false, rules })
    }

    fn passed(logs: Vec<Log>) -> (End, Vec<Log>) {
        (End::Returned(Bytes::new()), logs)
    }

    #[test]
    fn what_moves_is_added_up_over_all_calls_and_what_goes_through_is_left_out() {
        let [one, two, three] = [1, 2, 3].map(U256::from);
        let found = batch(vec![
            passed(vec![moved(TOKEN, ME, YOU, three), moved(OTHER, YOU, ME, one)]),
            passed(vec![moved(OTHER, ME, YOU, one), moved(TOKEN, YOU, ME, two), moved(TOKEN, ME, ME, three)]),
        ]);
        assert_eq!(found.net(ME), Some(vec![Net { token: TOKEN, id: None, received: two, sent: three }]));
        assert_eq!(found.net(Address::ZERO), Some(Vec::new()));
        assert_eq!(found.failure(), None);
    }

    #[test]
    fn events_that_no_number_can_add_up_have_no_sum() {
        let all = || passed(vec![moved(TOKEN, YOU, ME, U256::MAX)]);
        assert!(batch(vec![all()]).net(ME).is_some());
        assert_eq!(batch(vec![all(), all()]).net(ME), None);
    }

    #[test]
    fn the_first_call_that_fails_is_named() {
        let halted = || (End::Halted { reason: "out of gas".to_owned() }, Vec::new());
        let found = batch(vec![passed(Vec::new()), halted(), halted()]);
        let expected = SimulatedFailure::Halted { reason: "out of gas".to_owned() };
        assert_eq!(found.failure(), Some((1, &expected)));
    }
}
