//! Random walks over an asynchronous vault (ERC-7540 with the cancellation of ERC-7887): requests, fulfilments in parts, cancellations,
//! claims, prices that move, operators, and blocks that are taken back. After each step, what the SDK makes of the logs alone is the
//! contract's own state, and nothing is lost on the way. `ASSAY_SCENARIOS=all` walks a thousand seeds of each kind of vault.

#![cfg(feature = "native-http")]
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::struct_excessive_bools,
    clippy::cognitive_complexity,
    reason = "a test stops where its data is not what it should be"
)]

#[path = "verdict/chain.rs"]
mod chain;
#[path = "families/contracts.rs"]
mod contracts;
#[path = "support/devnet.rs"]
#[expect(dead_code, reason = "chains are started with options of their own")]
mod devnet;
#[path = "verdict/marks.rs"]
mod marks;
#[path = "signing/random.rs"]
#[expect(dead_code, reason = "walks are made of numbers only")]
mod random;
#[path = "redemption/walk.rs"]
mod walk;

use walk::{Vault, paid_before_the_cancelled_part_is_back, walks};

/// Seeds of one kind of vault: a few, or as many as `ASSAY_SCENARIOS` says; `all` are a thousand.
#[expect(clippy::disallowed_methods, reason = "the builder says how long a run may take")]
fn seeds(few: u64) -> std::ops::Range<u64> {
    match std::env::var("ASSAY_SCENARIOS").as_deref() {
        Ok("all") => 0..1_000,
        Ok(number) => 0..number.parse().expect("ASSAY_SCENARIOS is a number, or all"),
        Err(_) => 0..few,
    }
}

#[test]
fn a_vault_that_does_not_tell_requests_apart() {
    walks(Vault { numbered: false, talkative: true }, seeds(2), 45);
}

#[test]
fn a_vault_that_numbers_its_requests() {
    walks(Vault { numbered: true, talkative: true }, seeds(2), 45);
}

#[test]
fn what_was_paid_belongs_to_what_a_cancellation_left() {
    for numbered in [false, true] {
        paid_before_the_cancelled_part_is_back(Vault { numbered, talkative: false });
    }
}

#[test]
fn a_vault_that_says_nothing_when_it_fulfils() {
    for numbered in [false, true] {
        walks(Vault { numbered, talkative: false }, seeds(1), 45);
    }
}
