//! Mountain Protocol's USDM and its wrapper wUSDM.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IUSDM {
        function paused() external view returns (bool);
        function isBlocked(address account) external view returns (bool);
        function rewardMultiplier() external view returns (uint256);
        function convertToTokens(uint256 shares) external view returns (uint256);
    }

    #[derive(Debug)]
    interface IwUSDM {
        function USDM() external view returns (address);
    }
}

#[cfg(test)]
mod tests {
    use super::IUSDM::{convertToTokensCall, rewardMultiplierCall};
    use alloy_sol_types::SolCall as _;

    #[test]
    fn selectors_are_those_of_the_contract() {
        assert_eq!(rewardMultiplierCall::SELECTOR, [0x6f, 0x2c, 0x59, 0x0a]);
        assert_eq!(convertToTokensCall::SELECTOR, [0x85, 0x90, 0x62, 0x56]);
    }
}
