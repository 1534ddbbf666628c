//! Payments by balances at a snapshot: tokenize.it's published token and distributions, as they were compiled by their authors.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::{SolCall, SolValue as _, sol};
use assay_sdk::client::IncomeFiles;
use assay_sdk::evidence::Level;
use assay_sdk::tx::Intent;
use assay_sdk::yields::{
    ComingKind, Date, DividendState, SnapshotDistribution, SnapshotPayout, Unread, YieldError, coming_income,
    snapshot_payout,
};
use serde_json::json;

use crate::artifacts::artifact_in;
use crate::chain::Chain;
use crate::contracts::{deploy, issuer};
use crate::ground::{carry_out, each_history, head, holders, made, now, part_of, wait, would_pass};
use crate::random::Random;
use crate::whole::report;

sol! {
    struct FeeTypeInit { bytes32 feeType; uint32 maxNumerator; uint32 defaultNumerator; address defaultCollector; }
    struct Reassignment { address from; address to; uint256 amount; }
    struct Arguments {
        address owner;
        address token;
        uint256 snapshotId;
        address currency;
        uint256 pricePerToken;
        uint64 lockedUntil;
        Reassignment[] initialReassignments;
    }
    function createFeeSettingsClone(bytes32 salt, address forwarder, address owner, FeeTypeInit[] feeTypes)
        external returns (address);
    function createAllowListClone(bytes32 salt, address forwarder, address owner) external returns (address);
    function createTokenProxy(
        bytes32 salt, address forwarder, address feeSettings, address admin, address allowList, uint256 requirements,
        string name, string symbol
    ) external returns (address);
    function createDistributionClone(
        bytes32 salt, address forwarder, address provider, Arguments arguments, uint256 funding
    ) external returns (address);
    function set(address account, uint256 attributes) external;
    function setCustomFee(bytes32 feeType, address token, uint32 numerator, uint64 until) external;
    function createSnapshot() external returns (uint256);
    function reassign(address from, address to, uint256 amount) external;
    function drain(address recipient, address token) external;
    function eligible(address holder) external view returns (uint256);
    function balanceOf(address account) external view returns (uint256);
    function mint(address account, uint256 amount) external;
    function burn(address account, uint256 amount) external;
    function take(address account, uint256 amount) external;
    function transfer(address to, uint256 amount) external returns (bool);
    function claim(address recipient, uint256 least) external;
}

const FORWARDER: Address = Address::repeat_byte(0xf0);
const COLLECTOR: Address = Address::repeat_byte(0xfe);

/// What every history shares: the factories, and what they need.
struct World<'a> {
    chain: &'a Chain,
    tokens: Address,
    distributions: Address,
    fees: Address,
    allowed: Address,
    money: Address,
}

fn published(chain: &Chain, path: &str, arguments: &[u8]) -> Address {
    let path = format!("@tokenize.it/contracts/artifacts/contracts/{path}.json");
    deploy(chain, issuer(chain), &artifact_in("sdk/tests/families", &path), arguments)
}

/// A contract and the factory of its clones.
fn factory(chain: &Chain, name: &str, factory: &str) -> Address {
    let logic = published(chain, &format!("{name}.sol/{name}"), &FORWARDER.abi_encode());
    published(chain, &format!("factories/{factory}.sol/{factory}"), &logic.abi_encode())
}

/// What a factory makes, at the address that it says beforehand.
fn create<C: SolCall<Return = Address>>(chain: &Chain, factory: Address, call: &C) -> Address {
    let at = chain.view(factory, call);
    chain.send(issuer(chain), factory, call);
    at
}

fn distribution_fee() -> B256 {
    keccak256("DISTRIBUTION")
}

