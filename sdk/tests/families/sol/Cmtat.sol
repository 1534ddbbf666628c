// A model written from the published interface of CMTAT (2.5.1, 3.1.0, 3.2.0-rc0), for tests; not the deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

interface IEngine {
    function detectTransferRestriction(address from, address to, uint256 value) external view returns (uint8);
    function messageForTransferRestriction(uint8 code) external view returns (string memory);
}

/// What the engines of version 2 tokens are called by.
interface IOperatingEngine is IEngine {
    function validateTransfer(address from, address to, uint256 value) external view returns (bool);
    function operateOnTransfer(address from, address to, uint256 value) external returns (bool);
}

/// What the engines of version 3 tokens are called by.
interface INotifiedEngine is IEngine {
    function detectTransferRestrictionFrom(address spender, address from, address to, uint256 value)
        external view returns (uint8);
    function canTransfer(address from, address to, uint256 value) external view returns (bool);
    function canTransferFrom(address spender, address from, address to, uint256 value) external view returns (bool);
    function transferred(address from, address to, uint256 value) external;
    function transferred(address spender, address from, address to, uint256 value) external;
}

/// Issuer, pause, end. One account has all roles.
abstract contract Office is ERC20 {
    error NotIssuer(address caller);
    error EnforcedPause();
    error ExpectedPause();
    error CMTAT_PauseModule_ContractIsDeactivated();

    address public immutable issuer;
    bool public paused;
    bool public deactivated;

    modifier onlyIssuer() {
        if (msg.sender != issuer) revert NotIssuer(msg.sender);
        _;
    }

    constructor() ERC20("Model share", "MSH") {
        issuer = msg.sender;
    }

    function decimals() public pure override returns (uint8) {
        return 0;
    }

    function pause() external onlyIssuer {
        if (paused) revert EnforcedPause();
        paused = true;
    }

    function unpause() external onlyIssuer {
        if (deactivated) revert CMTAT_PauseModule_ContractIsDeactivated();
        if (!paused) revert ExpectedPause();
        paused = false;
    }

    function mint(address to, uint256 value) external onlyIssuer {
        _mint(to, value);
    }
}

/// 2.5.1: checks in the hook that every movement goes through, and does not look at who calls.
contract CmtatV2 is Office {
    error CMTAT_InvalidTransfer(address from, address to, uint256 amount);

    string public constant VERSION = "2.5.1";
    IOperatingEngine public ruleEngine;
    mapping(address account => bool) public frozen;

    function deactivateContract() external onlyIssuer {
        deactivated = true;
        paused = true;
    }

    function freeze(address account, string calldata) external onlyIssuer returns (bool) {
        frozen[account] = true;
        return true;
    }

    function unfreeze(address account, string calldata) external onlyIssuer returns (bool) {
        frozen[account] = false;
        return true;
    }

    function setRuleEngine(IOperatingEngine engine) external onlyIssuer {
        ruleEngine = engine;
    }

    function detectTransferRestriction(address from, address to, uint256 amount) public view returns (uint8) {
        if (paused) return 1;
        if (frozen[from]) return 2;
        if (frozen[to]) return 3;
        if (address(ruleEngine) != address(0)) return ruleEngine.detectTransferRestriction(from, to, amount);
        return 0;
    }

    function messageForTransferRestriction(uint8 code) external view returns (string memory) {
        if (code == 0) return "No restriction";
        if (code == 1) return "All transfers paused";
        if (code == 2) return "The address FROM is frozen";
        if (code == 3) return "The address TO is frozen";
        if (address(ruleEngine) != address(0)) return ruleEngine.messageForTransferRestriction(code);
        return "Unknown code";
    }

    function validateTransfer(address from, address to, uint256 amount) external view returns (bool) {
        if (paused || frozen[from] || frozen[to]) return false;
        return address(ruleEngine) == address(0) || ruleEngine.validateTransfer(from, to, amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        bool valid = !paused && !frozen[from] && !frozen[to];
        if (valid && address(ruleEngine) != address(0)) valid = ruleEngine.operateOnTransfer(from, to, amount);
        if (!valid) revert CMTAT_InvalidTransfer(from, to, amount);
        super._update(from, to, amount);
    }
}

/// What all deployments of version 3 have: pause, end, freezes of addresses.
abstract contract CmtatThird is Office {
    error CMTAT_InvalidTransfer(address from, address to, uint256 amount);

    mapping(address account => bool) public isFrozen;

    function version() external pure virtual returns (string memory) {
        return "3.1.0";
    }

    function deactivateContract() external onlyIssuer {
        if (!paused) revert ExpectedPause();
        deactivated = true;
    }

    function setAddressFrozen(address account, bool freeze) external onlyIssuer {
        isFrozen[account] = freeze;
    }

    /// ERC-5679, which no other standard of tokens declares.
    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0x01ffc9a7 || id == 0xd0017968;
    }

    function canTransfer(address from, address to, uint256 value) external view returns (bool) {
        return _can(address(0), from, to, value);
    }

    function canTransferFrom(address spender, address from, address to, uint256 value) external view returns (bool) {
        return _can(spender, from, to, value);
    }

    /// The receiver's zero address is a burn, which a pause does not stop.
    function _standard(address spender, address from, address to) internal view virtual returns (bool) {
        if (to == address(0)) return !deactivated && !isFrozen[from];
        return !isFrozen[spender] && !isFrozen[from] && !isFrozen[to] && !paused;
    }

    function _can(address spender, address from, address to, uint256) internal view virtual returns (bool) {
        return _standard(spender, from, to);
    }

    function _check(address spender, address from, address to, uint256 value) internal virtual {
        if (!_standard(spender, from, to)) revert CMTAT_InvalidTransfer(from, to, value);
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        _check(address(0), msg.sender, to, value);
        return super.transfer(to, value);
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        _check(msg.sender, from, to, value);
        return super.transferFrom(from, to, value);
    }
}

