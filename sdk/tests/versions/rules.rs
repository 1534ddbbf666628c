//! Rules that a token of any version has: stops of the token, and the claims of the receiver.

use alloy_primitives::Address;
use assay_sdk::compliance::RestrictionCode as Code;
use serde_json::json;

use crate::stage::{Effect, Rule};
use crate::suite::{
    ACCREDITED, KYC, addClaimTopicCall, deleteIdentityCall, freezePartialTokensCall, pauseCall, registerIdentityCall,
    setAddressFrozenCall,
};

const IDENTITY: &[&str] = &["identity"];

pub(crate) fn of_the_token() -> Vec<Rule> {
    vec![
        Rule::new("paused", &[], |suite, _| {
            suite.send(suite.token, &pauseCall {});
            vec![Effect::Breaks(Code::Paused)]
        }),
        Rule::new("sender frozen", &[], |suite, cast| {
            suite.send(suite.token, &setAddressFrozenCall { account: cast.from.wallet, frozen: true });
            vec![Effect::Breaks(Code::SenderFrozen)]
        }),
        Rule::new("receiver frozen", &[], |suite, cast| {
            suite.send(suite.token, &setAddressFrozenCall { account: cast.to.wallet, frozen: true });
            vec![Effect::Breaks(Code::ReceiverFrozen)]
        })
        .only(|cast| cast.from.wallet != cast.to.wallet),
        // Nobody looks at who calls.
        Rule::new("caller frozen", &[], |suite, cast| {
            suite.send(suite.token, &setAddressFrozenCall { account: cast.spender.expect("a caller"), frozen: true });
            Vec::new()
        })
        .only(|cast| cast.spender.is_some()),
    ]
}

/// Last, because what others move changes what is free. It breaks nothing by itself: what is free is read in every state.
pub(crate) fn partly_frozen() -> Rule {
    Rule::new("partly frozen", &[], |suite, cast| {
        let account = cast.from.wallet;
        let amount = suite.balance(account) - cast.amount;
        suite.send(suite.token, &freezePartialTokensCall { account, amount });
        Vec::new()
    })
}

/// Groups besides: `allow` and `restrict` go by the receiver's country, `books` by identities, `cap` and `minimum` by both.
pub(crate) fn of_identity() -> Vec<Rule> {
    let mut rules = vec![
        Rule::new(
            "receiver unregistered",
            &["identity", "allow", "restrict", "books", "cap", "minimum"],
            |suite, cast| {
                suite.send(suite.registry, &deleteIdentityCall { account: cast.to.wallet });
                vec![Effect::Breaks(Code::ReceiverNotRegistered)]
            },
        )
        .only(|cast| cast.from.wallet != cast.to.wallet),
        // No version looks at the sender's identity; only some rules keep books by it.
        Rule::new("sender unregistered", &["identity", "books"], |suite, cast| {
            suite.send(suite.registry, &deleteIdentityCall { account: cast.from.wallet });
            Vec::new()
        })
        .only(|cast| cast.from.wallet != cast.to.wallet),
        Rule::new("receiver without claims", &["identity", "books"], |suite, cast| {
            let (account, country) = (cast.to.wallet, cast.to.country);
            suite.send(suite.registry, &deleteIdentityCall { account });
            let identity = suite.new_identity();
            suite.send(suite.registry, &registerIdentityCall { account, identity, country });
            vec![Effect::Breaks(Code::ClaimMissing)]
        })
        .only(|cast| cast.from.wallet != cast.to.wallet),
        Rule::new("receiver's identity without code", &["identity", "books"], |suite, cast| {
            let (account, country) = (cast.to.wallet, cast.to.country);
            suite.send(suite.registry, &deleteIdentityCall { account });
            let identity = Address::repeat_byte(0xee);
            suite.send(suite.registry, &registerIdentityCall { account, identity, country });
            vec![Effect::Breaks(Code::IdentityUnreadable)]
        })
        .only(|cast| cast.from.wallet != cast.to.wallet),
    ];
    rules.extend(of_claims());
    rules
}

fn of_claims() -> Vec<Rule> {
    vec![
        Rule::new("another topic required", IDENTITY, |suite, _| {
            suite.send(suite.topics, &addClaimTopicCall { topic: alloy_primitives::U256::from(42) });
            suite.trust(suite.claim_issuer, &[KYC, ACCREDITED, 42]);
            vec![Effect::Breaks(Code::ClaimMissing)]
        }),
        Rule::new("nobody trusted", IDENTITY, |suite, _| {
            suite.trust(suite.claim_issuer, &[KYC]);
            vec![Effect::Breaks(Code::NoTrustedIssuer)]
        }),
        Rule::new("another one trusted", IDENTITY, |suite, _| {
            suite.trust_first(Address::repeat_byte(0xaa), &[KYC]);
            suite.trust(suite.claim_issuer, &[ACCREDITED]);
            vec![Effect::Breaks(Code::ClaimIssuerUntrusted)]
        }),
        Rule::new("claim revoked", IDENTITY, |suite, cast| {
            suite.revoke(cast.to, KYC);
            vec![Effect::Breaks(Code::ClaimRevoked)]
        }),
        Rule::new("claim missing", IDENTITY, |suite, cast| {
            suite.remove(cast.to, KYC);
            vec![Effect::Breaks(Code::ClaimMissing)]
        }),
        Rule::new("signer's key gone", IDENTITY, |suite, _| {
            suite.remove_key(suite.claim_issuer);
            vec![Effect::Breaks(Code::ClaimInvalid)]
        }),
        Rule::new("one revoked, one missing", IDENTITY, |suite, cast| {
            suite.revoke(cast.to, KYC);
            suite.remove(cast.to, ACCREDITED);
            vec![Effect::Breaks(Code::ClaimRevoked), Effect::Breaks(Code::ClaimMissing)]
        }),
        Rule::new("another issuer's claim is still valid", IDENTITY, |suite, cast| {
            let another = suite.new_claim_issuer();
            suite.trust_first(another, &[KYC]);
            suite.add_claim(another, cast.to.identity, KYC, cast.nonce);
            suite.revoke(cast.to, KYC);
            Vec::new()
        }),
        Rule::new("claims of two issuers, both bad", IDENTITY, |suite, cast| {
            let another = suite.new_claim_issuer();
            suite.trust_first(another, &[KYC]);
            suite.add_claim(another, cast.to.identity, KYC, cast.nonce);
            suite.remove_key(another);
            suite.revoke(cast.to, KYC);
            vec![Effect::Breaks(Code::ClaimRevoked), Effect::Breaks(Code::ClaimInvalid)]
        }),
        Rule::new("revoked, and one that counts nothing", IDENTITY, |suite, cast| {
            let another = suite.new_claim_issuer();
            suite.add_claim(another, cast.to.identity, KYC, cast.nonce);
            suite.revoke(cast.to, KYC);
            vec![Effect::Breaks(Code::ClaimRevoked), Effect::Breaks(Code::ClaimIssuerUntrusted)]
        }),
        Rule::new("issuer without code", IDENTITY, |suite, _| {
            suite.chain.devnet.call("anvil_setCode", json!([suite.claim_issuer, "0x"]));
            vec![Effect::Breaks(Code::ClaimInvalid)]
        }),
    ]
}
