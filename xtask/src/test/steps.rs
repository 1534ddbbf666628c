//! The steps of `cargo xtask test`, in two lanes that run beside each other. To add one: a line in a lane and its function.
use super::{browser, consumers, fuzz};
use crate::assets::Site;
use crate::build::{self, Flavour};
use crate::devnet::Devnet;
use crate::error::Error;
use crate::server::Server;
use crate::{needs, paths, port, process};
use std::path::Path;
use std::process::Command;

pub(super) struct Step {
    /// For `--only`.
    pub(super) name: &'static str,
    pub(super) what: &'static str,
    pub(super) kind: Kind,
    pub(super) run: fn() -> Result<(), Error>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Only looks.
    Lint,
    Test,
}

const fn lint(name: &'static str, what: &'static str, run: fn() -> Result<(), Error>) -> Step {
    Step { name, what, kind: Kind::Lint, run }
}

const fn test(name: &'static str, what: &'static str, run: fn() -> Result<(), Error>) -> Step {
    Step { name, what, kind: Kind::Test, run }
}

/// What is built for users, and tested as they get it. A release is compiled on one processor for most of the time.
const RELEASED: [Step; 2] = [
    test("release", "a release build, its size, and the npm package as its users get it", release),
    test("browser", "the wallet as released, in Chromium, on the demo chain", browser::browser),
];

/// All else, cheap ones first.
const BUILT_TO_TEST: [Step; 11] = [
    lint("format", "rustfmt finds nothing to change", format),
    lint("lint-xtask", "clippy on the builder", lint_xtask),
    lint("lint-sdk", "clippy on the SDK, with every feature", lint_sdk),
    lint("lint-web", "clippy on the wallet, for wasm", lint_web),
    lint("docs", "rustdoc on the SDK", docs),
    test("xtask", "the builder's tests", test_xtask),
    test("sdk", "the SDK's tests, native", test_sdk),
    test("web", "the wallet's tests, native", test_web),
    test("wasm", "the SDK's tests in Chromium", wasm),
    test("chain", "the demo chain's tests", chain),
    test("fuzz", "what others wrote, read for a while", fuzz::fuzz),
];

/// Each is one step after the other.
pub(super) const LANES: [&[Step]; 2] = [&RELEASED, &BUILT_TO_TEST];

/// Every step.
pub(super) fn all() -> impl Iterator<Item = &'static Step> {
    LANES.into_iter().flatten()
}

fn cargo(words: &str) -> Command {
    let mut command = process::cargo();
    command.args(words.split_whitespace());
    command
}

fn format() -> Result<(), Error> {
    process::run(&mut cargo("fmt --all --check"))
}

// Each crate by itself and in the profile that something else builds it with anyway: features stay those of that crate (all
// together would turn the SDK's JavaScript exports on in the wallet), and dependencies are built once.

fn lint_xtask() -> Result<(), Error> {
    process::run(&mut cargo("clippy --profile tool -p xtask --all-targets -- -D warnings"))
}

// Twice: the JavaScript surface exists in WebAssembly only.
fn lint_sdk() -> Result<(), Error> {
    process::run(&mut cargo("clippy -p assay-sdk --all-features --all-targets -- -D warnings"))?;
    needs::wasm_target()?;
    process::run(&mut cargo(
        "clippy --profile webdev -p assay-sdk --target wasm32-unknown-unknown --features js,js-evm,js-keys,js-lc,js-range,js-records,js-zk -- -D warnings",
    ))
}

fn lint_web() -> Result<(), Error> {
    needs::wasm_target()?;
    process::run(&mut cargo(
        "clippy --profile webdev -p assay-web --target wasm32-unknown-unknown --all-targets -- -D warnings",
    ))
}

fn docs() -> Result<(), Error> {
    process::run(cargo("doc -p assay-sdk --no-deps --all-features").env("RUSTDOCFLAGS", "-D warnings"))
}

fn test_xtask() -> Result<(), Error> {
    needs::node()?;
    process::run(&mut cargo("test --profile tool -p xtask"))
}

/// With the packages at hand of the demo chain, which tests start one each of, of the peers that they compare with,
/// and of published contracts. Last, what k256 compiled to for wasm.
fn test_sdk() -> Result<(), Error> {
    needs::npm_packages("examples/devnet")?;
    needs::npm_packages("sdk/tests/peers")?;
    needs::npm_packages("sdk/tests/families")?;
    needs::wasm_target()?;
    process::run(&mut cargo("test -p assay-sdk --all-features"))?;
    process::run(&mut cargo("test -p assay-sdk --all-features --test wasm_flags -- --ignored --test-threads 1"))
}

