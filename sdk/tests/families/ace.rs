//! Chainlink ACE, its own contracts of release 1.0.0: both shipped tokens under the shipped policies, and a policy of ours.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::{SolCall, SolValue as _, sol};
use assay_sdk::asset::profile;
use assay_sdk::compliance::{Assessment, Family, Most, RestrictionCode as Code, TransferQuery, check_transfer};
use assay_sdk::units::Amount;

use crate::chain::Chain;
use crate::security_tokens::{Ground, mint, switch};
use crate::stage::{Cast, Effect, Rule, Stage, balanceOfCall, ordinary, transferCall, transferFromCall};

sol! {
    interface IEngine {
        function initialize(bool allow, address owner) external;
        function setExtractors(bytes4[] calldata selectors, address extractor) external;
        function addPolicy(address target, bytes4 selector, address policy, bytes32[] calldata names) external;
        function setTargetDefaultPolicyAllow(address target, bool allow) external;
    }
    interface IPolicies {
        function initialize(address engine, address owner, bytes calldata config) external;
        function allowAddress(address account) external;
        function disallowAddress(address account) external;
        function rejectAddress(address account) external;
        function unrejectAddress(address account) external;
        function authorizeSender(address account) external;
        function unauthorizeSender(address account) external;
        function setPausedState(bool paused) external;
        function setMax(uint256 most) external;
        function setMin(uint256 least) external;
        function setMaxAmount(uint256 most) external;
        function setTimePeriodDuration(uint256 duration) external;
        function setEndSlot(uint256 slot) external;
        function setMost(uint256 value) external;
    }
    interface IToken {
        function initialize(string calldata name, string calldata symbol, uint8 decimals, address engine) external;
        function mint(address to, uint256 amount) external;
        function freeze(address account, uint256 amount, bytes calldata context) external;
        function unfreeze(address account, uint256 amount, bytes calldata context) external;
        function pause() external;
        function unpause() external;
        function setAddressFrozen(address account, bool frozen) external;
        function freezePartialTokens(address account, uint256 amount) external;
        function unfreezePartialTokens(address account, uint256 amount) external;
    }
}

/// Half of a cycle of two, so long that the chain stays within one.
const SLOT: u64 = 1_000_000_000;
/// A period that does not end while a test runs.
const PERIOD: u64 = 400_000_000;

/// A token with an engine, and its policies by name.
struct House {
    ground: Ground,
    token: Address,
    engine: Address,
    policies: BTreeMap<&'static str, Address>,
}

impl House {
    fn new(token: &str) -> Self {
        let ground = Ground::of("AceContracts.sol");
        let (allow, owner) = (true, ground.owner);
        let engine = behind_proxy(&ground, "Engine", &IEngine::initializeCall { allow, owner });
        let (name, symbol) = ("House note".to_owned(), "HNOTE".to_owned());
        let token = behind_proxy(&ground, token, &IToken::initializeCall { name, symbol, decimals: 6, engine });
        let (extractor, selectors) = (ground.deploy("Extractor", &[]), selectors().to_vec());
        ground.send(engine, &IEngine::setExtractorsCall { selectors, extractor });
        Self { ground, token, engine, policies: BTreeMap::new() }
    }

    /// Installs a policy before both transfers.
    fn policy(&mut self, name: &'static str, config: &[u8], parameters: &[&str]) -> Address {
        let (engine, owner) = (self.engine, self.ground.owner);
        let config = Bytes::copy_from_slice(config);
        let call = IPolicies::initializeCall { engine, owner, config };
        let policy = behind_proxy(&self.ground, name, &call);
        for selector in selectors() {
            let names: Vec<B256> = parameters.iter().map(keccak256).collect();
            self.ground.send(self.engine, &IEngine::addPolicyCall { target: self.token, selector, policy, names });
        }
        self.policies.insert(name, policy);
        policy
    }

    fn at(&self, name: &str) -> Address {
        self.policies[name]
    }

    fn assess(&self, from: Address, to: Address, amount: u64) -> Assessment {
        assess(&self.ground.chain, self.token, from, to, amount)
    }
}

