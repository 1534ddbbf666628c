//! What the wallet knows, as plain Rust: no browser, no signals, tested natively.

pub mod activity;
pub mod document;
pub mod income;
pub mod loaded;
pub mod portfolio;
pub mod session;
pub mod settings;
