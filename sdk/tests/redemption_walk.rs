//! Random walks over an asynchronous vault (ERC-7540 with the cancellation of ERC-7887): requests, fulfilments in parts, cancellations,
//! claims, prices that move, operators, and blocks that are taken back. After each step, what the SDK makes of the logs alone is the
//! contract's own state, and nothing is lost on the way. `ASSAY_SCENARIOS=all` walks hundreds of seeds.

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
#[path = "signing/random.rs"]
#[expect(dead_code, reason = "walks are made of numbers only")]
mod random;
#[path = "redemption/walk.rs"]
mod walk;

use walk::{Vault, walk};

/// Seeds of one kind of vault: a few, or all.
#[expect(clippy::disallowed_methods, reason = "the builder says how long a run may take")]
fn seeds(few: u64) -> std::ops::Range<u64> {
    let all = std::env::var("ASSAY_SCENARIOS").is_ok_and(|which| which == "all");
    0..if all { 150 } else { few }
}

#[test]
fn a_vault_that_does_not_tell_requests_apart() {
    for seed in seeds(2) {
        walk(Vault { numbered: false, talkative: true }, seed, 45);
    }
}

#[test]
fn a_vault_that_numbers_its_requests() {
    for seed in seeds(2) {
        walk(Vault { numbered: true, talkative: true }, seed, 45);
    }
}

#[test]
fn a_vault_that_says_nothing_when_it_fulfils() {
    for seed in seeds(1) {
        walk(Vault { numbered: false, talkative: false }, seed, 45);
    }
    for seed in seeds(1) {
        walk(Vault { numbered: true, talkative: false }, seed, 45);
    }
}
