//! Points one after the other.

use alloy_primitives::U256;
use ark_bn254::{G1Affine, G2Affine};

use super::super::point::{self, coordinate, number, pair};
use super::Groth16Error;

/// The bits of the first byte that say how a point is written.
const MASK: u8 = 0b1100_0000;
const RAW: u8 = 0b0000_0000;
const INFINITY: u8 = 0b0100_0000;
const SMALLER: u8 = 0b1000_0000;

/// What has not been read yet, and how points are written.
pub(super) struct Points<'a> {
    what: &'static str,
    rest: &'a [u8],
    is_raw: bool,
}

impl<'a> Points<'a> {
    /// The first point tells for all.
    pub(super) fn new(what: &'static str, bytes: &'a [u8]) -> Self {
        Self { what, rest: bytes, is_raw: bytes.first().is_some_and(|first| first & MASK == RAW) }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Nothing may be left.
    pub(super) fn end(self) -> Result<(), Groth16Error> {
        if self.rest.is_empty() {
            return Ok(());
        }
        Err(Groth16Error::malformed(self.what, &format!("{} bytes more", self.rest.len()), "its end"))
    }

    pub(super) fn count(&mut self) -> Result<usize, Groth16Error> {
        let count = u32::from_be_bytes(self.take::<4>()?);
        usize::try_from(count).map_err(|_| Groth16Error::malformed(self.what, &count.to_string(), "a shorter list"))
    }

    pub(super) fn g1(&mut self, name: &'static str) -> Result<G1Affine, Groth16Error> {
        if self.is_raw {
            return point::g1(name, &self.words::<2>()?);
        }
        let (flags, [x]) = self.compressed::<1>(name)?;
        if flags == INFINITY {
            return if x.is_zero() { Ok(G1Affine::identity()) } else { Err(not_infinity(name)) };
        }
        let ys = G1Affine::get_ys_from_x_unchecked(coordinate(name, x)?);
        let (smaller, larger) = ys.ok_or(Groth16Error::OffCurve { point: name })?;
        let y = if flags == SMALLER { smaller } else { larger };
        point::g1(name, &[x, number(y)])
    }

    pub(super) fn g2(&mut self, name: &'static str) -> Result<G2Affine, Groth16Error> {
        if self.is_raw {
            let [x1, x0, y1, y0] = self.words::<4>()?;
            return point::g2(name, &[x0, x1, y0, y1]);
        }
        let (flags, [x1, x0]) = self.compressed::<2>(name)?;
        if flags == INFINITY {
            return if x1.is_zero() && x0.is_zero() { Ok(G2Affine::identity()) } else { Err(not_infinity(name)) };
        }
        let ys = G2Affine::get_ys_from_x_unchecked(pair(name, [x0, x1])?);
        let (smaller, larger) = ys.ok_or(Groth16Error::OffCurve { point: name })?;
        let y = if flags == SMALLER { smaller } else { larger };
        point::g2(name, &[x0, x1, number(y.c0), number(y.c1)])
    }

    /// The flags, and the numbers without them.
    fn compressed<const N: usize>(&mut self, name: &'static str) -> Result<(u8, [U256; N]), Groth16Error> {
        let flags = self.rest.first().map_or(RAW, |first| first & MASK);
        if flags == RAW && !self.rest.is_empty() {
            return Err(Groth16Error::malformed(name, "a raw point", "a compressed point, as those before it"));
        }
        let mut numbers = self.words::<N>()?;
        if let Some(first) = numbers.first_mut() {
            *first &= U256::MAX.wrapping_shr(2);
        }
        Ok((flags, numbers))
    }

    fn words<const N: usize>(&mut self) -> Result<[U256; N], Groth16Error> {
        let mut words = [U256::ZERO; N];
        for word in &mut words {
            *word = U256::from_be_bytes(self.take::<32>()?);
        }
        Ok(words)
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], Groth16Error> {
        let (taken, rest) = self
            .rest
            .split_first_chunk::<N>()
            .ok_or_else(|| Groth16Error::malformed(self.what, "its end", "more points or lists"))?;
        self.rest = rest;
        Ok(*taken)
    }
}

fn not_infinity(name: &'static str) -> Groth16Error {
    Groth16Error::malformed(name, "infinity with a coordinate", "zeros after the flags of infinity")
}
