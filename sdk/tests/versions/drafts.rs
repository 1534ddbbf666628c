//! The drafts of 4.2: a model of 4.2.0-beta2, and of the develop branch after it, which has more getters and forgets what an unbound
//! module was set to. Identities and their claims are real ONCHAINID contracts.

use alloy_primitives::{Address, U256};
use alloy_sol_types::sol;
use assay_sdk::compliance::RestrictionCode as Code;
use serde_json::json;

use crate::contracts::{compile, deploy};
use crate::rules;
use crate::stage::{Cast, Effect, Rule, SPENDER, Stage};
use crate::suite::{
    KYC, Suite, Version, addAgentCall, addModuleCall, deleteIdentityCall, mintCall, registerIdentityCall,
    unbindTokenCall,
};

sol! {
    function forcedTransfer(address from, address to, uint256 amount) external returns (bool);
    function disableEligibilityChecks() external;
    function setAllowanceForAll(bool allow, address[] targets) external;
    function disableDefaultAllowance() external;
    function removeModule(address module) external;
    function setLockupPeriod(uint256 inDays) external;
    function setCountryCap(uint16 country, uint256 cap) external;
    function batchInitialize(address compliance, address[] holders) external;
    function setMinimumTransferAmount(uint16 country, uint256 amount) external;
    function setMaxBalance(uint256 max) external;
    function preSetModuleState(address compliance, address identity, uint256 balance) external;
    function setFee(uint256 rate, address collector) external;
    function setWhitelisted(address account, bool spared) external;
    function setMost(uint256 most) external;
}

/// One of each module.
#[derive(Clone, Copy)]
struct Modules {
    lockup: Address,
    cap: Address,
    minimum: Address,
    maximum: Address,
    fees: Address,
    strange: Address,
    develop: bool,
}

fn modules(suite: &Suite, develop: bool) -> Modules {
    let code = compile("Trex42Modules.sol");
    let new = |name: &str| deploy(&suite.chain, suite.owner, &code[name], &[]);
    let variant = |name: &str| new(&if develop { format!("{name}Develop") } else { name.to_owned() });
    Modules {
        lockup: new("InitialLockupPeriod42"),
        cap: variant("InvestorCountryCap42"),
        minimum: variant("MinTransferByCountry42"),
        maximum: variant("MaxBalance42"),
        fees: variant("TransferFees42"),
        strange: new("StrangeModule42"),
        develop,
    }
}

fn bind(suite: &Suite, module: Address) {
    suite.send(suite.compliance, &addModuleCall { module });
}

const DAY: u64 = 86_400;

fn wait(suite: &Suite, seconds: u64) {
    suite.chain.devnet.call("anvil_increaseTime", json!([seconds]));
    suite.chain.devnet.call("anvil_mine", json!(["0x1"]));
}

/// Something is issued to the sender while the module is bound.
fn lock(suite: &Suite, lockup: Address, cast: &Cast) {
    bind(suite, lockup);
    suite.set(lockup, &setLockupPeriodCall { inDays: U256::from(30) });
    suite.send(suite.token, &mintCall { to: cast.from.wallet, amount: cast.amount * U256::from(3) });
}

fn lockups(modules: Modules) -> Vec<Rule> {
    let lockup = modules.lockup;
    let free = |suite: &Suite, cast: &Cast| suite.balance(cast.from.wallet) - cast.amount * U256::from(3);
    vec![
        Rule::new("locked up", &["lockup", "stray"], move |suite, cast| {
            lock(suite, lockup, cast);
            let mut effects = vec![Effect::OfBalance(free(suite, cast), Code::LockedUp)];
            effects.extend((cast.from.wallet == cast.to.wallet).then_some(Effect::Unbounded));
            effects
        }),
        // Time sets free what one sends to oneself, and nothing else.
        Rule::new("locked up, time is over", &["lockup", "stray"], move |suite, cast| {
            lock(suite, lockup, cast);
            wait(suite, 31 * DAY);
            match cast.from.wallet == cast.to.wallet {
                true => vec![Effect::Unbounded],
                false => vec![Effect::OfBalance(free(suite, cast), Code::LockedUp)],
            }
        }),
        // What left the wallet while the module did not look is locked in it all the same.
        Rule::new("more locked up than there is", &["lockup", "books", "minimum", "stray"], move |suite, cast| {
            lock(suite, lockup, cast);
            suite.send(suite.compliance, &removeModuleCall { module: lockup });
            let (from, to) = (cast.from.wallet, cast.to.wallet);
            let amount = suite.balance(from) - cast.amount;
            suite.send(suite.token, &forcedTransferCall { from, to, amount });
            bind(suite, lockup);
            vec![Effect::Breaks(Code::LockedUp)]
        })
        .only(|cast| cast.from.wallet != cast.to.wallet),
    ]
}

