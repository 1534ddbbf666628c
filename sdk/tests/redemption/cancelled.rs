//! One request's life at an ERC-7540 vault with ERC-7887, step by step: fulfilled in part, cancelled, claimed, at another price than it
//! was made at; and what the review says of an operator.

use alloy_primitives::U256;
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::abi::erc20::IERC20;
use assay_sdk::chain::Http;
use assay_sdk::client::Client;
use assay_sdk::redemption::{Balance, History, Obstacle, RequestBook, RequestState, Step};
use assay_sdk::tx::{Effect, Intent, KnownTokens, Terms, UnsignedTx, Warning};
use serde_json::json;

use crate::contracts::{compile, deploy};
use crate::scene::{Scene, mintCall};

sol! {
    function setPrice(uint256 price) external;
    function fulfill(address controller, uint256 id, uint256 shares) external;
    function fulfillCancel(address controller, uint256 id) external;
}

#[test]
fn a_request_is_filled_in_part_cancelled_and_paid_at_another_price() {
    let scene = Scene::start(12);
    let arguments = (scene.token, scene.cash, false, true).abi_encode_params();
    let vault = deploy(&scene.chain, scene.issuer, &compile("AsyncVault.sol")["AsyncVault"], &arguments);
    scene.send(scene.cash, &mintCall { to: vault, amount: U256::from(1_000_000_000_u64) });
    let list = scene.described(&json!({ "type": "erc7540", "vault": vault, "asset": scene.cash }));
    let descriptor = list.tokens[0].clone();
    let client = Client::new(Http::new(&scene.chain.devnet.rpc), scene.chain.devnet.chain);
    let book = || -> RequestBook {
        let mut reads = scene.chain.reads();
        let book = pollster::block_on(client.redemptions(&mut reads, &descriptor, scene.alice)).expect("a book");
        book.expect("a vault").into_value()
    };
    let state = || book().state();
    assert_eq!((state(), book().cancellable), (None, true));

    let route = scene.route(&descriptor, scene.amount(100));
    let [approve, request, ..] = &route.steps[..] else { panic!("{route:#?}") };
    assert!(scene.take(approve) && scene.take(request));
    assert_eq!((state(), book().cancel_steps().len()), (Some(RequestState::Pending), 1));
    // Forty at a price of 1.2, and the rest is called back.
    scene.send(vault, &setPriceCall { price: U256::from(1_200_000) });
    scene.send(vault, &fulfillCall { controller: scene.alice, id: U256::ZERO, shares: scene.amount(40).raw() });
    assert!(book().is_partial());
    assert!(scene.take(&book().cancel_steps()[0]));
    assert_eq!((state(), book().cancel_steps().len()), (Some(RequestState::Claimable), 0));
    let blocked = scene.route(&descriptor, scene.amount(10));
    assert_eq!(blocked.obstacles[0], Obstacle::CancelPending, "{blocked:#?}");
    assert!(scene.take(&book().next_step(scene.alice).expect("a claim")));
    assert_eq!((state(), book().next_step(scene.alice)), (Some(RequestState::CancelPending), None));
    scene.send(vault, &fulfillCancelCall { controller: scene.alice, id: U256::ZERO });
    assert_eq!(state(), Some(RequestState::CancelClaimable));
    let before = scene.balance(scene.token);
    assert!(scene.take(&book().next_step(scene.alice).expect("shares to take back")));
    assert_eq!(scene.balance(scene.token) - before, scene.amount(60).raw());

    let end = book();
    assert_eq!((end.state(), end.next_step(scene.alice)), (Some(RequestState::Cancelled), None));
    let History::Known { lines, claims, returns, fulfilments, balance, .. } = &end.history else { panic!("logs") };
    assert_eq!((*balance, lines.len(), returns.len()), (Balance::Even, 1, 1));
    assert_eq!(lines[0].claimed.raw(), scene.amount(40).raw());
    assert_eq!(lines[0].cancelled.raw(), scene.amount(60).raw());
    // Worth 1.0 when it was requested, paid at 1.2.
    let then = pollster::block_on(client.price_at_request(vault, &lines[0].request)).expect("a price").into_value();
    let paid = claims[0].price().expect("a price");
    assert_eq!(paid, fulfilments[0].price().expect("a price"));
    assert_eq!(paid.numerator * then.denominator * U256::from(10), then.numerator * paid.denominator * U256::from(12));
    assert_eq!(claims[0].assets.raw(), U256::from(48_000_000));
    assert_eq!(scene.chain.view(scene.cash, &IERC20::balanceOfCall { account: scene.alice }), U256::from(48_000_000));
}

#[test]
fn an_operator_is_shown_as_a_power_that_is_given_away() {
    let scene = Scene::start(12);
    let arguments = (scene.token, scene.cash, false, true).abi_encode_params();
    let vault = deploy(&scene.chain, scene.issuer, &compile("AsyncVault.sol")["AsyncVault"], &arguments);
    let list = scene.described(&json!({ "type": "erc7540", "vault": vault, "asset": scene.cash }));
    let chain = scene.chain.devnet.chain;
    let operator = scene.chain.investor("bob");
    for (step, power) in [
        (Step::SetOperator { vault, operator, approved: true }, true),
        (Step::SetOperator { vault, operator, approved: false }, false),
    ] {
        let terms = Terms {
            chain,
            from: scene.alice,
            nonce: 0,
            gas_limit: 100_000,
            max_fee_per_gas: 1,
            max_priority_fee_per_gas: 1,
        };
        let unsigned = UnsignedTx::build(Intent::from(&step), terms).expect("a transaction");
        let review = unsigned.review(&KnownTokens::from_list(chain, &list)).expect("a review");
        assert!(review.is_understood());
        let warned = review.summary().warnings.contains(&Warning::GivesPower);
        assert!(warned || !power, "{:?}", review.summary());
        assert!(matches!(&review.summary().effects[..], [Effect::Described(_)]));
        assert!(scene.take(&step));
    }
}
