// Distributors over trees of OpenZeppelin's StandardMerkleTree, for tests: the library publishes trees and the check of their proofs, and
// leaves the contract to its users. Proofs are checked by the library's own code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

abstract contract StandardDrop {
    using SafeERC20 for IERC20;

    address public immutable token;
    bytes32 public immutable merkleRoot;

    error AlreadyClaimed();
    error InvalidProof();

    constructor(address token_, bytes32 root) {
        token = token_;
        merkleRoot = root;
    }

    function check(bytes memory entry, bytes32[] calldata proof) internal view {
        bytes32 leaf = keccak256(bytes.concat(keccak256(entry)));
        if (!MerkleProof.verifyCalldata(proof, merkleRoot, leaf)) revert InvalidProof();
    }

    function pay(address account, uint256 amount) internal {
        IERC20(token).safeTransfer(account, amount);
    }
}

/// ["address", "uint256"]
contract AccountDrop is StandardDrop {
    mapping(address => bool) public hasClaimed;

    constructor(address token_, bytes32 root) StandardDrop(token_, root) {}

    function claim(address account, uint256 amount, bytes32[] calldata merkleProof) external {
        if (hasClaimed[account]) revert AlreadyClaimed();
        check(abi.encode(account, amount), merkleProof);
        hasClaimed[account] = true;
        pay(account, amount);
    }
}

/// ["uint256", "address", "uint256"]
contract IndexedDrop is StandardDrop {
    mapping(uint256 => bool) public isClaimed;

    constructor(address token_, bytes32 root) StandardDrop(token_, root) {}

    function claim(uint256 index, address account, uint256 amount, bytes32[] calldata merkleProof) external {
        if (isClaimed[index]) revert AlreadyClaimed();
        check(abi.encode(index, account, amount), merkleProof);
        isClaimed[index] = true;
        pay(account, amount);
    }
}
