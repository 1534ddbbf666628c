//! Tokens in the shape of Lido's stETH: a balance is the holder's part of a pool.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface ILido {
        function getPooledEthByShares(uint256 sharesAmount) external view returns (uint256);
        function getTotalPooledEther() external view returns (uint256);
        function getTotalShares() external view returns (uint256);
    }
}

#[cfg(test)]
mod tests {
    use super::ILido;
    use alloy_sol_types::SolCall as _;

    #[test]
    fn selectors_are_those_of_the_contract() {
        assert_eq!(ILido::getPooledEthBySharesCall::SELECTOR, [0x7a, 0x28, 0xfb, 0x88]);
        assert_eq!(ILido::getTotalSharesCall::SELECTOR, [0xd5, 0x00, 0x2f, 0x2e]);
    }
}
