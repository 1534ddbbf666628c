//! Issuers' redeemers: quoted against paid, and each refusal by its name.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::redemption::{Obstacle, Payout, RoutePlan, Step, Timing};
use assay_sdk::units::{Amount, Rate};
use serde_json::json;

use crate::scene::{Scene, mintCall};

sol! {
    function setPaused(bool paused) external;
    function setFee(uint256 fee) external;
    function register(address account, string calldata country) external;
    function restrict(string calldata country, bool restricted) external;
    function accept(address token, bool accepted) external;
    function setRate(uint256 rate) external;

    interface ISuperstate {
        function setPrice(uint256 price, bool stale) external;
    }
    interface IOndo {
        function register(address account, bool registered) external;
        function setPrice(uint256 price) external;
    }
}

fn cash(raw: u64) -> Amount {
    Amount::from_raw(U256::from(raw), 6).expect("a scale in range")
}

fn redeemer(scene: &Scene, kind: &str, name: &str) -> (Address, assay_sdk::asset::Descriptor) {
    let contract = scene.deploy(name, &(scene.token, scene.cash).abi_encode_params());
    let descriptor = scene.descriptor(&json!({ "type": kind, "contract": contract, "asset": scene.cash }));
    (contract, descriptor)
}

/// Sends all steps of an open route; what arrived is what was quoted.
fn takes_all(scene: &Scene, route: &RoutePlan, paid: u64) {
    assert!(route.is_open(), "{route:#?}");
    let before = scene.balance(scene.cash);
    for step in &route.steps {
        assert!(scene.take(step), "{step:?}");
    }
    let (Payout::Quoted { amount, .. } | Payout::AtPar { amount, .. }) =
        *route.payout.as_ref().expect("a payout").value()
    else {
        panic!("{route:#?}")
    };
    assert_eq!(amount, cash(paid));
    assert_eq!(scene.balance(scene.cash) - before, amount.raw(), "{route:#?}");
}

/// The route is refused for this alone, and the chain refuses it too, where its step could be made.
fn refused(scene: &Scene, route: &RoutePlan, expected: &[Obstacle]) {
    assert_eq!(route.obstacles, expected, "{route:#?}");
    for step in route.steps.iter().filter(|step| matches!(step, Step::RedeemAtIssuer { .. })) {
        assert!(!scene.take(step), "{step:?}");
    }
}

#[test]
fn superstate_quotes_fee_and_limit_and_pays_the_sender() {
    let scene = Scene::start(6);
    let (contract, descriptor) = redeemer(&scene, "superstate", "SuperstateRedemption");
    scene.send(scene.cash, &mintCall { to: contract, amount: U256::from(5_000_000_000_u64) });
    scene.send(contract, &setFeeCall { fee: U256::from(10) });
    let route = scene.route(&descriptor, scene.amount(100));
    // 1,050 less a tenth of a percent; an approval first.
    assert!(matches!(route.steps[..], [Step::Approve { .. }, Step::RedeemAtIssuer { least: None, .. }]));
    assert_eq!(route.fee.as_ref().map(|fee| *fee.value()), Rate::new(U256::from(10), U256::from(10_000)).ok());
    let most = *route.limit.as_ref().expect("a limit").value();
    assert!(most.assets <= cash(5_000_000_000) && most.assets >= cash(4_999_999_900), "{most:?}");
    assert_eq!(route.timing, Timing::AtOnce);
    takes_all(&scene, &route, 1_048_950_000);

    let most = *scene.route(&descriptor, scene.amount(1)).limit.expect("a limit").value();
    let over = scene.route(&descriptor, scene.amount(100_000));
    assert_eq!(
        over.obstacles[0],
        Obstacle::Limit { most: most.shares, asked: most.shares.with_raw(scene.amount(100_000).raw()) }
    );
    scene.send(contract, &setPausedCall { paused: true });
    refused(&scene, &scene.route(&descriptor, scene.amount(1)), &[Obstacle::Paused]);
    scene.send(contract, &setPausedCall { paused: false });
    scene.send(contract, &ISuperstate::setPriceCall { price: U256::from(1_050_000_000), stale: true });
    let stale = scene.route(&descriptor, scene.amount(1));
    assert!(!stale.is_open() && stale.payout.is_none() && stale.steps.is_empty(), "{stale:#?}");
    assert!(stale.obstacles.contains(&Obstacle::StalePrice), "{stale:#?}");
}

#[test]
fn a_redeemer_at_par_pays_one_for_one_from_what_it_has() {
    let scene = Scene::start(6);
    let (contract, descriptor) = redeemer(&scene, "par", "ParRedeemer");
    scene.send(scene.cash, &mintCall { to: contract, amount: U256::from(150_000_000_u64) });
    takes_all(&scene, &scene.route(&descriptor, scene.amount(100)), 100_000_000);
    let short = scene.route(&descriptor, scene.amount(51));
    assert!(matches!(short.obstacles[..], [Obstacle::Refused { call: "redeem", .. }]), "{short:#?}");
}

