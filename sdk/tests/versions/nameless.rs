//! T-REX 4.0.1, real: three modules without names, and one of somebody else.

use alloy_primitives::Address;
use alloy_sol_types::sol;
use assay_sdk::compliance::RestrictionCode as Code;

use crate::artifacts::artifact_in;
use crate::contracts::{compile, deploy};
use crate::rules;
use crate::stage::{Effect, Rule, Stage};
use crate::suite::{Suite, Version, addModuleCall, unbindTokenCall};

sol! {
    function addAllowedCountry(uint16 country) external;
    function addCountryRestriction(uint16 country) external;
    function approveTransfer(address from, address to, uint256 amount) external;
    function setMost(uint256 most) external;
}

/// Modules by the names of their contracts.
#[derive(Clone, Copy)]
struct Modules {
    allow: Address,
    restrict: Address,
    conditional: Address,
    strange: Address,
}

fn modules(suite: &Suite) -> Modules {
    let new = |name: &str| {
        let path = format!("t-rex-4.0/artifacts/contracts/compliance/modular/modules/{name}.sol/{name}.json");
        deploy(&suite.chain, suite.owner, &artifact_in("sdk/tests/families", &path), &[])
    };
    let strange = deploy(&suite.chain, suite.owner, &compile("PlainCompliance.sol")["NamelessModule"], &[]);
    let [allow, restrict, conditional] =
        ["CountryAllowModule", "CountryRestrictModule", "ConditionalTransferModule"].map(new);
    Modules { allow, restrict, conditional, strange }
}

fn rules(modules: Modules) -> Vec<Rule> {
    let Modules { allow, restrict, conditional, strange } = modules;
    let bind = |suite: &Suite, module| suite.send(suite.compliance, &addModuleCall { module });
    vec![
        Rule::new("no country allowed", &["allow"], move |suite, _| {
            bind(suite, allow);
            vec![Effect::Breaks(Code::CountryNotAllowed)]
        }),
        Rule::new("country allowed", &["allow"], move |suite, cast| {
            bind(suite, allow);
            suite.set(allow, &addAllowedCountryCall { country: cast.to.country });
            Vec::new()
        }),
        Rule::new("country restricted", &["restrict"], move |suite, cast| {
            bind(suite, restrict);
            suite.set(restrict, &addCountryRestrictionCall { country: cast.to.country });
            vec![Effect::Breaks(Code::CountryRestricted)]
        }),
        Rule::new("not approved", &["conditional"], move |suite, _| {
            bind(suite, conditional);
            vec![Effect::Breaks(Code::NotApproved)]
        }),
        Rule::new("approved", &["conditional"], move |suite, cast| {
            bind(suite, conditional);
            let (from, to, amount) = (cast.from.wallet, cast.to.wallet, cast.amount);
            suite.set(conditional, &approveTransferCall { from, to, amount });
            vec![Effect::Except(amount, Code::NotApproved)]
        }),
        Rule::new("somebody's module", &[], move |suite, cast| {
            suite.send(strange, &setMostCall { most: cast.amount });
            bind(suite, strange);
            vec![Effect::Above(cast.amount, Code::ModuleRefuses), Effect::Unbounded]
        }),
        Rule::new("compliance of another token", &[], |suite, _| {
            suite.send(suite.compliance, &unbindTokenCall { token: suite.token });
            vec![Effect::Breaks(Code::ComplianceRefuses)]
        }),
    ]
}

#[test]
fn t_rex_4_0() {
    let suite = Suite::start(Version::V4);
    let mut all = rules::of_the_token();
    all.extend(rules::of_identity());
    all.extend(rules(modules(&suite)));
    all.push(rules::partly_frozen());
    let stage = Stage { suite, rules: all, refuses_nothing: true };
    let tally = stage.run(0x4001, 160);
    assert!(tally.scenarios >= 600 && tally.reasons.len() >= 18, "{tally:#?}");
}
