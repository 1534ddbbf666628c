// A model written from the published interface of Ondo's OUSG and rOUSG with both of their registries (2023 to 2025), for tests; not the deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.20;

import {FourthErc20} from "./FourthErc20.sol";
import {SanctionsList} from "./SanctionsList.sol";

interface Registry {
    function getKYCStatus(uint256 kycRequirementGroup, address account) external view returns (bool);
}

/// The registry of 2023: admitted to the group, and not sanctioned.
contract KycRegistry is Registry {
    mapping(uint256 => mapping(address => bool)) public kycState;
    SanctionsList public immutable sanctionsList;

    constructor(SanctionsList sanctions) {
        sanctionsList = sanctions;
    }

    function set(uint256 group, address account, bool admitted) external {
        kycState[group][account] = admitted;
    }

    function getKYCStatus(uint256 group, address account) external view returns (bool) {
        return kycState[group][account] && !sanctionsList.isSanctioned(account);
    }
}

/// The later view: a group stands for a token, and a customer has an identity for it.
contract IdRegistryView is Registry {
    error InvalidKYCRequirementGroup();

    mapping(uint256 => address) public kycRequirementGroupToRwaToken;
    mapping(address => mapping(address => bytes32)) public getRegisteredID;

    function setGroup(uint256 group, address token) external {
        kycRequirementGroupToRwaToken[group] = token;
    }

    function set(uint256 group, address account, bool admitted) external {
        bytes32 id = admitted ? keccak256(abi.encode(account)) : bytes32(0);
        getRegisteredID[kycRequirementGroupToRwaToken[group]][account] = id;
    }

    function getKYCStatus(uint256 group, address account) external view returns (bool) {
        address token = kycRequirementGroupToRwaToken[group];
        if (token == address(0)) revert InvalidKYCRequirementGroup();
        return getRegisteredID[token][account] != bytes32(0);
    }
}

abstract contract Customers {
    Registry public kycRegistry;
    uint256 public kycRequirementGroup;
    bool public paused;

    constructor(Registry registry, uint256 group) {
        kycRegistry = registry;
        kycRequirementGroup = group;
    }

    function setPaused(bool paused_) external {
        paused = paused_;
    }

    function setGroup(uint256 group) external {
        kycRequirementGroup = group;
    }

    function known(address account) internal view returns (bool) {
        return kycRegistry.getKYCStatus(kycRequirementGroup, account);
    }
}

contract Ousg is FourthErc20("Ondo Short-Term U.S. Government Bond Fund", "OUSG"), Customers {
    constructor(Registry registry, uint256 group) Customers(registry, group) {}

    function mint(address to, uint256 amount) external {
        create(to, amount);
    }

    function beforeMove(address from, address to) internal view override {
        if (from == address(0)) return;
        require(!paused, "ERC20Pausable: token transfer while paused");
        require(known(msg.sender), "CashKYCSenderReceiver: must be KYC'd to initiate transfer");
        require(known(from), "CashKYCSenderReceiver: `from` address must be KYC'd to send tokens");
        if (to != address(0)) {
            require(known(to), "CashKYCSenderReceiver: `to` address must be KYC'd to receive tokens");
        }
    }
}

contract PriceOracle {
    uint256 internal price = 1e18;
    bool public broken;

    function set(uint256 price_) external {
        price = price_;
    }

    function setBroken(bool broken_) external {
        broken = broken_;
    }

    function getPriceData() external view returns (uint256, uint256) {
        require(!broken, "oracle");
        return (price, block.timestamp);
    }
}

contract RebasingOusg is Customers {
    uint256 public constant OUSG_TO_ROUSG_SHARES_MULTIPLIER = 10_000;
    string public constant name = "Rebasing OUSG";
    string public constant symbol = "rOUSG";
    uint8 public constant decimals = 18;
    PriceOracle public oracle;
    mapping(address => uint256) public sharesOf;
    uint256 public getTotalShares;
    mapping(address => mapping(address => uint256)) public allowance;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event TransferShares(address indexed from, address indexed to, uint256 sharesValue);

    constructor(Registry registry, uint256 group, PriceOracle oracle_) Customers(registry, group) {
        oracle = oracle_;
    }

    function getOUSGPrice() public view returns (uint256 price) {
        (price,) = oracle.getPriceData();
    }

    function getROUSGByShares(uint256 shares) public view returns (uint256) {
        return (shares * getOUSGPrice()) / (1e18 * OUSG_TO_ROUSG_SHARES_MULTIPLIER);
    }

    function getSharesByROUSG(uint256 amount) public view returns (uint256) {
        return (amount * 1e18 * OUSG_TO_ROUSG_SHARES_MULTIPLIER) / getOUSGPrice();
    }

    function totalSupply() external view returns (uint256) {
        return getROUSGByShares(getTotalShares);
    }

    function balanceOf(address account) external view returns (uint256) {
        return getROUSGByShares(sharesOf[account]);
    }

    function mintShares(address account, uint256 shares) external {
        sharesOf[account] += shares;
        getTotalShares += shares;
        emit Transfer(address(0), account, getROUSGByShares(shares));
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
        uint256 shares = getSharesByROUSG(amount);
        require(!paused, "Pausable: paused");
        require(to != address(0), "TRANSFER_TO_THE_ZERO_ADDRESS");
        if (from != msg.sender && to != msg.sender) require(known(msg.sender), "rOUSG: 'sender' address not KYC'd");
        require(known(from), "rOUSG: 'from' address not KYC'd");
        require(known(to), "rOUSG: 'to' address not KYC'd");
        require(shares <= sharesOf[from], "TRANSFER_AMOUNT_EXCEEDS_BALANCE");
        sharesOf[from] -= shares;
        sharesOf[to] += shares;
        emit Transfer(from, to, amount);
        emit TransferShares(from, to, shares);
    }
}
