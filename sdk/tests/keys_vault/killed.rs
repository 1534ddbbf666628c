//! Every write cut off at every place: afterwards there is the old state or the new one, whole, and every method opens it.

use assay_sdk::keys::{
    FellBack, Generations, KdfParams, NoGeneration, SealedVault, Slot, UnlockKey, Vault, VaultError,
};

use crate::bench::{
    Dice, NOW, PASSWORD, PRF, by_passkey, contents, counting, key, passkey, password, path, sealed, vault,
};

/// The two slots.
#[derive(Clone, Default)]
struct Storage([Option<String>; 2]);

impl Storage {
    fn read(&self) -> Generations {
        Generations::read(self.0[0].as_deref(), self.0[1].as_deref())
    }

    fn slot(&mut self, slot: Slot) -> &mut Option<String> {
        match slot {
            Slot::First => &mut self.0[0],
            Slot::Second => &mut self.0[1],
        }
    }

    fn write(&mut self, sealed: &SealedVault) {
        let slot = self.read().next_slot();
        *self.slot(slot) = Some(sealed.to_json().unwrap());
    }
}

/// What may lie in a slot after a write of `new` over `old` was cut off.
fn remains(old: Option<&str>, new: &str) -> Vec<Option<String>> {
    let lengths = [0, 1, new.len() / 4, new.len() / 2, new.len() - 2, new.len() - 1];
    let whole = lengths.map(|mut length| {
        while !new.is_char_boundary(length) {
            length += 1;
        }
        length
    });
    let mut found = vec![None, old.map(str::to_owned), Some(new.to_owned())];
    found.extend(whole.map(|length| Some(new[..length].to_owned())));
    // Written in place: the beginning is new and the rest is old.
    found.extend(old.into_iter().flat_map(|old| {
        whole.map(|length| {
            let rest = old.get(length..).unwrap_or_default();
            Some(format!("{}{rest}", &new[..length]))
        })
    }));
    // Bits that fell over, all along.
    found.extend((0..24).map(|step| {
        let mut bytes = new.as_bytes().to_vec();
        let at = step * (bytes.len() - 1) / 23;
        bytes[at] ^= 1 << (step % 6);
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }));
    found
}

/// Both ways in give what was there.
fn opens(sealed: &SealedVault, password: &str, expected: &str) {
    for method in sealed.methods() {
        let key = if method.is_password() { UnlockKey::Password(password) } else { by_passkey(sealed) };
        assert_eq!(contents(&sealed.open(&key).unwrap()), expected);
    }
}

/// Cuts one write off in every way.
fn cut(before: &Storage, old: Option<(&SealedVault, &str)>, new: (&SealedVault, &str)) {
    let text = new.0.to_json().unwrap();
    let slot = before.read().next_slot();
    let mut seen = [0, 0];
    let over = before.clone().slot(slot).clone();
    let mut opened: Vec<SealedVault> = Vec::new();
    for lying in remains(over.as_deref(), &text) {
        let mut after = before.clone();
        after.slot(slot).clone_from(&lying);
        let generations = after.read();
        let newest = match (generations.newest(), old) {
            (Ok(newest), _) => newest,
            (Err(NoGeneration::Nothing | NoGeneration::Damaged { .. }), None) => continue,
            (Err(error), _) => panic!("{error}: {lying:?}"),
        };
        let state = if newest == new.0 {
            seen[1] += 1;
            new.1
        } else {
            let (old, state) = old.unwrap();
            assert_eq!(newest, old, "neither the old nor the new state");
            seen[0] += 1;
            // What was lost is said, unless nothing was written at all.
            let untouched = lying == over || lying.is_none();
            assert_eq!(matches!(generations.fell_back(), Some(FellBack::Newer { .. })), !untouched, "{lying:?}");
            state
        };
        // A bit that turns `a` into `A` leaves the same bytes behind.
        let same = lying.as_ref().is_some_and(|lying| lying.eq_ignore_ascii_case(&text));
        assert!(newest != new.0 || same, "only the whole write counts");
        assert!(newest == new.0 || lying.as_ref() != Some(&text), "the whole write counts");
        if !opened.contains(newest) {
            opens(newest, if newest == new.0 { "changed" } else { PASSWORD }, state);
            opened.push(newest.clone());
        }
        // And the next write goes where nothing is lost.
        assert_eq!(generations.next_slot(), if newest == new.0 { slot.other() } else { slot });
    }
    assert!(seen[1] > 0);
    assert!(old.is_none() || seen[0] > 20, "{seen:?}");
}

/// A write from a state with two whole generations.
fn killed(operation: impl Fn(&SealedVault, &mut Vault, &mut Dice) -> SealedVault) {
    let first = sealed();
    let mut dice = Dice(0);
    let open = vault();
    let mut storage = Storage::default();
    storage.write(&first);
    let mut vault = first.open(&UnlockKey::Password(PASSWORD)).unwrap();
    assert_eq!(contents(&vault), contents(&open));
    vault.set_label("Second writing");
    let old = first.update(&vault, &dice.roll()).unwrap();
    storage.write(&old);
    let old_state = contents(&vault);
    let new = operation(&old, &mut vault, &mut dice);
    assert_eq!(new.counter(), old.counter() + 1);
    // Both passwords are tried by name: only one operation changes it.
    let changed = new.open(&UnlockKey::Password("changed")).is_ok();
    let state = contents(&vault);
    if changed || !new.methods().any(assay_sdk::keys::Method::is_password) {
        cut(&storage, Some((&old, &old_state)), (&new, &state));
    } else {
        let new_password = new.with_changed_password(&vault, "changed", KdfParams::weak(), NOW, &dice.roll()).unwrap();
        // The same state under the password that `cut` knows; its counter is one further, which is as good.
        cut(&storage, Some((&old, &old_state)), (&new_password, &state));
        opens(&new, PASSWORD, &state);
    }
}

