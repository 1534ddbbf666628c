//! The table of families in the docs, written from the code.

use std::path::Path;

use assay_sdk::compliance::Family;

/// What a family was tested against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Against {
    /// Contracts that others wrote and ship.
    Real(&'static str),
    /// A minimal contract of ours, written from the published interface.
    Model(&'static str),
    /// Nothing of its own: it restricts no transfer.
    Nothing,
}

fn table() -> String {
    let mut text = String::from(
        "# Token families\n\n\
         Written from the code by `sdk/tests/families/table.rs`. *Recognised by*: the functions that are asked first; more follow where these\n\
         name other contracts. *Explained*: each broken rule is named, with who can lift it. Every verdict is compared with a simulation of the\n\
         real call at the same block, and a token of no family is answered by that alone. *Tested against*: seeded random scenarios with real\n\
         transactions, on contracts of others (real) or on minimal ones of ours, written from the published interface (model).\n\n\
         | family | recognised by | explained | simulated | tested against |\n| --- | --- | --- | --- | --- |\n",
    );
    for family in Family::all() {
        let probes: Vec<_> = family.probes().iter().map(|name| format!("`{name}`")).collect();
        let explained = if family.is_explained() { "yes" } else { "restricts nothing" };
        let tested = match crate::tested_against(family) {
            Against::Real(what) => format!("real: {what}"),
            Against::Model(what) => format!("model: {what}"),
            Against::Nothing => "–".to_owned(),
        };
        text.push_str(&format!("| {} | {} | {explained} | yes | {tested} |\n", family.in_words(), probes.join(", ")));
    }
    text
}

#[test]
fn the_docs_hold_the_table_of_the_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace holds the crate");
    let written = table();
    let fresh = root.join("target/families.md");
    std::fs::create_dir_all(root.join("target")).expect("a folder for what is built");
    std::fs::write(&fresh, &written).expect("the fresh table");
    let kept = std::fs::read_to_string(root.join("docs/families.md")).unwrap_or_default();
    assert!(kept == written, "docs/families.md is not what the code says: copy {} over it", fresh.display());
}
