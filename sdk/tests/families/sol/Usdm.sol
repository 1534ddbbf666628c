// A model written from the published interface of Mountain Protocol's USDM and wUSDM (2023), for tests; not the deployed code.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";

/// The roles are not modelled: anybody may pause, block, mint and set the multiplier.
contract Usdm {
    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    error ERC20InsufficientBalance(address sender, uint256 shares, uint256 sharesNeeded);
    error ERC20InvalidReceiver(address receiver);
    error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed);
    error USDMInvalidRewardMultiplier(uint256 rewardMultiplier);
    error USDMBlockedSender(address sender);
    error USDMPausedTransfers();

    string public constant name = "Mountain Protocol USD";
    string public constant symbol = "USDM";
    uint8 public constant decimals = 18;
    uint256 private constant BASE = 1e18;
    uint256 public rewardMultiplier = BASE;
    uint256 public totalShares;
    bool public paused;
    mapping(address => uint256) public sharesOf;
    mapping(address => bool) public isBlocked;
    mapping(address => mapping(address => uint256)) public allowance;

    function convertToShares(uint256 amount) public view returns (uint256) {
        return (amount * BASE) / rewardMultiplier;
    }

    function convertToTokens(uint256 shares) public view returns (uint256) {
        return (shares * rewardMultiplier) / BASE;
    }

    function totalSupply() external view returns (uint256) {
        return convertToTokens(totalShares);
    }

    function balanceOf(address account) external view returns (uint256) {
        return convertToTokens(sharesOf[account]);
    }

    function setRewardMultiplier(uint256 multiplier) external {
        if (multiplier < BASE) revert USDMInvalidRewardMultiplier(multiplier);
        rewardMultiplier = multiplier;
    }

    function setPaused(bool paused_) external {
        paused = paused_;
    }

    function setBlocked(address account, bool blocked) external {
        isBlocked[account] = blocked;
    }

    function mint(address to, uint256 amount) external {
        uint256 shares = convertToShares(amount);
        totalShares += shares;
        sharesOf[to] += shares;
        emit Transfer(address(0), to, amount);
    }

    function burn(address from, uint256 amount) external {
        uint256 shares = convertToShares(amount);
        sharesOf[from] -= shares;
        totalShares -= shares;
        emit Transfer(from, address(0), amount);
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        emit Approval(msg.sender, spender, amount);
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        _move(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed != type(uint256).max) {
            if (allowed < amount) revert ERC20InsufficientAllowance(msg.sender, allowed, amount);
            allowance[from][msg.sender] = allowed - amount;
        }
        _move(from, to, amount);
        return true;
    }

    function _move(address from, address to, uint256 amount) private {
        if (to == address(0)) revert ERC20InvalidReceiver(to);
        if (isBlocked[from]) revert USDMBlockedSender(from);
        if (paused) revert USDMPausedTransfers();
        uint256 shares = convertToShares(amount);
        if (sharesOf[from] < shares) revert ERC20InsufficientBalance(from, sharesOf[from], shares);
        sharesOf[from] -= shares;
        sharesOf[to] += shares;
        emit Transfer(from, to, amount);
    }
}

contract WrappedUsdm is ERC4626 {
    error wUSDMBlockedSender(address sender);
    error wUSDMPausedTransfers();

    Usdm public USDM;
    bool private _paused;

    constructor(Usdm usdm) ERC20("Wrapped Mountain Protocol USD", "wUSDM") ERC4626(IERC20(address(usdm))) {
        USDM = usdm;
    }

    function paused() public view returns (bool) {
        return USDM.paused() || _paused;
    }

    function setPaused(bool paused_) external {
        _paused = paused_;
    }

    function mint(address account, uint256 amount, bool) external {
        _mint(account, amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (from != address(0)) {
            if (USDM.isBlocked(from)) revert wUSDMBlockedSender(from);
            if (paused()) revert wUSDMPausedTransfers();
        }
        super._update(from, to, amount);
    }
}
