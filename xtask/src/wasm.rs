//! From a module's Rust to its .wasm and JavaScript glue: cargo, wasm-bindgen, and for a release wasm-opt.
use crate::build::Flavour;
use crate::description::{Description, FILE, Module};
use crate::error::Error;
use crate::{needs, paths, process};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

/// What wasm-bindgen made of a module.
#[derive(Debug)]
pub(crate) struct Product {
    pub(crate) name: String,
    /// An ES module that loads nothing by itself: it is given the wasm.
    pub(crate) glue: PathBuf,
    pub(crate) wasm: PathBuf,
    /// TypeScript declarations of the exports, for npm packages.
    pub(crate) types: PathBuf,
}

/// Builds one module; what has not changed since the last time is left as it is.
pub(crate) fn build(
    name: &str,
    description: &Description,
    module: &Module,
    flavour: Flavour,
) -> Result<Product, Error> {
    println!("· building {name} ({})", flavour.name());
    let compiled = compile(module, flavour)?;
    let folder = paths::work().join(flavour.name()).join(name);
    let product = Product {
        name: name.to_owned(),
        glue: folder.join(format!("{name}.js")),
        wasm: folder.join(format!("{name}_bg.wasm")),
        types: folder.join("exports.d.ts"),
    };
    let stamp = folder.join("made-from");
    let input = format!("{} {}", digest(&compiled)?, digest(&paths::root().join(FILE))?);
    if paths::stamped(&stamp, &input) {
        return Ok(product);
    }
    paths::create_folder(&folder)?;
    bind(&product, &compiled, module, flavour)?;
    if flavour == Flavour::Release {
        optimize(&product.wasm, description, module)?;
    }
    paths::write(&stamp, input)?;
    Ok(product)
}

fn digest(file: &Path) -> Result<String, Error> {
    Ok(format!("{:x}", Sha256::digest(paths::read(file)?)))
}

fn compile(module: &Module, flavour: Flavour) -> Result<PathBuf, Error> {
    let mut cargo = process::cargo();
    cargo.args(["rustc", "--target", "wasm32-unknown-unknown", "--no-default-features"]);
    cargo.args(["--package", &module.package, "--profile", flavour.cargo_profile()]);
    if !module.features.is_empty() {
        cargo.args(["--features", &module.features.join(",")]);
    }
    let file = if let Some(binary) = &module.binary {
        cargo.args(["--bin", binary]);
        binary.clone()
    } else {
        // Not `crate-type` in its Cargo.toml: that would switch link-time optimisation off for everybody else.
        cargo.args(["--lib", "--crate-type", "cdylib"]);
        module.package.replace('-', "_")
    };
    if flavour == Flavour::Release {
        cargo.args(["--config", &without_home()?]);
        for value in &module.config {
            cargo.args(["--config", value]);
        }
        if !module.rustc.is_empty() {
            cargo.arg("--").args(&module.rustc);
        }
    }
    process::run(&mut cargo)?;
    let folder = paths::root().join("target/wasm32-unknown-unknown").join(flavour.cargo_profile());
    Ok(folder.join(format!("{file}.wasm")))
}

/// Where panics name the source of a dependency, they name it without the home of whoever built the release.
fn without_home() -> Result<String, Error> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let missing = || Error::Missing { what: "no home folder".to_owned(), remedy: "set CARGO_HOME".to_owned() };
    let sources = home.ok_or_else(missing)?.join("registry/src");
    Ok(format!("target.wasm32-unknown-unknown.rustflags=['--remap-path-prefix={}=dependencies']", sources.display()))
}

fn bind(product: &Product, compiled: &Path, module: &Module, flavour: Flavour) -> Result<(), Error> {
    let failed =
        |error: &dyn std::fmt::Display| Error::Bindgen { module: product.name.clone(), detail: format!("{error:#}") };
    let release = flavour == Flavour::Release;
    let folder = product.wasm.parent().unwrap_or_else(|| Path::new("."));
    let mut bindgen = Bindgen::new();
    bindgen.input_path(compiled).out_name(&product.name).typescript(false);
    bindgen.omit_default_module_path(true).remove_name_section(release).remove_producers_section(release);
    bindgen.web(true).and_then(|web| web.generate(folder)).map_err(|error| failed(&error))?;
    if folder.join("snippets").exists() {
        return Err(failed(&"a dependency brings JavaScript files of its own, which the build does not carry"));
    }
    if module.npm.is_some() {
        // The declarations for bundlers are those of the exports alone, without wasm-bindgen's own loader.
        let mut declare = Bindgen::new();
        declare.input_path(compiled).out_name(&product.name).typescript(true);
        let output =
            declare.bundler(true).and_then(|bundler| bundler.generate_output()).map_err(|error| failed(&error))?;
        paths::write(&product.types, output.ts().unwrap_or_default())?;
    }
    Ok(())
}

fn optimize(wasm: &Path, description: &Description, module: &Module) -> Result<(), Error> {
    needs::npm_packages("xtask/npm")?;
    let tool = paths::root().join("xtask/npm/node_modules/binaryen/bin/wasm-opt");
    println!("· wasm-opt {}", wasm.file_name().unwrap_or_default().to_string_lossy());
    let mut command = Command::new("node");
    let level = module.optimizer.as_ref().unwrap_or(&description.optimizer.level);
    command.arg(tool).arg(wasm).arg("-o").arg(wasm).arg(level).args(&description.optimizer.arguments);
    process::run(&mut command)
}
