// A token written from the text of ERC-8056, for tests; its refusals and its minting are of the tests' own.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// What the standard requires, and no more. Anybody may mint and set the multiplier.
contract ScaledUi is ERC20("Scaled Shares", "SCS") {
    uint256 internal before_ = 1e18;
    uint256 public newUIMultiplier = 1e18;
    uint256 public effectiveAt;

    event UIMultiplierUpdated(uint256 oldMultiplier, uint256 newMultiplier, uint256 effectiveAtTimestamp);

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function supportsInterface(bytes4 id) public view virtual returns (bool) {
        return id == 0x01ffc9a7 || id == 0xa60bf13d || id == 0x4bd27648;
    }

    function uiMultiplier() public view virtual returns (uint256) {
        return block.timestamp >= effectiveAt ? newUIMultiplier : before_;
    }

    function setUIMultiplier(uint256 next, uint256 at) external {
        require(next > 0 && at > block.timestamp, "a multiplier above zero, in the future");
        uint256 now_ = uiMultiplier();
        before_ = now_;
        newUIMultiplier = next;
        effectiveAt = at;
        emit UIMultiplierUpdated(now_, next, at);
    }

    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }
}

/// With both optional extensions.
contract ScaledUiConverting is ScaledUi {
    function supportsInterface(bytes4 id) public view virtual override returns (bool) {
        return super.supportsInterface(id) || id == 0x57854fc3 || id == 0xd890fd71;
    }

    function toUIAmount(uint256 amount) public view virtual returns (uint256) {
        return (amount * uiMultiplier()) / 1e18;
    }

    function fromUIAmount(uint256 shown) public view returns (uint256) {
        return (shown * 1e18) / uiMultiplier();
    }

    function balanceOfUI(address account) external view returns (uint256) {
        return toUIAmount(balanceOf(account));
    }

    function totalSupplyUI() external view returns (uint256) {
        return toUIAmount(totalSupply());
    }
}

/// Rounds up where it shows.
contract ScaledUiRoundingUp is ScaledUiConverting {
    function toUIAmount(uint256 amount) public view override returns (uint256) {
        return (amount * uiMultiplier() + 1e18 - 1) / 1e18;
    }
}

/// Has the functions and does not say so.
contract ScaledUiUndeclared is ScaledUi {
    function supportsInterface(bytes4 id) public pure override returns (bool) {
        return id == 0x01ffc9a7;
    }
}

/// Goes on counting by the old multiplier after the moment that it announced.
contract ScaledUiLate is ScaledUi {
    function uiMultiplier() public view override returns (uint256) {
        return before_;
    }
}
