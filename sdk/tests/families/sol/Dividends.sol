// Tokens written from the text of ERC-1726 (draft of 2019), and money for tests to pay with. Not deployed code: anybody may mint and take.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

contract Money is ERC20("Money", "MNY") {
    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    /// A loss.
    function take(address account, uint256 amount) external {
        _burn(account, amount);
    }
}

/// A figure per share that grows with each payment, and a correction per holder for what came and went.
abstract contract DividendPaying is ERC20("Dividend Shares", "DIV") {
    uint256 private constant MAGNITUDE = 2 ** 128;
    uint256 private perShare;
    mapping(address => int256) private corrections;
    mapping(address => uint256) public withdrawnDividendOf;

    event DividendsDistributed(address indexed from, uint256 weiAmount);
    event DividendWithdrawn(address indexed to, uint256 weiAmount);

    function dividendOf(address owner) external view virtual returns (uint256) {
        return withdrawableDividendOf(owner);
    }

    function withdrawableDividendOf(address owner) public view returns (uint256) {
        return accumulativeDividendOf(owner) - withdrawnDividendOf[owner];
    }

    function accumulativeDividendOf(address owner) public view returns (uint256) {
        return uint256(int256(perShare * balanceOf(owner)) + corrections[owner]) / MAGNITUDE;
    }

    function withdrawDividend() external {
        uint256 amount = withdrawableDividendOf(msg.sender);
        if (amount == 0) return;
        withdrawnDividendOf[msg.sender] += amount;
        emit DividendWithdrawn(msg.sender, amount);
        pay(payable(msg.sender), amount);
    }

    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    function burn(address account, uint256 amount) external {
        _burn(account, amount);
    }

    function distribute(uint256 amount) internal {
        require(totalSupply() > 0, "no supply");
        if (amount == 0) return;
        perShare += (amount * MAGNITUDE) / totalSupply();
        emit DividendsDistributed(msg.sender, amount);
    }

    function pay(address payable to, uint256 amount) internal virtual;

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        int256 correction = int256(perShare * amount);
        if (from != address(0)) corrections[from] += correction;
        if (to != address(0)) corrections[to] -= correction;
    }
}

contract DividendPayingCoin is DividendPaying {
    receive() external payable {
        distribute(msg.value);
    }

    function distributeDividends() external payable {
        distribute(msg.value);
    }

    function pay(address payable to, uint256 amount) internal override {
        to.transfer(amount);
    }
}

contract DividendPayingMoney is DividendPaying {
    Money private immutable money;

    constructor(Money money_) {
        money = money_;
    }

    /// The money comes along.
    function distributeDividends(uint256 amount) external {
        money.mint(address(this), amount);
        distribute(amount);
    }

    function pay(address payable to, uint256 amount) internal override {
        money.transfer(to, amount);
    }
}

/// Says that less can be withdrawn than it says elsewhere.
contract DividendPayingTwoWays is DividendPaying {
    function dividendOf(address) external pure override returns (uint256) {
        return 1;
    }

    function pay(address payable, uint256) internal override {}
}
