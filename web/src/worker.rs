//! The room of the keys: a worker of its own, in a wasm module of its own, on a page policy that lets it reach no network.
//!
//! The page and the worker share only [`protocol`]. Secrets travel in one direction, from what the user types to
//! the worker; the one exception is the recovery phrase while the user writes it down.

pub mod protocol;
