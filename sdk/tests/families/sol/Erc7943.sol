// A model written from the published interface of ERC-7943 (final text and the drafts of 2025), for tests; not the deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// Lists, freezes, a pause that only `canTransfer` tells, and a limit that nothing tells. Everybody may set them: it is a model.
abstract contract Model is ERC20 {
    bool public paused;
    uint256 internal most = type(uint256).max;
    mapping(address account => bool) internal cannotSend;
    mapping(address account => bool) internal cannotReceive;
    mapping(address caller => bool) internal cannotCall;
    mapping(address account => uint256) internal frozenTokens;

    constructor() ERC20("Model asset", "MAS") {}

    function decimals() public pure override returns (uint8) {
        return 0;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function setPaused(bool yes) external {
        paused = yes;
    }

    function setMost(uint256 amount) external {
        most = amount;
    }

    function setSend(address account, bool can) external {
        cannotSend[account] = !can;
    }

    function setReceive(address account, bool can) external {
        cannotReceive[account] = !can;
    }

    function setCall(address caller, bool can) external {
        cannotCall[caller] = !can;
    }

    function freeze(address account, uint256 amount) external {
        frozenTokens[account] = amount;
    }

    function _id() internal pure virtual returns (bytes4);

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0x01ffc9a7 || id == 0x36372b07 || id == _id();
    }

    /// What no getter tells: the pause, the limit, who calls.
    function _unnamed(uint256 amount) internal view returns (bool) {
        return !paused && amount <= most && !cannotCall[msg.sender];
    }

    function _free(address account) internal view returns (uint256) {
        uint256 balance = balanceOf(account);
        return balance < frozenTokens[account] ? 0 : balance - frozenTokens[account];
    }
}

/// What the final text and the drafts after 2025-09-11 share.
abstract contract Fungible is Model {
    error ERC7943CannotTransfer(address from, address to, uint256 amount);
    error ERC7943InsufficientUnfrozenBalance(address account, uint256 amount, uint256 unfrozen);

    function getFrozenTokens(address account) public view returns (uint256) {
        return frozenTokens[account];
    }

    function setFrozenTokens(address account, uint256 amount) external returns (bool) {
        frozenTokens[account] = amount;
        return true;
    }

    function canTransfer(address from, address to, uint256 amount) public view virtual returns (bool);

    function _refuseParties(address from, address to) internal view virtual;

    function _update(address from, address to, uint256 amount) internal virtual override {
        if (from != address(0) && to != address(0)) {
            uint256 balance = balanceOf(from);
            if (balance < amount) revert ERC20InsufficientBalance(from, balance, amount);
            uint256 unfrozen = _free(from);
            if (amount > unfrozen) revert ERC7943InsufficientUnfrozenBalance(from, amount, unfrozen);
            _refuseParties(from, to);
            if (!canTransfer(from, to, amount)) revert ERC7943CannotTransfer(from, to, amount);
        }
        super._update(from, to, amount);
    }
}

/// Final: sending and receiving apart.
contract Erc7943Final is Fungible {
    error ERC7943CannotSend(address account);
    error ERC7943CannotReceive(address account);

    function _id() internal pure override returns (bytes4) {
        return 0x3edbb4c4;
    }

    function canSend(address account) public view returns (bool) {
        return !cannotSend[account];
    }

    function canReceive(address account) public view returns (bool) {
        return !cannotReceive[account];
    }

    /// As the reference code of the text does: a balance too small counts only where something is frozen.
    function canTransfer(address from, address to, uint256 amount) public view virtual override returns (bool) {
        if (getFrozenTokens(from) > 0 && amount > _free(from)) return false;
        return canSend(from) && canReceive(to) && _unnamed(amount);
    }

    function _refuseParties(address from, address to) internal view virtual override {
        if (!canSend(from)) revert ERC7943CannotSend(from);
        if (!canReceive(to)) revert ERC7943CannotReceive(to);
    }
}

