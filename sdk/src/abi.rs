//! Row 1. The interfaces of the standards, one file each, named as their texts name them.
//!
//! Only declarations: `sol!` turns them into types that encode and decode. What the answers mean is decided in the rooms above.
//! [`dynamic`] decodes what is declared by a text alone.

pub mod account_distributor;
pub mod ace;
pub mod aggregator_v3;
pub mod backed;
pub mod bridge_v2;
pub mod centrifuge;
pub mod clamped_oracle;
pub mod cmtat;
pub mod compliance_features;
pub mod cumulative_merkle_drop;
pub mod cumulative_merkle_drop_128;
pub mod dynamic;
pub mod eas;
pub mod erc1271;
pub mod erc1400;
pub mod erc1404;
pub mod erc1450;
pub mod erc1643;
pub mod erc165;
pub mod erc1726;
pub mod erc20;
pub mod erc2222;
pub mod erc3475;
pub mod erc3643;
pub mod erc4626;
pub mod erc6492;
pub mod erc7092;
pub mod erc7518;
pub mod erc7540;
pub mod erc7943;
pub mod erc8056;
pub mod fiat_token;
pub mod franklin;
pub mod hedera_ats;
pub mod lido;
pub mod maple;
pub mod merkl;
pub mod merkle_distributor;
pub mod modules;
pub mod onchainid;
pub mod ondo;
pub mod paxos;
pub mod redeemers;
pub mod retirement;
pub mod revert;
pub mod sanctions_list;
pub mod securitize;
pub mod shares;
pub mod snapshot_distribution;
pub mod superstate;
pub mod tether;
pub mod usdm;
