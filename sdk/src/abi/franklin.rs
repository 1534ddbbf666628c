//! Franklin Templeton's money market fund (BENJI), fifth version.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IMoneyMarketFund {
        function isInstantTransferEnabled() external view returns (bool);
        function isERC20TransferEnabled() external view returns (bool);
        function isERC20ThirdPartyTransferEnabled() external view returns (bool);
        function getShareHoldings(address account) external view returns (uint256);
        function getVersion() external view returns (uint8);
    }
}

#[cfg(test)]
mod tests {
    use super::IMoneyMarketFund::{getShareHoldingsCall, isERC20TransferEnabledCall, isInstantTransferEnabledCall};
    use alloy_sol_types::SolCall as _;

    #[test]
    fn selectors_are_those_of_the_contract() {
        assert_eq!(isInstantTransferEnabledCall::SELECTOR, [0xa2, 0x2a, 0x95, 0x0e]);
        assert_eq!(isERC20TransferEnabledCall::SELECTOR, [0x9c, 0x35, 0xc1, 0x96]);
        assert_eq!(getShareHoldingsCall::SELECTOR, [0x97, 0x5e, 0xc1, 0xb7]);
    }
}
