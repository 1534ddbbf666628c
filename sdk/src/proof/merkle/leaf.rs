//! The leaves of the trees that are met in practice. None is 64 bytes wide before its last hash, so no node passes for one.

use alloy_primitives::{Address, B256, U256, keccak256};

/// The leaf of Uniswap's `MerkleDistributor`: `keccak256(index ‖ account ‖ amount)`, packed into 84 bytes.
#[must_use]
pub fn distributor_leaf(index: U256, account: Address, amount: U256) -> B256 {
    let (index, amount) = (index.to_be_bytes::<32>(), amount.to_be_bytes::<32>());
    keccak256([index.as_slice(), account.as_slice(), amount.as_slice()].concat())
}

/// The leaf of `CumulativeMerkleDrop` by 1inch: `keccak256(account ‖ cumulative)`, packed into 52 bytes. `cumulative` is
/// all that the account was ever granted, in raw units.
#[must_use]
pub fn cumulative_leaf(account: Address, cumulative: U256) -> B256 {
    keccak256([account.as_slice(), &cumulative.to_be_bytes::<32>()].concat())
}

/// The leaf of `Distributor` by Merkl: `keccak256(abi.encode(user, token, cumulative))`, 96 bytes hashed once. `cumulative` is all
/// that the user was ever granted of the token, in raw units.
#[must_use]
pub fn merkl_leaf(user: Address, token: Address, cumulative: U256) -> B256 {
    let (user, token) = (user.into_word(), token.into_word());
    keccak256([user.as_slice(), token.as_slice(), &cumulative.to_be_bytes::<32>()].concat())
}

/// The leaf of `StandardMerkleTree` by `OpenZeppelin`: the ABI encoding of the entry, hashed twice.
#[must_use]
pub fn standard_leaf(abi_encoded: &[u8]) -> B256 {
    keccak256(keccak256(abi_encoded))
}
