//! Verdicts, evidence, proofs, yields and redemption for asset-backed tokens.
//!
//! The rooms, from the ground up; a room uses only rooms of lower rows:
//!
//! | row | room |
//! | --- | --- |
//! | 0 | [`units`] |
//! | 1 | [`evidence`] |

#![cfg_attr(
    test,
    expect(
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation,
        reason = "tests work out their expectations with plain arithmetic on small numbers"
    )
)]

pub mod evidence;
pub mod units;
