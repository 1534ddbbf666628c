//! Bonds from their terms and rates of return: against published figures, three other libraries, contracts, strangers, and what must hold for all.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic,
    reason = "tests work out their expectations with plain arithmetic and stop where a step fails"
)]

#[path = "finance/contract.rs"]
mod contract;
#[path = "finance/holding.rs"]
mod holding;
#[path = "finance/hostile.rs"]
mod hostile;
#[path = "finance/peers.rs"]
mod peers;
#[path = "finance/properties.rs"]
mod properties;
#[path = "finance/published.rs"]
mod published;
#[path = "finance/quantlib.rs"]
mod quantlib;
#[path = "finance/reading.rs"]
mod reading;
#[path = "income/stage.rs"]
#[expect(dead_code, reason = "terms leave no logs")]
mod stage;
