//! Ondo USDY and rUSDY: models with and without an allowlist, and the rebasing one at an uneven price.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::compliance::{Family, NoticeCode, RestrictionCode as Code, Verdict};

use crate::chain::Chain;
use crate::contracts::{self, compile, deploy};
use crate::parties::{BLACKLISTED, NOT_ALLOWED, SANCTIONED, listed, switch};
use crate::stage::{Cast, Effect, Rule, Stage, ordinary};

sol! {
    function set(address account, bool listed) external;
    function setAccountStatus(address account, uint256 termIndex, bool status) external;
    function setPaused(bool paused) external;
    function mint(address to, uint256 amount) external;
    function mintShares(address account, uint256 shares) external;
    function balanceOf(address account) external view returns (uint256);
    function sharesOf(address account) external view returns (uint256);
    function allowance(address owner, address spender) external view returns (uint256);
    function getSharesByRUSDY(uint256 amount) external view returns (uint256);

    interface Oracle {
        function set(uint256 price) external;
    }
}

/// Which of the tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    WithoutAllowlist,
    Rebasing,
}

pub(crate) struct Deployed {
    pub(crate) token: Address,
    issuer: Address,
    blocklist: Address,
    sanctions: Address,
    allowlist: Address,
    oracle: Address,
}

pub(crate) fn deployed(chain: &Chain, kind: Kind) -> Deployed {
    let contracts = compile("OndoUsdy.sol");
    let issuer = contracts::issuer(chain);
    let plain = |name: &str| deploy(chain, issuer, &contracts[name], &[]);
    let (blocklist, allowlist, oracle) = (plain("Blocklist"), plain("Allowlist"), plain("PriceOracle"));
    let sanctions = deploy(chain, issuer, &compile("SanctionsList.sol")["SanctionsList"], &[]);
    let (name, arguments) = match kind {
        Kind::Plain => ("Usdy", (blocklist, sanctions, allowlist).abi_encode_params()),
        Kind::WithoutAllowlist => ("UsdyWithoutAllowlist", (blocklist, sanctions).abi_encode_params()),
        Kind::Rebasing => ("RebasingUsdy", (blocklist, sanctions, allowlist, oracle).abi_encode_params()),
    };
    let token = deploy(chain, issuer, &contracts[name], &arguments);
    for account in ["alice", "bob", "carol", "dave"].map(|name| chain.investor(name)) {
        chain.send(issuer, allowlist, &accepts(account, true));
    }
    Deployed { token, issuer, blocklist, sanctions, allowlist, oracle }
}

const fn accepts(account: Address, status: bool) -> setAccountStatusCall {
    setAccountStatusCall { account, termIndex: U256::ONE, status }
}

fn stage(kind: Kind) -> Stage {
    let chain = Chain::start();
    let Deployed { token, issuer, blocklist, sanctions, allowlist, oracle } = deployed(&chain, kind);
    let mut rules = vec![switch("paused", issuer, token, |paused| setPausedCall { paused })];
    let set = |account, listed| setCall { account, listed };
    let blocked = ["sender blocked", "receiver blocked", "caller blocked"];
    rules.extend(listed(issuer, blocklist, blocked, BLACKLISTED, set));
    let sanctioned = ["sender sanctioned", "receiver sanctioned", "caller sanctioned"];
    rules.extend(listed(issuer, sanctions, sanctioned, SANCTIONED, set));
    if kind != Kind::WithoutAllowlist {
        let missing = ["sender missing", "receiver missing", "caller missing"];
        rules.extend(listed(issuer, allowlist, missing, NOT_ALLOWED, |account, broken| accepts(account, !broken)));
    }
    if kind == Kind::Rebasing {
        rules.push(uneven_price(issuer, oracle));
    }
    let fill = move |chain: &Chain, account: Address, least: U256| {
        if chain.view(token, &balanceOfCall { account }) < least {
            if kind == Kind::Rebasing {
                // An odd number, so that shares and amounts do not divide.
                chain.send(issuer, token, &mintSharesCall { account, shares: least * U256::from(30_007) });
            } else {
                chain.send(issuer, token, &mintCall { to: account, amount: least });
            }
        }
    };
    let holders = ["alice", "bob", "carol"].map(|name| chain.investor(name)).to_vec();
    Stage {
        spender: Some(chain.investor("dave")),
        chain,
        family: Family::OndoUsdy,
        token,
        holders,
        rules,
        fill: Box::new(fill),
        always: if kind == Kind::Rebasing { in_shares } else { ordinary },
        most: U256::from(1_000_000),
    }
}

