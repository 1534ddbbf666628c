//! Row 5. What a holding earns.
//!
//! Facts come in through [`Reads`](crate::evidence::Reads) ledgers, figures with their evidence come out. A figure over a span
//! of time reads two ledgers, one for each end, and its result names both moments.
//!
//! Bonds are computed from their terms: [`DayCount`], [`Schedule`], [`Bond`]. So are rates of return from flows: [`irr()`], [`time_weighted()`],
//! and a holder's own of both: [`holder_return()`].

mod accruing;
mod bond;
mod bond_holding;
mod cash_flow;
mod clamp;
mod coming;
mod cumulative;
mod curve;
mod day_count;
mod decimal;
mod distribution;
mod dividend;
mod erc3475;
mod erc7092;
mod error;
mod fixed;
mod holder_return;
mod holder_standing;
mod irr;
mod nav;
mod power;
mod rate_search;
mod rebasing;
mod report;
mod returns;
mod scaled;
mod schedule;
mod share_price;
mod snapshot;
mod solve;
mod stated;
mod street;
mod terms_error;
mod time_weighted;
mod tree;

pub use crate::asset::{Checkpoint, DayPrice, Extrapolation, PriceRange, PriceRanges, extrapolation, ondo_ranges};
pub use crate::units::Date;
pub use accruing::{AccrualFormula, Accrued, AccruedAt};
pub use bond::{Bond, BondTerms, CashFlow, FlowKind};
pub use bond_holding::{BondFigures, BondHolding, BondLife, BondPrice, BondToken, bond_holding, bond_price};
pub use cash_flow::{HoldingFlows, Month, ProjectedFlow, project};
pub use clamp::{Clamp, clamp};
pub use coming::{ComingKind, ComingMonth, ComingPayment, ComingTotal, coming_income};
pub use cumulative::{
    CumulativeClaim, CumulativeDistribution, CumulativeDistributor, CumulativeEntitlement, cumulative_entitlement,
};
pub use curve::{Bend, ZeroCurve, ZeroRate};
pub use day_count::{DayCount, ReferencePeriod};
pub use decimal::Decimal;
pub use distribution::{Claimable, Distribution, DistributorLeaves, Entitlement, entitlement};
pub use dividend::{Dividend, DividendStandard, DividendState, DividendStep, DividendToken, dividend};
pub use erc3475::{NonceHolding, Progress, nonce_holding};
pub use erc7092::{BondReading, ContractTerms, NotComputed, StatedTerms, bond_terms, principal};
pub use error::YieldError;
pub use holder_return::{HolderFlow, HolderReturn, holder_return};
pub use holder_standing::{HolderMoves, HolderReturnError, HolderStanding, Overdue, holder_standing};
pub use irr::{DatedFlow, Direction, MoneyWeighted, irr};
pub use nav::{Feed, Growth, Round, RoundId, growth, growth_since_round, latest_round, round};
pub use rebasing::{PendingIndex, RebasingHolding, RebasingIncome, RebasingToken, rebasing_holding, rebasing_income};
pub use report::{Income, Unread, YieldReport, report};
pub use returns::{Annual, Change, Moment, Realised, Window};
pub use scaled::{MultiplierChange, ScaledBalance, multiplier_change, scaled_balance};
pub use schedule::{BusinessDayConvention, Calendar, CouponPeriod, Frequency, Schedule, ScheduleTerms};
pub use share_price::{
    Accrual, SharePrice, SharePriceReturn, Vault, Worth, accrual, share_price, share_price_return, worth,
};
pub use snapshot::{SnapshotDistribution, SnapshotPayout, snapshot_payout};
pub use stated::{Growing, RateGap, rate_gap};
pub use street::{Duration, Quote, YieldConvention};
pub use terms_error::TermsError;
pub use time_weighted::{SubPeriod, TimeWeighted, Valuation, time_weighted};
pub use tree::{DistributionTree, StandardLeaf, TreeClaim, TreeError, TreeFormat};
