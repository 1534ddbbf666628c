// A model written from the published interface of Paxos' tokens (PAXG first version; PaxosTokenV2), for tests; not the deployed code.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// What both versions share. The roles are not modelled: anybody may pause, freeze and mint.
abstract contract PaxosBase {
    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    bool public paused;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    mapping(address => bool) public isFrozen;

    function name() external pure returns (string memory) {
        return "Paxos Gold";
    }

    function symbol() external pure returns (string memory) {
        return "PAXG";
    }

    function decimals() external pure returns (uint8) {
        return 18;
    }

    function pause() external {
        paused = true;
    }

    function unpause() external {
        paused = false;
    }

    function freeze(address addr) external {
        isFrozen[addr] = true;
    }

    function unfreeze(address addr) external {
        isFrozen[addr] = false;
    }

    function mint(address account, uint256 value) external {
        totalSupply += value;
        balanceOf[account] += value;
        emit Transfer(address(0), account, value);
    }
}

contract PaxosGoldV1 is PaxosBase {
    uint256 public constant feeParts = 1_000_000;
    address public assetProtectionRole;
    address public supplyController = msg.sender;
    address public feeRecipient = msg.sender;
    uint256 public feeRate;

    modifier whenNotPaused() {
        require(!paused, "whenNotPaused");
        _;
    }

    function setFee(uint256 rate, address recipient) external {
        require(rate <= feeParts, "cannot set fee rate above 100%");
        require(recipient != address(0), "cannot set fee recipient to address zero");
        (feeRate, feeRecipient) = (rate, recipient);
    }

    function getFeeFor(uint256 value) public view returns (uint256) {
        return feeRate == 0 ? 0 : (value * feeRate) / feeParts;
    }

    function approve(address spender, uint256 value) external whenNotPaused returns (bool) {
        require(!isFrozen[spender] && !isFrozen[msg.sender], "address frozen");
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function transfer(address to, uint256 value) external whenNotPaused returns (bool) {
        require(to != address(0), "cannot transfer to address zero");
        require(!isFrozen[to] && !isFrozen[msg.sender], "address frozen");
        require(value <= balanceOf[msg.sender], "insufficient funds");
        _move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external whenNotPaused returns (bool) {
        require(to != address(0), "cannot transfer to address zero");
        require(!isFrozen[to] && !isFrozen[from] && !isFrozen[msg.sender], "address frozen");
        require(value <= balanceOf[from], "insufficient funds");
        require(value <= allowance[from][msg.sender], "insufficient allowance");
        allowance[from][msg.sender] -= value;
        _move(from, to, value);
        return true;
    }

    function _move(address from, address to, uint256 value) private {
        uint256 fee = getFeeFor(value);
        balanceOf[from] -= value;
        balanceOf[to] += value - fee;
        balanceOf[feeRecipient] += fee;
        emit Transfer(from, to, value - fee);
        emit Transfer(from, feeRecipient, fee);
    }
}

contract PaxosTokenV2 is PaxosBase {
    error ContractPaused();
    error AddressFrozen();
    error ZeroAddress();
    error InsufficientFunds();
    error InsufficientAllowance();

    address public supplyControl;

    modifier whenNotPaused() {
        if (paused) revert ContractPaused();
        _;
    }

    function approve(address spender, uint256 value) external whenNotPaused returns (bool) {
        if (spender == address(0)) revert ZeroAddress();
        if (isFrozen[spender] || isFrozen[msg.sender]) revert AddressFrozen();
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function transfer(address to, uint256 value) external whenNotPaused returns (bool) {
        _move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external whenNotPaused returns (bool) {
        if (isFrozen[msg.sender]) revert AddressFrozen();
        if (value > allowance[from][msg.sender]) revert InsufficientAllowance();
        _move(from, to, value);
        allowance[from][msg.sender] -= value;
        return true;
    }

    function _move(address from, address to, uint256 value) private {
        if (to == address(0)) revert ZeroAddress();
        if (isFrozen[to] || isFrozen[from]) revert AddressFrozen();
        if (value > balanceOf[from]) revert InsufficientFunds();
        balanceOf[from] -= value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
    }
}
