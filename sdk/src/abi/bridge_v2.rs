//! Mt Pelerin's Bridge v2: a token, its processor, an engine of rules, and the registry that they look at.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IBridgeToken {
        function canTransfer(address from, address to, uint256 amount)
            external view returns (bool valid, uint256 ruleId, uint256 reason);
        function rules() external view returns (uint256[] memory ids, uint256[] memory parameters);
        function trustedIntermediaries() external view returns (address[] memory);
        function processor() external view returns (address);
    }

    #[derive(Debug)]
    interface IProcessor {
        function ruleEngine() external view returns (address);
    }

    #[derive(Debug)]
    interface IRuleEngine {
        function rules(uint256[] calldata ruleIds) external view returns (address[] memory);
    }

    /// Any rule, and the getters by which some of them are told apart.
    #[derive(Debug)]
    interface IBridgeRule {
        function isTransferValid(address token, address from, address to, uint256 amount, uint256 parameter)
            external view returns (uint256 status, uint256 reason);
        function complianceRegistry() external view returns (address);
        function allFrozenUntil() external view returns (uint256);
        function addressLockThreshold(address token, address account) external view returns (uint256);
        function USER_VALID_FLAG_TO() external view returns (uint256);
        function REF_CURRENCY() external view returns (string memory);
    }

    #[derive(Debug)]
    interface IComplianceRegistry {
        function userId(address[] calldata trustedIntermediaries, address account)
            external view returns (uint256 id, address intermediary);
        function attribute(address trustedIntermediary, uint256 id, uint256 key) external view returns (uint256);
    }
}
