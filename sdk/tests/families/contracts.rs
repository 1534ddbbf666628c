//! Contracts for the tests, compiled from `sol/` and deployed.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use alloy_primitives::{Address, Bytes};
use serde_json::{Value, json};

use crate::chain::{Chain, address};

/// What a file of `sol/` compiles to: bytecode by the contract's name.
pub(crate) fn compile(file: &str) -> BTreeMap<String, Bytes> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace holds the crate");
    let output = Command::new("node").arg("sdk/tests/families/compile.mjs").arg(file).current_dir(root).output();
    let output = output.expect("node compiles the contracts");
    assert!(output.status.success(), "{file}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("contracts")
}

/// The bytecode of a contract that a package of the demo chain brings along.
pub(crate) fn artifact(path: &str) -> Bytes {
    artifact_in("examples/devnet", path)
}

/// The bytecode of a contract in an installed package: `artifact_in("sdk/tests/families", "@scope/package/artifacts/…/Name.json")`.
pub(crate) fn artifact_in(folder: &str, path: &str) -> Bytes {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace holds the crate");
    let full = root.join(folder).join("node_modules").join(path);
    let text = std::fs::read_to_string(&full).unwrap_or_else(|_| panic!("{} is not installed", full.display()));
    let artifact: Value = serde_json::from_str(&text).expect("JSON");
    serde_json::from_value(artifact["bytecode"].clone()).expect("bytecode")
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