fn assess(chain: &Chain, token: Address, from: Address, to: Address, amount: u64) -> Assessment {
    let mut reads = chain.reads();
    let (found, _) = chain.ask(&mut reads, |reads| profile(reads, token));
    let found = found.expect("a profile").into_value();
    let amount = Amount::from_raw(U256::from(amount), found.decimals).expect("decimals in range");
    let query = TransferQuery::new(found, from, to, amount);
    let (assessment, _) = chain.ask(&mut reads, |reads| check_transfer(reads, &query));
    assessment.expect("an assessment")
}

fn selectors() -> [alloy_primitives::FixedBytes<4>; 2] {
    [transferCall::SELECTOR.into(), transferFromCall::SELECTOR.into()]
}

/// The contracts can be set up behind a proxy only.
fn behind_proxy<C: SolCall>(ground: &Ground, name: &str, setup: &C) -> Address {
    let implementation = ground.deploy(name, &[]);
    let data = Bytes::from(setup.abi_encode());
    ground.deploy("Proxy", &(implementation, data).abi_encode_params())
}

const SENDER: fn(&Cast) -> Address = |cast| cast.from;
const RECEIVER: fn(&Cast) -> Address = |cast| cast.to;

fn to_another(cast: &Cast) -> bool {
    cast.from != cast.to
}

/// Two calls of the owner: one that breaks, one that mends.
fn pair<B: SolCall, M: SolCall>(
    name: &'static str,
    (owner, contract): (Address, Address),
    code: impl Fn(&Cast) -> Code + 'static,
    breaks: impl Fn(&Cast) -> B + 'static,
    mends: impl Fn(&Cast) -> M + 'static,
) -> Rule {
    Rule::new(
        name,
        move |chain, cast| {
            chain.send(owner, contract, &breaks(cast));
            Effect::Breaks(code(cast))
        },
        move |chain, cast| chain.send(owner, contract, &mends(cast)),
    )
}

fn account_rules(house: &House) -> Vec<Rule> {
    let owner = house.ground.owner;
    let rejected = |name, code, who: fn(&Cast) -> Address| {
        pair(
            name,
            (owner, house.at("Reject")),
            move |_| code,
            move |cast| IPolicies::rejectAddressCall { account: who(cast) },
            move |cast| IPolicies::unrejectAddressCall { account: who(cast) },
        )
    };
    let mut rules = vec![
        rejected("sender rejected", Code::SenderBlacklisted, SENDER),
        rejected("receiver rejected", Code::ReceiverBlacklisted, RECEIVER).only(to_another),
    ];
    if let Some(allow) = house.policies.get("Allow") {
        let disallowed = |name, code, who: fn(&Cast) -> Address| {
            pair(
                name,
                (owner, *allow),
                move |_| code,
                move |cast| IPolicies::disallowAddressCall { account: who(cast) },
                move |cast| IPolicies::allowAddressCall { account: who(cast) },
            )
        };
        rules.push(disallowed("sender not allowed", Code::SenderNotAllowed, SENDER));
        rules.push(disallowed("receiver not allowed", Code::ReceiverNotAllowed, RECEIVER).only(to_another));
    }
    if let Some(authorized) = house.policies.get("Authorized") {
        let caller: fn(&Cast) -> Address = |cast| cast.spender.unwrap_or(cast.from);
        rules.push(pair(
            "caller not authorized",
            (owner, *authorized),
            |cast| if cast.spender.is_some() { Code::CallerNotAllowed } else { Code::SenderNotAllowed },
            move |cast| IPolicies::unauthorizeSenderCall { account: caller(cast) },
            move |cast| IPolicies::authorizeSenderCall { account: caller(cast) },
        ));
    }
    rules
}

