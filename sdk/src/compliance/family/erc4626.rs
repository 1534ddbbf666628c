//! ERC-4626: a tokenised vault. Its share is an ERC-20, which the standard restricts in nothing.

use alloy_primitives::U256;

use crate::abi::erc4626::IERC4626::{assetCall, convertToAssetsCall, totalAssetsCall};
use crate::compliance::Presence;
use crate::compliance::detection::{Prober, judge};

pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let asset = prober.asks(&assetCall {}, |address| !address.is_zero());
    let total = prober.asks(&totalAssetsCall {}, |_| true);
    let convert = prober.asks(&convertToAssetsCall { shares: U256::ONE }, |_| true);
    judge(&[("asset", asset), ("totalAssets", total)], &[("convertToAssets", convert)])
}
