//! What the compliance modules of T-REX 4 tell about their settings.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface ICountryAllowModule {
        function isCountryAllowed(address compliance, uint16 country) external view returns (bool);
    }
    #[derive(Debug)]
    interface ICountryRestrictModule {
        function isCountryRestricted(address compliance, uint16 country) external view returns (bool);
    }
    #[derive(Debug)]
    interface IMaxBalanceModule {
        function getIDBalance(address compliance, address identity) external view returns (uint256);
        /// Since the last drafts of 4.2. Before, the maximum is known from this event only.
        function getMaxBalance(address compliance) external view returns (uint256);
        event MaxBalanceSet(address indexed _compliance, uint256 indexed _maxBalance);
    }
    #[derive(Debug)]
    interface ISupplyLimitModule {
        function getSupplyLimit(address compliance) external view returns (uint256);
    }
    #[derive(Debug)]
    struct Limit {
        uint32 limitTime;
        uint256 limitValue;
    }
    #[derive(Debug)]
    struct TransferCounter {
        uint256 value;
        uint256 timer;
    }
    #[derive(Debug)]
    interface ITimeTransfersLimitsModule {
        function getTimeTransferLimits(address compliance) external view returns (Limit[] memory limits);
        function usersCounters(address compliance, address identity, uint32 limitTime) external view returns (uint256 value, uint256 timer);
    }
    #[derive(Debug)]
    interface IConditionalTransferModule {
        function isTransferApproved(address compliance, bytes32 transferHash) external view returns (bool);
        function calculateTransferHash(address from, address to, uint256 amount, address token) external pure returns (bytes32);
    }
    #[derive(Debug)]
    interface IExchangeMonthlyLimitsModule {
        function isExchangeID(address exchangeID) external view returns (bool);
        function getExchangeMonthlyLimit(address compliance, address exchangeID) external view returns (uint256);
        function getMonthlyCounter(address compliance, address exchangeID, address investorID) external view returns (uint256);
        function getMonthlyTimer(address compliance, address exchangeID, address investorID) external view returns (uint256);
    }
    #[derive(Debug)]
    interface ITimeExchangeLimitsModule {
        function isExchangeID(address exchangeID) external view returns (bool);
        function getExchangeLimits(address compliance, address exchangeID) external view returns (Limit[] memory limits);
        function getExchangeCounter(address compliance, address exchangeID, address investorID, uint32 limitTime) external view returns (TransferCounter memory counter);
    }
    #[derive(Debug)]
    interface ITransferFeesModule {
        function getFee(address compliance) external view returns (uint256 rate, address collector);
        /// Since the last drafts of 4.2.
        function isWhitelisted(address compliance, address account) external view returns (bool);
    }
    #[derive(Debug)]
    interface ITransferRestrictModule {
        function isUserAllowed(address compliance, address user) external view returns (bool);
    }
    #[derive(Debug)]
    interface ITokenListingRestrictionsModule {
        function getTokenListingType(address token) external view returns (uint8);
        function getInvestorListingStatus(address token, address investor) external view returns (bool);
    }

    // Modules that 4.2 adds.
    #[derive(Debug)]
    interface IInvestorCountryCapModule {
        /// Since the last drafts of 4.2.
        function getCountryCap(address compliance, uint16 country) external view returns (uint256);
    }
    #[derive(Debug)]
    interface IMinTransferByCountryModule {
        /// Since the last drafts of 4.2. Before, the minimum is known from this event only.
        function getMinimumTransferAmount(address compliance, uint16 country) external view returns (uint256);
        event MinimumTransferAmountSet(address indexed compliance, uint16 indexed country, uint256 amount);
    }
}
