//! Polynomials over GF(2^8) with the modulus of AES. The arithmetic is the crate's, and takes the same time for every value.

use vsss_rs::Gf256;
use zeroize::Zeroizing;

/// The values at `x` of as many polynomials as there are bytes.
pub(super) struct Point {
    pub(super) x: u8,
    pub(super) y: Zeroizing<Vec<u8>>,
}

/// The values at `x` of the polynomials of least degree through these points (Lagrange). The points have different `x`, and as
/// many bytes each.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "arithmetic of a finite field: it neither overflows nor divides by zero"
)]
pub(super) fn interpolate(points: &[Point], x: u8) -> Zeroizing<Vec<u8>> {
    let length = points.first().map_or(0, |point| point.y.len());
    let mut values = Zeroizing::new(vec![0_u8; length]);
    for point in points {
        let (mut above, mut below) = (Gf256(1), Gf256(1));
        for other in points.iter().filter(|other| other.x != point.x) {
            above *= Gf256(x) - Gf256(other.x);
            below *= Gf256(point.x) - Gf256(other.x);
        }
        let basis = above * inverse(below);
        for (value, y) in values.iter_mut().zip(&*point.y) {
            *value = (Gf256(*value) + basis * Gf256(*y)).0;
        }
    }
    values
}

/// The 254th power, which is the inverse.
#[expect(clippy::arithmetic_side_effects, reason = "arithmetic of a finite field")]
fn inverse(of: Gf256) -> Gf256 {
    let mut power = of;
    for _ in 0..6 {
        power = power * power * of;
    }
    power * power
}
