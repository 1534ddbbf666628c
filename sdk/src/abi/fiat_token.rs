//! Circle's FiatToken: the blacklist and pause of a regulated ERC-20.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IFiatToken {
        function paused() external view returns (bool);
        function isBlacklisted(address account) external view returns (bool);
    }
}
