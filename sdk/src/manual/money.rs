//! Units, scales and rounding.
//!
//! Amounts of a token and shares of a vault are integers with a scale, in two types that do not mix:
//! [`Amount`](crate::units::Amount) and [`Shares`](crate::units::Shares). Only a vault turns one into the other, by its own
//! function and its own rounding; the SDK never multiplies shares by a price to say what they are worth.
//!
//! ERC-4626 rounds in the vault's favour: `convertToAssets`, `previewRedeem` and `previewDeposit` down, `previewMint` and `previewWithdraw` up.
//! `convertToAssets` leaves fees out, so it is what a holding *is worth*; `previewRedeem` takes them off, so it is
//! what a redemption *pays*. They are shown as what they are. `maxRedeem` of zero means that nothing can leave now.
//!
//! In ERC-7540 the previews revert by rule, and the price is set when a request is fulfilled: until then there is only an
//! [estimate](crate::redemption::Payout::Estimated), and `maxRedeem` is what can be claimed.
//!
//! A return over a window is the ratio of two prices of the same shares, kept as an exact fraction. It is never taken from
//! `totalAssets`, which a deposit raises. The price is asked for a million whole shares, because the answer for one share of a
//! vault over a token of six decimals has too few digits to show a day's growth.
//!
//! A figure per year is derived from the window's return, for display:
//!
//! - simple: `r · year / t`
//! - compound: `(1 + r)^(year / t) − 1`, in integers, rounded to 15 decimals
//!
//! The year has 31,556,952 seconds, the mean of the Gregorian calendar. A window shorter than a day is not
//! stretched to a year.
//!
//! A bond is computed from its terms alone: [day counts](crate::yields::DayCount) and [accrued interest](crate::yields::Bond::accrued_interest) are
//! exact fractions; prices, yields and durations follow the [street convention](crate::yields::YieldConvention); a value under a
//! [curve](crate::yields::ZeroCurve) that is [bent](crate::yields::Bend) says what would become of it. A contract's numbers are computed with
//! only where the descriptor says [what they mean](crate::yields::BondReading). A [money-weighted](crate::yields::irr()) rate is answered only where
//! it is the only one that fits; the [time-weighted](crate::yields::time_weighted()) one leaves out what was paid in meanwhile. Each of them
//! says how accurate it is: none is worse than 1e-12.
//!
//! There is no floating point anywhere near money: a lint forbids it. What is typed in with more decimals than the token has is
//! refused and not rounded.
