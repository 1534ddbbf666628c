//! Ondo's tokens: the lists that OUSG, USDY and the Global Markets tokens ask about everybody who takes part in a transfer, and the
//! shares behind the rebasing rOUSG and rUSDY.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IOndoToken {
        function paused() external view returns (bool);
        // OUSG and rOUSG.
        function kycRegistry() external view returns (address);
        function kycRequirementGroup() external view returns (uint256);
        // USDY and rUSDY.
        function blocklist() external view returns (address);
        function sanctionsList() external view returns (address);
        function allowlist() external view returns (address);
        // Global Markets tokens and USDon.
        function compliance() external view returns (address);
        // Global Markets tokens only.
        function tokenPauseManager() external view returns (address);
    }

    #[derive(Debug)]
    interface IRebasingShares {
        function sharesOf(address account) external view returns (uint256);
        function getROUSGByShares(uint256 shares) external view returns (uint256);
        function getRUSDYByShares(uint256 shares) external view returns (uint256);
        // rOUSG.
        function getOUSGPrice() external view returns (uint256 price);
        // rUSDY.
        function oracle() external view returns (address);
    }

    #[derive(Debug)]
    interface IRWADynamicOracle {
        function getPrice() external view returns (uint256 price);
        function ranges(uint256 index)
            external
            view
            returns (uint256 start, uint256 end, uint256 dailyInterestRate, uint256 prevRangeClosePrice);
    }

    #[derive(Debug)]
    interface IKYCRegistry {
        function getKYCStatus(uint256 kycRequirementGroup, address account) external view returns (bool);
        // The registry of 2023 only.
        function kycState(uint256 kycRequirementGroup, address account) external view returns (bool);
        function sanctionsList() external view returns (address);
    }

    #[derive(Debug)]
    interface IBlocklist {
        function isBlocked(address account) external view returns (bool);
    }

    #[derive(Debug)]
    interface IAllowlist {
        function isAllowed(address account) external view returns (bool);
    }

    #[derive(Debug)]
    interface IOndoComplianceGMView {
        function checkIsCompliant(address user) external view;
        function compliance() external view returns (address);
        function gmIdentifier() external view returns (address);
    }

    #[derive(Debug)]
    interface IOndoCompliance {
        function rwaTokenToBlocklist(address rwaToken) external view returns (address);
        function rwaTokenToSanctionsList(address rwaToken) external view returns (address);

        error UserBlocked();
        error UserSanctioned();
    }

    #[derive(Debug)]
    interface ITokenPauseManager {
        function isTokenPaused(address token) external view returns (bool);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::hex;
    use alloy_sol_types::{SolCall as _, SolError as _};

    #[test]
    fn the_functions_with_arguments_are_the_deployed_ones() {
        assert_eq!(IKYCRegistry::getKYCStatusCall::SELECTOR, hex!("c13e9ada"));
        assert_eq!(IOndoComplianceGMView::checkIsCompliantCall::SELECTOR, hex!("a2958b83"));
        assert_eq!(IRebasingShares::getROUSGBySharesCall::SELECTOR, hex!("a4ea0f80"));
        assert_eq!(IRebasingShares::getRUSDYBySharesCall::SELECTOR, hex!("bc0ca915"));
        assert_eq!(IRebasingShares::getOUSGPriceCall::SELECTOR, hex!("0cb4b099"));
        assert_eq!(IRWADynamicOracle::getPriceCall::SELECTOR, hex!("98d5fdca"));
        assert_eq!(IRWADynamicOracle::rangesCall::SELECTOR, hex!("5fdecdfa"));
        assert_eq!(ITokenPauseManager::isTokenPausedCall::SELECTOR, hex!("5e76ad54"));
        assert_eq!(IOndoCompliance::UserBlocked::SELECTOR, hex!("8ed6a70e"));
        assert_eq!(IOndoCompliance::UserSanctioned::SELECTOR, hex!("349e7009"));
    }
}
