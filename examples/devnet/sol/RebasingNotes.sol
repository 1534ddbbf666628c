// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

/// @title Treasury notes whose balances grow by themselves
/// @notice Written from the published interface of Mountain Protocol's USDM (2023); it is not that code. A balance is shares times
/// `rewardMultiplier`, rounded down, and grows without a transfer. The issuer can block senders and stop all transfers.
/// @dev USDM is told each day's addition on that day. Here the issuer sets it ahead, and it counts by itself at 00:00 UTC, so that a
/// demo chain needs no transaction a day.
contract RebasingNotes {
    error NotIssuer(address caller);
    error ERC20InsufficientBalance(address sender, uint256 shares, uint256 sharesNeeded);
    error ERC20InvalidReceiver(address receiver);
    error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed);
    error USDMInvalidRewardMultiplier(uint256 rewardMultiplier);
    error USDMBlockedSender(address sender);
    error USDMPausedTransfers();

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);
    event RewardMultiplier(uint256 indexed value);
    event DailyAdditionSet(uint256 value);
    event AccountBlocked(address indexed account);
    event AccountUnblocked(address indexed account);
    event Paused(address account);
    event Unpaused(address account);

    uint8 public constant decimals = 18;
    uint256 private constant BASE = 1e18;

    string public name;
    string public symbol;
    /// @notice The account that issues, blocks, pauses and sets the multiplier.
    address public immutable issuer;
    /// @notice What each day adds to the multiplier, with 18 decimals.
    uint256 public dailyAddition;
    /// @notice Shares of all holders. They change by transfers and issues only.
    uint256 public totalShares;
    bool public paused;
    mapping(address account => uint256) public sharesOf;
    mapping(address account => bool) public isBlocked;
    mapping(address owner => mapping(address spender => uint256)) public allowance;

    uint256 private settledMultiplier = BASE;
    uint256 private settledDay = block.timestamp / 1 days;

    modifier onlyIssuer() {
        if (msg.sender != issuer) revert NotIssuer(msg.sender);
        _;
    }

    constructor(string memory name_, string memory symbol_, address issuer_) {
        name = name_;
        symbol = symbol_;
        issuer = issuer_;
    }

    /// @notice What one share is in tokens, with 18 decimals.
    function rewardMultiplier() public view returns (uint256) {
        return settledMultiplier + dailyAddition * (block.timestamp / 1 days - settledDay);
    }

    /// @notice The shares that an amount is, rounded down.
    function convertToShares(uint256 amount) public view returns (uint256) {
        return (amount * BASE) / rewardMultiplier();
    }

    /// @notice The amount that shares are, rounded down.
    function convertToTokens(uint256 shares) public view returns (uint256) {
        return (shares * rewardMultiplier()) / BASE;
    }

    function totalSupply() external view returns (uint256) {
        return convertToTokens(totalShares);
    }

    function balanceOf(address account) external view returns (uint256) {
        return convertToTokens(sharesOf[account]);
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        emit Approval(msg.sender, spender, amount);
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        _move(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed != type(uint256).max) {
            if (allowed < amount) revert ERC20InsufficientAllowance(msg.sender, allowed, amount);
            allowance[from][msg.sender] = allowed - amount;
        }
        _move(from, to, amount);
        return true;
    }

    /// @notice Issues notes.
    function mint(address to, uint256 amount) external onlyIssuer {
        if (to == address(0)) revert ERC20InvalidReceiver(to);
        uint256 shares = convertToShares(amount);
        totalShares += shares;
        sharesOf[to] += shares;
        emit Transfer(address(0), to, amount);
    }

    /// @notice Adds to the multiplier at once.
    function addRewardMultiplier(uint256 addition) external onlyIssuer {
        if (addition == 0) revert USDMInvalidRewardMultiplier(addition);
        _settle(rewardMultiplier() + addition);
    }

    /// @notice Sets the multiplier; below one it cannot be.
    function setRewardMultiplier(uint256 multiplier) external onlyIssuer {
        if (multiplier < BASE) revert USDMInvalidRewardMultiplier(multiplier);
        _settle(multiplier);
    }

    /// @notice Sets what each day to come adds to the multiplier.
    function setDailyAddition(uint256 addition) external onlyIssuer {
        _settle(rewardMultiplier());
        dailyAddition = addition;
        emit DailyAdditionSet(addition);
    }

    /// @notice Stops or resumes what accounts send; what is sent to them still arrives.
    function blockAccounts(address[] calldata accounts) external onlyIssuer {
        for (uint256 i = 0; i < accounts.length; i++) {
            isBlocked[accounts[i]] = true;
            emit AccountBlocked(accounts[i]);
        }
    }

    function unblockAccounts(address[] calldata accounts) external onlyIssuer {
        for (uint256 i = 0; i < accounts.length; i++) {
            isBlocked[accounts[i]] = false;
            emit AccountUnblocked(accounts[i]);
        }
    }

    function pause() external onlyIssuer {
        paused = true;
        emit Paused(msg.sender);
    }

    function unpause() external onlyIssuer {
        paused = false;
        emit Unpaused(msg.sender);
    }

    function _settle(uint256 multiplier) private {
        settledMultiplier = multiplier;
        settledDay = block.timestamp / 1 days;
        emit RewardMultiplier(multiplier);
    }

    function _move(address from, address to, uint256 amount) private {
        if (to == address(0)) revert ERC20InvalidReceiver(to);
        if (isBlocked[from]) revert USDMBlockedSender(from);
        if (paused) revert USDMPausedTransfers();
        uint256 shares = convertToShares(amount);
        if (sharesOf[from] < shares) revert ERC20InsufficientBalance(from, sharesOf[from], shares);
        sharesOf[from] -= shares;
        sharesOf[to] += shares;
        emit Transfer(from, to, amount);
    }
}
