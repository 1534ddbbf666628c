//! Mt Pelerin's Bridge v2 on a model with every published rule: in the published order, then in another one with a rule of no known kind.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::asset::profile;
use assay_sdk::compliance::{Doubt, Family, RestrictionCode as Code, TransferQuery, Verdict, check_transfer};
use assay_sdk::units::Amount;

use crate::chain::Chain;
use crate::security_tokens::{Ground, mint};
use crate::stage::{Cast, Effect, Rule, Stage, balanceOfCall, ordinary};

sol! {
    interface IToken {
        function rules() external view returns (uint256[] memory ids, uint256[] memory parameters);
        function setRules(uint256[] calldata ids, uint256[] calldata parameters) external;
        function mint(address to, uint256 value) external;
    }
    interface IEngine {
        function setRules(address[] calldata list) external;
    }
    interface IFreeze {
        function freezeAll(uint256 until) external;
        function unfreezeAll() external;
    }
    interface ILock {
        function setAddressLockThreshold(address token, address account, uint256 threshold) external;
    }
    interface IRegistry {
        function registerUser(address account, uint256[] calldata keys, uint256[] calldata values) external;
        function updateUserAttributes(uint256 id, uint256[] calldata keys, uint256[] calldata values) external;
        function attachAddress(uint256 id, address account) external;
        function detachAddress(address account) external;
        function userId(address[] calldata intermediaries, address account)
            external view returns (uint256 id, address intermediary);
    }
}

/// Rules in the published order, two that have no place there, and the parameters under which they let everything pass.
const RULES: [(&str, u64); 14] = [
    ("GlobalFreezeRule", 0),
    ("UserFreezeRule", 0),
    ("UserKycThresholdFromRule", 2),
    ("UserKycThresholdToRule", 2),
    ("UserValidRule", 0),
    ("HardTransferLimitRule", 0),
    ("SoftTransferLimitRule", 0),
    ("MaxTransferRule", u64::MAX),
    ("MinTransferRule", 0),
    ("UserKycThresholdBothRule", 3),
    ("AddressThresholdLockRule", 0),
    ("UserAttributeValidToRule", 200),
    ("VestingRule", 0),
    ("YesNoRule", 1),
];

/// Until when a registration holds, the level of the identity check, the limit of a transfer, and an attribute.
const KEYS: [u64; 4] = [0, 100, 110, 200];
const VALUES: [u64; 4] = [u64::MAX, 3, u64::MAX, 1];

/// Where things are.
#[derive(Clone, Copy)]
struct Place {
    owner: Address,
    token: Address,
    registry: Address,
}

impl Place {
    fn id(self, chain: &Chain, account: Address) -> U256 {
        let intermediaries = vec![self.owner];
        chain.view(self.registry, &IRegistry::userIdCall { intermediaries, account }).id
    }

    fn set(self, chain: &Chain, account: Address, key: u64, value: u64) {
        let id = self.id(chain, account);
        let (keys, values) = (vec![U256::from(key)], vec![U256::from(value)]);
        chain.send(self.owner, self.registry, &IRegistry::updateUserAttributesCall { id, keys, values });
    }

    /// Changes the parameter of the rule at a place of the token's list.
    fn parameter(self, chain: &Chain, position: usize, value: U256) {
        let mut rules = chain.view(self.token, &IToken::rulesCall {});
        rules.parameters[position] = value;
        let call = IToken::setRulesCall { ids: rules.ids, parameters: rules.parameters };
        chain.send(self.owner, self.token, &call);
    }

    fn attribute(self, name: &'static str, who: fn(&Cast) -> Address, change: (u64, u64, u64), code: Code) -> Rule {
        let (key, bad, good) = change;
        Rule::new(
            name,
            move |chain, cast| {
                self.set(chain, who(cast), key, bad);
                Effect::Breaks(code)
            },
            move |chain, cast| self.set(chain, who(cast), key, good),
        )
        // Who sends to themselves would break the rules of both sides, and who is not registered has no attributes.
        .only(|cast| cast.from != cast.to && cast.nonce % 2 == 0)
    }

    fn unregistered(self, name: &'static str, who: fn(&Cast) -> Address, code: Code) -> Rule {
        let id = std::rc::Rc::new(std::cell::Cell::new(U256::ZERO));
        let kept = id.clone();
        Rule::new(
            name,
            move |chain, cast| {
                kept.set(self.id(chain, who(cast)));
                chain.send(self.owner, self.registry, &IRegistry::detachAddressCall { account: who(cast) });
                Effect::Breaks(code)
            },
            move |chain, cast| {
                let call = IRegistry::attachAddressCall { id: id.get(), account: who(cast) };
                chain.send(self.owner, self.registry, &call);
            },
        )
        .only(|cast| cast.from != cast.to && cast.nonce % 2 == 1)
    }

