//! Small bad files, each with the one rule it breaks; and small good ones.

use crate::source::Part;
use crate::{check, names};

fn rules(path: &str, text: &str) -> Vec<&'static str> {
    check(path, text, Part::Product).into_iter().map(|violation| violation.rule).collect()
}

const IMPORTS: &str = "who may import whom";
const ASYNC: &str = "async only at the edges";
const BROWSER: &str = "the browser only in js and its transports";

#[test]
fn each_bad_sample_breaks_its_rule() {
    for (path, text, rule) in [
        ("sdk/src/units/a.rs", "use crate::evidence::Fact;", IMPORTS),
        ("sdk/src/abi/a.rs", "use crate::evidence::Fact;", IMPORTS),
        ("sdk/src/keys/a.rs", "use crate::proof::Header;", IMPORTS),
        ("sdk/src/yields/a.rs", "fn f() { crate::redemption::plan(); }", IMPORTS),
        ("sdk/src/compliance.rs", "use super::yields::report;", IMPORTS),
        ("sdk/src/redemption/a/b.rs", "use super::super::super::compliance::Verdict;", IMPORTS),
        ("sdk/src/asset/a.rs", "use crate::{units::Amount, chain::Rpc};", IMPORTS),
        ("sdk/src/tx/a.rs", "use crate::chain::Rpc;", IMPORTS),
        ("sdk/src/chain/a.rs", "use crate::keys::Signer;", IMPORTS),
        ("sdk/src/manual/a.rs", "use crate::units::Amount;", IMPORTS),
        ("sdk/src/units/a.rs", "mod inner { use super::super::super::chain::Rpc; }", IMPORTS),
        ("sdk/src/odds.rs", "", "the rooms of the design"),
        ("sdk/src/yields/a.rs", "async fn f() {}", ASYNC),
        ("sdk/src/keys/vault.rs", "fn f() { g().await }", ASYNC),
        ("sdk/src/client.rs", "use web_sys::Window;", BROWSER),
        ("sdk/src/chain/rpc.rs", "fn f() { js_sys::eval(); }", BROWSER),
        ("sdk/src/keys/a.rs", "use wasm_bindgen::{JsValue, prelude};", BROWSER),
        ("sdk/src/tx/a.rs", "fn f() { a.zip_across_moments(b) }", "moments mix in two places only"),
        ("sdk/src/units/a.rs", "fn get_amount() {}", "no get_"),
        ("web/src/state/a.rs", "pub fn get_state() {}", "no get_"),
        ("sdk/src/units/a.rs", "mod helpers;", "names that say something"),
        ("xtask/src/util.rs", "", "names that say something"),
        ("sdk/src/units/mod.rs", "", "foo.rs beside foo/"),
        ("web/src/components/a.rs", "use crate::state::Portfolio;", "components ← pages ← app"),
        ("web/src/components/a.rs", "use crate::{text, services};", "components ← pages ← app"),
        ("web/src/pages/a.rs", "use crate::app::App;", "components ← pages ← app"),
        ("web/src/services/a.rs", "use assay_sdk::keys::Vault;", "keys stay in the worker"),
        ("web/src/app.rs", "use assay_sdk::{chain, keys::Vault};", "keys stay in the worker"),
        ("sdk/src/units/a.rs", "fn f( {", "Rust that can be read"),
    ] {
        assert_eq!(rules(path, text), [rule], "{path}: {text}");
    }
}

#[test]
fn what_is_allowed_passes() {
    for (path, text) in [
        ("sdk/src/yields/a.rs", "use crate::evidence::{Fact, Reads}; use crate::proof::merkle; use super::YieldError;"),
        ("sdk/src/yields/a/b.rs", "use super::super::Rate;"),
        ("sdk/src/yields.rs", "mod a; pub use a::{b, c}; mod d { use super::a; }"),
        ("sdk/src/error.rs", "use crate::{chain::ChainError, keys::KeyError};"),
        ("sdk/src/chain/rpc.rs", "async fn f() { g().await }"),
        ("sdk/src/keys/signer.rs", "async fn sign() {}"),
        ("sdk/src/chain/transport/fetch.rs", "use web_sys::Request;"),
        ("sdk/src/asset/backing.rs", "fn f() { a.zip_across_moments(b) }"),
        (
            "sdk/src/units/a.rs",
            "// crate::chain, async, get_ and mod helpers in a comment\nconst A: &str = \"crate::chain\";",
        ),
        ("sdk/src/units/a.rs", "#[cfg(test)] mod tests { use crate::chain::Replay; async fn f() {} }"),
        ("sdk/src/units/a.rs", "pub(crate) fn f() {}"),
        ("web/src/worker/a.rs", "use assay_sdk::keys::Vault;"),
        ("web/src/worker.rs", "use assay_sdk::keys;"),
        ("web/src/pages/a.rs", "use crate::{components, state};"),
    ] {
        assert_eq!(rules(path, text), Vec::<&str>::new(), "{path}: {text}");
    }
}

#[test]
fn what_follows_a_test_is_looked_at_again() {
    let text = "#[cfg(test)] mod tests { use crate::chain::Rpc; } use crate::chain::Rpc;";
    assert_eq!(rules("sdk/src/units/a.rs", text), [IMPORTS]);
}

#[test]
fn sizes_are_counted_without_tests_and_comments() {
    let statements = |count: usize| "g();\n".repeat(count);
    let function = |count: usize| format!("fn f<A: B<C = D>, E>(a: [u8; 2]) {{\n{}}}\n", statements(count));
    assert_eq!(rules("sdk/src/units/a.rs", &function(58)), Vec::<&str>::new());
    assert_eq!(rules("sdk/src/units/a.rs", &function(59)), ["60 lines a function"]);
    assert_eq!(rules("web/src/pages/a.rs", &function(59)), ["60 lines a function"]);
    let commented = format!("fn f() {{\n{}{}}}", "// why\n".repeat(40), statements(50));
    assert_eq!(rules("sdk/src/units/a.rs", &commented), Vec::<&str>::new());
    let file = |count: usize| "const A: u8 = 1;\n".repeat(count);
    assert_eq!(rules("sdk/src/units/a.rs", &file(500)), Vec::<&str>::new());
    assert_eq!(rules("sdk/src/units/a.rs", &file(501)), ["500 lines a file"]);
    let tested = format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", file(500), file(300));
    assert_eq!(rules("sdk/src/units/a.rs", &tested), Vec::<&str>::new());
}

#[test]
fn paths_of_a_machine_are_found() {
    let home = ["/ho", "me/"].concat();
    for text in [format!("see {home}me/notes"), format!("\"{home}x\""), format!("{home}x"), format!("a=({home}x)")] {
        assert_eq!(names::machine_paths("README.md", &text).len(), 1, "{text}");
    }
    for text in [format!("my{home}x"), "the home of".to_owned(), format!("https://example.org{home}")] {
        assert!(names::machine_paths("README.md", &text).is_empty(), "{text}");
    }
}
