//! The screens. A page takes what it needs from its context and composes components; what it decides is in `state`.

pub(crate) mod activity;
pub(crate) mod asset;
mod choose;
pub(crate) mod inquiry;
mod new_wallet;
pub(crate) mod portfolio;
pub(crate) mod redeem;
mod remove_wallet;
pub(crate) mod review;
pub(crate) mod send;
pub(crate) mod settings;
pub(crate) mod starting;
pub(crate) mod unknown;
pub(crate) mod unlock;
mod verdict;
pub(crate) mod welcome;
pub(crate) mod yields;