fn caps(modules: Modules) -> Vec<Rule> {
    let cap = modules.cap;
    // All others of the receiver's country are counted, and `more` may come.
    let capped = move |suite: &Suite, cast: &Cast, more: u64| {
        bind(suite, cap);
        let others = suite.holders.iter().filter(|holder| holder.identity != cast.to.identity);
        let holders: Vec<Address> = others.clone().map(|holder| holder.wallet).collect();
        let counted: std::collections::BTreeSet<_> =
            others.filter(|holder| holder.country == cast.to.country).map(|holder| holder.identity).collect();
        suite.send(cap, &batchInitializeCall { compliance: suite.compliance, holders });
        let most = U256::from(counted.len() as u64 + more);
        suite.set(cap, &setCountryCapCall { country: cast.to.country, cap: most });
    };
    vec![
        Rule::new("no more investors of the country", &["cap", "stray"], move |suite, cast| {
            capped(suite, cast, 0);
            vec![Effect::Breaks(Code::TooManyHolders)]
        }),
        Rule::new("one more investor of the country", &["cap", "stray"], move |suite, cast| {
            capped(suite, cast, 1);
            Vec::new()
        }),
        Rule::new("too many wallets", &["cap", "identity", "stray"], move |suite, cast| {
            capped(suite, cast, 1);
            let identity = cast.to.identity;
            let wallets: Vec<Address> = (0x70..0x70 + 19).map(Address::repeat_byte).collect();
            for account in &wallets {
                let call = registerIdentityCall { account: *account, identity, country: cast.to.country };
                suite.send(suite.registry, &call);
            }
            suite.send(cap, &batchInitializeCall { compliance: suite.compliance, holders: wallets });
            vec![Effect::Breaks(Code::TooManyHolders)]
        }),
    ]
}

fn minima(modules: Modules) -> Vec<Rule> {
    let minimum = modules.minimum;
    let at_least = move |suite: &Suite, cast: &Cast| {
        bind(suite, minimum);
        suite.set(minimum, &setMinimumTransferAmountCall { country: cast.to.country, amount: cast.amount });
    };
    vec![
        Rule::new("a new holder's minimum", &["minimum", "books", "lockup"], move |suite, cast| {
            let (from, to) = (cast.from.wallet, cast.to.wallet);
            let amount = suite.balance(to);
            suite.send(suite.token, &forcedTransferCall { from: to, to: from, amount });
            at_least(suite, cast);
            vec![Effect::Below(cast.amount, Code::BelowMinimum)]
        })
        .only(|cast| cast.from.identity != cast.to.identity),
        // Who holds the token already may get any amount.
        Rule::new("a holder's minimum", &["minimum"], move |suite, cast| {
            at_least(suite, cast);
            Vec::new()
        }),
    ]
}

fn maxima(modules: Modules) -> Vec<Rule> {
    let Modules { maximum, develop, .. } = modules;
    // The sender is booked for all it has.
    let full = move |suite: &Suite, cast: &Cast| {
        bind(suite, maximum);
        let (compliance, booked) = (suite.compliance, U256::from(10).pow(U256::from(26)));
        for identity in [cast.from.identity, cast.to.identity] {
            suite.send(maximum, &preSetModuleStateCall { compliance, identity, balance: booked });
        }
        suite.set(maximum, &setMaxBalanceCall { max: booked + cast.amount });
    };
    vec![
        Rule::new("maximum", &["books"], move |suite, cast| {
            full(suite, cast);
            vec![Effect::Above(cast.amount, Code::MaxBalance)]
        }),
        Rule::new("maximum, bound again", &["books"], move |suite, cast| {
            full(suite, cast);
            suite.send(suite.compliance, &removeModuleCall { module: maximum });
            bind(suite, maximum);
            match develop {
                true => vec![Effect::Breaks(Code::MaxBalance)],
                false => vec![Effect::Above(cast.amount, Code::MaxBalance)],
            }
        }),
        Rule::new("checks off, but the maximum is by identity", &["books", "identity", "cap", "minimum"], {
            move |suite, cast| {
                full(suite, cast);
                suite.send(suite.registry, &disableEligibilityChecksCall {});
                suite.send(suite.registry, &deleteIdentityCall { account: cast.to.wallet });
                vec![Effect::Breaks(Code::ReceiverNotRegistered)]
            }
        })
        .only(|cast| cast.from.wallet != cast.to.wallet),
    ]
}

/// With the checks switched off, nobody lacks anything.
fn without_checks() -> Vec<Rule> {
    vec![
        Rule::new("checks off, claim revoked", &["identity"], |suite, cast| {
            suite.revoke(cast.to, KYC);
            suite.send(suite.registry, &disableEligibilityChecksCall {});
            Vec::new()
        }),
        Rule::new("checks off, receiver unregistered", &["identity", "books", "cap", "minimum"], |suite, cast| {
            suite.send(suite.registry, &deleteIdentityCall { account: cast.to.wallet });
            suite.send(suite.registry, &disableEligibilityChecksCall {});
            Vec::new()
        })
        .only(|cast| cast.from.wallet != cast.to.wallet),
    ]
}

