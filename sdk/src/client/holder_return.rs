//! A holder's own return: from the logs of a history, and from what the contracts say at each block in which something moved.

use std::collections::BTreeMap;
use std::slice;

use alloy_primitives::Address;

use crate::asset::Descriptor;
use crate::chain::{Transport, at_once};
use crate::error::Error;
use crate::evidence::{Fact, PlacedLog, Reads};
use crate::records::{Asset, Direction, Movement, income_rules, movements, reading};
use crate::units::{AssetId, BlockRef};
use crate::yields::{
    HolderMoves, HolderReturn, HolderReturnError, HolderStanding, Overdue, holder_return, holder_standing,
};

use super::Client;

/// What a holder's history tells.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "callers make it")]
pub struct HolderHistory<'a> {
    /// Whose.
    pub holder: Address,
    /// Every log of a transfer of the list's assets to or from the holder.
    pub logs: &'a [Fact<PlacedLog>],
    /// The block up to which all of them are there.
    pub until: BlockRef,
}

/// A holder's own return, and the oldest price that it rests on although it was overdue.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OwnReturn {
    /// The figures.
    pub figures: Fact<HolderReturn>,
    /// The oldest of the prices that were older then than they should have been.
    pub overdue: Option<Overdue>,
}

/// Blocks that are read at the same time: few enough for an endpoint's limits of rates and for what a prover keeps.
const AT_ONCE: usize = 8;

type Standing = Result<Fact<HolderStanding>, HolderReturnError>;

/// One asset, and what moved of it in each block.
struct Course<'a> {
    descriptor: &'a Descriptor,
    blocks: BTreeMap<u64, HolderMoves<'a>>,
}

/// What all of them are asked at a block.
struct Question<'a> {
    list: &'a [Descriptor],
    holder: Address,
    courses: Vec<Course<'a>>,
    /// The first block and the last.
    ends: [u64; 2],
}

impl<T: Transport> Client<T> {
    /// The holder's own return of each of `assets`, which are entries of `list`, from the block of `start` to the one that the history was read up to:
    /// each with its own reason where it cannot be stated. Each block in which something moved is read once for all of them, several blocks at the same time.
    ///
    /// # Errors
    /// [`Error::Chain`]; [`Error::Record`] for a log that is no transfer. Where an endpoint does not have the state of so old a block, the assets that
    /// moved in it say so.
    pub async fn holder_returns(
        &self,
        start: &mut Reads,
        history: HolderHistory<'_>,
        list: &[Descriptor],
        assets: &[AssetId],
    ) -> Result<Vec<(AssetId, Result<OwnReturn, HolderReturnError>)>, Error> {
        let HolderHistory { holder, logs, until } = history;
        let all = movements(logs, &reading(list, self.chain(), holder))?;
        let after = start.at().number;
        let moved: Vec<(&Movement, &Fact<PlacedLog>)> = all
            .iter()
            .filter(|movement| movement.id.block > after && movement.id.block <= until.number)
            .filter_map(|movement| Some((movement, log_of(logs, movement)?)))
            .collect();
        let named = list.iter().filter(|descriptor| assets.contains(&descriptor.asset));
        let courses = named.map(|descriptor| Course::of(descriptor, list, &moved)).collect();
        let question = Question { list, holder, courses, ends: [after, until.number] };
        let mut blocks: BTreeMap<u64, BlockRef> = moved.iter().map(|(_, log)| (log.at().number, log.at())).collect();
        blocks.retain(|number, _| question.courses.iter().any(|course| course.blocks.contains_key(number)));
        blocks.insert(until.number, until);
        let mut ledgers: Vec<Reads> = blocks.into_values().map(Reads::new).collect();
        // Before the chain's first block nobody had anything, and no endpoint has a state of it.
        let mut moments: Vec<&mut Reads> = (after > 0).then_some(start).into_iter().chain(&mut ledgers).collect();
        let mut found = Vec::new();
        for some in moments.chunks_mut(AT_ONCE) {
            let asked = some.iter_mut().map(|reads| self.settle_past(reads, |reads| question.ask(reads)));
            for standings in at_once(asked).await {
                found.push(standings?);
            }
        }
        let of_course = |(place, course): (usize, &Course<'_>)| {
            let standings = found.iter().filter_map(|block| block.get(place)?.clone());
            (course.descriptor.asset, course.total(list, after, standings))
        };
        Ok(question.courses.iter().enumerate().map(of_course).collect())
    }
}