fn number_rules(house: &House) -> Vec<Rule> {
    let owner = house.ground.owner;
    let (max, volume) = (house.at("Max"), house.at("Volume"));
    vec![
        Rule::new(
            "maximum",
            move |chain, cast| {
                let most = cast.amount / U256::from(1 + cast.nonce % 2);
                chain.send(owner, max, &IPolicies::setMaxCall { most });
                Effect::Above(most, Code::AboveMaximum)
            },
            move |chain, _| chain.send(owner, max, &IPolicies::setMaxCall { most: U256::MAX }),
        ),
        Rule::new(
            "least volume",
            move |chain, cast| {
                let least = cast.amount * U256::from(1 + cast.nonce % 4);
                chain.send(owner, volume, &IPolicies::setMinCall { least });
                Effect::At(Box::new(move |amount| (amount < least).then_some(Code::BelowMinimum).into_iter().collect()))
            },
            move |chain, _| chain.send(owner, volume, &IPolicies::setMinCall { least: U256::ZERO }),
        )
        .only(|cast| cast.nonce % 2 == 0),
        Rule::new(
            "most volume",
            move |chain, cast| {
                chain.send(owner, volume, &IPolicies::setMaxCall { most: cast.amount });
                Effect::Above(cast.amount, Code::AboveMaximum)
            },
            move |chain, _| chain.send(owner, volume, &IPolicies::setMaxCall { most: U256::ZERO }),
        )
        .only(|cast| cast.nonce % 2 == 1),
        rate(house),
    ]
}

/// Under a new period nothing is used; then a transfer to oneself uses some, unless another rule stands in its way.
fn rate(house: &House) -> Rule {
    let (owner, token, policy) = (house.ground.owner, house.token, house.at("VolumeRate"));
    Rule::new(
        "volume rate",
        move |chain, cast| {
            let duration = U256::from(PERIOD + 1 + cast.nonce);
            chain.send(owner, policy, &IPolicies::setTimePeriodDurationCall { duration });
            let amount = cast.amount / U256::from(2);
            let used = chain.try_send(cast.from, token, &transferCall { to: cast.from, amount });
            let left = cast.amount - amount;
            let most = if used { cast.amount } else { left };
            chain.send(owner, policy, &IPolicies::setMaxAmountCall { most });
            Effect::Above(left, Code::TimeTransferLimit)
        },
        move |chain, _| {
            chain.send(owner, policy, &IPolicies::setMaxAmountCall { most: U256::from(u128::MAX) });
        },
    )
}

fn state_rules(house: &House) -> Vec<Rule> {
    let (owner, engine, target) = (house.ground.owner, house.engine, house.token);
    let (pause, interval) = (house.at("Pause"), house.at("Interval"));
    vec![
        switch("paused", owner, pause, Code::Paused, |_, paused| IPolicies::setPausedStateCall { paused }),
        switch("closed", owner, interval, Code::PolicyRefuses, |_, closed| IPolicies::setEndSlotCall {
            slot: U256::from(if closed { 1 } else { 2 }),
        }),
        // Whatever has no policy of its own would be refused too: so the token is frozen in other scenarios.
        switch("default", owner, engine, Code::PolicyRefuses, move |_, broken| {
            IEngine::setTargetDefaultPolicyAllowCall { target, allow: !broken }
        })
        .only(|cast| cast.nonce % 2 == 0),
    ]
}

fn frozen(house: &House) -> Rule {
    let (owner, token) = (house.ground.owner, house.token);
    let amount = std::rc::Rc::new(std::cell::Cell::new(U256::ZERO));
    let kept = amount.clone();
    Rule::new(
        "partly frozen",
        move |chain, cast| {
            let has = chain.view(token, &balanceOfCall { account: cast.from });
            let frozen = if cast.nonce % 5 == 0 { has + U256::from(1) } else { has / U256::from(2) };
            kept.set(frozen);
            let context = Bytes::new();
            chain.send(owner, token, &IToken::freezeCall { account: cast.from, amount: frozen, context });
            part_frozen(has, frozen)
        },
        move |chain, cast| {
            let (account, context) = (cast.from, Bytes::new());
            chain.send(owner, token, &IToken::unfreezeCall { account, amount: amount.get(), context });
        },
    )
    .only(|cast| cast.nonce % 2 == 1)
}

