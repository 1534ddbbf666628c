// A model written from the published interface of Mt Pelerin's Bridge v2 (as of 2021), for tests; not the deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

/// Users by who registered them, each with addresses and numbered attributes.
contract ComplianceRegistry {
    mapping(address => uint256) public userCount;
    mapping(address => mapping(uint256 => mapping(uint256 => uint256))) private attributes_;
    mapping(address => mapping(address => uint256)) private users;

    function registerUser(address account, uint256[] calldata keys, uint256[] calldata values) external {
        require(users[msg.sender][account] == 0, "UR02");
        uint256 id = ++userCount[msg.sender];
        users[msg.sender][account] = id;
        updateUserAttributes(id, keys, values);
    }

    function updateUserAttributes(uint256 id, uint256[] calldata keys, uint256[] calldata values) public {
        require(keys.length == values.length, "UR05");
        for (uint256 i = 0; i < keys.length; i++) attributes_[msg.sender][id][keys[i]] = values[i];
    }

    function attachAddress(uint256 id, address account) external {
        users[msg.sender][account] = id;
    }

    function detachAddress(address account) external {
        users[msg.sender][account] = 0;
    }

    function userId(address[] calldata intermediaries, address account) public view returns (uint256, address) {
        for (uint256 i = 0; i < intermediaries.length; i++) {
            uint256 id = users[intermediaries[i]][account];
            if (id != 0) return (id, intermediaries[i]);
        }
        return (0, address(0));
    }

    function attribute(address intermediary, uint256 id, uint256 key) external view returns (uint256) {
        return attributes_[intermediary][id][key];
    }

    function isAddressValid(address[] calldata intermediaries, address account) external view returns (bool) {
        (uint256 id, address intermediary) = userId(intermediaries, account);
        return attributes_[intermediary][id][0] > block.timestamp;
    }
}

abstract contract BridgeRule {
    uint256 internal constant INVALID = 0;
    uint256 internal constant VALID = 1;
    uint256 internal constant VALID_BEFORE = 2;
    uint256 internal constant VALID_AFTER = 3;

    function isTransferValid(
        address token, address from, address to, uint256 amount, uint256 parameter
    ) public view virtual returns (uint256, uint256);

    function beforeTransferHook(
        address, address, address, uint256, uint256
    ) external virtual returns (uint256, address, uint256) {
        revert("RU02");
    }

    function afterTransferHook(address, address, address, uint256, uint256) external virtual returns (bool) {
        revert("RU02");
    }
}

abstract contract RegistryRule is BridgeRule {
    ComplianceRegistry public complianceRegistry;

    constructor(ComplianceRegistry registry) {
        complianceRegistry = registry;
    }

    function user(address token, address account) internal view returns (uint256, address) {
        return complianceRegistry.userId(BridgeToken(token).trustedIntermediaries(), account);
    }

    function value(address token, address account, uint256 key) internal view returns (uint256) {
        (uint256 id, address intermediary) = user(token, account);
        return complianceRegistry.attribute(intermediary, id, key);
    }

    function isKnown(address token, address account) internal view returns (bool) {
        (uint256 id,) = user(token, account);
        return id != 0;
    }
}

contract GlobalFreezeRule is BridgeRule {
    uint256 public allFrozenUntil;

    function freezeAll(uint256 until) external {
        require(until > block.timestamp, "GF01");
        allFrozenUntil = until;
    }

    function unfreezeAll() external {
        allFrozenUntil = 0;
    }

    function isTransferValid(
        address, address, address, uint256, uint256
    ) public view override returns (uint256, uint256) {
        return allFrozenUntil > block.timestamp ? (INVALID, uint256(1)) : (VALID, uint256(0));
    }
}

/// Attributes 120 to 123: a direction (1 to receive, 2 to send, 3 both), a span, and whether it is turned around.
contract UserFreezeRule is RegistryRule {
    constructor(ComplianceRegistry registry) RegistryRule(registry) {}

    function isTransferValid(
        address token, address from, address to, uint256, uint256 overlook
    ) public view override returns (uint256, uint256) {
        if (!isFree(token, from, 2, overlook == 1)) return (INVALID, 2);
        if (!isFree(token, to, 1, overlook == 1)) return (INVALID, 3);
        return (VALID, 0);
    }

    function isFree(address token, address account, uint256 direction, bool overlook) private view returns (bool) {
        if (!isKnown(token, account)) return overlook;
        uint256 frozen = value(token, account, 120);
        if (frozen != direction && frozen != 3) return true;
        bool inside = value(token, account, 121) <= block.timestamp && value(token, account, 122) > block.timestamp;
        uint256 inverted = value(token, account, 123);
        return inside ? inverted != 0 : inverted != 1;
    }
}

