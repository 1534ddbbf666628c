// Models written from the published interfaces of 1inch's CumulativeMerkleDrop and CumulativeMerkleDrop128 and Merkl's Distributor with and without recipients, for tests; not the deployed
// code. Roles are not modelled: anybody may set roots, and dispute and resolve without a deposit.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

contract CumulativeDrop {
    using SafeERC20 for IERC20;

    address public immutable token;
    bytes32 public merkleRoot;
    mapping(address => uint256) public cumulativeClaimed;

    event Claimed(address indexed account, uint256 amount);

    error InvalidProof();
    error NothingToClaim();
    error MerkleRootWasUpdated();

    constructor(address token_) {
        token = token_;
    }

    function setMerkleRoot(bytes32 root) external {
        merkleRoot = root;
    }

    function claim(address account, uint256 cumulative, bytes32 expectedRoot, bytes32[] calldata proof) external {
        if (merkleRoot != expectedRoot) revert MerkleRootWasUpdated();
        bytes32 leaf = keccak256(abi.encodePacked(account, cumulative));
        if (!MerkleProof.verifyCalldata(proof, expectedRoot, leaf)) revert InvalidProof();
        uint256 before_ = cumulativeClaimed[account];
        if (before_ >= cumulative) revert NothingToClaim();
        cumulativeClaimed[account] = cumulative;
        IERC20(token).safeTransfer(account, cumulative - before_);
        emit Claimed(account, cumulative - before_);
    }
}

/// Hashes of 16 bytes, leaves with a salt.
contract CumulativeDrop128 {
    using SafeERC20 for IERC20;

    address public immutable token;
    bytes16 public merkleRoot;
    mapping(address => uint256) public cumulativeClaimed;

    event Claimed(address indexed account, uint256 amount);

    error InvalidProof();
    error NothingToClaim();
    error MerkleRootWasUpdated();

    constructor(address token_) {
        token = token_;
    }

    function setMerkleRoot(bytes16 root) external {
        merkleRoot = root;
    }

    function claim(
        bytes16 salt,
        address account,
        uint256 cumulative,
        bytes16 expectedRoot,
        bytes calldata proof
    ) external {
        if (merkleRoot != expectedRoot) revert MerkleRootWasUpdated();
        bytes16 node = bytes16(keccak256(abi.encodePacked(salt, account, cumulative)));
        for (uint256 i; i + 16 <= proof.length; i += 16) {
            bytes16 sibling = bytes16(proof[i:i + 16]);
            node = bytes16(keccak256(node < sibling ? bytes.concat(node, sibling) : bytes.concat(sibling, node)));
        }
        if (node != expectedRoot) revert InvalidProof();
        uint256 before_ = cumulativeClaimed[account];
        if (before_ >= cumulative) revert NothingToClaim();
        cumulativeClaimed[account] = cumulative;
        IERC20(token).safeTransfer(account, cumulative - before_);
        emit Claimed(account, cumulative - before_);
    }
}

abstract contract Distributing {
    using SafeERC20 for IERC20;

    struct MerkleTree {
        bytes32 merkleRoot;
        bytes32 ipfsHash;
    }

    struct Claim {
        uint208 amount;
        uint48 timestamp;
        bytes32 merkleRoot;
    }

    uint48 private constant EPOCH = 3600;
    MerkleTree public tree;
    MerkleTree public lastTree;
    address public disputer;
    uint48 public endOfDisputePeriod;
    uint48 public disputePeriod = 2;
    mapping(address => mapping(address => Claim)) public claimed;
    mapping(address => mapping(address => uint256)) public operators;

    event Claimed(address indexed user, address indexed token, uint256 amount);

    error InvalidDispute();
    error InvalidLengths();
    error InvalidProof();
    error InvalidUninitializedRoot();
    error NoDispute();
    error NotTrusted();
    error NotWhitelisted();
    error UnresolvedDispute();

    function getMerkleRoot() public view returns (bytes32) {
        bool counts = block.timestamp >= endOfDisputePeriod && disputer == address(0);
        return counts ? tree.merkleRoot : lastTree.merkleRoot;
    }

    function updateTree(MerkleTree calldata next) external {
        if (disputer != address(0)) revert NotTrusted();
        lastTree = tree;
        tree = next;
        endOfDisputePeriod = endOfPeriod();
    }

    function disputeTree(string calldata) external {
        if (disputer != address(0)) revert UnresolvedDispute();
        if (block.timestamp >= endOfDisputePeriod) revert InvalidDispute();
        disputer = msg.sender;
    }

    function resolveDispute(bool valid) external {
        if (disputer == address(0)) revert NoDispute();
        if (valid) revoke();
        else endOfDisputePeriod = endOfPeriod();
        disputer = address(0);
    }

    function revokeTree() external {
        if (disputer != address(0)) revert UnresolvedDispute();
        revoke();
    }

    function toggleOperator(address user, address operator) external {
        operators[user][operator] = 1 - operators[user][operator];
    }

    function claim(
        address[] calldata users,
        address[] calldata tokens,
        uint256[] calldata amounts,
        bytes32[][] calldata proofs
    ) external {
        uint256 count = users.length;
        if (count == 0 || count != tokens.length || count != amounts.length || count != proofs.length) {
            revert InvalidLengths();
        }
        for (uint256 i; i < count; i++) claimOne(users[i], tokens[i], amounts[i], proofs[i]);
    }

    function claimOne(address user, address token, uint256 amount, bytes32[] calldata proof) private {
        bool allowed = msg.sender == user || tx.origin == user || operators[user][msg.sender] != 0
            || operators[user][address(0)] != 0;
        if (!allowed) revert NotWhitelisted();
        bytes32 root = getMerkleRoot();
        if (root == bytes32(0)) revert InvalidUninitializedRoot();
        if (!MerkleProof.verifyCalldata(proof, root, keccak256(abi.encode(user, token, amount)))) revert InvalidProof();
        uint256 due = amount - claimed[user][token].amount;
        require(amount <= type(uint208).max);
        claimed[user][token] = Claim(uint208(amount), uint48(block.timestamp), root);
        emit Claimed(user, token, due);
        if (due != 0) IERC20(token).safeTransfer(paid(user, token), due);
    }

    function paid(address user, address) internal view virtual returns (address) {
        return user;
    }

    function revoke() private {
        endOfDisputePeriod = 0;
        tree = lastTree;
    }

    function endOfPeriod() private view returns (uint48) {
        return ((uint48(block.timestamp) - 1) / EPOCH + 1 + disputePeriod) * EPOCH;
    }
}

/// Knows of no recipients.
contract MerklFirst is Distributing {}

contract MerklDistributor is Distributing {
    mapping(address => mapping(address => address)) public claimRecipient;

    function setClaimRecipient(address recipient, address token) external {
        claimRecipient[msg.sender][token] = recipient;
    }

    function paid(address user, address token) internal view override returns (address) {
        address recipient = claimRecipient[user][token];
        if (recipient == address(0)) recipient = claimRecipient[user][address(0)];
        return recipient == address(0) ? user : recipient;
    }
}
