//! The room of the keys: a worker of its own, in a wasm module of its own, on a page policy that lets it reach no network.
//!
//! The page and the worker share only [`protocol`]. Secrets travel in one direction, from what the user types to
//! the worker; the one exception is the recovery phrase while the user writes it down.
//!
//! `room` decides and holds the secrets; `shelf` reads what is stored; `desk` strings them together with the browser's storage;
//! `serve` is the line to the page.

mod desk;
pub mod protocol;
mod random;
mod refusal;
mod room;
mod serve;
mod shelf;

pub use serve::run;
