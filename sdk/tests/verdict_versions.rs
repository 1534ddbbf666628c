//! Verdict against truth for the other versions of ERC-3643: T-REX 3.5.2 and 4.0.1, the real contracts from their npm packages, and the
//! drafts of 4.2, which are on no registry: models written from their source, and marked so.
//!
//! As in `verdict_truth.rs`: in each state of the chain up to four rules are broken, the verdict is asked for at amounts around every
//! limit, the transfers are sent by the sender or by a spender, and reasons, receipts and headroom have to agree.

#![cfg(feature = "native-http")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::fn_params_excessive_bools,
    clippy::print_stdout,
    reason = "a test stops where its data is not what it should be, and says what it did"
)]

#[path = "families/artifacts.rs"]
mod artifacts;
#[path = "verdict/chain.rs"]
mod chain;
#[path = "families/contracts.rs"]
#[expect(dead_code, reason = "the suites have offices of their own")]
mod contracts;
#[path = "support/devnet.rs"]
#[expect(dead_code, reason = "chains of scenarios are started with options of their own")]
mod devnet;
#[path = "versions/drafts.rs"]
mod drafts;
#[path = "versions/legacy.rs"]
mod legacy;
#[path = "verdict/marks.rs"]
mod marks;
#[path = "versions/nameless.rs"]
mod nameless;
#[path = "versions/rules.rs"]
mod rules;
#[path = "versions/stage.rs"]
mod stage;
#[path = "versions/suite.rs"]
mod suite;
