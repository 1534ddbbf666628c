//! One walk, and what has to hold after each of its steps.

use std::collections::BTreeMap;
use std::ops::Range;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolValue as _, sol};
use assay_sdk::abi::erc20::IERC20;
use assay_sdk::abi::erc4626::IERC4626;
use assay_sdk::abi::erc7540::{IERC7540Redeem, IERC7887Redeem};
use assay_sdk::evidence::Reads;
use assay_sdk::redemption::{Balance, History, RequestBook, RequestLine, RequestState, RequestTotals, Step, requests};
use assay_sdk::units::Shares;
use serde_json::Value;

use crate::chain::Chain;
use crate::contracts::{compile, deploy, issuer};
use crate::random::Random;

sol! {
    function mint(address to, uint256 amount) external;
    function setPrice(uint256 price) external;
    function fulfill(address controller, uint256 id, uint256 shares) external;
    function fulfillCancel(address controller, uint256 id) external;
}

/// Which kind of vault.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Vault {
    /// Each request has an id of its own.
    pub(crate) numbered: bool,
    /// Fulfilments write a log.
    pub(crate) talkative: bool,
}

const SHARES: u64 = 1_000_000_000_000_000;
const ASSETS: u64 = 1_000_000_000_000;

/// A vault, and what it is of.
struct Walk<'a> {
    chain: &'a Chain,
    kind: Vault,
    vault: Address,
    share: Address,
    asset: Address,
    issuer: Address,
    controllers: [Address; 2],
    operator: Address,
    random: Random,
}

/// A moment that can be gone back to, with the books of then.
struct Moment {
    mark: Value,
    books: Vec<RequestBook>,
}

/// Walks each seed over one vault: after each the chain goes back to where it began.
pub(crate) fn walks(kind: Vault, seeds: Range<u64>, steps: usize) {
    let chain = Chain::start();
    let mut walk = Walk::start(&chain, kind);
    for seed in seeds {
        let mark = chain.mark();
        walk.random = Random(seed.wrapping_mul(7_919).wrapping_add(u64::from(kind.numbered)));
        walk.walk(seed, steps);
        chain.back(&mark);
    }
}

/// Of a vault that says nothing when it fulfils: what was paid belongs to what a cancellation left, though nothing tells so until the
/// cancelled part is taken back.
pub(crate) fn paid_before_the_cancelled_part_is_back(silent: Vault) {
    let chain = Chain::start();
    let walk = Walk::start(&chain, silent);
    let controller = walk.controllers[0];
    let [first, second] = if silent.numbered { [1, 2] } else { [0, 0] }.map(U256::from);
    let ask = |shares: u64| {
        let call = IERC7540Redeem::requestRedeemCall { shares: U256::from(shares), controller, owner: controller };
        assert!(walk.try_send(controller, &call));
    };
    let fulfil = |id, shares: u64| {
        chain.send(walk.issuer, walk.vault, &fulfillCall { controller, id, shares: U256::from(shares) });
    };
    ask(100);
    fulfil(first, 30);
    assert!(walk.try_send(controller, &IERC7887Redeem::cancelRedeemRequestCall { requestId: first, controller }));
    chain.send(walk.issuer, walk.vault, &fulfillCancelCall { controller, id: first });
    ask(50);
    fulfil(second, 40);
    let redeem = IERC4626::redeemCall { shares: U256::from(70), receiver: controller, owner: controller };
    assert!(walk.try_send(controller, &redeem));
    let parts = || {
        let book = walk.books().remove(0);
        walk.check(&book, 0, "paid before the cancelled part is back");
        let History::Known { lines, .. } = book.history else { panic!("logs were given") };
        let of = |line: &RequestLine| [line.claimed, line.pending, line.cancel_claimable, line.cancelled];
        lines.iter().map(|line| of(line).map(|part| part.raw().to::<u64>())).collect::<Vec<_>>()
    };
    assert_eq!(parts(), [[30, 0, 70, 0], [40, 10, 0, 0]]);
    let back = IERC7887Redeem::claimCancelRedeemRequestCall { requestId: first, receiver: controller, controller };
    assert!(walk.try_send(controller, &back));
    assert_eq!(parts(), [[30, 0, 0, 70], [40, 10, 0, 0]]);
}

