//! ERC-7540: a vault that redeems on request.

use alloy_primitives::U256;

use crate::abi::erc165;
use crate::abi::erc4626::IERC4626::previewRedeemCall;
use crate::abi::erc7540::IERC7540Redeem::{claimableRedeemRequestCall, isOperatorCall, pendingRedeemRequestCall};
use crate::compliance::Presence;
use crate::compliance::detection::{ANOTHER, Prober, SOMEONE, all, either, judge, negated};

/// Besides its own functions, the standard demands ERC-165 and that previews revert.
pub(super) fn detect(prober: &mut Prober<'_>) -> Presence {
    let (controller, zero) = (SOMEONE, U256::ZERO);
    let pending = prober.asks(&pendingRedeemRequestCall { requestId: zero, controller }, |_| true);
    let claimable = prober.asks(&claimableRedeemRequestCall { requestId: zero, controller }, |_| true);
    let operator = prober.asks(&isOperatorCall { controller, operator: ANOTHER }, |_| true);
    let preview = negated(prober.asks(&previewRedeemCall { shares: U256::ONE }, |_| true));
    let declared = all(&[prober.declares(erc165::ERC7540_OPERATOR), prober.declares(erc165::ERC7540_REDEEM)]);
    judge(
        &[("pendingRedeemRequest", pending), ("claimableRedeemRequest", claimable)],
        &[("isOperator", operator), ("a declaration by ERC-165, or previewRedeem refused", either(declared, preview))],
    )
}
