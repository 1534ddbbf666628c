//! Verdicts, evidence, proofs, yields and redemption for asset-backed tokens.
//!
//! The rooms, from the ground up; a room uses only rooms of lower rows:
//!
//! | row | room |
//! | --- | --- |
//! | 0 | [`units`] |
//! | 1 | [`evidence`], [`abi`] |
//! | 2 | [`proof`], [`keys`] |
//! | 3 | [`chain`] |
//! | 4 | [`asset`] |
//! | 5 | [`compliance`], [`yields`], [`redemption`] |
//! | 6 | [`tx`] |
//! | 7 | [`error`] |
//! | 8 | [`client`] |
//! | 9 | `js` (features `js`, `js-keys`, `js-lc` and `js-evm`, in WebAssembly only) |

#![cfg_attr(
    test,
    expect(
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation,
        reason = "tests work out their expectations with plain arithmetic on small numbers"
    )
)]

pub mod abi;
pub mod asset;
pub mod chain;
pub mod client;
pub mod compliance;
pub mod error;
pub mod evidence;
#[cfg(all(any(feature = "js", feature = "js-keys", feature = "js-lc", feature = "js-evm"), target_arch = "wasm32"))]
#[cfg_attr(
    any(feature = "js", feature = "js-keys"),
    expect(
        unreachable_pub,
        private_interfaces,
        reason = "wasm-bindgen exports only what is `pub`; for Rust there is nothing in here"
    )
)]
#[expect(unnameable_types, reason = "the same")]
mod js;
pub mod keys;
pub mod manual;
pub mod proof;
pub mod redemption;
pub mod tx;
pub mod units;
pub mod yields;
