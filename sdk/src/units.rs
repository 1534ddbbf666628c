//! Row 0. What is counted, and what it is counted in.
//!
//! Raw units, display units and vault shares are different types: see [`Quantity`]. There is no floating
//! point here, and nothing rounds unless the function's name says how.

mod amount;
mod block;
mod id;
mod price;
mod text;
mod time;

pub use amount::{Amount, Quantity, Rounding, ShareUnits, Shares, TokenUnits, UnitsError};
pub use block::BlockRef;
pub use id::{AccountId, AssetId, ChainId, IdError};
pub use price::{Currency, Price, Rate, Value};
pub(crate) use text::legible;
pub use time::{Seconds, Timestamp};
