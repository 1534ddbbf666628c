//! ERC-7092, financial bonds. Not an ERC-20: a balance is the principal over the denomination.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IERC7092 {
        function isin() external view returns (string memory);
        function currency() external view returns (address);
        function denomination() external view returns (uint256);
        function issueVolume() external view returns (uint256);
        function couponRate() external view returns (uint256);
        function issueDate() external view returns (uint256);
        function maturityDate() external view returns (uint256);
        function principalOf(address _account) external view returns (uint256);
    }

    /// Optional.
    #[derive(Debug)]
    interface IERC7092ESG {
        function decimals() external view returns (uint8);
        function currencyOfCoupon() external view returns (address);
        function couponType() external view returns (uint8);
        function couponFrequency() external view returns (uint256);
        function dayCountBasis() external view returns (uint8);
    }
}
