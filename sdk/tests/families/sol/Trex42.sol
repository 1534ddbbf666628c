// A model written from the published interface of T-REX (4.2.0-beta2 and the develop branch after it), for tests; not the deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

interface IHolderIdentity {
    function getClaim(bytes32 id)
        external
        view
        returns (uint256 topic, uint256 scheme, address issuer, bytes memory signature, bytes memory data, string memory uri);
}

interface IClaimJudge {
    function isClaimValid(address identity, uint256 topic, bytes memory signature, bytes memory data)
        external
        view
        returns (bool);
}

abstract contract Owned {
    error OwnableUnauthorizedAccount(address account);

    address public owner = msg.sender;

    modifier onlyOwner() {
        if (msg.sender != owner) revert OwnableUnauthorizedAccount(msg.sender);
        _;
    }
}

abstract contract Agents is Owned {
    error CallerDoesNotHaveAgentRole();

    mapping(address => bool) public isAgent;

    modifier onlyAgent() {
        if (!isAgent[msg.sender]) revert CallerDoesNotHaveAgentRole();
        _;
    }

    function addAgent(address agent) external onlyOwner {
        isAgent[agent] = true;
    }

    function removeAgent(address agent) external onlyOwner {
        isAgent[agent] = false;
    }
}

contract ClaimTopics42 is Owned {
    uint256[] private _topics;

    function addClaimTopic(uint256 topic) external onlyOwner {
        _topics.push(topic);
    }

    function getClaimTopics() external view returns (uint256[] memory) {
        return _topics;
    }
}

contract TrustedIssuers42 is Owned {
    address[] private _issuers;
    mapping(address => uint256[]) private _topics;

    function addTrustedIssuer(address issuer, uint256[] calldata topics) external onlyOwner {
        _issuers.push(issuer);
        _topics[issuer] = topics;
    }

    function updateIssuerClaimTopics(address issuer, uint256[] calldata topics) external onlyOwner {
        _topics[issuer] = topics;
    }

    function getTrustedIssuers() external view returns (address[] memory) {
        return _issuers;
    }

    function hasClaimTopic(address issuer, uint256 topic) public view returns (bool) {
        uint256[] storage topics = _topics[issuer];
        for (uint256 i = 0; i < topics.length; i++) {
            if (topics[i] == topic) return true;
        }
        return false;
    }

    function getTrustedIssuersForClaimTopic(uint256 topic) external view returns (address[] memory found) {
        uint256 count;
        for (uint256 i = 0; i < _issuers.length; i++) {
            if (hasClaimTopic(_issuers[i], topic)) count++;
        }
        found = new address[](count);
        for (uint256 i = 0; i < _issuers.length; i++) {
            if (hasClaimTopic(_issuers[i], topic)) found[--count] = _issuers[i];
        }
    }
}

contract IdentityRegistry42 is Agents {
    error EligibilityChecksDisabledAlready();

    ClaimTopics42 public immutable topicsRegistry;
    TrustedIssuers42 public immutable issuersRegistry;
    mapping(address => address) public identity;
    mapping(address => uint16) public investorCountry;
    // There is no getter: who asks cannot see it.
    bool private _checksDisabled;

    constructor(TrustedIssuers42 issuers, ClaimTopics42 topics) {
        issuersRegistry = issuers;
        topicsRegistry = topics;
    }

    function registerIdentity(address account, address identity_, uint16 country) external onlyAgent {
        identity[account] = identity_;
        investorCountry[account] = country;
    }

    function deleteIdentity(address account) external onlyAgent {
        delete identity[account];
        delete investorCountry[account];
    }

    function contains(address account) external view returns (bool) {
        return identity[account] != address(0);
    }

    function disableEligibilityChecks() external onlyOwner {
        if (_checksDisabled) revert EligibilityChecksDisabledAlready();
        _checksDisabled = true;
    }

    function isVerified(address account) external view returns (bool) {
        if (_checksDisabled) return true;
        address holder = identity[account];
        if (holder == address(0)) return false;
        uint256[] memory topics = topicsRegistry.getClaimTopics();
        for (uint256 i = 0; i < topics.length; i++) {
            if (!_hasClaim(holder, topics[i])) return false;
        }
        return true;
    }

    /// One valid claim of one trusted issuer is enough. Identities are asked unguarded, issuers inside a `try`.
    function _hasClaim(address holder, uint256 wanted) private view returns (bool) {
        address[] memory trusted = issuersRegistry.getTrustedIssuersForClaimTopic(wanted);
        for (uint256 i = 0; i < trusted.length; i++) {
            bytes32 id = keccak256(abi.encode(trusted[i], wanted));
            (uint256 topic,, address issuer, bytes memory signature, bytes memory data,) =
                IHolderIdentity(holder).getClaim(id);
            if (topic != wanted) continue;
            try IClaimJudge(issuer).isClaimValid(holder, wanted, signature, data) returns (bool valid) {
                if (valid) return true;
            } catch {}
        }
        return false;
    }
}

