//! T-REX 3.5.2, real, with its own compliance contracts, with those that T-REX 4.0.1 brings along for older tokens (each has one
//! rule), and with one of somebody else.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::compliance::{Most, RestrictionCode as Code, Verdict};
use serde_json::json;

use crate::artifacts::artifact_in;
use crate::contracts::{compile, deploy};
use crate::rules;
use crate::stage::{Cast, Effect, Rule, Stage};
use crate::suite::{Suite, Version, addAgentCall, bindTokenCall, mintCall, setComplianceCall, transferCall};

sol! {
    function whitelistCountry(uint16 country) external;
    function addCountryRestriction(uint16 country) external;
    function approveTransfer(address from, address to, uint256 amount) external;
    function setMaxBalance(uint256 max) external;
    function IDBalance(address identity) external view returns (uint256);
    function setDailyLimit(uint256 limit) external;
    function setMonthlyLimit(uint256 limit) external;
    function addExchangeID(address identity) external;
    function setExchangeMonthlyLimit(address exchange, uint256 limit) external;
    function setSupplyLimit(uint256 limit) external;
    function setMost(uint256 most) external;
}

/// A new compliance contract with one of the features, bound to the token and in force.
fn feature(suite: &Suite, name: &str) -> Address {
    let path = format!("t-rex-4.0/artifacts/contracts/compliance/legacy/test/{name}Test.sol/{name}Test.json");
    let compliance = deploy(&suite.chain, suite.owner, &artifact_in("sdk/tests/families", &path), &[]);
    suite.send(compliance, &bindTokenCall { token: suite.token });
    suite.send(suite.token, &setComplianceCall { compliance });
    compliance
}

/// T-REX 3.5's own limit of holders.
fn holder_limit(suite: &Suite, limit: u64) -> Address {
    let code = artifact_in("sdk/tests/families", "t-rex-3/build/contracts/LimitHolder.json");
    let arguments = (suite.token, U256::from(limit)).abi_encode();
    let compliance = deploy(&suite.chain, suite.owner, &code, &arguments);
    suite.send(suite.token, &setComplianceCall { compliance });
    compliance
}

fn countries() -> Vec<Rule> {
    vec![
        Rule::new("no country whitelisted", &["compliance", "allow"], |suite, _| {
            feature(suite, "CountryWhitelisting");
            vec![Effect::Breaks(Code::CountryNotAllowed)]
        }),
        Rule::new("country whitelisted", &["compliance", "allow"], |suite, cast| {
            let compliance = feature(suite, "CountryWhitelisting");
            suite.send(compliance, &whitelistCountryCall { country: cast.to.country });
            Vec::new()
        }),
        Rule::new("country restricted", &["compliance", "restrict"], |suite, cast| {
            let compliance = feature(suite, "CountryRestrictions");
            suite.send(compliance, &addCountryRestrictionCall { country: cast.to.country });
            vec![Effect::Breaks(Code::CountryRestricted)]
        }),
    ]
}

fn approvals() -> Vec<Rule> {
    vec![
        Rule::new("not approved", &["compliance"], |suite, _| {
            feature(suite, "ApproveTransfer");
            vec![Effect::Breaks(Code::NotApproved)]
        }),
        Rule::new("approved", &["compliance"], |suite, cast| {
            let compliance = feature(suite, "ApproveTransfer");
            let (from, to, amount) = (cast.from.wallet, cast.to.wallet, cast.amount);
            suite.send(compliance, &approveTransferCall { from, to, amount });
            vec![Effect::Except(amount, Code::NotApproved)]
        }),
        Rule::new("agents need no approval", &["compliance"], |suite, cast| {
            feature(suite, "ApproveTransfer");
            suite.send(suite.token, &addAgentCall { agent: cast.from.wallet });
            Vec::new()
        }),
    ]
}