fn part_frozen(has: U256, frozen: U256) -> Effect {
    if frozen.is_zero() {
        Effect::Harmless
    } else if frozen > has {
        Effect::Breaks(Code::PartlyFrozen)
    } else {
        let within = move |amount: U256| amount <= has && amount > has - frozen;
        Effect::At(Box::new(move |amount| within(amount).then_some(Code::PartlyFrozen).into_iter().collect()))
    }
}

/// Everything that ships for transfers, in one chain of eight: more the engine does not take.
fn full_house() -> House {
    let mut house = House::new("TokenErc20");
    let one = U256::from(1);
    house.policy("Pause", &false.abi_encode(), &[]);
    house.policy("Reject", &[], &["from", "to"]);
    house.policy("Allow", &[], &["from", "to"]);
    house.policy("Authorized", &[], &[]);
    house.policy("Max", &U256::MAX.abi_encode(), &["amount"]);
    house.policy("Volume", &(U256::ZERO, U256::ZERO).abi_encode_params(), &["amount"]);
    house.policy("VolumeRate", &(U256::from(PERIOD), U256::from(u128::MAX)).abi_encode_params(), &["amount", "from"]);
    let cycle = (U256::from(SLOT), one + one, U256::ZERO);
    house.policy("Interval", &(U256::ZERO, one + one, cycle).abi_encode_params(), &[]);
    for account in house.ground.holders.iter().copied().chain([house.ground.spender]) {
        house.ground.send(house.at("Allow"), &IPolicies::allowAddressCall { account });
        house.ground.send(house.at("Authorized"), &IPolicies::authorizeSenderCall { account });
    }
    house
}

#[test]
fn ace_erc20() {
    let house = full_house();
    assert_eq!(house.ground.families(house.token), [Family::Erc20, Family::Ace]);
    let mut rules = account_rules(&house);
    rules.extend(number_rules(&house));
    rules.extend(state_rules(&house));
    rules.push(frozen(&house));
    let (owner, token) = (house.ground.owner, house.token);
    let stage = Stage {
        chain: house.ground.chain,
        family: Family::Ace,
        token,
        holders: house.ground.holders,
        spender: Some(house.ground.spender),
        rules,
        fill: mint(owner, token, |to, amount| IToken::mintCall { to, amount }),
        always: ordinary,
        most: U256::from(1_000),
    };
    let tally = stage.run(0x0ace, 500);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 40 && tally.reasons.len() == 13), "{tally:#?}");
}

#[test]
fn ace_erc3643() {
    let mut house = House::new("TokenErc3643");
    house.policy("Reject", &[], &["to"]);
    let homemade = house.policy("Homemade", &[], &["amount"]);
    house.ground.send(homemade, &IPolicies::setMostCall { value: U256::MAX });
    assert_eq!(house.ground.families(house.token), [Family::Erc20, Family::Ace]);
    let (owner, token, reject) = (house.ground.owner, house.token, house.at("Reject"));
    let wallet = |name, code, who: fn(&Cast) -> Address| {
        switch(name, owner, token, code, move |cast: &Cast, frozen| IToken::setAddressFrozenCall {
            account: who(cast),
            frozen,
        })
    };
    let rules = vec![
        pair("paused", (owner, token), |_| Code::Paused, |_| IToken::pauseCall {}, |_| IToken::unpauseCall {}),
        wallet("sender frozen", Code::SenderFrozen, SENDER),
        wallet("receiver frozen", Code::ReceiverFrozen, RECEIVER).only(to_another),
        pair(
            "receiver rejected",
            (owner, reject),
            |_| Code::ReceiverBlacklisted,
            |cast| IPolicies::rejectAddressCall { account: cast.to },
            |cast| IPolicies::unrejectAddressCall { account: cast.to },
        )
        .only(to_another),
        Rule::new(
            "partly frozen",
            move |chain, cast| {
                let has = chain.view(token, &balanceOfCall { account: cast.from });
                let amount = has / U256::from(2);
                chain.send(owner, token, &IToken::freezePartialTokensCall { account: cast.from, amount });
                part_frozen(has, amount)
            },
            move |chain, cast| {
                let amount = frozen_tokens(chain, token, cast.from);
                chain.send(owner, token, &IToken::unfreezePartialTokensCall { account: cast.from, amount });
            },
        ),
        Rule::new(
            "homemade",
            move |chain, cast| {
                let value = cast.amount / U256::from(1 + cast.nonce % 2);
                chain.send(owner, homemade, &IPolicies::setMostCall { value });
                Effect::Above(value, Code::PolicyRefuses)
            },
            move |chain, _| chain.send(owner, homemade, &IPolicies::setMostCall { value: U256::MAX }),
        ),
    ];
    let stage = Stage {
        chain: house.ground.chain,
        family: Family::Ace,
        token,
        holders: house.ground.holders,
        spender: Some(house.ground.spender),
        rules,
        fill: mint(owner, token, |to, amount| IToken::mintCall { to, amount }),
        always: ordinary,
        most: U256::from(1_000),
    };
    let tally = stage.run(0x1ace, 250);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 20 && tally.reasons.len() == 8), "{tally:#?}");
}

