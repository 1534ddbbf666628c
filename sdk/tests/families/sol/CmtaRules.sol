// A model written from the published interface of the CMTA's RuleEngine (1.0.3, 2.1.0, 3.0) and Rules (0.1.0), for tests; not the
// deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

interface IRule {
    function detectTransferRestriction(address from, address to, uint256 value) external view returns (uint8);
    function detectTransferRestrictionFrom(address spender, address from, address to, uint256 value)
        external view returns (uint8);
    function canReturnTransferRestrictionCode(uint8 code) external view returns (bool);
    function messageForTransferRestriction(uint8 code) external view returns (string memory);
}

/// The first generation: one list, asked by `validateTransfer`; and, for 2.4 tokens and later, by `operateOnTransfer`.
contract RuleEngineV1 {
    IRule[] internal _rules;

    function setRules(IRule[] calldata rules_) external {
        _rules = rules_;
    }

    function rules() external view returns (IRule[] memory) {
        return _rules;
    }

    function detectTransferRestriction(address from, address to, uint256 value) public view returns (uint8) {
        for (uint256 i = 0; i < _rules.length; ++i) {
            uint8 code = _rules[i].detectTransferRestriction(from, to, value);
            if (code != 0) return code;
        }
        return 0;
    }

    function messageForTransferRestriction(uint8 code) external view returns (string memory) {
        for (uint256 i = 0; i < _rules.length; ++i) {
            if (_rules[i].canReturnTransferRestrictionCode(code)) return _rules[i].messageForTransferRestriction(code);
        }
        return "Unknown restriction code";
    }

    function validateTransfer(address from, address to, uint256 value) external view returns (bool) {
        return detectTransferRestriction(from, to, value) == 0;
    }

    function operateOnTransfer(address from, address to, uint256 value) external view returns (bool) {
        return detectTransferRestriction(from, to, value) == 0;
    }
}

/// The second generation: two lists, and nobody is told who calls, whatever the view says.
contract RuleEngineV2 {
    error RuleEngine_InvalidTransfer(address from, address to, uint256 value);

    IRule[] internal _validation;
    IRule[] internal _operation;

    function setRulesValidation(IRule[] calldata rules_) external {
        _validation = rules_;
    }

    function setRulesOperation(IRule[] calldata rules_) external {
        _operation = rules_;
    }

    function rulesValidation() external view returns (IRule[] memory) {
        return _validation;
    }

    function rulesOperation() external view returns (IRule[] memory) {
        return _operation;
    }

    function detectTransferRestriction(address from, address to, uint256 value) public view returns (uint8) {
        for (uint256 i = 0; i < _validation.length; ++i) {
            uint8 code = _validation[i].detectTransferRestriction(from, to, value);
            if (code != 0) return code;
        }
        for (uint256 i = 0; i < _operation.length; ++i) {
            uint8 code = _operation[i].detectTransferRestriction(from, to, value);
            if (code != 0) return code;
        }
        return 0;
    }

    function detectTransferRestrictionFrom(address spender, address from, address to, uint256 value)
        external view returns (uint8)
    {
        for (uint256 i = 0; i < _validation.length; ++i) {
            uint8 code = _validation[i].detectTransferRestrictionFrom(spender, from, to, value);
            if (code != 0) return code;
        }
        return detectTransferRestriction(from, to, value);
    }

    function messageForTransferRestriction(uint8 code) external view returns (string memory) {
        for (uint256 i = 0; i < _validation.length; ++i) {
            if (_validation[i].canReturnTransferRestrictionCode(code)) return _validation[i].messageForTransferRestriction(code);
        }
        for (uint256 i = 0; i < _operation.length; ++i) {
            if (_operation[i].canReturnTransferRestrictionCode(code)) return _operation[i].messageForTransferRestriction(code);
        }
        return "Unknown restriction code";
    }

    function canTransfer(address from, address to, uint256 value) external view returns (bool) {
        return detectTransferRestriction(from, to, value) == 0;
    }

    function canTransferFrom(address, address from, address to, uint256 value) external view returns (bool) {
        return detectTransferRestriction(from, to, value) == 0;
    }

    function validateTransfer(address from, address to, uint256 value) external view returns (bool) {
        return detectTransferRestriction(from, to, value) == 0;
    }

    function operateOnTransfer(address from, address to, uint256 value) external view returns (bool) {
        return detectTransferRestriction(from, to, value) == 0;
    }

    function transferred(address from, address to, uint256 value) external view {
        if (detectTransferRestriction(from, to, value) != 0) revert RuleEngine_InvalidTransfer(from, to, value);
    }

    function transferred(address, address from, address to, uint256 value) external view {
        if (detectTransferRestriction(from, to, value) != 0) revert RuleEngine_InvalidTransfer(from, to, value);
    }
}

