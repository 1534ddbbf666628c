// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice The two calls that are needed of an ERC-3643 share token beyond ERC-20.
interface IBurnable {
    /// @notice Burns shares of an account; the caller has to be an agent of the token.
    function burn(address account, uint256 amount) external;
}

/// @notice The one call that is needed of a feed in the shape of AggregatorV3Interface.
interface INavFeed {
    function decimals() external view returns (uint8);
    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80);
}

/// @title Redemption of a fund's shares at net asset value, asynchronous as ERC-7540 describes, cancelled as ERC-7887 does
/// @notice The share is an outside token (ERC-7575). A holder approves this contract, requests, waits for the issuer to fulfil
/// and then claims with ERC-4626's own verbs; what still waits can be asked back. The price is that of the feed at fulfilment, when the shares are burned. Shares
/// are issued elsewhere: there is nothing to deposit here.
/// @dev Requests of one controller are not told apart: every request id is 0.
contract FundRedemption {
    using SafeERC20 for IERC20;
    using Math for uint256;

    /// @dev What one controller waits for and may claim.
    struct Book {
        uint256 pendingShares;
        uint256 claimableShares;
        uint256 claimableAssets;
        uint256 cancelledShares;
    }

    error NotIssuer(address caller);
    error NotControllerOrOperator(address caller, address account);
    error AsyncPreview();
    error DepositsClosed();
    error ZeroShares();
    error NothingPending(address controller);
    error MoreThanPending(address controller, uint256 pending, uint256 shares);
    error NothingCancelled(address controller);
    error ShortOfCash(uint256 available, uint256 needed);
    error BadNav(int256 answer);
    error ERC4626ExceededMaxRedeem(address owner, uint256 shares, uint256 max);
    error ERC4626ExceededMaxWithdraw(address owner, uint256 assets, uint256 max);

    event RedeemRequest(
        address indexed controller, address indexed owner, uint256 indexed requestId, address sender, uint256 shares
    );
    event RedeemClaimable(address indexed controller, uint256 indexed requestId, uint256 assets, uint256 shares);
    event CancelRedeemRequest(address indexed controller, uint256 indexed requestId, address sender);
    event CancelRedeemClaimable(address indexed controller, uint256 indexed requestId, uint256 shares);
    event CancelRedeemClaim(
        address indexed controller, address indexed receiver, uint256 indexed requestId, address sender, uint256 shares
    );
    event OperatorSet(address indexed controller, address indexed operator, bool approved);
    event Withdraw(
        address indexed sender, address indexed receiver, address indexed owner, uint256 assets, uint256 shares
    );

    /// @notice ERC-7575: the share token.
    address public immutable share;
    /// @notice ERC-4626: the token that redemptions are paid in.
    address public immutable asset;
    /// @notice The feed with the value of one share in units of the asset.
    INavFeed public immutable nav;
    /// @notice The account that fulfils.
    address public immutable issuer;
    /// @notice ERC-7540: whether an operator may act for a controller.
    mapping(address controller => mapping(address operator => bool)) public isOperator;
    /// @notice Assets set aside for claims.
    uint256 public owed;

    uint256 private immutable scale;
    mapping(address controller => Book) private books;

    constructor(address share_, address asset_, INavFeed nav_, address issuer_) {
        share = share_;
        asset = asset_;
        nav = nav_;
        issuer = issuer_;
        uint256 shareScale = uint256(IERC20Metadata(share_).decimals()) + nav_.decimals();
        scale = 10 ** (shareScale - IERC20Metadata(asset_).decimals());
    }

    // ---- request

    /// @notice Lets an operator request and claim for the caller, or stops it.
    function setOperator(address operator, bool approved) external returns (bool) {
        isOperator[msg.sender][operator] = approved;
        emit OperatorSet(msg.sender, operator, approved);
        return true;
    }

    /// @notice Takes shares of `owner`, who has to have approved this contract, into a request of `controller`.
    /// @return requestId Always 0.
    function requestRedeem(uint256 shares, address controller, address owner) external returns (uint256 requestId) {
        _onlyFor(owner);
        if (shares == 0) revert ZeroShares();
        books[controller].pendingShares += shares;
        IERC20(share).safeTransferFrom(owner, address(this), shares);
        emit RedeemRequest(controller, owner, 0, msg.sender, shares);
        return 0;
    }

    /// @notice Shares that wait to be fulfilled.
    function pendingRedeemRequest(uint256, address controller) external view returns (uint256) {
        return books[controller].pendingShares;
    }

    /// @notice Shares that were fulfilled and wait to be claimed.
    function claimableRedeemRequest(uint256, address controller) external view returns (uint256) {
        return books[controller].claimableShares;
    }

    // ---- fulfil

    /// @notice Fulfils all that a controller has pending at the feed's present value, and burns the shares.
    /// @return assets What became claimable.
    function fulfill(address controller) external returns (uint256 assets) {
        return fulfill(controller, books[controller].pendingShares);
    }

    /// @notice Fulfils a part of what a controller has pending; the rest waits on.
    /// @return assets What became claimable.
    function fulfill(address controller, uint256 shares) public returns (uint256 assets) {
        if (msg.sender != issuer) revert NotIssuer(msg.sender);
        Book storage book = books[controller];
        if (shares == 0) revert NothingPending(controller);
        if (shares > book.pendingShares) revert MoreThanPending(controller, book.pendingShares, shares);
        assets = convertToAssets(shares);
        uint256 available = IERC20(asset).balanceOf(address(this)) - owed;
        if (available < assets) revert ShortOfCash(available, assets);
        book.pendingShares -= shares;
        book.claimableShares += shares;
        book.claimableAssets += assets;
        owed += assets;
        IBurnable(share).burn(address(this), shares);
        emit RedeemClaimable(controller, 0, assets, shares);
    }

    // ---- cancel (ERC-7887)

    /// @notice Asks back all that a controller has pending. It is answered at once: nothing is done for a request before it is fulfilled.
    function cancelRedeemRequest(uint256, address controller) external {
        _onlyFor(controller);
        Book storage book = books[controller];
        uint256 shares = book.pendingShares;
        if (shares == 0) revert NothingPending(controller);
        book.pendingShares = 0;
        book.cancelledShares += shares;
        emit CancelRedeemRequest(controller, 0, msg.sender);
        emit CancelRedeemClaimable(controller, 0, shares);
    }

    /// @notice Never: a cancellation is answered at once.
    function pendingCancelRedeemRequest(uint256, address) external pure returns (bool) {
        return false;
    }

    /// @notice Shares that were asked back and can be taken.
    function claimableCancelRedeemRequest(uint256, address controller) external view returns (uint256) {
        return books[controller].cancelledShares;
    }

    /// @notice Gives back what was asked back.
    function claimCancelRedeemRequest(uint256, address receiver, address controller) external {
        _onlyFor(controller);
        uint256 shares = books[controller].cancelledShares;
        if (shares == 0) revert NothingCancelled(controller);
        books[controller].cancelledShares = 0;
        emit CancelRedeemClaim(controller, receiver, 0, msg.sender, shares);
        IERC20(share).safeTransfer(receiver, shares);
    }

    // ---- claim

    /// @notice Claims by shares.
    function redeem(uint256 shares, address receiver, address controller) external returns (uint256 assets) {
        _onlyFor(controller);
        Book storage book = books[controller];
        uint256 max = book.claimableShares;
        if (shares > max) revert ERC4626ExceededMaxRedeem(controller, shares, max);
        assets = max == 0 ? 0 : shares.mulDiv(book.claimableAssets, max);
        _claim(book, shares, assets, receiver, controller);
    }

    /// @notice Claims by assets.
    function withdraw(uint256 assets, address receiver, address controller) external returns (uint256 shares) {
        _onlyFor(controller);
        Book storage book = books[controller];
        uint256 max = book.claimableAssets;
        if (assets > max) revert ERC4626ExceededMaxWithdraw(controller, assets, max);
        shares = max == 0 ? 0 : assets.mulDiv(book.claimableShares, max, Math.Rounding.Ceil);
        _claim(book, shares, assets, receiver, controller);
    }

    /// @notice Most shares that can be claimed now.
    function maxRedeem(address controller) external view returns (uint256) {
        return books[controller].claimableShares;
    }

    /// @notice Most assets that can be claimed now.
    function maxWithdraw(address controller) external view returns (uint256) {
        return books[controller].claimableAssets;
    }

    // ---- value

    /// @notice Value of shares at the feed's present answer, rounded down.
    function convertToAssets(uint256 shares) public view returns (uint256) {
        return shares.mulDiv(_navAnswer(), scale);
    }

    /// @notice Shares worth the assets at the feed's present answer, rounded down.
    function convertToShares(uint256 assets) external view returns (uint256) {
        return assets.mulDiv(scale, _navAnswer());
    }

    /// @notice Value of all shares there are: what the fund manages, not what lies here.
    function totalAssets() external view returns (uint256) {
        return convertToAssets(IERC20(share).totalSupply());
    }

    // ---- what an asynchronous redemption without deposits has to refuse

    function previewRedeem(uint256) external pure returns (uint256) {
        revert AsyncPreview();
    }

    function previewWithdraw(uint256) external pure returns (uint256) {
        revert AsyncPreview();
    }

    function maxDeposit(address) external pure returns (uint256) {
        return 0;
    }

    function maxMint(address) external pure returns (uint256) {
        return 0;
    }

    function previewDeposit(uint256) external pure returns (uint256) {
        revert DepositsClosed();
    }

    function previewMint(uint256) external pure returns (uint256) {
        revert DepositsClosed();
    }

    function deposit(uint256, address) external pure returns (uint256) {
        revert DepositsClosed();
    }

    function mint(uint256, address) external pure returns (uint256) {
        revert DepositsClosed();
    }

    /// @notice ERC-165: itself, ERC-7540 operators, ERC-7575 vault, ERC-7540 asynchronous redemption, ERC-7887 cancellation.
    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0x01ffc9a7 || id == 0xe3bc4e65 || id == 0x2f0a18c5 || id == 0x620ee8e4 || id == 0xe76cffc7;
    }

    function _claim(Book storage book, uint256 shares, uint256 assets, address receiver, address controller) private {
        book.claimableShares -= shares;
        book.claimableAssets -= assets;
        owed -= assets;
        emit Withdraw(msg.sender, receiver, controller, assets, shares);
        IERC20(asset).safeTransfer(receiver, assets);
    }

    function _onlyFor(address account) private view {
        if (msg.sender != account && !isOperator[account][msg.sender]) {
            revert NotControllerOrOperator(msg.sender, account);
        }
    }

    function _navAnswer() private view returns (uint256) {
        (, int256 answer,,,) = nav.latestRoundData();
        if (answer <= 0) revert BadNav(answer);
        return uint256(answer);
    }
}
