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
fn decimal(what: &'static str, text: &str) -> Result<U256, Groth16Error> {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = is_plain.then(|| U256::from_str_radix(text, 10).ok()).flatten();
    number.ok_or_else(|| Groth16Error::malformed(what, text, "a number of at most 256 bits in plain decimals"))
}

pub(super) fn coordinate(what: &'static str, number: U256) -> Result<Fq, Groth16Error> {
    let got = || number.to_string();
    Fq::from_bigint(BigInt(number.into_limbs())).ok_or_else(|| Groth16Error::NotInField {
        what,
        got: got(),
        expected: COORDINATES,
    })
}

pub(super) fn scalar(number: U256) -> Result<Fr, Groth16Error> {
    let what = "a public input";
    Fr::from_bigint(BigInt(number.into_limbs())).ok_or_else(|| Groth16Error::NotInField {
        what,
        got: number.to_string(),
        expected: ORDER,
    })
}

pub(super) fn decimal_coordinate(what: &'static str, text: &str) -> Result<Fq, Groth16Error> {
    coordinate(what, decimal(what, text)?)
}

pub(super) fn decimal_scalar(text: &str) -> Result<Fr, Groth16Error> {
    scalar(decimal("a public input", text)?)
}

/// A finite point of the first group, which is the whole curve.
pub(super) fn g1(point: &'static str, x: Fq, y: Fq) -> Result<G1Affine, Groth16Error> {
    let read = G1Affine::new_unchecked(x, y);
    if read.is_on_curve() { Ok(read) } else { Err(Groth16Error::OffCurve { point }) }
}

/// A finite point of the second group, which is a small part of its curve.
pub(super) fn g2(point: &'static str, x: Fq2, y: Fq2) -> Result<G2Affine, Groth16Error> {
    let read = G2Affine::new_unchecked(x, y);
    if !read.is_on_curve() {
        return Err(Groth16Error::OffCurve { point });
    }
    if read.is_in_correct_subgroup_assuming_on_curve() { Ok(read) } else { Err(Groth16Error::OutsideGroup { point }) }
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
        *word = U256::from_limbs(number.into_bigint().0).to_be_bytes::<32>();
    }
}
