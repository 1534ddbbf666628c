//! A root between two points of opposite sign, by the method of interpolate, truncate and project (Oliveira and Takahashi, 2020).
//!
//! Never more steps than halving takes, and one; on smooth functions about a fifth of them. No derivative, no starting guess.

use super::fixed::Fixed;

/// A point and the function's value there; `None` for one that is too large to be told, of the sign of the side that it was found on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub(super) at: Fixed,
    pub(super) value: Option<Fixed>,
}

/// More than halving takes from any width that fits to `2^-96`.
const MOST_STEPS: usize = 256;

/// The middle of an interval narrower than `2^-bits` in which `value` changes its sign, which is above zero at `above` and below zero at
/// `below`. `None` where the arithmetic does not fit.
pub(super) fn root(
    mut above: Point,
    mut below: Point,
    bits: usize,
    mut value: impl FnMut(Fixed) -> Option<Fixed>,
) -> Option<Fixed> {
    let width = Fixed::power_of_half(bits);
    let start = above.at.sub(below.at)?.size();
    // What halving leaves after each step, doubled: a step may do worse than halving by as much as earlier ones did better.
    let mut allowed = start;
    for _ in 0..MOST_STEPS {
        let middle = above.at.middle(below.at)?;
        let spread = above.at.sub(below.at)?.size();
        if spread <= width {
            return Some(middle);
        }
        let limit = allowed.sub(spread.scaled(1, 2)?)?.max(Fixed::ZERO);
        allowed = allowed.scaled(1, 2)?.max(width);
        let at = interpolated(above, below, middle, start).map_or(middle, |near| {
            let off = near.sub(middle).unwrap_or(Fixed::ZERO);
            if off.size() <= limit {
                near
            } else {
                middle.add(if off.is_negative() { limit.negated() } else { limit }).unwrap_or(middle)
            }
        });
        match value(at) {
            Some(zero) if zero.is_zero() => return Some(at),
            Some(found) if found.is_negative() => below = Point { at, value: Some(found) },
            found => above = Point { at, value: found },
        }
    }
    above.at.middle(below.at)
}

/// Where the straight line through both points meets zero, moved towards the middle by a part of the square of the interval.
fn interpolated(above: Point, below: Point, middle: Fixed, start: Fixed) -> Option<Fixed> {
    let (high, low) = (above.value?, below.value?);
    let spread = below.at.sub(above.at)?;
    let line = above.at.add(spread.mul(high.div(high.sub(low)?)?)?)?;
    let truncation = spread.mul(spread)?.div(start)?.scaled(1, 5)?;
    let off = middle.sub(line)?;
    if off.size() <= truncation {
        return Some(middle);
    }
    line.add(if off.is_negative() { truncation.negated() } else { truncation })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(at: i64, value: &mut impl FnMut(Fixed) -> Option<Fixed>) -> Point {
        let at = Fixed::from_integer(at).unwrap();
        Point { at, value: value(at) }
    }

    #[test]
    fn a_root_is_found_in_few_steps_whichever_way_the_function_goes() {
        let mut steps = 0;
        let mut square = |at: Fixed| {
            steps += 1;
            at.mul(at)?.sub(Fixed::from_integer(2)?)
        };
        let (above, below) = (point(100, &mut square), point(0, &mut square));
        let found = root(above, below, 80, square).unwrap().to_decimal().unwrap();
        assert_eq!(found.to_string(), "1.414213562373095049");
        assert!(steps < 30, "{steps}");
        let mut falling = |at: Fixed| Fixed::ONE.div(at)?.sub(Fixed::from_ratio(1, 3)?);
        let (above, below) = (Point { at: Fixed::ZERO, value: None }, point(1 << 40, &mut falling));
        let found = root(above, below, 80, falling).unwrap().to_decimal().unwrap();
        assert_eq!(found.to_string(), "3");
    }

    #[test]
    fn a_jump_takes_no_more_than_halving() {
        let mut steps = 0;
        let jump = |at: Fixed| {
            steps += 1;
            Some(if at > Fixed::from_ratio(1, 3)? { Fixed::ONE } else { Fixed::ONE.negated() })
        };
        let above = Point { at: Fixed::ONE, value: Some(Fixed::ONE) };
        let below = Point { at: Fixed::ZERO, value: Some(Fixed::ONE.negated()) };
        let found = root(above, below, 80, jump).unwrap().to_decimal().unwrap();
        assert_eq!(found.to_string(), "0.333333333333333333");
        assert!(steps <= 82, "{steps}");
    }
}
