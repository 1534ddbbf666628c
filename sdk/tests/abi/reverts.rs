use std::collections::BTreeSet;
use std::sync::LazyLock;

use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::{Address, Bytes, FixedBytes, U256, address, hex};
use assay_sdk::abi::revert::RevertReason;
use proptest::prelude::*;

use crate::oracle::{Random, shown, types, value};

/// Selectors and signatures that another program computed.
fn known() -> &'static [([u8; 4], &'static str)] {
    static KNOWN: LazyLock<Vec<([u8; 4], &'static str)>> = LazyLock::new(|| {
        // These three have arms of their own.
        let own = ["Error(string)", "Panic(uint256)", "OffchainLookup(address,string[],bytes,bytes4,bytes)"];
        let lines = include_str!("../vectors/error-selectors.tsv").lines();
        let rows = lines.map(|line| line.split_once('\t').unwrap()).filter(|(_, signature)| !own.contains(signature));
        rows.map(|(selector, signature)| (hex::decode_to_array(selector).unwrap(), signature)).collect()
    });
    &KNOWN
}

fn data(selector: [u8; 4], signature: &str, random: &mut Random) -> (Vec<DynSolValue>, Vec<u8>) {
    let values: Vec<_> = types(signature).iter().map(|kind| value(kind, random)).collect();
    let arguments = DynSolValue::Tuple(values.clone()).abi_encode_params();
    (values, [&selector[..], &arguments].concat())
}

/// Name and arguments as texts; what is wrapped is its bytes again.
fn read(reason: &RevertReason) -> Option<(&'static str, Vec<String>)> {
    let RevertReason::Named { name, arguments } = reason else { return None };
    Some((name, arguments.iter().map(|(_, value)| value.clone()).collect()))
}

#[test]
fn every_known_selector_is_named_and_its_arguments_are_read() {
    let known = known();
    assert_eq!(known.len(), 1701);
    let mut wrappers = BTreeSet::new();
    for (row, &(selector, signature)) in known.iter().enumerate() {
        let mut random = Random(u64::try_from(row).unwrap());
        for _ in 0..5 {
            let (values, mut data) = data(selector, signature, &mut random);
            // Evidence behind the arguments, as some contracts append it.
            data.extend((0..random.below(70)).map(|_| 0xee));
            let reason = RevertReason::decode(&data);
            let expected_name = signature.split('(').next().unwrap();
            match &reason {
                RevertReason::Named { name, arguments } => {
                    assert_eq!(*name, expected_name);
                    let got: Vec<_> = arguments.iter().map(|(_, value)| value.clone()).collect();
                    assert_eq!(got, values.iter().map(shown).collect::<Vec<_>>(), "{signature}");
                }
                RevertReason::Wrapped { name, arguments, inner } => {
                    assert_eq!(*name, expected_name);
                    assert_eq!(arguments.len() + 1, values.len());
                    // One of the arguments is what was within.
                    let bytes = values
                        .iter()
                        .filter_map(|value| value.as_bytes())
                        .any(|bytes| RevertReason::decode(bytes) == **inner);
                    assert!(bytes, "{signature}");
                    wrappers.insert(*name);
                }
                other => panic!("{signature}: {other:?}"),
            }
        }
    }
    assert_eq!(wrappers.len(), 13, "{wrappers:?}");
}

fn policy_run_error(inner: &[u8]) -> Vec<u8> {
    let arguments = DynSolValue::Tuple(vec![
        DynSolValue::FixedBytes(FixedBytes::left_padding_from(&[0; 32]), 4),
        DynSolValue::Address(Address::repeat_byte(0x77)),
        DynSolValue::Bytes(inner.to_vec()),
    ]);
    [&hex!("245ff781")[..], &arguments.abi_encode_params()].concat()
}

