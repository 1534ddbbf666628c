//! All the income of an asset at once, by what its descriptor names.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::asset::TokenList;
use assay_sdk::client::{Client, IncomeFiles};
use assay_sdk::evidence::{Level, Reads};
use assay_sdk::proof::{cumulative_leaf, merkl_leaf};
use assay_sdk::units::BlockRef;
use assay_sdk::yields::{CumulativeEntitlement, DistributionTree, DividendState, YieldReport};
use serde_json::{Value, json};

use crate::chain::Chain;
use crate::contracts::issuer;
use crate::dividend::fdt;
use crate::ground::{head, holders, made, wait};

sol! {
    struct Tree { bytes32 merkleRoot; bytes32 ipfsHash; }
    function mint(address account, uint256 amount) external;
    function setRewardMultiplier(uint256 multiplier) external;
    function setUIMultiplier(uint256 next, uint256 at) external;
    function setMerkleRoot(bytes32 root) external;
    function updateTree(Tree next) external;
    function updateFundsReceived() external;
}

/// What a client says of an asset with these terms, since an earlier block.
pub(crate) fn report(
    chain: &Chain,
    since: BlockRef,
    token: Address,
    terms: &Value,
    files: &IncomeFiles,
) -> YieldReport {
    let list = json!({
        "name": "Test", "timestamp": "2026-01-01T00:00:00Z", "version": { "major": 1, "minor": 0, "patch": 0 },
        "tokens": [{
            "chainId": chain.devnet.chain.0, "address": token, "name": "Fund", "symbol": "FND", "decimals": 18,
            "extensions": { "assay": terms }
        }]
    });
    let list = TokenList::parse(&list.to_string(), None).expect("a list");
    let client = Client::new(chain.devnet.http.clone(), chain.devnet.chain);
    let (mut now, mut then) = (chain.reads(), Reads::new(since));
    let holder = holders(chain)[0];
    let report = client.yields((&mut now, &mut then), &list.tokens[0], files, holder);
    pollster::block_on(report).expect("the chain answers")
}

/// The file of one holder alone: its root is the leaf.
fn file(holder: Address, amount: U256, root: B256) -> DistributionTree {
    let amount = format!("{amount:#x}");
    let claims = json!({ holder.to_string(): { "index": 0, "amount": amount, "proof": [] } });
    let file = json!({ "merkleRoot": root, "tokenTotal": amount, "claims": claims });
    DistributionTree::parse(&file.to_string()).expect("a distribution file")
}

#[test]
fn every_part_that_the_descriptor_names_is_read_and_one_that_fails_leaves_the_others() {
    let chain = Chain::start();
    let (alice, by) = (holders(&chain)[0], issuer(&chain));
    let asset = made(&chain, "Usdm.sol", "Usdm", &[]);
    let (paying, money) = fdt(&chain);
    let inch = made(&chain, "Distributors.sol", "CumulativeDrop", &money.abi_encode());
    let merkl = made(&chain, "Distributors.sol", "MerklDistributor", &[]);
    let amount = U256::from(1_000);
    chain.send(by, asset, &mintCall { account: alice, amount });
    chain.send(by, paying, &mintCall { account: alice, amount });
    for account in [inch, merkl, paying] {
        chain.send(by, money, &mintCall { account, amount });
    }
    chain.send(by, paying, &updateFundsReceivedCall {});
    let roots = [cumulative_leaf(alice, amount), merkl_leaf(alice, money, amount)];
    chain.send(by, inch, &setMerkleRootCall { root: roots[0] });
    chain.send(by, merkl, &updateTreeCall { next: Tree { merkleRoot: roots[1], ipfsHash: B256::ZERO } });
    let since = head(&chain);
    wait(&chain, 86_400);
    chain.send(by, asset, &setRewardMultiplierCall { multiplier: U256::from(1_500_000_000_000_000_000_u64) });

    let terms = json!({
        "kind": "fund", "unit": "one dollar",
        "balances": { "type": "rebasing", "shape": "usdm" },
        "distributions": [
            { "type": "erc2222", "contract": paying, "token": money, "label": "Rent" },
            { "type": "erc2222", "contract": alice, "token": money, "label": "Nothing there" },
            { "type": "cumulative-merkle", "contract": inch, "token": money, "tree": "inch.json", "label": "Rent" },
            { "type": "merkl", "contract": merkl, "token": money, "tree": "merkl.json", "label": "Rent" },
            { "type": "merkl", "contract": merkl, "token": asset, "tree": "missing.json", "label": "Rent" },
        ],
    });
    let files = [("inch.json", roots[0]), ("merkl.json", roots[1])];
    let files = files.map(|(name, root)| (name.to_owned(), file(alice, amount, root))).into();
    let report = report(&chain, since, asset, &terms, &files);
    let held = report.rebasing.as_ref().expect("named").as_ref().expect("readable");
    assert_eq!((held.value().amount.raw(), held.level()), (U256::from(1_500), Level::Claimed));
    let rebased = report.rebased.as_ref().expect("named").as_ref().expect("readable").value();
    assert!(!rebased.change.is_loss() && rebased.change.size().raw() == U256::from(500));
    let [paid, unread] = &report.dividends[..] else { panic!("{:?}", report.dividends) };
    let paid = paid.as_ref().expect("readable").value();
    assert_eq!((paid.withdrawable.raw(), &paid.state), (amount, &DividendState::Claimable));
    assert!(unread.is_err());
    // The one whose file is missing is left out.
    let [inch, merkl] = &report.cumulative[..] else { panic!("{:?}", report.cumulative) };
    for part in [inch, merkl] {
        let part = part.as_ref().expect("readable");
        assert!(matches!(part.value(), CumulativeEntitlement::Claimable(claim) if claim.due.raw() == amount));
    }
    assert_eq!(report.cumulative_claimable().count(), 2);
    assert!(report.scaled.is_none() && report.worth.is_none() && !report.is_pending());
    assert!(serde_json::to_value(&report).expect("JSON")["dividends"][1]["Err"].is_string());
}

#[test]
fn a_scaled_asset_is_read_by_its_descriptor() {
    let chain = Chain::start();
    let (alice, by) = (holders(&chain)[0], issuer(&chain));
    let asset = made(&chain, "ScaledUi.sol", "ScaledUi", &[]);
    chain.send(by, asset, &mintCall { account: alice, amount: U256::from(7) });
    let since = head(&chain);
    let at = U256::from(since.timestamp.0 + 100);
    chain.send(by, asset, &setUIMultiplierCall { next: U256::from(3_000_000_000_000_000_000_u64), at });
    wait(&chain, 200);
    let terms = json!({ "kind": "fund", "unit": "one share", "balances": { "type": "erc8056" } });
    let report = report(&chain, since, asset, &terms, &IncomeFiles::new());
    let balance = report.scaled.expect("named").expect("readable").into_value();
    assert_eq!((balance.amount.raw(), balance.shown.scaled()), (U256::from(7), U256::from(21)));
    let change = report.multiplier.expect("named").expect("readable").into_value();
    assert_eq!(change.realised.ratio.numerator, change.realised.ratio.denominator * U256::from(3));
    assert!(report.rebasing.is_none());
}
