//! ERC-1726 (draft): the twin of ERC-2222 that came before it, mostly for the chain's own coin.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IDividendPayingToken {
        function dividendOf(address owner) external view returns (uint256);
        function withdrawableDividendOf(address owner) external view returns (uint256);
        function withdrawnDividendOf(address owner) external view returns (uint256);
        function accumulativeDividendOf(address owner) external view returns (uint256);
        function withdrawDividend() external;
    }
}

#[cfg(test)]
mod tests {
    use super::IDividendPayingToken;
    use alloy_sol_types::SolCall as _;

    #[test]
    fn selectors_are_those_of_the_contract() {
        assert_eq!(IDividendPayingToken::withdrawDividendCall::SELECTOR, [0x6a, 0x47, 0x40, 0x02]);
        assert_eq!(IDividendPayingToken::dividendOfCall::SELECTOR, [0x91, 0xb8, 0x9f, 0xba]);
    }
}
