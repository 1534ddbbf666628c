//! CMTAT: models of 2.5.1, 3.1.0 (standard, light, allowlist) and 3.2.0-rc0, each with an engine of rules where it has one.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::compliance::{Family, Most, RestrictionCode as Code};
use std::collections::BTreeMap;

use crate::chain::{Chain, address};
use crate::contracts::{compile, deploy};
use crate::found::assert_found;
use crate::stage::{Cast, Effect, Rule, Stage, Tally, ordinary};

sol! {
    function pause() external;
    function unpause() external;
    function deactivateContract() external;
    function mint(address to, uint256 value) external;
    function setRuleEngine(address engine) external;
    function freeze(address account, string reason) external returns (bool);
    function unfreeze(address account, string reason) external returns (bool);
    function setAddressFrozen(address account, bool frozen) external;
    function freezePartialTokens(address account, uint256 value) external;
    function unfreezePartialTokens(address account, uint256 value) external;
    function setFrozenTokens(address account, uint256 amount) external returns (bool);
    function getFrozenTokens(address account) external view returns (uint256);
    function setAddressAllowlist(address account, bool status) external;
    function enableAllowlist(bool status) external;
    function setRules(address[] rules) external;
    function setRulesValidation(address[] rules) external;
    function setRulesOperation(address[] rules) external;
    function setListed(address account, bool listed) external;
    function setMost(uint256 most) external;
    function setActive(bool active) external;
    function setApproved(address from, address to, uint256 value, bool yes) external;
    function balanceOf(address account) external view returns (uint256);
}

/// A party of a scenario.
type Who = fn(&Cast) -> Address;

const SENDER: Who = |cast| cast.from;
const RECEIVER: Who = |cast| cast.to;
const CALLER: Who = |cast| cast.spender.unwrap_or_default();

/// What stops an account: to be on a list, or not to be on it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stops {
    Listed,
    Unlisted,
}

/// When a whitelist looks at who calls.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Looks {
    First,
    /// As the wrapper of several whitelists does.
    Last,
}

/// Engines that do not pass on who calls.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Older {
    /// With a blacklist that speaks with the whitelist's words.
    First,
    Second,
}

/// A token and who made it.
struct Made {
    chain: Chain,
    contracts: BTreeMap<String, Bytes>,
    rules: BTreeMap<String, Bytes>,
    issuer: Address,
    token: Address,
    holders: Vec<Address>,
    spender: Address,
}

impl Made {
    fn of(name: &str) -> Self {
        let chain = Chain::start();
        let issuer = address(&chain.demo["accounts"]["propertyRegistrar"]);
        let (contracts, rules) = (compile("Cmtat.sol"), compile("CmtaRules.sol"));
        let token = deploy(&chain, issuer, &contracts[name], &[]);
        let holders = ["alice", "bob", "carol"].map(|name| chain.investor(name)).to_vec();
        let spender = chain.investor("dave");
        Self { chain, contracts, rules, issuer, token, holders, spender }
    }

    fn rule(&self, name: &str, arguments: &[u8]) -> Address {
        deploy(&self.chain, self.issuer, &self.rules[name], arguments)
    }

    fn stage(self, rules: Vec<Rule>) -> Stage {
        let Self { chain, issuer, token, holders, spender, .. } = self;
        let fill = move |chain: &Chain, account: Address, least: U256| {
            if chain.view(token, &balanceOfCall { account }) < least {
                chain.send(issuer, token, &mintCall { to: account, value: least });
            }
        };
        let most = U256::from(1_000);
        let (family, spender) = (Family::Cmtat, Some(spender));
        Stage { chain, family, token, holders, spender, rules, fill: Box::new(fill), always: ordinary, most }
    }

    fn paused(&self) -> Rule {
        let Self { issuer, token, .. } = *self;
        Rule::new(
            "paused",
            move |chain, _| {
                chain.send(issuer, token, &pauseCall {});
                Effect::Breaks(Code::Paused)
            },
            move |chain, _| chain.send(issuer, token, &unpauseCall {}),
        )
    }

