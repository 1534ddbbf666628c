// A model written from the published interface of ERC-7518 (text of 2025-12), for tests; not the deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";

/// Freezes, restricted partitions, locks until a time, and vouchers where the issuer wants them. Everybody may set them: it is a model.
contract Erc7518 is ERC1155 {
    error TransferRefused(address from, address to, uint256 id, uint256 amount);
    error NotRestricted(uint256 id);
    error NothingToUnlock(address account, uint256 id);

    struct Lock {
        uint256 amount;
        uint256 releaseTime;
    }

    bool public wantsVouchers;
    mapping(address account => bool) private _frozen;
    mapping(uint256 id => bool) private _restricted;
    mapping(address account => mapping(uint256 id => Lock[])) private _locks;

    event TokensLocked(address indexed account, uint256 indexed id, uint256 amount, uint256 releaseTime);
    event TokenUnlocked(address indexed account, uint256 indexed id);
    event AddressFrozen(address indexed account, bytes data);
    event AddressUnfrozen(address indexed account, bytes data);
    event TransferRestricted(uint256 indexed id);
    event TransferRestrictionRemoved(uint256 indexed id);

    constructor() ERC1155("") {}

    function mint(address to, uint256 id, uint256 amount) external {
        _mint(to, id, amount, "");
    }

    function setWantsVouchers(bool yes) external {
        wantsVouchers = yes;
    }

    function restrictTransfer(uint256 id) external returns (bool) {
        _restricted[id] = true;
        emit TransferRestricted(id);
        return true;
    }

    function removeRestriction(uint256 id) external returns (bool) {
        if (!_restricted[id]) revert NotRestricted(id);
        _restricted[id] = false;
        emit TransferRestrictionRemoved(id);
        return true;
    }

    function freezeAddress(address account, bytes calldata data) external returns (bool) {
        _frozen[account] = true;
        emit AddressFrozen(account, data);
        return true;
    }

    function unFreeze(address account, bytes calldata data) external returns (bool) {
        _frozen[account] = false;
        emit AddressUnfrozen(account, data);
        return true;
    }

    function lockTokens(address account, uint256 id, uint256 amount, uint256 releaseTime) external returns (bool) {
        require(balanceOf(account, id) >= lockedBalanceOf(account, id) + amount, "balance");
        _locks[account][id].push(Lock(amount, releaseTime));
        emit TokensLocked(account, id, amount, releaseTime);
        return true;
    }

    /// All whose time has come.
    function unlockToken(address account, uint256 id) external {
        Lock[] storage locks = _locks[account][id];
        uint256 before = locks.length;
        for (uint256 i = locks.length; i > 0; --i) {
            if (locks[i - 1].releaseTime > block.timestamp) continue;
            locks[i - 1] = locks[locks.length - 1];
            locks.pop();
        }
        if (locks.length == before) revert NothingToUnlock(account, id);
        emit TokenUnlocked(account, id);
    }

    function lockedBalanceOf(address account, uint256 id) public view returns (uint256 locked) {
        Lock[] storage locks = _locks[account][id];
        for (uint256 i = 0; i < locks.length; ++i) locked += locks[i].amount;
    }

    function transferableBalance(address account, uint256 id) public view returns (uint256) {
        return balanceOf(account, id) - lockedBalanceOf(account, id);
    }

    function canTransfer(address from, address to, uint256 id, uint256 amount, bytes memory data)
        public view returns (bool)
    {
        if (_frozen[from] || _frozen[to] || _restricted[id]) return false;
        if (amount > transferableBalance(from, id)) return false;
        // What is in a voucher is the application's; here it only has to be there.
        return !wantsVouchers || data.length > 0;
    }

    function safeTransferFrom(address from, address to, uint256 id, uint256 value, bytes memory data) public override {
        if (!canTransfer(from, to, id, value, data)) revert TransferRefused(from, to, id, value);
        super.safeTransferFrom(from, to, id, value, data);
    }
}
