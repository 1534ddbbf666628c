//! Cumulative Merkle distributions: one token as 1inch pays it, in whole hashes and in halves, and many with a time for disputes as Merkl does.

use std::collections::BTreeSet;

use alloy_primitives::{Address, B128, B256, U256, keccak256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::proof::{MerkleTree, cumulative_leaf, cumulative_leaf_128, merkl_leaf};
use assay_sdk::tx::Intent;
use assay_sdk::yields::{
    CumulativeClaim, CumulativeDistribution, CumulativeDistributor, CumulativeEntitlement, DistributionTree,
    YieldError, cumulative_entitlement,
};
use serde_json::{Value, json};

use crate::chain::Chain;
use crate::contracts::issuer;
use crate::ground::{carry_out, each_history, holders, made, now, part_of, wait, would_pass};
use crate::random::Random;

sol! {
    struct Tree { bytes32 merkleRoot; bytes32 ipfsHash; }
    function balanceOf(address account) external view returns (uint256);
    function mint(address account, uint256 amount) external;
    function take(address account, uint256 amount) external;
    function setMerkleRoot(bytes32 root) external;
    function updateTree(Tree next) external;
    function disputeTree(string reason) external;
    function resolveDispute(bool valid) external;
    function revokeTree() external;
    function setClaimRecipient(address recipient, address token) external;
    function getMerkleRoot() external view returns (bytes32);
    function merkleRoot() external view returns (bytes32);
    function endOfDisputePeriod() external view returns (uint48);
    function tree() external view returns (bytes32 merkleRoot, bytes32 ipfsHash);
    function disputer() external view returns (address);
}

mod halves {
    alloy_sol_types::sol! {
        function setMerkleRoot(bytes16 root) external;
    }
}

#[derive(Clone)]
struct Ground<'a> {
    chain: &'a Chain,
    of: CumulativeDistribution,
    /// What was granted to each so far.
    granted: Vec<(Address, U256)>,
    /// Every file that was published, the newest last.
    files: Vec<DistributionTree>,
}

/// A file of Uniswap's format, as a publisher makes it.
fn file(of: &CumulativeDistribution, granted: &[(Address, U256)]) -> DistributionTree {
    if of.distributor == CumulativeDistributor::OneInch128 {
        return halved_file(granted);
    }
    let leaf = |&(account, amount): &(Address, U256)| match of.distributor {
        CumulativeDistributor::OneInch | CumulativeDistributor::OneInch128 => cumulative_leaf(account, amount),
        CumulativeDistributor::Merkl => merkl_leaf(account, of.token, amount),
    };
    let tree = MerkleTree::new(granted.iter().map(leaf)).expect("leaves");
    let line = |(index, grant): (usize, &(Address, U256))| {
        let proof = tree.proof(leaf(grant)).expect("a leaf");
        (grant.0.to_string(), json!({ "index": index, "amount": format!("{:#x}", grant.1), "proof": proof }))
    };
    let claims: serde_json::Map<String, Value> = granted.iter().enumerate().map(line).collect();
    let total: U256 = granted.iter().map(|(_, amount)| amount).sum();
    let file = json!({ "merkleRoot": tree.root(), "tokenTotal": format!("{total:#x}"), "claims": claims });
    DistributionTree::parse(&file.to_string()).expect("a distribution file")
}

