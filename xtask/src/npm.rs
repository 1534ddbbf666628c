//! An npm package, put together from wasm-bindgen's glue and the hand-written files of its folder.
//!
//! wasm-bindgen writes the same .wasm for every kind of consumer, so there is one of each module, with one glue. Of the glue two things are
//! changed here: before `init` every export throws a sentence that says so, and a second copy is made for `require`.
use crate::description::{Module, Npm, Script, Target};
use crate::error::Error;
use crate::wasm::Product;
use crate::{paths, script};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Starts every export of the glue, since each of them touches `wasm` before anything else.
const UNSET: &str = "let wasmModule, wasmInstance, wasm;";
const IS_SET: &str = "if (wasm !== undefined) return wasm;";
const LOADERS: &str = "export { initSync, __wbg_init as default };";

/// One wasm module of a package.
pub(crate) struct Part<'a> {
    pub(crate) product: &'a Product,
    pub(crate) module: &'a Module,
    pub(crate) npm: &'a Npm,
}

/// All modules of one package, its hand-written files once, and its scripts.
pub(crate) fn assemble(folder: &Path, parts: &[Part<'_>], scripts: &[&Script]) -> Result<(), Error> {
    let Some(Part { npm, .. }) = parts.first() else { return Ok(()) };
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Error::file("clear", folder))?;
    }
    paths::create_folder(folder)?;
    let glues = parts.iter().map(|part| write_module(folder, part)).collect::<Result<Vec<_>, _>>()?;
    let mut files = paths::files_below(&paths::root().join(&npm.folder))?;
    for script in scripts {
        let sources = paths::root().join(&script.folder);
        files.retain(|(_, path)| !path.starts_with(&sources));
        script::compile(script, folder)?;
    }
    let required = required_files(&files, glues)?;
    for (name, path) in files {
        let declared = parts.iter().find(|part| name == format!("{}.d.ts", part.npm.entry));
        if name == "package.json" {
            let text = manifest(&paths::read_text(&path)?, npm)?;
            paths::write(&folder.join(name), text)?;
        } else if let Some(part) = declared {
            let exports = paths::read_text(&part.product.types)?;
            let types = format!("{}\n{exports}", paths::read_text(&path)?);
            paths::write(&folder.join(&name), &types)?;
            // What it imports of another entry, it has from that one's own declarations for `require`.
            paths::write(&folder.join(format!("{}.d.cts", part.npm.entry)), types.replace(".js';", ".cjs';"))?;
        } else {
            let to = folder.join(&name);
            paths::create_folder(to.parent().unwrap_or(folder))?;
            if required.contains(&name) {
                let common = common_js(&paths::read_text(&path)?, &npm.name)?;
                paths::write(&to.with_extension("cjs"), common)?;
            }
            fs::copy(&path, &to).map_err(Error::file("write", to))?;
        }
    }
    Ok(())
}

/// Hand-written files that are needed for `require` too: what glue imports, what files for `require` ask for, and what those import.
fn required_files(files: &[(String, PathBuf)], glues: Vec<String>) -> Result<BTreeSet<String>, Error> {
    let mut texts = BTreeMap::new();
    for (name, path) in files {
        if name.ends_with(".js") || name.ends_with(".cjs") {
            texts.insert(name.as_str(), paths::read_text(path)?);
        }
    }
    let by_hand = texts.iter().filter(|(name, _)| name.ends_with(".cjs")).map(|(_, text)| text.clone());
    let mut unread: Vec<String> = glues.into_iter().chain(by_hand).collect();
    let mut required = BTreeSet::new();
    while let Some(text) = unread.pop() {
        for (name, imported) in &texts {
            let Some(stem) = name.strip_suffix(".js") else { continue };
            let asked = [format!(" from './{name}';"), format!("require('./{stem}.cjs')")];
            if asked.iter().any(|asked| text.contains(asked)) && required.insert((*name).to_owned()) {
                unread.push(imported.clone());
            }
        }
    }
    Ok(required)
}

/// A module's wasm and its glue, which is given back.
fn write_module(folder: &Path, Part { product, module, npm }: &Part<'_>) -> Result<String, Error> {
    let glue = throwing_glue(&paths::read_text(&product.glue)?, &product.name, &npm.import())?;
    if module.targets.contains(&Target::Cjs) {
        let common = common_js(&glue, &product.name)?;
        paths::write(&folder.join(format!("{}.cjs", npm.stem)), common)?;
    }
    let esm = glue.replace(LOADERS, "export { __wbg_init as default };");
    paths::write(&folder.join(format!("{}.js", npm.stem)), esm)?;
    let wasm = folder.join(format!("{}_bg.wasm", npm.stem));
    fs::copy(&product.wasm, &wasm).map_err(Error::file("write", wasm))?;
    Ok(glue)
}