    fn frozen(&self, name: &'static str, who: Who, code: Code) -> Rule {
        let Self { issuer, token, .. } = *self;
        Rule::new(
            name,
            move |chain, cast| {
                chain.send(issuer, token, &setAddressFrozenCall { account: who(cast), frozen: true });
                Effect::Breaks(code)
            },
            move |chain, cast| chain.send(issuer, token, &setAddressFrozenCall { account: who(cast), frozen: false }),
        )
    }

    fn third(&self) -> Vec<Rule> {
        vec![
            self.paused(),
            self.frozen("sender frozen", SENDER, Code::SenderFrozen),
            self.frozen("receiver frozen", RECEIVER, Code::ReceiverFrozen).only(|cast| cast.from != cast.to),
            self.frozen("caller frozen", CALLER, Code::CallerFrozen).only(|cast| cast.spender.is_some()),
        ]
    }

    fn partly_frozen(&self) -> Rule {
        let Self { issuer, token, .. } = *self;
        Rule::new(
            "partly frozen",
            move |chain, cast| {
                let account = cast.from;
                let value = chain.view(token, &balanceOfCall { account }) - cast.amount / U256::from(2);
                chain.send(issuer, token, &freezePartialTokensCall { account, value });
                partly(token)
            },
            move |chain, cast| {
                let account = cast.from;
                let value = chain.view(token, &getFrozenTokensCall { account });
                chain.send(issuer, token, &unfreezePartialTokensCall { account, value });
            },
        )
    }

    /// A rule of the engine that stops who is, or is not, on its list.
    fn listed(&self, rule: Address, name: &'static str, stops: Stops, (who, code): (Who, Code)) -> Rule {
        let (issuer, listed) = (self.issuer, stops == Stops::Listed);
        let set = move |chain: &Chain, cast: &Cast, listed| {
            chain.send(issuer, rule, &setListedCall { account: who(cast), listed });
        };
        Rule::new(
            name,
            move |chain, cast| {
                set(chain, cast, listed);
                Effect::Breaks(code)
            },
            move |chain, cast| set(chain, cast, !listed),
        )
    }

    fn whitelist(&self, arguments: &[u8]) -> Address {
        let rule = self.rule("RuleWhitelist", arguments);
        for account in self.holders.iter().chain([&self.spender]) {
            self.chain.send(self.issuer, rule, &setListedCall { account: *account, listed: true });
        }
        rule
    }

    /// A rule of the issuer's own: a largest amount, which no getter of a standard tells.
    fn most(&self, rule: Address) -> Rule {
        let issuer = self.issuer;
        Rule::new(
            "too much",
            move |chain, cast| {
                let most = cast.amount / U256::from(2);
                chain.send(issuer, rule, &setMostCall { most });
                Effect::Above(most, Code::TokenRestriction)
            },
            move |chain, _| chain.send(issuer, rule, &setMostCall { most: U256::MAX }),
        )
    }

    /// Each transfer has to be approved; sometimes the one that is meant is.
    fn approval(&self, rule: Address) -> Rule {
        let issuer = self.issuer;
        let call = |cast: &Cast, yes| {
            let (from, to, value) = (cast.from, cast.to, cast.amount);
            setApprovedCall { from, to, value, yes }
        };
        Rule::new(
            "not approved",
            move |chain, cast| {
                chain.send(issuer, rule, &setActiveCall { active: true });
                let approved = cast.nonce % 2 == 1;
                chain.send(issuer, rule, &call(cast, approved));
                let meant = cast.amount;
                Effect::At(Box::new(
                    move |amount| {
                        if approved && amount == meant { Vec::new() } else { vec![Code::NotApproved] }
                    },
                ))
            },
            move |chain, cast| {
                chain.send(issuer, rule, &setActiveCall { active: false });
                chain.send(issuer, rule, &call(cast, false));
            },
        )
    }
}