/// The third generation: one list, and rules are told who calls.
contract RuleEngineV3 {
    error Rule_InvalidTransfer(address rule, address from, address to, uint256 value, uint8 code);

    IRule[] internal _rules;

    function setRules(IRule[] calldata rules_) external {
        _rules = rules_;
    }

    function rules() external view returns (IRule[] memory) {
        return _rules;
    }

    function detectTransferRestriction(address from, address to, uint256 value) public view returns (uint8 code) {
        (, code) = _first(address(0), from, to, value);
    }

    function detectTransferRestrictionFrom(address spender, address from, address to, uint256 value)
        public view returns (uint8 code)
    {
        (, code) = _first(spender, from, to, value);
    }

    function messageForTransferRestriction(uint8 code) external view returns (string memory) {
        if (code == 0) return "NoRestriction";
        for (uint256 i = 0; i < _rules.length; ++i) {
            if (_rules[i].canReturnTransferRestrictionCode(code)) return _rules[i].messageForTransferRestriction(code);
        }
        return "Unknown restriction code";
    }

    function canTransfer(address from, address to, uint256 value) external view returns (bool) {
        return detectTransferRestriction(from, to, value) == 0;
    }

    function canTransferFrom(address spender, address from, address to, uint256 value) external view returns (bool) {
        return detectTransferRestrictionFrom(spender, from, to, value) == 0;
    }

    function transferred(address from, address to, uint256 value) external view {
        _refuse(address(0), from, to, value);
    }

    function transferred(address spender, address from, address to, uint256 value) external view {
        _refuse(spender, from, to, value);
    }

    function _refuse(address spender, address from, address to, uint256 value) private view {
        (address rule, uint8 code) = _first(spender, from, to, value);
        if (code != 0) revert Rule_InvalidTransfer(rule, from, to, value, code);
    }

    function _first(address spender, address from, address to, uint256 value) private view returns (address, uint8) {
        for (uint256 i = 0; i < _rules.length; ++i) {
            uint8 code = spender == address(0)
                ? _rules[i].detectTransferRestriction(from, to, value)
                : _rules[i].detectTransferRestrictionFrom(spender, from, to, value);
            if (code != 0) return (address(_rules[i]), code);
        }
        return (address(0), 0);
    }
}

/// A list of addresses, and the order in which a rule looks at the parties.
abstract contract Listing is IRule {
    uint8 internal immutable first;
    mapping(address account => bool) public isAddressListed;

    constructor(uint8 first_) {
        first = first_;
    }

    function setListed(address account, bool listed) external {
        isAddressListed[account] = listed;
    }

    function _stops(address account) internal view virtual returns (bool);

    function _words(uint8 place) internal pure virtual returns (string memory);

    function detectTransferRestriction(address from, address to, uint256) public view override returns (uint8) {
        if (_stops(from)) return first;
        if (_stops(to)) return first + 1;
        return 0;
    }

    function detectTransferRestrictionFrom(address spender, address from, address to, uint256 value)
        external view virtual override returns (uint8)
    {
        if (_stops(spender)) return first + 2;
        return detectTransferRestriction(from, to, value);
    }

    function canReturnTransferRestrictionCode(uint8 code) external view override returns (bool) {
        return code >= first && code <= first + 2;
    }

    function messageForTransferRestriction(uint8 code) external view override returns (string memory) {
        return code >= first && code <= first + 2 ? _words(code - first) : "Unknown restriction code";
    }
}

