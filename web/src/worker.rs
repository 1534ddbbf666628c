//! The room of the keys: a worker of its own, in a wasm module of its own, on a page policy that lets it reach no network.
//!
//! The page and the worker share only [`protocol`] and the way its messages are packed. Secrets travel in one direction,
//! from what the user types to the worker; the exceptions are the recovery phrase or share while the user writes it down.
//!
//! `room` holds the secrets; `shelf` reads what is stored; `desk` decides, and strings them together with the browser's
//! storage; `serve` is the line to the page, `tabs` that to the workers of other tabs.

mod attempts;
mod desk;
mod effort;
mod labels;
mod presence;
pub mod protocol;
mod random;
mod records;
mod refusal;
mod remains;
mod room;
mod serve;
mod shelf;
mod tabs;
pub(crate) mod wire;

pub use serve::run;
