//! The price of a vault's share at one block.
//!
//! A request is made at one price and paid at another (ERC-7540: the exchange rate may change between request and claim). What a
//! claim paid is in its log ([`Claim::price`](super::Claim::price)); what the shares were worth when they were requested is asked of
//! the chain at the request's block. The two are facts of different blocks: shown side by side, never combined.

use alloy_primitives::Address;

use crate::abi::erc4626::IERC4626;
use crate::evidence::{Fact, Reads};
use crate::units::{Rate, Shares};

use super::RedemptionError;

/// Raw units of the asset for each raw unit of `shares`, by the vault's `convertToAssets` at the ledger's block, fees left out.
///
/// # Errors
/// [`RedemptionError::Gap`]; [`RedemptionError::Units`] for no shares.
pub fn price(reads: &mut Reads, vault: Address, shares: Shares) -> Result<Fact<Rate>, RedemptionError> {
    let worth = reads.ask(vault, &IERC4626::convertToAssetsCall { shares: shares.raw() })?;
    Ok(worth.try_map(|assets| Rate::new(assets, shares.raw()))?)
}
