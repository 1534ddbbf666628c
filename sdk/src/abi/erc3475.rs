//! ERC-3475, bonds by class and nonce. Not an ERC-20: one contract holds many bonds, and a balance is of one of them.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    struct BondValues {
        string stringValue;
        uint256 uintValue;
        address addressValue;
        bool boolValue;
    }

    #[derive(Debug)]
    struct BondMetadata {
        string title;
        string _type;
        string description;
    }

    #[derive(Debug)]
    interface IERC3475 {
        function balanceOf(address _account, uint256 classId, uint256 nonceId) external view returns (uint256);
        function activeSupply(uint256 classId, uint256 nonceId) external view returns (uint256);
        function redeemedSupply(uint256 classId, uint256 nonceId) external view returns (uint256);
        function getProgress(uint256 classId, uint256 nonceId)
            external
            view
            returns (uint256 progressAchieved, uint256 progressRemaining);
        function nonceMetadata(uint256 classId, uint256 metadataId) external view returns (BondMetadata memory);
        function nonceValues(uint256 classId, uint256 nonceId, uint256 metadataId)
            external
            view
            returns (BondValues memory);
    }
}

#[cfg(test)]
mod tests {
    use super::IERC3475;
    use alloy_sol_types::SolCall as _;

    #[test]
    fn selectors_are_those_of_the_standard() {
        assert_eq!(IERC3475::balanceOfCall::SELECTOR, [0x2d, 0x76, 0x0d, 0x57]);
        assert_eq!(IERC3475::getProgressCall::SELECTOR, [0x57, 0x2e, 0x5e, 0xf2]);
        assert_eq!(IERC3475::nonceMetadataCall::SELECTOR, [0x02, 0x9b, 0xa4, 0xeb]);
        assert_eq!(IERC3475::nonceValuesCall::SELECTOR, [0x69, 0x3f, 0x55, 0x48]);
        assert_eq!(IERC3475::activeSupplyCall::SELECTOR, [0xb1, 0x5e, 0xdb, 0xe5]);
        assert_eq!(IERC3475::redeemedSupplyCall::SELECTOR, [0xcc, 0xea, 0x7b, 0x86]);
    }
}
