//! `UniversalToken` on a model: default partitions, the validator's lists, holds and granularity, operators, and holders' contracts.

use alloy_primitives::{Address, B256, U256, address, keccak256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::compliance::{Family, RestrictionCode as Code};
use serde_json::json;

use crate::chain::Chain;
use crate::security_tokens::{Ground, switch};
use crate::stage::{Cast, Effect, Rule, Stage, allowanceCall, balanceOfCall};

sol! {
    function setInterfaceImplementer(address account, bytes32 interfaceHash, address implementer) external;
    function registerTokenSetup(address token, bool allowlist, bool blocklist, bool granularity, bool holds) external;
    function setPaused(address token, bool value) external;
    function setAllowlisted(address token, address account, bool value) external;
    function setBlocklisted(address token, address account, bool value) external;
    function setGranularityByPartition(address token, bytes32 partition, uint256 value) external;
    function setHeld(address token, bytes32 partition, address account, uint256 value) external;
    function setAgrees(bool value) external;
    function setDefaultPartitions(bytes32[] calldata partitions) external;
    function balanceOfByPartition(bytes32 partition, address holder) external view returns (uint256);
    function isOperator(address operator, address holder) external view returns (bool);
    function authorizeOperator(address operator) external;
    function revokeOperator(address operator) external;
    function issueByPartition(bytes32 partition, address holder, uint256 value) external;
}

const REGISTRY: Address = address!("1820a4B7618BdE71Dce8cdc73aAB6C95905faD24");
const FIRST: B256 = B256::repeat_byte(1);
const SECOND: B256 = B256::repeat_byte(2);
const STEP: u64 = 7;

/// Puts the model of ERC-1820 where the real one is on every chain.
fn place_registry(ground: &Ground) {
    let registry = ground.deploy("Registry1820", &[]);
    let code = ground.chain.devnet.call("eth_getCode", json!([registry, "latest"]));
    ground.chain.devnet.call("anvil_setCode", json!([REGISTRY, code]));
}

fn name(ground: &Ground, account: Address, interface: &str, implementer: Address) {
    let call = setInterfaceImplementerCall { account, interfaceHash: keccak256(interface), implementer };
    ground.send(REGISTRY, &call);
}

fn always(stage: &Stage, cast: &Cast, amount: U256) -> Vec<Code> {
    let mut broken = Vec::new();
    if amount > stage.balance(cast.from) {
        broken.push(Code::InsufficientBalance);
    }
    let allowed = |spender: Address| {
        let (chain, token) = (&stage.chain, stage.token);
        chain.view(token, &isOperatorCall { operator: spender, holder: cast.from })
            || amount <= chain.view(token, &allowanceCall { owner: cast.from, spender })
    };
    if cast.spender.is_some_and(|spender| !allowed(spender)) {
        broken.push(Code::InsufficientAllowance);
    }
    broken
}

fn part(chain: &Chain, token: Address, partition: B256, holder: Address) -> U256 {
    chain.view(token, &balanceOfByPartitionCall { partition, holder })
}

/// None at all, or only the first one.
fn other_defaults(owner: Address, token: Address) -> Rule {
    Rule::new(
        "default partitions",
        move |chain, cast| {
            let none = cast.nonce % 4 == 1;
            let partitions = if none { Vec::new() } else { vec![FIRST] };
            chain.send(owner, token, &setDefaultPartitionsCall { partitions });
            if none {
                Effect::Breaks(Code::LockedUp)
            } else {
                Effect::Above(part(chain, token, FIRST, cast.from), Code::PartitionBalance)
            }
        },
        move |chain, _| chain.send(owner, token, &setDefaultPartitionsCall { partitions: vec![FIRST, SECOND] }),
    )
    .only(|cast| cast.nonce % 2 == 1)
}

/// Each piece that is taken from a partition has to be a multiple.
fn granularity(owner: Address, token: Address, validator: Address) -> Rule {
    let set = move |chain: &Chain, value: U256| {
        for partition in [FIRST, SECOND] {
            chain.send(owner, validator, &setGranularityByPartitionCall { token, partition, value });
        }
    };
    Rule::new(
        "granularity",
        move |chain, cast| {
            set(chain, U256::from(STEP));
            let first = part(chain, token, FIRST, cast.from);
            let second = part(chain, token, SECOND, cast.from);
            Effect::At(Box::new(move |amount| {
                let pieces = [amount.min(first), amount.saturating_sub(first).min(second)];
                let odd = pieces.into_iter().any(|piece| piece % U256::from(STEP) != U256::ZERO);
                if odd { vec![Code::TokenRestriction] } else { Vec::new() }
            }))
        },
        move |chain, _| set(chain, U256::ZERO),
    )
    .only(|cast| cast.nonce % 2 == 0)
}

/// Part of the first partition is on hold.
fn hold(owner: Address, token: Address, validator: Address) -> Rule {
    Rule::new(
        "hold",
        move |chain, cast| {
            let first = part(chain, token, FIRST, cast.from);
            let value = first / U256::from(2 + cast.nonce % 3);
            chain.send(owner, validator, &setHeldCall { token, partition: FIRST, account: cast.from, value });
            if value.is_zero() { Effect::Harmless } else { Effect::Above(first - value, Code::LockedUp) }
        },
        move |chain, cast| {
            let value = U256::ZERO;
            chain.send(owner, validator, &setHeldCall { token, partition: FIRST, account: cast.from, value });
        },
    )
    // Without default partitions nothing is taken from the first one.
    .only(|cast| cast.nonce % 4 != 1)
}

/// A holder has named a contract, and that agrees or does not.
fn hook(
    name: &'static str,
    owner: Address,
    contract: Address,
    interface: &'static str,
    who: fn(&Cast) -> Address,
) -> Rule {
    let put = move |chain: &Chain, cast: &Cast, implementer: Address| {
        let (account, hash) = (who(cast), keccak256(interface));
        let call = setInterfaceImplementerCall { account, interfaceHash: hash, implementer };
        chain.send(owner, REGISTRY, &call);
    };
    Rule::new(
        name,
        move |chain, cast| {
            put(chain, cast, contract);
            let agrees = cast.nonce % 5 == 0;
            chain.send(owner, contract, &setAgreesCall { value: agrees });
            if agrees { Effect::Harmless } else { Effect::Breaks(Code::HookRefuses) }
        },
        move |chain, cast| put(chain, cast, Address::ZERO),
    )
    // Without default partitions no piece moves, and nobody is asked.
    .only(|cast| cast.nonce % 4 != 1)
}

fn rules(ground: &Ground, token: Address, validator: Address, hooks: [Address; 2]) -> Vec<Rule> {
    let owner = ground.owner;
    let listed = move |name, code, who: fn(&Cast) -> Address| {
        switch(name, owner, validator, code, move |cast: &Cast, broken| setAllowlistedCall {
            token,
            account: who(cast),
            value: !broken,
        })
    };
    let blocked = move |name, code, who: fn(&Cast) -> Address| {
        switch(name, owner, validator, code, move |cast: &Cast, value| setBlocklistedCall {
            token,
            account: who(cast),
            value,
        })
    };
    vec![
        switch("paused", owner, validator, Code::Paused, move |_, value| setPausedCall { token, value }),
        listed("sender not listed", Code::SenderNotAllowed, |cast| cast.from),
        listed("receiver not listed", Code::ReceiverNotAllowed, |cast| cast.to).only(|cast| cast.from != cast.to),
        blocked("sender blocked", Code::SenderBlacklisted, |cast| cast.from),
        blocked("receiver blocked", Code::ReceiverBlacklisted, |cast| cast.to).only(|cast| cast.from != cast.to),
        other_defaults(owner, token),
        granularity(owner, token, validator),
        hold(owner, token, validator),
        hook("sender's contract", owner, hooks[0], "ERC1400TokensSender", |cast| cast.from),
        hook("receiver's contract", owner, hooks[1], "ERC1400TokensRecipient", |cast| cast.to),
        Rule::new(
            "operator",
            move |chain, cast| {
                let operator = cast.spender.expect("a spender");
                chain.send(cast.from, token, &authorizeOperatorCall { operator });
                Effect::Harmless
            },
            move |chain, cast| {
                let operator = cast.spender.expect("a spender");
                chain.send(cast.from, token, &revokeOperatorCall { operator });
            },
        )
        .only(|cast| cast.spender.is_some()),
    ]
}

#[test]
fn universal_token() {
    let ground = Ground::of("UniversalToken.sol");
    place_registry(&ground);
    let partitions = vec![FIRST, SECOND];
    let token = ground.deploy("UniversalToken", &(U256::from(1), partitions).abi_encode_params());
    let validator = ground.deploy("TokensValidator", &[]);
    let hooks = [ground.deploy("HolderHook", &[]), ground.deploy("HolderHook", &[])];
    name(&ground, token, "ERC1400TokensValidator", validator);
    let (allowlist, blocklist, granularity, holds) = (true, true, true, true);
    ground.send(validator, &registerTokenSetupCall { token, allowlist, blocklist, granularity, holds });
    for account in &ground.holders {
        ground.send(validator, &setAllowlistedCall { token, account: *account, value: true });
    }
    assert_eq!(ground.families(token), [Family::Erc20, Family::Erc1400]);
    let (owner, rules) = (ground.owner, rules(&ground, token, validator, hooks));
    let stage = Stage {
        chain: ground.chain,
        family: Family::Erc1400,
        token,
        holders: ground.holders,
        spender: Some(ground.spender),
        rules,
        // About half of it in each partition.
        fill: Box::new(move |chain, holder, least| {
            let has = chain.view(token, &balanceOfCall { account: holder });
            if has < least {
                let half = (least - has) / U256::from(2);
                for (partition, value) in [(FIRST, half), (SECOND, least - has - half)] {
                    chain.send(owner, token, &issueByPartitionCall { partition, holder, value });
                }
            }
        }),
        always,
        most: U256::from(1_000),
    };
    let tally = stage.run(0x1400, 500);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 50 && tally.reasons.len() == 11), "{tally:#?}");
}