#[test]
fn an_error_within_an_error_is_read() {
    // InsufficientPermissions().
    let data = policy_run_error(&hex!("c397ba60"));
    let reason = RevertReason::decode(&data);
    let RevertReason::Wrapped { name: "PolicyRunError", arguments, inner } = &reason else { panic!("{reason:?}") };
    assert_eq!(arguments[1], ("policy", "0x7777777777777777777777777777777777777777".to_owned()));
    assert_eq!(**inner, RevertReason::Named { name: "InsufficientPermissions", arguments: vec![] });
    assert_eq!(
        reason.to_string(),
        "PolicyRunError(selector: 0x00000000, policy: 0x7777777777777777777777777777777777777777): InsufficientPermissions()"
    );
    assert_eq!(reason.in_words(), Some("One of the accounts is not on the issuer's list of allowed holders."));
    // Where the inner error has no words, the outer one's are used.
    let reason = RevertReason::decode(&policy_run_error(&hex!("01020304")));
    assert_eq!(reason.in_words(), Some("A rule of the token could not be evaluated."));
    let reason = RevertReason::decode(&policy_run_error(&[]));
    assert_eq!(reason.in_words(), Some("A rule of the token could not be evaluated."));
}

#[test]
fn errors_within_errors_end() {
    let mut data = hex!("c397ba60").to_vec();
    for _ in 0..2_000 {
        data = policy_run_error(&data);
    }
    let mut reason = &RevertReason::decode(&data);
    let mut depth = 0;
    while let RevertReason::Wrapped { inner, .. } = reason {
        reason = inner;
        depth += 1;
    }
    assert_eq!(depth, 4);
    assert!(matches!(reason, RevertReason::Unknown { selector: Some(s), .. } if s.0 == hex!("245ff781")), "{reason:?}");
}

#[test]
fn a_lookup_outside_the_chain_is_no_failure() {
    let sender = address!("00000000000000000000000000000000000000aa");
    let values = DynSolValue::Tuple(vec![
        DynSolValue::Address(sender),
        DynSolValue::Array(vec![
            DynSolValue::String("https://one.example/{sender}/{data}.json".to_owned()),
            DynSolValue::String("https://two.example/".to_owned()),
        ]),
        DynSolValue::Bytes(vec![1, 2, 3]),
        DynSolValue::FixedBytes(FixedBytes::right_padding_from(&hex!("cafebabe")), 4),
        DynSolValue::Bytes(vec![]),
    ]);
    let data = [&hex!("556f1830")[..], &values.abi_encode_params()].concat();
    let reason = RevertReason::decode(&data);
    let RevertReason::OffchainLookup(lookup) = &reason else { panic!("{reason:?}") };
    assert_eq!(lookup.sender, sender);
    assert_eq!(lookup.urls, ["https://one.example/{sender}/{data}.json", "https://two.example/"]);
    assert_eq!((&lookup.call_data, &lookup.extra_data), (&Bytes::from(vec![1, 2, 3]), &Bytes::new()));
    assert_eq!(lookup.callback, hex!("cafebabe"));
    assert_eq!(reason.in_words(), Some("The contract needs an answer from outside the chain before it can decide."));
    // Cut short it is an unknown error, never half a lookup.
    assert!(matches!(RevertReason::decode(&data[..data.len() - 1]), RevertReason::Unknown { .. }));
}

