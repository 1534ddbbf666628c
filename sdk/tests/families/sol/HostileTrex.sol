// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

// Tokens with the interface of ERC-3643 whose registries, compliance contracts and modules are not what they should be, for tests.

import {Plain} from "./HostileTokens.sol";

/// The interface of an ERC-3643 token; whoever it names answers for the rest.
contract Trex is Plain {
    address public identityRegistry;
    address public compliance;
    bool internal immutable obeys;

    constructor(address holder, address other, address registry, address rules, bool obeys_) Plain(holder, other) {
        identityRegistry = registry == address(0) ? address(this) : registry;
        compliance = rules == address(0) ? address(this) : rules;
        obeys = obeys_;
    }

    function paused() external pure returns (bool) {
        return false;
    }
    function isFrozen(address) external pure returns (bool) {
        return false;
    }
    function getFrozenTokens(address) external pure returns (uint256) {
        return 0;
    }
    function isAgent(address) external pure returns (bool) {
        return false;
    }
    function act(address from, address to, uint256 value) internal override {
        if (obeys) {
            require(Registry(identityRegistry).isVerified(to), "not verified");
            require(Rules(compliance).canTransfer(from, to, value), "not compliant");
        }
        move(from, to, value);
    }

    // It answers for the registry and for the rules as well, where it is named as such.
    function isVerified(address) external pure returns (bool) {
        return true;
    }
    function identity(address) external view returns (address) {
        return address(this);
    }
    function investorCountry(address) external pure returns (uint16) {
        return 756;
    }
    function topicsRegistry() external view returns (address) {
        return address(this);
    }
    function issuersRegistry() external view returns (address) {
        return address(this);
    }
    function getModules() external pure returns (address[] memory none) {}
    function canTransfer(address, address, uint256) external pure returns (bool) {
        return true;
    }
}

/// A registry that verifies or does not, with as many topics and trusted issuers as it is told.
contract Registry {
    bool internal immutable verdict;
    uint256 internal immutable topics;
    uint256 internal immutable issuers;

    constructor(bool verdict_, uint256 topics_, uint256 issuers_) {
        verdict = verdict_;
        topics = topics_;
        issuers = issuers_;
    }
    function isVerified(address) external view returns (bool) {
        return verdict;
    }
    function identity(address) external view returns (address) {
        return address(this);
    }
    function investorCountry(address) external pure returns (uint16) {
        return 756;
    }
    function topicsRegistry() external view returns (address) {
        return address(this);
    }
    function issuersRegistry() external view returns (address) {
        return address(this);
    }
    function getClaimTopics() external view returns (uint256[] memory all) {
        all = new uint256[](topics);
        for (uint256 at; at < topics; at++) all[at] = at;
    }
    function getTrustedIssuersForClaimTopic(uint256) external view returns (address[] memory all) {
        all = new address[](issuers);
        for (uint256 at; at < issuers; at++) all[at] = address(uint160(0xabc0000 + at));
    }
    function getClaimIdsByTopic(uint256 topic) external view returns (bytes32[] memory all) {
        all = new bytes32[](topics);
        for (uint256 at; at < topics; at++) all[at] = bytes32(topic);
    }
    /// A claim of megabytes, issued by the registry itself.
    function getClaim(bytes32)
        external
        view
        returns (uint256 topic, uint256 scheme, address issuer, bytes memory signature, bytes memory data, string memory uri)
    {
        return (0, 1, address(this), new bytes(5_000), new bytes(5_000), "");
    }
}

/// A compliance contract with as many modules as it is told: all of them the same contract, or each another address.
contract Rules {
    address internal immutable module;
    uint256 internal immutable count;
    bool internal immutable verdict;

    constructor(address module_, uint256 count_, bool verdict_) {
        module = module_;
        count = count_;
        verdict = verdict_;
    }
    function getModules() external view returns (address[] memory all) {
        all = new address[](count);
        for (uint256 at; at < count; at++) all[at] = count == 1 ? module : address(uint160(module) + uint160(at));
    }
    function canTransfer(address, address, uint256) external view returns (bool) {
        return verdict;
    }
}

/// A module by any name, that answers `moduleCheck` with yes.
contract Module {
    string public name;
    constructor(string memory name_) {
        name = name_;
    }
    function moduleCheck(address, address, uint256, address) external view virtual returns (bool) {
        return true;
    }
}

contract ModuleThatLoops is Module {
    constructor() Module("Endless") {}
    function moduleCheck(address, address, uint256, address) external pure override returns (bool) {
        while (true) {}
        return true;
    }
}

contract ModuleThatIsMasked is Module {
    constructor() Module(unicode"\u202Eelbitpecca\u001b[2J\u0000") {}
    function moduleCheck(address, address, uint256, address) external pure override returns (bool) {
        return false;
    }
}

/// Says of itself that it is one of T-REX's own, with more limits than anybody could set.
contract ModuleWithManyLimits is Module {
    struct Limit {
        uint32 limitTime;
        uint256 limitValue;
    }
    uint256 internal immutable count;
    constructor(uint256 count_) Module("TimeTransfersLimitsModule") {
        count = count_;
    }
    function getTimeTransferLimits(address) external view returns (Limit[] memory all) {
        all = new Limit[](count);
        for (uint256 at; at < count; at++) all[at] = Limit(uint32(at + 1), type(uint256).max);
    }
    function usersCounters(address, address, uint32) external pure returns (uint256 value, uint256 timer) {
        return (0, 0);
    }
}

/// Its only record is its logs, and it has filled them.
contract ModuleWithManyLogs is Module {
    event MaxBalanceSet(address indexed _compliance, uint256 indexed _maxBalance);
    constructor() Module("MaxBalanceModule") {}
    function shout(address compliance, uint256 times) external {
        for (uint256 at; at < times; at++) emit MaxBalanceSet(compliance, at);
    }
    function getIDBalance(address, address) external pure returns (uint256) {
        return 1_000_000;
    }
}
