//! Proves that the wasm build multiplies field elements with 32-bit limbs.
//!
//! `k256` chooses its arithmetic by the `cpubits` flag of `.cargo/config.toml`, and takes 64-bit limbs in wasm without it: those
//! multiply through `__multi3`, a software routine, and every signature takes twice as long. Nothing fails when the flag
//! gets lost (a `RUSTFLAGS` in the environment is enough), so the compiled library itself is looked at.
//!
//! It builds `k256` for wasm32 twice; `cargo xtask test` runs it with `--ignored`.
#![expect(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where a step fails")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// The one the SDK signs and verifies with. Another crate may bring an older one along.
const K256: &str = "k256@0.14";
/// The routine that multiplies 64-bit limbs in wasm.
const WIDE_PRODUCT: &str = "__multi3";
const FIELD_32: &str = "field_10x26";
const FIELD_64: &str = "field_5x52";

/// Builds `k256` for wasm with the workspace's flags, or with others, and gives the compiled library.
fn k256(flags: Option<&str>) -> PathBuf {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--package", K256, "--profile", "webdev"]);
    cargo.args(["--target", "wasm32-unknown-unknown", "--message-format", "json"]);
    cargo.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).stderr(Stdio::inherit());
    if let Some(flags) = flags {
        // A folder of its own: other flags would throw away what is built.
        cargo.env("RUSTFLAGS", flags).args(["--target-dir", concat!(env!("CARGO_TARGET_TMPDIR"), "/other-flags")]);
    }
    let output = cargo.output().expect("cargo runs");
    assert!(output.status.success(), "k256 does not build for wasm32 (rustup target add wasm32-unknown-unknown?)");
    let messages = String::from_utf8(output.stdout).expect("text");
    let messages = messages.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let is_wanted = |message: &Value| {
        let name = message.pointer("/target/name").and_then(Value::as_str).unwrap_or_default();
        message["reason"] == "compiler-artifact" && name == "k256"
    };
    let files = messages.filter(is_wanted).flat_map(|message| message["filenames"].as_array().cloned().expect("files"));
    let files = files.map(|file| PathBuf::from(file.as_str().expect("a path")));
    let mut files = files.filter(|file| file.extension().is_some_and(|extension| extension == "rlib"));
    files.next().expect("cargo names the library it built")
}

/// Whether the library names this symbol. Names stand in the objects of an archive as they are.
fn names(library: &Path, symbol: &str) -> bool {
    let bytes = std::fs::read(library).unwrap_or_else(|error| panic!("{}: {error}", library.display()));
    bytes.windows(symbol.len()).any(|window| window == symbol.as_bytes())
}

#[test]
#[ignore = "builds for wasm32; cargo xtask test runs it"]
fn the_wasm_build_multiplies_with_32_bit_limbs() {
    let k256 = &k256(None);
    assert!(names(k256, FIELD_32), "{} lacks {FIELD_32}: is the cpubits flag lost?", k256.display());
    assert!(!names(k256, FIELD_64), "{} has {FIELD_64}: the cpubits flag is lost", k256.display());
    assert!(!names(k256, WIDE_PRODUCT), "{} calls {WIDE_PRODUCT}", k256.display());
}

/// The check above sees the difference: without the flag all three are the other way round.
#[test]
#[ignore = "builds for wasm32 a second time; cargo xtask test runs it"]
fn without_the_flag_it_would_not() {
    let k256 = &k256(Some("-C target-feature=+simd128"));
    assert!(names(k256, FIELD_64) && names(k256, WIDE_PRODUCT) && !names(k256, FIELD_32));
}
