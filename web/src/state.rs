//! What the wallet knows, as plain Rust: no browser, no signals, tested natively.

pub mod activity;
pub mod loaded;
pub mod session;
pub mod settings;
