//! Tokens that ask lists and registries, all on one chain: each is found as its own family and as no other.

use alloy_primitives::Address;
use assay_sdk::compliance::{Family, Presence, families};

use crate::chain::Chain;
use crate::{ondo_global_markets, ondo_ousg, ondo_usdy, securitize, superstate};

#[test]
fn each_token_is_of_its_own_family_alone() {
    let chain = Chain::start();
    let usdy = |kind| (ondo_usdy::deployed(&chain, kind).token, Family::OndoUsdy);
    let ousg = |kind| (ondo_ousg::deployed(&chain, kind).token, Family::OndoOusg);
    let markets = |kind| (ondo_global_markets::deployed(&chain, kind).token, Family::OndoGlobalMarkets);
    let superstate = |contract| (superstate::deployed(&chain, contract).token, Family::Superstate);
    let securitize = |service| (securitize::deployed(&chain, service, 6).token, Family::Securitize);
    let tokens = [
        usdy(ondo_usdy::Kind::Plain),
        usdy(ondo_usdy::Kind::WithoutAllowlist),
        usdy(ondo_usdy::Kind::Rebasing),
        ousg(ondo_ousg::Kind::Plain),
        ousg(ondo_ousg::Kind::LaterRegistry),
        ousg(ondo_ousg::Kind::Rebasing),
        markets(ondo_global_markets::Kind::Stock),
        markets(ondo_global_markets::Kind::Dollar),
        superstate("FourthToken"),
        superstate("ThirdToken"),
        securitize("RegulatedCompliance"),
        securitize("WhitelistedCompliance"),
    ];
    for (token, family) in tokens {
        assert_eq!(found(&chain, token), [(Family::Erc20, Presence::Present), (family, Presence::Present)]);
    }
}

fn found(chain: &Chain, token: Address) -> Vec<(Family, Presence)> {
    let mut reads = chain.reads();
    let (found, rounds) = chain.ask(&mut reads, |reads| families(reads, token));
    assert!(rounds <= 3, "{rounds} rounds");
    let found = found.expect("families");
    found.value().iter().map(|found| (found.family, found.presence.clone())).collect()
}
