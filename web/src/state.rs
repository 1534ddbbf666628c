//! What the wallet knows, as plain Rust: no browser, no signals, tested natively.

pub mod activity;
pub mod demo;
pub mod document;
pub mod income;
pub mod loaded;
pub mod new_wallet;
pub mod place;
pub mod portfolio;
pub mod session;
pub mod settings;
