//! Backed's oracle, and the forwarder before it: `AggregatorV3Interface` whose updates are held to a part of the answer before.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug)]
    interface IClampedOracle {
        function MAX_PERCENT_DIFFERENCE() external view returns (uint8);
        // The forwarder only.
        function _upstreamOracle() external view returns (address);
    }
}
