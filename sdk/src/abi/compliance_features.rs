//! The parts that a compliance contract of T-REX 3 is put together from, as they came with 4.0 for older tokens.
//!
//! Each has a public check of its own, and getters for its settings. The contract's `canTransfer` asks those that its issuer chose.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IBasicCompliance {
        function isTokenAgent(address agent) external view returns (bool);
    }
    #[derive(Debug)]
    interface ICountryWhitelisting {
        function complianceCheckOnCountryWhitelisting(address from, address to, uint256 value) external view returns (bool);
    }
    #[derive(Debug)]
    interface ICountryRestrictions {
        function complianceCheckOnCountryRestrictions(address from, address to, uint256 value) external view returns (bool);
    }
    #[derive(Debug)]
    interface IApproveTransfer {
        function complianceCheckOnApproveTransfer(address from, address to, uint256 value) external view returns (bool);
    }
    #[derive(Debug)]
    interface IMaxBalance {
        function complianceCheckOnMaxBalance(address from, address to, uint256 value) external view returns (bool);
        function maxBalance() external view returns (uint256);
        function IDBalance(address identity) external view returns (uint256);
    }
    #[derive(Debug)]
    interface IDayMonthLimits {
        function complianceCheckOnDayMonthLimits(address from, address to, uint256 value) external view returns (bool);
        function dailyLimit() external view returns (uint256);
        function monthlyLimit() external view returns (uint256);
        function usersCounters(address identity) external view returns (uint256 dailyCount, uint256 monthlyCount, uint256 dailyTimer, uint256 monthlyTimer);
    }
    #[derive(Debug)]
    interface IExchangeMonthlyLimits {
        function complianceCheckOnExchangeMonthlyLimits(address from, address to, uint256 value) external view returns (bool);
        function isExchangeID(address exchangeID) external view returns (bool);
        function getExchangeMonthlyLimit(address exchangeID) external view returns (uint256);
        function getMonthlyCounter(address exchangeID, address investorID) external view returns (uint256);
        function getMonthlyTimer(address exchangeID, address investorID) external view returns (uint256);
    }
    // The holder limit of T-REX 3.5 is a whole compliance contract.
    #[derive(Debug)]
    interface ILimitHolder {
        function getHolderLimit() external view returns (uint256);
        function holderCount() external view returns (uint256);
    }
}
