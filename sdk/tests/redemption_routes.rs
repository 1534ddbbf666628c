//! The ways out of a token, against what the chain does: what is quoted arrives to the last unit, and what is named as an obstacle is
//! what the contract refuses for.

#![cfg(feature = "native-http")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cognitive_complexity,
    reason = "a test stops where its data is not what it should be, and tells one story from its beginning to its end"
)]

#[path = "redemption/cancelled.rs"]
mod cancelled;
#[path = "verdict/chain.rs"]
mod chain;
#[path = "families/contracts.rs"]
mod contracts;
#[path = "support/devnet.rs"]
#[expect(dead_code, reason = "chains are started with options of their own")]
mod devnet;
#[path = "redemption/off_chain.rs"]
mod off_chain;
#[path = "redemption/queued.rs"]
mod queued;
#[path = "redemption/redeemers.rs"]
mod redeemers;
#[path = "redemption/scene.rs"]
mod scene;
