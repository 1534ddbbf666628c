//! The Assay wallet: a page ([`app`]), the worker that holds the keys ([`worker`]), the one that works out proofs ([`prover`]),
//! the one that verifies an issuer's ([`reserves`]), and the one that follows the beacon chain ([`beacon`]).
//!
//! Components take props and return callbacks; pages read state and compose components; services do effects; state is plain
//! Rust, tested without a browser.
#![cfg_attr(
    not(target_arch = "wasm32"),
    expect(dead_code, unused_imports, reason = "the page runs in browsers only; natively its logic is tested")
)]
#![cfg_attr(
    target_arch = "wasm32",
    expect(clippy::needless_pass_by_value, reason = "Leptos hands props over by value")
)]
#![expect(unreachable_pub, reason = "Leptos makes a component's props public in its own module")]

#[cfg(target_arch = "wasm32")]
pub mod app;
pub mod beacon;
mod components;
mod format;
#[cfg(target_arch = "wasm32")]
mod gallery;
#[cfg(target_arch = "wasm32")]
mod pages;
mod problem;
pub mod prover;
pub mod reserves;
pub mod route;
pub mod services;
mod serving;
#[cfg(target_arch = "wasm32")]
mod shell;
#[cfg(target_arch = "wasm32")]
mod site;
pub mod state;
mod text;
#[cfg(target_arch = "wasm32")]
mod wallet;
mod words;
pub mod worker;