/// A change that breaks nothing, but moves the limit: another price for each scenario.
fn uneven_price(issuer: Address, oracle: Address) -> Rule {
    let price =
        |cast: &Cast| U256::from(1_000_000_000_000_000_001_u64) + U256::from(cast.nonce * 7_919_000_000_000_003);
    Rule::new(
        "another price",
        move |chain, cast| {
            chain.send(issuer, oracle, &Oracle::setCall { price: price(cast) });
            Effect::Harmless
        },
        |_, _| {},
    )
}

/// The contract compares shares, so an amount can be one above the balance that is shown.
fn in_shares(stage: &Stage, cast: &Cast, amount: U256) -> Vec<Code> {
    let mut broken = Vec::new();
    let moved = stage.chain.view(stage.token, &getSharesByRUSDYCall { amount });
    if moved > stage.chain.view(stage.token, &sharesOfCall { account: cast.from }) {
        broken.push(Code::InsufficientBalance);
    }
    let allowance = |spender| stage.chain.view(stage.token, &allowanceCall { owner: cast.from, spender });
    if cast.spender.is_some_and(|spender| amount > allowance(spender)) {
        broken.push(Code::InsufficientAllowance);
    }
    broken
}

#[test]
fn usdy() {
    let tally = stage(Kind::Plain).run(0x05d1, 500);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 50 && tally.reasons.len() >= 12), "{tally:#?}");
}

#[test]
fn usdy_without_an_allowlist() {
    let tally = stage(Kind::WithoutAllowlist).run(0x05d2, 250);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 25 && tally.reasons.len() >= 9), "{tally:#?}");
}

#[test]
fn rusdy() {
    let tally = stage(Kind::Rebasing).run(0x05d3, 500);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 50 && tally.reasons.len() >= 12), "{tally:#?}");
}

#[test]
fn an_account_with_code_is_on_the_allowlist_and_a_dead_oracle_stops_everything() {
    let stage = stage(Kind::Rebasing);
    let (alice, bob) = (stage.holders[0], stage.holders[1]);
    let (chain, token) = (&stage.chain, stage.token);
    let issuer = contracts::issuer(chain);
    let oracle = chain.view(token, &oracleCall {});
    (stage.fill)(chain, alice, U256::from(1_000));

    // The token itself has code; a stranger has neither code nor accepted terms.
    let to_contract = stage.check(alice, token, U256::from(10));
    assert!(to_contract.verdict.value().is_allow(), "{to_contract:#?}");
    let stranger = stage.check(alice, Address::repeat_byte(0x77), U256::from(10));
    assert!(
        matches!(stranger.verdict.value().reasons(), [only] if only.code == Code::ReceiverNotAllowed),
        "{stranger:#?}"
    );

    // At a price above 10,000 the smallest unit is no share.
    chain.send(issuer, oracle, &Oracle::setCall { price: U256::from(10).pow(U256::from(23)) });
    let nothing = stage.check(alice, bob, U256::from(9));
    assert!(nothing.verdict.value().is_allow(), "{nothing:#?}");
    assert!(matches!(nothing.notices.as_slice(), [only] if only.code == NoticeCode::MovesNothing), "{nothing:#?}");
    let something = stage.check(alice, bob, U256::from(10));
    assert!(something.notices.is_empty() && something.verdict.value().is_allow(), "{something:#?}");

    chain.send(issuer, oracle, &setPausedCall { paused: true });
    let dead = stage.check(alice, bob, U256::from(10));
    assert!(matches!(dead.verdict.value(), Verdict::Deny(_)), "{dead:#?}");
    let codes: Vec<_> = dead.verdict.value().reasons().iter().map(|reason| reason.code).collect();
    assert_eq!(codes, [Code::Paused], "{dead:#?}");
}

sol! {
    function oracle() external view returns (address);
}
