//! The wallet as files to serve. Each asset's name carries the hash of its content, so that it may be kept for ever.
//!
//! An asset is named in the sources by `/assets/NAME`, without hash: in index.html, in scripts and in style sheets. NAME is
//! a file of web/static or web/style (with its folder, if any), or `MODULE.js` and `MODULE.wasm` of wasm-pack.toml. Files of
//! web/static/root are no assets: they are served at `/` under their own names. What is called NAME-boot.js starts a worker.
use crate::build::Flavour;
use crate::error::Error;
use crate::wasm::Product;
use crate::{budget, paths};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const PREFIX: &str = "/assets/";

/// A built wallet.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) folder: PathBuf,
    /// Where the scripts that workers start with are served, for these have a policy of their own.
    pub(crate) workers: Vec<String>,
}

/// Puts the wallet together in `target/dist/<flavour>`.
pub(crate) fn lay_out(products: &[Product], flavour: Flavour) -> Result<Site, Error> {
    let web = paths::root().join("web");
    let mut sources = BTreeMap::new();
    for product in products {
        add(&mut sources, format!("{}.js", product.name), &product.glue)?;
        add(&mut sources, format!("{}.wasm", product.name), &product.wasm)?;
    }
    let mut plain = vec![("index.html".to_owned(), Vec::new())];
    for (name, path) in paths::files_below(&web.join("static"))? {
        match name.strip_prefix("root/") {
            Some(at_top) => plain.push((format!("root/{at_top}"), paths::read(&path)?)),
            None if name != "index.html" => add(&mut sources, name, &path)?,
            None => {}
        }
    }
    for (name, path) in paths::files_below(&web.join("style"))? {
        add(&mut sources, name, &path)?;
    }

    let mut names = Names::new(sources);
    let index = paths::read_text(&web.join("static/index.html"))?;
    let index = names.rewrite("index.html", &index)?;
    let boots: Vec<String> = names.sources.keys().filter(|name| name.ends_with("-boot.js")).cloned().collect();
    let workers = boots.iter().map(|name| names.address(name, "index.html")).collect::<Result<_, _>>()?;
    for name in names.sources.keys().cloned().collect::<Vec<_>>() {
        names.address(&name, "web")?;
    }
    for (name, content) in &mut plain {
        if name == "index.html" {
            *content = index.clone().into_bytes();
        }
    }
    let folder = paths::root().join("target/dist").join(flavour.name());
    let assets = names.done.into_values().map(|asset| (format!("assets/{}", asset.name), asset.content));
    write_all(&folder, plain.into_iter().chain(assets).collect(), flavour)?;
    Ok(Site { folder, workers })
}

fn add(sources: &mut BTreeMap<String, Vec<u8>>, name: String, path: &Path) -> Result<(), Error> {
    let content = paths::read(path)?;
    match sources.insert(name.clone(), content) {
        None => Ok(()),
        Some(_) => Err(Error::SameName(name)),
    }
}

struct Asset {
    name: String,
    content: Vec<u8>,
}

struct Names {
    sources: BTreeMap<String, Vec<u8>>,
    done: BTreeMap<String, Asset>,
    /// Being worked on, to notice circles.
    open: BTreeSet<String>,
}

impl Names {
    fn new(sources: BTreeMap<String, Vec<u8>>) -> Self {
        Self { sources, done: BTreeMap::new(), open: BTreeSet::new() }
    }

    /// Where `name` is served. The content that it refers to is hashed first, since its own hash depends on theirs.
    fn address(&mut self, name: &str, named_by: &str) -> Result<String, Error> {
        if let Some(asset) = self.done.get(name) {
            return Ok(format!("{PREFIX}{}", asset.name));
        }
        let Some(content) = self.sources.get(name).cloned() else {
            return Err(Error::Reference { file: named_by.to_owned(), reference: format!("{PREFIX}{name}") });
        };
        if !self.open.insert(name.to_owned()) {
            return Err(Error::Circle(name.to_owned()));
        }
        let content = match (name.ends_with(".js") || name.ends_with(".css"), String::from_utf8(content)) {
            (true, Ok(text)) => self.rewrite(name, &text)?.into_bytes(),
            (false, Ok(text)) => text.into_bytes(),
            (_, Err(bytes)) => bytes.into_bytes(),
        };
        self.open.remove(name);
        let hashed = hashed_name(name, &content);
        let address = format!("{PREFIX}{hashed}");
        self.done.insert(name.to_owned(), Asset { name: hashed, content });
        Ok(address)
    }