/// What is frozen counts before the balance does, except for who asks for more than they have.
fn partly(token: Address) -> Effect {
    Effect::Live(Box::new(move |chain, cast, amount, _| {
        let account = cast.from;
        let balance = chain.view(token, &balanceOfCall { account });
        let frozen = chain.view(token, &getFrozenTokensCall { account });
        let broken = frozen > balance || (amount <= balance && amount > balance - frozen);
        broken.then_some(Code::PartlyFrozen).into_iter().collect()
    }))
}

/// Rules of the third engine, the newest: told who calls.
fn third_engine(made: &Made, looks: Looks) -> Vec<Rule> {
    let white = made.whitelist(&(true, looks == Looks::Last).abi_encode_params());
    let black = made.rule("RuleBlacklist", &U256::from(36).abi_encode());
    let sanctions = made.rule("RuleSanctionsList", &U256::from(30).abi_encode());
    let (most, approval) = (made.rule("RuleMaxAmount", &[]), made.rule("RuleConditionalTransfer", &[]));
    let engine = made.rule("RuleEngineV3", &[]);
    let rules = vec![white, black, sanctions, most, approval];
    made.chain.send(made.issuer, engine, &setRulesCall { rules });
    made.chain.send(made.issuer, made.token, &setRuleEngineCall { engine });
    let to_another: fn(&Cast) -> bool = |cast| cast.from != cast.to;
    let called: fn(&Cast) -> bool = |cast| cast.spender.is_some();
    vec![
        made.listed(white, "sender not listed", Stops::Unlisted, (SENDER, Code::SenderNotAllowed)),
        made.listed(white, "receiver not listed", Stops::Unlisted, (RECEIVER, Code::ReceiverNotAllowed))
            .only(to_another),
        made.listed(white, "caller not listed", Stops::Unlisted, (CALLER, Code::CallerNotAllowed)).only(called),
        made.listed(black, "sender blacklisted", Stops::Listed, (SENDER, Code::SenderBlacklisted)),
        made.listed(black, "receiver blacklisted", Stops::Listed, (RECEIVER, Code::ReceiverBlacklisted))
            .only(to_another),
        made.listed(black, "caller blacklisted", Stops::Listed, (CALLER, Code::CallerBlacklisted)).only(called),
        made.listed(sanctions, "sender sanctioned", Stops::Listed, (SENDER, Code::SenderSanctioned)),
        made.listed(sanctions, "receiver sanctioned", Stops::Listed, (RECEIVER, Code::ReceiverSanctioned))
            .only(to_another),
        made.listed(sanctions, "caller sanctioned", Stops::Listed, (CALLER, Code::CallerSanctioned)).only(called),
        made.most(most),
        made.approval(approval),
    ]
}

/// Rules of the first and second engines.
fn older_engine(made: &Made, engine: Address, older: Older) -> Vec<Rule> {
    let white = made.whitelist(&(true, false).abi_encode_params());
    let black = match older {
        Older::First => made.rule("RuleBlacklistOld", &[]),
        Older::Second => made.rule("RuleBlacklist", &U256::from(41).abi_encode()),
    };
    let sanctions = made.rule("RuleSanctionsList", &U256::from(31).abi_encode());
    let (most, approval) = (made.rule("RuleMaxAmount", &[]), made.rule("RuleConditionalTransfer", &[]));
    let (issuer, chain) = (made.issuer, &made.chain);
    // Version 2 asks its rules about what is issued too, which comes from the zero address.
    chain.send(issuer, white, &setListedCall { account: Address::ZERO, listed: true });
    match older {
        Older::First => {
            chain.send(issuer, engine, &setRulesCall { rules: vec![white, black, sanctions, most, approval] });
        }
        Older::Second => {
            chain.send(issuer, engine, &setRulesValidationCall { rules: vec![white, black, sanctions, most] });
            chain.send(issuer, engine, &setRulesOperationCall { rules: vec![approval] });
        }
    }
    chain.send(issuer, made.token, &setRuleEngineCall { engine });
    let to_another: fn(&Cast) -> bool = |cast| cast.from != cast.to;
    let called: fn(&Cast) -> bool = |cast| cast.spender.is_some();
    let mut unseen = made.listed(black, "caller blacklisted, unseen", Stops::Listed, (CALLER, Code::CallerBlacklisted));
    let apply = unseen.apply;
    unseen.apply = Box::new(move |chain, cast| {
        let _ = apply(chain, cast);
        Effect::Harmless
    });
    vec![
        made.listed(white, "sender not listed", Stops::Unlisted, (SENDER, Code::SenderNotAllowed)),
        made.listed(white, "receiver not listed", Stops::Unlisted, (RECEIVER, Code::ReceiverNotAllowed))
            .only(to_another),
        made.listed(black, "sender blacklisted", Stops::Listed, (SENDER, Code::SenderBlacklisted)),
        made.listed(black, "receiver blacklisted", Stops::Listed, (RECEIVER, Code::ReceiverBlacklisted))
            .only(to_another),
        made.listed(sanctions, "sender sanctioned", Stops::Listed, (SENDER, Code::SenderSanctioned)),
        made.listed(sanctions, "receiver sanctioned", Stops::Listed, (RECEIVER, Code::ReceiverSanctioned))
            .only(to_another),
        unseen.only(called),
        made.most(most),
        made.approval(approval),
    ]
}

