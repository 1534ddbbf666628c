//! What a person pasted, with the mess around it: refused, or told from its shape; and what was found, pasted plainly, is found again.
#![no_main]

use assay_sdk::keys::{Generations, Pasted, PastedError, RecoveryShare, Slot};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| match Pasted::read(text) {
    Ok(found) => plain(found),
    Err(error) => {
        assert_eq!(text.len() > Pasted::MOST_BYTES, matches!(error, PastedError::TooLong { .. }));
        assert!(!error.to_string().is_empty());
    }
});

fn plain(found: Pasted) {
    match found {
        Pasted::Phrase(phrase) => {
            let Ok(Pasted::Phrase(again)) = Pasted::read(&phrase.reveal()) else {
                panic!("its own words are a phrase")
            };
            assert_eq!(*again.reveal(), *phrase.reveal());
        }
        Pasted::Key(key) => {
            let digits = alloy_primitives::hex::encode(*key.reveal());
            let Ok(Pasted::Key(again)) = Pasted::read(&digits) else { panic!("its own digits are a key") };
            assert_eq!(again.address(), key.address());
        }
        Pasted::Vault(file) => {
            let Ok(Pasted::Vault(again)) = Pasted::read(&file) else { panic!("the file alone is one") };
            assert_eq!(again, file);
        }
        Pasted::Salvage(file) => {
            let Ok(Pasted::Salvage(again)) = Pasted::read(&file) else { panic!("the file alone is one") };
            assert_eq!(again, file);
            let lying = Generations::from_salvage(&file);
            let salvaged = lying.salvage_json().expect("what was salvaged can be salvaged");
            let again = Generations::from_salvage(&salvaged);
            assert_eq!([Slot::First, Slot::Second].map(|slot| again.text(slot)), [Slot::First, Slot::Second].map(|slot| lying.text(slot)));
        }
        Pasted::Shares(shares) => {
            let lines: Vec<_> = shares.iter().map(|share: &RecoveryShare| share.reveal().to_string()).collect();
            let Ok(Pasted::Shares(again)) = Pasted::read(&lines.join("\n")) else {
                panic!("their own words are shares")
            };
            assert!(again == shares);
        }
        Pasted::Address(address) => {
            assert!(matches!(Pasted::read(&address.to_string()), Ok(Pasted::Address(again)) if again == address));
        }
        _ => {}
    }
}
