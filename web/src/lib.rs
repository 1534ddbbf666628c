//! The Assay wallet: a page ([`app`]) and the worker that holds the keys ([`worker`]).
//!
//! Components take props and return callbacks; pages read state and compose components; services do effects; state is plain
//! Rust, tested without a browser.
#![expect(clippy::needless_pass_by_value, reason = "Leptos hands props over by value")]
#![expect(unreachable_pub, reason = "Leptos makes a component's props public in its own module")]

pub mod app;
mod components;
mod context;
mod format;
mod gallery;
mod pages;
pub mod route;
pub mod services;
pub mod state;
mod text;
pub mod worker;
