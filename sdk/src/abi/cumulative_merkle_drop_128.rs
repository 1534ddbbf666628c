//! 1inch's `CumulativeMerkleDrop128`: hashes are cut to 16 bytes, leaves are salted.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface ICumulativeMerkleDrop128 {
        function token() external view returns (address);
        function merkleRoot() external view returns (bytes16);
        function cumulativeClaimed(address account) external view returns (uint256);
        // `merkleProof` is its nodes of 16 bytes, one after the other.
        function claim(
            bytes16 salt,
            address account,
            uint256 cumulativeAmount,
            bytes16 expectedMerkleRoot,
            bytes calldata merkleProof
        ) external;
    }
}

#[cfg(test)]
mod tests {
    use super::ICumulativeMerkleDrop128;
    use alloy_sol_types::SolCall as _;

    #[test]
    fn selectors_are_those_of_the_contract() {
        assert_eq!(ICumulativeMerkleDrop128::claimCall::SELECTOR, [0xdf, 0x4b, 0xd9, 0xbf]);
        assert_eq!(ICumulativeMerkleDrop128::cumulativeClaimedCall::SELECTOR, [0xa9, 0x91, 0x95, 0x76]);
    }
}
