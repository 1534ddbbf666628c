//! Names that say nothing, and paths of somebody's machine.

use crate::Violation;
use crate::source::Source;

const EMPTY: [&str; 8] = ["util", "utils", "helper", "helpers", "manager", "managers", "common", "misc"];

pub(crate) fn check(source: &Source) -> Vec<Violation> {
    let mut found = Vec::new();
    let parts: Vec<_> = source.path.trim_end_matches(".rs").split('/').collect();
    if parts.last() == Some(&"mod") {
        found.push(source.violation(1, "foo.rs beside foo/", "a file called mod.rs"));
    }
    for part in parts.iter().filter(|part| EMPTY.contains(part)) {
        found.push(source.violation(1, "names that say something", format!("a file or folder called {part}")));
    }
    for pair in source.tokens.windows(2) {
        let [keyword, name] = pair else { continue };
        if keyword.text == "mod" && EMPTY.contains(&name.text.as_str()) {
            found.push(source.violation(name.line, "names that say something", format!("mod {}", name.text)));
        }
        if keyword.text == "fn" && name.text.starts_with("get_") {
            found.push(source.violation(name.line, "no get_", format!("fn {}", name.text)));
        }
    }
    found
}

/// Folders of a machine. Written apart, so that this list does not find itself.
const MACHINE: [(&str, &str); 5] = [("/wo", "rk/"), ("/t", "mp/"), ("/ho", "me/"), ("/ro", "ot/"), ("/Us", "ers/")];

pub(crate) fn machine_paths(path: &str, text: &str) -> Vec<Violation> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for folder in MACHINE.map(|(a, b)| format!("{a}{b}")) {
            let at_start = |at: usize| {
                // `network/…` and `${dir}/…` are other things: only a path's beginning counts.
                line.get(..at).and_then(|before| before.chars().next_back()).is_none_or(|c| " \"'`(=:[".contains(c))
            };
            if line.match_indices(&folder).any(|(at, _)| at_start(at)) {
                let (file, line) = (path.to_owned(), index + 1);
                found.push(Violation { file, line, rule: "no machine's paths", found: folder });
            }
        }
    }
    found
}
