//! The issuers' widget: TypeScript checked against the SDK's package, bundled, and beside it the SDK's wasm that it loads.
use crate::build::Flavour;
use crate::description::Widget;
use crate::error::Error;
use crate::{needs, paths, process};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the page names: the rest is loaded by it.
pub(crate) const FIRST: &str = "widget.js";

/// What `widget.mjs` says of one file.
#[derive(Debug, Deserialize)]
struct File {
    integrity: String,
    raw: u64,
    gzip: u64,
}

/// Bundles it from a package of the SDK. Gives their folder.
pub(crate) fn bundle(widget: &Widget, package: &Path, flavour: Flavour) -> Result<PathBuf, Error> {
    needs::npm_packages("xtask/npm")?;
    let folder = flavour.npm().join("widget");
    let mut command = Command::new("node");
    command.arg(paths::root().join("xtask/npm/widget.mjs"));
    command.arg(paths::root().join(&widget.folder)).arg(package).arg(&folder);
    let answer = process::read(&mut command)?;
    let files: BTreeMap<String, File> = serde_json::from_str(&answer)
        .map_err(|error| Error::Failed { command: "widget.mjs".to_owned(), status: error.to_string() })?;
    println!("the widget is in {}", folder.display());
    for (name, File { integrity, raw, gzip }) in &files {
        println!("  {name:<22}{raw:>9} bytes, {gzip:>8} gzip  {integrity}");
    }
    Ok(folder)
}
