//! ERC-2222 (draft): a token that its holders' income is paid through, by a cumulative figure per share.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IFundsDistributionToken {
        function withdrawableFundsOf(address owner) external view returns (uint256);
        function withdrawnFundsOf(address owner) external view returns (uint256);
        function accumulativeFundsOf(address owner) external view returns (uint256);
        function withdrawFunds() external;

        event FundsDistributed(address indexed by, uint256 fundsDistributed);
        event FundsWithdrawn(address indexed by, uint256 fundsWithdrawn);
    }

    // Of tokens whose funds are another token: what came in counts once it is booked.
    #[derive(Debug)]
    interface IFundsToken {
        function fundsToken() external view returns (address);
        function fundsTokenBalance() external view returns (uint256);
        function updateFundsReceived() external;
    }
}

#[cfg(test)]
mod tests {
    use super::{IFundsDistributionToken, IFundsToken};
    use alloy_sol_types::SolCall as _;

    #[test]
    fn selectors_are_those_of_the_contract() {
        assert_eq!(IFundsDistributionToken::withdrawableFundsOfCall::SELECTOR, [0x44, 0x3b, 0xb2, 0x93]);
        assert_eq!(IFundsDistributionToken::withdrawFundsCall::SELECTOR, [0x24, 0x60, 0x0f, 0xc3]);
        assert_eq!(IFundsToken::updateFundsReceivedCall::SELECTOR, [0x46, 0xc1, 0x62, 0xde]);
    }
}
