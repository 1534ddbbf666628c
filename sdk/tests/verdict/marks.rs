//! Going back to where the chain stood.

use std::time::Duration;

use serde_json::{Value, json};

use crate::chain::Chain;

impl Chain {
    /// Where the chain stands now, for [`Chain::back`].
    pub(crate) fn mark(&self) -> Value {
        self.devnet.call("evm_snapshot", json!([]))
    }

    /// Everything since is undone.
    pub(crate) fn back(&self, mark: &Value) {
        self.wait_for_the_pool();
        assert_eq!(self.devnet.call("evm_revert", json!([mark])), true, "the chain goes back");
        // What a transaction offers was reckoned at the block that is gone, and must suffice for the one before it.
        self.devnet.call("anvil_setNextBlockBaseFeePerGas", json!(["0x0"]));
    }

    /// A transaction leaves the pool a moment after its block is there. Gone back before that, the chain would mine it once more with the next one.
    fn wait_for_the_pool(&self) {
        for _ in 0..10_000 {
            if self.devnet.call("txpool_status", json!([]))["pending"] == "0x0" {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        panic!("a transaction is in the pool after ten seconds");
    }
}