    /// Where neither is registered, the rules that demand it of one or the other answer alike: in another order than the published one
    /// it cannot be told which is which.
    fn unregistered_apart(self) -> [Rule; 2] {
        [
            self.unregistered("sender unknown", SENDER, Code::SenderNotRegistered)
                .only(|cast| cast.from != cast.to && cast.nonce % 4 == 1),
            self.unregistered("receiver unknown", RECEIVER, Code::ReceiverNotRegistered)
                .only(|cast| cast.from != cast.to && cast.nonce % 4 == 3),
        ]
    }

    /// A parameter that means something else in each scenario.
    fn tuned(
        self,
        name: &'static str,
        (position, usual): (usize, U256),
        value: impl Fn(&Chain, &Cast) -> U256 + 'static,
        effect: impl Fn(U256) -> Effect + 'static,
    ) -> Rule {
        Rule::new(
            name,
            move |chain, cast| {
                let value = value(chain, cast);
                self.parameter(chain, position, value);
                effect(value)
            },
            move |chain, _| self.parameter(chain, position, usual),
        )
    }
}

const SENDER: fn(&Cast) -> Address = |cast| cast.from;
const RECEIVER: fn(&Cast) -> Address = |cast| cast.to;

fn accounts(place: Place) -> Vec<Rule> {
    vec![
        place.attribute("sender's level", SENDER, (100, 2, 3), Code::SenderNotAllowed),
        place.attribute("receiver's level", RECEIVER, (100, 1, 3), Code::ReceiverNotAllowed),
        place.attribute("receiver's attribute", RECEIVER, (200, 0, 1), Code::ReceiverNotAllowed),
        place.attribute("sender expired", SENDER, (0, 1, u64::MAX), Code::SenderNotAllowed),
        place.attribute("receiver expired", RECEIVER, (0, 1, u64::MAX), Code::ReceiverNotAllowed),
        // Frozen since always and outside of a span that is over: turned around.
        frozen(place, "sender frozen", SENDER, 2, Code::SenderFrozen),
        frozen(place, "receiver frozen", RECEIVER, 1, Code::ReceiverFrozen),
    ]
}

fn frozen(place: Place, name: &'static str, who: fn(&Cast) -> Address, direction: u64, code: Code) -> Rule {
    Rule::new(
        name,
        move |chain, cast| {
            place.set(chain, who(cast), 123, 1);
            place.set(chain, who(cast), 120, if cast.nonce % 4 == 0 { 3 } else { direction });
            Effect::Breaks(code)
        },
        move |chain, cast| place.set(chain, who(cast), 120, 0),
    )
    // Who is frozen in both directions and sends to themselves is so twice.
    .only(|cast| cast.from != cast.to && cast.nonce % 2 == 0)
}

fn amounts(place: Place, at: impl Fn(&str) -> usize, freeze: Address, lock: Address) -> Vec<Rule> {
    let Place { owner, token, .. } = place;
    let later = |chain: &Chain| chain.reads().at().timestamp.0 + 100_000;
    let most = move |_: &Chain, cast: &Cast| cast.amount / U256::from(1 + cast.nonce % 3);
    vec![
        Rule::new(
            "frozen for a time",
            move |chain, _| {
                chain.send(owner, freeze, &IFreeze::freezeAllCall { until: U256::from(later(chain)) });
                Effect::Breaks(Code::Paused)
            },
            move |chain, _| chain.send(owner, freeze, &IFreeze::unfreezeAllCall {}),
        ),
        place.tuned("maximum", (at("MaxTransferRule"), U256::from(u64::MAX)), most, |most| {
            Effect::Above(most, Code::AboveMaximum)
        }),
        place.tuned(
            "minimum",
            (at("MinTransferRule"), U256::ZERO),
            |_, cast| cast.amount * U256::from(1 + cast.nonce % 4),
            |least| {
                Effect::At(Box::new(move |amount| (amount < least).then_some(Code::BelowMinimum).into_iter().collect()))
            },
        ),
        place.tuned(
            "vesting",
            (at("VestingRule"), U256::ZERO),
            move |chain, _| U256::from(later(chain)),
            |_| Effect::Breaks(Code::LockedUp),
        ),
        place.tuned(
            "switched off",
            (at("YesNoRule"), U256::from(1)),
            |_, _| U256::ZERO,
            |_| Effect::Breaks(Code::Paused),
        ),
        Rule::new(
            "locked",
            move |chain, cast| {
                let has = chain.view(token, &balanceOfCall { account: cast.from });
                let threshold = if cast.nonce % 5 == 0 { has + U256::from(1) } else { has / U256::from(2) };
                let account = cast.from;
                chain.send(owner, lock, &ILock::setAddressLockThresholdCall { token, account, threshold });
                Effect::At(Box::new(move |amount| {
                    let locks = has > U256::ZERO && amount <= has && has - amount < threshold;
                    locks.then_some(Code::LockedUp).into_iter().collect()
                }))
            },
            move |chain, cast| {
                let (account, threshold) = (cast.from, U256::ZERO);
                chain.send(owner, lock, &ILock::setAddressLockThresholdCall { token, account, threshold });
            },
        ),
    ]
}