impl<'a> World<'a> {
    fn new(chain: &'a Chain) -> Self {
        let (owner, salt) = (issuer(chain), B256::ZERO);
        let fees = factory(chain, "FeeSettings", "FeeSettingsCloneFactory");
        let fee = FeeTypeInit {
            feeType: distribution_fee(),
            maxNumerator: 500,
            defaultNumerator: 137,
            defaultCollector: COLLECTOR,
        };
        let call = createFeeSettingsCloneCall { salt, forwarder: FORWARDER, owner, feeTypes: vec![fee] };
        let fees = create(chain, fees, &call);
        let lists = factory(chain, "AllowList", "AllowListCloneFactory");
        let allowed = create(chain, lists, &createAllowListCloneCall { salt, forwarder: FORWARDER, owner });
        let money = made(chain, "Dividends.sol", "Money", &[]);
        let trusted = U256::ONE << 255;
        chain.send(owner, allowed, &setCall { account: money, attributes: trusted });
        let tokens = factory(chain, "Token", "TokenProxyFactory");
        let distributions = factory(chain, "Distribution", "DistributionCloneFactory");
        Self { chain, tokens, distributions, fees, allowed, money }
    }

    fn token(&self, random: &mut Random) -> Address {
        let call = createTokenProxyCall {
            salt: random.address().into_word(),
            forwarder: FORWARDER,
            feeSettings: self.fees,
            admin: issuer(self.chain),
            allowList: self.allowed,
            requirements: U256::ZERO,
            name: "Company".to_owned(),
            symbol: "CMP".to_owned(),
        };
        create(self.chain, self.tokens, &call)
    }
}

/// A payment, and what was held when its snapshot was made: written down here, not asked of the contracts.
struct Paid {
    of: SnapshotDistribution,
    price: U256,
    held: BTreeMap<Address, U256>,
}

struct Ground<'a> {
    world: &'a World<'a>,
    token: Address,
    paid: Vec<Paid>,
}

