// A model written from the published interface of T-REX's modules (4.2.0-beta2 and the develop branch after it), for tests; not the deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

import {IModule42, Token42, Compliance42} from "./Trex42.sol";

abstract contract Module42 is IModule42 {
    event ComplianceBound(address indexed _compliance);
    event ComplianceUnbound(address indexed _compliance);

    error OnlyBoundComplianceCanCall();

    mapping(address => bool) public isComplianceBound;

    modifier onlyComplianceCall() {
        if (!isComplianceBound[msg.sender]) revert OnlyBoundComplianceCanCall();
        _;
    }

    function bindCompliance(address compliance) external {
        isComplianceBound[compliance] = true;
        emit ComplianceBound(compliance);
    }

    function unbindCompliance(address compliance) external onlyComplianceCall {
        isComplianceBound[compliance] = false;
        _forget(compliance);
        emit ComplianceUnbound(compliance);
    }

    function moduleTransferAction(address from, address to, uint256 value) external virtual onlyComplianceCall {}

    function moduleMintAction(address to, uint256 value) external virtual onlyComplianceCall {}

    // The develop branch forgets a token's settings when the module is unbound.
    function _forget(address compliance) internal virtual {}

    function _token(address compliance) internal view returns (Token42) {
        return Token42(Compliance42(compliance).getTokenBound());
    }

    function _country(address compliance, address account) internal view returns (uint16) {
        return _token(compliance).identityRegistry().investorCountry(account);
    }

    function _identity(address compliance, address account) internal view returns (address) {
        return _token(compliance).identityRegistry().identity(account);
    }
}

contract InitialLockupPeriod42 is Module42 {
    event LockupPeriodSet(address indexed compliance, uint256 lockupPeriodInDays);

    struct Locked {
        uint256 amount;
        uint256 until;
    }

    mapping(address => uint256) private _periods;
    mapping(address => mapping(address => uint256)) private _total;
    mapping(address => mapping(address => Locked[])) private _locked;

    function name() external pure returns (string memory) {
        return "InitialLockupPeriodModule";
    }

    function setLockupPeriod(uint256 inDays) external onlyComplianceCall {
        _periods[msg.sender] = inDays * 1 days;
        emit LockupPeriodSet(msg.sender, inDays);
    }

    // The total is never taken back: neither when time has passed nor when tokens have moved.
    function moduleMintAction(address to, uint256 value) external override onlyComplianceCall {
        _total[msg.sender][to] += value;
        _locked[msg.sender][to].push(Locked(value, block.timestamp + _periods[msg.sender]));
    }

    // After the balance has moved: this subtraction stops what is above the rest.
    function moduleTransferAction(address from, address, uint256 value) external override onlyComplianceCall {
        uint256 free = _token(msg.sender).balanceOf(from) - _total[msg.sender][from];
        if (value > free) _spend(_locked[msg.sender][from], value - free);
    }

    function moduleCheck(address from, address, uint256 value, address compliance) external view returns (bool) {
        if (from == address(0)) return true;
        uint256 free = _token(compliance).balanceOf(from) - _total[compliance][from];
        return free >= value || free + _unlocked(_locked[compliance][from]) >= value;
    }

    function _unlocked(Locked[] storage entries) private view returns (uint256 sum) {
        for (uint256 i = 0; i < entries.length; i++) {
            if (entries[i].until <= block.timestamp) sum += entries[i].amount;
        }
    }

    function _spend(Locked[] storage entries, uint256 value) private {
        uint256 i = 0;
        while (value > 0 && i < entries.length) {
            if (entries[i].until > block.timestamp) {
                i++;
            } else if (value < entries[i].amount) {
                entries[i].amount -= value;
                value = 0;
            } else {
                value -= entries[i].amount;
                entries[i] = entries[entries.length - 1];
                entries.pop();
            }
        }
    }
}

