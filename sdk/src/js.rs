//! Row 9. The JavaScript surface of the npm package: conversion only, no logic.
//!
//! Plain JSON-safe objects both ways. Integers of contracts cross as decimal strings; heights, times and decimals, which fit, as
//! numbers. What is refused is thrown as an `AssayError`, a real `Error`. The doc comments of the structs here are the
//! comments of the package's declarations.

mod attestation;
mod client;
mod error;
mod figure;
mod holdings;
mod input;
mod list;
mod redemption;
mod requests;
mod state_proof;
mod transfer;
mod yields;
