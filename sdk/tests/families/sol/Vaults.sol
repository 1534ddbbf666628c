// OpenZeppelin's ERC-4626 vault made concrete, alone and with the fees that its documentation shows. Not deployed code: anybody may set fees.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

contract PlainVault is ERC4626 {
    constructor(IERC20 asset_) ERC20("Vault", "VLT") ERC4626(asset_) {}
}

/// A fee for leaving, which conversions leave out and previews take off, and shares for the manager, which dilute all others.
contract FeeVault is PlainVault {
    using Math for uint256;
    using SafeERC20 for IERC20;

    uint256 private constant BASIS = 10_000;
    address private immutable manager = msg.sender;
    /// In basis points of what is paid out.
    uint256 public exitFee;

    constructor(IERC20 asset_) PlainVault(asset_) {}

    function setExitFee(uint256 basisPoints) external {
        exitFee = basisPoints;
    }

    function payManager(uint256 shares) external {
        _mint(manager, shares);
    }

    function previewRedeem(uint256 shares) public view override returns (uint256) {
        uint256 assets = super.previewRedeem(shares);
        return assets - assets.mulDiv(exitFee, exitFee + BASIS, Math.Rounding.Ceil);
    }

    function previewWithdraw(uint256 assets) public view override returns (uint256) {
        return super.previewWithdraw(assets + fee(assets));
    }

    function _withdraw(address caller, address to, address owner, uint256 assets, uint256 shares) internal override {
        super._withdraw(caller, to, owner, assets, shares);
        IERC20(asset()).safeTransfer(manager, fee(assets));
    }

    function fee(uint256 assets) private view returns (uint256) {
        return assets.mulDiv(exitFee, BASIS, Math.Rounding.Ceil);
    }

    /// As many as a careful vault takes.
    function _decimalsOffset() internal pure override returns (uint8) {
        return 6;
    }
}
