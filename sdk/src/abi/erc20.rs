//! ERC-20, with the optional metadata, ERC-2612 permit and ERC-3009 transfers by signature.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IERC20 {
        function name() external view returns (string memory);
        function symbol() external view returns (string memory);
        function decimals() external view returns (uint8);
        function totalSupply() external view returns (uint256);
        function balanceOf(address account) external view returns (uint256);
        function allowance(address owner, address spender) external view returns (uint256);
        function transfer(address to, uint256 amount) external returns (bool);
        function transferFrom(address from, address to, uint256 amount) external returns (bool);
        function approve(address spender, uint256 amount) external returns (bool);

        event Transfer(address indexed from, address indexed to, uint256 value);
        event Approval(address indexed owner, address indexed spender, uint256 value);

        // ERC-6093: the standard errors.
        error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed);
    }

    #[derive(Debug)]
    interface IERC2612 {
        function nonces(address owner) external view returns (uint256);
        function DOMAIN_SEPARATOR() external view returns (bytes32);
        function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;
    }

    #[derive(Debug)]
    interface IERC3009 {
        function authorizationState(address authorizer, bytes32 nonce) external view returns (bool);
    }

    // Old tokens (MKR) answer these as bytes32.
    #[derive(Debug)]
    interface IERC20Bytes32Metadata {
        function name() external view returns (bytes32);
        function symbol() external view returns (bytes32);
    }
}