fn second(made: &Made, older: Older) -> Vec<Rule> {
    let Made { issuer, token, .. } = *made;
    let engine = match older {
        Older::First => made.rule("RuleEngineV1", &[]),
        Older::Second => made.rule("RuleEngineV2", &[]),
    };
    let frozen = |name, who: Who, code| {
        Rule::new(
            name,
            move |chain, cast| {
                chain.send(issuer, token, &freezeCall { account: who(cast), reason: String::new() });
                Effect::Breaks(code)
            },
            move |chain, cast| {
                chain.send(issuer, token, &unfreezeCall { account: who(cast), reason: String::new() });
            },
        )
    };
    let mut rules = vec![
        made.paused(),
        frozen("sender frozen", SENDER, Code::SenderFrozen),
        frozen("receiver frozen", RECEIVER, Code::ReceiverFrozen).only(|cast| cast.from != cast.to),
    ];
    rules.extend(older_engine(made, engine, older));
    rules
}

fn assert_tally(tally: &Tally, headrooms: usize, reasons: usize) {
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= headrooms && tally.reasons.len() >= reasons), "{tally:#?}");
}

#[test]
fn cmtat_v3() {
    let made = Made::of("CmtatV3");
    let mut rules = made.third();
    rules.push(made.partly_frozen());
    rules.extend(third_engine(&made, Looks::First));
    assert_tally(&made.stage(rules).run(0xc3, 500), 50, 17);
}

/// More may be frozen than is held; the wrapper of several whitelists looks at the caller last.
#[test]
fn cmtat_v3_2() {
    let made = Made::of("CmtatV32");
    let Made { issuer, token, .. } = made;
    let freeze = move |name, frozen: fn(U256, &Cast) -> U256| {
        let set = move |chain: &Chain, cast: &Cast, amount| {
            chain.send(issuer, token, &setFrozenTokensCall { account: cast.from, amount });
        };
        Rule::new(
            name,
            move |chain, cast| {
                set(chain, cast, frozen(chain.view(token, &balanceOfCall { account: cast.from }), cast));
                partly(token)
            },
            move |chain, cast| set(chain, cast, U256::ZERO),
        )
    };
    let mut rules = made.third();
    rules.push(freeze("partly frozen", |balance, cast| balance - cast.amount / U256::from(2)));
    rules.push(freeze("more frozen than held", |balance, _| balance + U256::from(1_000_000)));
    rules.extend(third_engine(&made, Looks::Last));
    assert_tally(&made.stage(rules).run(0xc32, 250), 25, 15);
}

#[test]
fn cmtat_v3_light() {
    let made = Made::of("CmtatLight");
    let rules = made.third();
    assert_tally(&made.stage(rules).run(0xc31, 250), 25, 6);
}

