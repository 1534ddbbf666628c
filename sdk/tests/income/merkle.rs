//! Distributions that are claimed once by a proof: Uniswap's published `MerkleDistributor`, and trees of `OpenZeppelin`'s `StandardMerkleTree`, which are dumps of
//! the library itself, claimed from contracts that check proofs with the library's own Solidity.

use std::path::Path;

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::proof::{MerkleTree, distributor_leaf};
use assay_sdk::tx::Intent;
use assay_sdk::yields::{
    Distribution, DistributionTree, DistributorLeaves, Entitlement, StandardLeaf, TreeFormat, YieldError, entitlement,
};
use serde_json::{Value, json};

use crate::chain::Chain;
use crate::contracts::{deploy, issuer};
use crate::ground::{carry_out, each_history, head, holders, made, now, part_of, wait, would_pass};
use crate::peers;
use crate::random::Random;
use crate::whole::report;

sol! {
    function balanceOf(address account) external view returns (uint256);
    function mint(address account, uint256 amount) external;
    function take(address account, uint256 amount) external;
}

/// Whose contract pays.
#[derive(Clone, Copy, Debug)]
enum Payer {
    Uniswap,
    Standard(StandardLeaf),
}

impl Payer {
    const fn format(self) -> TreeFormat {
        match self {
            Self::Uniswap => TreeFormat::Listed,
            Self::Standard(leaf) => TreeFormat::Standard(leaf),
        }
    }

    const fn leaves(self) -> DistributorLeaves {
        match self {
            Self::Uniswap => DistributorLeaves::Packed,
            Self::Standard(_) => DistributorLeaves::Standard,
        }
    }

    fn published(self, granted: &[(Address, U256)]) -> Published {
        match self {
            Self::Uniswap => listed(granted),
            Self::Standard(leaf) => dumped(leaf, granted),
        }
    }

    /// A contract that pays by a root.
    fn deployed(self, chain: &Chain, token: Address, root: B256) -> Address {
        let arguments = (token, root).abi_encode();
        match self {
            Self::Uniswap => deploy(chain, issuer(chain), &uniswap_bytecode(), &arguments),
            Self::Standard(StandardLeaf::Account) => made(chain, "StandardDrops.sol", "AccountDrop", &arguments),
            Self::Standard(StandardLeaf::Indexed) => made(chain, "StandardDrops.sol", "IndexedDrop", &arguments),
        }
    }
}

/// As Uniswap built it: the demo chain's own.
fn uniswap_bytecode() -> Bytes {
    let built = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../examples/devnet/node_modules/@uniswap/merkle-distributor/build/MerkleDistributor.json");
    let text = std::fs::read_to_string(built).expect("the demo chain's packages are installed");
    let artifact: Value = serde_json::from_str(&text).expect("JSON");
    artifact["bytecode"].as_str().expect("bytecode").parse().expect("hexadecimal")
}

/// A file with what it holds.
struct Published {
    file: DistributionTree,
    root: B256,
}

/// A file of Uniswap's format: the contract is the judge of its proofs.
fn listed(granted: &[(Address, U256)]) -> Published {
    let leaf =
        |(index, (account, amount)): (usize, &(Address, U256))| distributor_leaf(U256::from(index), *account, *amount);
    let tree = MerkleTree::new(granted.iter().enumerate().map(leaf)).expect("leaves");
    let line = |(index, grant): (usize, &(Address, U256))| {
        let proof = tree.proof(leaf((index, grant))).expect("a leaf");
        (grant.0.to_string(), json!({ "index": index, "amount": format!("{:#x}", grant.1), "proof": proof }))
    };
    let claims: serde_json::Map<String, Value> = granted.iter().enumerate().map(line).collect();
    let total: U256 = granted.iter().map(|(_, amount)| amount).sum();
    let file = json!({ "merkleRoot": tree.root(), "tokenTotal": format!("{total:#x}"), "claims": claims });
    Published { file: DistributionTree::parse(&file.to_string()).expect("a distribution file"), root: tree.root() }
}

