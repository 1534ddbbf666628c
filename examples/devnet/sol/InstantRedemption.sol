// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice The one call that is needed of an ERC-3643 share token beyond ERC-20.
interface IBurnable {
    /// @notice Burns shares of an account; the caller has to be an agent of the token.
    function burn(address account, uint256 amount) external;
}

/// @notice The calls that are needed of a feed in the shape of AggregatorV3Interface.
interface INavFeed {
    function decimals() external view returns (uint8);
    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80);
}

/// @title Redemption of a fund's shares at once, from the money that the issuer has put here
/// @notice Written from the published interface of Superstate's Redemption; it is not that code. It pays whoever calls, at the net
/// asset value, less a fee; shares that are bought back are burned.
contract InstantRedemption {
    using SafeERC20 for IERC20;
    using Math for uint256;

    error NotIssuer(address caller);
    error BadArgs();
    error BadChainlinkData();
    error InsufficientBalance();
    error FeeTooHigh();
    error EnforcedPause();

    event RedeemV2(
        address indexed redeemer,
        address indexed to,
        uint256 superstateTokenInAmount,
        uint256 usdcOutAmountAfterFee,
        uint256 usdcOutAmountBeforeFee
    );
    event SetRedemptionFee(uint256 oldFee, uint256 newFee);
    event Withdraw(address indexed token, address indexed withdrawer, address indexed to, uint256 amount);
    event Paused(address account);
    event Unpaused(address account);

    /// @notice An older figure of the feed is not redeemed at, in seconds.
    uint256 public constant maximumOracleDelay = 5 days;
    /// @notice Parts of the fee that make a whole.
    uint256 public constant FEE_DENOMINATOR = 10_000;

    /// @notice The fund's share.
    address public immutable SUPERSTATE_TOKEN;
    /// @notice The token that is paid.
    address public immutable USDC;
    /// @notice The account that sets the fee, pauses and takes money out. Anybody may put money in.
    address public immutable issuer;
    /// @notice What is kept, in ten-thousandths.
    uint256 public redemptionFee;
    bool public paused;

    INavFeed private immutable nav;
    uint256 private immutable scale;

    modifier onlyIssuer() {
        if (msg.sender != issuer) revert NotIssuer(msg.sender);
        _;
    }

    constructor(address share, address asset, INavFeed nav_, address issuer_, uint256 fee) {
        SUPERSTATE_TOKEN = share;
        USDC = asset;
        nav = nav_;
        issuer = issuer_;
        uint256 shareScale = uint256(IERC20Metadata(share).decimals()) + nav_.decimals();
        scale = 10 ** (shareScale - IERC20Metadata(asset).decimals());
        _setFee(fee);
    }

    /// @notice What shares are paid, fee taken off, and the net asset value that it is reckoned by.
    function calculateUsdcOut(uint256 superstateTokenInAmount)
        external
        view
        returns (uint256 usdcOutAmountAfterFee, uint256 usdPerUstbChainlinkRaw)
    {
        (usdcOutAmountAfterFee,, usdPerUstbChainlinkRaw) = _quote(superstateTokenInAmount);
    }

    /// @notice The most shares that the money here is enough for, and the net asset value that it is reckoned by.
    function maxUstbRedemptionAmount()
        external
        view
        returns (uint256 superstateTokenAmount, uint256 usdPerUstbChainlinkRaw)
    {
        usdPerUstbChainlinkRaw = _price();
        uint256 liquidity = IERC20(USDC).balanceOf(address(this));
        uint256 beforeFee = liquidity.mulDiv(FEE_DENOMINATOR, FEE_DENOMINATOR - redemptionFee);
        superstateTokenAmount = beforeFee.mulDiv(scale, usdPerUstbChainlinkRaw);
    }

    /// @notice Takes the caller's shares and pays the caller.
    function redeem(uint256 superstateTokenInAmount) external {
        if (paused) revert EnforcedPause();
        (uint256 afterFee, uint256 beforeFee,) = _quote(superstateTokenInAmount);
        if (IERC20(USDC).balanceOf(address(this)) < afterFee) revert InsufficientBalance();
        IERC20(SUPERSTATE_TOKEN).safeTransferFrom(msg.sender, address(this), superstateTokenInAmount);
        IBurnable(SUPERSTATE_TOKEN).burn(address(this), superstateTokenInAmount);
        IERC20(USDC).safeTransfer(msg.sender, afterFee);
        emit RedeemV2(msg.sender, msg.sender, superstateTokenInAmount, afterFee, beforeFee);
    }

    /// @notice Takes money out.
    function withdraw(address token, address to, uint256 amount) external onlyIssuer {
        IERC20(token).safeTransfer(to, amount);
        emit Withdraw(token, msg.sender, to, amount);
    }

    function setRedemptionFee(uint256 fee) external onlyIssuer {
        _setFee(fee);
    }

    function pause() external onlyIssuer {
        paused = true;
        emit Paused(msg.sender);
    }

    function unpause() external onlyIssuer {
        paused = false;
        emit Unpaused(msg.sender);
    }

    function _setFee(uint256 fee) private {
        if (fee >= FEE_DENOMINATOR) revert FeeTooHigh();
        emit SetRedemptionFee(redemptionFee, fee);
        redemptionFee = fee;
    }

    function _quote(uint256 shares) private view returns (uint256 afterFee, uint256 beforeFee, uint256 price) {
        if (shares == 0) revert BadArgs();
        price = _price();
        beforeFee = shares.mulDiv(price, scale);
        afterFee = beforeFee - beforeFee.mulDiv(redemptionFee, FEE_DENOMINATOR);
    }

    function _price() private view returns (uint256) {
        (, int256 answer,, uint256 updatedAt,) = nav.latestRoundData();
        if (answer <= 0 || block.timestamp > updatedAt + maximumOracleDelay) revert BadChainlinkData();
        return uint256(answer);
    }
}
