//! wasm-pack.toml as types: see that file for what each entry means.
use crate::error::Error;
use crate::paths;
use serde::Deserialize;
use std::collections::BTreeMap;

pub(crate) const FILE: &str = "wasm-pack.toml";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Description {
    pub(crate) optimizer: Optimizer,
    #[serde(rename = "module")]
    modules: BTreeMap<String, Module>,
    #[serde(rename = "script", default)]
    scripts: BTreeMap<String, Script>,
    pub(crate) widget: Widget,
}

/// The issuers' widget.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Widget {
    pub(crate) folder: String,
    pub(crate) modules: Vec<String>,
    pub(crate) budget: Sizes,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Optimizer {
    pub(crate) level: String,
    pub(crate) arguments: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Module {
    pub(crate) package: String,
    pub(crate) binary: Option<String>,
    pub(crate) features: Vec<String>,
    pub(crate) rustc: Vec<String>,
    #[serde(default)]
    pub(crate) config: Vec<String>,
    pub(crate) optimizer: Option<String>,
    pub(crate) targets: Vec<Target>,
    pub(crate) npm: Option<Npm>,
    pub(crate) budget: Sizes,
}

/// Plain TypeScript of a package.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Script {
    pub(crate) package: String,
    pub(crate) folder: String,
    pub(crate) budget: Sizes,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Target {
    Esm,
    Cjs,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Npm {
    pub(crate) name: String,
    pub(crate) folder: String,
    pub(crate) stem: String,
    pub(crate) entry: String,
}

impl Npm {
    /// The entry that is the package itself.
    const INDEX: &str = "index";

    /// What a program imports: `@assay/sdk`, or `@assay/sdk/keys`.
    pub(crate) fn import(&self) -> String {
        if self.entry == Self::INDEX { self.name.clone() } else { format!("{}/{}", self.name, self.entry) }
    }
}

/// Bytes of one file: as it is, after `gzip -9`, after `brotli -q 11`.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sizes {
    pub(crate) raw: u64,
    pub(crate) gzip: u64,
    pub(crate) brotli: u64,
}

impl Description {
    pub(crate) fn load() -> Result<Self, Error> {
        Self::parse(&paths::read_text(&paths::root().join(FILE))?)
    }

    fn parse(text: &str) -> Result<Self, Error> {
        let description: Self = toml::from_str(text).map_err(|error| Error::Description(error.to_string()))?;
        for (name, module) in description.modules() {
            if module.npm.is_some() == module.binary.is_some() {
                return Err(Error::Description(format!(
                    "module `{name}` must have either `binary` (a part of the wallet) or `npm` (a package)"
                )));
            }
            if !module.targets.contains(&Target::Esm) {
                return Err(Error::Description(format!("module `{name}` needs the target \"esm\"")));
            }
        }
        for name in &description.widget.modules {
            if description.modules.get(name).is_none_or(|module| module.npm.is_none()) {
                return Err(Error::Description(format!("the widget's `{name}` is no module of a package")));
            }
        }
        for (name, script) in description.scripts() {
            let mut packages = description.modules().filter_map(|(_, module)| module.npm.as_ref());
            if !packages.any(|npm| npm.name == script.package) {
                return Err(Error::Description(format!("script `{name}` is of no package: `{}`", script.package)));
            }
        }
        Ok(description)
    }

    pub(crate) fn modules(&self) -> impl Iterator<Item = (&str, &Module)> {
        self.modules.iter().map(|(name, module)| (name.as_str(), module))
    }

    pub(crate) fn scripts(&self) -> impl Iterator<Item = (&str, &Script)> {
        self.scripts.iter().map(|(name, script)| (name.as_str(), script))
    }

    /// Those of one package.
    pub(crate) fn scripts_of(&self, package: &str) -> Vec<&Script> {
        self.scripts.values().filter(|script| script.package == package).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        [optimizer]
        level = "-O3"
        arguments = []
        [module.app]
        package = "assay-web"
        binary = "app"
        features = []
        rustc = []
        targets = ["esm"]
        budget = { raw = 3, gzip = 2, brotli = 1 }
        [widget]
        folder = "web/widget"
        modules = []
        budget = { raw = 3, gzip = 2, brotli = 1 }
    "#;

    #[test]
    fn the_projects_own() {
        let description = Description::load().unwrap();
        let names: Vec<_> = description.modules().map(|(name, _)| name).collect();
        let expected = [
            "app",
            "beacon",
            "evm",
            "evm-full",
            "keys",
            "lc",
            "prover",
            "prover-full",
            "range",
            "records",
            "reserves",
            "sdk",
            "worker",
            "zk",
        ];
        assert_eq!(names, expected);
        assert_eq!(description.scripts().map(|(name, _)| name).collect::<Vec<_>>(), ["provider"]);
        assert_eq!(description.scripts_of("@assay/sdk").len(), 1);
        assert!(!description.optimizer.arguments.iter().any(|flag| flag == "--all-features"));
        let first = paths::read_text(&paths::root().join(FILE)).unwrap();
        assert!(first.lines().next().unwrap().contains("read by xtask only"));
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        for (from, to, part) in [
            ("brotli = 1", "brotli = -1", "invalid value: integer `-1`"),
            ("brotli = 1", "brottli = 1", "unknown field `brottli`"),
            (", brotli = 1", "", "missing field `brotli`"),
            ("\"esm\"", "\"umd\"", "unknown variant `umd`"),
            ("[\"esm\"]", "[\"cjs\"]", "needs the target \"esm\""),
            ("binary = \"app\"", "", "either `binary`"),
            ("[optimizer]", "[optimiser]", "unknown field `optimiser`"),
            ("modules = []", "modules = [\"app\"]", "the widget's `app` is no module of a package"),
            (
                "budget = { raw = 3, gzip = 2, brotli = 1 }",
                "budget = { raw = 3, gzip = 2, brotli = 1 }\n[script.provider]\npackage = \"p\"\nfolder = \"f\"\n\
                 budget = { raw = 1, gzip = 1, brotli = 1 }",
                "script `provider` is of no package: `p`",
            ),
        ] {
            let message = Description::parse(&GOOD.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(message.contains(part), "{to}: {message}");
            assert!(message.starts_with("wasm-pack.toml: "));
        }
        assert!(Description::parse(GOOD).is_ok());
    }
}
