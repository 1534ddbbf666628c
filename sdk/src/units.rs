//! Row 0. What is counted, and what it is counted in; and how the accounts of a phrase are numbered.
//!
//! Raw units, vault shares, shares of rebasing tokens and amounts scaled for display are different types: see [`Quantity`]. What a
//! person types and reads is text, and becomes one of them by [`Quantity::parse`]. There is no floating
//! point here, and nothing rounds unless the function's name says how.

mod amount;
mod block;
mod calendar;
mod date;
mod discovery;
mod id;
mod index;
mod path;
mod price;
mod text;
mod time;

pub use amount::{Amount, Quantity, RawUnits, Rounding, ShareUnits, Shares, TokenUnits, UnitsError};
pub use block::BlockRef;
pub use calendar::Utc;
pub use date::Date;
pub(crate) use date::is_leap_year;
pub use discovery::{AccountScan, DiscoveryError, ScannedAccount};
pub use id::{AccountId, AssetId, ChainId, IdError};
pub use index::{Index, Multiplier, PendingMultiplier, RebasingShareUnits, RebasingShares, UiAmount, UiUnits};
pub use path::{DerivationPath, PathError, PathScheme, PathTemplate};
pub use price::{Currency, Price, Rate, Value};
pub(crate) use text::legible;
pub use text::steers;
pub use time::{Seconds, Timestamp};
