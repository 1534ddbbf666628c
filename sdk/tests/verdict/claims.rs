//! Claims of the receiver, and who is trusted to issue them.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolValue as _;
use assay_sdk::compliance::RestrictionCode as Code;
use serde_json::json;

use crate::artifacts::artifact;
use crate::changes::Change;
use crate::contracts;
use crate::expected::{Cast, Effect};
use crate::fund::{FundChain as Chain, *};

const KYC: u64 = 1;
const ACCREDITED: u64 = 7;

pub(crate) fn apply(change: Change, chain: &Chain, cast: &Cast) -> Vec<Effect> {
    let to = cast.to;
    let broken = match change {
        Change::RequireMore => {
            chain.issuer(chain.fund.topics, &addClaimTopicCall { topic: U256::from(42) });
            trust(chain, chain.fund.claim_issuer, &[KYC, ACCREDITED, 42]);
            vec![Code::ClaimMissing]
        }
        Change::TrustNobody => {
            trust(chain, chain.fund.claim_issuer, &[KYC]);
            vec![Code::NoTrustedIssuer]
        }
        Change::TrustAnother => {
            trust_first(chain, Address::repeat_byte(0xaa), &[KYC]);
            trust(chain, chain.fund.claim_issuer, &[ACCREDITED]);
            vec![Code::ClaimIssuerUntrusted]
        }
        Change::RevokeClaim => {
            revoke(chain, to, KYC);
            vec![Code::ClaimRevoked]
        }
        Change::RemoveClaim => {
            remove(chain, to, KYC);
            vec![Code::ClaimMissing]
        }
        Change::RemoveSignerKey => {
            remove_key(chain, chain.fund.claim_issuer);
            // It signed claims of both topics.
            vec![Code::ClaimInvalid, Code::ClaimInvalid]
        }
        Change::RevokeBoth => {
            revoke(chain, to, KYC);
            revoke(chain, to, ACCREDITED);
            vec![Code::ClaimRevoked, Code::ClaimRevoked]
        }
        Change::RevokedAndMissing => {
            revoke(chain, to, KYC);
            remove(chain, to, ACCREDITED);
            vec![Code::ClaimRevoked, Code::ClaimMissing]
        }
        Change::IssuerSilent => {
            // Its code is gone, and with it every claim that it issued: of both topics.
            chain.devnet.call("anvil_setCode", json!([chain.fund.claim_issuer, "0x"]));
            vec![Code::ClaimInvalid, Code::ClaimInvalid]
        }
        _ => of_two_issuers(change, chain, cast),
    };
    broken.into_iter().map(Effect::Breaks).collect()
}

/// The receiver has a claim of another issuer too, and that of the first is revoked.
fn of_two_issuers(change: Change, chain: &Chain, cast: &Cast) -> Vec<Code> {
    let another = another_issuer(chain);
    if change != Change::RevokedBesideUntrusted {
        trust_first(chain, another, &[KYC]);
    }
    chain.add_claim(another, cast.to, KYC, cast.nonce);
    revoke(chain, cast.to, KYC);
    match change {
        Change::BothIssuersBad => {
            remove_key(chain, another);
            vec![Code::ClaimRevoked, Code::ClaimInvalid]
        }
        Change::RevokedBesideUntrusted => vec![Code::ClaimRevoked, Code::ClaimIssuerUntrusted],
        _ => Vec::new(),
    }
}

fn trust(chain: &Chain, issuer: Address, topics: &[u64]) {
    let topics = topics.iter().copied().map(U256::from).collect();
    chain.issuer(chain.fund.issuers, &updateIssuerClaimTopicsCall { issuer, topics });
}

fn trust_first(chain: &Chain, issuer: Address, topics: &[u64]) {
    let topics = topics.iter().copied().map(U256::from).collect();
    chain.issuer(chain.fund.issuers, &addTrustedIssuerCall { issuer, topics });
}

fn revoke(chain: &Chain, to: Investor, topic: u64) {
    let call = revokeClaimCall { claimId: claim_id(chain.fund.claim_issuer, topic), identity: to.identity };
    chain.send(chain.fund.deployer, chain.fund.claim_issuer, &call);
}

fn remove(chain: &Chain, to: Investor, topic: u64) {
    let call = removeClaimCall { claimId: claim_id(chain.fund.claim_issuer, topic) };
    chain.send(to.manager, to.identity, &call);
}

fn remove_key(chain: &Chain, issuer: Address) {
    let call = removeKeyCall { key: key_of(chain.fund.claim_signer), purpose: U256::from(3) };
    chain.send(chain.fund.deployer, issuer, &call);
}

/// A second issuer of claims, whose signer is that of the first.
fn another_issuer(chain: &Chain) -> Address {
    let code: Bytes = artifact("@onchain-id/solidity/artifacts/contracts/ClaimIssuer.sol/ClaimIssuer.json");
    let issuer = contracts::deploy(chain, chain.fund.deployer, &code, &chain.fund.deployer.abi_encode());
    let call = addKeyCall { key: key_of(chain.fund.claim_signer), purpose: U256::from(3), kind: U256::from(1) };
    chain.send(chain.fund.deployer, issuer, &call);
    issuer
}

/// A new identity without a single claim.
pub(crate) fn bare_identity(chain: &Chain, nonce: u64) -> Address {
    let account = Address::left_padding_from(&(0xba5e_0000_0000 + nonce).to_be_bytes());
    let fund = chain.fund;
    chain.send(fund.deployer, fund.id_factory, &createIdentityCall { account, salt: format!("bare {nonce}") });
    chain.view(fund.id_factory, &getIdentityCall { account })
}