/// 3.1.0, the light deployment: neither partial freezes nor an engine.
contract CmtatLight is CmtatThird {}

/// Partial freezes.
abstract contract CmtatPartly is CmtatThird {
    error CMTAT_ERC20EnforcementModule_ValueExceedsAvailableBalance();
    error CMTAT_ERC20EnforcementModule_ValueExceedsActiveBalance();

    mapping(address account => uint256) public getFrozenTokens;

    function getActiveBalanceOf(address account) external view returns (uint256) {
        return balanceOf(account) - getFrozenTokens[account];
    }

    function freezePartialTokens(address account, uint256 value) external onlyIssuer {
        uint256 frozen = getFrozenTokens[account] + value;
        if (frozen > balanceOf(account)) revert CMTAT_ERC20EnforcementModule_ValueExceedsAvailableBalance();
        getFrozenTokens[account] = frozen;
    }

    function unfreezePartialTokens(address account, uint256 value) external onlyIssuer {
        getFrozenTokens[account] -= value;
    }

    /// Subtracts unguarded.
    function _isActive(address from, uint256 value) internal view returns (bool) {
        uint256 frozen = getFrozenTokens[from];
        return frozen == 0 || value <= balanceOf(from) - frozen;
    }

    function _can(address spender, address from, address to, uint256 value) internal view virtual override returns (bool) {
        return _isActive(from, value) && super._can(spender, from, to, value);
    }

    function _refuseInactive(address from, uint256 value) internal view virtual {
        if (!_isActive(from, value)) revert CMTAT_ERC20EnforcementModule_ValueExceedsActiveBalance();
    }

    function _check(address spender, address from, address to, uint256 value) internal virtual override {
        _refuseInactive(from, value);
        super._check(spender, from, to, value);
    }
}

/// 3.1.0, the allowlist deployment.
contract CmtatAllowlist is CmtatPartly {
    bool public isAllowlistEnabled = true;
    mapping(address account => bool) public isAllowlisted;

    function setAddressAllowlist(address account, bool status) external onlyIssuer {
        isAllowlisted[account] = status;
    }

    function enableAllowlist(bool status) external onlyIssuer {
        isAllowlistEnabled = status;
    }

    function _standard(address spender, address from, address to) internal view override returns (bool) {
        if (isAllowlistEnabled && to != address(0)) {
            if (spender != address(0) && !isAllowlisted[spender]) return false;
            if (!isAllowlisted[from] || !isAllowlisted[to]) return false;
        }
        return super._standard(spender, from, to);
    }
}