/// A contract with books knows only what was issued and sent while it was in force.
fn books() -> Vec<Rule> {
    let full = |suite: &Suite, cast: &Cast, room: U256| {
        let compliance = feature(suite, "MaxBalance");
        suite.send(compliance, &setMaxBalanceCall { max: U256::from(1) << 120 });
        let booked = cast.amount * U256::from(3);
        suite.send(suite.token, &mintCall { to: cast.from.wallet, amount: booked });
        let of = |identity| suite.chain.view(compliance, &IDBalanceCall { identity });
        let max = of(cast.to.identity) + room;
        suite.send(compliance, &setMaxBalanceCall { max });
        let mut effects = vec![Effect::Above(room, Code::MaxBalance)];
        if cast.from.identity != cast.to.identity {
            effects.push(Effect::OfBalance(of(cast.from.identity), Code::BookedBalance));
        }
        effects
    };
    vec![
        Rule::new("maximum", &["compliance", "books"], move |suite, cast| full(suite, cast, cast.amount)),
        Rule::new("booked less", &["compliance", "books"], move |suite, cast| {
            full(suite, cast, cast.amount * U256::from(9))
        }),
        // The sender has no identity, and so nothing is booked.
        Rule::new("maximum, sender unregistered", &["compliance", "books", "identity"], move |suite, cast| {
            let compliance = feature(suite, "MaxBalance");
            suite.send(compliance, &setMaxBalanceCall { max: U256::from(1) << 120 });
            suite.send(suite.registry, &crate::suite::deleteIdentityCall { account: cast.from.wallet });
            vec![Effect::Above(U256::ZERO, Code::SenderNotRegistered)]
        })
        .only(|cast| cast.from.identity != cast.to.identity),
        Rule::new("supply limit", &["compliance"], |suite, _| {
            let compliance = feature(suite, "SupplyLimit");
            suite.send(compliance, &setSupplyLimitCall { limit: U256::from(1) });
            Vec::new()
        }),
    ]
}

/// Limits of a day and of 30 days, before and after a transfer of `sent`, and after time.
fn day_month(name: &'static str, (daily, monthly): (u64, u64), sent: u64, wait: u64, left: u64) -> Rule {
    Rule::new(name, &["compliance", "books"], move |suite, cast| {
        let compliance = feature(suite, "DayMonthLimits");
        let times = |count: u64| cast.amount * U256::from(count);
        suite.send(compliance, &setDailyLimitCall { limit: times(daily) });
        suite.send(compliance, &setMonthlyLimitCall { limit: times(monthly) });
        if sent > 0 {
            // To oneself: what counts is what is sent.
            let call = transferCall { to: cast.from.wallet, amount: times(sent) };
            suite.chain.send(cast.from.wallet, suite.token, &call);
        }
        if wait > 0 {
            suite.chain.devnet.call("anvil_increaseTime", json!([wait]));
            suite.chain.devnet.call("anvil_mine", json!(["0x1"]));
        }
        vec![Effect::Above(times(left), Code::TimeTransferLimit)]
    })
}

fn limits() -> Vec<Rule> {
    const DAY: u64 = 86_400;
    vec![
        day_month("a day's limit", (1, 9), 0, 0, 1),
        day_month("a day's limit, partly used", (3, 9), 2, 0, 1),
        day_month("a month's limit, partly used", (9, 3), 2, 0, 1),
        day_month("the day is over, the month is not", (9, 3), 2, DAY + 60, 1),
        // As the contract does it: when both are over, only the day's limit holds.
        day_month("day and month are over", (4, 3), 2, 30 * DAY + 60, 4),
        day_month("a month's limit below the day's, unused", (4, 3), 0, 0, 4),
        Rule::new("agents have no limits", &["compliance", "books"], |suite, cast| {
            feature(suite, "DayMonthLimits");
            suite.send(suite.token, &addAgentCall { agent: cast.from.wallet });
            Vec::new()
        }),
        Rule::new("an exchange's limit", &["compliance", "books", "identity"], |suite, cast| {
            let compliance = feature(suite, "ExchangeMonthlyLimits");
            let exchange = cast.to.identity;
            suite.send(compliance, &addExchangeIDCall { identity: exchange });
            suite.send(compliance, &setExchangeMonthlyLimitCall { exchange, limit: cast.amount });
            vec![Effect::Above(cast.amount, Code::ExchangeMonthlyLimit)]
        }),
        // What an exchange sends to another one is what the contract counts.
        Rule::new("an exchange's limit, partly used", &["compliance", "books", "identity"], |suite, cast| {
            let compliance = feature(suite, "ExchangeMonthlyLimits");
            let (from, to) = (cast.from.identity, cast.to.identity);
            let limit = cast.amount * U256::from(3);
            for exchange in [from, to] {
                suite.send(compliance, &addExchangeIDCall { identity: exchange });
                suite.send(compliance, &setExchangeMonthlyLimitCall { exchange, limit });
            }
            let call = transferCall { to: cast.from.wallet, amount: cast.amount };
            suite.chain.send(cast.to.wallet, suite.token, &call);
            vec![Effect::Above(cast.amount * U256::from(2), Code::ExchangeMonthlyLimit)]
        })
        .only(|cast| cast.from.identity != cast.to.identity),
    ]
}

