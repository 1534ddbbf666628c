//! Vaults, rebasing tokens, scaled amounts, dividends per share and at snapshots, and distributions by trees on a running chain: what the SDK
//! says against what the contracts say and pay, to the unit, after each step of histories from seeds. `ASSAY_SCENARIOS=all` runs a thousand of each kind.
#![cfg(feature = "native-http")]
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "a test stops where a step fails, and says which history it was at"
)]

#[path = "families/artifacts.rs"]
#[expect(dead_code, reason = "what the demo chain brings along is not needed here")]
mod artifacts;
#[path = "income/books.rs"]
mod books;
#[path = "verdict/chain.rs"]
mod chain;
#[path = "families/contracts.rs"]
mod contracts;
#[path = "income/cumulative.rs"]
mod cumulative;
#[path = "support/devnet.rs"]
#[expect(dead_code, reason = "the files of the demo are not needed here")]
mod devnet;
#[path = "income/dividend.rs"]
mod dividend;
#[path = "income/ground.rs"]
mod ground;
#[path = "verdict/marks.rs"]
mod marks;
#[path = "income/merkle.rs"]
mod merkle;
#[path = "income/nav.rs"]
mod nav;
#[path = "income/nonces.rs"]
mod nonces;
#[path = "support/peers.rs"]
#[expect(dead_code, reason = "no file of the peers is read here")]
mod peers;
#[path = "signing/random.rs"]
#[expect(dead_code, reason = "histories are made of numbers only")]
mod random;
#[path = "income/rebasing.rs"]
mod rebasing;
#[path = "income/scaled.rs"]
mod scaled;
#[path = "income/snapshot.rs"]
mod snapshot;
#[path = "income/vault.rs"]
mod vault;
#[path = "income/whole.rs"]
mod whole;
