//! Verdict against truth for every family of tokens: on the real contract where it can be had, and else on a minimal contract that is
//! written from the published interface and says so.

#![cfg(feature = "native-http")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::print_stdout,
    reason = "a test stops where its data is not what it should be, and says what it did"
)]

#[path = "families/backed.rs"]
mod backed;
#[path = "families/centrifuge.rs"]
mod centrifuge;
#[path = "verdict/chain.rs"]
mod chain;
#[path = "families/cmtat.rs"]
mod cmtat;
#[path = "families/contracts.rs"]
mod contracts;
#[path = "families/detected.rs"]
mod detected;
#[path = "support/devnet.rs"]
mod devnet;
#[path = "families/erc1404.rs"]
mod erc1404;
#[path = "families/erc7518.rs"]
mod erc7518;
#[path = "families/erc7943.rs"]
mod erc7943;
#[path = "families/fiat_token.rs"]
mod fiat_token;
#[path = "families/found.rs"]
mod found;
#[path = "families/franklin.rs"]
mod franklin;
#[path = "families/maple.rs"]
mod maple;
#[path = "families/models.rs"]
mod models;
#[path = "families/paxos_gold.rs"]
mod paxos_gold;
#[path = "families/stage.rs"]
mod stage;
#[path = "families/tether.rs"]
mod tether;
#[path = "families/usdm.rs"]
mod usdm;
