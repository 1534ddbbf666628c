//! ERC-7540 (asynchronous redemption) and the share getter of ERC-7575.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IERC7540Redeem {
        function share() external view returns (address);
        function requestRedeem(uint256 shares, address controller, address owner) external returns (uint256 requestId);
        function pendingRedeemRequest(uint256 requestId, address controller) external view returns (uint256 pendingShares);
        function claimableRedeemRequest(uint256 requestId, address controller) external view returns (uint256 claimableShares);
        function isOperator(address controller, address operator) external view returns (bool status);
        function setOperator(address operator, bool approved) external returns (bool);

        event RedeemRequest(address indexed controller, address indexed owner, uint256 indexed requestId, address sender, uint256 shares);
        event OperatorSet(address indexed controller, address indexed operator, bool approved);
    }
}
