// A model written from the published interface of Chainlink ACE's policy engine before 1.0.0 (2025-10), for tests; not the deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// One limit for every call, refused in the words and the shape of that release.
contract EngineBefore {
    error PolicyRunRejected(bytes4 selector, address policy, string rejectReason);

    struct Payload {
        bytes4 selector;
        address sender;
        bytes data;
        bytes context;
    }

    uint256 public most = type(uint256).max;

    function setMost(uint256 value) external {
        most = value;
    }

    function getPolicies(address, bytes4) external view returns (address[] memory policies) {
        policies = new address[](1);
        policies[0] = address(this);
    }

    function getExtractor(bytes4) external pure returns (address) {
        return address(0);
    }

    function check(Payload calldata payload) public view {
        if (payload.data.length != 64) return;
        (, uint256 amount) = abi.decode(payload.data, (address, uint256));
        if (amount > most) revert PolicyRunRejected(payload.selector, address(this), "amount exceeds maximum limit");
    }
}

contract TokenBefore is ERC20("Model fund", "MFUND") {
    EngineBefore private immutable engine;

    constructor(EngineBefore policies) {
        engine = policies;
    }

    function getPolicyEngine() external view returns (address) {
        return address(engine);
    }

    function getContext() external pure returns (bytes memory) {
        return "";
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        engine.check(EngineBefore.Payload(msg.sig, msg.sender, msg.data[4:], ""));
        return super.transfer(to, amount);
    }
}
