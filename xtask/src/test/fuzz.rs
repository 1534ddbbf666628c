//! The fuzz targets of sdk/fuzz, each for a bounded time from its kept corpus. On stable Rust: what cargo-fuzz sets on top, the address
//! sanitizer, finds what safe code does not do.
use crate::error::Error;
use crate::{needs, paths, process};
use std::path::{Path, PathBuf};
use std::process::Command;

/// For each target.
const SECONDS: u32 = 5;
/// A single input that takes longer has found something.
const SLOWEST_INPUT_SECONDS: u32 = 10;
const MOST_MEMORY_MIB: u32 = 1024;

/// The coverage counters that libFuzzer steers by: the flags that cargo-fuzz gives.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Cllvm-args=-simplifycfg-branch-fold-threshold=0 -Ccodegen-units=1";

/// Builds all targets, then runs one after the other.
pub(super) fn fuzz() -> Result<(), Error> {
    needs::cxx()?;
    let programs = build()?;
    for target in targets()? {
        run(&target, &programs.join(&target))?;
    }
    Ok(())
}

fn folder() -> PathBuf {
    paths::root().join("sdk/fuzz")
}

fn targets() -> Result<Vec<String>, Error> {
    let files = paths::files_below(&folder().join("targets"))?;
    Ok(files.into_iter().filter_map(|(name, _)| Some(name.strip_suffix(".rs")?.to_owned())).collect())
}

/// For a named target, so that build scripts and macros are not instrumented. Gives the folder of the programs.
fn build() -> Result<PathBuf, Error> {
    let host = host()?;
    let products = paths::root().join("target/fuzz");
    let mut build = process::cargo();
    build.args(["build", "--locked", "--target", &host, "--manifest-path"]).arg(folder().join("Cargo.toml"));
    build.arg("--target-dir").arg(&products).env("RUSTFLAGS", COVERAGE);
    process::run(&mut build)?;
    Ok(products.join(host).join("debug"))
}

fn host() -> Result<String, Error> {
    let about = process::read(Command::new("rustc").current_dir(paths::root()).arg("-vV"))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| Error::Missing {
        what: "rustc does not say which machine this is".to_owned(),
        remedy: "look at what `rustc -vV` prints".to_owned(),
    })
}

/// New finds go to a folder of their own: the kept corpus changes by hand only. What fails is written beside them, and the program
/// runs it again when it is given as its argument.
fn run(target: &str, program: &Path) -> Result<(), Error> {
    let found = paths::work().join("fuzz").join(target);
    let failures = found.join("failures");
    paths::create_folder(&failures)?;
    let corpus = found.join("corpus");
    paths::create_folder(&corpus)?;
    println!("· {target}: {SECONDS} s");
    let mut fuzz = Command::new(program);
    fuzz.arg(format!("-max_total_time={SECONDS}"))
        .arg(format!("-timeout={SLOWEST_INPUT_SECONDS}"))
        .arg(format!("-rss_limit_mb={MOST_MEMORY_MIB}"))
        .arg(format!("-artifact_prefix={}/", failures.display()))
        .args(["-print_final_stats=1", "-verbosity=0"])
        .arg(corpus)
        .arg(folder().join("corpus").join(target));
    process::run(&mut fuzz)
}
