//! ERC-7518, a security token with partitions: an ERC-1155 whose numbers are the partitions.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IERC7518 {
        function transferableBalance(address account, uint256 id) external view returns (uint256);
        function lockedBalanceOf(address account, uint256 id) external view returns (uint256);
        function canTransfer(
            address from,
            address to,
            uint256 id,
            uint256 amount,
            bytes calldata data
        ) external view returns (bool);
    }

    /// What it takes from ERC-1155.
    #[derive(Debug)]
    interface IERC1155 {
        function balanceOf(address account, uint256 id) external view returns (uint256);
        function isApprovedForAll(address account, address operator) external view returns (bool);
        function safeTransferFrom(
            address from,
            address to,
            uint256 id,
            uint256 value,
            bytes calldata data
        ) external;
    }
}
