// A model written from the published interface of Franklin's money market fund (MoneyMarketFund_V5), for tests; not the deployed code.
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import "./TextErc20.sol";

/// The module that knows the shareholders; the fund does not name it. Anybody may register: it is a test.
contract Authorization {
    mapping(address => bool) public isAccountAuthorized;
    mapping(address => bool) public isAccountFrozen;
    mapping(address => bool) public isAdminAccount;

    function set(address account, bool authorized, bool frozen) external {
        isAccountAuthorized[account] = authorized;
        isAccountFrozen[account] = frozen;
    }
}

contract MoneyMarketFund is TextErc20("Franklin OnChain U.S. Government Money Fund", "BENJI") {
    Authorization private immutable _module;
    bool public isInstantTransferEnabled = true;
    bool public isERC20TransferEnabled = true;
    bool public isERC20ThirdPartyTransferEnabled = true;

    constructor(Authorization module) {
        _module = module;
    }

    modifier between(address from, address to) {
        require(_module.isAccountAuthorized(from), "SHAREHOLDER_DOES_NOT_EXIST");
        require(_module.isAccountAuthorized(to), "SHAREHOLDER_DOES_NOT_EXIST");
        require(!_module.isAccountFrozen(from), "ACCOUNT_IS_FROZEN");
        require(!_module.isAccountFrozen(to), "ACCOUNT_IS_FROZEN");
        require(isInstantTransferEnabled, "INSTANT_TRANSFER_CAPABILITY_NOT_ENABLED");
        _;
    }

    function set(bool instant, bool erc20, bool thirdParty) external {
        isInstantTransferEnabled = instant;
        isERC20TransferEnabled = erc20;
        isERC20ThirdPartyTransferEnabled = thirdParty;
    }

    function getShareHoldings(address account) external view returns (uint256) {
        return balanceOf(account);
    }

    function getVersion() external pure returns (uint8) {
        return 5;
    }

    function transfer(address to, uint256 amount) public override between(msg.sender, to) returns (bool) {
        require(isERC20TransferEnabled, "ERC20_TRANSFER_CAPABILITY_NOT_ENABLED");
        return super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override between(from, to) returns (bool) {
        require(isERC20ThirdPartyTransferEnabled, "ERC20_TRANSFER_FROM_CAPABILITY_NOT_ENABLED");
        return super.transferFrom(from, to, amount);
    }

    function _look(address from, address to) internal view override {
        bool both = _module.isAccountAuthorized(from) && _module.isAccountAuthorized(to);
        bool shareholder = !_module.isAdminAccount(msg.sender) && _module.isAccountAuthorized(msg.sender);
        require(both && (!shareholder || from == msg.sender), "TRANSFER_RESTRICTION_INVALID_ACCOUNT");
    }
}
