//! Maple's pools: the pool, its manager, the permission manager, and the globals that can pause it all.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IPool {
        function manager() external view returns (address);
    }

    #[derive(Debug)]
    interface IPoolManager {
        function pool() external view returns (address);
        function globals() external view returns (address);
        function poolPermissionManager() external view returns (address);
        function canCall(bytes32 functionId, address caller, bytes memory data)
            external
            view
            returns (bool canCall, string memory errorMessage);
    }

    #[derive(Debug)]
    interface IPoolPermissionManager {
        function hasPermission(address poolManager, address lender, bytes32 functionId) external view returns (bool);
        function permissionLevels(address poolManager) external view returns (uint256);
    }

    #[derive(Debug)]
    interface IGlobals {
        function isFunctionPaused(address contract_, bytes4 sig) external view returns (bool);
    }
}

#[cfg(test)]
mod tests {
    use super::{IPoolManager, IPoolPermissionManager};
    use alloy_sol_types::SolCall as _;

    #[test]
    fn selectors_are_those_of_the_contract() {
        assert_eq!(IPoolManager::canCallCall::SELECTOR, [0x7b, 0xd2, 0x43, 0xde]);
        assert_eq!(IPoolPermissionManager::hasPermissionCall::SELECTOR, [0x6d, 0x67, 0x12, 0xd8]);
        assert_eq!(IPoolPermissionManager::permissionLevelsCall::SELECTOR, [0x6a, 0x8d, 0x05, 0xdf]);
    }
}