#[test]
fn while_it_is_created() {
    let vault = vault();
    let new = SealedVault::new(&vault, &password("changed"), NOW, &counting(1)).unwrap();
    cut(&Storage::default(), None, (&new, &contents(&vault)));
}

#[test]
fn while_an_account_is_added() {
    killed(|old, vault, dice| {
        let phrase = vault.secrets().next().unwrap().id;
        vault.add_derived(phrase, &path(1), "New").unwrap();
        old.update(vault, &dice.roll()).unwrap()
    });
    killed(|old, vault, dice| {
        vault.add_connected([0x44; 20].into(), "Browser").unwrap();
        old.update(vault, &dice.roll()).unwrap()
    });
    killed(|old, vault, dice| {
        vault.add_key(assay_sdk::keys::SecretKey::from_bytes(&[9; 32]).unwrap(), "Key").unwrap();
        old.update(vault, &dice.roll()).unwrap()
    });
}

#[test]
fn while_an_account_is_renamed_or_removed() {
    killed(|old, vault, dice| {
        vault.rename_account(vault.accounts()[0].address, "Another name").unwrap();
        old.update(vault, &dice.roll()).unwrap()
    });
    killed(|old, vault, dice| {
        vault.remove_account(key().address()).unwrap();
        old.update(vault, &dice.roll()).unwrap()
    });
}

#[test]
fn while_the_backup_is_checked() {
    killed(|old, vault, dice| {
        vault.set_backup_checked(NOW + 99);
        old.update(vault, &dice.roll()).unwrap()
    });
}

#[test]
fn while_a_method_is_added_removed_or_changed() {
    killed(|old, _, _| old.without_method(old.methods().next().unwrap().id).unwrap());
    killed(|old, _, _| old.without_method(old.methods().nth(1).unwrap().id).unwrap());
    killed(|old, vault, dice| {
        old.with_changed_password(vault, "changed", KdfParams::weak(), NOW, &dice.roll()).unwrap()
    });
    killed(|old, vault, dice| {
        let alone = old.without_method(old.methods().nth(1).unwrap().id).unwrap();
        let back = alone.with_method(vault, &passkey(&PRF), NOW, &dice.roll()).unwrap();
        assert_eq!(back.counter(), old.counter() + 2);
        // The counter that one write gives.
        SealedVault::from_json(&crate::bench::forged(
            &back.to_json().unwrap(),
            &format!("\"counter\":{}", back.counter()),
            &format!("\"counter\":{}", old.counter() + 1),
        ))
        .unwrap()
    });
}

#[test]
fn the_older_generation_is_damaged_and_nothing_is_missing() {
    let old = sealed();
    let vault = old.open(&UnlockKey::Password(PASSWORD)).unwrap();
    let new = old.update(&vault, &Dice(0).roll()).unwrap();
    let hit = old.to_json().unwrap().replace("Savings", "Savingz");
    let generations = Generations::read(Some(&hit), Some(&new.to_json().unwrap()));
    assert_eq!(generations.newest().unwrap(), &new);
    assert!(matches!(generations.fell_back(), Some(FellBack::Older { slot: Slot::First, .. })));
    assert_eq!(generations.next_slot(), Slot::First);
}

#[test]
fn twins_strangers_and_newer_software_are_told_apart() {
    let old = sealed();
    let mut vault = old.open(&UnlockKey::Password(PASSWORD)).unwrap();
    let mut dice = Dice(0);
    let one = old.update(&vault, &dice.roll()).unwrap().to_json().unwrap();
    vault.set_label("The other tab");
    let other = old.update(&vault, &dice.roll()).unwrap().to_json().unwrap();
    let twins = Generations::read(Some(&one), Some(&other));
    assert_eq!(twins.newest().unwrap().label(), "Savings");
    assert_eq!(twins.fell_back(), Some(FellBack::Twins { counter: 3 }));
    assert_eq!(twins.next_slot(), Slot::Second);
    let same = Generations::read(Some(&one), Some(&one));
    assert_eq!(same.fell_back(), None);

    let mut stranger = Vault::create("Stranger", NOW, &dice.roll());
    stranger.add_watched([1; 20].into(), "").unwrap();
    let stranger = SealedVault::unprotected(&stranger).unwrap().to_json().unwrap();
    assert!(matches!(Generations::read(Some(&one), Some(&stranger)).newest(), Err(NoGeneration::Strangers { .. })));

    // Falling back here would end in writing over what newer software wrote.
    let newer = one.replace("\"version\":2", "\"version\":3").replace("Savings", "Something that only it can read");
    let generations = Generations::read(Some(&newer), Some(&other));
    assert_eq!(generations.newest().unwrap_err(), NoGeneration::NewerSoftware { got: 3 });

    assert_eq!(Generations::read(None, None).newest().unwrap_err(), NoGeneration::Nothing);
    let torn = Generations::read(Some(&one[..99]), None).newest().unwrap_err();
    assert!(matches!(torn, NoGeneration::Damaged { first: Some(VaultError::Damaged(_)), second: None }), "{torn}");
}
