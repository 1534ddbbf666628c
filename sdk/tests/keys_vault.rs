//! The vault: its format against other software, its migration, damage at every write, and a model.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "helpers of tests: a failure here is the test's failure"
)]

#[path = "keys_vault/bench.rs"]
mod bench;
#[path = "keys_vault/format.rs"]
mod format;
#[path = "keys_vault/former.rs"]
mod former;
#[path = "keys_vault/killed.rs"]
mod killed;
#[path = "keys_vault/methods.rs"]
mod methods;
#[path = "keys_vault/model.rs"]
mod model;
#[path = "keys_vault/open.rs"]
mod open;
#[path = "keys_vault/rescue.rs"]
mod rescue;
#[path = "support/traits.rs"]
mod traits;
