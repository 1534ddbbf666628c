// A model written from the published interface of Tether's block-list tokens (2020, and version 2.0 of 2024), for tests; not the deployed code.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import "./TextErc20.sol";

/// The list and the batch. Anybody may block: it is a test.
abstract contract BlockedList is TextErc20("Tether Gold", "XAUt") {
    mapping(address => bool) public isBlocked;
    address public immutable owner = msg.sender;

    modifier onlyNotBlocked() {
        require(!isBlocked[msg.sender], "Blocked: transfers are blocked for user");
        _;
    }

    function addToBlockedList(address user) external {
        isBlocked[user] = true;
    }

    function removeFromBlockedList(address user) external {
        isBlocked[user] = false;
    }
}

contract TetherGold is BlockedList {
    function transfer(address to, uint256 amount) public override onlyNotBlocked returns (bool) {
        require(to != address(this), "ERC20: transfer to the contract address");
        return super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override onlyNotBlocked returns (bool) {
        require(to != address(this), "ERC20: transfer to the contract address");
        require(!isBlocked[from]);
        return super.transferFrom(from, to, amount);
    }

    function multiTransfer(address[] memory recipients, uint256[] memory values) external onlyNotBlocked {
        require(recipients.length == values.length, "ERC20: multiTransfer mismatch");
        for (uint256 i = 0; i < recipients.length; i++) transfer(recipients[i], values[i]);
    }
}

contract TetherGoldV2 is BlockedList {
    function _look(address from, address to) internal view override {
        require(!isBlocked[from] || msg.sender == owner, "TetherToken: from is blocked");
        require(to != address(this), "TetherToken: transfer to the contract address");
    }

    function transferFrom(address from, address to, uint256 amount) public override onlyNotBlocked returns (bool) {
        return super.transferFrom(from, to, amount);
    }

    function multiTransfer(address[] calldata recipients, uint256[] calldata values) external {
        require(recipients.length == values.length, "TetherToken: multiTransfer mismatch");
        for (uint256 i = 0; i < recipients.length; i++) transfer(recipients[i], values[i]);
    }
}

/// The same list with a pause that is not Tether's: other rules, so not to be taken for it.
contract PausableLookalike is BlockedList {
    bool public paused;

    function multiTransfer(address[] calldata recipients, uint256[] calldata values) external {
        for (uint256 i = 0; i < recipients.length; i++) transfer(recipients[i], values[i]);
    }

    function _look(address, address) internal view override {
        require(!paused, "Pausable: paused");
    }
}