/// Rules 0.1.0. `spenderLast` is how the wrapper of several whitelists looks at the parties.
contract RuleWhitelist is Listing {
    bool public checkSpender;
    bool internal immutable spenderLast;

    constructor(bool checkSpender_, bool spenderLast_) Listing(21) {
        checkSpender = checkSpender_;
        spenderLast = spenderLast_;
    }

    function _stops(address account) internal view override returns (bool) {
        return !isAddressListed[account];
    }

    function _words(uint8 place) internal pure override returns (string memory) {
        if (place == 0) return "The sender is not in the whitelist";
        return place == 1 ? "The recipient is not in the whitelist" : "The spender is not in the whitelist";
    }

    function detectTransferRestrictionFrom(address spender, address from, address to, uint256 value)
        external view override returns (uint8)
    {
        bool stopped = checkSpender && _stops(spender);
        if (stopped && !spenderLast) return 23;
        uint8 code = detectTransferRestriction(from, to, value);
        return code == 0 && stopped ? 23 : code;
    }
}

/// Rules 0.1.0 with 36; 2.1.0 with 41.
contract RuleBlacklist is Listing {
    constructor(uint8 first_) Listing(first_) {}

    function _stops(address account) internal view override returns (bool) {
        return isAddressListed[account];
    }

    function _words(uint8 place) internal pure override returns (string memory) {
        if (place == 0) return "The sender is blacklisted";
        return place == 1 ? "The recipient is blacklisted" : "The spender is blacklisted";
    }
}

/// The blacklist of engine 2.0.5, which speaks with the whitelist's words.
contract RuleBlacklistOld is Listing {
    constructor() Listing(41) {}

    function _stops(address account) internal view override returns (bool) {
        return isAddressListed[account];
    }

    function _words(uint8 place) internal pure override returns (string memory) {
        return place == 0 ? "The sender is not in the whitelist" : "The recipient is not in the whitelist";
    }
}

/// Rules 0.1.0 with 30; 2.1.0 with 31. The list is an oracle's; here it is the rule's own.
contract RuleSanctionsList is Listing {
    constructor(uint8 first_) Listing(first_) {}

    function isSanctioned(address account) public view returns (bool) {
        return isAddressListed[account];
    }

    function _stops(address account) internal view override returns (bool) {
        return isSanctioned(account);
    }

    function _words(uint8 place) internal pure override returns (string memory) {
        if (place == 0) return "The sender is sanctioned";
        return place == 1 ? "The recipient is sanctioned" : "The spender is sanctioned";
    }
}

/// A rule of an issuer's own, like the one in the CMTAT's tests.
contract RuleMaxAmount is IRule {
    uint256 public most = type(uint256).max;

    function setMost(uint256 most_) external {
        most = most_;
    }

    function detectTransferRestriction(address, address, uint256 value) public view override returns (uint8) {
        return value > most ? 13 : 0;
    }

    function detectTransferRestrictionFrom(address, address from, address to, uint256 value)
        external view override returns (uint8)
    {
        return detectTransferRestriction(from, to, value);
    }

    function canReturnTransferRestrictionCode(uint8 code) external pure override returns (bool) {
        return code == 13;
    }

    function messageForTransferRestriction(uint8 code) external pure override returns (string memory) {
        return code == 13 ? "Amount too high" : "Code not found";
    }
}

/// Each transfer has to be approved: sender, receiver and amount.
contract RuleConditionalTransfer is IRule {
    bool public active;
    mapping(bytes32 key => bool) public approved;

    function setActive(bool active_) external {
        active = active_;
    }

    function setApproved(address from, address to, uint256 value, bool yes) external {
        approved[keccak256(abi.encode(from, to, value))] = yes;
    }

    function detectTransferRestriction(address from, address to, uint256 value) public view override returns (uint8) {
        return !active || approved[keccak256(abi.encode(from, to, value))] ? 0 : 51;
    }

    function detectTransferRestrictionFrom(address, address from, address to, uint256 value)
        external view override returns (uint8)
    {
        return detectTransferRestriction(from, to, value);
    }

    function canReturnTransferRestrictionCode(uint8 code) external pure override returns (bool) {
        return code == 51;
    }

    function messageForTransferRestriction(uint8 code) external pure override returns (string memory) {
        return code == 51 ? "The request is not approved" : "Unknown restriction code";
    }
}
