//! tokenize.it's `Distribution`: pays holders by their balances at a snapshot of the token (`ERC20Snapshot` of `OpenZeppelin` 4).

use alloy_sol_types::sol;

sol! {
    // Of the token that was held.
    #[derive(Debug)]
    interface IERC20Snapshot {
        function balanceOfAt(address account, uint256 snapshotId) external view returns (uint256);
        function totalSupplyAt(uint256 snapshotId) external view returns (uint256);
    }

    #[derive(Debug)]
    interface ISnapshotDistribution {
        function token() external view returns (address);
        function currency() external view returns (address);
        function snapshotId() external view returns (uint256);
        // Units of the currency for one whole token.
        function pricePerToken() external view returns (uint256);
        // What was paid, with what was given away to others.
        function paidOut(address holder) external view returns (uint256);
        // What was given by others.
        function extraCredit(address holder) external view returns (uint256);
        // What a claim would pay now, after the fee.
        function eligible(address holder) external view returns (uint256);
        function claim(address recipient, uint256 minPayout) external;
    }
}

#[cfg(test)]
mod tests {
    use super::{IERC20Snapshot, ISnapshotDistribution};
    use alloy_sol_types::SolCall as _;

    #[test]
    fn selectors_are_those_of_the_contracts() {
        assert_eq!(IERC20Snapshot::balanceOfAtCall::SELECTOR, [0x4e, 0xe2, 0xcd, 0x7e]);
        assert_eq!(IERC20Snapshot::totalSupplyAtCall::SELECTOR, [0x98, 0x1b, 0x24, 0xd0]);
        assert_eq!(ISnapshotDistribution::claimCall::SELECTOR, [0xaa, 0xd3, 0xec, 0x96]);
    }
}
