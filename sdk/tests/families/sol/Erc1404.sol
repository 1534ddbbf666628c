// A model written from the published interface of ERC-1404 with the CMTA's addition for callers, for tests; not the deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// Only callers are restricted. Like the first implementations it reverts with the text itself.
contract Erc1404Extended is ERC20 {
    mapping(address caller => bool) public blocked;

    constructor(uint256 supply) ERC20("Model share", "MSH") {
        _mint(msg.sender, supply);
    }

    function decimals() public pure override returns (uint8) {
        return 0;
    }

    function setBlocked(address caller, bool yes) external {
        blocked[caller] = yes;
    }

    function detectTransferRestriction(address, address, uint256) external pure returns (uint8) {
        return 0;
    }

    function detectTransferRestrictionFrom(address spender, address, address, uint256) public view returns (uint8) {
        return blocked[spender] ? 7 : 0;
    }

    function messageForTransferRestriction(uint8 code) public pure returns (string memory) {
        return code == 0 ? "SUCCESS" : "This caller may not move shares.";
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        uint8 code = detectTransferRestrictionFrom(msg.sender, from, to, value);
        require(code == 0, messageForTransferRestriction(code));
        return super.transferFrom(from, to, value);
    }
}
