//! Retirement of carbon credits, in the shape of Toucan's TCO2.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IRetirement {
        function retire(uint256 amount) external returns (uint256 retirementEventId);

        event Retired(address sender, uint256 amount, uint256 eventId);
    }
}