const COLLECTOR: Address = Address::repeat_byte(0xc0);

fn fees(modules: Modules) -> Vec<Rule> {
    let Modules { fees, develop, .. } = modules;
    let take = move |suite: &Suite, cast: &Cast| {
        bind(suite, fees);
        suite.send(suite.token, &addAgentCall { agent: fees });
        let identity = suite.holders[1].identity;
        suite.send(suite.registry, &registerIdentityCall { account: COLLECTOR, identity, country: 756 });
        suite.set(fees, &setFeeCall { rate: U256::from(1 + cast.nonce % 300), collector: COLLECTOR });
    };
    let mut rules = vec![Rule::new("fee", &["identity", "books", "cap"], move |suite, cast| {
        take(suite, cast);
        Vec::new()
    })];
    if develop {
        rules.push(Rule::new("spared the fee", &["identity", "books", "cap"], move |suite, cast| {
            take(suite, cast);
            suite.set(fees, &setWhitelistedCall { account: cast.from.wallet, spared: true });
            Vec::new()
        }));
    }
    rules
}

fn others(modules: Modules) -> Vec<Rule> {
    let strange = modules.strange;
    let everybody = |suite: &Suite| {
        suite.send(suite.token, &setAllowanceForAllCall { allow: true, targets: vec![SPENDER] });
    };
    vec![
        Rule::new("somebody's module", &[], move |suite, cast| {
            bind(suite, strange);
            suite.set(strange, &setMostCall { most: cast.amount });
            vec![Effect::Above(cast.amount, Code::ModuleRefuses), Effect::Unbounded]
        }),
        // What the spender may move is read from the token in every state.
        Rule::new("caller allowed by the issuer", &["default"], move |suite, _| {
            everybody(suite);
            Vec::new()
        })
        .only(|cast| cast.spender.is_some()),
        Rule::new("caller allowed by the issuer, not by the holder", &["default"], move |suite, cast| {
            everybody(suite);
            suite.chain.send(cast.from.wallet, suite.token, &disableDefaultAllowanceCall {});
            Vec::new()
        })
        .only(|cast| cast.spender.is_some()),
    ]
}

fn stage(develop: bool) -> Stage {
    let suite = Suite::start(Version::Drafts);
    let modules = modules(&suite, develop);
    let mut all = minima(modules);
    all.extend(lockups(modules));
    all.extend(caps(modules));
    all.extend(maxima(modules));
    all.extend(fees(modules));
    all.extend(without_checks());
    all.extend(others(modules));
    // What these stop has to be done before.
    all.extend(rules::of_identity());
    all.extend(rules::of_the_token());
    all.push(rules::partly_frozen());
    // Modules that can only be asked for their verdict ask the compliance for its token.
    all.push(Rule::new("compliance of another token", &["stray"], |suite, _| {
        suite.send(suite.compliance, &unbindTokenCall { token: suite.token });
        vec![Effect::Breaks(Code::ComplianceRefuses)]
    }));
    Stage { suite, rules: all, refuses_nothing: true }
}

#[test]
fn t_rex_4_2_beta() {
    let tally = stage(false).run(0x4201, 110);
    assert!(tally.scenarios >= 500 && tally.minima >= 2 && tally.reasons.len() >= 20, "{tally:#?}");
}

#[test]
fn t_rex_4_2_develop() {
    let tally = stage(true).run(0x4202, 110);
    assert!(tally.scenarios >= 500 && tally.minima >= 2 && tally.reasons.len() >= 20, "{tally:#?}");
}

/// The issuer lets somebody move everybody's tokens: whose, and until when, is shown.
#[test]
fn standing_approvals_are_listed() {
    let stage = stage(false);
    let suite = &stage.suite;
    let (from, to) = (suite.holders[0], suite.holders[1]);
    let cast = Cast { from, to, spender: None, amount: U256::from(1), nonce: 0 };
    let listed = || {
        let (assessment, _) = stage.assess(&stage.profile(), &mut suite.chain.reads(), &cast, cast.amount);
        let approvals = assessment.standing_approvals.expect("logs are given");
        approvals.into_iter().map(|approval| approval.spender).collect::<Vec<_>>()
    };
    let another = Address::repeat_byte(0x5f);
    assert!(listed().is_empty());
    suite.send(suite.token, &setAllowanceForAllCall { allow: true, targets: vec![SPENDER, another] });
    assert_eq!(listed(), [SPENDER, another]);
    suite.send(suite.token, &setAllowanceForAllCall { allow: false, targets: vec![SPENDER] });
    assert_eq!(listed(), [another]);
    suite.chain.send(from.wallet, suite.token, &disableDefaultAllowanceCall {});
    assert!(listed().is_empty());
}
