//! The wallet's own rooms: components ← pages ← app; only the worker names the keys.

use crate::Violation;
use crate::source::{Source, segments_after};

pub(crate) fn check(source: &Source) -> Vec<Violation> {
    let Some(module) = source.path.strip_prefix("web/src/") else {
        return Vec::new();
    };
    let in_worker = module.starts_with("worker") || module.starts_with("bin/worker");
    let is = |room: &str| module == format!("{room}.rs") || module.starts_with(&format!("{room}/"));
    let closed: &[&str] = if is("components") {
        &["state", "services", "pages", "app", "worker"]
    } else if is("pages") {
        &["app"]
    } else if is("state") {
        &["components", "pages", "app", "services"]
    } else {
        &[]
    };
    let tokens = source.product();
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let reached = segments_after(&tokens, index);
        match token.text.as_str() {
            "crate" => {
                for target in reached.iter().filter(|target| closed.contains(&target.text.as_str())) {
                    let what = format!("{module} imports {}", target.text);
                    found.push(source.violation(target.line, "components ← pages ← app", what));
                }
            }
            "assay_sdk" if !in_worker => {
                for target in reached.iter().filter(|target| target.text == "keys") {
                    found.push(source.violation(target.line, "keys stay in the worker", module));
                }
            }
            _ => {}
        }
    }
    found
}
