//! The one root of a sum of discounted flows, or that there is none, or several.
//!
//! A flow that is `t` years away is worth `2^(−u · t)` of itself, which falls as `u` grows. So on an interval of `u` all that is received is worth
//! most at its start and least at its end, and so is all that is paid: that bounds the sum on the whole interval, and its slope likewise.
//! An interval is cut in two until its sum cannot be zero, or its slope cannot be and the signs at its ends tell: at once, where all that is
//! paid comes before all that is received. What stays undecided at the narrowest is said to be: two roots close together, or a sum that touches
//! zero.

use super::fixed::Fixed;
use super::solve::{Point, root};

/// What one day brings, as a part of all that moves; below zero where it takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    /// Days from the first.
    pub(super) day: i64,
    /// The part.
    pub(super) part: Fixed,
}

/// What there is to find, as the binary logarithm of a year's growth.
#[derive(Clone, Copy, Debug)]
pub(super) enum Found {
    Nothing,
    One(Fixed),
    Several { low: Fixed, high: Fixed },
}

/// Days of the year that growth is stated per.
const YEAR: i64 = 365;
/// Cuts before it is given up: what people hold takes a few dozen.
const MOST_CUTS: usize = 256;
/// The narrowest interval, of 2^-40: a growth that differs by less than 1e-12 of itself.
const NARROWEST: usize = 40;
/// How closely a root is looked for.
const CLOSE: usize = 61;
/// How well it must be known for the rate to be good to 1e-12: for growth up to ten thousandfold.
const SURE_OF_GROWTH: usize = 56;
/// The same for decay.
const SURE_OF_DECAY: usize = 42;
/// What one term of a sum may be wrong by, a few times over: a power and its products.
const ERROR_BITS: usize = 88;

/// The only root from `least`, below zero, to `most`, above it. `None` where the arithmetic does not fit.
pub(super) fn only_root(shares: &[Share], least: Fixed, most: Fixed) -> Option<Found> {
    // Each half is discounted to the end of time that keeps every factor below one: to the first day for growth, to the last for decay. They
    // meet just above zero, so that no growth at all, which is common, lies inside of one.
    let seam = Fixed::power_of_half(10);
    let (growing, decaying) = (Half::growth_of(shares)?, Half::decay_of(shares)?);
    let mut pieces = growing.isolated(seam, most)?;
    pieces.extend(decaying.isolated(seam.negated(), least.negated())?);
    Some(match *pieces {
        [] => Found::Nothing,
        [Piece { half, from, to, is_sure: true }] => {
            half.refined(from, to)?.map_or(Found::Several { low: half.growth(from), high: half.growth(to) }, Found::One)
        }
        [..] => {
            let ends = pieces.iter().flat_map(|piece| [piece.from, piece.to].map(|end| piece.half.growth(end)));
            Found::Several { low: ends.clone().min()?, high: ends.max()? }
        }
    })
}

/// The flows, discounted to one end of time.
struct Half {
    terms: Vec<Term>,
    discounted_to: End,
    span: i64,
    /// All that is paid comes before all that is received, or after: by Descartes' rule of signs there is at most one root.
    has_one_turn: bool,
    tolerance: Fixed,
}

/// An end of time.
#[derive(Clone, Copy)]
enum End {
    /// The variable is the logarithm of growth.
    First,
    /// The variable is the logarithm of decay.
    Last,
}

struct Term {
    days: i64,
    part: Fixed,
}

/// An interval in which there is exactly one root, or, where it is not sure, perhaps some.
struct Piece<'a> {
    half: &'a Half,
    from: Fixed,
    to: Fixed,
    is_sure: bool,
}

/// The sums at one point: what is received and paid, and the same weighted with time as a part of the whole span.
#[derive(Clone, Copy)]
struct Sums {
    at: Fixed,
    received: Fixed,
    paid: Fixed,
    received_moment: Fixed,
    paid_moment: Fixed,
}

impl Half {
    /// Discounted to the first day.
    fn growth_of(shares: &[Share]) -> Option<Self> {
        let terms: Vec<_> = shares.iter().map(|share| Term { days: share.day, part: share.part }).collect();
        let span = shares.last()?.day;
        let count = i64::try_from(terms.len()).ok()?.checked_add(1)?;
        let tolerance = Fixed::power_of_half(ERROR_BITS).scaled(count, 1)?;
        let turns = terms
            .windows(2)
            .filter(|pair| matches!(pair, [near, far] if near.part.is_negative() != far.part.is_negative()));
        let has_one_turn = turns.count() == 1;
        Some(Self { terms, discounted_to: End::First, span, has_one_turn, tolerance })
    }

