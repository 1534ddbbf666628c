//! Ondo OUSG and rOUSG: models with the registry of 2023 and with the later view.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::compliance::{Family, RestrictionCode as Code};

use crate::chain::Chain;
use crate::contracts::{self, compile, deploy};
use crate::parties::{NOT_ALLOWED, SANCTIONED, listed, switch};
use crate::stage::{Cast, Effect, Rule, Stage, ordinary};

sol! {
    function set(uint256 group, address account, bool admitted) external;
    function setGroup(uint256 group, address token) external;
    function setPaused(bool paused) external;
    function mint(address to, uint256 amount) external;
    function mintShares(address account, uint256 shares) external;
    function balanceOf(address account) external view returns (uint256);
    function sharesOf(address account) external view returns (uint256);
    function allowance(address owner, address spender) external view returns (uint256);
    function getSharesByROUSG(uint256 amount) external view returns (uint256);

    interface Sanctions {
        function set(address account, bool sanctioned) external;
    }

    interface Oracle {
        function set(uint256 price) external;
    }
}

const GROUP: U256 = U256::from_limbs([7, 0, 0, 0]);

/// Which of the tokens, with which registry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    LaterRegistry,
    Rebasing,
}

pub(crate) struct Deployed {
    pub(crate) token: Address,
    issuer: Address,
    registry: Address,
    sanctions: Address,
    oracle: Address,
}

pub(crate) fn deployed(chain: &Chain, kind: Kind) -> Deployed {
    let contracts = compile("OndoOusg.sol");
    let issuer = contracts::issuer(chain);
    let sanctions = deploy(chain, issuer, &compile("SanctionsList.sol")["SanctionsList"], &[]);
    let oracle = deploy(chain, issuer, &contracts["PriceOracle"], &[]);
    let registry = if kind == Kind::LaterRegistry {
        let view = deploy(chain, issuer, &contracts["IdRegistryView"], &[]);
        chain.send(issuer, view, &setGroupCall { group: GROUP, token: Address::repeat_byte(0x05) });
        view
    } else {
        deploy(chain, issuer, &contracts["KycRegistry"], &sanctions.abi_encode())
    };
    let token = if kind == Kind::Rebasing {
        deploy(chain, issuer, &contracts["RebasingOusg"], &(registry, GROUP, oracle).abi_encode_params())
    } else {
        deploy(chain, issuer, &contracts["Ousg"], &(registry, GROUP).abi_encode_params())
    };
    for account in ["alice", "bob", "carol", "dave"].map(|name| chain.investor(name)) {
        chain.send(issuer, registry, &setCall { group: GROUP, account, admitted: true });
    }
    Deployed { token, issuer, registry, sanctions, oracle }
}

fn stage(kind: Kind) -> Stage {
    let chain = Chain::start();
    let Deployed { token, issuer, registry, sanctions, oracle } = deployed(&chain, kind);
    let mut rules = vec![switch("paused", issuer, token, |paused| setPausedCall { paused })];
    let missing = ["sender unknown", "receiver unknown", "caller unknown"];
    let admit = |account, broken: bool| setCall { group: GROUP, account, admitted: !broken };
    rules.extend(listed(issuer, registry, missing, NOT_ALLOWED, admit));
    if kind != Kind::LaterRegistry {
        let sanctioned = ["sender sanctioned", "receiver sanctioned", "caller sanctioned"];
        let set = |account, sanctioned| Sanctions::setCall { account, sanctioned };
        rules.extend(listed(issuer, sanctions, sanctioned, SANCTIONED, set));
    }
    if kind == Kind::Rebasing {
        rules.push(uneven_price(issuer, oracle));
    }
    let fill = move |chain: &Chain, account: Address, least: U256| {
        if chain.view(token, &balanceOfCall { account }) < least {
            if kind == Kind::Rebasing {
                chain.send(issuer, token, &mintSharesCall { account, shares: least * U256::from(1_013) });
            } else {
                chain.send(issuer, token, &mintCall { to: account, amount: least });
            }
        }
    };
    let holders = ["alice", "bob", "carol"].map(|name| chain.investor(name)).to_vec();
    Stage {
        spender: Some(chain.investor("dave")),
        chain,
        family: Family::OndoOusg,
        token,
        holders,
        rules,
        fill: Box::new(fill),
        always: if kind == Kind::Rebasing { in_shares } else { ordinary },
        most: U256::from(1_000_000),
    }
}

/// A change that breaks nothing, but moves the limit: another price, near a hundred, for each scenario.
fn uneven_price(issuer: Address, oracle: Address) -> Rule {
    let price = |cast: &Cast| {
        (U256::from(100_000_000_000_000_u64) + U256::from(cast.nonce * 7_919_003)) * U256::from(1_000_003)
    };
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
    let moved = stage.chain.view(stage.token, &getSharesByROUSGCall { amount });
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
fn ousg() {
    let tally = stage(Kind::Plain).run(0x0051, 500);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 50 && tally.reasons.len() >= 9), "{tally:#?}");
}

#[test]
fn ousg_with_the_later_registry() {
    let tally = stage(Kind::LaterRegistry).run(0x0052, 250);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 25 && tally.reasons.len() >= 6), "{tally:#?}");
}

#[test]
fn rousg() {
    let tally = stage(Kind::Rebasing).run(0x0053, 500);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 50 && tally.reasons.len() >= 9), "{tally:#?}");
}
