//! Ondo Global Markets tokens and USDon: models with one compliance view for both.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::compliance::Family;

use crate::chain::Chain;
use crate::contracts::{self, compile, deploy};
use crate::parties::{BLACKLISTED, SANCTIONED, listed, switch};
use crate::stage::{Stage, ordinary};

sol! {
    function set(address account, bool listed) external;
    function setLists(address token, address blocklist, address sanctions) external;
    function gmIdentifier() external view returns (address);
    function pauseToken(address token, bool paused) external;
    function pauseAllTokens(bool paused) external;
    function setPaused(bool paused) external;
    function mint(address to, uint256 amount) external;
    function balanceOf(address account) external view returns (uint256);
}

/// Which of the tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Stock,
    Dollar,
}

pub(crate) struct Deployed {
    pub(crate) token: Address,
    issuer: Address,
    blocklist: Address,
    sanctions: Address,
    manager: Address,
}

pub(crate) fn deployed(chain: &Chain, kind: Kind) -> Deployed {
    let contracts = compile("OndoGlobalMarkets.sol");
    let issuer = contracts::issuer(chain);
    let plain = |name: &str| deploy(chain, issuer, &contracts[name], &[]);
    let (blocklist, manager, compliance) = (plain("Blocklist"), plain("PauseManager"), plain("Compliance"));
    let sanctions = deploy(chain, issuer, &compile("SanctionsList.sol")["SanctionsList"], &[]);
    let view = deploy(chain, issuer, &contracts["ComplianceView"], &compliance.abi_encode());
    let token = chain.view(view, &gmIdentifierCall {});
    chain.send(issuer, compliance, &setListsCall { token, blocklist, sanctions });
    let token = match kind {
        Kind::Stock => deploy(chain, issuer, &contracts["GmToken"], &(view, manager).abi_encode_params()),
        Kind::Dollar => deploy(chain, issuer, &contracts["UsdOn"], &view.abi_encode()),
    };
    Deployed { token, issuer, blocklist, sanctions, manager }
}

fn stage(kind: Kind) -> Stage {
    let chain = Chain::start();
    let Deployed { token, issuer, blocklist, sanctions, manager } = deployed(&chain, kind);
    let mut rules = match kind {
        Kind::Stock => vec![
            switch("token paused", issuer, manager, move |paused| pauseTokenCall { token, paused }),
            switch("all tokens paused", issuer, manager, |paused| pauseAllTokensCall { paused }),
        ],
        Kind::Dollar => vec![switch("paused", issuer, token, |paused| setPausedCall { paused })],
    };
    let set = |account, listed| setCall { account, listed };
    let blocked = ["sender blocked", "receiver blocked", "caller blocked"];
    rules.extend(listed(issuer, blocklist, blocked, BLACKLISTED, set));
    let sanctioned = ["sender sanctioned", "receiver sanctioned", "caller sanctioned"];
    rules.extend(listed(issuer, sanctions, sanctioned, SANCTIONED, set));
    let fill = move |chain: &Chain, account: Address, least: U256| {
        if chain.view(token, &balanceOfCall { account }) < least {
            chain.send(issuer, token, &mintCall { to: account, amount: least });
        }
    };
    let holders = ["alice", "bob", "carol"].map(|name| chain.investor(name)).to_vec();
    Stage {
        spender: Some(chain.investor("dave")),
        chain,
        family: Family::OndoGlobalMarkets,
        token,
        holders,
        rules,
        fill: Box::new(fill),
        always: ordinary,
        most: U256::from(1_000_000),
    }
}

#[test]
fn global_markets() {
    let tally = stage(Kind::Stock).run(0x0061, 500);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 50 && tally.reasons.len() >= 9), "{tally:#?}");
}

#[test]
fn usdon() {
    let tally = stage(Kind::Dollar).run(0x0062, 250);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 25 && tally.reasons.len() >= 9), "{tally:#?}");
}
