// A model written from the published interface of ERC-1594 (EIP-1594 and its reference code), for tests; not the deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// One status is told, that of the first rule that is broken: halted, sender, receiver, locked, funds, allowance.
abstract contract StatusToken is ERC20("Status note", "SNOTE") {
    bool public halted;
    mapping(address => bool) public barredFromSending;
    mapping(address => bool) public barredFromReceiving;
    mapping(address => bool) public locked;

    function isIssuable() external pure returns (bool) {
        return true;
    }

    function issue(address holder, uint256 value, bytes calldata) external {
        _mint(holder, value);
    }

    function setHalted(bool value) external {
        halted = value;
    }

    function setBarredFromSending(address account, bool value) external {
        barredFromSending[account] = value;
    }

    function setBarredFromReceiving(address account, bool value) external {
        barredFromReceiving[account] = value;
    }

    function setLocked(address account, bool value) external {
        locked[account] = value;
    }

    function status(address caller, address from, address to, uint256 value) internal view returns (bytes1) {
        if (halted) return 0x54;
        if (barredFromSending[from]) return 0x56;
        if (barredFromReceiving[to]) return 0x57;
        if (locked[from]) return 0x55;
        if (balanceOf(from) < value) return 0x52;
        if (caller != from && allowance(from, caller) < value) return 0x53;
        return 0x51;
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        require(status(msg.sender, msg.sender, to, value) == 0x51, "refused");
        return super.transfer(to, value);
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        require(status(msg.sender, from, to, value) == 0x51, "refused");
        return super.transferFrom(from, to, value);
    }
}

/// The answer as the reference code has it.
contract ReferenceToken is StatusToken {
    function canTransfer(address to, uint256 value, bytes calldata) external view returns (bool, bytes1, bytes32) {
        bytes1 code = status(msg.sender, msg.sender, to, value);
        return (code == 0x51, code, 0);
    }

    function canTransferFrom(
        address from, address to, uint256 value, bytes calldata
    ) external view returns (bool, bytes1, bytes32) {
        bytes1 code = status(msg.sender, from, to, value);
        return (code == 0x51, code, 0);
    }
}

/// The answer as the text has it.
contract TextToken is StatusToken {
    function canTransfer(address to, uint256 value, bytes calldata) external view returns (bytes1, bytes32) {
        return (status(msg.sender, msg.sender, to, value), 0);
    }

    function canTransferFrom(
        address from, address to, uint256 value, bytes calldata
    ) external view returns (bytes1, bytes32) {
        return (status(msg.sender, from, to, value), 0);
    }
}

/// ERC-1410 with an answer by partition, and a plain transfer of its one partition.
contract PartitionToken is StatusToken {
    bytes32 private constant ONLY = "only";

    function partitionsOf(address holder) external view returns (bytes32[] memory partitions) {
        partitions = new bytes32[](balanceOf(holder) == 0 ? 0 : 1);
        if (partitions.length == 1) partitions[0] = ONLY;
    }

    function balanceOfByPartition(bytes32 partition, address holder) external view returns (uint256) {
        return partition == ONLY ? balanceOf(holder) : 0;
    }

    function canTransferByPartition(
        address from, address to, bytes32 partition, uint256 value, bytes calldata
    ) external view returns (bytes1, bytes32, bytes32) {
        if (partition != ONLY) return (0x50, "unknown partition", partition);
        return (status(msg.sender, from, to, value), 0, partition);
    }
}
