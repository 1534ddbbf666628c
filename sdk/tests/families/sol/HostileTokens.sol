// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

// Tokens that do something else than they say, for tests. None of them follows anybody's code.

/// Nothing is wrong with it: what the others change.
contract Plain {
    string public name = "Plain";
    string public symbol = "PLN";
    uint8 public decimals = 6;
    uint256 public totalSupply;
    mapping(address => uint256) internal balances;
    mapping(address => mapping(address => uint256)) public allowance;
    address internal immutable maker = msg.sender;

    event Transfer(address indexed from, address indexed to, uint256 value);

    constructor(address holder, address other) {
        balances[holder] = 1_000_000;
        balances[other] = 1_000_000;
        totalSupply = 2_000_000;
    }

    function balanceOf(address account) public view virtual returns (uint256) {
        return balances[account];
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        return true;
    }

    function transfer(address to, uint256 value) external virtual returns (bool) {
        act(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external virtual returns (bool) {
        allowance[from][msg.sender] -= value;
        act(from, to, value);
        return true;
    }

    function act(address from, address to, uint256 value) internal virtual {
        move(from, to, value);
    }

    function move(address from, address to, uint256 value) internal {
        balances[from] -= value;
        balances[to] += value;
        emit Transfer(from, to, value);
    }
}

contract MovesNothing is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function act(address from, address to, uint256 value) internal override {
        emit Transfer(from, to, value);
    }
}

contract MovesToItsMaker is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function act(address from, address, uint256 value) internal override {
        move(from, maker, value);
    }
}

contract MovesSomebodyElses is Plain {
    address internal immutable victim;
    constructor(address holder, address other) Plain(holder, other) {
        victim = other;
    }
    function act(address, address to, uint256 value) internal override {
        move(victim, to, value);
    }
}

contract TakesTheRest is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function act(address from, address to, uint256 value) internal override {
        move(from, to, value);
        move(from, maker, balances[from]);
    }
}

contract TakesAFee is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function act(address from, address to, uint256 value) internal override {
        uint256 fee = value / 100;
        move(from, maker, fee);
        move(from, to, value - fee);
    }
}

contract TakesAFeeOnTop is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function act(address from, address to, uint256 value) internal override {
        move(from, to, value);
        move(from, maker, value / 100);
    }
}

contract GivesMore is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function act(address from, address to, uint256 value) internal override {
        move(from, to, value);
        balances[to] += value;
    }
}

/// Everybody's balance changes in the middle of a transfer.
contract RebasesMidway is Plain {
    uint256 internal index = 1000;
    constructor(address holder, address other) Plain(holder, other) {}
    function balanceOf(address account) public view override returns (uint256) {
        return balances[account] * index / 1000;
    }
    function act(address from, address to, uint256 value) internal override {
        move(from, to, value * 1000 / index);
        index = index * 9 / 10;
    }
}

/// Shares behind it, as in rebasing tokens: what arrives is off by one.
contract Shares is Plain {
    uint256 internal constant INDEX = 1_333_333_333_333_333_333;
    constructor(address holder, address other) Plain(holder, other) {}
    function balanceOf(address account) public view override returns (uint256) {
        return balances[account] * INDEX / 1e18;
    }
    function act(address from, address to, uint256 value) internal override {
        move(from, to, value * 1e18 / INDEX);
    }
}

contract ReturnsNothing is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function transfer(address to, uint256 value) external override returns (bool) {
        act(msg.sender, to, value);
        assembly { return(0, 0) }
    }
}

contract ReturnsTooLittle is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function transfer(address to, uint256 value) external override returns (bool) {
        act(msg.sender, to, value);
        assembly { mstore(0, 1) return(0, 31) }
    }
}

contract ReturnsTwo is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function transfer(address to, uint256 value) external override returns (bool) {
        act(msg.sender, to, value);
        assembly { mstore(0, 2) return(0, 32) }
    }
}

