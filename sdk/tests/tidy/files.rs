//! The files that are looked at.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::source::Part;

/// One file, its path from the repository's root with forward slashes.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
    /// A test's: in a folder of tests, or included by tests only.
    pub(crate) part: Part,
}

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const TEXTS: [&str; 12] = ["rs", "toml", "md", "mjs", "js", "ts", "json", "css", "html", "sol", "yml", "txt"];
/// Not ours, or made by tools.
const SKIPPED: [&str; 5] = ["node_modules", "target", "dist", "pkg", "out"];

/// All Rust files of the SDK, the wallet, the builder and the examples.
pub(crate) fn rust() -> Vec<File> {
    let mut found: Vec<_> = all().into_iter().filter(|file| file.path.ends_with(".rs")).collect();
    let test_only: BTreeSet<_> = found.iter().flat_map(|file| test_children(&file.path, &file.text)).collect();
    for file in &mut found {
        if file.path.contains("/tests/") || test_only.iter().any(|stem| is_within(&file.path, stem)) {
            file.part = Part::Test;
        }
    }
    found
}

/// All text files that are kept under version control, apart from lock files.
pub(crate) fn texts() -> Vec<File> {
    all()
}

fn all() -> Vec<File> {
    let root = Path::new(ROOT);
    let mut paths = Vec::new();
    collect(root, &mut paths);
    paths.sort();
    let relative = |path: &Path| path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    paths
        .iter()
        .map(|path| File { path: relative(path), text: fs::read_to_string(path).unwrap(), part: Part::Product })
        .collect()
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let extension = path.extension().map(|text| text.to_string_lossy().into_owned());
        if name.starts_with('.') || SKIPPED.contains(&name.as_str()) || name.contains("lock") {
            continue;
        }
        if path.is_dir() {
            collect(&path, into);
        } else if extension.is_some_and(|text| TEXTS.contains(&text.as_str())) {
            into.push(path);
        }
    }
}

/// Paths without `.rs` of the modules that this file declares for tests only.
fn test_children(path: &str, text: &str) -> Vec<String> {
    let stem = path.trim_end_matches(".rs");
    let folder = match stem.rsplit_once('/') {
        Some((folder, "lib" | "main")) => folder,
        _ => stem,
    };
    let mut children = Vec::new();
    let mut lines = text.lines().map(str::trim);
    while let Some(line) = lines.next() {
        if line == "#[cfg(test)]"
            && let Some(declared) = lines.next()
            && let Some(name) = declared.strip_suffix(';').and_then(|line| line.split("mod ").nth(1))
        {
            children.push(format!("{folder}/{name}"));
        }
    }
    children
}

fn is_within(path: &str, stem: &str) -> bool {
    path.strip_prefix(stem).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}
