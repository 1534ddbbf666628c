//! The example for issuers: what it makes convinces each holder, and nobody else, and nothing that was changed convinces.

#![cfg(all(feature = "prove", not(target_arch = "wasm32")))]
#![expect(clippy::unwrap_used, reason = "a test stops where a file is missing")]

#[path = "../../examples/issuer-prover/check.rs"]
mod check;
#[path = "../../examples/issuer-prover/documents.rs"]
mod documents;
#[path = "../../examples/issuer-prover/failure.rs"]
mod failure;
#[path = "../../examples/issuer-prover/issue.rs"]
mod issue;

use std::fs;
use std::path::{Path, PathBuf};

use assay_sdk::proof::range::RangeError;
use failure::Failure;
use serde_json::{Value, json};

const EPOCH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/issuer-prover/epoch.json");
const FIRST: &str = "0x00000000000000000000000000000000000000a1";
const SECOND: &str = "0x00000000000000000000000000000000000000b2";

/// The files of the example's epoch, in a folder of this test's own.
fn issued(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("issuer-prover").join(name);
    issue::issue(Path::new(EPOCH), &folder, &[7; 32]).unwrap();
    folder
}

fn checked(folder: &Path, holder: &str) -> Result<u64, Failure> {
    check::check(&folder.join("published.json"), &folder.join(format!("holders/{holder}.json")))
}

/// One value of a file replaced.
fn replace(path: &Path, pointer: &str, value: Value) {
    let mut document: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    *document.pointer_mut(pointer).unwrap() = value;
    fs::write(path, document.to_string()).unwrap();
}

#[test]
fn every_holder_is_convinced() {
    let folder = issued("honest");
    assert_eq!(checked(&folder, FIRST).unwrap(), 1_250_000_000_000);
    assert_eq!(checked(&folder, SECOND).unwrap(), 400_000_000_001);
    // What is published holds no balance and no holder.
    let published = fs::read_to_string(folder.join("published.json")).unwrap();
    for secret in ["1250000000000", "400000000001", "1750000000000", "1750000000000", "a1\""] {
        assert!(!published.contains(secret), "{secret}");
    }
}

#[test]
fn a_changed_balance_or_another_holders_file_is_refused() {
    let folder = issued("changed");
    let file = folder.join(format!("holders/{FIRST}.json"));
    replace(&file, "/mine/value", json!("999999"));
    assert!(matches!(checked(&folder, FIRST), Err(Failure::Refused(RangeError::OtherTotal { .. }))));
    replace(&file, "/mine/value", json!("1250000000000"));
    assert!(checked(&folder, FIRST).is_ok());
    let second: Value =
        serde_json::from_str(&fs::read_to_string(folder.join(format!("holders/{SECOND}.json"))).unwrap()).unwrap();
    replace(&file, "/proof", second["proof"].clone());
    assert!(matches!(checked(&folder, FIRST), Err(Failure::Refused(_))));
}

#[test]
fn another_epoch_or_another_total_is_refused() {
    let folder = issued("replayed");
    let published = folder.join("published.json");
    replace(&published, "/context/epoch", json!(8));
    assert!(matches!(checked(&folder, FIRST), Err(Failure::Refused(RangeError::NotCounted { .. }))));
    replace(&published, "/context/epoch", json!(7));
    replace(&published, "/adequacy/liabilities", json!(format!("0x{}", "00".repeat(32))));
    assert!(matches!(checked(&folder, FIRST), Err(Failure::OtherLiabilities)));
}

#[test]
fn an_issuer_who_owes_more_than_there_is_can_publish_nothing() {
    let folder = issued("short");
    let epoch = folder.join("epoch.json");
    fs::copy(EPOCH, &epoch).unwrap();
    replace(&epoch, "/reserves", json!("1749999999999"));
    let refused = issue::issue(&epoch, &folder, &[7; 32]).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "no proof was made: reserves of 1749999999999 are less than liabilities of 1750000000000"
    );
    replace(&epoch, "/reserves", json!("1750000000000"));
    let twice = json!({ "holder": FIRST, "value": "1" });
    replace(&epoch, "/holders/1", twice);
    assert!(matches!(issue::issue(&epoch, &folder, &[7; 32]), Err(Failure::Twice(_))));
}