/// The same in hashes of 16 bytes. Levels are hashed pair by pair in order, a node without a sibling moves up.
fn halved_file(granted: &[(Address, U256)]) -> DistributionTree {
    let salt = |account: Address| B128::from_slice(&keccak256(account)[..16]);
    let mut level: Vec<B128> =
        granted.iter().map(|(account, amount)| cumulative_leaf_128(salt(*account), *account, *amount)).collect();
    let mut proofs = vec![Vec::<B128>::new(); granted.len()];
    let mut places: Vec<usize> = (0..granted.len()).collect();
    while level.len() > 1 {
        for (proof, place) in proofs.iter_mut().zip(&mut places) {
            proof.extend(level.get(*place ^ 1));
            *place /= 2;
        }
        let parent = |pair: &[B128]| match pair {
            [one, other] => {
                let (low, high) = if one < other { (one, other) } else { (other, one) };
                B128::from_slice(&keccak256([low.0, high.0].concat())[..16])
            }
            alone => alone[0],
        };
        level = level.chunks(2).map(parent).collect();
    }
    let line = |(index, (account, amount)): (usize, &(Address, U256))| {
        let (salt, proof) = (salt(*account), &proofs[index]);
        let line = json!({ "index": index, "amount": format!("{amount:#x}"), "salt": salt, "proof": proof });
        (account.to_string(), line)
    };
    let claims: serde_json::Map<String, Value> = granted.iter().enumerate().map(line).collect();
    let total: U256 = granted.iter().map(|(_, amount)| amount).sum();
    let file = json!({ "merkleRoot": level[0], "tokenTotal": format!("{total:#x}"), "claims": claims });
    DistributionTree::parse(&file.to_string()).expect("a distribution file")
}

/// The first half of a word.
fn half(word: B256) -> B128 {
    B128::from_slice(&word[..16])
}

impl<'a> Ground<'a> {
    fn new(chain: &'a Chain, distributor: CumulativeDistributor) -> Self {
        Self::of(chain, distributor, "MerklDistributor")
    }

    fn of(chain: &'a Chain, distributor: CumulativeDistributor, merkl: &str) -> Self {
        let token = made(chain, "Dividends.sol", "Money", &[]);
        let contract = match distributor {
            CumulativeDistributor::OneInch => made(chain, "Distributors.sol", "CumulativeDrop", &token.abi_encode()),
            CumulativeDistributor::OneInch128 => {
                made(chain, "Distributors.sol", "CumulativeDrop128", &token.abi_encode())
            }
            CumulativeDistributor::Merkl => made(chain, "Distributors.sol", merkl, &[]),
        };
        let of = CumulativeDistribution { contract, distributor, token, label: "Rent".to_owned() };
        // Two that never claim, and carol, who comes later.
        let [alice, bob, _] = holders(chain);
        let others = [Address::repeat_byte(1), Address::repeat_byte(2)];
        let granted = [alice, bob].into_iter().chain(others).map(|account| (account, U256::from(100))).collect();
        let mut ground = Self { chain, of, granted, files: Vec::new() };
        ground.publish();
        ground
    }

    fn merkl(&self) -> bool {
        self.of.distributor == CumulativeDistributor::Merkl
    }

    fn act<C: alloy_sol_types::SolCall>(&self, call: &C) -> bool {
        self.chain.try_send(issuer(self.chain), self.of.contract, call)
    }

    /// A new file, and its root in the contract, unless a dispute keeps it out.
    fn publish(&mut self) {
        let file = file(&self.of, &self.granted);
        let root = file.stated_root();
        self.files.push(file);
        if self.merkl() {
            self.act(&updateTreeCall { next: Tree { merkleRoot: root, ipfsHash: B256::ZERO } });
        } else if self.of.distributor == CumulativeDistributor::OneInch128 {
            assert!(self.act(&halves::setMerkleRootCall { root: half(root) }));
        } else {
            assert!(self.act(&setMerkleRootCall { root }));
        }
    }

    fn grant(&mut self, random: &mut Random) {
        let carol = holders(self.chain)[2];
        if self.granted.iter().all(|(account, _)| *account != carol) && random.flip() {
            self.granted.push((carol, U256::ZERO));
        }
        for (_, amount) in &mut self.granted {
            *amount += U256::from(random.number(40));
        }
        self.publish();
    }

    fn has(&self, account: Address) -> U256 {
        self.chain.view(self.of.token, &balanceOfCall { account })
    }

    fn root(&self) -> B256 {
        // One of 16 bytes comes as a word, with zeros after it.
        if self.merkl() {
            self.chain.view(self.of.contract, &getMerkleRootCall {})
        } else {
            self.chain.view(self.of.contract, &merkleRootCall {})
        }
    }

    fn read(&self, file: &DistributionTree, holder: Address) -> CumulativeEntitlement {
        let read = now(self.chain, |reads| cumulative_entitlement(reads, &self.of, file, holder));
        read.expect("readable").into_value()
    }

