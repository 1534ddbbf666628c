//! Maple's pools: the pool, its manager, the permission manager, and the globals that can pause it all.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IPool {
        function manager() external view returns (address);
        function convertToExitAssets(uint256 shares) external view returns (uint256 assets);
        function requestRedeem(uint256 shares, address owner) external returns (uint256 escrowedShares);
        function removeShares(uint256 shares, address owner) external returns (uint256 sharesReturned);
    }

    // The withdrawal manager that queues: one open request for each owner.
    #[derive(Debug)]
    interface IWithdrawalQueue {
        function requestIds(address owner) external view returns (uint128 requestId);
        function queue() external view returns (uint128 nextRequestId, uint128 lastRequestId);
        function requests(uint128 requestId) external view returns (address owner, uint256 shares);
        function isManualWithdrawal(address owner) external view returns (bool);

        event RequestCreated(uint128 indexed requestId, address indexed owner, uint256 shares);
        event RequestProcessed(uint128 indexed requestId, address indexed owner, uint256 shares, uint256 assets);
        event RequestDecreased(uint128 indexed requestId, uint256 shares);
        event RequestRemoved(uint128 indexed requestId);
    }

    #[derive(Debug)]
    interface IPoolManager {
        function pool() external view returns (address);
        function globals() external view returns (address);
        function withdrawalManager() external view returns (address);
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
    use super::{IPool, IPoolManager, IPoolPermissionManager, IWithdrawalQueue};
    use alloy_primitives::b256;
    use alloy_sol_types::{SolCall as _, SolEvent as _};

    #[test]
    fn selectors_are_those_of_the_contract() {
        assert_eq!(IPool::requestRedeemCall::SELECTOR, [0x10, 0x77, 0x03, 0xab]);
        assert_eq!(IPool::removeSharesCall::SELECTOR, [0x1b, 0x8f, 0x18, 0x30]);
        assert_eq!(IWithdrawalQueue::requestIdsCall::SELECTOR, [0x59, 0x4a, 0x1e, 0x87]);
        assert_eq!(IWithdrawalQueue::queueCall::SELECTOR, [0xe1, 0x0d, 0x29, 0xee]);
        let created = b256!("7928c44cf907432d5e3e11fdf2750baba65f95a2bfcc2fadf8e6b5484ed69022");
        assert_eq!(IWithdrawalQueue::RequestCreated::SIGNATURE_HASH, created);
        let processed = b256!("d65e69687ca07983439841ba34e4a371aa7c005598455900c5767a4756a0fcab");
        assert_eq!(IWithdrawalQueue::RequestProcessed::SIGNATURE_HASH, processed);
        assert_eq!(IPoolManager::canCallCall::SELECTOR, [0x7b, 0xd2, 0x43, 0xde]);
        assert_eq!(IPoolPermissionManager::hasPermissionCall::SELECTOR, [0x6d, 0x67, 0x12, 0xd8]);
        assert_eq!(IPoolPermissionManager::permissionLevelsCall::SELECTOR, [0x6a, 0x8d, 0x05, 0xdf]);
    }
}