contract InvestorCountryCap42 is Module42 {
    struct Cap {
        bool capped;
        uint256 cap;
        uint256 count;
        mapping(address => bool) counted;
    }

    mapping(address => bool) private _bypassed;
    mapping(address => mapping(uint16 => Cap)) internal _caps;
    mapping(address => mapping(address => address[])) private _wallets;

    function name() external pure returns (string memory) {
        return "InvestorCountryCapModule";
    }

    function setCountryCap(uint16 country, uint256 cap) external onlyComplianceCall {
        _caps[msg.sender][country].capped = true;
        _caps[msg.sender][country].cap = cap;
    }

    function addBypassedIdentity(address identity) external onlyComplianceCall {
        _bypassed[identity] = true;
    }

    // The original asks its owner for this while the token is paused.
    function batchInitialize(address compliance, address[] calldata holders) external {
        for (uint256 i = 0; i < holders.length; i++) {
            _register(compliance, holders[i]);
        }
    }

    function moduleMintAction(address to, uint256) external override onlyComplianceCall {
        if (!_bypassed[_identity(msg.sender, to)]) _register(msg.sender, to);
    }

    // The sender is taken off the count of the receiver's country, as the original does it.
    function moduleTransferAction(address from, address to, uint256) external override onlyComplianceCall {
        if (_bypassed[_identity(msg.sender, to)]) return;
        uint16 country = _country(msg.sender, to);
        if (!_caps[msg.sender][country].capped) return;
        _register(msg.sender, to);
        address identity = _identity(msg.sender, from);
        if (_bypassed[identity]) return;
        address[] storage wallets = _wallets[msg.sender][identity];
        uint256 balance;
        for (uint256 i = 0; i < wallets.length; i++) {
            balance += _token(msg.sender).balanceOf(wallets[i]);
        }
        if (balance == 0) {
            _caps[msg.sender][country].count--;
            _caps[msg.sender][country].counted[identity] = false;
        }
    }

    function moduleCheck(address, address to, uint256, address compliance) external view returns (bool) {
        address identity = _identity(compliance, to);
        if (_bypassed[identity]) return true;
        Cap storage cap = _caps[compliance][_country(compliance, to)];
        if (!cap.capped) return true;
        if (!cap.counted[identity]) return cap.count < cap.cap;
        return _has(_wallets[compliance][identity], to) || _wallets[compliance][identity].length + 1 < 20;
    }

    function _register(address compliance, address wallet) private {
        address identity = _identity(compliance, wallet);
        Cap storage cap = _caps[compliance][_country(compliance, wallet)];
        if (!cap.counted[identity]) {
            cap.count++;
            cap.counted[identity] = true;
        }
        if (!_has(_wallets[compliance][identity], wallet)) _wallets[compliance][identity].push(wallet);
    }

    function _has(address[] storage wallets, address wallet) private view returns (bool) {
        for (uint256 i = 0; i < wallets.length; i++) {
            if (wallets[i] == wallet) return true;
        }
        return false;
    }
}

contract InvestorCountryCap42Develop is InvestorCountryCap42 {
    function getCountryCap(address compliance, uint16 country) external view returns (uint256) {
        return _caps[compliance][country].cap;
    }
}

contract MinTransferByCountry42 is Module42 {
    event MinimumTransferAmountSet(address indexed compliance, uint16 indexed country, uint256 amount);

    mapping(address => mapping(uint16 => uint256)) internal _minima;

    function name() external pure returns (string memory) {
        return "MinTransferByCountryModule";
    }

    function setMinimumTransferAmount(uint16 country, uint256 amount) external onlyComplianceCall {
        _minima[msg.sender][country] = amount;
        emit MinimumTransferAmountSet(msg.sender, country, amount);
    }

    function moduleCheck(address from, address to, uint256 amount, address compliance) external view returns (bool) {
        uint16 country = _country(compliance, to);
        uint256 minimum = _minima[compliance][country];
        if (minimum == 0 || amount >= minimum) return true;
        if (_identity(compliance, from) == _identity(compliance, to)) return _country(compliance, from) == country;
        return _token(compliance).balanceOf(to) > 0;
    }
}

contract MinTransferByCountry42Develop is MinTransferByCountry42 {
    function getMinimumTransferAmount(address compliance, uint16 country) external view returns (uint256) {
        return _minima[compliance][country];
    }
}

