//! ERC-1404, the simple restricted token.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IERC1404 {
        function detectTransferRestriction(address from, address to, uint256 value) external view returns (uint8);
        function messageForTransferRestriction(uint8 restrictionCode) external view returns (string memory);

        error TransferRestricted(uint8 restrictionCode);
    }
}
