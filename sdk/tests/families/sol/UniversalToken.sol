// A model written from the published interface of ConsenSys' UniversalToken (ERC-1400, as of 2023), for tests; not the deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// ERC-1820, as far as tokens ask it.
contract Registry1820 {
    mapping(address => mapping(bytes32 => address)) private implementers;

    function getInterfaceImplementer(address account, bytes32 interfaceHash) external view returns (address) {
        return implementers[account][interfaceHash];
    }

    function setInterfaceImplementer(address account, bytes32 interfaceHash, address implementer) external {
        implementers[account][interfaceHash] = implementer;
    }
}

/// Whom a holder has named to be asked, as a sender or as a receiver.
contract HolderHook {
    bool public agrees = true;

    function setAgrees(bool value) external {
        agrees = value;
    }

    function canTransfer(
        bytes calldata, bytes32, address, address, address, uint256, bytes calldata, bytes calldata
    ) external view returns (bool) {
        return agrees;
    }

    function canReceive(
        bytes calldata, bytes32, address, address, address, uint256, bytes calldata, bytes calldata
    ) external view returns (bool) {
        return agrees;
    }

    function tokensToTransfer(
        bytes calldata, bytes32, address, address, address, uint256, bytes calldata, bytes calldata
    ) external view {
        require(agrees, "56");
    }

    function tokensReceived(
        bytes calldata, bytes32, address, address, address, uint256, bytes calldata, bytes calldata
    ) external view {
        require(agrees, "57");
    }
}

interface IPartitions {
    function balanceOfByPartition(bytes32 partition, address holder) external view returns (uint256);
}

/// Pause, lists, granularity and holds of many tokens. Certificates are left out: they do not touch plain transfers.
contract TokensValidator {
    struct Setup {
        bool allowlist;
        bool blocklist;
        bool granularity;
        bool holds;
    }

    mapping(address => Setup) private setups;
    mapping(address => bool) public paused;
    mapping(address => mapping(address => bool)) public isAllowlisted;
    mapping(address => mapping(address => bool)) public isBlocklisted;
    mapping(address => mapping(bytes32 => uint256)) public granularityByPartition;
    mapping(address => mapping(bytes32 => mapping(address => uint256))) private held;

    function registerTokenSetup(address token, bool allowlist, bool blocklist, bool granularity, bool holds) external {
        setups[token] = Setup(allowlist, blocklist, granularity, holds);
    }

    function setPaused(address token, bool value) external {
        paused[token] = value;
    }

    function setAllowlisted(address token, address account, bool value) external {
        isAllowlisted[token][account] = value;
    }

    function setBlocklisted(address token, address account, bool value) external {
        isBlocklisted[token][account] = value;
    }

    function setGranularityByPartition(address token, bytes32 partition, uint256 value) external {
        granularityByPartition[token][partition] = value;
    }

    function setHeld(address token, bytes32 partition, address account, uint256 value) external {
        held[token][partition][account] = value;
    }

    function retrieveTokenSetup(
        address token
    ) external view returns (uint8, bool, bool, bool, bool, address[] memory controllers) {
        Setup memory it = setups[token];
        return (0, it.allowlist, it.blocklist, it.granularity, it.holds, controllers);
    }

    function spendableBalanceOfByPartition(
        address token, bytes32 partition, address account
    ) public view returns (uint256) {
        return IPartitions(token).balanceOfByPartition(partition, account) - held[token][partition][account];
    }

    function tokensToValidate(
        bytes calldata, bytes32 partition, address, address from, address to, uint256 value, bytes calldata,
        bytes calldata
    ) external view {
        Setup memory it = setups[msg.sender];
        require(!it.allowlist || (isAllowlisted[msg.sender][from] && isAllowlisted[msg.sender][to]), "54");
        require(!it.blocklist || (!isBlocklisted[msg.sender][from] && !isBlocklisted[msg.sender][to]), "54");
        require(!paused[msg.sender], "54");
        uint256 step = granularityByPartition[msg.sender][partition];
        require(!it.granularity || step == 0 || value % step == 0, "50");
        require(!it.holds || value <= spendableBalanceOfByPartition(msg.sender, partition, from), "55");
    }
}

