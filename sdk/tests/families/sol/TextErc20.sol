// A model written from the published interface of ERC-20 tokens that refuse with texts (OpenZeppelin 4), for tests; not the deployed code.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// Balances and allowances with a place to look before each move. Anybody may mint: it is a test.
abstract contract TextErc20 {
    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    string public name;
    string public symbol;
    uint256 internal _supply;
    mapping(address => uint256) internal _held;
    mapping(address => mapping(address => uint256)) public allowance;

    constructor(string memory name_, string memory symbol_) {
        name = name_;
        symbol = symbol_;
    }

    function decimals() public view virtual returns (uint8) {
        return 6;
    }

    function totalSupply() public view virtual returns (uint256) {
        return _supply;
    }

    function balanceOf(address account) public view virtual returns (uint256) {
        return _held[account];
    }

    function mint(address account, uint256 amount) external virtual {
        _supply += amount;
        _held[account] += amount;
        emit Transfer(address(0), account, amount);
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        emit Approval(msg.sender, spender, amount);
        return true;
    }

    function transfer(address to, uint256 amount) public virtual returns (bool) {
        _move(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) public virtual returns (bool) {
        _spend(from, msg.sender, amount);
        _move(from, to, amount);
        return true;
    }

    function _spend(address owner, address spender, uint256 amount) internal virtual {
        uint256 allowed = allowance[owner][spender];
        if (allowed == type(uint256).max) return;
        require(allowed >= amount, "ERC20: insufficient allowance");
        allowance[owner][spender] = allowed - amount;
    }

    function _move(address from, address to, uint256 amount) internal virtual {
        require(from != address(0), "ERC20: transfer from the zero address");
        require(to != address(0), "ERC20: transfer to the zero address");
        _look(from, to);
        require(_held[from] >= amount, "ERC20: transfer amount exceeds balance");
        _held[from] -= amount;
        _held[to] += amount;
        emit Transfer(from, to, amount);
    }

    /// What a token looks at before each move.
    function _look(address from, address to) internal virtual {}
}
