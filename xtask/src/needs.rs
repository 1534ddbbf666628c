//! What must be on the machine: found, else installed, else one clear sentence.
use crate::error::Error;
use crate::{paths, process};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

const OLDEST_NODE: u32 = 20;

/// Looks for something, or installs it, while no other step does.
fn alone<T>(look: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    paths::create_folder(&paths::work())?;
    let path = paths::work().join("needs.lock");
    let lock = File::create(&path).map_err(Error::file("create", &path))?;
    lock.lock().map_err(Error::file("lock", &path))?;
    // Closed, and so unlocked, at the end.
    look()
}

pub(crate) fn node() -> Result<(), Error> {
    let missing = |what: String| Error::Missing {
        what,
        remedy: format!("install Node {OLDEST_NODE} or newer with its npm (https://nodejs.org) and try again"),
    };
    let version =
        process::read(Command::new("node").arg("--version")).map_err(|_| missing("Node was not found".to_owned()))?;
    match node_major(&version) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => Err(missing(format!("Node {} is too old", version.trim()))),
    }
}

fn node_major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// The standard library for wasm. Needed even with `targets` in rust-toolchain.toml: rustup ignores that line where its
/// automatic installation is switched off.
pub(crate) fn wasm_target() -> Result<(), Error> {
    let sysroot = process::read(Command::new("rustc").current_dir(paths::root()).args(["--print", "sysroot"]))?;
    let library = Path::new(sysroot.trim()).join("lib/rustlib/wasm32-unknown-unknown/lib");
    alone(|| {
        if library.is_dir() {
            return Ok(());
        }
        println!("· installing Rust's wasm target");
        let mut add = Command::new("rustup");
        add.current_dir(paths::root()).args(["target", "add", "wasm32-unknown-unknown"]);
        process::run(&mut add).map_err(|error| Error::Missing {
            what: format!("Rust's wasm target is missing and could not be installed ({error})"),
            remedy: "run `rustup target add wasm32-unknown-unknown` in this folder".to_owned(),
        })
    })
}

/// `npm ci` in a folder, only when its lock file is not the one that was last installed.
pub(crate) fn npm_packages(folder: &str) -> Result<(), Error> {
    node()?;
    alone(|| install_packages(folder))
}

fn install_packages(folder: &str) -> Result<(), Error> {
    let place = paths::root().join(folder);
    let lock = place.join("package-lock.json");
    if !lock.is_file() {
        return Err(Error::Missing {
            what: format!("{folder} has no package-lock.json"),
            remedy: "that folder is incomplete in this checkout".to_owned(),
        });
    }
    let installed = format!("{:x}", Sha256::digest(paths::read(&lock)?));
    let stamp = place.join("node_modules/.assay-installed");
    if paths::stamped(&stamp, &installed) {
        return Ok(());
    }
    println!("· installing npm packages in {folder}");
    let mut install = Command::new("npm");
    install.current_dir(&place).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    process::run(&mut install).map_err(|error| Error::Missing {
        what: format!("the npm packages of {folder} could not be installed ({error})"),
        remedy: "read npm's message above; it needs to reach an npm registry".to_owned(),
    })?;
    paths::create_folder(&place.join("node_modules"))?; // npm makes none where there are no packages
    paths::write(&stamp, installed)
}

/// A C++ compiler, for libFuzzer.
pub(crate) fn cxx() -> Result<(), Error> {
    alone(|| on_path("c++").map_or_else(install_cxx, |_| Ok(())))
}

fn install_cxx() -> Result<(), Error> {
    println!("· installing a C++ compiler for the fuzz targets");
    if install("g++") && on_path("c++").is_some() {
        return Ok(());
    }
    Err(Error::Missing {
        what: "no C++ compiler was found, and none could be installed".to_owned(),
        remedy: "install one and put it on PATH as `c++` (Debian: apt-get install g++)".to_owned(),
    })
}

/// Debian's packages, as root or by sudo without a password. Whether it worked.
fn install(packages: &str) -> bool {
    ["apt-get", "sudo -n apt-get"].iter().any(|command| {
        let script = format!("{command} update && {command} install -y --no-install-recommends {packages}");
        process::run(Command::new("sh").args(["-c", &script])).is_ok()
    })
}

/// A browser and the driver that goes with it.
#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

pub(crate) fn browser() -> Result<Browser, Error> {
    alone(|| find_browser().map_or_else(install_browser, Ok))
}

fn install_browser() -> Result<Browser, Error> {
    println!("· installing Chromium and its driver for the browser tests");
    if install("chromium chromium-driver")
        && let Some(browser) = find_browser()
    {
        return Ok(browser);
    }
    Err(Error::Missing {
        what: "Chromium and chromedriver were not found and could not be installed".to_owned(),
        remedy:
            "install both, of the same version, and put them on PATH (Debian: apt-get install chromium chromium-driver)"
                .to_owned(),
    })
}

fn find_browser() -> Option<Browser> {
    let chromium = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
    Some(Browser {
        chromium: chromium.iter().find_map(|name| on_path(name))?,
        driver: ["chromedriver", "chromium.chromedriver"].iter().find_map(|name| on_path(name))?,
    })
}

fn on_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_node() {
        assert_eq!(node_major("v20.20.2\n"), Some(20));
        assert_eq!(node_major("v6.0.0"), Some(6));
        assert_eq!(node_major("20.1.0"), None);
        assert_eq!(node_major(""), None);
    }
}
