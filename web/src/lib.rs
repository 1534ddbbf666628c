//! The Assay wallet: a page ([`app`]) and the worker that holds the keys ([`worker`]).
//!
//! Components take props and return callbacks; pages read state and compose components; services do effects; state is plain
//! Rust, tested without a browser.
#![expect(clippy::needless_pass_by_value, reason = "Leptos hands props over by value")]

pub(crate) mod components;
pub(crate) mod format;
pub(crate) mod gallery;
#[cfg(target_arch = "wasm32")]
pub(crate) mod pages;
pub(crate) mod problem;
pub mod route;
pub mod services;
pub mod state;
pub(crate) mod text;
#[cfg(target_arch = "wasm32")]
pub(crate) mod wallet;
pub(crate) mod words;
pub mod worker;
