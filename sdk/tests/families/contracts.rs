//! Contracts for the tests, compiled from `sol/` and deployed.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use alloy_primitives::{Address, Bytes};
use serde_json::json;

use crate::chain::{Chain, address};

/// What a file of `sol/` compiles to: bytecode by the contract's name.
pub(crate) fn compile(file: &str) -> BTreeMap<String, Bytes> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace holds the crate");
    let output = Command::new("node").arg("sdk/tests/families/compile.mjs").arg(file).current_dir(root).output();
    let output = output.expect("node compiles the contracts");
    assert!(output.status.success(), "{file}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("contracts")
}

/// Deploys bytecode; the constructor's arguments are encoded already: `(owner, token).abi_encode_params()`, or nothing.
pub(crate) fn deploy(chain: &Chain, from: Address, bytecode: &Bytes, arguments: &[u8]) -> Address {
    let data = Bytes::from([bytecode.as_ref(), arguments].concat());
    chain.devnet.unlock(&from.to_string());
    let transaction = json!({ "from": from, "data": data, "gas": "0x1c9c380" });
    let hash = chain.devnet.call("eth_sendTransaction", json!([transaction]));
    let receipt = chain.devnet.receipt(&hash);
    assert_eq!(receipt["status"], "0x1", "the contract could not be deployed");
    address(&receipt["contractAddress"])
}

/// An account that takes no part in transfers, and that the tests' contracts obey.
pub(crate) fn issuer(chain: &Chain) -> Address {
    address(&chain.demo["accounts"]["goldIssuer"])
}
