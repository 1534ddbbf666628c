// A model written from the published interface of a T-REX 3.5 compliance contract, with a rule of its own, for tests; not the deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

contract PlainCompliance {
    mapping(address => bool) public isTokenBound;
    mapping(address => bool) public isTokenAgent;
    uint256 public most;

    function bindToken(address token) external {
        isTokenBound[token] = true;
    }

    function setMost(uint256 most_) external {
        most = most_;
    }

    function canTransfer(address, address, uint256 amount) external view returns (bool) {
        return amount <= most;
    }

    function transferred(address, address, uint256) external {}

    function created(address, uint256) external {}

    function destroyed(address, uint256) external {}
}

// A module of T-REX 4.0, which has no name, with a rule of its own.
contract NamelessModule {
    uint256 public most;

    function setMost(uint256 most_) external {
        most = most_;
    }

    function bindCompliance(address) external {}

    function unbindCompliance(address) external {}

    function moduleTransferAction(address, address, uint256) external {}

    function moduleMintAction(address, uint256) external {}

    function moduleBurnAction(address, uint256) external {}

    function moduleCheck(address, address, uint256 amount, address) external view returns (bool) {
        return amount <= most;
    }
}
