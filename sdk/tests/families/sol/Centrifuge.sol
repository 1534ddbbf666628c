// A model written from the published interface of Centrifuge's protocol v3 (share token and transfer hooks), for tests; not the deployed code.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

struct HookData {
    bytes16 from;
    bytes16 to;
}

interface IHook {
    function onERC20Transfer(address from, address to, uint256 value, HookData calldata data) external returns (bytes4);
    function checkERC20Transfer(address from, address to, uint256 value, HookData calldata data) external view returns (bool);
}

/// The wards are not modelled: anybody may set the hook, its data, and mint.
contract ShareToken {
    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    error InvalidAddress();
    error InsufficientBalance();
    error InsufficientAllowance();
    error RestrictionsFailed();

    string public constant name = "Janus Henderson";
    string public constant symbol = "JTRSY";
    uint8 public constant decimals = 6;
    uint256 public totalSupply;
    IHook public hook;
    mapping(address => uint256) public balanceOf;
    mapping(address => bytes16) public hookDataOf;
    mapping(address => mapping(address => uint256)) public allowance;
    mapping(address => address) public vault;

    function file(IHook hook_) external {
        hook = hook_;
    }

    function setHookData(address user, bytes16 data) external {
        hookDataOf[user] = data;
    }

    function mint(address to, uint256 value) external {
        totalSupply += value;
        balanceOf[to] += value;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        return _move(msg.sender, to, value);
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (from != msg.sender && allowed != type(uint256).max) {
            require(allowed >= value, InsufficientAllowance());
            allowance[from][msg.sender] = allowed - value;
        }
        return _move(from, to, value);
    }

    function _move(address from, address to, uint256 value) private returns (bool) {
        require(to != address(0) && to != address(this), InvalidAddress());
        require(balanceOf[from] >= value, InsufficientBalance());
        balanceOf[from] -= value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
        if (address(hook) != address(0)) {
            bytes4 answer = hook.onERC20Transfer(from, to, value, _data(from, to));
            require(answer == IHook.onERC20Transfer.selector, RestrictionsFailed());
        }
        return true;
    }

    function _data(address from, address to) private view returns (HookData memory) {
        return HookData(hookDataOf[from], hookDataOf[to]);
    }

    function detectTransferRestriction(address from, address to, uint256 value) public view returns (uint8) {
        if (address(hook) == address(0)) return 0;
        return hook.checkERC20Transfer(from, to, value, _data(from, to)) ? 0 : 1;
    }

    function checkTransferRestriction(address from, address to, uint256 value) external view returns (bool) {
        return detectTransferRestriction(from, to, value) == 0;
    }

    function messageForTransferRestriction(uint8 code) external pure returns (string memory) {
        return code == 0 ? "transfer-allowed" : "transfer-blocked";
    }

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0xf815c03d || id == 0x01ffc9a7;
    }
}

/// Endorsements and escrows are plain lists here.
abstract contract Hook is IHook {
    error TransferBlocked();

    mapping(address => bool) public endorsed;
    mapping(address => bool) public isPoolEscrow;

    function setEndorsed(address user, bool yes) external {
        endorsed[user] = yes;
    }

    function onERC20Transfer(address from, address to, uint256 value, HookData calldata data) external view returns (bytes4) {
        require(checkERC20Transfer(from, to, value, data), TransferBlocked());
        return IHook.onERC20Transfer.selector;
    }

    function checkERC20Transfer(address from, address to, uint256 value, HookData calldata data)
        public
        view
        virtual
        returns (bool);

    function _frozen(address from, address to, HookData calldata data) internal view returns (bool) {
        return (uint128(data.from) & 1 == 1 && !isPoolEscrow[from]) || (uint128(data.to) & 1 == 1 && !isPoolEscrow[to]);
    }

    function _sourceMember(address from, HookData calldata data) internal view returns (bool) {
        return uint128(data.from) >> 64 >= block.timestamp || isPoolEscrow[from];
    }

    function _targetMember(address to, HookData calldata data) internal view returns (bool) {
        return uint128(data.to) >> 64 >= block.timestamp || endorsed[to] || isPoolEscrow[to];
    }
}

contract FullRestrictions is Hook {
    function checkERC20Transfer(address from, address to, uint256, HookData calldata data)
        public
        view
        override
        returns (bool)
    {
        if (_frozen(from, to, data)) return false;
        if (to == address(0x1CF60)) return _sourceMember(from, data);
        return _targetMember(to, data);
    }
}

/// Members only to ask for redemption, which is a transfer to an agreed address.
contract RedemptionRestrictions is Hook {
    function checkERC20Transfer(address from, address to, uint256, HookData calldata data)
        public
        view
        override
        returns (bool)
    {
        if (_frozen(from, to, data)) return false;
        return to != address(0x1CF60) || _sourceMember(from, data);
    }
}

/// A hook that no pool has published.
contract StrangeHook is Hook {
    bool public closed;

    function setClosed(bool closed_) external {
        closed = closed_;
    }

    function checkERC20Transfer(address, address, uint256, HookData calldata) public view override returns (bool) {
        return !closed;
    }
}
