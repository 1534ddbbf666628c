//! ERC-1643, the documents of a token, and how families differ from its text; and the terms that some tokens name beside them.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IERC1643 {
        function getDocument(bytes32 name)
            external view returns (string memory uri, bytes32 documentHash, uint256 lastModified);
        function getAllDocuments() external view returns (bytes32[] memory);
    }

    /// `UniversalToken`: without the moment of the last change.
    #[derive(Debug)]
    interface IERC1643Undated {
        function getDocument(bytes32 name) external view returns (string memory uri, bytes32 documentHash);
    }

    #[derive(Debug)]
    struct Document {
        string uri;
        bytes32 documentHash;
        uint256 lastModified;
    }

    /// CMTAT 3.0 and 3.1: documents go by texts.
    #[derive(Debug)]
    interface IERC1643ByText {
        function getDocument(string memory name) external view returns (Document memory);
        function getAllDocuments() external view returns (string[] memory);
    }

    #[derive(Debug)]
    struct Terms {
        string name;
        Document doc;
    }

    /// CMTAT 3: the terms as a document.
    #[derive(Debug)]
    interface ITermsDocument {
        function terms() external view returns (Terms memory);
    }

    /// CMTAT 2, Backed and Bridge v2: the terms as a text, often an address.
    #[derive(Debug)]
    interface ITermsText {
        function terms() external view returns (string memory);
    }
}
