//! What is public of a statement: numbers below the order of the group.

use alloy_primitives::U256;

use super::{Groth16Error, INPUT_LIMIT, point};

/// The public inputs of a proof, in the circuit's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicInputs(Vec<U256>);

impl PublicInputs {
    /// These numbers.
    ///
    /// # Errors
    /// [`Groth16Error::NotInField`] for one that is not below the order: it would pass for its remainder. [`Groth16Error::Count`] for too many.
    pub fn new(numbers: &[U256]) -> Result<Self, Groth16Error> {
        Self::bounded(numbers.len())?;
        numbers.iter().map(|number| point::scalar(*number)).collect::<Result<_, _>>().map(Self)
    }

    /// Numbers in plain decimals, as the entries of snarkjs's `public.json`.
    ///
    /// # Errors
    /// As [`PublicInputs::new`], and [`Groth16Error::Malformed`].
    pub fn from_decimals(numbers: &[impl AsRef<str>]) -> Result<Self, Groth16Error> {
        Self::bounded(numbers.len())?;
        let read = |number: &str| point::scalar(point::decimal("a public input", number)?);
        numbers.iter().map(|number| read(number.as_ref())).collect::<Result<_, _>>().map(Self)
    }

    /// snarkjs's `public.json`: an array of numbers in decimals, each a string.
    ///
    /// # Errors
    /// As [`PublicInputs::from_decimals`].
    pub fn from_snarkjs(json: &str) -> Result<Self, Groth16Error> {
        Self::from_decimals(&super::json::parse::<Vec<String>>("public.json", json, "an array of decimals")?)
    }

    /// gnark's public witness (`WriteTo`): `inputs (4) ‖ secrets (4), none ‖ length (4) ‖ length × 32 bytes`, big-endian.
    ///
    /// # Errors
    /// As [`PublicInputs::new`], and [`Groth16Error::Malformed`].
    pub fn from_gnark(witness: &[u8]) -> Result<Self, Groth16Error> {
        let malformed = || {
            let got = format!("{} bytes", witness.len());
            Groth16Error::malformed("the witness", &got, "a public witness: three counts, and 32 bytes for each input")
        };
        let (head, rest) = witness.split_first_chunk::<12>().ok_or_else(malformed)?;
        let (words, trailing) = rest.as_chunks::<32>();
        let count = u32::try_from(words.len()).map_err(|_| malformed())?;
        let expected = [count.to_be_bytes(), [0; 4], count.to_be_bytes()].concat();
        if *head != *expected || !trailing.is_empty() {
            return Err(malformed());
        }
        Self::new(&words.iter().map(|word| U256::from_be_bytes(*word)).collect::<Vec<_>>())
    }

    /// The numbers.
    #[must_use]
    pub fn as_slice(&self) -> &[U256] {
        &self.0
    }

    const fn bounded(count: usize) -> Result<(), Groth16Error> {
        if count < INPUT_LIMIT { Ok(()) } else { Err(Groth16Error::count("public inputs", count, INPUT_LIMIT)) }
    }
}