fn others() -> Vec<Rule> {
    vec![
        Rule::new("no more holders", &["compliance"], |suite, cast| {
            let compliance = holder_limit(suite, 1);
            suite.send(compliance, &bindTokenCall { token: suite.token });
            suite.send(suite.token, &mintCall { to: cast.from.wallet, amount: U256::from(1) });
            if cast.from.wallet == cast.to.wallet { Vec::new() } else { vec![Effect::Breaks(Code::TooManyHolders)] }
        }),
        Rule::new("more holders", &["compliance"], |suite, cast| {
            let compliance = holder_limit(suite, 9);
            suite.send(compliance, &bindTokenCall { token: suite.token });
            suite.send(suite.token, &mintCall { to: cast.from.wallet, amount: U256::from(1) });
            Vec::new()
        }),
        Rule::new("a compliance that is not bound", &["compliance"], |suite, _| {
            holder_limit(suite, 9);
            vec![Effect::Breaks(Code::ComplianceRefuses)]
        }),
        Rule::new("somebody's rule", &["compliance"], |suite, cast| {
            let code = compile("PlainCompliance.sol");
            let compliance = deploy(&suite.chain, suite.owner, &code["PlainCompliance"], &[]);
            suite.send(suite.token, &setComplianceCall { compliance });
            suite.send(compliance, &setMostCall { most: cast.amount });
            vec![Effect::Above(cast.amount, Code::ComplianceRefuses), Effect::Unbounded]
        }),
    ]
}

fn stage() -> Stage {
    let suite = Suite::start(Version::V3);
    let mut all = countries();
    all.extend(approvals());
    all.extend(books());
    all.extend(limits());
    all.extend(others());
    // What these stop has to be done before.
    all.extend(rules::of_identity());
    all.extend(rules::of_the_token());
    all.push(rules::partly_frozen());
    Stage { suite, rules: all, refuses_nothing: false }
}

#[test]
fn t_rex_3_5() {
    let tally = stage().run(0x3502, 200);
    assert!(tally.scenarios >= 800 && tally.reasons.len() >= 22, "{tally:#?}");
}

/// The contract that comes with 3.5 allows everything, nothing included; and says so for the whole balance.
#[test]
fn moving_nothing_passes_in_3_5() {
    let stage = stage();
    let (from, to) = (stage.suite.holders[0], stage.suite.holders[1]);
    let cast = Cast { from, to, spender: None, amount: U256::ZERO, nonce: 0 };
    let (assessment, _) = stage.assess(&stage.profile(), &mut stage.suite.chain.reads(), &cast, U256::ZERO);
    assert!(matches!(assessment.verdict.value(), Verdict::Allow(_)), "{assessment:#?}");
    let balance = stage.suite.balance(from.wallet);
    assert!(matches!(assessment.headroom.most, Most::AtMost(most) if most.raw() == balance), "{assessment:#?}");
    assert!(stage.suite.chain.try_send(
        from.wallet,
        stage.suite.token,
        &transferCall { to: to.wallet, amount: U256::ZERO }
    ));
}

/// What was sent within the day counts until the day is over, and the headroom says when that is.
#[test]
fn the_headroom_says_when_it_changes() {
    let stage = stage();
    let suite = &stage.suite;
    let (from, to) = (suite.holders[1], suite.holders[2]);
    let unit = |count: u64| U256::from(count) * U256::from(10).pow(U256::from(18));
    let compliance = feature(suite, "DayMonthLimits");
    suite.send(compliance, &setDailyLimitCall { limit: unit(3) });
    suite.send(compliance, &setMonthlyLimitCall { limit: unit(9) });
    suite.chain.send(from.wallet, suite.token, &transferCall { to: to.wallet, amount: unit(2) });
    let over = suite.chain.reads().at().timestamp.0 + 86_400;
    let headroom = || {
        let cast = Cast { from, to, spender: None, amount: unit(1), nonce: 0 };
        let (assessment, _) = stage.assess(&stage.profile(), &mut suite.chain.reads(), &cast, unit(1));
        let Most::AtMost(most) = assessment.headroom.most else { panic!("{assessment:#?}") };
        (most.raw(), assessment.headroom.next.map(|next| next.at.0))
    };
    assert_eq!(headroom(), (unit(1), Some(over)));
    for (time, most) in [(over - 1, 1), (over, 3)] {
        suite.chain.devnet.call("evm_setNextBlockTimestamp", json!([time]));
        suite.chain.devnet.call("anvil_mine", json!(["0x1"]));
        assert_eq!(headroom().0, unit(most), "at {time}");
    }
}
