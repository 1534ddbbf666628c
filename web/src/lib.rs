//! The Assay wallet: a page ([`app`]) and the worker that holds the keys ([`worker`]).
//!
//! Components take props and return callbacks; pages read state and compose components; services do effects; state is plain
//! Rust, tested without a browser.

pub mod components;
pub mod format;
pub mod route;
pub mod services;
pub mod state;
pub mod text;
pub mod worker;
