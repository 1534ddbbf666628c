//! The screens of an open wallet. A page asks the [`Wallet`](crate::wallet::Wallet) and composes components; what it decides is in `state`.

pub(crate) mod ask;
pub(crate) mod asset;
pub(crate) mod portfolio;
pub(crate) mod yields;