    /// Discounted to the last day.
    fn decay_of(shares: &[Share]) -> Option<Self> {
        let mut half = Self::growth_of(shares)?;
        for term in &mut half.terms {
            term.days = half.span.checked_sub(term.days)?;
        }
        Some(Self { discounted_to: End::Last, ..half })
    }

    /// The logarithm of growth that a value of the variable stands for.
    fn growth(&self, at: Fixed) -> Fixed {
        match self.discounted_to {
            End::First => at,
            End::Last => at.negated(),
        }
    }

    fn sums(&self, at: Fixed) -> Option<Sums> {
        let zero = Fixed::ZERO;
        let mut sums = Sums { at, received: zero, paid: zero, received_moment: zero, paid_moment: zero };
        for term in &self.terms {
            let worth = term.part.size().mul(at.scaled(term.days, YEAR)?.negated().exp2()?)?;
            let moment = worth.scaled(term.days, self.span)?;
            let (sum, weighted) = if term.part.is_negative() {
                (&mut sums.paid, &mut sums.paid_moment)
            } else {
                (&mut sums.received, &mut sums.received_moment)
            };
            (*sum, *weighted) = (sum.add(worth)?, weighted.add(moment)?);
        }
        Some(sums)
    }

    /// The sign of a difference, where it is larger than what it may be wrong by.
    fn sign(&self, more: Fixed, less: Fixed) -> Option<bool> {
        let difference = more.sub(less)?;
        (difference.size() > self.tolerance).then(|| difference.is_negative())
    }

    /// The sign that `more − less` has on a whole interval.
    fn sign_between(&self, more: [Fixed; 2], less: [Fixed; 2]) -> Option<bool> {
        // Both fall from the start of an interval to its end.
        let [most, least] = [self.sign(more[0], less[1])?, self.sign(more[1], less[0])?];
        (most == least).then_some(most)
    }

    fn isolated(&self, from: Fixed, to: Fixed) -> Option<Vec<Piece<'_>>> {
        let mut pieces = Vec::new();
        let mut open = vec![(self.sums(from)?, self.sums(to)?)];
        let mut cuts = 0_usize;
        while let Some((near, far)) = open.pop() {
            let piece = |is_sure| Piece { half: self, from: near.at, to: far.at, is_sure };
            if self.sign_between([near.received, far.received], [near.paid, far.paid]).is_some() {
                continue;
            }
            let (moments, paid) = ([near.received_moment, far.received_moment], [near.paid_moment, far.paid_moment]);
            if self.has_one_turn || self.sign_between(moments, paid).is_some() {
                match (self.sign(near.received, near.paid), self.sign(far.received, far.paid)) {
                    (Some(a), Some(b)) if a == b => {}
                    (Some(_), Some(_)) => pieces.push(piece(true)),
                    (_, _) => pieces.push(piece(false)),
                }
                continue;
            }
            if cuts >= MOST_CUTS || far.at.sub(near.at)? <= Fixed::power_of_half(NARROWEST) {
                pieces.push(piece(false));
                continue;
            }
            cuts = cuts.saturating_add(1);
            let cut = self.cut(near.at, far.at)?;
            open.extend([(near, cut), (cut, far)]);
        }
        Some(pieces)
    }

    /// A point within an interval, such that the sum has a sign there if it can be helped.
    fn cut(&self, from: Fixed, to: Fixed) -> Option<Sums> {
        let width = to.sub(from)?;
        let middle = self.sums(from.middle(to)?)?;
        if self.sign(middle.received, middle.paid).is_some() {
            return Some(middle);
        }
        self.sums(from.add(width.scaled(3, 8)?)?)
    }

    /// The root of an interval with one. Inner `None` where the signs around it cannot be told as closely as is promised.
    fn refined(&self, from: Fixed, to: Fixed) -> Option<Option<Fixed>> {
        let value = |at| self.sums(at).and_then(|sums| sums.received.sub(sums.paid));
        let (near, far) = (Point { at: from, value: value(from) }, Point { at: to, value: value(to) });
        let (above, below) = if near.value?.is_negative() { (far, near) } else { (near, far) };
        let found = root(above, below, CLOSE, value)?;
        let around = Fixed::power_of_half(match self.discounted_to {
            End::First => SURE_OF_GROWTH,
            End::Last => SURE_OF_DECAY,
        });
        let (near, far) = (self.sums(found.sub(around)?)?, self.sums(found.add(around)?)?);
        let signs = (self.sign(near.received, near.paid), self.sign(far.received, far.paid));
        let is_sure = matches!(signs, (Some(a), Some(b)) if a != b);
        Some(is_sure.then(|| self.growth(found)))
    }
}
