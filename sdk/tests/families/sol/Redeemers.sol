// Models of issuers' redemption contracts, for tests: written from their published interfaces and documented behaviour (Superstate's
// Redemption, Circle's redeemer of BUIDL, Securitize's off-ramp, Ondo's managers, Maple's withdrawal queue); not the deployed code.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

interface IToken {
    function balanceOf(address account) external view returns (uint256);
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
}

abstract contract Base {
    bool public paused;

    error EnforcedPause();

    function setPaused(bool paused_) external {
        paused = paused_;
    }
}

/// Pays the caller at a price with eight decimals; keeps a fee in ten-thousandths.
contract SuperstateRedemption is Base {
    IToken public immutable SUPERSTATE_TOKEN;
    IToken public immutable USDC;
    uint256 public redemptionFee;
    uint256 private price = 10_50000000;
    bool private stale;

    error BadArgs();
    error BadChainlinkData();
    error InsufficientBalance();

    event RedeemV2(address indexed redeemer, address indexed to, uint256 tokenIn, uint256 afterFee, uint256 beforeFee);

    constructor(IToken token, IToken usdc) {
        SUPERSTATE_TOKEN = token;
        USDC = usdc;
    }

    function setFee(uint256 fee) external {
        redemptionFee = fee;
    }

    function setPrice(uint256 price_, bool stale_) external {
        price = price_;
        stale = stale_;
    }

    function calculateUsdcOut(uint256 amount) public view returns (uint256 afterFee, uint256 raw) {
        if (amount == 0) revert BadArgs();
        if (stale) revert BadChainlinkData();
        uint256 beforeFee = amount * price / 1e8;
        return (beforeFee - beforeFee * redemptionFee / 10_000, price);
    }

    function maxUstbRedemptionAmount() external view returns (uint256, uint256) {
        if (stale) revert BadChainlinkData();
        uint256 beforeFee = USDC.balanceOf(address(this)) * 10_000 / (10_000 - redemptionFee);
        return (beforeFee * 1e8 / price, price);
    }

    function redeem(uint256 amount) external {
        require(!paused, "Pausable: paused");
        (uint256 afterFee,) = calculateUsdcOut(amount);
        if (USDC.balanceOf(address(this)) < afterFee) revert InsufficientBalance();
        SUPERSTATE_TOKEN.transferFrom(msg.sender, address(this), amount);
        USDC.transfer(msg.sender, afterFee);
        emit RedeemV2(msg.sender, msg.sender, amount, afterFee, amount * price / 1e8);
    }
}

contract ParRedeemer {
    IToken public immutable asset;
    IToken public immutable liquidity;

    constructor(IToken asset_, IToken liquidity_) {
        asset = asset_;
        liquidity = liquidity_;
    }

    function redeem(uint256 amount) external {
        asset.transferFrom(msg.sender, address(this), amount);
        liquidity.transfer(msg.sender, amount);
    }
}

contract OffRamp is Base {
    IToken public immutable asset;
    IToken private immutable money;
    uint256 private rate = 2_000000;
    uint256 private fee = 25;
    mapping(address => string) private countries;
    mapping(string => bool) private restricted;

    error InvestorNotRegisteredError();
    error RestrictedCountry(string country);
    error InsufficientLiquidity(uint256 requested, uint256 available);
    error SlippageControlError();

    event RedemptionCompleted(
        address indexed redeemer, uint256 assetAmount, uint256 paid, uint256 rate, uint256 fee, address token
    );

    constructor(IToken asset_, IToken money_) {
        asset = asset_;
        money = money_;
    }

    function setRate(uint256 rate_) external {
        rate = rate_;
    }

    function register(address account, string calldata country) external {
        countries[account] = country;
    }

    function restrict(string calldata country, bool restricted_) external {
        restricted[country] = restricted_;
    }

    function availableLiquidity() public view returns (uint256) {
        return money.balanceOf(address(this));
    }

    function calculateLiquidityTokenAmountBeforeFee(uint256 amount) public view returns (uint256) {
        return amount * rate / 1e6;
    }

    function calculateLiquidityTokenAmount(uint256 amount) public view returns (uint256) {
        uint256 beforeFee = calculateLiquidityTokenAmountBeforeFee(amount);
        return beforeFee - beforeFee * fee / 10_000;
    }

    function redeem(uint256 amount, uint256 least) external {
        if (paused) revert EnforcedPause();
        string memory country = countries[msg.sender];
        if (bytes(country).length == 0) revert InvestorNotRegisteredError();
        if (restricted[country]) revert RestrictedCountry(country);
        uint256 beforeFee = calculateLiquidityTokenAmountBeforeFee(amount);
        if (beforeFee > availableLiquidity()) revert InsufficientLiquidity(beforeFee, availableLiquidity());
        uint256 paid = calculateLiquidityTokenAmount(amount);
        if (paid < least) revert SlippageControlError();
        asset.transferFrom(msg.sender, address(this), amount);
        money.transfer(msg.sender, paid);
        emit RedemptionCompleted(msg.sender, amount, paid, rate, beforeFee - paid, address(money));
    }
}

