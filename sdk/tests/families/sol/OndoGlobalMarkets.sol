// A model written from the published interface of Ondo's Global Markets tokens and USDon (2025), for tests; not the deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.20;

import {FourthErc20} from "./FourthErc20.sol";
import {SanctionsList} from "./SanctionsList.sol";

contract Blocklist {
    mapping(address => bool) public isBlocked;

    function set(address account, bool blocked) external {
        isBlocked[account] = blocked;
    }
}

/// Lists by token. A token without lists denies nobody.
contract Compliance {
    error UserBlocked();
    error UserSanctioned();

    mapping(address => Blocklist) public rwaTokenToBlocklist;
    mapping(address => SanctionsList) public rwaTokenToSanctionsList;

    function setLists(address token, Blocklist blocklist, SanctionsList sanctions) external {
        rwaTokenToBlocklist[token] = blocklist;
        rwaTokenToSanctionsList[token] = sanctions;
    }

    function checkIsCompliant(address token, address user) external view {
        Blocklist blocklist = rwaTokenToBlocklist[token];
        if (address(blocklist) != address(0) && blocklist.isBlocked(user)) revert UserBlocked();
        SanctionsList sanctions = rwaTokenToSanctionsList[token];
        if (address(sanctions) != address(0) && sanctions.isSanctioned(user)) revert UserSanctioned();
    }
}

/// One address for all Global Markets tokens.
contract ComplianceView {
    Compliance public compliance;
    address public gmIdentifier = address(uint160(uint256(keccak256("global_markets"))));

    constructor(Compliance compliance_) {
        compliance = compliance_;
    }

    function checkIsCompliant(address user) external {
        compliance.checkIsCompliant(gmIdentifier, user);
    }
}

contract PauseManager {
    mapping(address => bool) public pausedTokens;
    bool public allTokensPaused;

    function pauseToken(address token, bool paused) external {
        pausedTokens[token] = paused;
    }

    function pauseAllTokens(bool paused) external {
        allTokensPaused = paused;
    }

    function isTokenPaused(address token) external view returns (bool) {
        return pausedTokens[token] || allTokensPaused;
    }
}

abstract contract Client is FourthErc20 {
    ComplianceView public compliance;

    constructor(ComplianceView compliance_) {
        compliance = compliance_;
    }

    function mint(address to, uint256 amount) external {
        create(to, amount);
    }

    function checkParties(address from, address to) internal {
        if (from != msg.sender && to != msg.sender) compliance.checkIsCompliant(msg.sender);
        if (from != address(0)) compliance.checkIsCompliant(from);
        if (to != address(0)) compliance.checkIsCompliant(to);
    }
}

contract GmToken is Client {
    error TokenPaused();

    PauseManager public tokenPauseManager;

    constructor(ComplianceView compliance_, PauseManager manager)
        FourthErc20("Tokenized Stock", "STKon")
        Client(compliance_)
    {
        tokenPauseManager = manager;
    }

    function beforeMove(address from, address to) internal override {
        if (from == address(0)) return;
        if (tokenPauseManager.isTokenPaused(address(this))) revert TokenPaused();
        checkParties(from, to);
    }
}

contract UsdOn is Client {
    bool public paused;

    constructor(ComplianceView compliance_) FourthErc20("Ondo USD", "USDon") Client(compliance_) {}

    function setPaused(bool paused_) external {
        paused = paused_;
    }

    function beforeMove(address from, address to) internal override {
        if (from == address(0)) return;
        require(!paused, "ERC20Pausable: token transfer while paused");
        checkParties(from, to);
    }
}
