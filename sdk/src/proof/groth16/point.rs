//! Numbers and points, checked as they are read, and their bytes as EIP-197 lays them out.

use alloy_primitives::U256;
use ark_bn254::{Fq, Fq2, Fr, G1Affine, G2Affine};
use ark_ec::AffineRepr;
use ark_ff::{BigInt, PrimeField};

use super::Groth16Error;

/// The modulus of the coordinates.
const COORDINATES: &str = "the modulus of BN254's coordinates";
/// The order of the group, which the public inputs are below.
const ORDER: &str = "the order of BN254";

/// A number in plain decimals: digits alone.
#[inline(never)]
pub(crate) fn decimal(what: &'static str, text: &str) -> Result<U256, Groth16Error> {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = is_plain.then(|| U256::from_str_radix(text, 10).ok()).flatten();
    number.ok_or_else(|| Groth16Error::malformed(what, text, "a number of at most 256 bits in plain decimals"))
}

/// A number below the modulus of the coordinates.
#[inline(never)]
pub(super) fn coordinate(what: &'static str, number: U256) -> Result<Fq, Groth16Error> {
    let below = || Groth16Error::NotInField { what, got: number.into(), expected: COORDINATES };
    Fq::from_bigint(BigInt(number.into_limbs())).ok_or_else(below)
}

/// A number below the order of the group.
pub(super) fn scalar(number: U256) -> Result<U256, Groth16Error> {
    let order = U256::from_limbs(Fr::MODULUS.0);
    let refused = || Groth16Error::NotInField { what: "a public input", got: number.into(), expected: ORDER };
    if number < order { Ok(number) } else { Err(refused()) }
}

/// A point of the first group, which is the whole curve: its coordinates, zeros for infinity.
#[inline(never)]
pub(super) fn g1(point: &'static str, [x, y]: &[U256; 2]) -> Result<G1Affine, Groth16Error> {
    if x.is_zero() && y.is_zero() {
        return Ok(G1Affine::identity());
    }
    let read = G1Affine::new_unchecked(coordinate(point, *x)?, coordinate(point, *y)?);
    if read.is_on_curve() { Ok(read) } else { Err(Groth16Error::OffCurve { point }) }
}

/// A point of the second group, which is a small part of its curve: each coordinate with its real part first, zeros for infinity.
#[inline(never)]
pub(super) fn g2(point: &'static str, numbers: &[U256; 4]) -> Result<G2Affine, Groth16Error> {
    if numbers.iter().all(U256::is_zero) {
        return Ok(G2Affine::identity());
    }
    let [x0, x1, y0, y1] = *numbers;
    let read = G2Affine::new_unchecked(pair(point, [x0, x1])?, pair(point, [y0, y1])?);
    if !read.is_on_curve() {
        return Err(Groth16Error::OffCurve { point });
    }
    if read.is_in_correct_subgroup_assuming_on_curve() { Ok(read) } else { Err(Groth16Error::OutsideGroup { point }) }
}

pub(super) fn pair(point: &'static str, [real, imaginary]: [U256; 2]) -> Result<Fq2, Groth16Error> {
    Ok(Fq2::new(coordinate(point, real)?, coordinate(point, imaginary)?))
}

/// Its number.
#[inline(never)]
pub(super) fn number(coordinate: Fq) -> U256 {
    U256::from_limbs(coordinate.into_bigint().0)
}

/// `x ‖ y`; infinity is zeros.
pub(super) fn g1_bytes(point: &G1Affine) -> [u8; 64] {
    let mut bytes = [0; 64];
    if let Some((x, y)) = point.xy() {
        write(&mut bytes, [x, y]);
    }
    bytes
}

/// `x ‖ y`, the imaginary part of each first.
pub(super) fn g2_bytes(point: &G2Affine) -> [u8; 128] {
    let mut bytes = [0; 128];
    if let Some((x, y)) = point.xy() {
        write(&mut bytes, [x.c1, x.c0, y.c1, y.c0]);
    }
    bytes
}

fn write<const N: usize>(bytes: &mut [u8], numbers: [Fq; N]) {
    let (words, _) = bytes.as_chunks_mut::<32>();
    for (word, number) in words.iter_mut().zip(numbers) {
        *word = self::number(number).to_be_bytes::<32>();
    }
}