fn frozen_tokens(chain: &Chain, token: Address, account: Address) -> U256 {
    sol! {
        function getFrozenTokens(address account) external view returns (uint256);
    }
    chain.view(token, &getFrozenTokensCall { account })
}

fn codes(assessment: &Assessment) -> Vec<Code> {
    assessment.verdict.value().reasons().iter().map(|reason| reason.code).collect()
}

/// Who is on the bypass list passes by the policies behind it, and nobody else.
#[test]
fn ace_bypass() {
    let mut house = House::new("TokenErc20");
    let bypass = house.policy("Bypass", &[], &["from"]);
    let pause = house.policy("Pause", &true.abi_encode(), &[]);
    let [from, to] = [house.ground.holders[0], house.ground.holders[1]];
    house.ground.send(house.token, &IToken::mintCall { to: from, amount: U256::from(100) });
    assert_eq!(codes(&house.assess(from, to, 100)), [Code::Paused]);
    house.ground.send(bypass, &IPolicies::allowAddressCall { account: from });
    let spared = house.assess(from, to, 100);
    assert!(spared.verdict.value().is_allow(), "{spared:#?}");
    assert!(matches!(spared.headroom.most, Most::AtMost(most) if most.raw() == U256::from(100)), "{spared:#?}");
    assert!(house.ground.chain.try_send(from, house.token, &transferCall { to, amount: U256::from(100) }));
    house.ground.send(pause, &IPolicies::setPausedStateCall { paused: false });
    assert!(house.assess(to, from, 100).verdict.value().is_allow());
}

/// Of an engine before 1.0.0 only the first refusal is told, in its own words.
#[test]
fn ace_before_release_1() {
    sol! {
        function setMost(uint256 value) external;
    }
    let ground = Ground::of("AceBefore.sol");
    let engine = ground.deploy("EngineBefore", &[]);
    let token = ground.deploy("TokenBefore", &engine.abi_encode());
    assert_eq!(ground.families(token), [Family::Erc20, Family::Ace]);
    let [from, to] = [ground.holders[0], ground.holders[1]];
    ground.send(token, &IToken::mintCall { to: from, amount: U256::from(100) });
    let free = assess(&ground.chain, token, from, to, 60);
    assert!(matches!(free.headroom.most, Most::AtMost(most) if most.raw() == U256::from(100)), "{free:#?}");
    ground.send(engine, &setMostCall { value: U256::from(50) });
    let refused = assess(&ground.chain, token, from, to, 60);
    assert_eq!(codes(&refused), [Code::PolicyRefuses], "{refused:#?}");
    let words = &refused.verdict.value().reasons()[0].message;
    assert!(words.contains("amount exceeds maximum limit"), "{words}");
    assert!(matches!(refused.headroom.most, Most::Unknown(Some(_))), "{refused:#?}");
    let allowed = assess(&ground.chain, token, from, to, 50);
    assert!(allowed.verdict.value().is_allow(), "{allowed:#?}");
}
