//! The contracts at which issuers buy their tokens back: one interface for each house.

use alloy_sol_types::sol;

sol! {
    // Superstate's Redemption. It pays whoever calls.
    #[derive(Debug)]
    interface ISuperstateRedemption {
        function SUPERSTATE_TOKEN() external view returns (address);
        function USDC() external view returns (address);
        function redeem(uint256 superstateTokenInAmount) external;
        function calculateUsdcOut(uint256 superstateTokenInAmount)
            external
            view
            returns (uint256 usdcOutAmountAfterFee, uint256 usdPerUstbChainlinkRaw);
        function maxUstbRedemptionAmount()
            external
            view
            returns (uint256 superstateTokenAmount, uint256 usdPerUstbChainlinkRaw);
        function redemptionFee() external view returns (uint256);
        function paused() external view returns (bool);

        event RedeemV2(
            address indexed redeemer, address indexed to, uint256 superstateTokenInAmount, uint256 usdcOutAmountAfterFee, uint256 usdcOutAmountBeforeFee
        );
    }

    // Circle's redeemer of BUIDL: one for one. `liquidity` is the token that it pays.
    #[derive(Debug)]
    interface IParRedeemer {
        function asset() external view returns (address);
        function liquidity() external view returns (address);
        function redeem(uint256 amount) external;
    }

    // Securitize's off-ramp. It pays whoever calls.
    #[derive(Debug)]
    interface ISecuritizeOffRamp {
        function asset() external view returns (address);
        function paused() external view returns (bool);
        function availableLiquidity() external view returns (uint256);
        function calculateLiquidityTokenAmount(uint256 assetAmount) external view returns (uint256);
        function calculateLiquidityTokenAmountBeforeFee(uint256 assetAmount) external view returns (uint256);
        function redeem(uint256 assetAmount, uint256 minOutputAmount) external;
    }

    // Ondo's managers of OUSG and USDY. They have no preview: the return value of `redeem` is what is paid.
    #[derive(Debug)]
    interface IOndoManager {
        function redeem(uint256 rwaAmount, address receivingToken, uint256 minimumTokenReceived)
            external
            returns (uint256 receiveTokenAmount);
        function rwaToken() external view returns (address);
        function redeemPaused() external view returns (bool);
        function acceptedRedemptionTokens(address token) external view returns (bool);
        function minimumRedemptionUSD() external view returns (uint256);
    }
}

sol! {
    // What the redeemers refuse with.
    #[derive(Debug)]
    interface IRedeemerErrors {
        error InsufficientBalance();
        error InsufficientLiquidity(uint256 requested, uint256 available);
        error InsufficientPermissions();
        error InvestorNotRegisteredError();
        error UserNotRegistered();
        error RestrictedCountry(string country);
        error BadChainlinkData();
        error AccountingIsPaused();
        error EnforcedPause();
        error RedemptionAmountTooSmall();
        error TokenNotAccepted();
    }
}

#[cfg(test)]
mod tests {
    use super::{IOndoManager, IRedeemerErrors, ISecuritizeOffRamp, ISuperstateRedemption};
    use alloy_primitives::b256;
    use alloy_sol_types::{SolCall as _, SolError as _, SolEvent as _};

    #[test]
    fn selectors_and_topics_are_those_of_the_contracts() {
        assert_eq!(ISuperstateRedemption::redeemCall::SELECTOR, [0xdb, 0x00, 0x6a, 0x75]);
        assert_eq!(ISuperstateRedemption::calculateUsdcOutCall::SELECTOR, [0xbb, 0xff, 0xa9, 0x79]);
        assert_eq!(ISuperstateRedemption::maxUstbRedemptionAmountCall::SELECTOR, [0x7f, 0xae, 0xa7, 0xf1]);
        assert_eq!(ISuperstateRedemption::redemptionFeeCall::SELECTOR, [0x45, 0x8f, 0x58, 0x15]);
        assert_eq!(ISecuritizeOffRamp::redeemCall::SELECTOR, [0x7c, 0xbc, 0x23, 0x73]);
        assert_eq!(ISecuritizeOffRamp::availableLiquidityCall::SELECTOR, [0x74, 0x37, 0x53, 0x59]);
        assert_eq!(ISecuritizeOffRamp::calculateLiquidityTokenAmountCall::SELECTOR, [0x5e, 0x34, 0x5e, 0x73]);
        assert_eq!(IOndoManager::redeemCall::SELECTOR, [0xd8, 0x78, 0x01, 0x61]);
        assert_eq!(IOndoManager::minimumRedemptionUSDCall::SELECTOR, [0x8f, 0x8e, 0xb8, 0x12]);
        assert_eq!(IOndoManager::acceptedRedemptionTokensCall::SELECTOR, [0x88, 0x4a, 0x05, 0x01]);
        assert_eq!(IRedeemerErrors::RestrictedCountry::SELECTOR, [0xa1, 0x2d, 0x87, 0x19]);
        assert_eq!(IRedeemerErrors::InsufficientLiquidity::SELECTOR, [0xa1, 0x7e, 0x11, 0xd5]);
        let redeemed = b256!("5672b8cf9019e04abf8b13cb4c77d156d0cc231cc52c14f65f00892482beb87a");
        assert_eq!(ISuperstateRedemption::RedeemV2::SIGNATURE_HASH, redeemed);
    }
}
