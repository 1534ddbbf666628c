// A model written from the published interface of Maple's pools (pool-v2 4.0, pool-permission-manager, globals-v2), for tests; not the deployed code.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

contract MapleGlobals {
    bool public protocolPaused;
    mapping(address => bool) public isContractPaused;

    function setProtocolPause(bool paused) external {
        protocolPaused = paused;
    }

    function setContractPause(address contract_, bool paused) external {
        isContractPaused[contract_] = paused;
    }

    function isFunctionPaused(bytes4 sig) external view returns (bool) {
        return isFunctionPaused(msg.sender, sig);
    }

    function isFunctionPaused(address contract_, bytes4) public view returns (bool) {
        return protocolPaused || isContractPaused[contract_];
    }
}

contract MaplePermissions {
    mapping(address => uint256) public permissionLevels;
    mapping(address => uint256) public lenderBitmaps;
    mapping(address => mapping(bytes32 => uint256)) public poolBitmaps;
    mapping(address => mapping(address => bool)) public lenderAllowlist;

    function configure(address manager, uint256 level, bytes32 functionId, uint256 bitmap) external {
        permissionLevels[manager] = level;
        poolBitmaps[manager][functionId] = bitmap;
    }

    function setLender(address manager, address lender, bool allowed, uint256 bitmap) external {
        lenderAllowlist[manager][lender] = allowed;
        lenderBitmaps[lender] = bitmap;
    }

    function hasPermission(address manager, address lender, bytes32 functionId) public view returns (bool) {
        uint256 level = permissionLevels[manager];
        if (level == 3 || lenderAllowlist[manager][lender]) return true;
        if (level == 0) return false;
        uint256 wanted = poolBitmaps[manager][level == 2 ? bytes32(0) : functionId];
        return wanted & lenderBitmaps[lender] == wanted;
    }

    function hasPermission(address manager, address[] calldata lenders, bytes32 functionId) external view returns (bool) {
        for (uint256 i = 0; i < lenders.length; i++) {
            if (!hasPermission(manager, lenders[i], functionId)) return false;
        }
        return true;
    }
}

contract MapleManager {
    address public pool;
    MapleGlobals public globals;
    MaplePermissions public poolPermissionManager;
    bool private _strange;

    constructor(MapleGlobals globals_, MaplePermissions permissions) {
        (globals, poolPermissionManager) = (globals_, permissions);
    }

    function setPool(address pool_) external {
        pool = pool_;
    }

    /// A refusal that no published manager knows.
    function setStrange(bool strange) external {
        _strange = strange;
    }

    function canCall(bytes32 functionId, address caller, bytes calldata data) external view returns (bool, string memory) {
        if (globals.isFunctionPaused(msg.sig)) return (false, "PM:CC:PAUSED");
        address[] memory lenders = new address[](2);
        if (functionId == "P:transfer") {
            (lenders[1],) = abi.decode(data, (address, uint256));
            lenders[0] = caller;
        } else if (functionId == "P:transferFrom") {
            (lenders[0], lenders[1],) = abi.decode(data, (address, address, uint256));
        } else {
            return (false, "PM:CC:INVALID_FUNCTION_ID");
        }
        if (!poolPermissionManager.hasPermission(address(this), lenders, functionId)) return (false, "PM:CC:NOT_ALLOWED");
        if (_strange) return (false, "PM:CC:OF_A_LATER_VERSION");
        return (true, "");
    }
}

contract MaplePool {
    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    string public constant name = "Maple Pool";
    string public constant symbol = "MPL-mcUSDC";
    uint8 public constant decimals = 6;
    address public asset;
    MapleManager public manager;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    constructor(MapleManager manager_, address asset_) {
        (manager, asset) = (manager_, asset_);
    }

    modifier checkCall(bytes32 functionId) {
        (bool success, string memory message) = manager.canCall(functionId, msg.sender, msg.data[4:]);
        require(success, message);
        _;
    }

    function totalAssets() external view returns (uint256) {
        return totalSupply;
    }

    function convertToAssets(uint256 shares) external pure returns (uint256) {
        return shares;
    }

    function mint(address account, uint256 amount) external {
        totalSupply += amount;
        balanceOf[account] += amount;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        emit Approval(msg.sender, spender, amount);
        return true;
    }

    function transfer(address to, uint256 amount) external checkCall("P:transfer") returns (bool) {
        _move(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external checkCall("P:transferFrom") returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed != type(uint256).max) allowance[from][msg.sender] = allowed - amount;
        _move(from, to, amount);
        return true;
    }

    function _move(address from, address to, uint256 amount) private {
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
        emit Transfer(from, to, amount);
    }
}
