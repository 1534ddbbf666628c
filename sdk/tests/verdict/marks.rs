//! Going back to where the chain stood.

use serde_json::{Value, json};

use crate::chain::Chain;

impl Chain {
    /// Where the chain stands now, for [`Chain::back`].
    pub(crate) fn mark(&self) -> Value {
        self.devnet.call("evm_snapshot", json!([]))
    }

    /// Everything since is undone.
    pub(crate) fn back(&self, mark: &Value) {
        assert_eq!(self.devnet.call("evm_revert", json!([mark])), true, "the chain goes back");
        // What a transaction offers was reckoned at the block that is gone, and must suffice for the one before it.
        self.devnet.call("anvil_setNextBlockBaseFeePerGas", json!(["0x0"]));
    }
}
