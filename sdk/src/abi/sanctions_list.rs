//! A sanctions oracle, as Chainalysis runs one: a list that answers for one account at a time.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface ISanctionsList {
        function isSanctioned(address account) external view returns (bool);
    }
}