fn test_web() -> Result<(), Error> {
    process::run(&mut cargo("test -p assay-web"))
}

/// `sdk/tests/wasm_*.rs`, run by this program itself: cargo calls it for each of them (see `Command::TestRunner`).
fn wasm() -> Result<(), Error> {
    needs::wasm_target()?;
    let browser = needs::browser()?;
    process::run(&mut cargo("build --profile tool -p xtask --features test-runner"))?;
    let runner = paths::work().join("test-runner");
    let built = paths::root().join("target/tool/xtask");
    paths::create_folder(&paths::work())?;
    std::fs::copy(&built, &runner).map_err(Error::file("copy", built))?;
    let mut command = cargo("test --profile webdev -p assay-sdk --target wasm32-unknown-unknown --test wasm_*");
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", format!("{} test-runner", runner.display()));
    command.env("CHROMEDRIVER", browser.driver).env("WASM_BINDGEN_TEST_ONLY_WEB", "1");
    process::run(&mut command)
}

fn npm_test() -> Command {
    let mut command = Command::new("npm");
    command.args(["test", "--silent"]);
    command
}

fn chain() -> Result<(), Error> {
    needs::npm_packages("examples/devnet")?;
    process::run(npm_test().current_dir(paths::root().join("examples/devnet")))
}

/// What users load is what is weighed and tested: the packages are packed and installed as from a registry, so that what one forgets to list
/// is missed here: by a consumer that only loads it, by the examples, then in every environment.
fn release() -> Result<(), Error> {
    let site = build::everything(Flavour::Release)?;
    let packages = Flavour::Release.npm();
    let mut pack = Command::new("npm");
    pack.args(["pack", "--silent", "--pack-destination", ".."]).current_dir(packages.join("sdk"));
    let tarball = packages.join(process::read(&mut pack)?.trim());

    let consumer = packages.join("consumer");
    paths::create_folder(&consumer)?;
    for (name, path) in paths::files_below(&paths::root().join("xtask/npm/consumer"))? {
        paths::write(&consumer.join(name), paths::read(&path)?)?;
    }
    install(&tarball, &consumer)?;
    needs::npm_packages("examples/devnet")?;
    let devnet = Devnet::start(port::free()?)?;
    let vectors = paths::root().join("sdk/tests/vectors");
    process::run(npm_test().current_dir(&consumer).env("ASSAY_DEVNET", &devnet.line).env("ASSAY_VECTORS", vectors))?;

    needs::npm_packages("examples/node")?;
    let example = paths::root().join("examples/node");
    install(&tarball, &example)?;
    process::run(npm_test().current_dir(&example).env("ASSAY_DEVNET", &devnet.line))?;
    dapp(&tarball, &site, &devnet)?;
    consumers::consumers(&tarball, &devnet)
}

/// The example of a site, built with the package, beside the wallet that it connects to.
fn dapp(tarball: &Path, site: &Site, devnet: &Devnet) -> Result<(), Error> {
    let browser = needs::browser()?;
    needs::npm_packages("examples/dapp")?;
    let example = paths::root().join("examples/dapp");
    install(tarball, &example)?;
    let server = Server::start(port::listen(0)?, site, devnet)?;
    let mut test = npm_test();
    test.current_dir(&example).env("ASSAY_URL", &server.url).env("ASSAY_DEVNET", &devnet.line);
    process::run(test.env("ASSAY_CHROMIUM", browser.chromium))
}

/// Puts a tarball into a folder's `node_modules`, and nowhere else. An earlier one goes first: of the same version, npm would
/// let it stay.
pub(super) fn install(tarball: &Path, folder: &Path) -> Result<(), Error> {
    let earlier = folder.join("node_modules/@assay");
    if earlier.exists() {
        std::fs::remove_dir_all(&earlier).map_err(Error::file("remove", earlier))?;
    }
    let mut install = Command::new("npm");
    install.args(["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]);
    process::run(install.arg(tarball).current_dir(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_one_step() {
        let mut names: Vec<_> = all().map(|step| step.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all().count());
    }
}