#[test]
fn the_refusals_of_every_family_have_words() {
    for error in [
        "PolicyRunRejected(bytes4,address,string)",
        "ERC1450TransferDisabled()",
        "ERC7943CannotSend(address)",
        "ERC7943CannotReceive(address)",
        "ERC7943CannotTransfer(address,address,uint256)",
        "ERC7943CannotTransact(address)",
        "ERC7943InsufficientUnfrozenBalance(address,uint256,uint256)",
        "ERC20Blocked(address)",
        "ERC20Disallowed(address)",
        "CMTAT_InvalidTransfer(address,address,uint256)",
        "CMTAT_ERC20EnforcementModule_ValueExceedsActiveBalance()",
        "RuleWhitelist_InvalidTransfer(address,address,address,uint256,uint8)",
        "RuleWhitelist_InvalidTransfer(address,address,uint256,uint8)",
        "RuleSanctionsList_InvalidTransfer(address,address,address,uint256,uint8)",
        "UserBlocked()",
        "UserSanctioned()",
        "InsufficientPermissions()",
        "MismatchEntityIds()",
        "AccountingIsPaused()",
        "TransferBlocked()",
        "RestrictionsFailed()",
        "AddressFrozen()",
        "ContractPaused()",
        "InsufficientFunds()",
        "USDMBlockedSender(address)",
        "USDMPausedTransfers()",
        "wUSDMBlockedSender(address)",
        "wUSDMPausedTransfers()",
        "TokenIsPaused()",
        "ClearingIsActivated()",
        "WalletRecovered()",
        "AccountIsBlocked(address)",
        "ComplianceNotAllowed()",
        "InvalidKycStatus()",
        "AddressNotVerified()",
        "InvalidPartition(address,bytes32)",
        "InvestorNotRegisteredError()",
        "RestrictedCountry(string)",
        "InsufficientLiquidity(uint256,uint256)",
        "SlippageControlError()",
        "TokenNotAccepted()",
        "RWAPriceTooLow()",
        "StaleCheckpoint()",
        "ERC20ExceededSupply(uint256,uint256)",
        "NothingToClaim()",
        "MerkleRootWasUpdated()",
    ] {
        let (selector, signature) = *known().iter().find(|(_, signature)| *signature == error).expect(error);
        let reason = RevertReason::decode(&data(selector, signature, &mut Random(1)).1);
        assert!(reason.in_words().is_some(), "{reason}");
    }
    for text in [
        "Transfer not possible",
        "BackedToken: receiver is sanctioned",
        "rOUSG: 'to' address not KYC'd",
        "CashKYCSenderReceiver: `from` address must be KYC'd to send tokens",
        "USDY: 'sender' address blocked",
        "Only us accredited",
        "Wallet not in registry service",
        "Under lock-up",
        "PM:CC:NOT_ALLOWED",
        "WM:AS:IN_QUEUE",
        "RU03",
        "Blocked: transfers are blocked for user",
        "address frozen",
        "SHAREHOLDER_DOES_NOT_EXIST",
        "ACCOUNT_IS_FROZEN",
        "AccessControl: account 0x00000000000000000000000000000000000000aa is missing role 0x00",
    ] {
        assert!(RevertReason::Text(text.to_owned()).in_words().is_some(), "{text}");
    }
    // The same number means different things to different contracts.
    assert_eq!(RevertReason::Text("52".to_owned()).in_words(), None);
    assert_eq!(RevertReason::Text(String::new()).in_words(), None);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 3000, ..ProptestConfig::default() })]

    /// Known errors with altered arguments: unknown, or exactly what another decoder reads in the same bytes.
    #[test]
    fn malformed_arguments_are_never_read_as_others(row in 0..1701_usize, seed: u64, at: usize, flip in 1_u8..=255, cut in any::<bool>()) {
        let (selector, signature) = known()[row];
        let (_, mut bytes) = data(selector, signature, &mut Random(seed));
        let arguments = bytes.len() - 4;
        if arguments > 0 {
            let at = 4 + at % arguments;
            if cut { bytes.truncate(at) } else { bytes[at] ^= flip }
        }
        if let Some((_, got)) = read(&RevertReason::decode(&bytes)) {
            let other = DynSolType::Tuple(types(signature)).abi_decode_params(&bytes[4..]).unwrap();
            prop_assert!(bytes[4..].starts_with(&other.abi_encode_params()), "{}", signature);
            let DynSolValue::Tuple(values) = other else { unreachable!() };
            prop_assert_eq!(got, values.iter().map(shown).collect::<Vec<_>>(), "{}", signature);
        }
    }

    #[test]
    fn no_bytes_are_too_strange(row in 0..1701_usize, noise in proptest::collection::vec(any::<u8>(), 0..400)) {
        let reason = RevertReason::decode(&[&known()[row].0[..], &noise].concat());
        let _ = (reason.to_string(), reason.in_words());
        let reason = RevertReason::decode(&noise);
        prop_assert_eq!(reason == RevertReason::Empty, noise.is_empty());
        let _ = (reason.to_string(), reason.in_words());
    }
}

/// The largest numbers are shown in full.
#[test]
fn numbers_are_not_rounded() {
    let data = [&hex!("54e2be04")[..], &U256::MAX.to_be_bytes::<32>(), &[0; 32]].concat();
    let reason = RevertReason::decode(&data);
    assert_eq!(
        reason.to_string(),
        "ERC20ExceededSupply(increasedSupply: 115792089237316195423570985008687907853269984665640564039457584007913129639935, cap: 0)"
    );
}