impl<'a> Walk<'a> {
    fn start(chain: &'a Chain, kind: Vault) -> Self {
        let contracts = compile("AsyncVault.sol");
        let issuer = issuer(chain);
        let coin = |decimals: u64| deploy(chain, issuer, &contracts["Coin"], &U256::from(decimals).abi_encode());
        let (share, asset) = (coin(12), coin(6));
        let arguments = (share, asset, kind.numbered, kind.talkative).abi_encode_params();
        let vault = deploy(chain, issuer, &contracts["AsyncVault"], &arguments);
        let [alice, bob, operator] = ["alice", "bob", "carol"].map(|name| chain.investor(name));
        for owner in [alice, bob] {
            chain.send(issuer, share, &mintCall { to: owner, amount: U256::from(SHARES) });
            chain.send(owner, share, &IERC20::approveCall { spender: vault, amount: U256::MAX });
        }
        chain.send(issuer, asset, &mintCall { to: vault, amount: U256::from(ASSETS) });
        Self { chain, kind, vault, share, asset, issuer, controllers: [alice, bob], operator, random: Random(0) }
    }

    fn walk(&mut self, seed: u64, steps: usize) {
        let mut moment: Option<Moment> = None;
        let mut done: BTreeMap<&str, usize> = BTreeMap::new();
        let mut books = self.books();
        for number in 0..steps {
            let what = format!("{:?}, seed {seed}, step {number}", self.kind);
            let name = match (self.random.below(12), moment.take()) {
                (0, None) => {
                    moment = Some(Moment { mark: self.chain.mark(), books: books.clone() });
                    "a mark"
                }
                (0, Some(then)) => {
                    self.chain.back(&then.mark);
                    assert_eq!(self.books(), then.books, "{what}: the chain went back, and the books did not");
                    "reorg"
                }
                (choice, kept) => {
                    moment = kept;
                    self.step(choice, &books)
                }
            };
            *done.entry(name).or_default() += 1;
            books = self.books();
            for book in &books {
                self.check(book, number, &format!("{what} ({name})"));
            }
            self.conserved(&books, &what);
        }
        assert!(done.len() >= 4, "a walk that goes nowhere: {done:?}");
    }

    fn view<C: SolCall>(&self, to: Address, call: &C) -> C::Return {
        self.chain.view(to, call)
    }

    fn try_send<C: SolCall>(&self, from: Address, call: &C) -> bool {
        self.chain.try_send(from, self.vault, call)
    }

    fn books(&self) -> Vec<RequestBook> {
        let ask = |reads: &mut Reads| self.controllers.map(|controller| requests(reads, self.vault, controller));
        let (books, rounds) = self.chain.ask(&mut self.chain.reads(), ask);
        assert!(rounds <= 2, "{rounds} round trips");
        books.map(|book| book.expect("a book").into_value()).to_vec()
    }

    /// A part of it, often the whole.
    fn part(&mut self, whole: U256) -> U256 {
        if self.random.below(3) == 0 { whole } else { whole * U256::from(self.random.below(1_000)) / U256::from(1_000) }
    }

    /// One request id of the controller, and what the contract answers of it.
    fn any_total(&mut self, book: &RequestBook) -> RequestTotals {
        book.totals[self.random.below(book.totals.len())]
    }

