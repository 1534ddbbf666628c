//! 1inch's `CumulativeMerkleDrop`.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface ICumulativeMerkleDrop {
        function token() external view returns (address);
        function merkleRoot() external view returns (bytes32);
        function cumulativeClaimed(address account) external view returns (uint256);
        function claim(
            address account,
            uint256 cumulativeAmount,
            bytes32 expectedMerkleRoot,
            bytes32[] calldata merkleProof
        ) external;

        event Claimed(address indexed account, uint256 amount);
    }
}

#[cfg(test)]
mod tests {
    use super::ICumulativeMerkleDrop;
    use alloy_sol_types::SolCall as _;

    #[test]
    fn selectors_are_those_of_the_contract() {
        assert_eq!(ICumulativeMerkleDrop::claimCall::SELECTOR, [0x1d, 0x7d, 0x4e, 0xbc]);
        assert_eq!(ICumulativeMerkleDrop::cumulativeClaimedCall::SELECTOR, [0xa9, 0x91, 0x95, 0x76]);
    }
}
