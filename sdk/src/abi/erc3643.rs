//! ERC-3643 (T-REX): the token, its identity registry and its modular compliance.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IToken {
        function version() external view returns (string memory);
        function onchainID() external view returns (address);
        function identityRegistry() external view returns (address);
        function compliance() external view returns (address);
        function paused() external view returns (bool);
        function isFrozen(address userAddress) external view returns (bool);
        function getFrozenTokens(address userAddress) external view returns (uint256);
        function isAgent(address agent) external view returns (bool);
        function batchTransfer(address[] toList, uint256[] amounts) external;

        // T-REX 4.2: who may move everybody's tokens without anybody having signed it.
        event DefaultAllowance(address _to, bool _allowance);
    }

    #[derive(Debug)]
    interface IIdentityRegistry {
        function isVerified(address userAddress) external view returns (bool);
        function contains(address userAddress) external view returns (bool);
        function identity(address userAddress) external view returns (address);
        function investorCountry(address userAddress) external view returns (uint16);
        function issuersRegistry() external view returns (address);
        function topicsRegistry() external view returns (address);
    }

    #[derive(Debug)]
    interface IClaimTopicsRegistry {
        function getClaimTopics() external view returns (uint256[] memory);
    }

    #[derive(Debug)]
    interface ITrustedIssuersRegistry {
        function getTrustedIssuersForClaimTopic(uint256 claimTopic) external view returns (address[] memory);
        // T-REX 3 has no list by topic.
        function getTrustedIssuers() external view returns (address[] memory);
        function hasClaimTopic(address issuer, uint256 claimTopic) external view returns (bool);
    }

    #[derive(Debug)]
    interface IModularCompliance {
        function canTransfer(address from, address to, uint256 amount) external view returns (bool);
        function getModules() external view returns (address[] memory);
        function getTokenBound() external view returns (address);
        // T-REX 3, and the standard's text.
        function isTokenBound(address token) external view returns (bool);
    }

    #[derive(Debug)]
    interface IModule {
        function name() external view returns (string memory);
        function moduleCheck(address from, address to, uint256 value, address compliance) external view returns (bool);

        event ComplianceBound(address indexed _compliance);
        event ComplianceUnbound(address indexed _compliance);
    }
}
