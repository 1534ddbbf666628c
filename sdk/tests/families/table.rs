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

/// Every family, and what it was tested against.
const TESTED: &[(Family, Against)] = &[
    (Family::Erc20, Against::Nothing),
    (Family::Erc4626, Against::Nothing),
    (Family::Erc7540, Against::Nothing),
    (
        Family::Erc3643,
        Against::Real("T-REX 3.5.2, 4.0.1 and 4.1.6 with its eleven modules; 4.2 and ERC-3643 develop by models"),
    ),
    (Family::Erc1404, Against::Model("the demo chain's property register")),
    (Family::Erc1400, Against::Model("UniversalToken, ERC-1594 in two shapes, ERC-1410")),
    (Family::HederaAts, Against::Model("block list and allow list")),
    (Family::Erc7943, Against::Model("the final text in two styles, three drafts")),
    (Family::Erc7518, Against::Model("one partition")),
    (Family::Erc1450, Against::Model("the final text")),
    (Family::Cmtat, Against::Model("2.5, 3.1, 3.2, light and allowlist, with three generations of rule engines")),
    (Family::Securitize, Against::Model("the regulated and the whitelisted service, rebasing")),
    (Family::OndoOusg, Against::Model("OUSG and rOUSG")),
    (Family::OndoUsdy, Against::Model("USDY and rUSDY")),
    (Family::OndoGlobalMarkets, Against::Model("a Global Markets token and USDon")),
    (Family::Superstate, Against::Model("USTB, fourth version")),
    (Family::Centrifuge, Against::Model("share token with three hooks and without")),
    (Family::Maple, Against::Model("pools of four permission levels")),
    (Family::PaxosGold, Against::Model("first and second version")),
    (Family::TetherGold, Against::Model("the code of 2020 and of 2024")),
    (Family::TetherDollar, Against::Model("the first dollar, with its fee")),
    (Family::Backed, Against::Model("plain, wrapped, and with fees in two versions")),
    (Family::FiatToken, Against::Real("Circle's FiatToken 2.2")),
    (Family::Franklin, Against::Model("BENJI, fifth version")),
    (Family::Usdm, Against::Model("USDM and wUSDM")),
    (Family::BridgeV2, Against::Model("the rules of the engine in two orders")),
    (
        Family::Ace,
        Against::Real(
            "Chainlink ACE 1.0.0: an ERC-20 and an ERC-3643 token with its policies; earlier engines by a model",
        ),
    ),
];

fn tested_against(family: Family) -> Against {
    let found = TESTED.iter().find(|(known, _)| *known == family);
    found.unwrap_or_else(|| panic!("{family:?}: say here what it was tested against")).1
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
        let tested = match tested_against(family) {
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
