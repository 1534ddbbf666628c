// A model written from the published interface of Superstate's token (versions 3 and 4) and allow list (version 2), for tests; not the deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.20;

import {FourthErc20} from "./FourthErc20.sol";

contract AllowList {
    mapping(address => uint256) public addressEntityIds;
    mapping(uint256 => mapping(string => bool)) public fundPermissionsByEntityId;
    mapping(address => mapping(string => bool)) public protocolPermissions;

    function setEntity(address account, uint256 entity) external {
        addressEntityIds[account] = entity;
    }

    function setFund(uint256 entity, string calldata fund, bool allowed) external {
        fundPermissionsByEntityId[entity][fund] = allowed;
    }

    function setProtocol(address account, string calldata fund, bool allowed) external {
        protocolPermissions[account][fund] = allowed;
    }

    function isAddressAllowedForFund(address account, string calldata fund) external view returns (bool) {
        uint256 entity = addressEntityIds[account];
        if (entity == 0) return protocolPermissions[account][fund];
        return fundPermissionsByEntityId[entity][fund];
    }
}

abstract contract FundToken is FourthErc20("Superstate Short Duration US Government Securities Fund", "USTB") {
    error InsufficientPermissions();
    error AccountingIsPaused();

    AllowList public allowListV2;
    bool public paused;
    bool public accountingPaused;

    constructor(AllowList list) {
        allowListV2 = list;
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function setPaused(bool paused_) external {
        paused = paused_;
    }

    function setAccountingPaused(bool paused_) external {
        accountingPaused = paused_;
    }

    function mint(address to, uint256 amount) external {
        create(to, amount);
    }

    function beforeMove(address, address) internal pure override {}

    function permitted(address account) internal view returns (bool) {
        return allowListV2.isAddressAllowedForFund(account, symbol);
    }

    function requirePermitted(address account) internal view {
        if (!permitted(account)) revert InsufficientPermissions();
    }

    function requireTransfersOn() internal view {
        require(!paused, "Pausable: paused");
    }

    function requireAccountingOn() internal view {
        if (accountingPaused) revert AccountingIsPaused();
    }
}

contract FourthToken is FundToken {
    string public constant VERSION = "4";

    event OffchainRedeem(address indexed burner, address indexed src, uint256 amount);

    constructor(AllowList list) FundToken(list) {}

    function isAllowed(address account) public view returns (bool) {
        return permitted(account);
    }

    function offchainRedeem(uint256 amount) external {
        requirePermitted(msg.sender);
        requireAccountingOn();
        destroy(msg.sender, amount);
        emit OffchainRedeem(msg.sender, msg.sender, amount);
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        requirePermitted(msg.sender);
        if (to == address(this)) {
            requireAccountingOn();
            destroy(msg.sender, amount);
            emit OffchainRedeem(msg.sender, msg.sender, amount);
        } else {
            requireTransfersOn();
            requirePermitted(to);
            move(msg.sender, to, amount);
        }
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        requirePermitted(from);
        if (to == address(this)) {
            requireAccountingOn();
            spend(from, amount);
            destroy(from, amount);
            emit OffchainRedeem(msg.sender, from, amount);
        } else {
            requireTransfersOn();
            requirePermitted(to);
            super.transferFrom(from, to, amount);
        }
        return true;
    }
}

/// With pledges: what is encumbered to somebody only that one may move.
contract ThirdToken is FundToken {
    error InsufficientAvailableBalance();

    mapping(address => uint256) public encumberedBalanceOf;
    mapping(address => mapping(address => uint256)) public encumbrances;

    constructor(AllowList list) FundToken(list) {}

    function hasSufficientPermissions(address account) public view returns (bool) {
        return permitted(account);
    }

    function availableBalanceOf(address owner) public view returns (uint256) {
        return balanceOf[owner] - encumberedBalanceOf[owner];
    }

    function encumber(address taker, uint256 amount) external {
        requireTransfersOn();
        if (availableBalanceOf(msg.sender) < amount) revert InsufficientAvailableBalance();
        encumbrances[msg.sender][taker] += amount;
        encumberedBalanceOf[msg.sender] += amount;
    }

    function release(address owner, uint256 amount) external {
        giveUp(owner, msg.sender, amount);
    }

    function giveUp(address owner, address taker, uint256 amount) private {
        encumbrances[owner][taker] -= amount;
        encumberedBalanceOf[owner] -= amount;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (availableBalanceOf(msg.sender) < amount) revert InsufficientAvailableBalance();
        requirePermitted(msg.sender);
        arrive(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        uint256 pledged = encumbrances[from][msg.sender];
        if (pledged < amount) {
            requirePermitted(from);
            uint256 excess = amount - pledged;
            if (availableBalanceOf(from) < excess) revert InsufficientAvailableBalance();
            if (pledged > 0) giveUp(from, msg.sender, pledged);
            spend(from, excess);
        } else {
            giveUp(from, msg.sender, amount);
        }
        arrive(from, to, amount);
        return true;
    }

    function arrive(address from, address to, uint256 amount) private {
        if (to == address(this)) {
            requireAccountingOn();
            destroy(from, amount);
        } else {
            requireTransfersOn();
            requirePermitted(to);
            move(from, to, amount);
        }
    }
}