/// A token with every rule; `turned` in the other direction, which no list of names would understand.
fn set_up(turned: bool) -> (Ground, Place, Vec<Address>, Vec<&'static str>) {
    let ground = Ground::of("BridgeV2.sol");
    let registry = ground.deploy("ComplianceRegistry", &[]);
    let mut rules: Vec<(&'static str, u64)> = RULES.to_vec();
    if turned {
        rules.push(("HomemadeRule", u64::MAX));
        rules.reverse();
    }
    let with_registry = |name: &str| name.starts_with("User") || name.contains("Limit") || name == "VestingRule";
    let contracts: Vec<Address> = rules
        .iter()
        .map(|(name, _)| ground.deploy(name, &if with_registry(name) { registry.abi_encode() } else { Vec::new() }))
        .collect();
    let engine = ground.deploy("RuleEngine", &[]);
    ground.send(engine, &IEngine::setRulesCall { list: contracts.clone() });
    let processor = ground.deploy("Processor", &engine.abi_encode());
    let token = ground.deploy("BridgeToken", &(processor, ground.owner).abi_encode_params());
    let ids = (0..rules.len()).map(U256::from).collect();
    let parameters = rules.iter().map(|(_, parameter)| U256::from(*parameter)).collect();
    ground.send(token, &IToken::setRulesCall { ids, parameters });
    let (keys, values) = (KEYS.map(U256::from).to_vec(), VALUES.map(U256::from).to_vec());
    for account in &ground.holders {
        let call = IRegistry::registerUserCall { account: *account, keys: keys.clone(), values: values.clone() };
        ground.send(registry, &call);
    }
    assert_eq!(ground.families(token), [Family::Erc20, Family::BridgeV2]);
    let place = Place { owner: ground.owner, token, registry };
    (ground, place, contracts, rules.into_iter().map(|(name, _)| name).collect())
}

fn run(turned: bool, seed: u64) {
    let (ground, place, contracts, names) = set_up(turned);
    let at = |name: &str| names.iter().position(|known| *known == name).expect("a rule");
    let mut rules = accounts(place);
    if turned {
        rules.extend(place.unregistered_apart());
    } else {
        rules.push(place.unregistered("sender unknown", SENDER, Code::SenderNotRegistered));
        rules.push(place.unregistered("receiver unknown", RECEIVER, Code::ReceiverNotRegistered));
    }
    rules.extend(amounts(place, at, contracts[at("GlobalFreezeRule")], contracts[at("AddressThresholdLockRule")]));
    if turned {
        rules.push(place.tuned(
            "homemade",
            (at("HomemadeRule"), U256::from(u64::MAX)),
            |_, cast| cast.amount / U256::from(2),
            |most| Effect::Above(most, Code::ModuleRefuses),
        ));
    }
    let owner = ground.owner;
    let stage = Stage {
        chain: ground.chain,
        family: Family::BridgeV2,
        token: place.token,
        holders: ground.holders,
        spender: Some(ground.spender),
        rules,
        fill: mint(owner, place.token, |to, value| IToken::mintCall { to, value }),
        always: ordinary,
        most: U256::from(1_000),
    };
    let tally = stage.run(seed, 250);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 30 && tally.reasons.len() >= 12), "{tally:#?}");
}

#[test]
fn bridge_v2() {
    run(false, 0xb21d);
}

#[test]
fn bridge_v2_in_another_order() {
    run(true, 0xb22d);
}

/// Above a soft limit the tokens wait in the registry: nothing is refused, and yet the receiver gets nothing.
#[test]
fn bridge_v2_over_a_limit() {
    let (ground, place, ..) = set_up(false);
    let (chain, [from, to]) = (&ground.chain, [ground.holders[0], ground.holders[1]]);
    ground.send(place.token, &IToken::mintCall { to: from, value: U256::from(100) });
    place.set(chain, to, 110, 10);
    let ask = |amount: u64| {
        let mut reads = chain.reads();
        let (profile, _) = chain.ask(&mut reads, |reads| profile(reads, place.token));
        let amount = Amount::from_raw(U256::from(amount), 0).expect("no decimals");
        let query = TransferQuery::new(profile.expect("a profile").into_value(), from, to, amount);
        let (assessment, _) = chain.ask(&mut reads, |reads| check_transfer(reads, &query));
        assessment.expect("an assessment")
    };
    assert!(ask(10).verdict.value().is_allow());
    let over = ask(11);
    let codes: Vec<Code> = over.verdict.value().reasons().iter().map(|reason| reason.code).collect();
    assert_eq!(codes, [Code::AboveMaximum], "{over:#?}");
    // Without the hard limit only the soft one is left.
    let mut rules = chain.view(place.token, &IToken::rulesCall {});
    rules.ids.remove(5);
    rules.parameters.remove(5);
    ground.send(place.token, &IToken::setRulesCall { ids: rules.ids, parameters: rules.parameters });
    assert!(ask(10).verdict.value().is_allow());
    let held = ask(11);
    let Verdict::Unknown(open) = held.verdict.value() else { panic!("{held:#?}") };
    assert!(open.as_slice().iter().any(|doubt| matches!(doubt, Doubt::NotUnderstood { .. })), "{held:#?}");
}
