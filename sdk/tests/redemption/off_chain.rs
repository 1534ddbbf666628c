//! Burned or sent to the issuer, and paid off the chain; and several ways out side by side.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::asset::{RedemptionTerms, TokenList};
use assay_sdk::redemption::{Obstacle, Payout, Step, Timing};
use assay_sdk::tx::{Effect, Intent, KnownTokens, Terms, UnsignedTx, Warning};
use serde_json::json;

use crate::contracts::{compile, deploy};
use crate::scene::{Scene, mintCall};

sol! {
    function setEntity(address account, uint256 entity) external;
    function setFund(uint256 entity, string calldata fund, bool allowed) external;
    function setAccountingPaused(bool paused) external;
}

/// What the wallet shows of a step of Alice.
fn reviewed(scene: &Scene, list: &TokenList, step: &Step) -> (Vec<Effect>, Vec<Warning>, bool) {
    let chain = scene.chain.devnet.chain;
    let terms = Terms {
        chain,
        from: scene.alice,
        nonce: 0,
        gas_limit: 100_000,
        max_fee_per_gas: 1,
        max_priority_fee_per_gas: 1,
    };
    let unsigned = UnsignedTx::build(Intent::from(step), terms).expect("a transaction");
    let review = unsigned.review(&KnownTokens::from_list(chain, list)).expect("a review");
    let summary = review.summary();
    (summary.effects.clone(), summary.warnings.clone(), review.is_understood())
}

#[test]
fn a_token_that_burns_is_redeemed_off_the_chain_whichever_way_it_is_called() {
    let mut scene = Scene::start(6);
    let contracts = compile("Superstate.sol");
    let list = deploy(&scene.chain, scene.issuer, &contracts["AllowList"], &[]);
    scene.token = deploy(&scene.chain, scene.issuer, &contracts["FourthToken"], &list.abi_encode());
    scene.send(scene.token, &mintCall { to: scene.alice, amount: scene.amount(10).raw() });
    let redemption = json!({
        "type": "burn", "contract": scene.token, "businessDays": 1, "cutOff": "09:00 New York"
    });
    let tokens = scene.described(&redemption);
    let descriptor = tokens.tokens[0].clone();
    assert_eq!(descriptor.redemption, Some(RedemptionTerms::Burn { contract: scene.token }));

    let route = scene.route(&descriptor, scene.amount(4));
    assert_eq!(route.obstacles, [Obstacle::NotRegistered], "{route:#?}");
    assert!(!scene.take(&route.steps[0]));
    let one = U256::from(1);
    scene.send(list, &setEntityCall { account: scene.alice, entity: one });
    scene.send(list, &setFundCall { entity: one, fund: "USTB".to_owned(), allowed: true });
    scene.send(scene.token, &setAccountingPausedCall { paused: true });
    assert_eq!(scene.route(&descriptor, scene.amount(4)).obstacles, [Obstacle::Paused]);
    scene.send(scene.token, &setAccountingPausedCall { paused: false });

    let route = scene.route(&descriptor, scene.amount(4));
    assert!(route.is_open() && route.timing == Timing::OffChain, "{route:#?}");
    assert_eq!(*route.payout.as_ref().expect("a payout").value(), Payout::OffChain { amount: scene.amount(4) });
    assert_eq!(route.settlement.business_days, Some(1));
    assert_eq!(route.settlement.cut_off.as_deref(), Some("09:00 New York"));
    let [burn] = &route.steps[..] else { panic!() };
    assert!(burn.is_irreversible());
    let (_, _, understood) = reviewed(&scene, &tokens, burn);
    assert!(understood);
    assert!(scene.take(burn));
    assert_eq!(scene.balance(scene.token), scene.amount(6).raw());

    // The same by a transfer to the token: shown as what it is, and not as a loss.
    let transfer = Step::SendToIssuer { token: scene.token, to: scene.token, amount: scene.amount(2) };
    let (effects, warnings, _) = reviewed(&scene, &tokens, &transfer);
    assert!(matches!(effects[..], [Effect::RedeemedOffChain { .. }]), "{effects:?}");
    assert!(!warnings.contains(&Warning::ToTokenItself), "{warnings:?}");
    assert!(scene.take(&transfer));
    assert_eq!(scene.balance(scene.token), scene.amount(4).raw());
}

#[test]
fn tokens_go_to_the_published_address_alone_and_the_memo_is_told() {
    let scene = Scene::start(18);
    let vaults = Address::repeat_byte(0x60);
    let redemption = json!({ "type": "transfer", "to": vaults, "businessDays": 3, "memo": "your account number" });
    let tokens = scene.described(&redemption);
    let route = scene.route(&tokens.tokens[0], scene.amount(5));
    assert!(route.is_open(), "{route:#?}");
    assert_eq!(route.settlement.memo.as_deref(), Some("your account number"));
    let [step] = &route.steps[..] else { panic!() };
    assert_eq!(*step, Step::SendToIssuer { token: scene.token, to: vaults, amount: scene.amount(5) });
    let (effects, warnings, _) = reviewed(&scene, &tokens, step);
    assert!(matches!(effects[..], [Effect::RedeemedOffChain { .. }]), "{effects:?}");
    assert!(warnings.is_empty(), "{warnings:?}");
    assert!(scene.take(step));
    // The same amount to anybody else is a transfer.
    let elsewhere = Step::SendToIssuer { token: scene.token, to: Address::repeat_byte(0x61), amount: scene.amount(5) };
    let (effects, _, _) = reviewed(&scene, &tokens, &elsewhere);
    assert!(matches!(effects[..], [Effect::Sent { .. }]), "{effects:?}");
}

#[test]
fn all_ways_out_stand_side_by_side_in_the_order_of_the_list() {
    let scene = Scene::start(6);
    let par = scene.deploy("ParRedeemer", &(scene.token, scene.cash).abi_encode_params());
    scene.send(scene.cash, &mintCall { to: par, amount: U256::from(1_000_000_000_u64) });
    let superstate = scene.deploy("SuperstateRedemption", &(scene.token, scene.cash).abi_encode_params());
    let redemption = json!([
        { "type": "superstate", "contract": superstate, "asset": scene.cash },
        { "type": "par", "contract": par, "asset": scene.cash },
        { "type": "transfer", "to": Address::repeat_byte(0x60), "businessDays": 2, "memo": "your name" },
    ]);
    let plan = scene.plan(&scene.descriptor(&redemption), scene.amount(100));
    let open: Vec<bool> = plan.routes.iter().map(|route| route.is_open()).collect();
    // The first has no money.
    assert_eq!(open, [false, true, true], "{plan:#?}");
    assert!(plan.routes[0].obstacles.contains(&Obstacle::Closed));
    let days: Vec<_> = plan.routes.iter().map(|route| route.settlement.business_days).collect();
    assert_eq!(days, [None, None, Some(2)]);
    let more = scene.plan(&scene.descriptor(&redemption), scene.amount(2_000_000));
    assert!(more.routes.iter().all(|route| matches!(route.obstacles[0], Obstacle::Balance { .. })), "{more:#?}");
}
