//! ERC-1404, the simple restricted token.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IERC1404 {
        function detectTransferRestriction(address from, address to, uint256 value) external view returns (uint8);
        function messageForTransferRestriction(uint8 restrictionCode) external view returns (string memory);

        error TransferRestricted(uint8 restrictionCode);
    }
    /// The CMTA's addition: the same question where somebody else moves the sender's tokens.
    #[derive(Debug)]
    interface IERC1404Extend {
        function detectTransferRestrictionFrom(
            address spender,
            address from,
            address to,
            uint256 value
        ) external view returns (uint8);
    }
}
