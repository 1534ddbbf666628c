// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title Shares in one let house, restricted as ERC-1404 describes
/// @notice Whole shares only. A registrar keeps the list of admitted holders, can stop all transfers, lock one holder and set
/// the end of a holding period. `detectTransferRestriction` covers the rules and not the funds: 0 does not mean that the
/// sender has enough. The house's documents are kept as ERC-1643 describes, each hashed with Keccak-256.
contract PropertyToken is ERC20 {
    uint8 public constant SUCCESS = 0;
    uint8 public constant SENDER_NOT_LISTED = 1;
    uint8 public constant RECEIVER_NOT_LISTED = 2;
    uint8 public constant PAUSED = 3;
    uint8 public constant SENDER_LOCKED = 4;
    uint8 public constant REGISTER_FULL = 5;
    uint8 public constant HOLDING_PERIOD = 6;

    /// @notice The transfer breaks a rule; `messageForTransferRestriction` has its words.
    error TransferRestricted(uint8 code);
    /// @notice Caller is not the registrar.
    error NotRegistrar(address caller);

    event Listed(address indexed account, bool listed);
    event Locked(address indexed account, bool locked);
    event HeldUntil(address indexed account, uint64 time);
    event PausedSet(bool paused);
    event MaxHoldersSet(uint256 maxHolders);
    event DocumentUpdated(bytes32 indexed name, string uri, bytes32 documentHash);

    /// @notice Where a document lies, what its bytes hash to, and when the registrar last changed it.
    struct Document {
        string uri;
        bytes32 documentHash;
        uint256 lastModified;
    }

    /// @notice The account that keeps the register.
    address public immutable registrar;
    /// @notice Whether all transfers are stopped.
    bool public paused;
    /// @notice Most holders that the register may have.
    uint256 public maxHolders;
    /// @notice Holders with at least one share.
    uint256 public holders;
    /// @notice Whether an account is admitted.
    mapping(address account => bool) public isListed;
    /// @notice Whether a holder's shares are locked.
    mapping(address account => bool) public isLocked;
    /// @notice When a holder's holding period ends, in seconds since 1970; 0 if there is none.
    mapping(address account => uint64) public heldUntil;

    mapping(bytes32 name => Document) private documents;
    bytes32[] private documentNames;

    modifier onlyRegistrar() {
        if (msg.sender != registrar) revert NotRegistrar(msg.sender);
        _;
    }

    constructor(string memory name_, string memory symbol_, address registrar_, uint256 maxHolders_) ERC20(name_, symbol_) {
        registrar = registrar_;
        maxHolders = maxHolders_;
    }

    /// @notice Shares cannot be divided.
    function decimals() public pure override returns (uint8) {
        return 0;
    }

    /// @notice ERC-1404: the first rule that a transfer would break, or 0.
    /// @dev The order is: paused, sender, receiver, holding period, register.
    function detectTransferRestriction(address from, address to, uint256 value) public view returns (uint8) {
        if (paused) return PAUSED;
        if (!isListed[from]) return SENDER_NOT_LISTED;
        if (isLocked[from]) return SENDER_LOCKED;
        if (!isListed[to]) return RECEIVER_NOT_LISTED;
        if (block.timestamp < heldUntil[from]) return HOLDING_PERIOD;
        if (_needsPlace(from, to, value) && holders >= maxHolders) return REGISTER_FULL;
        return SUCCESS;
    }

    /// @notice ERC-1404: the words for a code.
    function messageForTransferRestriction(uint8 code) external pure returns (string memory) {
        if (code == SUCCESS) return "No restriction";
        if (code == SENDER_NOT_LISTED) return "The sender is not on the register's list of admitted holders";
        if (code == RECEIVER_NOT_LISTED) return "The receiver is not on the register's list of admitted holders";
        if (code == PAUSED) return "The registrar has stopped all transfers";
        if (code == SENDER_LOCKED) return "The registrar has locked the sender's shares";
        if (code == REGISTER_FULL) return "The register has its largest number of holders";
        if (code == HOLDING_PERIOD) return "The sender's holding period has not ended";
        return "Unknown restriction code";
    }

    /// @notice Issues shares to an admitted account.
    function issue(address to, uint256 value) external onlyRegistrar {
        if (!isListed[to]) revert TransferRestricted(RECEIVER_NOT_LISTED);
        if (value > 0 && balanceOf(to) == 0 && holders >= maxHolders) revert TransferRestricted(REGISTER_FULL);
        _mint(to, value);
    }

    /// @notice Admits or removes an account.
    function setListed(address account, bool listed) external onlyRegistrar {
        isListed[account] = listed;
        emit Listed(account, listed);
    }

    /// @notice Locks or unlocks a holder's shares.
    function setLocked(address account, bool locked) external onlyRegistrar {
        isLocked[account] = locked;
        emit Locked(account, locked);
    }

    /// @notice Sets the end of a holder's holding period.
    function setHeldUntil(address account, uint64 time) external onlyRegistrar {
        heldUntil[account] = time;
        emit HeldUntil(account, time);
    }

    /// @notice Stops or resumes all transfers.
    function setPaused(bool paused_) external onlyRegistrar {
        paused = paused_;
        emit PausedSet(paused_);
    }

    /// @notice Sets the largest number of holders; those already there stay.
    function setMaxHolders(uint256 maxHolders_) external onlyRegistrar {
        maxHolders = maxHolders_;
        emit MaxHoldersSet(maxHolders_);
    }

    /// @notice ERC-1643: attaches a document, or changes it.
    function setDocument(bytes32 name_, string calldata uri, bytes32 documentHash) external onlyRegistrar {
        if (documents[name_].lastModified == 0) documentNames.push(name_);
        documents[name_] = Document(uri, documentHash, block.timestamp);
        emit DocumentUpdated(name_, uri, documentHash);
    }

    /// @notice ERC-1643: a document by its name; all empty if there is none.
    function getDocument(bytes32 name_) external view returns (string memory uri, bytes32 documentHash, uint256 lastModified) {
        Document storage document = documents[name_];
        return (document.uri, document.documentHash, document.lastModified);
    }

    /// @notice ERC-1643: the names of all documents.
    function getAllDocuments() external view returns (bytes32[] memory) {
        return documentNames;
    }

    /// @dev A receiver without shares needs a place, unless the sender gives up theirs by sending all.
    function _needsPlace(address from, address to, uint256 value) private view returns (bool) {
        return value > 0 && from != to && balanceOf(to) == 0 && balanceOf(from) != value;
    }

    function _update(address from, address to, uint256 value) internal override {
        if (from != address(0) && to != address(0)) {
            uint8 code = detectTransferRestriction(from, to, value);
            if (code != SUCCESS) revert TransferRestricted(code);
        }
        bool arrives = to != address(0) && value > 0 && balanceOf(to) == 0;
        super._update(from, to, value);
        if (arrives) holders += 1;
        if (from != address(0) && value > 0 && balanceOf(from) == 0) holders -= 1;
    }
}