/// The log that a movement comes from.
fn log_of<'a>(logs: &'a [Fact<PlacedLog>], movement: &Movement) -> Option<&'a Fact<PlacedLog>> {
    let place = (movement.id.block, movement.id.log?);
    logs.binary_search_by_key(&place, |log| (log.at().number, log.value().index)).ok().and_then(|at| logs.get(at))
}

impl Question<'_> {
    /// What is there after a block: of every asset at both ends, between them of those that moved in it.
    fn ask(&self, reads: &mut Reads) -> Vec<Option<Standing>> {
        let (number, nothing) = (reads.at().number, HolderMoves::default());
        let of_course = |course: &Course<'_>| {
            let moves = course.blocks.get(&number).or(self.ends.contains(&number).then_some(&nothing))?;
            Some(holder_standing(reads, (course.descriptor, self.list), self.holder, moves))
        };
        self.courses.iter().map(of_course).collect()
    }
}

impl<'a> Course<'a> {
    fn of(descriptor: &'a Descriptor, list: &'a [Descriptor], moved: &[(&Movement, &Fact<PlacedLog>)]) -> Self {
        let rules = income_rules(slice::from_ref(descriptor));
        let mut blocks: BTreeMap<u64, HolderMoves<'a>> = BTreeMap::new();
        for (movement, log) in moved {
            let Asset::Token(token) = movement.asset else { continue };
            let is_income = movement.direction == Direction::In
                && rules.iter().any(|rule| rule.token == token.token && movement.counterparty == Some(rule.payer));
            let is_own = token == descriptor.asset;
            // What it pays in itself is growth: nobody paid it in.
            if is_own == is_income {
                continue;
            }
            let amount = (*log).clone().map(|_| movement.amount);
            let moves = blocks.entry(movement.id.block).or_default();
            match (is_own, movement.direction) {
                (true, Direction::In) => moves.came.push(amount),
                (true, Direction::Out) => moves.went.push(amount),
                (false, Direction::In | Direction::Out) => {
                    moves.income.extend(list.iter().find(|known| known.asset == token).map(|known| (known, amount)));
                }
            }
        }
        Self { descriptor, blocks }
    }

    /// The return of what was there after each block; since the chain's first block all began with nothing.
    fn total(
        &self,
        list: &[Descriptor],
        after: u64,
        standings: impl Iterator<Item = Standing>,
    ) -> Result<OwnReturn, HolderReturnError> {
        payments_are_seen(self.descriptor, list)?;
        let mut standings = standings.collect::<Result<Vec<_>, _>>()?;
        if let Some(first) = standings.first().filter(|_| after == 0) {
            standings.insert(0, first.as_ref().map(HolderStanding::emptied));
        }
        for pair in standings.windows(2) {
            let [earlier, later] = pair else { continue };
            later.value().follows(earlier.value(), later.at().number)?;
        }
        let (Some(first), Some(last)) = (standings.first(), standings.last()) else {
            return Err(HolderReturnError::Unpriced { asset: self.descriptor.asset });
        };
        let worth = |standing: &Fact<HolderStanding>| standing.as_ref().map(|standing| standing.worth.clone());
        let moved = standings.iter().skip(1).filter(|standing| self.blocks.contains_key(&standing.at().number));
        let flows = moved.map(|standing| standing.as_ref().map(|standing| standing.flow.clone())).collect();
        let figures = holder_return(worth(first), flows, worth(last))?;
        let overdue = standings.iter().filter_map(|standing| standing.value().overdue).max();
        Ok(OwnReturn { figures, overdue })
    }
}

/// What is paid and leaves no transfer of the list's tokens is not in a history: without it the return would be too low.
fn payments_are_seen(descriptor: &Descriptor, list: &[Descriptor]) -> Result<(), HolderReturnError> {
    for distribution in &descriptor.distributions {
        let (contract, token) = distribution.payment();
        let Some(token) = token else { return Err(HolderReturnError::Coin { contract }) };
        let asset = AssetId { chain: descriptor.asset.chain, token };
        if !list.iter().any(|known| known.asset == asset) {
            return Err(HolderReturnError::NotListed { token });
        }
    }
    Ok(())
}
