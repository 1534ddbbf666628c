//! Hedera's Asset Tokenization Studio on a model: with a block list, then with an allow list.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::sol;
use assay_sdk::compliance::{Family, RestrictionCode as Code};

use crate::security_tokens::{Ground, mint, switch};
use crate::stage::{Cast, Effect, Rule, Stage, ordinary};

sol! {
    interface IAts {
        function setUp(address registry, address rules, address[] calldata lists, address[] calldata kyc) external;
        function setPaused(bool value) external;
        function setClearing(bool value) external;
        function setMultiPartition(bool value) external;
        function setProtected(bool value) external;
        function setControlListType(bool white) external;
        function setInControlList(address account, bool value) external;
        function setRecovered(address account, bool value) external;
        function setKyc(address account, uint8 status) external;
        function issue(address to, uint256 value, bytes calldata data) external;
    }
    interface IList {
        function setRefused(address account, bool value) external;
        function setBroken(bool value) external;
    }
    interface IRules {
        function setRefused(address from, address to, bool value) external;
        function setMost(uint256 value) external;
    }
}

/// What the token asks outside of itself.
struct Outside {
    registry: Address,
    rules: Address,
    control_list: Address,
    kyc_list: Address,
}

type Who = fn(&Cast) -> Address;

const SENDER: Who = |cast| cast.from;
const RECEIVER: Who = |cast| cast.to;
const CALLER: Who = |cast| cast.spender.expect("a spender");

fn to_another(cast: &Cast) -> bool {
    cast.from != cast.to
}

fn by_another(cast: &Cast) -> bool {
    cast.spender.is_some()
}

fn modes(owner: Address, token: Address) -> Vec<Rule> {
    vec![
        switch("paused", owner, token, Code::Paused, |_, value| IAts::setPausedCall { value }),
        switch("clearing", owner, token, Code::NotApproved, |_, value| IAts::setClearingCall { value }),
        switch("partitions", owner, token, Code::NotTransferable, |_, value| IAts::setMultiPartitionCall { value }),
        switch("protected", owner, token, Code::CallerNotAllowed, |_, value| IAts::setProtectedCall { value }),
    ]
}

fn lists(owner: Address, token: Address, outside: &Outside, white: bool) -> Vec<Rule> {
    let recovered = |name, code, who: Who| {
        switch(name, owner, token, code, move |cast: &Cast, value| IAts::setRecoveredCall { account: who(cast), value })
    };
    let listed = |name, on_black, on_white, who: Who| {
        let code = if white { on_white } else { on_black };
        switch(name, owner, token, code, move |cast: &Cast, broken| IAts::setInControlListCall {
            account: who(cast),
            value: broken != white,
        })
    };
    let elsewhere = |name, contract, code, who: Who| {
        switch(name, owner, contract, code, move |cast: &Cast, value| IList::setRefusedCall {
            account: who(cast),
            value,
        })
    };
    let Outside { control_list, kyc_list, registry, .. } = *outside;
    let kyc = |name, code, who: Who| {
        switch(name, owner, token, code, move |cast: &Cast, broken| IAts::setKycCall {
            account: who(cast),
            status: u8::from(!broken),
        })
    };
    vec![
        recovered("sender recovered", Code::SenderFrozen, SENDER),
        recovered("receiver recovered", Code::ReceiverFrozen, RECEIVER).only(to_another),
        recovered("caller recovered", Code::CallerFrozen, CALLER).only(by_another),
        listed("sender's entry", Code::SenderBlacklisted, Code::SenderNotAllowed, SENDER),
        listed("receiver's entry", Code::ReceiverBlacklisted, Code::ReceiverNotAllowed, RECEIVER).only(to_another),
        listed("caller's entry", Code::CallerBlacklisted, Code::CallerNotAllowed, CALLER).only(by_another),
        elsewhere("sender elsewhere", control_list, Code::SenderNotAllowed, SENDER),
        elsewhere("receiver elsewhere", control_list, Code::ReceiverNotAllowed, RECEIVER).only(to_another),
        elsewhere("caller elsewhere", control_list, Code::CallerNotAllowed, CALLER).only(by_another),
        kyc("sender's KYC", Code::SenderNotRegistered, SENDER),
        kyc("receiver's KYC", Code::ReceiverNotRegistered, RECEIVER).only(to_another),
        elsewhere("receiver's KYC elsewhere", kyc_list, Code::ReceiverNotRegistered, RECEIVER).only(to_another),
        elsewhere("sender's identity", registry, Code::SenderNotRegistered, SENDER).only(|cast| cast.nonce % 2 == 0),
        elsewhere("receiver's identity", registry, Code::ReceiverNotVerified, RECEIVER)
            .only(|cast| cast.nonce % 2 == 0 && cast.from != cast.to),
    ]
}

fn compliance(owner: Address, rules: Address) -> Vec<Rule> {
    let pair = |name, from: Who, to: Who| {
        switch(name, owner, rules, Code::ComplianceRefuses, move |cast: &Cast, value| IRules::setRefusedCall {
            from: from(cast),
            to: to(cast),
            value,
        })
    };
    let limit = Rule::new(
        "limit",
        move |chain, cast| {
            let value = cast.amount / U256::from(1 + cast.nonce % 2);
            chain.send(owner, rules, &IRules::setMostCall { value });
            Effect::Above(value, Code::ComplianceRefuses)
        },
        move |chain, _| chain.send(owner, rules, &IRules::setMostCall { value: U256::MAX }),
    );
    vec![pair("pair", SENDER, RECEIVER), pair("caller", CALLER, |_| Address::ZERO).only(by_another), limit]
}

fn run(white: bool, seed: u64) {
    let ground = Ground::of("HederaAts.sol");
    let token = ground.deploy("HederaAts", &[]);
    let [registry, control_list, kyc_list] = [(); 3].map(|()| ground.deploy("AccountList", &[]));
    let outside = Outside { registry, rules: ground.deploy("ComplianceModel", &[]), control_list, kyc_list };
    let (lists_of, kyc) = (vec![control_list], vec![kyc_list]);
    ground.send(token, &IAts::setUpCall { registry, rules: outside.rules, lists: lists_of, kyc });
    ground.send(token, &IAts::setControlListTypeCall { white });
    for account in ground.holders.iter().copied().chain([ground.spender]) {
        ground.send(token, &IAts::setKycCall { account, status: 1 });
        ground.send(token, &IAts::setInControlListCall { account, value: white });
    }
    assert_eq!(ground.families(token), [Family::Erc20, Family::Erc3643, Family::Erc1400, Family::HederaAts]);
    let owner = ground.owner;
    let mut rules = modes(owner, token);
    rules.extend(lists(owner, token, &outside, white));
    rules.extend(compliance(owner, outside.rules));
    // A registry that is out of order says nothing about anybody.
    let broken =
        switch("registry", owner, registry, Code::IdentityUnreadable, |_, value| IList::setBrokenCall { value });
    rules.push(broken.only(|cast| cast.nonce % 2 == 1));
    let stage = Stage {
        chain: ground.chain,
        family: Family::HederaAts,
        token,
        holders: ground.holders,
        spender: Some(ground.spender),
        rules,
        fill: mint(owner, token, |to, value| IAts::issueCall { to, value, data: Bytes::new() }),
        always: ordinary,
        most: U256::from(1_000),
    };
    let tally = stage.run(seed, 250);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 20 && tally.reasons.len() >= 12), "{tally:#?}");
}

#[test]
fn hedera_ats_with_a_block_list() {
    run(false, 0x0a75);
}

#[test]
fn hedera_ats_with_an_allow_list() {
    run(true, 0x1a75);
}
