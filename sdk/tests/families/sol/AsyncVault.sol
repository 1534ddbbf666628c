// A model written from the texts of ERC-7540, ERC-7575 and ERC-7887, for tests: redemption on request, filled in parts, cancelled and
// claimed. It also writes the logs that Centrifuge's vaults write where a request or its cancellation is fulfilled.
// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.24;

contract Coin {
    uint8 public immutable decimals;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    constructor(uint8 decimals_) {
        decimals = decimals_;
    }

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
        totalSupply += amount;
        emit Transfer(address(0), to, amount);
    }

    function burn(uint256 amount) external {
        balanceOf[msg.sender] -= amount;
        totalSupply -= amount;
        emit Transfer(msg.sender, address(0), amount);
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        emit Approval(msg.sender, spender, amount);
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        allowance[from][msg.sender] -= amount;
        return move(from, to, amount);
    }

    function move(address from, address to, uint256 amount) private returns (bool) {
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
        emit Transfer(from, to, amount);
        return true;
    }
}

contract AsyncVault {
    struct Book {
        uint256 pending;
        uint256 claimable;
        uint256 assets;
        bool cancelPending;
        uint256 cancelClaimable;
    }

    error NotAllowed();
    error CancellationIsPending();
    error TooMuch();
    error AsyncPreview();

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

    Coin public immutable share;
    Coin public immutable asset;
    /// Whether each request has an id of its own; else every id is 0.
    bool public immutable numbered;
    /// Whether a fulfilment writes a log, which no standard asks for.
    bool public immutable talkative;
    /// Assets for 1e12 shares.
    uint256 public price = 1e6;
    mapping(address => mapping(address => bool)) public isOperator;

    uint256 private last;
    mapping(address => uint256[]) private ids;
    mapping(address => mapping(uint256 => Book)) private books;

    constructor(Coin share_, Coin asset_, bool numbered_, bool talkative_) {
        share = share_;
        asset = asset_;
        numbered = numbered_;
        talkative = talkative_;
    }

    modifier onlyFor(address account) {
        if (msg.sender != account && !isOperator[account][msg.sender]) revert NotAllowed();
        _;
    }

    function setPrice(uint256 price_) external {
        price = price_;
    }

    function setOperator(address operator, bool approved) external returns (bool) {
        isOperator[msg.sender][operator] = approved;
        emit OperatorSet(msg.sender, operator, approved);
        return true;
    }

    function requestRedeem(uint256 shares, address controller, address owner)
        external
        onlyFor(owner)
        returns (uint256 id)
    {
        if (shares == 0) revert TooMuch();
        for (uint256 i = 0; i < ids[controller].length; i++) {
            if (books[controller][ids[controller][i]].cancelPending) revert CancellationIsPending();
        }
        if (numbered) id = ++last;
        if (numbered || ids[controller].length == 0) ids[controller].push(id);
        books[controller][id].pending += shares;
        share.transferFrom(owner, address(this), shares);
        emit RedeemRequest(controller, owner, id, msg.sender, shares);
    }

    function fulfill(address controller, uint256 id, uint256 shares) external {
        Book storage book = books[controller][id];
        if (shares == 0 || shares > book.pending) revert TooMuch();
        uint256 assets = convertToAssets(shares);
        book.pending -= shares;
        book.claimable += shares;
        book.assets += assets;
        if (book.pending == 0) book.cancelPending = false;
        share.burn(shares);
        if (talkative) emit RedeemClaimable(controller, id, assets, shares);
    }

    function cancelRedeemRequest(uint256 id, address controller) external onlyFor(controller) {
        Book storage book = books[controller][id];
        if (book.cancelPending) revert CancellationIsPending();
        if (book.pending == 0) revert TooMuch();
        book.cancelPending = true;
        emit CancelRedeemRequest(controller, id, msg.sender);
    }

    function fulfillCancel(address controller, uint256 id) external {
        Book storage book = books[controller][id];
        if (!book.cancelPending) revert TooMuch();
        uint256 shares = book.pending;
        book.cancelPending = false;
        book.pending = 0;
        book.cancelClaimable += shares;
        if (talkative) emit CancelRedeemClaimable(controller, id, shares);
    }

    function claimCancelRedeemRequest(uint256 id, address receiver, address controller) external onlyFor(controller) {
        Book storage book = books[controller][id];
        uint256 shares = book.cancelClaimable;
        if (shares == 0) revert TooMuch();
        book.cancelClaimable = 0;
        share.transfer(receiver, shares);
        emit CancelRedeemClaim(controller, receiver, id, msg.sender, shares);
    }

    function redeem(uint256 shares, address receiver, address controller)
        external
        onlyFor(controller)
        returns (uint256 assets)
    {
        uint256 left = shares;
        for (uint256 i = 0; i < ids[controller].length && left > 0; i++) {
            Book storage book = books[controller][ids[controller][i]];
            uint256 part = left < book.claimable ? left : book.claimable;
            if (part == 0) continue;
            uint256 paid = book.assets * part / book.claimable;
            book.claimable -= part;
            book.assets -= paid;
            assets += paid;
            left -= part;
        }
        if (shares == 0 || left > 0) revert TooMuch();
        asset.transfer(receiver, assets);
        emit Withdraw(msg.sender, receiver, controller, assets, shares);
    }

    function pendingRedeemRequest(uint256 id, address controller) external view returns (uint256) {
        return books[controller][id].pending;
    }

    function claimableRedeemRequest(uint256 id, address controller) external view returns (uint256) {
        return books[controller][id].claimable;
    }

    function pendingCancelRedeemRequest(uint256 id, address controller) external view returns (bool) {
        return books[controller][id].cancelPending;
    }

    function claimableCancelRedeemRequest(uint256 id, address controller) external view returns (uint256) {
        return books[controller][id].cancelClaimable;
    }

    function maxRedeem(address controller) external view returns (uint256 shares) {
        for (uint256 i = 0; i < ids[controller].length; i++) {
            shares += books[controller][ids[controller][i]].claimable;
        }
    }

    function maxWithdraw(address controller) external view returns (uint256 assets) {
        for (uint256 i = 0; i < ids[controller].length; i++) {
            assets += books[controller][ids[controller][i]].assets;
        }
    }

    function convertToAssets(uint256 shares) public view returns (uint256) {
        return shares * price / 1e12;
    }

    function previewRedeem(uint256) external pure returns (uint256) {
        revert AsyncPreview();
    }

    /// ERC-165, ERC-7540 operators and asynchronous redemption, ERC-7575 vault, ERC-7887 cancellation of redemptions.
    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0x01ffc9a7 || id == 0xe3bc4e65 || id == 0x620ee8e4 || id == 0x2f0a18c5 || id == 0xe76cffc7;
    }
}
