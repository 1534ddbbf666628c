//! Maple's pools: private, by permissions, public. Models.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::compliance::{Family, RestrictionCode as Code};

use crate::chain::Chain;
use crate::models::{anybody, model, stage, switch};
use crate::stage::{Cast, Rule};

sol! {
    function setPool(address pool) external;
    function setProtocolPause(bool paused) external;
    function setContractPause(address contract_, bool paused) external;
    function setStrange(bool strange) external;
    function configure(address manager, uint256 level, bytes32 functionId, uint256 bitmap) external;
    function setLender(address manager, address lender, bool allowed, uint256 bitmap) external;
}

/// A pool and all that it hangs on.
pub(crate) struct Pool {
    pub(crate) token: Address,
    globals: Address,
    permissions: Address,
    manager: Address,
}

pub(crate) fn pool(chain: &Chain) -> Pool {
    let part = |name: &str, arguments: &[u8]| model(chain, "Maple.sol", name, arguments);
    let (globals, permissions) = (part("MapleGlobals", &[]), part("MaplePermissions", &[]));
    let manager = part("MapleManager", &(globals, permissions).abi_encode_params());
    // Any asset will do: transfers of the share do not look at it.
    let token = part("MaplePool", &(manager, globals).abi_encode_params());
    chain.send(anybody(chain), manager, &setPoolCall { pool: token });
    Pool { token, globals, permissions, manager }
}

/// One of the ways in which a pool admits lenders: its level, and what a lender who is admitted has.
#[derive(Clone, Copy)]
struct Admission {
    level: u64,
    listed: bool,
    bitmap: u64,
}

fn scenarios(admission: Admission, seed: u64, reasons: usize) {
    let chain = Chain::start();
    let Pool { token, globals, permissions, manager } = pool(&chain);
    // At the pool's level one map counts, at the function's level one for each function.
    for function in [&b""[..], b"P:transfer", b"P:transferFrom"] {
        let (level, function) = (U256::from(admission.level), B256::right_padding_from(function));
        let configure = configureCall { manager, level, functionId: function, bitmap: U256::from(6) };
        chain.send(anybody(&chain), permissions, &configure);
    }
    let lender = move |lender, admitted: bool| setLenderCall {
        manager,
        lender,
        allowed: admission.listed && admitted,
        bitmap: U256::from(if admitted { admission.bitmap } else { 4 }),
    };
    for name in ["alice", "bob", "carol"] {
        chain.send(anybody(&chain), permissions, &lender(chain.investor(name), true));
    }
    let protocol = |paused| setProtocolPauseCall { paused };
    let contract = move |paused| setContractPauseCall { contract_: manager, paused };
    let mut rules = vec![
        switch("protocol paused", globals, Code::Paused, move |_| protocol(true), move |_| protocol(false)),
        switch("manager paused", globals, Code::Paused, move |_| contract(true), move |_| contract(false)),
    ];
    if admission.level < 3 {
        let missing = move |name, who: fn(&Cast) -> Address, code| -> Rule {
            let breaks = move |cast: &Cast| lender(who(cast), false);
            switch(name, permissions, code, breaks, move |cast| lender(who(cast), true))
        };
        rules.push(missing("sender", |cast| cast.from, Code::SenderNotAllowed));
        rules.push(missing("receiver", |cast| cast.to, Code::ReceiverNotAllowed).only(|cast| cast.from != cast.to));
    }
    let tally = stage(chain, Family::Maple, token, rules).run(seed, 170);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 20 && tally.reasons.len() >= reasons), "{tally:#?}");
}

#[test]
fn a_private_pool() {
    scenarios(Admission { level: 0, listed: true, bitmap: 0 }, 0x3a91e0, 5);
}

#[test]
fn a_pool_by_function() {
    scenarios(Admission { level: 1, listed: false, bitmap: 7 }, 0x3a91e1, 5);
}

#[test]
fn a_pool_by_permissions() {
    scenarios(Admission { level: 2, listed: false, bitmap: 6 }, 0x3a91e2, 5);
}

#[test]
fn a_public_pool() {
    scenarios(Admission { level: 3, listed: false, bitmap: 0 }, 0x3a91e3, 3);
}

#[test]
fn a_manager_that_refuses_for_what_is_not_known_is_quoted() {
    let chain = Chain::start();
    let Pool { token, permissions, manager, .. } = pool(&chain);
    let public = configureCall { manager, level: U256::from(3), functionId: B256::ZERO, bitmap: U256::ZERO };
    chain.send(anybody(&chain), permissions, &public);
    let strange = |strange| setStrangeCall { strange };
    let rules = vec![switch("strange", manager, Code::HookRefuses, move |_| strange(true), move |_| strange(false))];
    let tally = stage(chain, Family::Maple, token, rules).run(0x3a91e4, 30);
    assert!(tally.reasons.contains_key(&Code::HookRefuses), "{tally:#?}");
}