interface IModule42 {
    function bindCompliance(address compliance) external;
    function unbindCompliance(address compliance) external;
    function moduleTransferAction(address from, address to, uint256 value) external;
    function moduleMintAction(address to, uint256 value) external;
    function moduleCheck(address from, address to, uint256 value, address compliance) external view returns (bool);
    function name() external view returns (string memory);
}

contract Compliance42 is Owned {
    error ZeroValue();
    error AddressNotATokenBoundToComplianceContract();
    error ModuleNotBound();

    address public getTokenBound;
    IModule42[] private _modules;

    modifier onlyToken() {
        if (msg.sender != getTokenBound) revert AddressNotATokenBoundToComplianceContract();
        _;
    }

    function bindToken(address token) external {
        if (msg.sender != owner && !(getTokenBound == address(0) && msg.sender == token)) revert();
        getTokenBound = token;
    }

    function unbindToken(address token) external onlyOwner {
        if (token == getTokenBound) delete getTokenBound;
    }

    function isTokenBound(address token) external view returns (bool) {
        return token == getTokenBound;
    }

    function addModule(IModule42 module) external onlyOwner {
        module.bindCompliance(address(this));
        _modules.push(module);
    }

    function removeModule(IModule42 module) external onlyOwner {
        for (uint256 i = 0; i < _modules.length; i++) {
            if (_modules[i] != module) continue;
            module.unbindCompliance(address(this));
            _modules[i] = _modules[_modules.length - 1];
            _modules.pop();
            return;
        }
        revert ModuleNotBound();
    }

    function callModuleFunction(bytes calldata data, address module) external onlyOwner {
        (bool ok, bytes memory why) = module.call(data);
        if (!ok) {
            assembly {
                revert(add(why, 32), mload(why))
            }
        }
    }

    function getModules() external view returns (IModule42[] memory) {
        return _modules;
    }

    function canTransfer(address from, address to, uint256 value) external view returns (bool) {
        for (uint256 i = 0; i < _modules.length; i++) {
            if (!_modules[i].moduleCheck(from, to, value, address(this))) return false;
        }
        return true;
    }

    function transferred(address from, address to, uint256 value) external onlyToken {
        if (value == 0) revert ZeroValue();
        for (uint256 i = 0; i < _modules.length; i++) {
            _modules[i].moduleTransferAction(from, to, value);
        }
    }

    function created(address to, uint256 value) external onlyToken {
        if (value == 0) revert ZeroValue();
        for (uint256 i = 0; i < _modules.length; i++) {
            _modules[i].moduleMintAction(to, value);
        }
    }
}