contract MaxBalance42 is Module42 {
    event MaxBalanceSet(address indexed _compliance, uint256 indexed _maxBalance);

    error MaxBalanceExceeded(address _compliance, uint256 _value, uint256 _max);
    error IdentityNotFound(address _userAddress);

    mapping(address => uint256) internal _max;
    mapping(address => mapping(address => uint256)) private _booked;

    function name() external pure returns (string memory) {
        return "MaxBalanceModule";
    }

    function setMaxBalance(uint256 max) external onlyComplianceCall {
        _max[msg.sender] = max;
        emit MaxBalanceSet(msg.sender, max);
    }

    function preSetModuleState(address compliance, address identity, uint256 balance) external {
        _booked[compliance][identity] = balance;
    }

    function getIDBalance(address compliance, address identity) external view returns (uint256) {
        return _booked[compliance][identity];
    }

    function moduleMintAction(address to, uint256 value) external override onlyComplianceCall {
        _book(_known(msg.sender, to), value);
    }

    function moduleTransferAction(address from, address to, uint256 value) external override onlyComplianceCall {
        address sender = _known(msg.sender, from);
        address receiver = _known(msg.sender, to);
        _booked[msg.sender][receiver] += value;
        _booked[msg.sender][sender] -= value;
        _book(receiver, 0);
    }

    function moduleCheck(address, address to, uint256 value, address compliance) external view returns (bool) {
        return value <= _max[compliance] && _booked[compliance][_known(compliance, to)] + value <= _max[compliance];
    }

    function _book(address identity, uint256 value) private {
        _booked[msg.sender][identity] += value;
        if (_booked[msg.sender][identity] > _max[msg.sender]) {
            revert MaxBalanceExceeded(msg.sender, value, _max[msg.sender]);
        }
    }

    function _known(address compliance, address account) private view returns (address identity) {
        identity = _identity(compliance, account);
        if (identity == address(0)) revert IdentityNotFound(account);
    }
}

contract MaxBalance42Develop is MaxBalance42 {
    function getMaxBalance(address compliance) external view returns (uint256) {
        return _max[compliance];
    }

    function _forget(address compliance) internal override {
        delete _max[compliance];
    }
}

contract TransferFees42 is Module42 {
    error TransferFeeCollectionFailed();

    uint256 private _rate;
    address private _collector;
    mapping(address => mapping(address => bool)) internal _spared;

    function name() external pure returns (string memory) {
        return "TransferFeesModule";
    }

    function setFee(uint256 rate, address collector) external onlyComplianceCall {
        (_rate, _collector) = (rate, collector);
    }

    function getFee(address) external view returns (uint256 rate, address collector) {
        return (_rate, _collector);
    }

    function moduleCheck(address, address, uint256, address) external pure returns (bool) {
        return true;
    }

    function moduleTransferAction(address from, address to, uint256 value) external override onlyComplianceCall {
        if (_spared[msg.sender][from] || _identity(msg.sender, from) == _identity(msg.sender, to)) return;
        if (_rate == 0 || from == _collector || to == _collector) return;
        uint256 fee = value * _rate / 10000;
        if (fee == 0) return;
        if (!_token(msg.sender).forcedTransfer(to, _collector, fee)) revert TransferFeeCollectionFailed();
    }
}

contract TransferFees42Develop is TransferFees42 {
    function setWhitelisted(address account, bool spared) external onlyComplianceCall {
        _spared[msg.sender][account] = spared;
    }

    function isWhitelisted(address compliance, address account) external view returns (bool) {
        return _spared[compliance][account];
    }
}

// Modules that Assay has never seen: one with a name, one without.
contract StrangeModule42 is Module42 {
    uint256 private _most;

    function name() external pure returns (string memory) {
        return "SomebodysModule";
    }

    function setMost(uint256 most) external onlyComplianceCall {
        _most = most;
    }

    function moduleCheck(address, address, uint256 value, address) external view returns (bool) {
        return value <= _most;
    }
}
