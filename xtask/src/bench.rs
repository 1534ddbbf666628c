//! `cargo xtask bench`: what a release weighs and how it performs, on the demo chain.
use crate::build::{self, Flavour};
use crate::devnet::Devnet;
use crate::error::Error;
use crate::server::Server;
use crate::{needs, paths, port, process};
use std::process::Command;

/// Sizes, then the two measurements. Each is a program of its own that prints its figures.
pub(crate) fn bench() -> Result<(), Error> {
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