    /// What the SDK says of one file, against what the contract does with a claim by it.
    fn check(&self, file: &DistributionTree, holder: Address) {
        let passes = |claim: &CumulativeClaim| would_pass(self.chain, holder, &Intent::from(claim));
        let counts = self.root();
        match self.read(file, holder) {
            CumulativeEntitlement::Claimable(claim) => {
                assert!(passes(&claim) && !claim.due.is_zero() && claim.root == counts);
            }
            CumulativeEntitlement::Unfunded { claim, available } => {
                assert!(!passes(&claim) && available.raw() == self.has(self.of.contract) && claim.root == counts);
            }
            CumulativeEntitlement::AlreadyClaimed(claim) => {
                // Merkl's pays nothing once more; 1inch's refuses.
                assert!(claim.due.is_zero() && claim.root == counts);
                assert_eq!(passes(&claim), self.merkl() && claim.claimed == claim.cumulative);
            }
            CumulativeEntitlement::Disputable { claim, until, disputer } => {
                assert!(!passes(&claim) && claim.root != counts);
                let end = self.chain.view(self.of.contract, &endOfDisputePeriodCall {});
                let by = self.chain.view(self.of.contract, &disputerCall {});
                assert_eq!((end.to::<u64>(), by), (until.0, disputer.unwrap_or_default()));
                assert!(disputer.is_some() || until > self.chain.reads().at().timestamp);
            }
            CumulativeEntitlement::NotEntitled => {
                let newest =
                    if self.merkl() { self.chain.view(self.of.contract, &treeCall {}).merkleRoot } else { counts };
                assert!(file.claim_of(holder).is_none() && [counts, newest].contains(&file.stated_root()));
            }
            CumulativeEntitlement::TreeMismatch { got, expected } => {
                assert!(got == file.stated_root() && expected == counts && got != counts);
                let Some(line) = file.claim_of(holder) else { return };
                let (distributor, proof, cumulative) = (self.of.contract, line.proof.clone(), line.amount);
                let intent = match self.of.distributor {
                    CumulativeDistributor::OneInch => {
                        Intent::ClaimCumulative { distributor, account: holder, cumulative, root: got, proof }
                    }
                    CumulativeDistributor::OneInch128 => {
                        let (root, proof) = (half(got), proof.into_iter().map(half).collect());
                        let salt = line.salt;
                        Intent::ClaimCumulative128 { distributor, salt, account: holder, cumulative, root, proof }
                    }
                    CumulativeDistributor::Merkl => {
                        Intent::ClaimMerkl { distributor, user: holder, token: self.of.token, cumulative, proof }
                    }
                };
                assert!(!would_pass(self.chain, holder, &intent));
            }
        }
    }

    /// As a wallet does it: what arrives, and where, is what was said.
    fn claim(&self, file: &DistributionTree, holder: Address) {
        let CumulativeEntitlement::Claimable(claim) = self.read(file, holder) else { return };
        // Anybody may send 1inch's for an account.
        let sender = if self.merkl() { holder } else { issuer(self.chain) };
        let had = self.has(claim.recipient);
        assert!(carry_out(self.chain, sender, &Intent::from(&claim)));
        assert_eq!(self.has(claim.recipient) - had, claim.due.raw());
        let after = self.read(file, holder);
        assert!(matches!(after, CumulativeEntitlement::AlreadyClaimed(done) if done.claimed == claim.cumulative));
    }

    fn dispute(&self, random: &mut Random, holder: Address) {
        match random.below(6) {
            0 => drop(self.act(&disputeTreeCall { reason: "wrong".to_owned() })),
            1 => drop(self.act(&resolveDisputeCall { valid: random.flip() })),
            2 => drop(self.act(&revokeTreeCall {})),
            _ => {
                let recipient = if random.flip() { Address::ZERO } else { random.address() };
                let token = if random.flip() { Address::ZERO } else { self.of.token };
                // Refused by the version that knows of none.
                self.chain.try_send(holder, self.of.contract, &setClaimRecipientCall { recipient, token });
            }
        }
    }

