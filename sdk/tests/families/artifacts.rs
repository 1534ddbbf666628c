//! Contracts as their authors compiled them, out of installed packages.

use std::path::Path;

use alloy_primitives::Bytes;
use serde_json::Value;

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
