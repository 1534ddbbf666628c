// Models written from published interfaces of rebasing tokens: Backed's token with fees and announced multipliers, and a pool in the
// shape of Lido's stETH before its third version. For tests; not the deployed code. Roles are not modelled: anybody may do all.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

abstract contract SharedBalances {
    uint8 public constant decimals = 18;
    mapping(address => uint256) public sharesOf;
    uint256 public getTotalShares;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event TransferShares(address indexed from, address indexed to, uint256 sharesValue);

    function amountOf(uint256 shares) public view virtual returns (uint256);
    function sharesFor(uint256 amount) public view virtual returns (uint256);

    function beforeMove() internal virtual {}

    function balanceOf(address account) external view returns (uint256) {
        return amountOf(sharesOf[account]);
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        beforeMove();
        uint256 shares = sharesFor(amount);
        require(sharesOf[msg.sender] >= shares, "ERC20: transfer amount exceeds balance");
        sharesOf[msg.sender] -= shares;
        sharesOf[to] += shares;
        emit Transfer(msg.sender, to, amount);
        emit TransferShares(msg.sender, to, shares);
        return true;
    }

    function create(address to, uint256 shares) internal {
        getTotalShares += shares;
        sharesOf[to] += shares;
    }
}

/// A multiplier that falls by a fee at the end of each period, and that may be changed at once or from a moment on.
contract AutoFeeShares is SharedBalances {
    uint256 public lastMultiplier = 1e18;
    uint256 public newMultiplier = 1e18;
    uint256 public newMultiplierActivationTime;
    uint256 public feePerPeriod;
    uint256 public periodLength = 1 days;
    uint256 public lastTimeFeeApplied = block.timestamp;
    uint256 private nonce;

    function getCurrentMultiplier() public view returns (uint256 current, uint256 periods, uint256 currentNonce) {
        if (block.timestamp < newMultiplierActivationTime) return (lastMultiplier, 0, nonce);
        periods = (block.timestamp - lastTimeFeeApplied) / periodLength;
        current = newMultiplier;
        if (feePerPeriod > 0) {
            for (uint256 i = 0; i < periods; i++) current = (current * (1e18 - feePerPeriod)) / 1e18;
        }
        currentNonce = nonce;
    }

    function getUnderlyingAmountByShares(uint256 shares) public view returns (uint256) {
        (uint256 current,,) = getCurrentMultiplier();
        return (shares * current) / 1e18;
    }

    function getSharesByUnderlyingAmount(uint256 amount) public view returns (uint256) {
        (uint256 current,,) = getCurrentMultiplier();
        return (amount * 1e18) / current;
    }

    function amountOf(uint256 shares) public view override returns (uint256) {
        return getUnderlyingAmountByShares(shares);
    }

    function sharesFor(uint256 amount) public view override returns (uint256) {
        return getSharesByUnderlyingAmount(amount);
    }

    function mint(address account, uint256 amount) external {
        beforeMove();
        create(account, getSharesByUnderlyingAmount(amount));
        emit Transfer(address(0), account, amount);
    }

    function updateFeePerPeriod(uint256 fee) external {
        beforeMove();
        require(newMultiplierActivationTime == 0, "Multiplier activation in progress");
        feePerPeriod = fee;
    }

    function updateMultiplierValue(uint256 next, uint256 activation) external {
        beforeMove();
        nonce += 1;
        store(next, activation);
    }

    /// What has come due is written down: the periods that passed, and a multiplier whose moment came.
    function beforeMove() internal override {
        (uint256 current, uint256 periods,) = getCurrentMultiplier();
        lastTimeFeeApplied += periodLength * periods;
        if (lastMultiplier != current) store(current, 0);
    }

    function store(uint256 next, uint256 activation) private {
        require(next != 0, "BackedToken: Multiplier cannot be zero");
        require(
            activation < lastTimeFeeApplied + periodLength, "BackedToken: Activation time needs to be before next period"
        );
        newMultiplier = next;
        if (activation > block.timestamp) {
            newMultiplierActivationTime = activation;
        } else {
            newMultiplierActivationTime = 0;
            lastMultiplier = next;
        }
    }
}

/// The same before multipliers could be announced.
contract FirstAutoFeeShares is SharedBalances {
    uint256 public multiplier = 1e18;
    uint256 public feePerPeriod;
    uint256 public periodLength = 1 days;
    uint256 public lastTimeFeeApplied = block.timestamp;

    function getCurrentMultiplier() public view returns (uint256 current, uint256 periods) {
        periods = (block.timestamp - lastTimeFeeApplied) / periodLength;
        current = multiplier;
        if (feePerPeriod > 0) {
            for (uint256 i = 0; i < periods; i++) current = (current * (1e18 - feePerPeriod)) / 1e18;
        }
    }

    function getUnderlyingAmountByShares(uint256 shares) public view returns (uint256) {
        (uint256 current,) = getCurrentMultiplier();
        return (shares * current) / 1e18;
    }

    function getSharesByUnderlyingAmount(uint256 amount) public view returns (uint256) {
        (uint256 current,) = getCurrentMultiplier();
        return (amount * 1e18) / current;
    }

    function amountOf(uint256 shares) public view override returns (uint256) {
        return getUnderlyingAmountByShares(shares);
    }

    function sharesFor(uint256 amount) public view override returns (uint256) {
        return getSharesByUnderlyingAmount(amount);
    }

    function mint(address account, uint256 amount) external {
        beforeMove();
        create(account, getSharesByUnderlyingAmount(amount));
        emit Transfer(address(0), account, amount);
    }

    function updateFeePerPeriod(uint256 fee) external {
        beforeMove();
        feePerPeriod = fee;
    }

    function updateMultiplierValue(uint256 next) external {
        beforeMove();
        multiplier = next;
    }

    function beforeMove() internal override {
        (uint256 current, uint256 periods) = getCurrentMultiplier();
        lastTimeFeeApplied += periodLength * periods;
        multiplier = current;
    }
}

/// A balance is the holder's part of a pool; rewards and losses change the pool.
contract PooledShares is SharedBalances {
    uint256 public getTotalPooledEther;

    function getPooledEthByShares(uint256 shares) public view returns (uint256) {
        return (shares * getTotalPooledEther) / getTotalShares;
    }

    function getSharesByPooledEth(uint256 amount) public view returns (uint256) {
        return (amount * getTotalShares) / getTotalPooledEther;
    }

    function amountOf(uint256 shares) public view override returns (uint256) {
        return getPooledEthByShares(shares);
    }

    function sharesFor(uint256 amount) public view override returns (uint256) {
        return getSharesByPooledEth(amount);
    }

    function submit(address account, uint256 amount) external {
        uint256 shares = getTotalPooledEther == 0 ? amount : getSharesByPooledEth(amount);
        getTotalPooledEther += amount;
        create(account, shares);
        emit Transfer(address(0), account, amount);
    }

    function report(uint256 pooled) external {
        getTotalPooledEther = pooled;
    }
}