contract UserKycThresholdFromRule is RegistryRule {
    constructor(ComplianceRegistry registry) RegistryRule(registry) {}

    function isTransferValid(
        address token, address from, address, uint256, uint256 threshold
    ) public view override returns (uint256, uint256) {
        if (!isKnown(token, from)) return (INVALID, 1);
        if (value(token, from, 100) < threshold) return (INVALID, 2);
        return (VALID, 0);
    }
}

contract UserKycThresholdToRule is RegistryRule {
    constructor(ComplianceRegistry registry) RegistryRule(registry) {}

    function isTransferValid(
        address token, address, address to, uint256, uint256 threshold
    ) public view override returns (uint256, uint256) {
        if (!isKnown(token, to)) return (INVALID, 1);
        if (value(token, to, 100) < threshold) return (INVALID, 2);
        return (VALID, 0);
    }
}

contract UserKycThresholdBothRule is RegistryRule {
    constructor(ComplianceRegistry registry) RegistryRule(registry) {}

    function isTransferValid(
        address token, address from, address to, uint256, uint256 threshold
    ) public view override returns (uint256, uint256) {
        if (!isKnown(token, from)) return (INVALID, 1);
        if (value(token, from, 100) < threshold) return (INVALID, 2);
        if (!isKnown(token, to)) return (INVALID, 3);
        if (value(token, to, 100) < threshold) return (INVALID, 4);
        return (VALID, 0);
    }
}

contract UserValidRule is RegistryRule {
    uint256 public constant USER_VALID_FLAG_BOTH = 0;
    uint256 public constant USER_VALID_FLAG_FROM = 1;
    uint256 public constant USER_VALID_FLAG_TO = 2;

    constructor(ComplianceRegistry registry) RegistryRule(registry) {}

    function isTransferValid(
        address token, address from, address to, uint256, uint256 flag
    ) public view override returns (uint256, uint256) {
        if (flag > USER_VALID_FLAG_TO) return (INVALID, 1);
        address[] memory intermediaries = BridgeToken(token).trustedIntermediaries();
        if (flag != USER_VALID_FLAG_TO && !complianceRegistry.isAddressValid(intermediaries, from)) return (INVALID, 2);
        if (flag != USER_VALID_FLAG_FROM && !complianceRegistry.isAddressValid(intermediaries, to)) return (INVALID, 3);
        return (VALID, 0);
    }
}

/// Limits of a single transfer (attribute 110), of a token that is worth one franc. Those of a month and a year are left out.
abstract contract LimitRule is RegistryRule {
    string public constant REF_CURRENCY = "CHF";

    function over(address token, address account, uint256 amount, uint256 unchecked_) internal view returns (uint256) {
        if (!isKnown(token, account)) return amount <= unchecked_ ? 0 : 1;
        return value(token, account, 110) < amount ? 2 : 0;
    }
}

contract HardTransferLimitRule is LimitRule {
    constructor(ComplianceRegistry registry) RegistryRule(registry) {}

    function isTransferValid(
        address token, address from, address to, uint256 amount, uint256 unchecked_
    ) public view override returns (uint256, uint256) {
        uint256 reason = over(token, from, amount, unchecked_);
        if (reason != 0) return (INVALID, reason);
        reason = over(token, to, amount, unchecked_);
        return reason == 0 ? (VALID_AFTER, uint256(0)) : (INVALID, reason + 4);
    }

    function afterTransferHook(address, address, address, uint256, uint256) external pure override returns (bool) {
        return true;
    }
}

/// Does not refuse: what is over the limit goes to the registry and waits there.
contract SoftTransferLimitRule is LimitRule {
    constructor(ComplianceRegistry registry) RegistryRule(registry) {}

    function isTransferValid(
        address token, address from, address to, uint256 amount, uint256 unchecked_
    ) public view override returns (uint256, uint256) {
        uint256 reason = over(token, from, amount, unchecked_);
        if (reason != 0) return (reason == 1 ? INVALID : VALID_BEFORE, reason);
        reason = over(token, to, amount, unchecked_);
        return reason == 0 ? (VALID_AFTER, uint256(0)) : (reason == 1 ? INVALID : VALID_BEFORE, reason + 4);
    }

    function beforeTransferHook(
        address, address, address, uint256 amount, uint256
    ) external view override returns (uint256, address, uint256) {
        return (VALID_BEFORE, address(complianceRegistry), amount);
    }

    function afterTransferHook(address, address, address, uint256, uint256) external pure override returns (bool) {
        return true;
    }
}

