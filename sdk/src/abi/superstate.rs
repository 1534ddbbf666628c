//! Superstate's fund tokens, versions 1 to 4, and the second version of their allow list.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface ISuperstateToken {
        // From version 4.
        function isAllowed(address addr) external view returns (bool);
        // Up to version 3.
        function hasSufficientPermissions(address addr) external view returns (bool);
        function encumberedBalanceOf(address owner) external view returns (uint256);
        function encumbrances(address owner, address taker) external view returns (uint256);
        function allowList() external view returns (address);
        // From version 3.
        function allowListV2() external view returns (address);
        function paused() external view returns (bool);
        function accountingPaused() external view returns (bool);
        function offchainRedeem(uint256 amount) external;

        // From version 4. A transfer to the token itself writes it, too.
        event OffchainRedeem(address indexed burner, address indexed src, uint256 amount);
    }

    #[derive(Debug)]
    interface IAllowListV2 {
        function addressEntityIds(address addr) external view returns (uint256 entityId);
    }

    // The oracle of net asset values; the rest of it is `AggregatorV3Interface`.
    #[derive(Debug)]
    interface ISuperstateOracle {
        function checkpoints(uint256 index) external view returns (uint64 timestamp, uint64 effectiveAt, uint128 navs);
    }
}