impl Ground<'_> {
    fn chain(&self) -> &Chain {
        self.world.chain
    }

    fn has(&self, token: Address, account: Address) -> U256 {
        self.chain().view(token, &balanceOfCall { account })
    }

    /// A snapshot, and a distribution by it.
    fn pay(&mut self, random: &mut Random) {
        let (chain, owner) = (self.chain(), issuer(self.chain()));
        // Snapshots are numbered from one.
        let snapshot = U256::from(self.paid.len() + 1);
        chain.send(owner, self.token, &createSnapshotCall {});
        let held = holders(chain).map(|account| (account, self.has(self.token, account))).into();
        let price = U256::from(random.number(24) + 1);
        let arguments = Arguments {
            owner,
            token: self.token,
            snapshotId: snapshot,
            currency: self.world.money,
            pricePerToken: price,
            lockedUntil: head(chain).timestamp.0 + 31 * 86_400,
            initialReassignments: Vec::new(),
        };
        let call = createDistributionCloneCall {
            salt: random.address().into_word(),
            forwarder: FORWARDER,
            provider: owner,
            arguments,
            funding: U256::ZERO,
        };
        let contract = create(chain, self.world.distributions, &call);
        let label = "Dividend 2026-10".to_owned();
        let of = SnapshotDistribution { contract, asset: self.token, snapshot, token: self.world.money, label };
        self.paid.push(Paid { of, price, held });
    }

    fn read(&self, of: &SnapshotDistribution, holder: Address) -> SnapshotPayout {
        now(self.chain(), |reads| snapshot_payout(reads, of, holder)).expect("readable").into_value()
    }

    fn check(&self, paid: &Paid, holder: Address) {
        let said = self.read(&paid.of, holder);
        let one = U256::from(10).pow(U256::from(18));
        assert_eq!((said.balance.raw(), said.per_token.raw()), (paid.held[&holder], paid.price));
        assert_eq!(said.supply.raw(), paid.held.values().sum::<U256>());
        assert_eq!(said.share.raw(), paid.held[&holder] * paid.price / one);
        let eligible = self.chain().view(paid.of.contract, &eligibleCall { holder });
        assert_eq!(said.due.raw(), eligible);
        let gross = said.share.raw() + said.given.raw() - said.settled.raw();
        assert_eq!(said.fee.raw() + said.due.raw(), gross);
        let available = self.has(self.world.money, paid.of.contract);
        let passes = would_pass(self.chain(), holder, &Intent::from(&said));
        match said.state {
            DividendState::Nothing => assert!(eligible.is_zero()),
            DividendState::Claimable => assert!(passes && !eligible.is_zero()),
            DividendState::Unfunded { available: told } => {
                assert!(!passes && told.raw() == available && available < gross);
            }
            DividendState::Refused { .. } => panic!("nothing refuses it but a lack of funds"),
        }
        // More than is due is not paid.
        let recipient = holder;
        let greedy = Intent::ClaimSnapshot { distributor: paid.of.contract, recipient, least: eligible + U256::ONE };
        assert!(!would_pass(self.chain(), holder, &greedy));
    }

    /// What arrives is what was said, the fee goes to its collector, and nothing is left to claim.
    fn claim(&self, paid: &Paid, holder: Address) {
        let said = self.read(&paid.of, holder);
        if said.state != DividendState::Claimable {
            return;
        }
        let money = self.world.money;
        let before = [holder, COLLECTOR].map(|account| self.has(money, account));
        assert!(carry_out(self.chain(), holder, &Intent::from(&said)));
        let after = [holder, COLLECTOR].map(|account| self.has(money, account));
        assert_eq!([after[0] - before[0], after[1] - before[1]], [said.due.raw(), said.fee.raw()]);
        let then = self.read(&paid.of, holder);
        assert_eq!((then.state, then.due.raw()), (DividendState::Nothing, U256::ZERO));
        assert_eq!(then.settled.raw(), said.share.raw() + said.given.raw());
    }

    /// Balances change: nothing of an earlier snapshot does.
    fn trade(&self, random: &mut Random, holders: &[Address; 3]) {
        let (chain, by) = (self.chain(), issuer(self.chain()));
        let account = holders[random.below(3)];
        match random.below(3) {
            0 => {
                let amount = random.wide(80);
                chain.send(by, self.token, &mintCall { account, amount });
            }
            1 => {
                let amount = part_of(random, self.has(self.token, account));
                chain.send(by, self.token, &burnCall { account, amount });
            }
            _ => {
                let (to, amount) = (holders[random.below(3)], part_of(random, self.has(self.token, account)));
                chain.send(account, self.token, &transferCall { to, amount });
            }
        }
    }

    /// What the owner of a distribution may do.
    fn manage(&self, random: &mut Random, paid: &Paid, holders: &[Address; 3]) {
        let (chain, by, contract) = (self.chain(), issuer(self.chain()), paid.of.contract);
        match random.below(4) {
            0 => {
                let amount = part_of(random, self.read(&paid.of, holders[0]).share.raw());
                // Refused before the lock is over, and where it is more than is left.
                chain.try_send(by, contract, &reassignCall { from: holders[0], to: holders[1], amount });
            }
            1 => {
                chain.try_send(by, contract, &drainCall { recipient: by, token: self.world.money });
            }
            2 => {
                let until = head(chain).timestamp.0 + random.next() % 1_000_000 + 1_000;
                let numerator = u32::try_from(random.below(300)).expect("small");
                let (fee_type, token) = (distribution_fee(), self.token);
                chain.send(by, self.world.fees, &setCustomFeeCall { feeType: fee_type, token, numerator, until });
            }
            _ => wait(chain, random.next() % 2_000_000 + 1),
        }
    }

    fn step(&mut self, random: &mut Random, holders: &[Address; 3]) {
        let money = self.world.money;
        match random.below(8) {
            // The contract takes no snapshot of which nobody has a part.
            0 if self.paid.len() < 4 && holders.iter().any(|holder| !self.has(self.token, *holder).is_zero()) => {
                self.pay(random);
            }
            1 | 2 => self.trade(random, holders),
            3 => {
                let paid = &self.paid[random.below(self.paid.len())];
                self.manage(random, paid, holders);
            }
            4 | 5 => {
                let account = self.paid[random.below(self.paid.len())].of.contract;
                let amount = U256::from(random.number(50));
                self.chain().send(issuer(self.chain()), money, &mintCall { account, amount });
            }
            _ => {
                let paid = &self.paid[random.below(self.paid.len())];
                self.claim(paid, holders[random.below(3)]);
            }
        }
    }
}

