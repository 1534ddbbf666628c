//! Row 5. What a holding earns.
//!
//! Facts come in through [`Reads`](crate::evidence::Reads) ledgers, figures with their evidence come out. A figure over a span
//! of time reads two ledgers, one for each end, and its result names both moments.

mod cumulative;
mod distribution;
mod dividend;
mod error;
mod nav;
mod power;
mod rebasing;
mod report;
mod returns;
mod scaled;
mod share_price;
mod tree;

pub use cumulative::{
    CumulativeClaim, CumulativeDistribution, CumulativeDistributor, CumulativeEntitlement, cumulative_entitlement,
};
pub use distribution::{Claimable, Distribution, Entitlement, entitlement};
pub use dividend::{Dividend, DividendStandard, DividendState, DividendStep, DividendToken, dividend};
pub use error::YieldError;
pub use nav::{Feed, Growth, Round, RoundId, growth, growth_since_round, latest_round, round};
pub use rebasing::{PendingIndex, RebasingHolding, RebasingIncome, RebasingToken, rebasing_holding, rebasing_income};
pub use report::{Income, Unread, YieldReport, report};
pub use returns::{Annual, Change, Moment, Realised, Window};
pub use scaled::{MultiplierChange, ScaledBalance, multiplier_change, scaled_balance};
pub use share_price::{
    Accrual, SharePrice, SharePriceReturn, Vault, Worth, accrual, share_price, share_price_return, worth,
};
pub use tree::{DistributionTree, TreeClaim, TreeError};
