//! The screens. A page takes what it needs from [`wallet`](crate::context::wallet) and composes components; what it decides is in `state`.

mod new_wallet;
mod remove_wallet;
pub(crate) mod settings;
pub(crate) mod starting;
pub(crate) mod unfinished;
pub(crate) mod unknown;
pub(crate) mod unlock;
pub(crate) mod welcome;
