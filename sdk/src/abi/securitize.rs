//! Securitize's DS protocol: the token, and the services that it names by number.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IDSToken {
        function getDSService(uint256 serviceId) external view returns (address);
        function preTransferCheck(address from, address to, uint256 value) external view returns (uint256 code, string memory reason);
        function isPaused() external view returns (bool);
        function balanceOfInvestor(string memory id) external view returns (uint256);
    }

    #[derive(Debug)]
    interface IDSRegistryService {
        function getInvestorDetails(address account) external view returns (string memory id, string memory country);
        function isAccreditedInvestor(address wallet) external view returns (bool);
        function isQualifiedInvestor(address wallet) external view returns (bool);
    }

    #[derive(Debug)]
    interface IDSWalletManager {
        function isPlatformWallet(address wallet) external view returns (bool);
    }

    #[derive(Debug)]
    interface IDSLockManager {
        function getTransferableTokens(address who, uint256 time) external view returns (uint256);
        function isInvestorLiquidateOnly(string calldata investorId) external view returns (bool);
        function lockCount(address who) external view returns (uint256);
        function lockInfo(address who, uint256 lockIndex) external view returns (uint256 reasonCode, string memory reasonString, uint256 value, uint256 autoReleaseTime);
    }

    #[derive(Debug)]
    interface IDSComplianceService {
        function checkWhitelisted(address who) external view returns (bool);
        function getComplianceTransferableTokens(address who, uint256 time, uint64 lockTime) external view returns (uint256);
        function getTotalInvestorsCount() external view returns (uint256);
        function getAccreditedInvestorsCount() external view returns (uint256);
        function getUSInvestorsCount() external view returns (uint256);
        function getUSAccreditedInvestorsCount() external view returns (uint256);
        function getEURetailInvestorsCount(string calldata country) external view returns (uint256);
        function getJPInvestorsCount() external view returns (uint256);
    }

    #[derive(Debug)]
    interface IDSComplianceConfigurationService {
        function getCountryCompliance(string calldata country) external view returns (uint256);
        function getTotalInvestorsLimit() external view returns (uint256);
        function getMinUSTokens() external view returns (uint256);
        function getMinEUTokens() external view returns (uint256);
        function getUSInvestorsLimit() external view returns (uint256);
        function getJPInvestorsLimit() external view returns (uint256);
        function getUSAccreditedInvestorsLimit() external view returns (uint256);
        function getNonAccreditedInvestorsLimit() external view returns (uint256);
        function getMaxUSInvestorsPercentage() external view returns (uint256);
        function getBlockFlowbackEndTime() external view returns (uint256);
        function getNonUSLockPeriod() external view returns (uint256);
        function getMinimumTotalInvestors() external view returns (uint256);
        function getMinimumHoldingsPerInvestor() external view returns (uint256);
        function getMaximumHoldingsPerInvestor() external view returns (uint256);
        function getEURetailInvestorsLimit() external view returns (uint256);
        function getUSLockPeriod() external view returns (uint256);
        function getForceFullTransfer() external view returns (bool);
        function getForceAccredited() external view returns (bool);
        function getForceAccreditedUS() external view returns (bool);
        function getWorldWideForceFullTransfer() external view returns (bool);
    }

    #[derive(Debug)]
    interface IRebasingProvider {
        function multiplier() external view returns (uint256);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::hex;
    use alloy_sol_types::SolCall as _;

    #[test]
    fn the_functions_with_several_arguments_are_the_deployed_ones() {
        assert_eq!(IDSToken::preTransferCheckCall::SELECTOR, hex!("1f227b43"));
        assert_eq!(IDSToken::getDSServiceCall::SELECTOR, hex!("0e5324be"));
        assert_eq!(IDSToken::balanceOfInvestorCall::SELECTOR, hex!("6f296898"));
        assert_eq!(IDSRegistryService::getInvestorDetailsCall::SELECTOR, hex!("efab1e50"));
        assert_eq!(IDSRegistryService::isAccreditedInvestorCall::SELECTOR, hex!("04c87b3d"));
        assert_eq!(IDSRegistryService::isQualifiedInvestorCall::SELECTOR, hex!("321ce499"));
        assert_eq!(IDSLockManager::getTransferableTokensCall::SELECTOR, hex!("384b5150"));
        assert_eq!(IDSLockManager::isInvestorLiquidateOnlyCall::SELECTOR, hex!("69f2e447"));
        assert_eq!(IDSLockManager::lockInfoCall::SELECTOR, hex!("b2520a7c"));
        assert_eq!(IDSComplianceService::getComplianceTransferableTokensCall::SELECTOR, hex!("c67016d7"));
        assert_eq!(IDSComplianceConfigurationService::getCountryComplianceCall::SELECTOR, hex!("6a528307"));
    }
}
