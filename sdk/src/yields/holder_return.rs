//! The holder's own return: what a holding brought to the one who paid in and took out, by when they did (money-weighted) and without that
//! (time-weighted).
//!
//! What comes in and goes out counts at what it is worth in its own block. Income that is paid in another token is money that came out, on the day on
//! which it arrives. All of it is of one currency: what cannot be brought to one has no return.

use alloy_primitives::U256;
use serde::Serialize;

use crate::evidence::Fact;
use crate::units::{Amount, BlockRef, UnitsError, Value};

use super::time_weighted::linked;
use super::{
    Change, Date, DatedFlow, Direction, Moment, MoneyWeighted, TermsError, TimeWeighted, Unread, Valuation, Window,
    YieldError, irr,
};

/// The money that came and went in one block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "callers make it")]
pub struct HolderFlow {
    /// What the holding was worth before it, at the block's own price.
    pub before: Value,
    /// The worth of what came in.
    pub paid: Value,
    /// The worth of what went out.
    pub withdrawn: Value,
    /// The worth of what the holding paid to its holder in other tokens.
    pub income: Value,
}

/// A holder's own return. `gain = closing + withdrawn + income − opening − paid`, exactly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct HolderReturn {
    /// From when to when there was something in it.
    pub window: Window,
    /// What it was worth at the start.
    pub opening: Value,
    /// What was paid in.
    pub paid: Value,
    /// What was taken out.
    pub withdrawn: Value,
    /// What it paid to its holder.
    pub income: Value,
    /// What it was worth at the end.
    pub closing: Value,
    /// What it brought in money.
    pub gain: Change<Value>,
    /// By when money was paid in and taken out, per year; or why there is no such rate.
    pub money_weighted: Result<MoneyWeighted, Unread>,
    /// Whatever was paid in and taken out, of the whole window; or why there is no such rate.
    pub time_weighted: Result<TimeWeighted, Unread>,
}

/// A moment at which the holding is valued, and what came and went then.
struct Step {
    at: BlockRef,
    date: Date,
    before: Amount,
    paid: Amount,
    /// Withdrawn, and paid out as income.
    out: Amount,
    /// What is in it right after.
    left: Amount,
}

/// The return between two valuations, with the blocks in which money came or went between them, in their order. Known as well as the least well known
/// of all of it.
///
/// # Errors
/// [`YieldError::Window`] where nothing was ever in it, or not for any time; [`YieldError::Units`] where currencies differ or a sum does not fit.
pub fn holder_return(
    opening: Fact<Value>,
    flows: Vec<Fact<HolderFlow>>,
    closing: Fact<Value>,
) -> Result<Fact<HolderReturn>, YieldError> {
    let (first, last) = (opening.at(), closing.at());
    let places: Vec<BlockRef> = flows.iter().map(Fact::at).collect();
    let all = flows.into_iter().fold(opening.map(|opening| (opening, Vec::new())), |all, flow| {
        all.zip_across_moments(flow).map(|((opening, mut flows), flow)| {
            flows.push(flow);
            (opening, flows)
        })
    });
    all.zip_across_moments(closing).try_map(|((opening, flows), closing)| {
        let scale = scale(&opening, &flows, &closing);
        let flows: Vec<_> = places.into_iter().zip(flows).collect();
        let steps = steps((first, &opening), &flows, (last, &closing), scale)?;
        returns(opening, &flows, closing, &steps)
    })
}

