//! Bonds by class and nonce (ERC-3475): balances, supplies, progress and what is open to redemption, over histories of several nonces.

use std::collections::BTreeMap;

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall as _, sol};
use assay_sdk::asset::BondNonce;
use assay_sdk::client::IncomeFiles;
use assay_sdk::yields::{NonceHolding, YieldError, nonce_holding};
use serde_json::json;

use crate::chain::Chain;
use crate::contracts::issuer;
use crate::ground::{each_history, head, holders, made, now, part_of, wait};
use crate::random::Random;
use crate::whole::report;

sol! {
    struct Transaction { uint256 classId; uint256 nonceId; uint256 _amount; }
    function open(uint256 classId, uint256 nonceId, uint256 issued, uint256 maturity) external;
    function issue(address to, Transaction[] transactions) external;
    function transferFrom(address from, address to, Transaction[] transactions) external;
    function redeem(address from, Transaction[] transactions) external;
    function burn(address from, Transaction[] transactions) external;
}

/// What the test itself knows of one nonce.
#[derive(Default)]
struct Books {
    held: BTreeMap<Address, U256>,
    redeemed: U256,
    issued: u64,
    maturity: u64,
}

struct Ground<'a> {
    chain: &'a Chain,
    contract: Address,
    books: Vec<(BondNonce, Books)>,
}

fn named(class: u64, nonce: u64, maturity: Option<u64>) -> BondNonce {
    let [class, nonce] = [class, nonce].map(U256::from);
    BondNonce { class, nonce, label: format!("Series {class}.{nonce}"), maturity: maturity.map(U256::from) }
}

fn one(of: &BondNonce, amount: U256) -> Vec<Transaction> {
    vec![Transaction { classId: of.class, nonceId: of.nonce, _amount: amount }]
}

impl<'a> Ground<'a> {
    fn new(chain: &'a Chain, random: &mut Random) -> Self {
        let contract = made(chain, "Erc3475.sol", "Erc3475", &[]);
        let time = head(chain).timestamp.0;
        let books = [(0, 0), (0, 1), (7, 0)].map(|(class, nonce)| {
            let of = named(class, nonce, random.flip().then_some(4));
            // The first may be issued in the future.
            let issued = time + random.next() % 2_000;
            let maturity = issued + random.next() % 10_000;
            let [from, until] = [issued, maturity].map(U256::from);
            let call = openCall { classId: of.class, nonceId: of.nonce, issued: from, maturity: until };
            chain.send(issuer(chain), contract, &call);
            (of, Books { issued, maturity, ..Books::default() })
        });
        Self { chain, contract, books: books.into() }
    }

    fn read(&self, of: &BondNonce, holder: Address) -> NonceHolding {
        now(self.chain, |reads| nonce_holding(reads, self.contract, of, holder)).expect("readable").into_value()
    }

    fn step(&mut self, random: &mut Random) {
        let (chain, contract, by) = (self.chain, self.contract, issuer(self.chain));
        let holders = holders(chain);
        let (from, to) = (holders[random.below(3)], holders[random.below(3)]);
        let place = random.below(self.books.len());
        let (of, books) = &mut self.books[place];
        let has = books.held.get(&from).copied().unwrap_or_default();
        let amount = part_of(random, has);
        match random.below(6) {
            0 | 1 => {
                let amount = U256::from(random.number(40));
                chain.send(by, contract, &issueCall { to, transactions: one(of, amount) });
                *books.held.entry(to).or_default() += amount;
            }
            2 => {
                chain.send(from, contract, &transferFromCall { from, to, transactions: one(of, amount) });
                *books.held.entry(from).or_default() -= amount;
                *books.held.entry(to).or_default() += amount;
            }
            3 => {
                chain.send(from, contract, &burnCall { from, transactions: one(of, amount) });
                *books.held.entry(from).or_default() -= amount;
            }
            4 => {
                if chain.try_send(by, contract, &redeemCall { from, transactions: one(of, amount) }) {
                    assert!(head(chain).timestamp.0 >= books.maturity);
                    *books.held.entry(from).or_default() -= amount;
                    books.redeemed += amount;
                }
            }
            _ => wait(chain, random.next() % 3_000 + 1),
        }
    }

    fn check(&self, (of, books): &(BondNonce, Books), holder: Address) {
        let said = self.read(of, holder);
        let time = head(self.chain).timestamp.0;
        let held = books.held.get(&holder).copied().unwrap_or_default();
        assert_eq!((said.balance.raw(), said.redeemed.raw()), (held, books.redeemed));
        assert_eq!(said.active.raw(), books.held.values().sum::<U256>());
        assert_eq!(said.maturity.map(|maturity| maturity.0), of.maturity.map(|_| books.maturity));
        let told = said.progress.map(|progress| (progress.achieved, progress.remaining));
        let expected = time.checked_sub(books.issued).map(|achieved| (achieved, books.maturity.saturating_sub(time)));
        assert_eq!(told, expected.map(|(achieved, remaining)| (U256::from(achieved), U256::from(remaining))));
        // What is said to be redeemable can be redeemed to the unit, and not one more; at this very block.
        let passes = |amount| {
            let data = Bytes::from(redeemCall { from: holder, transactions: one(of, amount) }.abi_encode());
            let call = json!([{ "from": issuer(self.chain), "to": self.contract, "data": data }, "latest"]);
            self.chain.devnet.raw("eth_call", call).is_ok()
        };
        match said.redeemable() {
            Some(open) if !open.is_zero() => assert!(passes(open.raw()) && !passes(open.raw() + U256::ONE)),
            Some(_) | None => assert!(!passes(U256::ONE)),
        }
    }
}

#[test]
fn bonds_by_class_and_nonce() {
    let chain = Chain::start();
    each_history(&chain, |random| {
        let mut ground = Ground::new(&chain, random);
        for _ in 0..20 {
            ground.step(random);
            let holder = holders(&chain)[random.below(3)];
            ground.check(&ground.books[random.below(ground.books.len())], holder);
        }
    });
}

#[test]
fn a_metadata_that_is_no_maturity_is_an_error_and_the_others_stand() {
    let chain = Chain::start();
    let alice = holders(&chain)[0];
    let mut random = Random(1);
    let ground = Ground::new(&chain, &mut random);
    for metadata in [5, 6] {
        let of = named(0, 0, Some(metadata));
        let read = now(&chain, |reads| nonce_holding(reads, ground.contract, &of, alice));
        assert!(
            matches!(read, Err(YieldError::OtherGround { contract, .. }) if contract == ground.contract),
            "{read:?}"
        );
    }
    let of = ground.books[1].0.clone();
    let call = issueCall { to: alice, transactions: one(&of, U256::from(5)) };
    chain.send(issuer(&chain), ground.contract, &call);
    let since = head(&chain);
    wait(&chain, 86_400);
    let bond = |maturity: &str| json!({ "type": "erc3475", "class": "0", "nonce": "1", "label": "Series 0.1", "maturity": maturity });
    let other = json!({ "type": "erc3475", "class": "0", "nonce": "0", "label": "Series 0.0", "maturity": "5" });
    let terms = json!({ "kind": "debt", "unit": "one bond", "bonds": [bond("4"), other] });
    let report = report(&chain, since, ground.contract, &terms, &IncomeFiles::new());
    let [held, unread] = &report.nonces[..] else { panic!("{:?}", report.nonces) };
    let held = held.as_ref().expect("readable").value();
    assert_eq!((held.balance.raw(), held.redeemable()), (U256::from(5), Some(held.balance)));
    assert!(held.maturity.is_some() && unread.is_err());
}
