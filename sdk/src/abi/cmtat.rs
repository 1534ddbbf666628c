//! CMTAT, the security token of the CMTA, 2.2 to 3.2: what says whether a transfer passes.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface ICMTAT {
        function paused() external view returns (bool);
        /// Not before 2.3.1.
        function deactivated() external view returns (bool);
        function ruleEngine() external view returns (address);

        // Version 2.
        function frozen(address account) external view returns (bool);
        function validateTransfer(address from, address to, uint256 amount) external view returns (bool);

        // Version 3.
        function isFrozen(address account) external view returns (bool);
        function getFrozenTokens(address account) external view returns (uint256);
        function isAllowlistEnabled() external view returns (bool);
        function isAllowlisted(address account) external view returns (bool);
        function canTransferFrom(
            address spender,
            address from,
            address to,
            uint256 value
        ) external view returns (bool);
    }

    /// The rules of an engine. The second generation keeps two lists.
    #[derive(Debug)]
    interface IRuleEngine {
        function rules() external view returns (address[] memory);
        function rulesValidation() external view returns (address[] memory);
        function rulesOperation() external view returns (address[] memory);
    }

    /// What a whitelist adds to ERC-1404.
    #[derive(Debug)]
    interface IRuleWhitelist {
        function checkSpender() external view returns (bool);
    }
}
