//! Row 1. The interfaces of the standards, one file each, named as their texts name them.
//!
//! Only declarations: `sol!` turns them into types that encode and decode. What the answers mean is decided in the rooms above.

pub mod aggregator_v3;
pub mod compliance_features;
pub mod erc1271;
pub mod erc1404;
pub mod erc165;
pub mod erc20;
pub mod erc3643;
pub mod erc4626;
pub mod erc6492;
pub mod erc7540;
pub mod fiat_token;
pub mod merkle_distributor;
pub mod modules;
pub mod onchainid;
pub mod retirement;
pub mod revert;
