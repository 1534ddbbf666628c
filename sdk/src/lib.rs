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
//! | 5 | [`compliance`], [`yields`], [`redemption`], [`records`] |
//! | 6 | [`tx`] |
//! | 7 | [`error`] |
//! | 8 | [`client`] |
//! | 9 | `js` (features `js` and `js-…`, in WebAssembly only) |

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
#[cfg(all(feature = "bindings", target_arch = "wasm32"))]
#[cfg_attr(
    any(feature = "js", feature = "js-evm", feature = "js-keys", feature = "js-lc", feature = "js-zk"),
    expect(unnameable_types, reason = "wasm-bindgen exports only what is `pub`; for Rust there is nothing in here")
)]
#[cfg_attr(
    any(feature = "js", feature = "js-keys", feature = "js-range", feature = "js-records", feature = "js-zk"),
    expect(unreachable_pub, reason = "the same")
)]
#[cfg_attr(
    any(feature = "js", feature = "js-keys"),
    expect(private_interfaces, reason = "what tsify makes of a type is public, the type need not be")
)]
mod js;
pub mod keys;
pub mod manual;
pub mod proof;
pub mod records;
pub mod redemption;
pub mod tx;
pub mod units;
pub mod yields;
