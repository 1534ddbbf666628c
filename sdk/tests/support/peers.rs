//! Other people's JavaScript libraries, run by Node: `sdk/tests/peers`. Installed on first use, from its lock file.
//!
//! Include it with `#[path = "support/peers.rs"] mod peers;`, and `#[expect(dead_code, reason = "…")]` on it where a test
//! file has no use for some of it.

#![expect(clippy::expect_used, clippy::panic, reason = "a test stops where its peers do not run")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use alloy_primitives::hex;
use sha2::{Digest as _, Sha256};

/// Runs a script of the peers' folder, hands it a text, and gives what it writes.
pub(crate) fn run(script: &str, input: String) -> String {
    let mut child = Command::new("node")
        .arg(script)
        .current_dir(folder())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node was there a moment ago");
    let mut stdin = child.stdin.take().expect("its input is piped");
    // From a thread of its own: it may answer before it has read everything.
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("node ends");
    assert!(output.status.success(), "{script} failed: {}", output.status);
    writer.join().expect("the writer ends").expect("it reads all that it is given");
    String::from_utf8(output.stdout).expect("it writes UTF-8")
}

/// A file of the peers' folder.
pub(crate) fn text(path: &str) -> String {
    fs::read_to_string(folder().join(path)).expect("the package has the file")
}

/// The folder, with its packages in it.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers");
        let node = Command::new("node").arg("--version").output();
        assert!(node.is_ok(), "this test compares with JavaScript libraries: install Node 20 or newer with its npm");
        install(&folder);
        folder
    })
}

/// `npm ci`, only where the lock file is not the one that was last installed.
fn install(folder: &Path) {
    let lock = fs::read(folder.join("package-lock.json")).expect("the peers have a lock file");
    let (stamp, digest) = (folder.join("node_modules/.assay-installed"), hex::encode(Sha256::digest(lock)));
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == digest) {
        return;
    }
    let install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"];
    match Command::new("npm").args(install).current_dir(folder).stdout(Stdio::null()).status() {
        Ok(status) if status.success() => fs::write(stamp, digest).expect("node_modules can be written"),
        other => {
            panic!("npm could not install the packages of sdk/tests/peers, for which it needs a registry: {other:?}")
        }
    }
}