#[test]
fn dividends_at_snapshots() {
    let chain = Chain::start();
    let world = World::new(&chain);
    let holders = holders(&chain);
    each_history(&chain, |random| {
        let mut ground = Ground { world: &world, token: world.token(random), paid: Vec::new() };
        let first = random.wide(80) + U256::ONE;
        chain.send(issuer(&chain), ground.token, &mintCall { account: holders[0], amount: first });
        ground.pay(random);
        for _ in 0..15 {
            ground.step(random, &holders);
            let paid = &ground.paid[random.below(ground.paid.len())];
            ground.check(paid, holders[random.below(3)]);
        }
        for paid in &ground.paid {
            holders.iter().for_each(|holder| ground.claim(paid, *holder));
        }
    });
}

#[test]
fn a_payout_is_read_by_its_descriptor_and_is_income_to_come() {
    let chain = Chain::start();
    let world = World::new(&chain);
    let alice = holders(&chain)[0];
    let mut random = Random(3);
    let mut ground = Ground { world: &world, token: world.token(&mut random), paid: Vec::new() };
    let (by, amount) = (issuer(&chain), U256::from(10).pow(U256::from(21)));
    chain.send(by, ground.token, &mintCall { account: alice, amount });
    ground.pay(&mut random);
    let Paid { of, price, .. } = &ground.paid[0];
    let share = U256::from(1_000) * price;
    chain.send(by, world.money, &mintCall { account: of.contract, amount: share });
    let since = head(&chain);
    wait(&chain, 86_400);
    let named = |snapshot: &str| {
        json!({
            "type": "snapshot", "contract": of.contract, "token": world.money, "snapshot": snapshot,
            "label": "Dividend", "period": "2026-10",
        })
    };
    let read = |snapshot| {
        let terms = json!({ "kind": "fund", "unit": "one share", "distributions": [named(snapshot)] });
        report(&chain, since, ground.token, &terms, &IncomeFiles::new())
    };
    let report = read("1");
    let [payout] = &report.snapshots[..] else { panic!("{:?}", report.snapshots) };
    let payout = payout.as_ref().expect("readable");
    let fee = share * U256::from(137) / U256::from(10_000);
    assert_eq!((payout.value().due.raw(), payout.value().fee.raw()), (share - fee, fee));
    assert_eq!((payout.level(), payout.value().of.label.as_str()), (Level::Claimed, "Dividend 2026-10"));
    let day = Date::of(head(&chain).timestamp).expect("a day");
    let months = coming_income(&[(ground.token, &report)], day, day).expect("it adds up");
    let [only] = &months[0].payments[..] else { panic!("{months:?}") };
    assert_eq!((only.value().kind, only.value().amount), (ComingKind::Claimable, Some(payout.value().due)));
    assert!(matches!(read("2").snapshots[..], [Err(Unread(YieldError::OtherGround { .. }))]));
}

#[test]
fn a_distributor_that_is_not_the_descriptors_is_not_shown() {
    let chain = Chain::start();
    let world = World::new(&chain);
    let alice = holders(&chain)[0];
    let mut random = Random(11);
    let mut ground = Ground { world: &world, token: world.token(&mut random), paid: Vec::new() };
    chain.send(issuer(&chain), ground.token, &mintCall { account: alice, amount: U256::from(5) });
    ground.pay(&mut random);
    let of = ground.paid[0].of.clone();
    let read = |of: &SnapshotDistribution| now(&chain, |reads| snapshot_payout(reads, of, alice));
    let other_token = read(&SnapshotDistribution { token: of.asset, ..of.clone() });
    assert!(matches!(other_token, Err(YieldError::OtherToken { got, .. }) if got == world.money));
    for wrong in [
        SnapshotDistribution { asset: world.money, ..of.clone() },
        SnapshotDistribution { snapshot: U256::from(2), ..of.clone() },
    ] {
        assert!(matches!(read(&wrong), Err(YieldError::OtherGround { contract, .. }) if contract == of.contract));
    }
    // No distributor at all.
    assert!(matches!(read(&SnapshotDistribution { contract: alice, ..of }), Err(YieldError::Gap(_))));
}