contract OndoManager {
    IToken public immutable rwaToken;
    bool public redeemPaused;
    uint256 public minimumRedemptionUSD = 100e18;
    mapping(address => bool) public acceptedRedemptionTokens;
    mapping(address => bool) private registered;
    uint256 private price = 110e18;

    error TokenNotAccepted();
    error UserNotRegistered();
    error RedemptionAmountTooSmall();
    error ReceiveAmountTooSmall();
    error EnforcedPause();

    constructor(IToken rwaToken_, address accepted) {
        rwaToken = rwaToken_;
        acceptedRedemptionTokens[accepted] = true;
    }

    function register(address account, bool registered_) external {
        registered[account] = registered_;
    }

    function accept(address token, bool accepted) external {
        acceptedRedemptionTokens[token] = accepted;
    }

    function setPrice(uint256 price_) external {
        price = price_;
    }

    /// The token has 18 decimals, what is paid has six and is worth one dollar.
    function redeem(uint256 amount, address token, uint256 least) external returns (uint256 paid) {
        if (redeemPaused) revert EnforcedPause();
        if (!acceptedRedemptionTokens[token]) revert TokenNotAccepted();
        if (!registered[msg.sender]) revert UserNotRegistered();
        uint256 usd = amount * price / 1e18;
        if (usd < minimumRedemptionUSD) revert RedemptionAmountTooSmall();
        paid = usd / 1e12;
        if (paid < least) revert ReceiveAmountTooSmall();
        rwaToken.transferFrom(msg.sender, address(this), amount);
        IToken(token).transfer(msg.sender, paid);
    }
}

/// One that takes tokens and does not say what it paid.
contract SilentManager {
    IToken public immutable rwaToken;
    bool public constant redeemPaused = false;
    uint256 public constant minimumRedemptionUSD = 0;
    mapping(address => bool) public acceptedRedemptionTokens;

    constructor(IToken rwaToken_, address accepted) {
        rwaToken = rwaToken_;
        acceptedRedemptionTokens[accepted] = true;
    }

    function redeem(uint256 amount, address, uint256) external {
        rwaToken.transferFrom(msg.sender, address(this), amount);
    }
}

/// A pool whose manager is itself, with a queue that is kept elsewhere.
contract QueuedPool {
    WithdrawalQueue public withdrawalManager;
    mapping(address => uint256) public balanceOf;
    uint8 public constant decimals = 6;

    event Transfer(address indexed from, address indexed to, uint256 value);

    function setWithdrawalManager(WithdrawalQueue queue) external {
        withdrawalManager = queue;
    }

    function manager() external view returns (address) {
        return address(this);
    }

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function convertToExitAssets(uint256 shares) public pure returns (uint256) {
        return shares * 103 / 100;
    }

    function requestRedeem(uint256 shares, address owner) external returns (uint256) {
        require(msg.sender == owner, "P:RR:ALLOWANCE");
        balanceOf[owner] -= shares;
        balanceOf[address(withdrawalManager)] += shares;
        withdrawalManager.addShares(shares, owner);
        return shares;
    }

    function removeShares(uint256 shares, address owner) external returns (uint256) {
        require(msg.sender == owner, "P:RS:ALLOWANCE");
        withdrawalManager.removeShares(shares, owner);
        balanceOf[address(withdrawalManager)] -= shares;
        balanceOf[owner] += shares;
        return shares;
    }
}

contract WithdrawalQueue {
    struct Request {
        address owner;
        uint256 shares;
    }

    struct Queue {
        uint128 nextRequestId;
        uint128 lastRequestId;
    }

    QueuedPool private immutable pool;
    IToken private immutable money;
    Queue public queue = Queue(1, 0);
    mapping(uint128 => Request) public requests;
    mapping(address => uint128) public requestIds;
    mapping(address => bool) public isManualWithdrawal;

    event RequestCreated(uint128 indexed requestId, address indexed owner, uint256 shares);
    event RequestProcessed(uint128 indexed requestId, address indexed owner, uint256 shares, uint256 assets);
    event RequestDecreased(uint128 indexed requestId, uint256 shares);
    event RequestRemoved(uint128 indexed requestId);

    constructor(QueuedPool pool_, IToken money_) {
        pool = pool_;
        money = money_;
    }

    function addShares(uint256 shares, address owner) external {
        require(shares > 0, "WM:AS:ZERO_SHARES");
        require(requestIds[owner] == 0, "WM:AS:IN_QUEUE");
        uint128 id = ++queue.lastRequestId;
        requests[id] = Request(owner, shares);
        requestIds[owner] = id;
        emit RequestCreated(id, owner, shares);
    }

    function removeShares(uint256 shares, address owner) external {
        uint128 id = requestIds[owner];
        require(shares > 0 && shares <= requests[id].shares, "WM:RS:DECREASE");
        requests[id].shares -= shares;
        if (requests[id].shares == 0) end(id);
        else emit RequestDecreased(id, shares);
    }

    function processRedemptions(uint256 most) external {
        uint256 left = most;
        while (left > 0 && queue.nextRequestId <= queue.lastRequestId) {
            uint128 id = queue.nextRequestId;
            Request storage request = requests[id];
            if (request.owner != address(0)) {
                uint256 part = left < request.shares ? left : request.shares;
                uint256 assets = pool.convertToExitAssets(part);
                money.transfer(request.owner, assets);
                request.shares -= part;
                left -= part;
                emit RequestProcessed(id, request.owner, part, assets);
                if (request.shares > 0) return;
                end(id);
            }
            queue.nextRequestId = id + 1;
        }
    }

    function end(uint128 id) private {
        delete requestIds[requests[id].owner];
        delete requests[id];
        emit RequestRemoved(id);
    }
}
