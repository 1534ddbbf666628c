// A model written from the published interface of Ondo's USDY and rUSDY (2023), for tests; not the deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.20;

import {FourthErc20} from "./FourthErc20.sol";
import {SanctionsList} from "./SanctionsList.sol";

contract Blocklist {
    mapping(address => bool) public isBlocked;

    function set(address account, bool blocked) external {
        isBlocked[account] = blocked;
    }
}

/// Everybody with code, and whoever accepted a version of the terms that is valid.
contract Allowlist {
    mapping(address => mapping(uint256 => bool)) public verifications;
    uint256[] public validIndexes;

    constructor() {
        validIndexes.push(1);
    }

    function setAccountStatus(address account, uint256 termIndex, bool status) external {
        verifications[account][termIndex] = status;
    }

    function isAllowed(address account) external view returns (bool) {
        if (account.code.length > 0) return true;
        for (uint256 i = 0; i < validIndexes.length; i++) {
            if (verifications[account][validIndexes[i]]) return true;
        }
        return false;
    }
}

/// The lists, and what each of them says about a party of a transfer.
abstract contract Lists {
    Blocklist public blocklist;
    SanctionsList public sanctionsList;
    Allowlist internal terms;
    bool public paused;

    constructor(Blocklist blocklist_, SanctionsList sanctions_, Allowlist terms_) {
        blocklist = blocklist_;
        sanctionsList = sanctions_;
        terms = terms_;
    }

    function setPaused(bool paused_) external {
        paused = paused_;
    }

    function checkParties(string memory token, address from, address to) internal view {
        if (from != msg.sender && to != msg.sender) check(token, "'sender'", msg.sender);
        if (from != address(0)) check(token, "'from'", from);
        if (to != address(0)) check(token, "'to'", to);
    }

    function check(string memory token, string memory who, address account) private view {
        string memory start = string.concat(token, ": ", who, " address ");
        require(!blocklist.isBlocked(account), string.concat(start, "blocked"));
        require(!sanctionsList.isSanctioned(account), string.concat(start, "sanctioned"));
        require(isAllowed(account), string.concat(start, "not on allowlist"));
    }

    function isAllowed(address account) internal view virtual returns (bool);
}

/// The token as of 2023, without saying whether it has an allowlist.
abstract contract UsdyToken is FourthErc20("Ondo U.S. Dollar Yield", "USDY"), Lists {
    function mint(address to, uint256 amount) external {
        create(to, amount);
    }

    function beforeMove(address from, address to) internal view override {
        require(!paused, "ERC20Pausable: token transfer while paused");
        if (from != address(0)) checkParties("USDY", from, to);
    }
}

contract Usdy is UsdyToken {
    constructor(Blocklist b, SanctionsList s, Allowlist a) Lists(b, s, a) {}

    function allowlist() external view returns (address) {
        return address(terms);
    }

    function isAllowed(address account) internal view override returns (bool) {
        return terms.isAllowed(account);
    }
}

/// A version that asks no allowlist and names none.
contract UsdyWithoutAllowlist is UsdyToken {
    constructor(Blocklist b, SanctionsList s) Lists(b, s, Allowlist(address(0))) {}

    function isAllowed(address) internal pure override returns (bool) {
        return true;
    }
}

contract PriceOracle {
    uint256 internal price = 1e18;
    bool public paused;

    function set(uint256 price_) external {
        price = price_;
    }

    function setPaused(bool paused_) external {
        paused = paused_;
    }

    function getPrice() external view returns (uint256) {
        require(!paused, "Pausable: paused");
        return price;
    }
}

/// The same tokens, shown at the oracle's price: a balance is shares times price, and a transfer moves shares.
contract RebasingUsdy is Lists {
    uint256 public constant BPS_DENOMINATOR = 10_000;
    string public constant name = "Rebasing Ondo U.S. Dollar Yield";
    string public constant symbol = "rUSDY";
    uint8 public constant decimals = 18;
    PriceOracle public oracle;
    mapping(address => uint256) public sharesOf;
    uint256 public getTotalShares;
    mapping(address => mapping(address => uint256)) public allowance;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event TransferShares(address indexed from, address indexed to, uint256 sharesValue);

    constructor(Blocklist b, SanctionsList s, Allowlist a, PriceOracle oracle_) Lists(b, s, a) {
        oracle = oracle_;
    }

    function allowlist() external view returns (address) {
        return address(terms);
    }

    function isAllowed(address account) internal view override returns (bool) {
        return terms.isAllowed(account);
    }

    function totalSupply() external view returns (uint256) {
        return getRUSDYByShares(getTotalShares);
    }

    function balanceOf(address account) external view returns (uint256) {
        return getRUSDYByShares(sharesOf[account]);
    }

    function getRUSDYByShares(uint256 shares) public view returns (uint256) {
        return (shares * oracle.getPrice()) / (1e18 * BPS_DENOMINATOR);
    }

    function getSharesByRUSDY(uint256 amount) public view returns (uint256) {
        return (amount * 1e18 * BPS_DENOMINATOR) / oracle.getPrice();
    }

    function mintShares(address account, uint256 shares) external {
        sharesOf[account] += shares;
        getTotalShares += shares;
        emit Transfer(address(0), account, getRUSDYByShares(shares));
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        setAllowance(msg.sender, spender, amount);
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        move(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        require(allowed >= amount, "TRANSFER_AMOUNT_EXCEEDS_ALLOWANCE");
        move(from, to, amount);
        setAllowance(from, msg.sender, allowed - amount);
        return true;
    }

    function setAllowance(address owner, address spender, uint256 amount) private {
        require(!paused, "Pausable: paused");
        allowance[owner][spender] = amount;
    }

    function move(address from, address to, uint256 amount) private {
        uint256 shares = getSharesByRUSDY(amount);
        require(!paused, "Pausable: paused");
        require(to != address(0), "TRANSFER_TO_THE_ZERO_ADDRESS");
        checkParties("rUSDY", from, to);
        require(shares <= sharesOf[from], "TRANSFER_AMOUNT_EXCEEDS_BALANCE");
        sharesOf[from] -= shares;
        sharesOf[to] += shares;
        emit Transfer(from, to, amount);
        emit TransferShares(from, to, shares);
    }
}
