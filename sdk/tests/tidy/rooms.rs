//! Who may import whom in the SDK, and where `async`, the browser and evidence across moments may appear.

use crate::Violation;
use crate::source::{Source, Token, segments_after};

/// Rooms by row. A room imports only from lower rows.
const ROWS: [(&str, u8); 15] = [
    ("units", 0),
    ("evidence", 1),
    ("abi", 1),
    ("proof", 2),
    ("keys", 2),
    ("chain", 3),
    ("asset", 4),
    ("compliance", 5),
    ("yields", 5),
    ("redemption", 5),
    ("records", 5),
    ("tx", 6),
    ("error", 7),
    ("client", 8),
    ("js", 9),
];
/// Documentation alone: it imports nothing, and nothing imports it.
const MANUAL: &str = "manual";

const ASYNC_ROOMS: [&str; 3] = ["chain", "client", "js"];
const ASYNC_FILES: [&str; 2] = ["keys/signer", "tx/sign"];
const BROWSER_CRATES: [&str; 5] = ["web_sys", "js_sys", "wasm_bindgen", "wasm_bindgen_futures", "gloo"];
const BROWSER_PLACES: [&str; 3] = ["js", "chain/transport/fetch", "chain/transport/eip1193"];
/// Yield over a span; an attestation dated by time against a supply dated by block.
const ACROSS_MOMENTS: [&str; 4] = ["evidence/fact", "evidence/gathering", "yields", "asset/backing"];

fn row(room: &str) -> Option<u8> {
    ROWS.iter().find(|(name, _)| *name == room).map(|(_, row)| *row)
}

/// The file's module path below `sdk/src`, without `.rs`: `chain/transport/fetch`.
fn module(path: &str) -> Option<&str> {
    path.strip_prefix("sdk/src/")?.strip_suffix(".rs")
}

fn is_at(module: &str, place: &str) -> bool {
    module.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub(crate) fn check(source: &Source) -> Vec<Violation> {
    let Some(module) = module(&source.path).filter(|module| *module != "lib") else {
        return Vec::new();
    };
    let room = module.split('/').next().unwrap_or(module);
    if row(room).is_none() && room != MANUAL {
        return vec![source.violation(1, "the rooms of the design", format!("there is no room `{room}`"))];
    }
    let tokens = source.product();
    let mut found = imports(source, module, room, &tokens);
    for (index, token) in tokens.iter().enumerate() {
        let text = token.text.as_str();
        let is_async = matches!(text, "async" | "await")
            && !ASYNC_ROOMS.contains(&room)
            && !ASYNC_FILES.iter().any(|place| is_at(module, place));
        if is_async {
            found.push(source.violation(token.line, "async only at the edges", format!("`{text}` in {module}")));
        }
        // A path's first segment: not a field or a lint of that name.
        let is_path = segments_after(&tokens, index).len() == 1 || starts_use(&tokens, index);
        if is_path && BROWSER_CRATES.contains(&text) && !BROWSER_PLACES.iter().any(|place| is_at(module, place)) {
            found.push(source.violation(token.line, "the browser only in js and its transports", format!("`{text}`")));
        }
        if text == "zip_across_moments" && !ACROSS_MOMENTS.iter().any(|place| is_at(module, place)) {
            found.push(source.violation(token.line, "moments mix in two places only", format!("`{text}` in {module}")));
        }
    }
    found
}

fn starts_use(tokens: &[Token], index: usize) -> bool {
    index.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|token| token.text == "use")
}

fn imports(source: &Source, module: &str, room: &str, tokens: &[Token]) -> Vec<Violation> {
    let depth = module.split('/').count();
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let reached = match token.text.as_str() {
            "crate" => segments_after(tokens, index),
            "super" => after_supers(tokens, index, depth + inline_depth(tokens, index)),
            _ => Vec::new(),
        };
        for target in reached {
            if let Some(why) = forbidden(room, &target.text) {
                let found_path = format!("{room} imports {}: {why}", target.text);
                found.push(source.violation(target.line, "who may import whom", found_path));
            }
        }
    }
    found
}

/// What `super::super::…` reaches where it climbs to the crate's root.
fn after_supers(tokens: &[Token], index: usize, depth: usize) -> Vec<Token> {
    let text = |at: usize| tokens.get(at).map(|token| token.text.as_str());
    let continues = index >= 3 && text(index - 3) == Some("super") && text(index - 1) == Some(":");
    if continues {
        return Vec::new();
    }
    let (mut at, mut climbed) = (index, 1);
    while text(at + 1) == Some(":") && text(at + 2) == Some(":") && text(at + 3) == Some("super") {
        at += 3;
        climbed += 1;
    }
    if climbed >= depth { segments_after(tokens, at) } else { Vec::new() }
}

/// How many `mod name { … }` the token stands in.
fn inline_depth(tokens: &[Token], index: usize) -> usize {
    let mut open = Vec::new();
    for at in 0..index {
        let text = |at: usize| tokens.get(at).map(|token| token.text.as_str());
        match text(at) {
            Some("{") => open.push(at >= 2 && text(at - 2) == Some("mod")),
            Some("}") => drop(open.pop()),
            _ => {}
        }
    }
    open.into_iter().filter(|is_module| *is_module).count()
}

fn forbidden(room: &str, target: &str) -> Option<&'static str> {
    if target == room {
        return None;
    }
    if room == MANUAL {
        return Some("the manual is documentation only");
    }
    let Some(to) = row(target) else {
        return Some("not a room");
    };
    let from = row(room)?;
    match (room, target) {
        ("chain", "keys") => Some("nothing that talks to the network can name a secret"),
        (_, "chain") if (4..=6).contains(&from) => Some("rows 4 to 6 see facts, not endpoints"),
        _ if to == from => Some("siblings do not import each other"),
        _ if to > from => Some("only lower rows"),
        _ => None,
    }
}
