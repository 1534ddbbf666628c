//! ERC-1594 in both shapes of its answer, and ERC-1410 with one partition, on models: one status tells one reason.

use alloy_primitives::{Bytes, U256};
use alloy_sol_types::sol;
use assay_sdk::compliance::{Family, RestrictionCode as Code};

use crate::security_tokens::{Ground, mint, switch};
use crate::stage::{Cast, Stage, ordinary};

sol! {
    function issue(address holder, uint256 value, bytes calldata data) external;
    function setHalted(bool value) external;
    function setBarredFromSending(address account, bool value) external;
    function setBarredFromReceiving(address account, bool value) external;
    function setLocked(address account, bool value) external;
}

/// In which order the models look.
const ORDER: [Code; 4] = [Code::Paused, Code::SenderNotAllowed, Code::ReceiverNotAllowed, Code::LockedUp];

fn run(contract: &str, seed: u64) {
    let ground = Ground::of("ERC1594Token.sol");
    let token = ground.deploy(contract, &[]);
    assert_eq!(ground.families(token), [Family::Erc20, Family::Erc1400]);
    let owner = ground.owner;
    let rules = vec![
        switch("halted", owner, token, Code::Paused, |_: &Cast, value| setHaltedCall { value }),
        switch("sender barred", owner, token, Code::SenderNotAllowed, |cast: &Cast, value| setBarredFromSendingCall {
            account: cast.from,
            value,
        }),
        switch("receiver barred", owner, token, Code::ReceiverNotAllowed, |cast: &Cast, value| {
            setBarredFromReceivingCall { account: cast.to, value }
        }),
        switch("sender locked", owner, token, Code::LockedUp, |cast: &Cast, value| setLockedCall {
            account: cast.from,
            value,
        }),
    ];
    let stage = Stage {
        chain: ground.chain,
        family: Family::Erc1400,
        token,
        holders: ground.holders,
        spender: Some(ground.spender),
        rules,
        fill: mint(owner, token, |holder, value| issueCall { holder, value, data: Bytes::new() }),
        always: ordinary,
        most: U256::from(1_000),
    };
    let tally = stage.run_in_order(seed, 250, &ORDER);
    println!("{contract}: {tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 30 && tally.reasons.len() == 6), "{tally:#?}");
}

#[test]
fn erc1594_with_a_boolean() {
    run("ReferenceToken", 0x1594);
}

#[test]
fn erc1594_without_a_boolean() {
    run("TextToken", 0x1595);
}

#[test]
fn erc1410_with_one_partition() {
    run("PartitionToken", 0x1410);
}
