//! What the wallet knows, as plain Rust: no browser, no signals, tested natively.

pub mod accounts;
pub mod activity;
pub mod bring;
pub mod checking;
pub mod coming;
pub mod contacts;
pub mod demo;
pub mod described;
pub mod discovery;
pub mod document;
pub mod drill;
pub mod elsewhere;
pub mod grounds;
pub mod income;
pub mod light_client;
pub mod loaded;
pub mod new_wallet;
pub mod place;
pub mod portfolio;
pub mod session;
pub mod settings;
pub mod shares;
pub mod throttle;