/// A file as the library writes it.
fn dumped(leaf: StandardLeaf, granted: &[(Address, U256)]) -> Published {
    let line = |(number, (account, amount)): (usize, &(Address, U256))| match leaf {
        StandardLeaf::Account => json!([account, amount.to_string()]),
        // Numbers that are none of the places in the tree.
        StandardLeaf::Indexed => json!([(number * 7 + 300).to_string(), account, amount.to_string()]),
    };
    let encoding = match leaf {
        StandardLeaf::Account => json!(["address", "uint256"]),
        StandardLeaf::Indexed => json!(["uint256", "address", "uint256"]),
    };
    let values: Vec<Value> = granted.iter().enumerate().map(line).collect();
    let made = peers::run("dump.mjs", json!([{ "encoding": encoding, "values": values }]).to_string());
    let made: Value = serde_json::from_str(&made).expect("JSON");
    let file = DistributionTree::parse(&made[0]["dump"].to_string()).expect("a dump of the library");
    let root = made[0]["root"].as_str().expect("a root").parse().expect("32 bytes");
    Published { file, root }
}

struct Ground<'a> {
    chain: &'a Chain,
    of: Distribution,
    granted: Vec<(Address, U256)>,
    ours: Published,
    /// Of the same holders with other amounts: not the contract's.
    other: Published,
}

impl<'a> Ground<'a> {
    fn new(chain: &'a Chain, drop: Payer, random: &mut Random) -> Self {
        let token = made(chain, "Dividends.sol", "Money", &[]);
        let [alice, bob, _] = holders(chain);
        let others = (0..random.below(6)).map(|_| random.address());
        let accounts: Vec<Address> = [alice, bob].into_iter().chain(others).collect();
        let granted: Vec<_> = accounts.iter().map(|account| (*account, U256::from(random.number(40)))).collect();
        let more: Vec<_> = granted.iter().map(|(account, amount)| (*account, amount + U256::ONE)).collect();
        let (ours, other) = (drop.published(&granted), drop.published(&more));
        assert_eq!(ours.file.format(), drop.format());
        assert_eq!((ours.file.stated_root(), ours.file.claims().count()), (ours.root, granted.len()));
        let contract = drop.deployed(chain, token, ours.root);
        let of = Distribution { contract, leaves: drop.leaves(), token, label: "Rent".to_owned() };
        Self { chain, of, granted, ours, other }
    }

    fn has(&self, account: Address) -> U256 {
        self.chain.view(self.of.token, &balanceOfCall { account })
    }

    fn read(&self, file: &DistributionTree, holder: Address) -> Entitlement {
        now(self.chain, |reads| entitlement(reads, &self.of, file, holder)).expect("readable").into_value()
    }

    fn granted_to(&self, holder: Address) -> Option<U256> {
        self.granted.iter().find(|(account, _)| *account == holder).map(|(_, amount)| *amount)
    }

    fn check(&self, holder: Address) {
        let passes = |claim| would_pass(self.chain, issuer(self.chain), &Intent::from(claim));
        match self.read(&self.ours.file, holder) {
            Entitlement::Claimable(claim) => {
                assert!(passes(&claim) && Some(claim.amount.raw()) == self.granted_to(holder));
            }
            Entitlement::Unfunded { claim, available } => {
                assert!(!passes(&claim) && available.raw() == self.has(self.of.contract) && available < claim.amount);
            }
            Entitlement::AlreadyClaimed(claim) => assert!(!passes(&claim)),
            Entitlement::NotEntitled => assert_eq!(self.granted_to(holder), None),
            Entitlement::TreeMismatch { .. } => panic!("the file is the contract's"),
        }
        let stranger = self.read(&self.other.file, holder);
        let expected = Entitlement::TreeMismatch { got: self.other.root, expected: self.ours.root };
        assert_eq!(stranger, expected);
    }