contract MaxTransferRule is BridgeRule {
    function isTransferValid(
        address, address, address, uint256 amount, uint256 most
    ) public pure override returns (uint256, uint256) {
        return amount <= most ? (VALID, uint256(0)) : (INVALID, uint256(1));
    }
}

contract MinTransferRule is BridgeRule {
    function isTransferValid(
        address, address, address, uint256 amount, uint256 least
    ) public pure override returns (uint256, uint256) {
        return amount >= least ? (VALID, uint256(0)) : (INVALID, uint256(1));
    }
}

contract AddressThresholdLockRule is BridgeRule {
    mapping(address => mapping(address => uint256)) public addressLockThreshold;

    function setAddressLockThreshold(address token, address account, uint256 threshold) external {
        addressLockThreshold[token][account] = threshold;
    }

    function isTransferValid(
        address token, address from, address, uint256 amount, uint256
    ) public view override returns (uint256, uint256) {
        uint256 has = BridgeToken(token).balanceOf(from);
        bool locks = has > 0 && amount <= has && has - amount < addressLockThreshold[token][from];
        return locks ? (INVALID, uint256(1)) : (VALID, uint256(0));
    }
}

contract UserAttributeValidToRule is RegistryRule {
    constructor(ComplianceRegistry registry) RegistryRule(registry) {}

    function isTransferValid(
        address token, address, address to, uint256, uint256 key
    ) public view override returns (uint256, uint256) {
        if (!isKnown(token, to)) return (INVALID, 1);
        if (value(token, to, 130) < 1 && value(token, to, key) < 1) return (INVALID, 2);
        return (VALID, 0);
    }
}

/// The owner and those who may bypass it (attribute 140) are left out.
contract VestingRule is BridgeRule {
    ComplianceRegistry private immutable registry;

    constructor(ComplianceRegistry compliance) {
        registry = compliance;
    }

    function isTransferValid(
        address token, address from, address to, uint256, uint256 until
    ) public view override returns (uint256, uint256) {
        if (until <= block.timestamp) return (VALID, 0);
        address[] memory intermediaries = BridgeToken(token).trustedIntermediaries();
        (uint256 sender,) = registry.userId(intermediaries, from);
        (uint256 receiver,) = registry.userId(intermediaries, to);
        return (INVALID, sender == 0 || receiver == 0 ? 2 : 3);
    }
}

contract YesNoRule is BridgeRule {
    function isTransferValid(
        address, address, address, uint256, uint256 yes
    ) public pure override returns (uint256, uint256) {
        return yes > 0 ? (VALID, uint256(0)) : (INVALID, uint256(1));
    }
}

/// A rule that no wallet has met: it looks like a maximum, but not quite.
contract HomemadeRule is BridgeRule {
    function isTransferValid(
        address, address, address, uint256 amount, uint256 most
    ) public pure override returns (uint256, uint256) {
        return amount <= most ? (VALID, uint256(0)) : (INVALID, uint256(9));
    }
}

contract RuleEngine {
    BridgeRule[] private rules_;

    function setRules(BridgeRule[] calldata list) external {
        rules_ = list;
    }

    function rules(uint256[] calldata ids) external view returns (BridgeRule[] memory result) {
        result = new BridgeRule[](ids.length);
        for (uint256 i = 0; i < ids.length; i++) {
            require(ids[i] < rules_.length, "RE01");
            result[i] = rules_[ids[i]];
        }
    }

    function validateTransferWithRules(
        uint256[] memory ids, uint256[] memory parameters, address token, address from, address to, uint256 amount
    ) external view returns (bool, uint256, uint256) {
        uint256 reason;
        for (uint256 i = 0; i < ids.length; i++) {
            if (ids[i] >= rules_.length) continue;
            uint256 parameter = parameters[i];
            (parameter, reason) = rules_[ids[i]].isTransferValid(token, from, to, amount, parameter);
            if (parameter == 0) return (false, ids[i], reason);
        }
        return (true, 0, 0);
    }
}