/// The package's package.json with the workspace's version.
fn manifest(text: &str, npm: &Npm) -> Result<String, Error> {
    let name = format!("\"name\": \"{}\"", npm.name);
    let version = "\"version\": \"0.0.0\"";
    for needed in [name.as_str(), version] {
        if text.matches(needed).count() != 1 {
            return Err(Error::Description(format!("{}/package.json must hold `{needed}` once", npm.folder)));
        }
    }
    Ok(text.replace(version, &format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"))))
}

fn throwing_glue(glue: &str, module: &str, import: &str) -> Result<String, Error> {
    for (wanted, times) in [(UNSET, 1), (IS_SET, 2), (LOADERS, 1)] {
        if glue.matches(wanted).count() != times {
            return Err(Error::Glue { module: module.to_owned(), missing: wanted });
        }
    }
    let unset = format!(
        "const notReady = new Proxy({{}}, {{ get() {{\n    \
         throw new Error(\"{import} is not initialised: call `await init()` once, before anything else of it\");\n}} }});\n\
         let wasmModule, wasmInstance, wasm = notReady;"
    );
    Ok(glue.replace(UNSET, &unset).replace(IS_SET, "if (wasm !== notReady) return wasm;"))
}

/// The glue, or a module that it imports, for `require`. Both are plain ES modules, so it is enough to collect what they export, and
/// to require the other copy of what they import.
fn common_js(glue: &str, module: &str) -> Result<String, Error> {
    let mut names = Vec::new();
    let mut out = String::from("'use strict';\n");
    for line in glue.lines() {
        if let Some(required) = required(line) {
            out.push_str(&required);
            continue;
        }
        let Some(declaration) = line.strip_prefix("export ") else {
            if line.starts_with("import ") || line.contains("import.meta") {
                return Err(Error::Glue { module: module.to_owned(), missing: "no imports" });
            }
            out.push_str(line);
            out.push('\n');
            continue;
        };
        if line == LOADERS {
            names.push("default: __wbg_init".to_owned());
            continue;
        }
        let name = ["async function ", "function ", "class ", "const "]
            .iter()
            .find_map(|keyword| declaration.strip_prefix(keyword))
            .and_then(|rest| rest.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).next());
        let Some(name) = name else {
            return Err(Error::Glue {
                module: module.to_owned(),
                missing: "exports of functions, classes and constants only",
            });
        };
        names.push(name.to_owned());
        out.push_str(declaration);
        out.push('\n');
    }
    out.push_str(&format!("module.exports = {{ {} }};\n", names.join(", ")));
    Ok(out)
}

/// `import { … } from './name.js';` as a `require`, where the line is such an import of a file of the package's own folder.
fn required(line: &str) -> Option<String> {
    let (names, file) = line.strip_prefix("import { ")?.strip_suffix(".js';")?.split_once(" } from './")?;
    let renamed = names.contains(" as ") || file.contains('/');
    (!renamed).then(|| format!("const {{ {names} }} = require('./{file}.cjs');\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "export class Vault {\n}\nexport function checkTransfer(options) {\n  return wasm.x();\n}\n\
        let wasmModule, wasmInstance, wasm;\nif (wasm !== undefined) return wasm;\nif (wasm !== undefined) return wasm;\n\
        export { initSync, __wbg_init as default };\n";

    #[test]
    fn common_js_exports_what_the_module_does() {
        let text = common_js(&throwing_glue(GLUE, "sdk", "@assay/sdk").unwrap(), "sdk").unwrap();
        assert!(text.ends_with("module.exports = { Vault, checkTransfer, default: __wbg_init };\n"), "{text}");
        assert!(!text.contains("export {") && !text.contains("export class"));
        assert!(text.contains("\nfunction checkTransfer(options) {"));
    }

    #[test]
    fn a_hand_written_file_that_is_imported_is_required() {
        let text = common_js("import { AssayError } from './errors.js';\nexport class Client {\n}\n", "sdk").unwrap();
        let expected = "'use strict';\nconst { AssayError } = require('./errors.cjs');\nclass Client {\n}\n\
            module.exports = { Client };\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn changed_glue_is_refused() {
        for (from, to) in [
            ("let wasmModule, wasmInstance, wasm;", "let wasm;"),
            ("if (wasm !== undefined) return wasm;", ""),
            ("initSync, ", ""),
        ] {
            assert!(throwing_glue(&GLUE.replacen(from, to, 1), "sdk", "@assay/sdk").is_err(), "{from}");
        }
        assert!(common_js("import * as x from './snippets/x.js';", "sdk").is_err());
        assert!(common_js("import { a as b } from './errors.js';", "sdk").is_err());
        assert!(common_js("export { a as b };", "sdk").is_err());
    }

    #[test]
    fn the_manifest_gets_the_version() {
        let [name, folder, stem, entry] = ["@assay/sdk", "sdk/npm", "assay", "index"].map(str::to_owned);
        let npm = Npm { name, folder, stem, entry };
        assert_eq!(npm.import(), "@assay/sdk");
        let text = "{ \"name\": \"@assay/sdk\", \"version\": \"0.0.0\" }";
        let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
        assert!(manifest(text, &npm).unwrap().contains(&version));
        assert!(manifest(&text.replace("@assay/sdk", "assay"), &npm).is_err());
        assert!(manifest(&text.replace("0.0.0", "1.0.0"), &npm).is_err());
    }
}