contract Token42 is Agents {
    error EnforcedPause();
    error FrozenWallet();
    error TransferNotPossible();
    error UnverifiedIdentity();
    error ComplianceNotFollowed();
    error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed);
    error ERC20InvalidReceiver(address receiver);
    error ERC20InvalidSpender(address spender);
    error DefaultAllowanceAlreadySet(address target);

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);
    event DefaultAllowance(address _to, bool _allowance);
    event DefaultAllowanceDisabled(address _user);
    event DefaultAllowanceEnabled(address _user);

    string public constant name = "Draft";
    string public constant symbol = "DRFT";
    uint8 public constant decimals = 18;
    string public constant version = "4.1.3";
    address public constant onchainID = address(0);

    IdentityRegistry42 public immutable identityRegistry;
    Compliance42 public immutable compliance;
    uint256 public totalSupply;
    bool public paused = true;
    mapping(address => uint256) public balanceOf;
    mapping(address => bool) public isFrozen;
    mapping(address => uint256) public getFrozenTokens;
    mapping(address => mapping(address => uint256)) private _allowances;
    mapping(address => bool) private _defaults;
    mapping(address => bool) private _optedOut;

    constructor(IdentityRegistry42 registry, Compliance42 compliance_) {
        identityRegistry = registry;
        compliance = compliance_;
        compliance_.bindToken(address(this));
    }

    modifier whenNotPaused() {
        if (paused) revert EnforcedPause();
        _;
    }

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0x01ffc9a7 || id == 0xb97d944c || id == 0x5c0cda7e || id == 0x36372b07;
    }

    function pause() external onlyAgent whenNotPaused {
        paused = true;
    }

    function unpause() external onlyAgent {
        paused = false;
    }

    function setAddressFrozen(address account, bool frozen) external onlyAgent {
        isFrozen[account] = frozen;
    }

    function freezePartialTokens(address account, uint256 amount) external onlyAgent {
        uint256 balance = balanceOf[account];
        uint256 frozen = getFrozenTokens[account] + amount;
        if (balance < frozen) revert ERC20InsufficientBalance(account, balance, amount);
        getFrozenTokens[account] = frozen;
    }

    function mint(address to, uint256 amount) external onlyAgent {
        if (!identityRegistry.isVerified(to)) revert UnverifiedIdentity();
        if (!compliance.canTransfer(address(0), to, amount)) revert ComplianceNotFollowed();
        totalSupply += amount;
        balanceOf[to] += amount;
        emit Transfer(address(0), to, amount);
        compliance.created(to, amount);
    }

    function forcedTransfer(address from, address to, uint256 amount) external onlyAgent returns (bool) {
        uint256 balance = balanceOf[from];
        if (balance < amount) revert ERC20InsufficientBalance(from, balance, amount);
        uint256 free = balance - getFrozenTokens[from];
        if (amount > free) getFrozenTokens[from] -= amount - free;
        if (!identityRegistry.isVerified(to)) revert TransferNotPossible();
        _transfer(from, to, amount);
        compliance.transferred(from, to, amount);
        return true;
    }

    function setAllowanceForAll(bool allow, address[] calldata targets) external onlyOwner {
        for (uint256 i = 0; i < targets.length; i++) {
            if (_defaults[targets[i]] == allow) revert DefaultAllowanceAlreadySet(targets[i]);
            _defaults[targets[i]] = allow;
            emit DefaultAllowance(targets[i], allow);
        }
    }

    function disableDefaultAllowance() external {
        _optedOut[msg.sender] = true;
        emit DefaultAllowanceDisabled(msg.sender);
    }

    function enableDefaultAllowance() external {
        _optedOut[msg.sender] = false;
        emit DefaultAllowanceEnabled(msg.sender);
    }

    function allowance(address holder, address spender) public view returns (uint256) {
        if (_defaults[spender] && !_optedOut[holder]) return type(uint256).max;
        return _allowances[holder][spender];
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        _approve(msg.sender, spender, amount);
        return true;
    }

    function transfer(address to, uint256 amount) external whenNotPaused returns (bool) {
        _admit(msg.sender, to, amount);
        _transfer(msg.sender, to, amount);
        compliance.transferred(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external whenNotPaused returns (bool) {
        _admit(from, to, amount);
        if (!_defaults[msg.sender] || _optedOut[from]) {
            _approve(from, msg.sender, _allowances[from][msg.sender] - amount);
        }
        _transfer(from, to, amount);
        compliance.transferred(from, to, amount);
        return true;
    }

    function _admit(address from, address to, uint256 amount) private view {
        if (isFrozen[to] || isFrozen[from]) revert FrozenWallet();
        uint256 free = balanceOf[from] - getFrozenTokens[from];
        if (amount > free) revert ERC20InsufficientBalance(from, free, amount);
        if (!identityRegistry.isVerified(to) || !compliance.canTransfer(from, to, amount)) revert TransferNotPossible();
    }

    function _transfer(address from, address to, uint256 amount) private {
        if (to == address(0)) revert ERC20InvalidReceiver(to);
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
        emit Transfer(from, to, amount);
    }

    function _approve(address holder, address spender, uint256 amount) private {
        if (spender == address(0)) revert ERC20InvalidSpender(spender);
        _allowances[holder][spender] = amount;
        emit Approval(holder, spender, amount);
    }
}
