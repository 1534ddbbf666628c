//! Amounts that JavaScript hands in.

use serde::Deserialize;
use tsify::Tsify;

use super::options::integer;
use crate::error::Error;
use crate::units;

/// An amount as this package writes it: of `text` nothing is read.
#[derive(Clone, Debug, Deserialize, Tsify)]
pub(crate) struct AmountGiven {
    /// In the token's smallest unit: a decimal string.
    raw: String,
    /// Decimals between that and what people read.
    decimals: u8,
}

impl AmountGiven {
    pub(super) fn read(&self) -> Result<units::Amount, Error> {
        Ok(units::Amount::from_raw(integer("amount.raw", &self.raw)?, self.decimals)?)
    }
}