contract Processor {
    RuleEngine public ruleEngine;
    mapping(address => mapping(address => uint256)) private balances;
    mapping(address => mapping(address => mapping(address => uint256))) private allowed;
    mapping(address => uint256) private supplies;

    constructor(RuleEngine engine) {
        ruleEngine = engine;
    }

    function totalSupply() external view returns (uint256) {
        return supplies[msg.sender];
    }

    function balanceOf(address account) external view returns (uint256) {
        return balances[msg.sender][account];
    }

    function allowance(address owner, address spender) external view returns (uint256) {
        return allowed[msg.sender][owner][spender];
    }

    function approve(address owner, address spender, uint256 value) external {
        allowed[msg.sender][owner][spender] = value;
    }

    function decreaseApproval(address owner, address spender, uint256 value) external {
        allowed[msg.sender][owner][spender] -= value;
    }

    function mint(address to, uint256 value) external {
        supplies[msg.sender] += value;
        balances[msg.sender][to] += value;
    }

    function canTransfer(address from, address to, uint256 amount) external view returns (bool, uint256, uint256) {
        (uint256[] memory ids, uint256[] memory parameters) = BridgeToken(msg.sender).rules();
        return ruleEngine.validateTransferWithRules(ids, parameters, msg.sender, from, to, amount);
    }

    function transferFrom(address from, address to, uint256 value) external returns (address, uint256) {
        require(to != address(0), "ER01");
        (uint256[] memory ids, uint256[] memory parameters) = BridgeToken(msg.sender).rules();
        BridgeRule[] memory list = ruleEngine.rules(ids);
        uint256[] memory status = new uint256[](list.length);
        for (uint256 i = 0; i < list.length; i++) {
            (status[i],) = list[i].isTransferValid(msg.sender, from, to, value, parameters[i]);
            require(status[i] > 0, "RU03");
        }
        for (uint256 i = 0; i < list.length; i++) {
            if (status[i] != 2) continue;
            (status[i], to, value) = list[i].beforeTransferHook(msg.sender, from, to, value, parameters[i]);
            require(status[i] > 0, "RU03");
        }
        balances[msg.sender][from] -= value;
        balances[msg.sender][to] += value;
        for (uint256 i = 0; i < list.length; i++) {
            if (status[i] == 3) list[i].afterTransferHook(msg.sender, from, to, value, parameters[i]);
        }
        return (to, value);
    }
}

contract BridgeToken {
    string public constant name = "Model house";
    string public constant symbol = "MHOUSE";
    uint8 public constant decimals = 0;

    Processor public processor;
    address[] private intermediaries;
    uint256[] private ids;
    uint256[] private parameters;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    constructor(Processor core, address intermediary) {
        processor = core;
        intermediaries.push(intermediary);
    }

    function trustedIntermediaries() external view returns (address[] memory) {
        return intermediaries;
    }

    function rules() external view returns (uint256[] memory, uint256[] memory) {
        return (ids, parameters);
    }

    function setRules(uint256[] calldata newIds, uint256[] calldata newParameters) external {
        require(newIds.length == newParameters.length, "RU01");
        ids = newIds;
        parameters = newParameters;
    }

    function canTransfer(address from, address to, uint256 amount) external view returns (bool, uint256, uint256) {
        return processor.canTransfer(from, to, amount);
    }

    function totalSupply() external view returns (uint256) {
        return processor.totalSupply();
    }

    function balanceOf(address account) external view returns (uint256) {
        return processor.balanceOf(account);
    }

    function allowance(address owner, address spender) external view returns (uint256) {
        return processor.allowance(owner, spender);
    }

    function approve(address spender, uint256 value) external returns (bool) {
        processor.approve(msg.sender, spender, value);
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function mint(address to, uint256 value) external {
        processor.mint(to, value);
        emit Transfer(address(0), to, value);
    }

    function transfer(address to, uint256 value) external returns (bool) {
        move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        require(value <= processor.allowance(from, msg.sender), "AL01");
        processor.decreaseApproval(from, msg.sender, move(from, to, value));
        return true;
    }

    function move(address from, address to, uint256 value) private returns (uint256) {
        (address there, uint256 moved) = processor.transferFrom(from, to, value);
        emit Transfer(from, there, moved);
        return moved;
    }
}
