// A model written from the published interface of Backed's tokens (1.1.0, with fees, and the wrapper), for tests; not the deployed code.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import "./TextErc20.sol";

contract SanctionsList {
    mapping(address => bool) public isSanctioned;

    function set(address addr, bool sanctioned) external {
        isSanctioned[addr] = sanctioned;
    }
}

/// The roles are not modelled: anybody may pause and mint.
contract BackedToken is TextErc20("Backed Treasury", "bIB01") {
    bool public isPaused;
    bool public delegateMode;
    SanctionsList public sanctionsList;
    string public terms = "https://example.org/terms";

    constructor(SanctionsList list) {
        sanctionsList = list;
    }

    function setPause(bool paused) external {
        isPaused = paused;
    }

    function _look(address from, address to) internal override {
        require(!isPaused, "BackedToken: token transfer while paused");
        require(!sanctionsList.isSanctioned(from), "BackedToken: sender is sanctioned");
        require(!sanctionsList.isSanctioned(to), "BackedToken: receiver is sanctioned");
    }

    function _spend(address owner, address spender, uint256 amount) internal override {
        require(!sanctionsList.isSanctioned(spender), "BackedToken: spender is sanctioned");
        super._spend(owner, spender, amount);
    }
}

/// Shares times a multiplier that falls by the fee, period by period.
abstract contract BackedShares is BackedToken {
    uint256 public feePerPeriod;
    uint256 public periodLength = 1 days;
    uint256 public lastTimeFeeApplied = block.timestamp;

    function _multiplier() internal view virtual returns (uint256);

    function setFeePerPeriod(uint256 fee) external {
        feePerPeriod = fee;
    }

    function _periods() internal view returns (uint256) {
        return (block.timestamp - lastTimeFeeApplied) / periodLength;
    }

    function _afterFees(uint256 multiplier) internal view returns (uint256) {
        uint256 periods = feePerPeriod == 0 ? 0 : _periods();
        for (uint256 i = 0; i < periods; i++) multiplier = (multiplier * (1e18 - feePerPeriod)) / 1e18;
        return multiplier;
    }

    function sharesOf(address account) external view returns (uint256) {
        return _held[account];
    }

    function balanceOf(address account) public view override returns (uint256) {
        return (_held[account] * _multiplier()) / 1e18;
    }

    function totalSupply() public view override returns (uint256) {
        return (_supply * _multiplier()) / 1e18;
    }

    function mint(address account, uint256 amount) external override {
        uint256 shares = (amount * 1e18) / _multiplier();
        _supply += shares;
        _held[account] += shares;
    }

    function _move(address from, address to, uint256 amount) internal override {
        super._move(from, to, (amount * 1e18) / _multiplier());
    }
}

contract BackedAutoFeeToken is BackedShares {
    uint256 public lastMultiplier = 1e18;
    uint256 public newMultiplier = 1e18;
    uint256 public newMultiplierActivationTime;
    uint256 private _nonce;

    constructor(SanctionsList list) BackedToken(list) {}

    function schedule(uint256 multiplier, uint256 activation) external {
        lastMultiplier = newMultiplier;
        newMultiplier = multiplier;
        newMultiplierActivationTime = activation;
        _nonce += 1;
    }

    function getCurrentMultiplier() public view returns (uint256, uint256, uint256) {
        if (block.timestamp < newMultiplierActivationTime) return (lastMultiplier, 0, _nonce - 1);
        return (_afterFees(newMultiplier), _periods(), _nonce);
    }

    function _multiplier() internal view override returns (uint256 multiplier) {
        (multiplier,,) = getCurrentMultiplier();
    }
}

contract BackedFirstAutoFeeToken is BackedShares {
    uint256 public multiplier = 1e18;

    constructor(SanctionsList list) BackedToken(list) {}

    function setMultiplier(uint256 multiplier_) external {
        multiplier = multiplier_;
    }

    function getCurrentMultiplier() public view returns (uint256, uint256) {
        return (_afterFees(multiplier), _periods());
    }

    function _multiplier() internal view override returns (uint256 current) {
        (current,) = getCurrentMultiplier();
    }
}

/// Plain balances; the list is that of the wrapped token.
contract WrappedBackedToken is TextErc20("Wrapped Backed Treasury", "wbIB01") {
    bool public isPaused;
    bool public delegateMode;
    BackedToken private immutable _asset;

    constructor(BackedToken asset_) {
        _asset = asset_;
    }

    function asset() external view returns (address) {
        return address(_asset);
    }

    function totalAssets() external view returns (uint256) {
        return totalSupply();
    }

    function convertToAssets(uint256 shares) external pure returns (uint256) {
        return shares;
    }

    function setPause(bool paused) external {
        isPaused = paused;
    }

    function _look(address from, address to) internal override {
        require(!isPaused, "WrappedBackedToken: token transfer while paused");
        require(!_asset.sanctionsList().isSanctioned(from), "WrappedBackedToken: sender is sanctioned");
        require(!_asset.sanctionsList().isSanctioned(to), "WrappedBackedToken: receiver is sanctioned");
    }

    function _spend(address owner, address spender, uint256 amount) internal override {
        require(!_asset.sanctionsList().isSanctioned(spender), "WrappedBackedToken: spender is sanctioned");
        super._spend(owner, spender, amount);
    }
}
