//! `cargo xtask bench`: what a release weighs and how it performs, on the demo chain; and verdicts, keys, proofs and the bytes of the npm
//! package against their peers.
use crate::build::{self, Flavour};
use crate::description::Description;
use crate::devnet::Devnet;
use crate::error::Error;
use crate::server::Server;
use crate::{needs, paths, port, process};
use std::process::Command;

type Part = (&'static str, fn() -> Result<(), Error>);

/// What can be measured alone, by `--only`.
const PARTS: [Part; 7] = [
    ("wallet", wallet),
    ("verdict", verdict),
    ("income", income),
    ("keys", keys),
    ("proofs", proofs),
    ("npm", npm),
    ("scenarios", scenarios),
];

/// All of it, or the part that was named.
pub(crate) fn bench(only: Option<&str>) -> Result<(), Error> {
    match only {
        None => PARTS.iter().try_for_each(|(_, part)| part()),
        Some(name) => match PARTS.iter().find(|(known, _)| *known == name) {
            Some((_, part)) => part(),
            None => {
                let names = PARTS.map(|(name, _)| name).join(", ");
                Err(Error::Usage(format!("there is nothing called `{name}` to measure; there is {names}")))
            }
        },
    }
}

/// Sizes, then the two measurements. Each is a program of its own that prints its figures.
fn wallet() -> Result<(), Error> {
    let browser = needs::browser()?;
    println!("== sizes");
    build::everything(Flavour::Release)?;
    let site = build::site(Flavour::Release)?;
    let devnet = Devnet::start(port::free()?)?;
    let server = Server::start(port::listen(0)?, &site, &devnet)?;

    println!("\n== a portfolio of 1, 10 and 100 assets: round trips and bytes");
    let mut portfolio = process::cargo();
    // What it counts does not depend on optimisation, so it is built as the tests are.
    portfolio.args([
        "bench",
        "--profile",
        "dev",
        "-p",
        "assay-sdk",
        "--features",
        "native-http",
        "--bench",
        "portfolio",
    ]);
    process::run(portfolio.env("ASSAY_DEVNET", &devnet.line))?;

    println!("\n== from page load to portfolio");
    needs::npm_packages("web/e2e")?;
    let mut page = Command::new("node");
    page.arg("bench.mjs").current_dir(paths::root().join("web/e2e"));
    page.env("ASSAY_URL", &server.url).env("ASSAY_DEVNET", &devnet.line).env("ASSAY_CHROMIUM", browser.chromium);
    process::run(&mut page)
}

/// Verdicts natively, then the release build of the npm package in Node, in turn with a library that only simulates.
fn verdict() -> Result<(), Error> {
    let devnet = Devnet::start(port::free()?)?;
    println!("\n== verdicts: round trips, bytes, time");
    let mut native = process::cargo();
    native.args(["bench", "--package", "assay-sdk", "--features", "native-http", "--bench", "verdict"]);
    process::run(native.env("ASSAY_DEVNET", &devnet.line))?;

    println!("\n== verdicts in Node: against a library that only simulates");
    needs::npm_packages("sdk/benches/peers")?;
    let package = build::one_npm_module(&Description::load()?, "sdk", "verdict-bench")?;
    let mut run = Command::new("node");
    run.arg("verdict.mjs").current_dir(paths::root().join("sdk/benches/peers"));
    process::run(run.env("ASSAY_DEVNET", &devnet.line).env("ASSAY_SDK", package))
}

/// Income and records of a hundred assets, on a chain that lives a year for it.
fn income() -> Result<(), Error> {
    let devnet = Devnet::start(port::free()?)?;
    println!("\n== income and records of a hundred assets with a year of history");
    let mut live = Command::new("node");
    live.args(["year.mjs", &devnet.line]).current_dir(paths::root().join("examples/devnet"));
    let year = process::read(&mut live)?;
    let mut native = process::cargo();
    native.args(["bench", "--package", "assay-sdk", "--features", "native-http", "--bench", "income"]);
    process::run(native.env("ASSAY_DEVNET", &devnet.line).env("ASSAY_YEAR", year.trim()))
}

/// Proofs in Node by the release build of the npm package, in turn with libraries that check the same; and ten balances proven on the demo chain.
fn proofs() -> Result<(), Error> {
    println!("\n== proofs: against their peers, in one run");
    needs::npm_packages("sdk/benches/peers")?;
    build::npm_packages(&Description::load()?, Flavour::Release)?;
    let devnet = Devnet::start(port::free()?)?;
    let mut run = Command::new("node");
    run.arg("proofs.mjs").current_dir(paths::root().join("sdk/benches/peers"));
    run.env("ASSAY_DEVNET", &devnet.line).env("ASSAY_SDK", Flavour::Release.npm().join("sdk"));
    run.env("ASSAY_VECTORS", paths::root().join("sdk/tests/vectors"));
    process::run(run.env("ASSAY_SSZ", paths::root().join("xtask/npm/consumer/ssz.mjs")))
}

/// What a dApp loads for each entry point of the npm package, beside what it loads for the same job from others, and how soon it has an answer.
fn npm() -> Result<(), Error> {
    println!("\n== the npm package: bytes of each entry point, beside its peers");
    needs::npm_packages("sdk/benches/peers")?;
    build::npm_packages(&Description::load()?, Flavour::Release)?;
    let mut run = Command::new("node");
    run.arg("entries.mjs").current_dir(paths::root().join("sdk/benches/peers"));
    process::run(run.env("ASSAY_SDK", Flavour::Release.npm().join("sdk")))?;

    println!("\n== the npm package: from a cold page to the first verdict, beside what only simulates");
    let browser = needs::browser()?;
    let devnet = Devnet::start(port::free()?)?;
    let mut run = Command::new("node");
    run.arg("first.mjs").current_dir(paths::root().join("sdk/benches/peers")).env("ASSAY_CHROMIUM", browser.chromium);
    process::run(run.env("ASSAY_SDK", Flavour::Release.npm().join("sdk")).env("ASSAY_DEVNET", &devnet.line))
}

/// Every scenario of every token family, every random state under proven calls, and a thousand histories of every kind of income and walks of
/// every kind of vault, of which the tests take a share: some hours on two cores.
fn scenarios() -> Result<(), Error> {
    println!("\n== scenarios: verdicts of every family against the chain");
    needs::npm_packages("examples/devnet")?;
    needs::npm_packages("sdk/tests/families")?;
    let mut test = process::cargo();
    test.args([
        "test",
        "-p",
        "assay-sdk",
        "--all-features",
        "--test",
        "families",
        "--test",
        "verdict_truth",
        "--",
        "--nocapture",
    ]);
    process::run(test.env("ASSAY_SCENARIOS", "all"))?;

    println!("\n== scenarios: proven calls against the chain's own answers, in every random state");
    let mut test = process::cargo();
    test.args([
        "test",
        "-p",
        "assay-sdk",
        "--all-features",
        "--test",
        "proven_calls",
        "--",
        "--nocapture",
        "what_portfolios",
    ]);
    process::run(test.env("ASSAY_SCENARIOS", "all"))?;

    println!(
        "\n== scenarios: histories of every kind of income and of redemptions, against what their contracts say and pay"
    );
    let mut test = process::cargo();
    test.args(["test", "-p", "assay-sdk", "--all-features", "--test", "income_histories", "--test", "redemption_walk"]);
    process::run(test.env("ASSAY_SCENARIOS", "all"))
}

/// The release build of the module `keys`, in Node and native, in turn with other implementations of the same.
fn keys() -> Result<(), Error> {
    println!("\n== keys: against their peers, in one run");
    needs::npm_packages("sdk/benches/peers")?;
    let package = build::one_npm_module(&Description::load()?, "keys", "keys-bench")?;
    let mut native = process::cargo();
    native.args(["bench", "--package", "assay-sdk", "--bench", "keys", "--no-run", "--message-format", "json"]);
    let messages = process::read(&mut native)?;
    let program = process::executable(&messages, "keys").ok_or_else(|| Error::Missing {
        what: "cargo did not say where it put the native program".to_owned(),
        remedy: "look at what `cargo bench -p assay-sdk --bench keys --no-run` prints".to_owned(),
    })?;
    let mut run = Command::new("node");
    run.arg("bench.mjs").current_dir(paths::root().join("sdk/benches/peers"));
    process::run(run.env("ASSAY_KEYS", package).env("ASSAY_NATIVE", program))
}
