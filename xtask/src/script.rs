//! A script of an npm package: plain TypeScript, compiled by tsc for `import` and for `require`, and bundled to be weighed.
use crate::description::Script;
use crate::error::Error;
use crate::{needs, paths, process};
use std::path::{Path, PathBuf};
use std::process::Command;

const TOOLS: &str = "xtask/npm";

/// What tells tsc's output for `require` from that for `import`, since both are called `.js`.
const FOR_REQUIRE: &str = "{ \"type\": \"commonjs\" }\n";

impl Script {
    /// The name of its folder within the package.
    pub(crate) fn name(&self) -> &str {
        self.folder.rsplit('/').next().unwrap_or(&self.folder)
    }
}

/// Compiles it into a package's folder: ES modules with their declarations, and below them, in `cjs`, the same for `require`.
pub(crate) fn compile(script: &Script, package: &Path) -> Result<(), Error> {
    needs::npm_packages(TOOLS)?;
    let to = package.join(script.name());
    tsc(script, &to, &[])?;
    let required = to.join("cjs");
    let words = ["--module", "commonjs", "--moduleResolution", "bundler", "--verbatimModuleSyntax", "false"];
    tsc(script, &required, &words)?;
    paths::write(&required.join("package.json"), FOR_REQUIRE)
}

fn tsc(script: &Script, to: &Path, words: &[&str]) -> Result<(), Error> {
    let mut command = tool("typescript/bin/tsc");
    command.arg("--project").arg(paths::root().join(&script.folder)).arg("--outDir").arg(to);
    process::run(command.args(words))
}

/// All of it in one minified file, as a site would load it: what its budget is for.
pub(crate) fn bundle(script: &Script, package: &Path) -> Result<PathBuf, Error> {
    let bundled = paths::work().join(format!("{}.bundled.js", script.name()));
    let mut command = tool("esbuild/bin/esbuild");
    command.arg(package.join(script.name()).join("index.js")).args(["--bundle", "--minify", "--format=esm"]);
    command.args(["--log-level=warning", &format!("--outfile={}", bundled.display())]);
    process::run(&mut command)?;
    Ok(bundled)
}

fn tool(program: &str) -> Command {
    let mut command = Command::new("node");
    command.arg(paths::root().join(TOOLS).join("node_modules").join(program));
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::description::Description;

    #[test]
    fn a_script_is_compiled_for_both_ways_in_and_bundled() {
        let description = Description::load().unwrap();
        let package = paths::work().join("script-test");
        for script in description.scripts_of("@assay/sdk") {
            compile(script, &package).unwrap();
            let file = |name: &str| paths::read_text(&package.join(script.name()).join(name)).unwrap();
            assert!(file("index.js").contains("export { createProvider"));
            assert!(file("cjs/index.js").contains("exports.createProvider = "));
            assert_eq!(file("index.d.ts"), file("cjs/index.d.ts"));
            assert_eq!(file("cjs/package.json"), FOR_REQUIRE);
            let bundled = paths::read_text(&bundle(script, &package).unwrap()).unwrap();
            assert!(!bundled.contains("import{") && bundled.contains("createProvider"));
        }
    }
}