    /// Takes one step; what it was. A step that the contract refuses changes nothing.
    fn step(&mut self, choice: usize, books: &[RequestBook]) -> &'static str {
        let book = &books[self.random.below(2)];
        let controller = book.controller;
        let total = self.any_total(book);
        // Either of them, whoever is an operator by now.
        let sender = if self.random.below(4) == 0 { self.operator } else { controller };
        match choice {
            1..=3 => {
                let amount = U256::from(self.random.below(1_000_000_000_000));
                let request = IERC7540Redeem::requestRedeemCall { shares: amount, controller, owner: controller };
                let blocked = book.totals.iter().any(|total| total.cancel_pending);
                assert!(!self.try_send(sender, &request) || !blocked, "a request while a cancellation waits");
                "request"
            }
            4 | 5 => {
                let shares = self.part(total.pending.raw());
                self.chain.try_send(self.issuer, self.vault, &fulfillCall { controller, id: total.id, shares });
                "fulfil"
            }
            6 => {
                if let Some(step) = book.cancel_steps().into_iter().next() {
                    let Step::Cancel { id, .. } = step else { panic!("{step:?}") };
                    let cancel = IERC7887Redeem::cancelRedeemRequestCall { requestId: id, controller };
                    assert!(self.try_send(controller, &cancel), "the book offers it");
                }
                "cancel"
            }
            7 => {
                let call = fulfillCancelCall { controller, id: total.id };
                assert_eq!(self.chain.try_send(self.issuer, self.vault, &call), total.cancel_pending);
                "answer a cancellation"
            }
            8 | 9 => self.claim(book, sender),
            10 => {
                let price = U256::from(900_000 + self.random.below(200_000));
                self.chain.send(self.issuer, self.vault, &setPriceCall { price });
                "price"
            }
            _ => {
                let approved = self.random.below(2) == 0;
                let call = IERC7540Redeem::setOperatorCall { operator: self.operator, approved };
                assert!(self.try_send(controller, &call));
                "operator"
            }
        }
    }

    /// Claims what the book says is next: a part of what is claimable, or what was cancelled.
    fn claim(&mut self, book: &RequestBook, sender: Address) -> &'static str {
        match book.next_step(book.controller) {
            Some(Step::Claim { shares, receiver, controller, .. }) => {
                let shares = self.part(shares.raw());
                let allowed = sender == controller || is_operator(book, sender);
                let passed = self.try_send(sender, &IERC4626::redeemCall { shares, receiver, owner: controller });
                assert_eq!(passed, allowed && !shares.is_zero());
                "claim"
            }
            Some(Step::ClaimCancelled { id, receiver, controller, .. }) => {
                let call = IERC7887Redeem::claimCancelRedeemRequestCall { requestId: id, receiver, controller };
                assert_eq!(self.try_send(sender, &call), sender == controller || is_operator(book, sender));
                "claim what was cancelled"
            }
            None => "nothing to claim",
            Some(other) => panic!("{other:?}"),
        }
    }

    /// The book is the contract's state, and its parts add up.
    fn check(&self, book: &RequestBook, step: usize, what: &str) {
        let controller = book.controller;
        let History::Known { lines, rebuilt, balance, operators, claims, fulfilments, returns } = &book.history else {
            panic!("{what}: logs were given")
        };
        assert_eq!(*balance, Balance::Even, "{what}: {book:#?}");
        // The SDK asks the contract for these itself: now and then, the same is asked without it.
        if step.is_multiple_of(6) {
            for total in &book.totals {
                assert_eq!(self.contract(total, controller), *total, "{what}");
            }
        }
        for total in &book.totals {
            if self.kind.talkative && !lines.is_empty() {
                let from_logs = rebuilt.iter().find(|rebuilt| rebuilt.id == total.id);
                assert_eq!(from_logs, Some(total), "{what}: the logs alone say something else, {book:#?}");
            }
        }
        assert_eq!(
            book.claimable_assets.raw(),
            self.view(self.vault, &IERC4626::maxWithdrawCall { owner: controller })
        );
        let call = IERC7540Redeem::isOperatorCall { controller, operator: self.operator };
        assert_eq!(operators.contains(&self.operator), self.view(self.vault, &call), "{what}");
        let sum = |part: fn(&RequestLine) -> U256| lines.iter().map(part).fold(U256::ZERO, |a, b| a + b);
        for line in lines {
            let parts = [line.pending, line.claimable, line.claimed, line.cancel_claimable, line.cancelled];
            let whole = parts.iter().map(|part| part.raw()).fold(U256::ZERO, |a, b| a + b);
            assert_eq!(whole, line.request.shares.raw(), "{what}: {line:#?}");
            assert_ne!(line.state(), RequestState::Unexplained, "{what}: {line:#?}");
        }
        assert_eq!(sum(|line| line.pending.raw()), book.pending.raw(), "{what}");
        assert_eq!(sum(|line| line.claimable.raw()), book.claimable.raw(), "{what}");
        assert_eq!(sum(|line| line.cancel_claimable.raw()), book.cancel_claimable.raw(), "{what}");
        let total =
            |parts: &mut dyn Iterator<Item = Shares>| parts.map(|part| part.raw()).fold(U256::ZERO, |a, b| a + b);
        assert_eq!(sum(|line| line.claimed.raw()), total(&mut claims.iter().map(|one| one.shares)), "{what}");
        assert_eq!(sum(|line| line.cancelled.raw()), total(&mut returns.iter().map(|one| one.shares)), "{what}");
        // The price of each fulfilment is what its claims pay, together with what is still to be claimed.
        if self.kind.talkative {
            let set: U256 = fulfilments.iter().map(|one| one.assets.raw()).fold(U256::ZERO, |a, b| a + b);
            let paid: U256 = claims.iter().map(|one| one.assets.raw()).fold(U256::ZERO, |a, b| a + b);
            assert_eq!(set, paid + book.claimable_assets.raw(), "{what}");
        }
    }

    /// The same totals, asked of the contract without the SDK.
    fn contract(&self, total: &RequestTotals, controller: Address) -> RequestTotals {
        let id = total.id;
        let raw = |raw| total.pending.with_raw(raw);
        let vault = self.vault;
        RequestTotals {
            id,
            pending: raw(self.view(vault, &IERC7540Redeem::pendingRedeemRequestCall { requestId: id, controller })),
            claimable: raw(self.view(vault, &IERC7540Redeem::claimableRedeemRequestCall { requestId: id, controller })),
            cancel_pending: self
                .view(vault, &IERC7887Redeem::pendingCancelRedeemRequestCall { requestId: id, controller }),
            cancel_claimable: raw(
                self.view(vault, &IERC7887Redeem::claimableCancelRedeemRequestCall { requestId: id, controller })
            ),
        }
    }

    /// No share and no asset comes from nowhere or goes there.
    fn conserved(&self, books: &[RequestBook], what: &str) {
        let balance = |token, account| self.view(token, &IERC20::balanceOfCall { account });
        let supply = self.view(self.share, &IERC20::totalSupplyCall {});
        let mut waiting = U256::ZERO;
        let mut paid = balance(self.asset, self.vault);
        let mut held = U256::ZERO;
        for book in books {
            let controller = book.controller;
            waiting += book.pending.raw() + book.cancel_claimable.raw();
            let assets = balance(self.asset, controller);
            let History::Known { claims, fulfilments, .. } = &book.history else { panic!("{what}: logs were given") };
            let claimed = claims.iter().map(|claim| claim.assets.raw()).fold(U256::ZERO, |a, b| a + b);
            assert_eq!(claimed, assets, "{what}: what was claimed did not arrive");
            paid += assets;
            held += balance(self.share, controller);
            if self.kind.talkative {
                held += fulfilments.iter().map(|one| one.shares.raw()).fold(U256::ZERO, |a, b| a + b);
            }
        }
        assert_eq!(paid, U256::from(ASSETS), "{what}: assets");
        assert_eq!(waiting, balance(self.share, self.vault), "{what}: shares in the vault");
        if self.kind.talkative {
            assert_eq!(held + waiting, U256::from(2 * SHARES), "{what}: shares");
        }
        assert!(supply <= U256::from(2 * SHARES), "{what}");
    }
}

fn is_operator(book: &RequestBook, account: Address) -> bool {
    matches!(&book.history, History::Known { operators, .. } if operators.contains(&account))
}
