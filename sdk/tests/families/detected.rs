//! Every model is found as what it is, and as nothing else.

use std::collections::BTreeSet;

use alloy_primitives::Address;
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::compliance::{Families, Family, Presence, families};

use crate::chain::{Chain, address};
use crate::maple;
use crate::models::{anybody, model};

sol! {
    function file(address hook) external;
}

fn found(chain: &Chain, token: Address) -> Families {
    let mut reads = chain.reads();
    let (found, _) = chain.ask(&mut reads, |reads| families(reads, token));
    found.expect("families").into_value()
}

fn is_only(chain: &Chain, name: &str, token: Address, wanted: &[Family]) {
    let found = found(chain, token);
    let wanted: BTreeSet<Family> = wanted.iter().copied().chain([Family::Erc20]).collect();
    let names: BTreeSet<Family> = found.iter().map(|found| found.family).collect();
    assert_eq!(names, wanted, "{name}: {found:#?}");
    assert!(found.iter().all(|found| found.presence.is_present()), "{name}: {found:#?}");
}

#[test]
fn models_are_found_as_their_own_family_alone() {
    let chain = Chain::start();
    for (file, name, family) in [
        ("PaxosGold.sol", "PaxosGoldV1", Family::PaxosGold),
        ("PaxosGold.sol", "PaxosTokenV2", Family::PaxosGold),
        ("TetherGold.sol", "TetherGold", Family::TetherGold),
        ("TetherGold.sol", "TetherGoldV2", Family::TetherGold),
        ("TetherDollar.sol", "TetherDollar", Family::TetherDollar),
        ("Usdm.sol", "Usdm", Family::Usdm),
    ] {
        is_only(&chain, name, model(&chain, file, name, &[]), &[family]);
    }
    let usdm = model(&chain, "Usdm.sol", "Usdm", &[]);
    let wrapped = model(&chain, "Usdm.sol", "WrappedUsdm", &usdm.abi_encode());
    is_only(&chain, "WrappedUsdm", wrapped, &[Family::Usdm, Family::Erc4626]);
    let list = model(&chain, "Backed.sol", "SanctionsList", &[]).abi_encode();
    for name in ["BackedToken", "BackedAutoFeeToken", "BackedFirstAutoFeeToken"] {
        is_only(&chain, name, model(&chain, "Backed.sol", name, &list), &[Family::Backed]);
    }
    let backed = model(&chain, "Backed.sol", "BackedToken", &list);
    let wrapped = model(&chain, "Backed.sol", "WrappedBackedToken", &backed.abi_encode());
    is_only(&chain, "WrappedBackedToken", wrapped, &[Family::Backed, Family::Erc4626]);
    is_only(&chain, "MaplePool", maple::pool(&chain).token, &[Family::Maple, Family::Erc4626]);
    let module = model(&chain, "Franklin.sol", "Authorization", &[]);
    let fund = model(&chain, "Franklin.sol", "MoneyMarketFund", &module.abi_encode());
    is_only(&chain, "MoneyMarketFund", fund, &[Family::Franklin]);
    // Centrifuge answers ERC-1404 too, but for better: its row replaces that one.
    let share = model(&chain, "Centrifuge.sol", "ShareToken", &[]);
    is_only(&chain, "ShareToken", share, &[Family::Centrifuge, Family::Erc1404]);
    let hook = model(&chain, "Centrifuge.sol", "FullRestrictions", &[]);
    chain.send(anybody(&chain), share, &fileCall { hook });
    is_only(&chain, "ShareToken with a hook", share, &[Family::Centrifuge, Family::Erc1404]);
    // The real one of the demo, whose blacklist and pause resemble those of the others.
    is_only(&chain, "FiatToken", address(&chain.demo["contracts"]["gold"]), &[Family::FiatToken]);
}

#[test]
fn a_block_list_with_a_pause_of_its_own_is_not_sure_to_be_tether() {
    let chain = Chain::start();
    let token = model(&chain, "TetherGold.sol", "PausableLookalike", &[]);
    let found = found(&chain, token);
    assert!(matches!(found.of(Family::TetherGold), Presence::Unsure { .. }), "{found:#?}");
    assert_eq!(found.of(Family::Usdm), Presence::Absent);
    assert!(!found.has_rules());
}
