//! `cargo xtask build`.
use crate::assets::Site;
use crate::description::{Description, Module};
use crate::error::Error;
use crate::npm::{self, Part};
use crate::wasm::Product;
use crate::{assets, budget, needs, paths, wasm, widget};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Quick to build, or what users load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flavour {
    Dev,
    Release,
}

impl Flavour {
    /// Its folder below `target/dist` and `target/npm`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }

    /// Where its npm packages are.
    pub(crate) fn npm(self) -> PathBuf {
        paths::root().join("target/npm").join(self.name())
    }

    /// Where one of them is.
    pub(crate) fn package(self, name: &str) -> PathBuf {
        self.npm().join(name.rsplit('/').next().unwrap_or(name))
    }

    pub(crate) fn cargo_profile(self) -> &'static str {
        match self {
            Self::Dev => "webdev",
            Self::Release => "release",
        }
    }

    pub(crate) fn compression(self) -> u8 {
        match self {
            Self::Dev => 4,
            Self::Release => 11,
        }
    }
}

/// The wallet, which is given back, and the npm packages; a release must keep its budgets.
pub(crate) fn everything(flavour: Flavour) -> Result<Site, Error> {
    needs::node()?;
    needs::wasm_target()?;
    let description = Description::load()?;
    let wallet = products(&description, flavour, |module| module.npm.is_none())?;
    let site = assets::lay_out(&wallet, flavour)?;
    println!("the wallet is in {}", site.folder.display());
    let packages = npm_packages(&description, flavour)?;
    let page = bundled_widget(&description, flavour)?;
    if flavour == Flavour::Dev {
        return Ok(site);
    }
    let all: Vec<Product> = wallet.into_iter().chain(packages).collect();
    let mut weighed = budget::weigh(&description, &all)?;
    weighed.push(budget::weigh_file("widget", &page.join(widget::FIRST), description.widget.budget)?);
    let (table, verdict) = budget::judge(&weighed);
    println!("{table}");
    verdict.map(|()| site)
}

/// The wallet alone.
pub(crate) fn site(flavour: Flavour) -> Result<Site, Error> {
    needs::node()?;
    needs::wasm_target()?;
    let description = Description::load()?;
    let wallet = products(&description, flavour, |module| module.npm.is_none())?;
    assets::lay_out(&wallet, flavour)
}

/// The npm packages alone, each with all its modules, in `target/npm/<flavour>/<last part of its name>`.
pub(crate) fn npm_packages(description: &Description, flavour: Flavour) -> Result<Vec<Product>, Error> {
    let products = products(description, flavour, |module| module.npm.is_some())?;
    let mut packages: BTreeMap<&str, Vec<Part<'_>>> = BTreeMap::new();
    for product in &products {
        for (_, module) in description.modules().filter(|(name, _)| *name == product.name) {
            if let Some(npm) = &module.npm {
                packages.entry(&npm.name).or_default().push(Part { product, module, npm });
            }
        }
    }
    for (name, parts) in packages {
        let folder = flavour.package(name);
        npm::assemble(&folder, &parts, &description.scripts_of(name))?;
        println!("{name} is in {}", folder.display());
    }
    Ok(products)
}

/// The widget in `target/npm/<flavour>/widget`, with the modules that it loads. Gives that folder.
pub(crate) fn widget(flavour: Flavour) -> Result<PathBuf, Error> {
    needs::node()?;
    needs::wasm_target()?;
    bundled_widget(&Description::load()?, flavour)
}

fn bundled_widget(description: &Description, flavour: Flavour) -> Result<PathBuf, Error> {
    let mut built = Vec::new();
    for (name, module) in
        description.modules().filter(|(name, _)| description.widget.modules.iter().any(|one| one == name))
    {
        if let Some(npm) = &module.npm {
            built.push((wasm::build(name, description, module, flavour)?, module, npm));
        }
    }
    let parts: Vec<Part<'_>> = built.iter().map(|(product, module, npm)| Part { product, module, npm }).collect();
    let package = paths::work().join(flavour.name()).join("widget-package");
    let scripts: Vec<_> = parts.first().map(|part| description.scripts_of(&part.npm.name)).unwrap_or_default();
    npm::assemble(&package, &parts, &scripts)?;
    widget::bundle(&description.widget, &package, flavour)
}

/// One module of an npm package, released, with its package's files in a folder of its own below `target`. Gives the folder.
pub(crate) fn one_npm_module(description: &Description, name: &str, folder: &str) -> Result<PathBuf, Error> {
    needs::wasm_target()?;
    let folder = paths::root().join("target").join(folder);
    for (found, module) in description.modules().filter(|(found, _)| *found == name) {
        if let Some(npm) = &module.npm {
            let product = wasm::build(found, description, module, Flavour::Release)?;
            npm::assemble(&folder, &[Part { product: &product, module, npm }], &description.scripts_of(&npm.name))?;
        }
    }
    Ok(folder)
}

fn products(
    description: &Description,
    flavour: Flavour,
    wanted: impl Fn(&Module) -> bool,
) -> Result<Vec<Product>, Error> {
    let modules = description.modules().filter(|(_, module)| wanted(module));
    modules.map(|(name, module)| wasm::build(name, description, module, flavour)).collect()
}