contract UniversalToken {
    Registry1820 private constant REGISTRY = Registry1820(0x1820a4B7618BdE71Dce8cdc73aAB6C95905faD24);

    string public constant name = "Model note";
    string public constant symbol = "MNOTE";
    uint8 public constant decimals = 18;
    bool public constant isControllable = false;
    bool public constant isIssuable = true;

    uint256 public immutable granularity;
    uint256 public totalSupply;
    bool public migrated;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    mapping(address => mapping(address => bool)) private operators;
    mapping(address => mapping(bytes32 => uint256)) private parts;
    mapping(address => bytes32[]) private listed;
    mapping(address => mapping(bytes32 => uint256)) private places;
    bytes32[] private defaults;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    constructor(uint256 step, bytes32[] memory partitions) {
        granularity = step;
        defaults = partitions;
    }

    function getDefaultPartitions() external view returns (bytes32[] memory) {
        return defaults;
    }

    function setDefaultPartitions(bytes32[] calldata partitions) external {
        defaults = partitions;
    }

    function partitionsOf(address holder) external view returns (bytes32[] memory) {
        return listed[holder];
    }

    function balanceOfByPartition(bytes32 partition, address holder) external view returns (uint256) {
        return parts[holder][partition];
    }

    function isOperator(address operator, address holder) public view returns (bool) {
        return operator == holder || operators[operator][holder];
    }

    function authorizeOperator(address operator) external {
        require(operator != msg.sender);
        operators[operator][msg.sender] = true;
    }

    function revokeOperator(address operator) external {
        require(operator != msg.sender);
        operators[operator][msg.sender] = false;
    }

    function migrate() external {
        migrated = true;
    }

    function issueByPartition(bytes32 partition, address holder, uint256 value) external {
        require(value % granularity == 0, "50");
        totalSupply += value;
        balanceOf[holder] += value;
        add(holder, partition, value);
        emit Transfer(address(0), holder, value);
    }

    function approve(address spender, uint256 value) external returns (bool) {
        require(spender != address(0), "56");
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        byDefaultPartitions(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        require(isOperator(msg.sender, from) || value <= allowed, "53");
        allowance[from][msg.sender] = allowed >= value ? allowed - value : 0;
        byDefaultPartitions(from, to, value);
        return true;
    }

    function byDefaultPartitions(address from, address to, uint256 value) private {
        require(defaults.length != 0, "55");
        uint256 rest = value;
        for (uint256 i = 0; i < defaults.length; i++) {
            uint256 here = parts[from][defaults[i]];
            if (rest <= here) {
                byPartition(defaults[i], from, to, rest);
                rest = 0;
                break;
            } else if (here != 0) {
                byPartition(defaults[i], from, to, here);
                rest -= here;
            }
        }
        require(rest == 0, "52");
    }

    function byPartition(bytes32 partition, address from, address to, uint256 value) private {
        require(parts[from][partition] >= value, "52");
        address hook = REGISTRY.getInterfaceImplementer(from, keccak256("ERC1400TokensSender"));
        if (hook != address(0)) HolderHook(hook).tokensToTransfer(msg.data, partition, msg.sender, from, to, value, "", "");
        hook = REGISTRY.getInterfaceImplementer(address(this), keccak256("ERC1400TokensValidator"));
        if (hook != address(0)) TokensValidator(hook).tokensToValidate(msg.data, partition, msg.sender, from, to, value, "", "");
        remove(from, partition, value);
        require(!migrated, "54");
        require(value % granularity == 0, "50");
        require(to != address(0), "57");
        require(balanceOf[from] >= value, "52");
        balanceOf[from] -= value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
        add(to, partition, value);
        hook = REGISTRY.getInterfaceImplementer(to, keccak256("ERC1400TokensRecipient"));
        if (hook != address(0)) HolderHook(hook).tokensReceived(msg.data, partition, msg.sender, from, to, value, "", "");
    }

    function remove(address holder, bytes32 partition, uint256 value) private {
        parts[holder][partition] -= value;
        if (parts[holder][partition] == 0) {
            uint256 place = places[holder][partition];
            require(place > 0, "50");
            bytes32 last = listed[holder][listed[holder].length - 1];
            listed[holder][place - 1] = last;
            places[holder][last] = place;
            listed[holder].pop();
            places[holder][partition] = 0;
        }
    }

    function add(address holder, bytes32 partition, uint256 value) private {
        if (value == 0) return;
        if (places[holder][partition] == 0) {
            listed[holder].push(partition);
            places[holder][partition] = listed[holder].length;
        }
        parts[holder][partition] += value;
    }
}