    /// The text with every `/assets/NAME` replaced by its address.
    fn rewrite(&mut self, file: &str, text: &str) -> Result<String, Error> {
        let mut pieces = text.split(PREFIX);
        let mut out = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
            let end = piece.find(|c| !is_name(c)).unwrap_or(piece.len());
            let (name, rest) = piece.split_at(end);
            if name.is_empty() {
                out.push_str(PREFIX); // a comment about assets in general
            } else {
                out.push_str(&self.address(name, file)?);
            }
            out.push_str(rest);
        }
        Ok(out)
    }
}

/// `fonts/text.woff2` becomes `fonts/text.<16 hex digits of its SHA-256>.woff2`.
fn hashed_name(name: &str, content: &[u8]) -> String {
    let hash: String = Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{name}.{hash}"),
    }
}

/// Writes what is not there yet, compresses it, and removes what no longer belongs.
fn write_all(folder: &Path, files: Vec<(String, Vec<u8>)>, flavour: Flavour) -> Result<(), Error> {
    let mut wanted = BTreeSet::new();
    let mut fresh = Vec::new();
    for (name, content) in files {
        let path = folder.join(&name);
        let squeezable = [".js", ".css", ".wasm", ".html", ".svg", ".json", ".txt", ".webmanifest"];
        let squeeze = squeezable.iter().any(|extension| name.ends_with(extension));
        if !fs::read(&path).is_ok_and(|old| old == content) || (squeeze && !folder.join(format!("{name}.gz")).exists())
        {
            paths::create_folder(path.parent().unwrap_or(folder))?;
            paths::write(&path, content)?;
            if squeeze {
                fresh.push(path);
            }
        }
        if squeeze {
            wanted.insert(format!("{name}.br"));
            wanted.insert(format!("{name}.gz"));
        }
        wanted.insert(name);
    }
    budget::compress(flavour.compression(), &fresh)?;
    for (name, path) in paths::files_below(folder)? {
        if !wanted.contains(&name) {
            fs::remove_file(&path).map_err(Error::file("remove", &path))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(files: &[(&str, &str)]) -> Names {
        let sources = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
        Names::new(sources.collect())
    }

    #[test]
    fn the_name_carries_sha256_of_the_content() {
        // FIPS 180-2, appendix B.1: SHA-256 of "abc" begins ba7816bf 8f01cfea.
        assert_eq!(hashed_name("fonts/text.woff2", b"abc"), "fonts/text.ba7816bf8f01cfea.woff2");
        assert_eq!(hashed_name("LICENSE", b"abc"), "LICENSE.ba7816bf8f01cfea");
    }

    #[test]
    fn a_change_below_changes_every_name_above() {
        let page = |leaf: &str| {
            let mut names = names(&[("a.js", "import '/assets/b/c.js';"), ("b/c.js", leaf)]);
            let html = names.rewrite("index.html", "<script src=\"/assets/a.js\"> /assets/… ").unwrap();
            let inner = String::from_utf8(names.done["a.js"].content.clone()).unwrap();
            assert!(inner.contains(&format!("'/assets/{}'", names.done["b/c.js"].name)));
            html
        };
        assert_ne!(page("1"), page("2"));
        assert_eq!(page("1"), page("1"));
        assert!(page("1").ends_with("\"> /assets/… "));
    }

    #[test]
    fn a_missing_asset_and_a_circle_are_named() {
        let missing = names(&[("a.css", "url(/assets/x.woff2)")]).address("a.css", "web").unwrap_err();
        assert!(missing.to_string().starts_with("a.css names /assets/x.woff2"), "{missing}");
        let circle = names(&[("a.js", "/assets/b.js"), ("b.js", "/assets/a.js")]).address("a.js", "web");
        assert!(matches!(circle.unwrap_err(), Error::Circle(name) if name == "a.js"));
    }
}