/// 3.1.0, the standard deployment: an engine, and ERC-1404 with the CMTA's addition.
contract CmtatV3 is CmtatPartly {
    INotifiedEngine public ruleEngine;

    function setRuleEngine(INotifiedEngine engine) external onlyIssuer {
        ruleEngine = engine;
    }

    function detectTransferRestriction(address from, address to, uint256 value) external view returns (uint8) {
        uint8 code = _detect(from, to, value);
        if (code != 0 || address(ruleEngine) == address(0)) return code;
        return ruleEngine.detectTransferRestriction(from, to, value);
    }

    function detectTransferRestrictionFrom(address spender, address from, address to, uint256 value)
        external view returns (uint8)
    {
        if (isFrozen[spender]) return 5;
        uint8 code = _detect(from, to, value);
        if (code != 0 || address(ruleEngine) == address(0)) return code;
        return ruleEngine.detectTransferRestrictionFrom(spender, from, to, value);
    }

    function messageForTransferRestriction(uint8 code) external view returns (string memory) {
        if (code == 0) return "NoRestriction";
        if (code == 1) return "ContractDeactivated";
        if (code == 2) return "EnforcedPause";
        if (code == 3) return "AddrFromIsFrozen";
        if (code == 4) return "AddrToIsFrozen";
        if (code == 5) return "AddrSpenderIsFrozen";
        if (code == 6) return "AddrFrom:insufficientActiveBalance";
        if (address(ruleEngine) != address(0)) return ruleEngine.messageForTransferRestriction(code);
        return "UnknownCode";
    }

    function _detect(address from, address to, uint256 value) private view returns (uint8) {
        if (!_isActive(from, value)) return 6;
        if (deactivated) return 1;
        if (paused) return 2;
        if (isFrozen[from]) return 3;
        if (isFrozen[to]) return 4;
        return 0;
    }

    function _can(address spender, address from, address to, uint256 value) internal view override returns (bool) {
        if (!super._can(spender, from, to, value)) return false;
        if (address(ruleEngine) == address(0)) return true;
        return spender == address(0)
            ? ruleEngine.canTransfer(from, to, value)
            : ruleEngine.canTransferFrom(spender, from, to, value);
    }

    function _check(address spender, address from, address to, uint256 value) internal virtual override {
        super._check(spender, from, to, value);
        _notify(spender, from, to, value);
    }

    function _notify(address spender, address from, address to, uint256 value) internal {
        if (address(ruleEngine) == address(0)) return;
        if (spender == address(0)) ruleEngine.transferred(from, to, value);
        else ruleEngine.transferred(spender, from, to, value);
    }
}

/// 3.2.0-rc0: the errors and two functions of an ERC-7943 draft, which it does not declare. More may be frozen than is held.
contract CmtatV32 is CmtatV3 {
    error ERC7943CannotTransact(address account);
    error ERC7943InsufficientUnfrozenBalance(address account, uint256 amount, uint256 unfrozen);

    function version() external pure override returns (string memory) {
        return "3.2.0";
    }

    function canTransact(address account) external view returns (bool) {
        return !isFrozen[account];
    }

    function setFrozenTokens(address account, uint256 amount) external onlyIssuer returns (bool) {
        getFrozenTokens[account] = amount;
        return true;
    }

    function approve(address spender, uint256 value) public override returns (bool) {
        if (paused) revert EnforcedPause();
        return super.approve(spender, value);
    }

    function _refuseInactive(address from, uint256 value) internal view override {
        uint256 frozen = getFrozenTokens[from];
        if (frozen == 0) return;
        uint256 unfrozen = balanceOf(from) - frozen;
        if (value > unfrozen) revert ERC7943InsufficientUnfrozenBalance(from, value, unfrozen);
    }

    function _check(address spender, address from, address to, uint256 value) internal override {
        _refuseInactive(from, value);
        if (to != address(0) && paused) revert EnforcedPause();
        if (isFrozen[spender]) revert ERC7943CannotTransact(spender);
        if (isFrozen[from]) revert ERC7943CannotTransact(from);
        if (isFrozen[to]) revert ERC7943CannotTransact(to);
        _notify(spender, from, to, value);
    }
}
