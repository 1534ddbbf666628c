// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";

/// @title A private credit pool
/// @notice OpenZeppelin's ERC-4626 vault made concrete. Borrowers pay interest by sending the asset to the vault, which
/// lifts the share price; shares are redeemed at once for as long as the asset is here.
/// @dev Shares have six decimals more than the asset, the virtual offset that makes an inflation attack unprofitable.
contract CreditVault is ERC4626 {
    constructor(IERC20 asset_, string memory name_, string memory symbol_) ERC20(name_, symbol_) ERC4626(asset_) {}

    function _decimalsOffset() internal pure override returns (uint8) {
        return 6;
    }
}
