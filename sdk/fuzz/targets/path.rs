//! A derivation path or a scheme of paths, as a person typed it: refused, or read as what it writes again, and as the crate that
//! derives reads it.
#![no_main]

use assay_sdk::units::{DerivationPath, PathScheme};
use libfuzzer_sys::fuzz_target;

const FIRST_WITHOUT_PATH: u32 = 1 << 31;

fuzz_target!(|text: &str| {
    if let Ok(path) = text.parse::<DerivationPath>() {
        assert!(path.steps().len() <= DerivationPath::MAX_DEPTH);
        let written = path.to_string();
        assert_eq!(written.parse().as_ref(), Ok(&path));
        assert_eq!(DerivationPath::from_steps(path.steps()).as_ref(), Ok(&path));
        let theirs: bip32::DerivationPath = written.parse().expect("what is written is a path of BIP-32");
        assert!(theirs.iter().map(u32::from).eq(path.steps().iter().copied()));
    }
    if let Ok(scheme) = text.parse::<PathScheme>() {
        assert_eq!(scheme.to_string().parse().as_ref(), Ok(&scheme));
        assert_eq!(scheme.path(FIRST_WITHOUT_PATH), None);
        let [zero, one] = [0, 1].map(|index| scheme.path(index).expect("every index below 2^31 has a path"));
        let differences = zero.steps().iter().zip(one.steps()).filter(|(zero, one)| zero != one).count();
        assert_eq!((zero.steps().len(), differences), (one.steps().len(), 1));
        assert!(text.parse::<DerivationPath>().is_err(), "a path has no place for an index");
    }
});
