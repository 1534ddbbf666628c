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

#[path = "verdict/chain.rs"]
mod chain;
#[path = "families/contracts.rs"]
mod contracts;
#[path = "support/devnet.rs"]
mod devnet;
#[path = "families/fiat_token.rs"]
mod fiat_token;
#[path = "families/found_once.rs"]
mod found_once;
#[path = "families/ondo_global_markets.rs"]
mod ondo_global_markets;
#[path = "families/ondo_ousg.rs"]
mod ondo_ousg;
#[path = "families/ondo_usdy.rs"]
mod ondo_usdy;
#[path = "families/parties.rs"]
mod parties;
#[path = "families/securitize.rs"]
mod securitize;
#[path = "families/stage.rs"]
mod stage;
#[path = "families/superstate.rs"]
mod superstate;
