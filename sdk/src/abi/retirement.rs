//! Retirement of carbon credits, in the shape of Toucan's TCO2.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IRetirement {
        function retire(uint256 amount) external returns (uint256 retirementEventId);

        function retireAndMintCertificate(
            string retiringEntityString,
            address beneficiary,
            string beneficiaryString,
            string retirementMessage,
            uint256 amount
        ) external;

        event Retired(address sender, uint256 amount, uint256 eventId);
    }
}

#[cfg(test)]
mod tests {
    use super::IRetirement;
    use alloy_sol_types::SolCall as _;

    #[test]
    fn selectors_are_those_of_toucan() {
        assert_eq!(IRetirement::retireCall::SELECTOR, [0x37, 0x90, 0xcf, 0x57]);
        assert_eq!(IRetirement::retireAndMintCertificateCall::SELECTOR, [0x2e, 0xf2, 0x92, 0x90]);
    }
}