    /// Anybody may send it; what arrives is what was said.
    fn claim(&self, holder: Address) {
        let Entitlement::Claimable(claim) = self.read(&self.ours.file, holder) else { return };
        let had = self.has(holder);
        assert!(carry_out(self.chain, issuer(self.chain), &Intent::from(&claim)));
        assert_eq!(self.has(holder) - had, claim.amount.raw());
        assert!(matches!(self.read(&self.ours.file, holder), Entitlement::AlreadyClaimed(_)));
    }

    fn step(&self, random: &mut Random, holder: Address) {
        let contract = self.of.contract;
        let by = issuer(self.chain);
        match random.below(4) {
            0 | 1 => {
                let amount = U256::from(random.number(41));
                self.chain.send(by, self.of.token, &mintCall { account: contract, amount });
            }
            2 if random.flip() => {
                let amount = part_of(random, self.has(contract));
                self.chain.send(by, self.of.token, &takeCall { account: contract, amount });
            }
            _ => self.claim(holder),
        }
    }
}

fn histories(drop: Payer) {
    let chain = Chain::start();
    let holders = holders(&chain);
    each_history(&chain, |random| {
        let ground = Ground::new(&chain, drop, random);
        for _ in 0..12 {
            let holder = holders[random.below(holders.len())];
            ground.step(random, holder);
            ground.check(holder);
        }
    });
}

#[test]
fn uniswap() {
    histories(Payer::Uniswap);
}

#[test]
fn standard_tree_of_accounts() {
    histories(Payer::Standard(StandardLeaf::Account));
}

#[test]
fn standard_tree_of_numbered_claims() {
    histories(Payer::Standard(StandardLeaf::Indexed));
}

#[test]
fn a_dump_is_claimed_by_its_descriptor() {
    let chain = Chain::start();
    let alice = holders(&chain)[0];
    for leaf in [StandardLeaf::Account, StandardLeaf::Indexed] {
        let ground = Ground::new(&chain, Payer::Standard(leaf), &mut Random(5));
        let Distribution { contract, token, .. } = ground.of;
        chain.send(issuer(&chain), token, &mintCall { account: contract, amount: U256::from(u64::MAX) });
        let since = head(&chain);
        wait(&chain, 86_400);
        let named = json!({
            "type": "standard-merkle", "contract": contract, "token": token, "tree": "a.json", "label": "Rent",
            "period": "2026-10",
        });
        let terms = json!({ "kind": "fund", "unit": "one share", "distributions": [named] });
        let files = [("a.json".to_owned(), ground.ours.file.clone())].into();
        let report = report(&chain, since, token, &terms, &files);
        let claims: Vec<_> = report.claimable().map(|fact| fact.value().amount.raw()).collect();
        assert_eq!(Some(claims[0]), ground.granted_to(alice));
        assert_eq!(claims.len(), 1);
    }
}

#[test]
fn a_file_of_another_kind_of_distributor_is_refused() {
    let chain = Chain::start();
    let alice = holders(&chain)[0];
    let ground = Ground::new(&chain, Payer::Standard(StandardLeaf::Indexed), &mut Random(7));
    // The contract's own tree, described as one of Uniswap's.
    let of = Distribution { leaves: DistributorLeaves::Packed, ..ground.of.clone() };
    let refused = now(&chain, |reads| entitlement(reads, &of, &ground.ours.file, alice));
    assert!(matches!(refused, Err(YieldError::OtherTree { contract, .. }) if contract == of.contract), "{refused:?}");
    // A file of numbered claims at a contract that knows none: its root is not the contract's, and nothing is offered.
    let accounts = Ground::new(&chain, Payer::Standard(StandardLeaf::Account), &mut Random(7));
    assert!(matches!(accounts.read(&ground.ours.file, alice), Entitlement::TreeMismatch { .. }));
}
