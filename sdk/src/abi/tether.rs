//! Tether's tokens: the code of the gold token, and that of the first dollar token.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface ITetherBlockedList {
        function isBlocked(address account) external view returns (bool);
        function multiTransfer(address[] memory recipients, uint256[] memory values) external;
        function owner() external view returns (address);
        function paused() external view returns (bool);
    }

    #[derive(Debug)]
    interface ITetherBlackList {
        function paused() external view returns (bool);
        function isBlackListed(address account) external view returns (bool);
        function deprecated() external view returns (bool);
        function basisPointsRate() external view returns (uint256);
        function maximumFee() external view returns (uint256);
        function owner() external view returns (address);
    }
}

#[cfg(test)]
mod tests {
    use super::ITetherBlockedList::{isBlockedCall, multiTransferCall};
    use alloy_sol_types::SolCall as _;

    #[test]
    fn selectors_are_those_of_the_contract() {
        assert_eq!(isBlockedCall::SELECTOR, [0xfb, 0xac, 0x39, 0x51]);
        assert_eq!(multiTransferCall::SELECTOR, [0x1e, 0x89, 0xd5, 0x45]);
    }
}
