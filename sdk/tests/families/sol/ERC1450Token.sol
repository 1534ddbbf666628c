// A model written from the published interface of ERC-1450 (Final, 2026), for tests; not the deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

contract ERC1450Token {
    error ERC1450TransferDisabled();
    error ERC1450OnlyRTA();
    error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed);

    string public constant name = "Registered share";
    string public constant symbol = "RSHARE";
    uint8 public constant decimals = 0;

    address private immutable agent;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;

    event Transfer(address indexed from, address indexed to, uint256 value);

    constructor(address transferAgent) {
        agent = transferAgent;
    }

    function isSecurityToken() external pure returns (bool) {
        return true;
    }

    function isTransferAgent(address account) external view returns (bool) {
        return account == agent;
    }

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0x01ffc9a7 || id == 0xaf175dee;
    }

    function allowance(address, address) external pure returns (uint256) {
        return 0;
    }

    function transfer(address, uint256) external pure returns (bool) {
        revert ERC1450TransferDisabled();
    }

    function approve(address, uint256) external pure returns (bool) {
        revert ERC1450TransferDisabled();
    }

    function transferFrom(address, address, uint256) external pure returns (bool) {
        revert ERC1450TransferDisabled();
    }

    function mint(address to, uint256 amount, uint16, uint256) external returns (bool) {
        require(msg.sender == agent, ERC1450OnlyRTA());
        totalSupply += amount;
        balanceOf[to] += amount;
        emit Transfer(address(0), to, amount);
        return true;
    }

    function transferFromRegulated(address from, address to, uint256 amount, uint16, uint256) external returns (bool) {
        require(msg.sender == agent, ERC1450OnlyRTA());
        require(balanceOf[from] >= amount, ERC20InsufficientBalance(from, balanceOf[from], amount));
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
        emit Transfer(from, to, amount);
        return true;
    }
}
