//! Maple's queue: into it, one's place in it, out of it, and paid.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall as _, SolValue as _, sol};
use assay_sdk::abi::maple::IPool;
use assay_sdk::redemption::{Obstacle, Payout, QueueBook, Step, Timing, queue};
use assay_sdk::units::{Amount, Shares};
use serde_json::json;

use crate::scene::{Scene, mintCall};

sol! {
    function setWithdrawalManager(address queue) external;
    function processRedemptions(uint256 most) external;
}

fn shares(raw: u64) -> Shares {
    Shares::from_raw(U256::from(raw), 6).expect("a scale in range")
}

fn book(scene: &Scene, manager: Address) -> QueueBook {
    let mut reads = scene.chain.reads();
    let parts = (scene.token, manager);
    let (book, _) = scene.chain.ask(&mut reads, |reads| queue(reads, parts, scene.cash, scene.alice));
    book.expect("a book").into_value()
}

#[test]
fn a_place_in_the_queue_is_taken_kept_given_up_and_paid() {
    let mut scene = Scene::start(6);
    scene.token = scene.deploy("QueuedPool", &[]);
    let manager = scene.deploy("WithdrawalQueue", &(scene.token, scene.cash).abi_encode_params());
    let descriptor = scene.descriptor(&json!({ "type": "queue", "manager": manager, "asset": scene.cash }));
    let bob = scene.chain.investor("bob");
    for to in [scene.alice, bob] {
        scene.send(scene.token, &mintCall { to, amount: U256::from(1_000_000_000_u64) });
    }
    scene.send(scene.cash, &mintCall { to: manager, amount: U256::from(1_000_000_000_u64) });

    // A manager that the pool does not have is noticed.
    let other = Obstacle::OtherContract { got: Address::ZERO, expected: manager };
    assert!(scene.route(&descriptor, scene.amount(100)).obstacles.contains(&other));
    scene.send(scene.token, &setWithdrawalManagerCall { queue: manager });

    scene.chain.send(bob, scene.token, &IPool::requestRedeemCall { shares: U256::from(50_000_000), owner: bob });
    let route = scene.route(&descriptor, scene.amount(100));
    assert!(route.is_open() && route.timing == Timing::InTurn, "{route:#?}");
    let estimate =
        Payout::Estimated { asset: scene.cash, amount: Amount::from_raw(U256::from(103_000_000), 6).expect("fits") };
    assert_eq!(*route.payout.expect("an estimate").value(), estimate);
    assert!(scene.take(&route.steps[0]));
    let place = book(&scene, manager).place.expect("a place");
    assert_eq!((place.id, place.ahead, place.behind, place.shares), (2, 1, 0, shares(100_000_000)));

    // One request at a time.
    let again = scene.route(&descriptor, scene.amount(100));
    assert_eq!(again.obstacles, [Obstacle::InQueue { id: 2 }]);
    assert!(!scene.take(&again.steps[0]));

    // Bob is paid, and a part of Alice's.
    scene.send(manager, &processRedemptionsCall { most: U256::from(80_000_000) });
    let now = book(&scene, manager);
    let place = now.place.expect("a place");
    assert_eq!((place.ahead, place.shares), (0, shares(70_000_000)));
    assert_eq!((now.requests[0].processed, now.requests[0].returned), (shares(30_000_000), shares(0)));
    assert_eq!(scene.balance(scene.cash), now.requests[0].assets.raw());

    // A part is taken back, and then the rest.
    let part = Step::Dequeue { pool: scene.token, shares: shares(20_000_000), owner: scene.alice };
    assert!(scene.take(&part));
    assert_eq!(book(&scene, manager).requests[0].returned, shares(20_000_000));
    assert!(scene.take(&book(&scene, manager).remove_step().expect("a way back")));
    let end = book(&scene, manager);
    assert!(end.place.is_none() && end.remove_step().is_none(), "{end:?}");
    assert_eq!((end.requests[0].processed, end.requests[0].returned), (shares(30_000_000), shares(70_000_000)));

    // A second request, paid in full.
    assert!(scene.take(&scene.route(&descriptor, scene.amount(10)).steps[0]));
    scene.send(manager, &processRedemptionsCall { most: U256::from(10_000_000) });
    let paid = book(&scene, manager);
    assert_eq!((paid.requests[1].processed, paid.requests[1].returned), (shares(10_000_000), shares(0)));
    assert_eq!(IPool::requestRedeemCall::SELECTOR, [0x10, 0x77, 0x03, 0xab]);
}
