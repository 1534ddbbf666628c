//! Signatures that are texts, and reverts by them, against `alloy-dyn-abi`: another decoder, and the only encoder here.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::too_many_lines,
    clippy::string_slice,
    clippy::wildcard_enum_match_arm,
    reason = "helpers of tests: a failure here is the test's failure"
)]

#[path = "abi/dynamic.rs"]
mod dynamic;
#[path = "abi/oracle.rs"]
mod oracle;
#[path = "abi/reverts.rs"]
mod reverts;