fn returns(
    opening: Value,
    flows: &[(BlockRef, HolderFlow)],
    closing: Value,
    steps: &[Step],
) -> Result<HolderReturn, YieldError> {
    let nothing = Value { raw: U256::ZERO, scale: opening.scale, currency: opening.currency.clone() };
    let sum = |pick: fn(&HolderFlow) -> &Value| {
        flows.iter().try_fold(nothing.clone(), |sum, (_, flow)| sum.checked_add(pick(flow)))
    };
    let (paid, withdrawn, income) = (sum(|flow| &flow.paid)?, sum(|flow| &flow.withdrawn)?, sum(|flow| &flow.income)?);
    let came = closing.checked_add(&withdrawn)?.checked_add(&income)?;
    let went = opening.checked_add(&paid)?;
    let gain = match came.checked_sub(&went) {
        Ok(more) => Change::Gain(more),
        Err(UnitsError::OutOfRange { .. }) => Change::Loss(went.checked_sub(&came)?),
        Err(other) => return Err(other.into()),
    };
    // Before the first money and after the last nothing is invested, and nothing is measured.
    let first = steps.iter().position(Step::is_something).unwrap_or_default();
    // What was left in it and is worth nothing now was invested until now.
    let is_left = |place: usize| {
        let before = place.checked_sub(1).and_then(|before| steps.get(before));
        before.is_some_and(|before| !before.left.is_zero())
    };
    let counts = |(place, step): (usize, &Step)| is_left(place) || step.is_something();
    let last = steps.iter().enumerate().rposition(counts).unwrap_or_default();
    let held = steps.get(first..=last).unwrap_or_default();
    let (Some(start), Some(end)) = (held.first(), held.last()) else {
        return Err(TermsError::TooFew { what: "valuations", expected: 2 }.into());
    };
    let window = Window::new(Moment::of_block(start.at), Moment::of_block(end.at))?;
    let unread = |error: TermsError| Unread(error.into());
    let money_weighted = irr(&dated(held)).map_err(unread);
    let time_weighted = linked(&valuations(held)).map_err(unread);
    Ok(HolderReturn { window, opening, paid, withdrawn, income, closing, gain, money_weighted, time_weighted })
}

/// The finest scale of all.
fn scale(opening: &Value, flows: &[HolderFlow], closing: &Value) -> u8 {
    let of_flow =
        |flow: &HolderFlow| [&flow.before, &flow.paid, &flow.withdrawn, &flow.income].map(|value| value.scale);
    flows.iter().flat_map(of_flow).chain([opening.scale]).fold(closing.scale, u8::max)
}

/// Both ends, and every block between them, in one scale.
fn steps(
    (first, opening): (BlockRef, &Value),
    flows: &[(BlockRef, HolderFlow)],
    (last, closing): (BlockRef, &Value),
    scale: u8,
) -> Result<Vec<Step>, YieldError> {
    let amount = |value: &Value| Amount::from_raw(value.rescaled(scale)?.raw, scale);
    let nothing = Amount::from_raw(U256::ZERO, scale)?;
    let step = |at: BlockRef, before: Amount, paid: Amount, out: Amount, left: Amount| {
        Ok::<_, YieldError>(Step { at, date: Date::of(at.timestamp)?, before, paid, out, left })
    };
    let still = |at, value: &Value| {
        let worth = amount(value)?;
        step(at, worth, nothing, nothing, worth)
    };
    let mut steps = vec![still(first, opening)?];
    for (at, flow) in flows {
        let (before, paid, withdrawn) = (amount(&flow.before)?, amount(&flow.paid)?, amount(&flow.withdrawn)?);
        let income = amount(&flow.income)?;
        // Each worth is rounded down by itself: what is left may come out a unit too low, and is never below nothing.
        let left = before.checked_add(&paid)?.saturating_sub(&withdrawn)?;
        steps.push(step(*at, before.checked_add(&income)?, paid, withdrawn.checked_add(&income)?, left)?);
    }
    steps.push(still(last, closing)?);
    Ok(steps)
}

impl Step {
    /// Whether anything is there, comes or goes.
    fn is_something(&self) -> bool {
        !(self.before.is_zero() && self.paid.is_zero() && self.out.is_zero())
    }
}

/// Money in at the start, what came and went, and what is there at the end as if it were taken out then.
fn dated(steps: &[Step]) -> Vec<DatedFlow> {
    let last = steps.len().saturating_sub(1);
    let flows = steps.iter().enumerate().flat_map(|(place, step)| {
        let of = |direction, amount| Some(DatedFlow { date: step.date, direction, amount });
        if place == 0 {
            return [of(Direction::Paid, step.left), None, None];
        }
        let rest = (place == last).then_some(step.left).and_then(|left| of(Direction::Received, left));
        [of(Direction::Paid, step.paid), of(Direction::Received, step.out), rest]
    });
    flows.flatten().filter(|flow| !flow.amount.is_zero()).collect()
}

/// What is there whenever money comes or goes.
fn valuations(steps: &[Step]) -> Vec<Valuation> {
    let valuation = |(place, step): (usize, &Step)| {
        if place == 0 {
            return Valuation { date: step.date, worth: step.left, flow: None };
        }
        let flow = match step.before.checked_sub(&step.left) {
            Ok(less) => Some((Direction::Received, less)),
            Err(_) => step.left.checked_sub(&step.before).ok().map(|more| (Direction::Paid, more)),
        };
        Valuation { date: step.date, worth: step.before, flow }
    };
    steps.iter().enumerate().map(valuation).collect()
}

#[cfg(test)]
mod tests;
