//! Accounts, names, and what is signed for whom.

use alloy_primitives::{B256, Signature, hex, keccak256};

use super::*;
use crate::worker::protocol::AccountKind;

/// Accounts of the phrase by ethers 6.17: `m/44'/60'/0'/0/2` and `m/44'/60'/1'/0/0`.
const THIRD: Address = address!("b6716976A3ebe8D39aCEB04372f22Ff8e6802D7A");
const LEDGERS_SECOND: Address = address!("78839F6054d7ed13918bAe0473BA31b1Ca9D7265");

#[test]
fn addresses_of_the_phrase_are_listed_and_added_by_their_paths() {
    let shelf = Memory::default();
    let (desk, id) = opened(&shelf);
    let derive = |scheme: &str, first, count| {
        ask(&desk, Call::Derive { secret: 0, scheme: scheme.to_owned(), first, count }).map(|answer| {
            let Answer::Derived { addresses } = answer else { panic!("another question's answer") };
            addresses.into_iter().map(|one| (one.path, one.address, one.added)).collect::<Vec<_>>()
        })
    };
    let path = |index: u32| format!("m/44'/60'/0'/0/{index}");
    let expected = [(path(0), ADDRESS, true), (path(1), SECOND, false), (path(2), THIRD, false)];
    assert_eq!(derive("m/44'/60'/0'/0/i", 0, 3).unwrap(), expected);
    let ledger = [("m/44'/60'/1'/0/0".to_owned(), LEDGERS_SECOND, false)];
    assert_eq!(derive("m/44'/60'/i'/0/0", 1, 1).unwrap(), ledger);
    for (scheme, first, count, kind) in [
        ("m/44'/60'/0'/0", 0, 1, KeyErrorKind::BadPath),
        ("44/60/i", 0, 1, KeyErrorKind::BadPath),
        ("m/i", 1 << 31, 1, KeyErrorKind::BadPath),
        ("m/i", 0, 0, KeyErrorKind::BadRequest),
        ("m/i", 0, 101, KeyErrorKind::BadRequest),
    ] {
        assert_eq!(derive(scheme, first, count).unwrap_err().kind, kind, "{scheme} {first} {count}");
    }
    let unknown = Call::Derive { secret: 9, scheme: "m/i".to_owned(), first: 0, count: 1 };
    assert_eq!(refused(&desk, unknown), KeyErrorKind::Missing);

    let add = |accounts: &[(&str, &str)]| Call::AddDerived {
        secret: 0,
        accounts: accounts.iter().map(|(path, label)| ((*path).to_owned(), (*label).to_owned())).collect(),
    };
    let added = status(&desk, add(&[("m/44'/60'/0'/0/2", " Rent "), ("m/44'/60'/1'/0/0", "")]));
    let vault = find(&added, &id);
    assert_eq!(addresses(&vault), [ADDRESS, THIRD, LEDGERS_SECOND]);
    assert_eq!(vault.accounts[1].label, "Rent");
    assert_eq!(vault.accounts[1].kind, AccountKind::Derived { secret: 0, path: path(2) });
    assert_eq!(refused(&desk, add(&[("m/44'/60'/0'/0/1", ""), ("m/44'/60'/0'/0/2", "")])), KeyErrorKind::Duplicate);
    assert_eq!(addresses(&find(&status(&desk, Call::Status), &id)).len(), 3, "all of a question or nothing");
    status(&desk, Call::Lock);
    assert_eq!(find(&status(&desk, unlock(&id, PASSWORD)), &id).accounts, vault.accounts);
}

#[test]
fn accounts_are_renamed_watched_imported_and_removed() {
    let shelf = Memory::default();
    let (desk, id) = opened(&shelf);
    let key = "46".repeat(32);
    let keyed = address!("9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F");
    status(&desk, Call::AddWatched { address: STRANGER, label: "Friend".to_owned() });
    let full = status(&desk, Call::AddSecret { import: text(&key), label: "Old".to_owned() });
    assert_eq!(addresses(&find(&full, &id)), [ADDRESS, STRANGER, keyed]);
    assert_eq!(find(&full, &id).secrets.len(), 2);
    assert_eq!(refused(&desk, Call::AddSecret { import: text(&key), label: String::new() }), KeyErrorKind::Duplicate);
    assert_eq!(refused(&desk, Call::AddSecret { import: text(PHRASE), label: String::new() }), KeyErrorKind::Duplicate);
    let again = Call::AddWatched { address: ADDRESS, label: String::new() };
    assert_eq!(refused(&desk, again), KeyErrorKind::Duplicate);

    let renamed = status(&desk, Call::RenameAccount { account: keyed, label: " New ".to_owned() });
    assert_eq!(find(&renamed, &id).accounts[2].label, "New");
    let long = Call::RenameAccount { account: keyed, label: "a".repeat(41) };
    assert_eq!(refused(&desk, long), KeyErrorKind::BadLabel);
    let nobody = Call::RenameAccount { account: SECOND, label: String::new() };
    assert_eq!(refused(&desk, nobody), KeyErrorKind::Missing);
    let named = status(&desk, Call::Rename { label: "House".to_owned() });
    assert_eq!(find(&named, &id).label, "House");

    let without = status(&desk, Call::RemoveAccount { account: keyed });
    assert_eq!(find(&without, &id).secrets.len(), 1, "an imported key goes with its account");
    status(&desk, Call::RemoveAccount { account: STRANGER });
    assert_eq!(refused(&desk, Call::RemoveAccount { account: ADDRESS }), KeyErrorKind::LastOne);
}