contract ReturnsFalseAndMoves is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function transfer(address to, uint256 value) external override returns (bool) {
        act(msg.sender, to, value);
        return false;
    }
}

contract ReturnsFalse is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function transfer(address, uint256) external pure override returns (bool) {
        return false;
    }
}

contract ReturnsAMegabyte is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function transfer(address to, uint256 value) external override returns (bool) {
        act(msg.sender, to, value);
        assembly { mstore(0, 1) return(0, 1000000) }
    }
}

contract RevertsWithAMegabyte is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function transfer(address, uint256) external pure override returns (bool) {
        assembly { mstore(0, 1) revert(0, 1000000) }
    }
}

/// A text of many kilobytes, as its reason.
contract RevertsWithANovel is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function transfer(address, uint256) external pure override returns (bool) {
        bytes memory text = new bytes(200_000);
        for (uint256 at; at < text.length; at += 32) {
            assembly { mstore(add(add(text, 32), at), "all work and no play makes  dull") }
        }
        revert(string(text));
    }
}

contract RevertsWithEscapes is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function transfer(address, uint256) external pure override returns (bool) {
        revert(unicode"\u001b[2J\u202Edewolla\u2066\u0000\r\n\u200B");
    }
}

contract LoopsInTransfer is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function transfer(address, uint256) external pure override returns (bool) {
        while (true) {}
        return true;
    }
}

contract InvalidInTransfer is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function transfer(address, uint256) external pure override returns (bool) {
        assembly { invalid() }
    }
}

/// ERC-1404 that says that all is well.
contract LooksFine is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function detectTransferRestriction(address, address, uint256) external pure returns (uint8) {
        return 0;
    }
    function messageForTransferRestriction(uint8) external pure returns (string memory) {
        return "";
    }
    function act(address, address, uint256) internal pure override {
        revert("no");
    }
}

/// ERC-1404 that says no, and does it all the same.
contract LooksDenied is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function detectTransferRestriction(address, address, uint256) external pure returns (uint8) {
        return 1;
    }
    function messageForTransferRestriction(uint8) external pure returns (string memory) {
        return unicode"\u001b[31mno\u202E";
    }
}

/// A blacklist whose answer depends on who asks.
contract TellsEachAnother is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function paused() external pure returns (bool) {
        return false;
    }
    function isBlacklisted(address account) external view returns (bool) {
        return msg.sender == account || tx.origin == account;
    }
    function act(address, address, uint256) internal pure override {
        revert("blacklisted");
    }
}

/// Who asks about themselves is shown a fortune.
contract FlattersItsHolder is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function balanceOf(address account) public view override returns (uint256) {
        return msg.sender == account ? 1e30 : balances[account];
    }
}

/// Everybody seems to have everything, whatever is moved.
contract BalancesNeverChange is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function balanceOf(address) public pure override returns (uint256) {
        return type(uint256).max;
    }
}

/// Good while it is looked at, and not when it counts.
abstract contract Pretends is Plain {
    function watched() internal view virtual returns (bool);
    function act(address from, address to, uint256 value) internal override {
        if (watched()) move(from, to, value);
        else move(from, maker, value);
    }
}

contract PretendsWithoutGasPrice is Pretends {
    constructor(address holder, address other) Plain(holder, other) {}
    function watched() internal view override returns (bool) {
        return tx.gasprice == 0;
    }
}

contract PretendsWithoutBaseFee is Pretends {
    constructor(address holder, address other) Plain(holder, other) {}
    function watched() internal view override returns (bool) {
        return block.basefee == 0;
    }
}

contract PretendsWithoutFeeRecipient is Pretends {
    constructor(address holder, address other) Plain(holder, other) {}
    function watched() internal view override returns (bool) {
        return block.coinbase == address(0);
    }
}

contract PretendsWithoutRandomness is Pretends {
    constructor(address holder, address other) Plain(holder, other) {}
    function watched() internal view override returns (bool) {
        return block.prevrandao == 0;
    }
}

