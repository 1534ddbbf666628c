//! Sizes as they are served, and the budgets that they must keep.
use crate::build::Flavour;
use crate::description::{Description, Sizes};
use crate::error::Error;
use crate::wasm::Product;
use crate::{paths, process, script};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What `compress.mjs` says of one file.
#[derive(Debug, Deserialize)]
struct Compressed {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Writes `.br` and `.gz` beside each file and gives the sizes, in the same order.
pub(crate) fn compress(level: u8, files: &[PathBuf]) -> Result<Vec<Sizes>, Error> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let mut command = Command::new("node");
    command.arg(paths::root().join("xtask/npm/compress.mjs")).arg(level.to_string()).args(files);
    let answer = process::read(&mut command)?;
    let sizes: Vec<Compressed> = serde_json::from_str(&answer)
        .map_err(|error| Error::Failed { command: "compress.mjs".to_owned(), status: error.to_string() })?;
    let sizes = sizes.into_iter().map(|Compressed { raw, gzip, brotli }| Sizes { raw, gzip, brotli });
    Ok(sizes.collect())
}

/// One module or script with what it weighs and what it may weigh.
#[derive(Debug)]
pub(crate) struct Weighed {
    module: String,
    is: Sizes,
    budget: Sizes,
}

/// Weighs the products, and the scripts of the released packages, and writes the figures to `target/dist/sizes.json`.
pub(crate) fn weigh(description: &Description, products: &[Product]) -> Result<Vec<Weighed>, Error> {
    let files: Vec<PathBuf> = products.iter().map(|product| product.wasm.clone()).collect();
    let sizes = compress(11, &files)?;
    let mut weighed = Vec::new();
    for (product, is) in products.iter().zip(sizes) {
        let budgets = description.modules().filter(|(name, _)| *name == product.name);
        weighed.extend(budgets.map(|(name, module)| Weighed { module: name.to_owned(), is, budget: module.budget }));
    }
    for (name, script) in description.scripts() {
        let bundled = script::bundle(script, &Flavour::Release.package(&script.package))?;
        let sizes = compress(11, &[bundled])?;
        weighed.extend(sizes.into_iter().map(|is| Weighed { module: name.to_owned(), is, budget: script.budget }));
    }
    write_figures(&paths::root().join("target/dist/sizes.json"), &weighed)?;
    Ok(weighed)
}

/// Weighs a file that is no wasm.
pub(crate) fn weigh_file(name: &str, file: &Path, budget: Sizes) -> Result<Weighed, Error> {
    let sizes = compress(11, &[file.to_owned()])?;
    let is = sizes.into_iter().next().ok_or_else(|| Error::Failed {
        command: "compress.mjs".to_owned(),
        status: format!("it said nothing of {}", file.display()),
    })?;
    Ok(Weighed { module: name.to_owned(), is, budget })
}

fn write_figures(file: &Path, weighed: &[Weighed]) -> Result<(), Error> {
    let figures: serde_json::Map<String, serde_json::Value> = weighed
        .iter()
        .map(|Weighed { module, is, .. }| {
            let sizes = serde_json::json!({ "raw": is.raw, "gzip": is.gzip, "brotli": is.brotli });
            (module.clone(), sizes)
        })
        .collect();
    paths::write(file, format!("{:#}\n", serde_json::Value::from(figures)))
}

/// The table, and an error that names every figure above its budget.
pub(crate) fn judge(weighed: &[Weighed]) -> (String, Result<(), Error>) {
    let mut table = format!("{:<10}{:>24}{:>24}{:>24}", "bytes", "raw", "gzip", "brotli");
    let mut over = Vec::new();
    for Weighed { module, is, budget } in weighed {
        table.push_str(&format!("\n{module:<10}"));
        let figures =
            [("raw", is.raw, budget.raw), ("gzip", is.gzip, budget.gzip), ("brotli", is.brotli, budget.brotli)];
        for (kind, is, budget) in figures {
            let mark = if is > budget { "!" } else { " " };
            table.push_str(&format!("{:>24}", format!("{is} of {budget}{mark}")));
            if is > budget {
                over.push(format!("{module} {kind} {is} > {budget}"));
            }
        }
    }
    if over.is_empty() {
        return (table, Ok(()));
    }
    let sentence = format!("over the byte budgets of wasm-pack.toml: {}", over.join(", "));
    (table, Err(Error::OverBudget(sentence)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weighed(is: [u64; 3]) -> Weighed {
        let [raw, gzip, brotli] = is;
        Weighed {
            module: "app".to_owned(),
            is: Sizes { raw, gzip, brotli },
            budget: Sizes { raw: 300, gzip: 200, brotli: 100 },
        }
    }

    #[test]
    fn exactly_the_budget_passes_and_one_more_does_not() {
        assert!(judge(&[weighed([300, 200, 100])]).1.is_ok());
        let (table, verdict) = judge(&[weighed([300, 201, 101])]);
        let message = verdict.unwrap_err().to_string();
        assert!(message.ends_with("app gzip 201 > 200, app brotli 101 > 100"), "{message}");
        assert!(table.contains("300 of 300 ") && table.contains("201 of 200!"), "{table}");
    }
}