    fn step(&mut self, random: &mut Random, holder: Address) {
        let contract = self.of.contract;
        match random.below(8) {
            0 => self.grant(random),
            1 | 2 => {
                let call = mintCall { account: contract, amount: U256::from(random.number(44)) };
                self.chain.send(issuer(self.chain), self.of.token, &call);
            }
            3 if random.below(4) == 0 => {
                let amount = part_of(random, self.has(contract));
                self.chain.send(issuer(self.chain), self.of.token, &takeCall { account: contract, amount });
            }
            3 | 4 => wait(self.chain, random.next() % 7_200 + 1),
            5 if self.merkl() => self.dispute(random, holder),
            _ => self.claim(&self.files[self.files.len() - 1 - random.below(self.files.len().min(2))], holder),
        }
    }

    fn run(&mut self, random: &mut Random) {
        let holders = holders(self.chain);
        for _ in 0..15 {
            let holder = holders[random.below(holders.len())];
            self.step(random, holder);
            // The newest file, the one before, and one that may be older.
            let newest = self.files.len() - 1;
            for file in BTreeSet::from([newest, newest.saturating_sub(1), random.below(self.files.len())]) {
                self.check(&self.files[file], holder);
            }
        }
    }
}

fn histories(distributor: CumulativeDistributor, merkl: &str) {
    let chain = Chain::start();
    let ground = Ground::of(&chain, distributor, merkl);
    each_history(&chain, |random| ground.clone().run(random));
}

#[test]
fn cumulative_merkle_drop() {
    histories(CumulativeDistributor::OneInch, "MerklDistributor");
}

#[test]
fn cumulative_merkle_drop_128() {
    histories(CumulativeDistributor::OneInch128, "MerklDistributor");
}

#[test]
fn merkl() {
    histories(CumulativeDistributor::Merkl, "MerklDistributor");
}

#[test]
fn merkl_before_it_knew_of_recipients() {
    histories(CumulativeDistributor::Merkl, "MerklFirst");
}

#[test]
fn a_root_in_dispute_pays_by_the_file_before() {
    let chain = Chain::start();
    let mut ground = Ground::new(&chain, CumulativeDistributor::Merkl);
    let alice = holders(&chain)[0];
    chain.send(issuer(&chain), ground.of.token, &mintCall { account: ground.of.contract, amount: U256::from(1_000) });
    // Nothing counts before the first dispute period is over.
    assert!(matches!(ground.read(&ground.files[0], alice), CumulativeEntitlement::Disputable { .. }));
    wait(&chain, 4 * 3_600);
    assert!(matches!(ground.read(&ground.files[0], alice), CumulativeEntitlement::Claimable(_)));
    ground.granted[0].1 = U256::from(150);
    ground.publish();
    let CumulativeEntitlement::Disputable { claim, disputer: None, .. } = ground.read(&ground.files[1], alice) else {
        panic!("it cannot be claimed yet")
    };
    assert_eq!(claim.due.raw(), U256::from(150));
    let elsewhere = Address::repeat_byte(0xee);
    chain.send(alice, ground.of.contract, &setClaimRecipientCall { recipient: elsewhere, token: Address::ZERO });
    ground.claim(&ground.files[0], alice);
    assert_eq!(ground.has(elsewhere), U256::from(100));
    // One set for the token comes before the one for all.
    let (token, nearer) = (ground.of.token, Address::repeat_byte(0xef));
    chain.send(alice, ground.of.contract, &setClaimRecipientCall { recipient: nearer, token });
    wait(&chain, 4 * 3_600);
    assert!(matches!(ground.read(&ground.files[0], alice), CumulativeEntitlement::TreeMismatch { .. }));
    let CumulativeEntitlement::Claimable(claim) = ground.read(&ground.files[1], alice) else { panic!("it counts now") };
    assert_eq!((claim.due.raw(), claim.claimed.raw()), (U256::from(50), U256::from(100)));
    assert_eq!(claim.recipient, nearer);
    ground.claim(&ground.files[1], alice);
    assert_eq!([nearer, elsewhere].map(|account| ground.has(account)), [50, 100].map(U256::from));
}

