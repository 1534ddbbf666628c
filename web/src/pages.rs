//! The screens. A page takes what it needs from its context and composes components; what it decides is in `state`.

pub(crate) mod activity;
pub(crate) mod ask;
mod choose;
mod new_wallet;
pub(crate) mod redeem;
mod remove_wallet;
pub(crate) mod review;
pub(crate) mod send;
pub(crate) mod settings;
pub(crate) mod starting;
pub(crate) mod unfinished;
pub(crate) mod unknown;
pub(crate) mod unlock;
mod verdict;
pub(crate) mod welcome;