#[test]
fn a_redeemer_of_another_token_or_in_another_one_is_no_way_out() {
    let scene = Scene::start(6);
    let contract = scene.deploy("ParRedeemer", &(scene.cash, scene.token).abi_encode_params());
    let descriptor = scene.descriptor(&json!({ "type": "par", "contract": contract, "asset": scene.cash }));
    let route = scene.route(&descriptor, scene.amount(1));
    assert!(route.obstacles.contains(&Obstacle::OtherContract { got: scene.cash, expected: scene.token }));
    assert!(route.obstacles.contains(&Obstacle::OtherContract { got: scene.token, expected: scene.cash }));
}

#[test]
fn the_off_ramp_pays_at_least_what_was_shown_or_refuses() {
    let scene = Scene::start(6);
    let (contract, descriptor) = redeemer(&scene, "securitize", "OffRamp");
    scene.send(scene.cash, &mintCall { to: contract, amount: U256::from(1_000_000_000_u64) });
    let plan = |whole| scene.route(&descriptor, scene.amount(whole));
    refused(&scene, &plan(100), &[Obstacle::NotRegistered]);
    let country = || "Utopia".to_owned();
    scene.send(contract, &registerCall { account: scene.alice, country: country() });
    scene.send(contract, &restrictCall { country: country(), restricted: true });
    refused(&scene, &plan(100), &[Obstacle::RestrictedCountry { country: country() }]);
    scene.send(contract, &restrictCall { country: country(), restricted: false });
    let needed = Obstacle::Liquidity { available: cash(1_000_000_000), needed: cash(1_200_000_000) };
    refused(&scene, &plan(600), &[needed]);
    scene.send(contract, &setPausedCall { paused: true });
    refused(&scene, &plan(100), &[Obstacle::Paused]);
    scene.send(contract, &setPausedCall { paused: false });

    let route = plan(100);
    assert_eq!(route.liquidity.as_ref().map(|fact| *fact.value()), Some(cash(1_000_000_000)));
    assert_eq!(
        route.fee.as_ref().map(|fee| *fee.value()),
        Rate::new(U256::from(500_000), U256::from(200_000_000)).ok()
    );
    takes_all(&scene, &route, 199_500_000);
    // Planned at one price, sent at a worse one: refused, and nothing is lost.
    let route = plan(100);
    scene.send(contract, &setRateCall { rate: U256::from(1_999_999) });
    let [.., redeem] = &route.steps[..] else { panic!() };
    assert!(scene.take(&route.steps[0]) && !scene.take(redeem));
    let again = plan(100);
    assert!(matches!(again.steps[..], [Step::RedeemAtIssuer { .. }]), "the approval is there already: {again:#?}");
    takes_all(&scene, &again, 199_499_901);
}

#[test]
fn a_manager_that_returns_no_amount_is_not_known_to_pay() {
    let scene = Scene::start(18);
    let (contract, descriptor) = redeemer(&scene, "ondo", "SilentManager");
    let route = scene.route(&descriptor, scene.amount(10));
    assert!(
        matches!(&route.obstacles[..], [Obstacle::Unread { gap }] if gap.read().contract() == contract),
        "{route:#?}"
    );
    assert!(!route.is_open() && route.payout.is_none() && route.steps.is_empty(), "{route:#?}");
}

#[test]
fn ondo_pays_what_the_rehearsal_returned() {
    let scene = Scene::start(18);
    let (contract, descriptor) = redeemer(&scene, "ondo", "OndoManager");
    scene.send(scene.cash, &mintCall { to: contract, amount: U256::from(1_000_000_000_000_u64) });
    let plan = |whole| scene.route(&descriptor, scene.amount(whole));
    refused(&scene, &plan(10), &[Obstacle::NotRegistered]);
    scene.send(contract, &IOndo::registerCall { account: scene.alice, registered: true });
    scene.send(contract, &IOndo::setPriceCall { price: U256::from(99_000_000_000_000_000_000_u128) });
    refused(&scene, &plan(1), &[Obstacle::TooSmall]);
    scene.send(contract, &IOndo::setPriceCall { price: U256::from(110_000_000_000_000_000_000_u128) });
    scene.send(contract, &acceptCall { token: scene.cash, accepted: false });
    refused(&scene, &plan(10), &[Obstacle::NotAccepted { asset: scene.cash }]);
    scene.send(contract, &acceptCall { token: scene.cash, accepted: true });
    let route = plan(10);
    let minimum = route.minimum_usd.as_ref().map(|fact| *fact.value());
    assert_eq!(minimum, Some(scene.amount(100)), "100 dollars with 18 decimals");
    assert!(matches!(route.steps[..], [Step::Approve { .. }, Step::RedeemAtIssuer { least: Some(_), .. }]));
    takes_all(&scene, &route, 1_100_000_000);
}