#[test]
fn cmtat_v3_with_an_allowlist() {
    let made = Made::of("CmtatAllowlist");
    let Made { issuer, token, .. } = made;
    for account in made.holders.iter().chain([&made.spender]) {
        made.chain.send(issuer, token, &setAddressAllowlistCall { account: *account, status: true });
    }
    let unlisted = |name, who: Who, code| {
        Rule::new(
            name,
            move |chain, cast| {
                chain.send(issuer, token, &setAddressAllowlistCall { account: who(cast), status: false });
                Effect::Breaks(code)
            },
            move |chain, cast| {
                chain.send(issuer, token, &setAddressAllowlistCall { account: who(cast), status: true });
            },
        )
    };
    let mut rules = made.third();
    rules.extend([
        made.partly_frozen(),
        unlisted("sender not listed", SENDER, Code::SenderNotAllowed),
        unlisted("receiver not listed", RECEIVER, Code::ReceiverNotAllowed).only(|cast| cast.from != cast.to),
        unlisted("caller not listed", CALLER, Code::CallerNotAllowed).only(|cast| cast.spender.is_some()),
    ]);
    let stage = made.stage(rules);
    assert_tally(&stage.run(0xa110, 250), 25, 10);
    // Switched off, the list says nothing.
    stage.chain.send(issuer, token, &setAddressAllowlistCall { account: stage.holders[0], status: false });
    stage.chain.send(issuer, token, &enableAllowlistCall { status: false });
    let harmless = Stage { rules: Vec::new(), ..stage };
    assert_tally(&harmless.run(0xa111, 10), 3, 0);
}

#[test]
fn cmtat_v2_with_the_second_engine() {
    let made = Made::of("CmtatV2");
    let rules = second(&made, Older::Second);
    assert_tally(&made.stage(rules).run(0xc25, 250), 25, 12);
}

#[test]
fn cmtat_v2_with_the_first_engine() {
    let made = Made::of("CmtatV2");
    let rules = second(&made, Older::First);
    assert_tally(&made.stage(rules).run(0xc23, 250), 25, 12);
}

/// A token of version 3 on an engine of the second generation: the engine does not pass on who calls.
#[test]
fn cmtat_v3_with_the_second_engine() {
    let made = Made::of("CmtatV3");
    let engine = made.rule("RuleEngineV2", &[]);
    let mut rules = made.third();
    rules.extend(older_engine(&made, engine, Older::Second));
    assert_tally(&made.stage(rules).run(0xc302, 120), 10, 10);
}

/// The end is for ever, so that it comes last.
#[test]
fn an_ended_token_says_so_and_not_that_it_is_paused() {
    for (name, paused) in [("CmtatV2", false), ("CmtatV3", true)] {
        let made = Made::of(name);
        if paused {
            made.chain.send(made.issuer, made.token, &pauseCall {});
        }
        let (issuer, token) = (made.issuer, made.token);
        let (from, to) = (made.holders[0], made.holders[1]);
        made.chain.send(issuer, token, &deactivateContractCall {});
        let stage = made.stage(Vec::new());
        let (verdict, most, passed) = stage.once(from, to, U256::ONE);
        assert_eq!(verdict, [Code::InsufficientBalance, Code::Deactivated].into(), "{name}");
        assert!(matches!(most, Most::Nothing) && !passed, "{name}");
    }
}

#[test]
fn each_deployment_is_found_as_cmtat() {
    let made = Made::of("CmtatV2");
    for (name, others) in [
        ("CmtatV2", &[Family::Erc20, Family::Erc1404, Family::Cmtat][..]),
        ("CmtatV3", &[Family::Erc20, Family::Erc1404, Family::Cmtat]),
        ("CmtatV32", &[Family::Erc20, Family::Erc1404, Family::Cmtat]),
        ("CmtatLight", &[Family::Erc20, Family::Cmtat]),
        ("CmtatAllowlist", &[Family::Erc20, Family::Cmtat]),
    ] {
        let token = deploy(&made.chain, made.issuer, &made.contracts[name], &[]);
        assert_found(&made.chain, token, others);
    }
}
