//! Screens: they read the wallet's state and compose components.

pub(crate) mod activity;
pub(crate) mod ask;
pub(crate) mod choose;
pub(crate) mod redeem;
pub(crate) mod review;
pub(crate) mod send;
pub(crate) mod verdict;
