//! ERC-1450, the security token that only its transfer agent moves.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IERC1450 {
        function isSecurityToken() external view returns (bool);
        function isTransferAgent(address account) external view returns (bool);

        error ERC1450TransferDisabled();
    }
}
