//! Passwords and passkeys.

use super::*;

#[test]
fn a_changed_password_opens_and_the_old_one_does_not() {
    let (desk, id) = opened(&Memory::default());
    let change = |with: &str, to: &str| Call::ChangePassword { key: password(with), password: to.to_owned() };
    assert_eq!(refused(&desk, change(PASSWORD, "short")), KeyErrorKind::WeakPassword);
    assert_eq!(refused(&desk, change(OTHER, OTHER)), KeyErrorKind::WrongPassword);
    let changed = status(&desk, change(PASSWORD, OTHER));
    assert_eq!(find(&changed, &id).methods.len(), 1);
    status(&desk, Call::Lock);
    assert_eq!(refused(&desk, unlock(&id, PASSWORD)), KeyErrorKind::WrongPassword);
    assert_eq!(status(&desk, unlock(&id, OTHER)).open, Some(id));
}

#[test]
fn passkeys_come_and_go_and_the_last_way_in_stays() {
    let shelf = Memory::default();
    let (desk, id) = opened(&shelf);
    add_passkey(&desk, b"one", password(PASSWORD)).unwrap();
    let with_one = find(&status(&desk, Call::Status), &id);
    assert_eq!(with_one.methods.len(), 2);
    assert_eq!(with_one.methods[1].created, Some(START));
    add_passkey(&desk, b"two", passkey_of(&with_one, b"one")).unwrap();
    assert_eq!(add_passkey(&desk, b"two", password(PASSWORD)).unwrap_err().kind, KeyErrorKind::Duplicate);
    let with_two = find(&status(&desk, Call::Status), &id);
    let secrets = |shelf: &Memory| shelf.0.borrow().values().filter(|text| text.contains("counter")).count();
    assert_eq!(secrets(&shelf), 2, "two generations");

    let by_password = with_two.methods.iter().find(|method| is_password(method)).unwrap().id;
    let without = find(&status(&desk, Call::RemoveMethod { method: by_password }), &id);
    assert!(!without.methods.iter().any(is_password));
    assert_eq!(refused(&desk, Call::RemoveMethod { method: by_password }), KeyErrorKind::Missing);
    assert_eq!(refused(&desk, unlock(&id, PASSWORD)), KeyErrorKind::WrongPassword);
    let add = |key| Call::AddPassword { key, password: OTHER.to_owned() };
    let again = find(&status(&desk, add(passkey_of(&without, b"one"))), &id);
    assert_eq!(refused(&desk, add(passkey_of(&again, b"one"))), KeyErrorKind::Duplicate);
    for method in again.methods.iter().filter(|method| !is_password(method)) {
        status(&desk, Call::RemoveMethod { method: method.id });
    }
    let last = find(&status(&desk, Call::Status), &id).methods[0].id;
    assert_eq!(refused(&desk, Call::RemoveMethod { method: last }), KeyErrorKind::LastOne);
    status(&desk, Call::Lock);
    assert_eq!(status(&desk, unlock(&id, OTHER)).open, Some(id));
}

#[test]
fn an_offer_is_random_lists_what_is_there_and_its_salt_is_asked_back() {
    let (desk, _) = opened(&Memory::default());
    add_passkey(&desk, b"one", password(PASSWORD)).unwrap();
    let offer = || match ask(&desk, Call::PasskeyOffer) {
        Ok(Answer::PasskeyOffer(offer)) => offer,
        _ => panic!("another question's answer"),
    };
    let (first, second) = (offer(), offer());
    assert_eq!(first.exclude, [Bytes::from_static(b"one")]);
    assert!(first.salt != second.salt && first.user != second.user && first.challenge != second.challenge);
    assert_eq!((first.salt.len(), first.user.len(), first.challenge.len()), (32, 32, 32));
    let add = |output: PasskeyOutput| Call::AddPasskey {
        key: password(PASSWORD),
        label: "Key".to_owned(),
        rp_id: "localhost".to_owned(),
        output,
    };
    assert_eq!(refused(&desk, add(passkey(b"two", &first.salt))), KeyErrorKind::BadRequest, "an older offer");
    let short = PasskeyOutput { prf: Bytes::new(), ..passkey(b"two", &second.salt) };
    assert_eq!(refused(&desk, add(short)), KeyErrorKind::WrongPasskey, "an authenticator without PRF");
    status(&desk, add(passkey(b"two", &second.salt)));
    assert_eq!(refused(&desk, add(passkey(b"three", &second.salt))), KeyErrorKind::BadRequest, "a salt serves once");
}
