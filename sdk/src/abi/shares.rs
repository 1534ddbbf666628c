//! Tokens whose balances are shares times a multiplier: what an account really holds.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IShares {
        function sharesOf(address account) external view returns (uint256);
    }
}
