//! Franklin's fund: registered shareholders, whom a module knows that the fund does not name. A model.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use alloy_primitives::Address;
use alloy_sol_types::{SolValue as _, sol};
use assay_sdk::compliance::{Family, RestrictionCode as Code};

use crate::chain::Chain;
use crate::models::{anybody, model, stage, switch};
use crate::stage::{Cast, Effect, Rule};

sol! {
    function set(bool instant, bool erc20, bool thirdParty) external;
    #[derive(Debug)]
    interface IModule {
        function set(address account, bool authorized, bool frozen) external;
        function isAccountAuthorized(address account) external view returns (bool);
        function isAccountFrozen(address account) external view returns (bool);
    }
}

/// Changes one of the two things that the module knows about an account.
fn change(chain: &Chain, module: Address, account: Address, authorized: Option<bool>, frozen: Option<bool>) {
    let authorized = authorized.unwrap_or_else(|| chain.view(module, &IModule::isAccountAuthorizedCall { account }));
    let frozen = frozen.unwrap_or_else(|| chain.view(module, &IModule::isAccountFrozenCall { account }));
    chain.send(anybody(chain), module, &IModule::setCall { account, authorized, frozen });
}

/// Accounts that the fund does not know. It stops there: whether they are frozen too is not seen.
type Unknown = Rc<RefCell<BTreeSet<Address>>>;

fn unregistered(name: &'static str, module: Address, unknown: &Unknown, who: fn(&Cast) -> Address, code: Code) -> Rule {
    let (leaves, returns) = (Rc::clone(unknown), Rc::clone(unknown));
    Rule::new(
        name,
        move |chain, cast| {
            change(chain, module, who(cast), Some(false), None);
            leaves.borrow_mut().insert(who(cast));
            Effect::Breaks(code)
        },
        move |chain, cast| {
            change(chain, module, who(cast), Some(true), None);
            returns.borrow_mut().remove(&who(cast));
        },
    )
}

fn frozen(name: &'static str, module: Address, unknown: &Unknown, who: fn(&Cast) -> Address, code: Code) -> Rule {
    let unknown = Rc::clone(unknown);
    Rule::new(
        name,
        move |chain, cast| {
            change(chain, module, who(cast), None, Some(true));
            let (account, unknown) = (who(cast), Rc::clone(&unknown));
            Effect::At(Box::new(move |_| if unknown.borrow().contains(&account) { vec![] } else { vec![code] }))
        },
        move |chain, cast| change(chain, module, who(cast), None, Some(false)),
    )
}

#[test]
fn franklin() {
    let chain = Chain::start();
    let module = model(&chain, "Franklin.sol", "Authorization", &[]);
    let token = model(&chain, "Franklin.sol", "MoneyMarketFund", &module.abi_encode());
    for name in ["alice", "bob", "carol"] {
        change(&chain, module, chain.investor(name), Some(true), Some(false));
    }
    let all = |instant, erc20, third_party| setCall { instant, erc20, thirdParty: third_party };
    let code = Code::NotTransferable;
    let unknown = Unknown::default();
    let caller = |cast: &Cast| cast.spender.unwrap_or_default();
    let rules = vec![
        switch("instant", token, code, move |_| all(false, true, true), move |_| all(true, true, true)),
        switch("erc20", token, code, move |_| all(true, false, true), move |_| all(true, true, true))
            .only(|cast| cast.spender.is_none()),
        switch("third party", token, code, move |_| all(true, true, false), move |_| all(true, true, true))
            .only(|cast| cast.spender.is_some()),
        unregistered("sender unknown", module, &unknown, |cast| cast.from, Code::SenderNotRegistered),
        unregistered("receiver unknown", module, &unknown, |cast| cast.to, Code::ReceiverNotRegistered)
            .only(|cast| cast.from != cast.to),
        frozen("sender frozen", module, &unknown, |cast| cast.from, Code::SenderFrozen),
        frozen("receiver frozen", module, &unknown, |cast| cast.to, Code::ReceiverFrozen)
            .only(|cast| cast.from != cast.to),
        // Shareholders move their own shares only.
        Rule::new(
            "caller known",
            move |chain, cast| {
                change(chain, module, caller(cast), Some(true), None);
                Effect::Breaks(Code::CallerNotAllowed)
            },
            move |chain, cast| change(chain, module, caller(cast), Some(false), None),
        )
        .only(|cast| cast.spender.is_some()),
    ];
    let tally = stage(chain, Family::Franklin, token, rules).run(0x0be2_7100, 500);
    println!("{tally:#?}");
    assert!(!tally.whole || (tally.headrooms >= 50 && tally.reasons.len() >= 7), "{tally:#?}");
}