/// Final, as OpenZeppelin's community contracts do it: their own errors, and who asks for more than they have is not refused by the view.
contract Erc7943OpenZeppelin is Erc7943Final {
    error ERC20UserRestricted(address account);
    error ERC20InsufficientUnfrozenBalance(address account, uint256 needed, uint256 available);

    function available(address account) public view returns (uint256) {
        return _free(account);
    }

    function frozen(address account) external view returns (uint256) {
        return getFrozenTokens(account);
    }

    function canTransfer(address from, address to, uint256 amount) public view override returns (bool) {
        bool funds = amount > balanceOf(from) || amount <= available(from);
        return canSend(from) && canReceive(to) && funds && _unnamed(amount);
    }

    function _refuseParties(address from, address to) internal view override {
        if (!canSend(from)) revert ERC20UserRestricted(from);
        if (!canReceive(to)) revert ERC20UserRestricted(to);
    }
}

/// Draft of 2025-10-29.
contract Erc7943Transact is Fungible {
    error ERC7943CannotTransact(address account);

    function _id() internal pure override returns (bytes4) {
        return 0x29388973;
    }

    function canTransact(address account) public view returns (bool) {
        return !cannotSend[account];
    }

    function canTransfer(address from, address to, uint256 amount) public view override returns (bool) {
        if (getFrozenTokens(from) > 0 && amount > _free(from)) return false;
        return canTransact(from) && canTransact(to) && _unnamed(amount);
    }

    function _refuseParties(address from, address to) internal view override {
        if (!canTransact(from)) revert ERC7943CannotTransact(from);
        if (!canTransact(to)) revert ERC7943CannotTransact(to);
    }
}

/// Draft of 2025-09-22: its view counts the balance too.
contract Erc7943Allowed is Fungible {
    error ERC7943NotAllowedUser(address account);

    function _id() internal pure override returns (bytes4) {
        return 0x20e30a04;
    }

    function isUserAllowed(address user) public view returns (bool) {
        return !cannotSend[user];
    }

    function canTransfer(address from, address to, uint256 amount) public view override returns (bool) {
        if (balanceOf(from) < frozenTokens[from]) return false;
        if (amount > balanceOf(from) - frozenTokens[from]) return false;
        return isUserAllowed(from) && isUserAllowed(to) && _unnamed(amount);
    }

    function _refuseParties(address from, address to) internal view override {
        if (!isUserAllowed(from)) revert ERC7943NotAllowedUser(from);
        if (!isUserAllowed(to)) revert ERC7943NotAllowedUser(to);
    }
}

/// Draft of 2025-09-11: one interface with a number that fungible tokens ignore, and a subtraction without a guard.
contract Erc7943Single is Model {
    error ERC7943InsufficientUnfrozenBalance(address user, uint256 tokenId, uint256 amount, uint256 unfrozen);

    function _id() internal pure override returns (bytes4) {
        return 0xf35fc3be;
    }

    function getFrozenTokens(address user, uint256) external view returns (uint256) {
        return frozenTokens[user];
    }

    function isUserAllowed(address user) public view returns (bool) {
        return !cannotSend[user];
    }

    function canTransfer(address from, address to, uint256, uint256 amount) public view returns (bool) {
        if (amount > balanceOf(from) - frozenTokens[from]) return false;
        return isUserAllowed(from) && isUserAllowed(to) && _unnamed(amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (from != address(0) && to != address(0)) {
            uint256 balance = balanceOf(from);
            if (balance < amount) revert ERC20InsufficientBalance(from, balance, amount);
            uint256 unfrozen = balance - frozenTokens[from];
            if (amount > unfrozen) revert ERC7943InsufficientUnfrozenBalance(from, 0, amount, unfrozen);
            require(canTransfer(from, to, 0, amount), "ERC7943: transfer not allowed");
        }
        super._update(from, to, amount);
    }
}

/// A token of unique items or of many kinds: declares the id that it is given, and has a balance so that it can be asked about.
contract Erc7943Items is ERC20 {
    bytes4 internal immutable id;

    constructor(bytes4 id_) ERC20("Model items", "MIT") {
        id = id_;
        _mint(msg.sender, 100);
    }

    function supportsInterface(bytes4 asked) external view returns (bool) {
        return asked == 0x01ffc9a7 || asked == id;
    }
}
