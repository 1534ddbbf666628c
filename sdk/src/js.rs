//! Row 9. The JavaScript surface of the npm package: conversion only, no logic. Modules of it: all that needs no key (feature `js`), the
//! keys (`js-keys`), bonds and books (`js-records`), the light client (`js-lc`), what runs contracts over proven state (`js-evm`), zero-knowledge proofs (`js-zk`) and range
//! proofs (`js-range`).
//!
//! Plain JSON-safe objects both ways. Integers of contracts cross as decimal strings; heights, times and decimals, which fit, as
//! numbers. What is refused is thrown as an `AssayError`, a real `Error`. The doc comments of the structs here are the
//! comments of the package's declarations.

#[cfg(feature = "js-records")]
mod amounts;
#[cfg(feature = "js")]
mod attestation;
#[cfg(feature = "js")]
mod backing;
#[cfg(feature = "js")]
mod balances;
#[cfg(feature = "js-records")]
mod bond;
#[cfg(feature = "js")]
mod call;
#[cfg(feature = "js")]
mod client;
#[cfg(feature = "js")]
mod coming;
#[cfg(feature = "js")]
mod endpoint;
mod error;
#[cfg(feature = "js-evm")]
mod evm;
#[cfg(any(feature = "js-zk", feature = "js-range"))]
mod field;
#[cfg(any(feature = "js", feature = "js-records"))]
mod figure;
#[cfg(feature = "js")]
mod gap;
#[cfg(any(feature = "js", feature = "js-records"))]
mod given;
#[cfg(feature = "js")]
mod held_bond;
#[cfg(feature = "js")]
mod history;
#[cfg(feature = "js")]
mod holdings;
#[cfg(feature = "js")]
mod input;
#[cfg(feature = "js-keys")]
mod keys;
#[cfg(feature = "js-lc")]
mod light_client;
#[cfg(feature = "js")]
mod list;
#[cfg(feature = "js")]
mod merkle;
#[cfg(feature = "js")]
mod nonces;
#[cfg(any(feature = "js-lc", feature = "js-evm"))]
mod object;
#[cfg(any(feature = "js", feature = "js-records"))]
mod options;
#[cfg(feature = "js")]
mod payments;
#[cfg(feature = "js")]
mod permissions;
#[cfg(feature = "js-range")]
mod range;
#[cfg(feature = "js-records")]
mod rate;
#[cfg(feature = "js")]
mod readers;
#[cfg(feature = "js-records")]
mod records;
#[cfg(feature = "js")]
mod redemption;
#[cfg(feature = "js")]
mod requests;
#[cfg(feature = "js")]
mod returns;
#[cfg(feature = "js")]
mod snapshot;
#[cfg(feature = "js")]
mod state_proof;
#[cfg(feature = "js")]
mod transfer;
#[cfg(feature = "js")]
mod yields;
#[cfg(feature = "js-zk")]
mod zk;
