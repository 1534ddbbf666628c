//! Documentation only: what the code relies on and why it is as it is.
//!
//! - [`trust`]: who is trusted with what.
//! - [`evidence`]: how a figure comes to be known, and how well.
//! - [`money`]: units, scales and rounding.
//! - [`attacks`]: what has gone wrong elsewhere, and what stands in its way here.
//! - [`defaults`]: the numbers we chose, each with its reason.

pub mod attacks;
pub mod defaults;
pub mod evidence;
pub mod money;
pub mod trust;