#[test]
fn nothing_of_it_is_done_while_locked() {
    let shelf = Memory::default();
    let (desk, _) = opened(&shelf);
    status(&desk, Call::Lock);
    let before = shelf.0.borrow().clone();
    let calls = [
        Call::Rename { label: "House".to_owned() },
        Call::AddWatched { address: STRANGER, label: String::new() },
        Call::AddSecret { import: text(&"46".repeat(32)), label: String::new() },
        Call::RenameAccount { account: ADDRESS, label: String::new() },
        Call::RemoveAccount { account: ADDRESS },
        Call::Derive { secret: 0, scheme: "m/i".to_owned(), first: 0, count: 1 },
        Call::AddDerived { secret: 0, accounts: Vec::new() },
        Call::PasskeyOffer,
        Call::BackupQuestion { secret: 0 },
        Call::ChangePassword { key: password(PASSWORD), password: OTHER.to_owned() },
        Call::AddPassword { key: password(PASSWORD), password: OTHER.to_owned() },
        Call::RemoveMethod { method: alloy_primitives::B64::ZERO },
        sign(EIP1559, 1),
    ];
    for call in calls {
        assert_eq!(refused(&desk, call), KeyErrorKind::Locked);
    }
    assert_eq!(*shelf.0.borrow(), before);
}

/// An unsigned transfer on chain 1: `0x02` and the list of EIP-1559's nine fields, written out by hand.
const EIP1559: &str = "0x02e8018084773594008506fc23ac0082520894000000000000000000000000000000000000dead0a80c0";

fn sign(payload: &str, chain: u64) -> Call {
    let payload = SigningPayload::Eip1559(payload.parse::<Bytes>().unwrap());
    Call::Sign { account: ADDRESS, payload, chain: ChainId(chain) }
}

#[test]
fn signs_for_the_named_account_on_its_chain_and_for_nobody_else() {
    let (desk, _) = opened(&Memory::default());
    status(&desk, Call::AddDerived { secret: 0, accounts: vec![("m/44'/60'/0'/0/1".to_owned(), String::new())] });
    status(&desk, Call::AddWatched { address: STRANGER, label: String::new() });
    let digest = keccak256(hex::decode(EIP1559).unwrap());
    for account in [ADDRESS, SECOND] {
        let Call::Sign { payload, chain, .. } = sign(EIP1559, 1) else { panic!("a signature") };
        let Ok(Answer::Signature { signature }) = ask(&desk, Call::Sign { account, payload, chain }) else {
            panic!("another question's answer");
        };
        assert_eq!(signer_of(&signature, digest), account);
    }
    for (payload, chain) in [(EIP1559, 5), ("0x", 1), (&EIP1559.replace("0x02", "0x01"), 1)] {
        assert_eq!(refused(&desk, sign(payload, chain)), KeyErrorKind::BadPayload, "{payload} on {chain}");
    }
    let of = |account| {
        let payload = SigningPayload::Message(Bytes::from_static(b"text"));
        Call::Sign { account, payload, chain: ChainId(1) }
    };
    assert_eq!(refused(&desk, of(STRANGER)), KeyErrorKind::NoKey);
    assert_eq!(refused(&desk, of(Address::ZERO)), KeyErrorKind::Missing);
    let Ok(Answer::Signature { signature }) = ask(&desk, of(ADDRESS)) else { panic!("no signature") };
    // EIP-191: 0x19, "Ethereum Signed Message:", a line feed, the length in digits, the text.
    assert_eq!(signer_of(&signature, keccak256(b"\x19Ethereum Signed Message:\n4text")), ADDRESS);
}

fn signer_of(bytes: &Bytes, digest: B256) -> Address {
    let bytes: [u8; 65] = bytes.as_ref().try_into().unwrap();
    assert!(bytes[64] <= 1, "the parity, not 27 or 28");
    let signature = Signature::from_bytes_and_parity(&bytes[..64], bytes[64] == 1);
    assay_sdk::keys::recover(&digest, &signature).unwrap()
}