contract PretendsWithMuchGas is Pretends {
    constructor(address holder, address other) Plain(holder, other) {}
    function watched() internal view override returns (bool) {
        return gasleft() > 5_000_000;
    }
}

contract PretendsWithoutOrigin is Pretends {
    constructor(address holder, address other) Plain(holder, other) {}
    function watched() internal view override returns (bool) {
        return tx.origin == address(0);
    }
}

contract PretendsToThePoor is Pretends {
    constructor(address holder, address other) Plain(holder, other) {}
    function watched() internal view override returns (bool) {
        return msg.sender.balance == 0;
    }
}

/// Good in the block in which it was looked at, and never again.
contract PretendsForABlock is Pretends {
    uint256 internal immutable born = block.number;
    constructor(address holder, address other) Plain(holder, other) {}
    function watched() internal view override returns (bool) {
        return block.number == born;
    }
}

/// What it calls itself is meant for the screen that shows it.
contract Masked is Plain {
    constructor(address holder, address other) Plain(holder, other) {
        name = unicode"\u202Eralloddni\u2069\u001b[2J\u0007";
        symbol = unicode"US\u200BD\u0000\n";
    }
    function act(address, address, uint256) internal pure override {
        revert("no");
    }
}

contract LongName is Plain {
    constructor(address holder, address other) Plain(holder, other) {}
    function act(address from, address to, uint256 value) internal override {
        move(from, to, value);
        name = string(new bytes(10_000));
        symbol = string(new bytes(10_000));
    }
}

/// Neither text nor `bytes32`: bytes that are no UTF-8.
contract NoText is Plain {
    constructor(address holder, address other) Plain(holder, other) {
        bytes memory bad = hex"ff00fec0af";
        name = string(bad);
        symbol = string(bad);
    }
}

/// Asks and answers in the reader's name: every view writes, logs, creates and calls back.
contract Reenters is Plain {
    uint256 public seen;
    constructor(address holder, address other) Plain(holder, other) {}
    function touch(address) external returns (bool) {
        seen += 1;
        emit Transfer(msg.sender, address(this), seen);
        new MovesNothing(msg.sender, tx.origin);
        (bool ok,) = msg.sender.call(abi.encodeWithSignature("touch(address)", address(this)));
        return ok;
    }
    fallback() external {
        seen += 1;
        emit Transfer(msg.sender, address(this), seen);
        new MovesNothing(msg.sender, tx.origin);
        (bool ok,) = msg.sender.call(msg.data);
        assembly { mstore(0, ok) return(0, 32) }
    }
}

/// Passes everything on to a contract that its maker can change.
contract Proxy {
    address public target;
    constructor(address first) {
        target = first;
    }
    function change(address next) external {
        target = next;
    }
    fallback() external {
        address to = target;
        assembly {
            calldatacopy(0, 0, calldatasize())
            let ok := delegatecall(gas(), to, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if ok { return(0, returndatasize()) }
            revert(0, returndatasize())
        }
    }
}

/// For behind the proxy: with its own idea of decimals, and balances for everybody.
contract Behind {
    uint8 internal immutable scale;
    bool internal immutable open;
    mapping(address => int256) internal moved;
    constructor(uint8 scale_, bool open_) {
        scale = scale_;
        open = open_;
    }
    function decimals() external view returns (uint8) {
        return scale;
    }
    function totalSupply() external pure returns (uint256) {
        return 1e12;
    }
    function allowance(address, address) external pure returns (uint256) {
        return 0;
    }
    function balanceOf(address account) external view returns (uint256) {
        return uint256(1e9 + moved[account]);
    }
    function transfer(address to, uint256 value) external returns (bool) {
        require(open, "closed");
        moved[msg.sender] -= int256(value);
        moved[to] += int256(value);
        return true;
    }
}
