//! The npm package in every environment that it is meant for: one tiny project each (`xtask/npm/consumers`), with the packed package installed.
use super::steps::install;
use crate::devnet::Devnet;
use crate::error::Error;
use crate::{needs, paths, process};
use std::path::Path;
use std::process::Command;

const PROJECTS: &str = "target/npm/release/consumers";
const LONGEST_FILE_MS: u32 = 900_000;

/// Bundles and runs them all, and has the package and its types looked at by others' tools. `ASSAY_TARBALL` tells the tests of the package.
pub(super) fn consumers(tarball: &Path, devnet: &Devnet) -> Result<(), Error> {
    let browser = needs::browser()?;
    let folder = paths::root().join(PROJECTS);
    for (name, path) in paths::files_below(&paths::root().join("xtask/npm/consumers"))? {
        let to = folder.join(name);
        paths::create_folder(to.parent().unwrap_or(&folder))?;
        paths::write(&to, paths::read(&path)?)?;
    }
    // Recorded answers of beacon nodes, as bytes.
    let ssz = folder.join("docs/ssz.mjs");
    paths::write(&ssz, paths::read(&paths::root().join("xtask/npm/consumer/ssz.mjs"))?)?;
    needs::npm_packages(PROJECTS)?;
    install(tarball, &folder)?;
    let mut test = Command::new("node");
    test.arg("--test").arg(format!("--test-timeout={LONGEST_FILE_MS}")).current_dir(&folder);
    let tests = ["browsers", "clients", "docs", "package", "provider", "provider_origins", "runtimes"];
    test.args(tests.map(|name| format!("test/{name}.test.mjs")));
    test.env("ASSAY_VECTORS", paths::root().join("sdk/tests/vectors"))
        .env("ASSAY_TARBALL", tarball)
        .env("ASSAY_DEVNET", &devnet.line)
        .env("ASSAY_CHROMIUM", browser.chromium);
    process::run(&mut test)
}
