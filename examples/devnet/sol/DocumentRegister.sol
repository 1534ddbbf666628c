// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity 0.8.37;

/// @title The documents of an issuer whose token keeps none itself
/// @notice Has the shape of ERC-1643. One name has one document at a time, so that everybody is shown the same.
contract DocumentRegister {
    struct Document {
        string uri;
        bytes32 documentHash;
        uint256 lastModified;
    }

    /// @notice Caller is not the issuer.
    error NotIssuer(address caller);

    event DocumentUpdated(bytes32 indexed name, string uri, bytes32 documentHash);

    /// @notice The only account that may change documents.
    address public immutable issuer;

    mapping(bytes32 => Document) private documents;

    constructor(address issuer_) {
        issuer = issuer_;
    }

    /// @notice ERC-1643: attaches a document, or changes it.
    function setDocument(bytes32 name, string calldata uri, bytes32 documentHash) external {
        if (msg.sender != issuer) revert NotIssuer(msg.sender);
        documents[name] = Document(uri, documentHash, block.timestamp);
        emit DocumentUpdated(name, uri, documentHash);
    }

    /// @notice ERC-1643: a document by its name; all empty if there is none.
    function getDocument(bytes32 name) external view returns (string memory uri, bytes32 documentHash, uint256 lastModified) {
        Document storage document = documents[name];
        return (document.uri, document.documentHash, document.lastModified);
    }
}