#[test]
fn a_file_that_lies_offers_nothing() {
    let chain = Chain::start();
    let all = [CumulativeDistributor::OneInch, CumulativeDistributor::OneInch128, CumulativeDistributor::Merkl];
    for distributor in all {
        let ground = Ground::new(&chain, distributor);
        let alice = holders(&chain)[0];
        wait(&chain, 4 * 3_600);
        let mut lies = ground.granted.clone();
        lies[0].1 += U256::ONE;
        let lying = file(&ground.of, &lies);
        assert!(
            matches!(ground.read(&lying, alice), CumulativeEntitlement::TreeMismatch { got, .. } if got == lying.stated_root())
        );
        // The file of another token, and one with another's leaves.
        let mut other = ground.of.clone();
        other.distributor = match distributor {
            CumulativeDistributor::OneInch | CumulativeDistributor::OneInch128 => CumulativeDistributor::Merkl,
            CumulativeDistributor::Merkl => CumulativeDistributor::OneInch,
        };
        let crossed = file(&other, &ground.granted);
        let read = now(&chain, |reads| cumulative_entitlement(reads, &ground.of, &crossed, alice));
        if distributor == CumulativeDistributor::OneInch128 {
            // Whole hashes where halves belong.
            assert!(matches!(read, Err(YieldError::OtherTree { .. })));
        } else {
            assert!(matches!(read.expect("readable").into_value(), CumulativeEntitlement::TreeMismatch { .. }));
        }
    }
    let ground = Ground::new(&chain, CumulativeDistributor::OneInch);
    let other = made(&chain, "Dividends.sol", "Money", &[]);
    let of = CumulativeDistribution { token: other, ..ground.of.clone() };
    let read = now(&chain, |reads| cumulative_entitlement(reads, &of, &ground.files[0], holders(&chain)[0]));
    assert!(matches!(read, Err(YieldError::OtherToken { expected, .. }) if expected == other));
}

#[test]
fn claims_of_several_tokens_go_together() {
    let chain = Chain::start();
    let [alice, bob, _] = holders(&chain);
    let contract = made(&chain, "Distributors.sol", "MerklDistributor", &[]);
    let tokens = [(); 3].map(|()| made(&chain, "Dividends.sol", "Money", &[]));
    let amount = |index: usize| U256::from(70 + index);
    // One tree of all: two leaves for each token.
    let leaves = |index: usize| [alice, bob].map(|account| merkl_leaf(account, tokens[index], amount(index)));
    let tree = MerkleTree::new((0..3).flat_map(leaves)).expect("leaves");
    let claims: Vec<_> = tokens
        .iter()
        .enumerate()
        .map(|(index, token)| {
            let proof = tree.proof(leaves(index)[0]).expect("a leaf");
            let total = format!("{:#x}", amount(index));
            let line = json!({ alice.to_string(): { "index": 0, "amount": total, "proof": proof } });
            let file = json!({ "merkleRoot": tree.root(), "tokenTotal": total, "claims": line }).to_string();
            let distributor = CumulativeDistributor::Merkl;
            let of = CumulativeDistribution { contract, distributor, token: *token, label: "Rent".to_owned() };
            (of, DistributionTree::parse(&file).expect("a file"))
        })
        .collect();
    chain.send(
        issuer(&chain),
        contract,
        &updateTreeCall { next: Tree { merkleRoot: tree.root(), ipfsHash: B256::ZERO } },
    );
    for token in tokens {
        chain.send(issuer(&chain), token, &mintCall { account: contract, amount: U256::from(1_000) });
    }
    wait(&chain, 4 * 3_600);
    let found = |(of, file): &(CumulativeDistribution, DistributionTree)| {
        let read = now(&chain, |reads| cumulative_entitlement(reads, of, file, alice)).expect("readable");
        let CumulativeEntitlement::Claimable(claim) = read.into_value() else { panic!("nothing to claim") };
        claim
    };
    let due: Vec<_> = claims.iter().map(found).collect();
    let intents = Intent::of_claims(&due);
    assert_eq!(intents.len(), 1);
    assert!(carry_out(&chain, alice, &intents[0]));
    let has = tokens.map(|token| chain.view(token, &balanceOfCall { account: alice }));
    assert_eq!(has, [0, 1, 2].map(amount));
}
