//! Centrifuge's share tokens with the hooks of the protocol, with none, and with one that is not known. Models.

use alloy_primitives::{Address, FixedBytes, U256, address};
use alloy_sol_types::sol;
use assay_sdk::compliance::{Family, RestrictionCode as Code};
use serde_json::json;

use crate::chain::Chain;
use crate::models::{anybody, assess, model, stage, switch};
use crate::stage::{Cast, Effect, Rule};

sol! {
    function file(address hook) external;
    function setHookData(address user, bytes16 data) external;
    function hookDataOf(address user) external view returns (bytes16);
    function setEndorsed(address user, bool yes) external;
    function setClosed(bool closed) external;
    function mint(address account, uint256 amount) external;
}

/// Where a transfer asks for redemption.
const REDEMPTION: Address = address!("000000000000000000000000000000000001cf60");
/// A contract of the pool, which needs no membership.
const ENDORSED: Address = Address::repeat_byte(0xe0);

fn share(chain: &Chain, hook: &str) -> (Address, Address) {
    let token = model(chain, "Centrifuge.sol", "ShareToken", &[]);
    let hook = model(chain, "Centrifuge.sol", hook, &[]);
    chain.send(anybody(chain), token, &fileCall { hook });
    (token, hook)
}

/// Changes the bits that the hook looks at.
fn change(chain: &Chain, token: Address, user: Address, with: impl Fn(u128) -> u128) {
    let before = u128::from_be_bytes(chain.view(token, &hookDataOfCall { user }).0);
    let data = FixedBytes(with(before).to_be_bytes());
    chain.send(anybody(chain), token, &setHookDataCall { user, data });
}

fn bits(name: &'static str, token: Address, who: fn(&Cast) -> Address, code: Code, change_bits: Change) -> Rule {
    Rule::new(
        name,
        move |chain, cast| {
            change(chain, token, who(cast), change_bits.breaks);
            match (who(cast), code) {
                (ENDORSED, Code::ReceiverNotAllowed) => Effect::Harmless,
                _ => Effect::Breaks(code),
            }
        },
        move |chain, cast| change(chain, token, who(cast), change_bits.mends),
    )
}

/// What breaks a rule, and what mends it.
#[derive(Clone, Copy)]
struct Change {
    breaks: fn(u128) -> u128,
    mends: fn(u128) -> u128,
}

const FREEZE: Change = Change { breaks: |data| data | 1, mends: |data| data & !1 };
/// A membership that ended in 2001, and one for ever.
const EXPIRE: Change =
    Change { breaks: |data| data & 1 | 1_000_000_000 << 64, mends: |data| data & 1 | u128::MAX << 64 };
/// None at all, and one for ever.
const EXPEL: Change = Change { breaks: |data| data & 1, mends: |data| data & 1 | u128::MAX << 64 };

fn freezes(token: Address) -> Vec<Rule> {
    vec![
        bits("sender frozen", token, |cast| cast.from, Code::SenderFrozen, FREEZE),
        bits("receiver frozen", token, |cast| cast.to, Code::ReceiverFrozen, FREEZE).only(|cast| cast.from != cast.to),
    ]
}

fn members(chain: &Chain, token: Address) {
    for name in ["alice", "bob", "carol"] {
        change(chain, token, chain.investor(name), |_| u128::MAX << 64);
    }
}

#[test]
fn with_full_restrictions() {
    let chain = Chain::start();
    let (token, hook) = share(&chain, "FullRestrictions");
    members(&chain, token);
    let mut rules = freezes(token);
    let code = Code::ReceiverNotAllowed;
    let to_another: fn(&Cast) -> bool = |cast| cast.from != cast.to;
    rules.push(bits("receiver expired", token, |cast| cast.to, code, EXPIRE).only(to_another));
    rules.push(bits("receiver expelled", token, |cast| cast.to, code, EXPEL).only(to_another));
    // No member either.
    let to_the_token = move |chain: &Chain, _: &Cast| {
        change(chain, token, token, |data| data & 1);
        Effect::At(Box::new(|_| vec![Code::TokenIsReceiver, Code::ReceiverNotAllowed]))
    };
    rules.push(Rule::new("to the token", to_the_token, |_, _| {}).sent_to(token));
    chain.send(anybody(&chain), hook, &setEndorsedCall { user: ENDORSED, yes: true });
    rules.push(Rule::new("to a contract of the pool", |_, _| Effect::Harmless, |_, _| {}).sent_to(ENDORSED));
    let stage = stage(chain, Family::Centrifuge, token, rules);
    let tally = stage.run(0x00ce_f011, 500);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 50 && tally.reasons.len() >= 6), "{tally:#?}");
}

#[test]
fn with_redemption_restrictions() {
    let chain = Chain::start();
    let (token, _) = share(&chain, "RedemptionRestrictions");
    members(&chain, token);
    let mut rules = freezes(token);
    let code = Code::SenderNotAllowed;
    rules.push(bits("sender expelled", token, |cast| cast.from, code, EXPEL).sent_to(REDEMPTION));
    rules.push(Rule::new("a redemption", |_, _| Effect::Harmless, |_, _| {}).sent_to(REDEMPTION));
    let tally = stage(chain, Family::Centrifuge, token, rules).run(0x00ce_4ede, 250);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 30 && tally.reasons.len() >= 5), "{tally:#?}");
}

#[test]
fn without_a_hook() {
    let chain = Chain::start();
    let token = model(&chain, "Centrifuge.sol", "ShareToken", &[]);
    let tally = stage(chain, Family::Centrifuge, token, Vec::new()).run(0x00ce_0000, 60);
    assert!(tally.reasons.contains_key(&Code::InsufficientBalance), "{tally:#?}");
}

#[test]
fn a_hook_that_is_not_known_refuses_without_a_reason() {
    let chain = Chain::start();
    let (token, hook) = share(&chain, "StrangeHook");
    let closed = |closed| setClosedCall { closed };
    let rules = vec![switch("closed", hook, Code::HookRefuses, move |_| closed(true), move |_| closed(false))];
    let tally = stage(chain, Family::Centrifuge, token, rules).run(0x00ce_5740, 60);
    assert!(tally.reasons.contains_key(&Code::HookRefuses), "{tally:#?}");
}

#[test]
fn the_end_of_a_membership_is_known_in_advance() {
    let chain = Chain::start();
    let (token, _) = share(&chain, "FullRestrictions");
    let (alice, bob) = (chain.investor("alice"), chain.investor("bob"));
    let until = chain.reads().at().timestamp.0 + 3_600;
    change(&chain, token, bob, |_| u128::from(until) << 64);
    chain.send(anybody(&chain), token, &mintCall { account: alice, amount: U256::from(10) });
    let assessment = assess(&chain, token, alice, bob, 5);
    assert!(assessment.verdict.value().is_allow(), "{assessment:#?}");
    let next = assessment.headroom.next.expect("the end of the membership");
    // Just before the end the call would pass, and the block that takes it would come too late: there the rehearsal disagrees.
    for (at, allowed) in [(next.at.0 - 600, true), (next.at.0, false)] {
        chain.devnet.call("evm_setNextBlockTimestamp", json!([at]));
        chain.devnet.call("evm_mine", json!([]));
        let assessment = assess(&chain, token, alice, bob, 5);
        assert_eq!(assessment.verdict.value().is_allow(), allowed, "{assessment:#?}");
    }
}
