use alloy_primitives::{Bytes, address};

use super::*;
use crate::state::site_request::{SiteCall, SiteCalls, SiteFees, SiteTransaction};
use alloy_primitives::U256;

const ALICE: Address = address!("70997970C51812dc3A010C7d01b50e0d17dc79C8");
const BOB: Address = address!("3C44CdDdB6a900fa2b585dd299e03d12FA4293BC");

/// Where a site with consent stands.
fn consented() -> Standing {
    Standing {
        account: ALICE,
        consented: true,
        chain: ChainId(31_337),
        known: BTreeSet::from([ChainId(31_337), ChainId(1)]),
    }
}

fn stranger() -> Standing {
    Standing { consented: false, ..consented() }
}

fn site() -> SiteOrigin {
    SiteOrigin::parse("https://example.org").unwrap()
}

fn transaction(from: Address, chain: Option<u64>) -> SiteRequest {
    SiteRequest::SendTransaction(Box::new(SiteTransaction {
        from,
        to: Some(BOB),
        value: U256::ZERO,
        data: Bytes::new(),
        chain: chain.map(ChainId),
        gas: None,
        fees: SiteFees::default(),
        nonce: None,
    }))
}

fn calls(from: Option<Address>) -> SiteRequest {
    let call = SiteCall { to: Some(BOB), value: U256::ZERO, data: Bytes::new(), capabilities: Vec::new() };
    SiteRequest::SendCalls(Box::new(SiteCalls {
        id: None,
        from,
        chain: ChainId(1),
        atomic_required: false,
        calls: vec![call],
        capabilities: Vec::new(),
    }))
}

fn added(chain: u64) -> SiteRequest {
    let (name, endpoint) = ("X".to_owned(), "https://x.example".to_owned());
    SiteRequest::AddChain(Box::new(AddedChain { chain: ChainId(chain), name, endpoint, symbol: "X".to_owned() }))
}

/// All requests, with what they come to without consent: a value, or a code.
fn all() -> Vec<(SiteRequest, Result<Value, i32>)> {
    let sign = |account| SiteRequest::SignMessage { account, message: Bytes::new() };
    let refused = Err(4100);
    vec![
        (SiteRequest::Accounts, Ok(json!([]))),
        (SiteRequest::Permissions, Ok(json!([]))),
        (SiteRequest::Chain, Ok(json!("0x7a69"))),
        (SiteRequest::NetVersion, Ok(json!("31337"))),
        (SiteRequest::SwitchChain(ChainId(1)), refused.clone()),
        (SiteRequest::SwitchChain(ChainId(31_337)), refused.clone()),
        (SiteRequest::SwitchChain(ChainId(2)), refused.clone()),
        (added(2), refused.clone()),
        (transaction(ALICE, None), refused.clone()),
        (sign(ALICE), refused.clone()),
        (calls(None), refused.clone()),
        (SiteRequest::Capabilities { account: ALICE, chains: None }, refused.clone()),
        (SiteRequest::CallsStatus("a".to_owned()), refused.clone()),
        (SiteRequest::ShowCallsStatus("a".to_owned()), refused),
    ]
}

#[test]
fn without_consent_nothing_is_asked_but_consent() {
    for (request, expected) in all() {
        let Decision::Answer(answer) = stranger().decide(&site(), &request) else { panic!("{request:?}") };
        assert_eq!(answer.map_err(|error| error.code.number()), expected, "{request:?}");
    }
    for request in [SiteRequest::RequestAccounts, SiteRequest::RequestPermissions] {
        assert_eq!(stranger().decide(&site(), &request), Decision::Ask(Ask::Consent));
    }
    assert_eq!(stranger().decide(&site(), &SiteRequest::RevokePermissions), Decision::Revoke);
}

#[test]
fn with_consent_the_account_is_told_and_asked_for_anew_only_on_request() {
    let told = Decision::Answer(Ok(json!([ALICE.to_checksum(None)])));
    assert_eq!(consented().decide(&site(), &SiteRequest::RequestAccounts), told);
    assert_eq!(consented().decide(&site(), &SiteRequest::Accounts), told);
    assert_eq!(consented().decide(&site(), &SiteRequest::RequestPermissions), Decision::Ask(Ask::Consent));
    let permission = json!([{
        "invoker": "https://example.org", "parentCapability": "eth_accounts",
        "caveats": [{ "type": "restrictReturnedAccounts", "value": [ALICE.to_checksum(None)] }],
    }]);
    assert_eq!(consented().decide(&site(), &SiteRequest::Permissions), Decision::Answer(Ok(permission)));
}

#[test]
fn what_is_signed_is_for_the_account_and_the_chain_in_use() {
    let code = |request: &SiteRequest| match consented().decide(&site(), request) {
        Decision::Hand(handed) => {
            assert_eq!(handed, *request);
            None
        }
        Decision::Answer(Err(error)) => Some(error.code),
        other @ (Decision::Answer(Ok(_)) | Decision::Revoke | Decision::Ask(_)) => panic!("{other:?}"),
    };
    let sign = |account| SiteRequest::SignMessage { account, message: Bytes::new() };
    assert_eq!(code(&transaction(ALICE, None)), None);
    assert_eq!(code(&transaction(ALICE, Some(31_337))), None);
    assert_eq!(code(&transaction(ALICE, Some(1))), Some(SiteErrorCode::ChainDisconnected));
    assert_eq!(code(&transaction(BOB, Some(1))), Some(SiteErrorCode::Unauthorized));
    assert_eq!((code(&sign(ALICE)), code(&sign(BOB))), (None, Some(SiteErrorCode::Unauthorized)));
    assert_eq!((code(&calls(None)), code(&calls(Some(ALICE)))), (None, None));
    assert_eq!(code(&calls(Some(BOB))), Some(SiteErrorCode::Unauthorized));
    let capabilities = |account| SiteRequest::Capabilities { account, chains: None };
    assert_eq!((code(&capabilities(ALICE)), code(&capabilities(BOB))), (None, Some(SiteErrorCode::Unauthorized)));
    assert_eq!(code(&SiteRequest::CallsStatus("a".to_owned())), None);
}

#[test]
fn a_known_chain_is_used_and_an_unknown_one_added() {
    let decide = |request: &SiteRequest| consented().decide(&site(), request);
    let code = |request: &SiteRequest| match decide(request) {
        Decision::Answer(Err(error)) => error.code,
        other @ (Decision::Answer(Ok(_)) | Decision::Revoke | Decision::Ask(_) | Decision::Hand(_)) => {
            panic!("{other:?}")
        }
    };
    assert_eq!(decide(&SiteRequest::SwitchChain(ChainId(31_337))), Decision::Answer(Ok(Value::Null)));
    assert_eq!(decide(&SiteRequest::SwitchChain(ChainId(1))), Decision::Ask(Ask::Switch(ChainId(1))));
    assert_eq!(code(&SiteRequest::SwitchChain(ChainId(2))), SiteErrorCode::UnknownChain);
    assert!(matches!(decide(&added(2)), Decision::Ask(Ask::Add(chain)) if chain.chain == ChainId(2)));
    assert_eq!(code(&added(1)), SiteErrorCode::Parameters);
    assert_eq!(code(&added(31_337)), SiteErrorCode::Parameters);
}
