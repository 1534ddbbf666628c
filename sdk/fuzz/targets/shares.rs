//! Shares of SLIP-39 as a person typed them, one to a line: refused, or read as the words that they write again, and put together
//! only into a phrase that can be split again. What is no share serves as entropy: what is split comes together again.
#![no_main]

use assay_sdk::keys::{Mnemonic, RecoveryShare, ShareRandomness, share_words};
use libfuzzer_sys::fuzz_target;

/// Shares may ask for 2^10 times as many rounds of PBKDF2; those that ask for more than this are read and not put together.
const MOST_EXPONENT: usize = 1;

fuzz_target!(|text: &str| {
    let shares: Vec<_> = text.lines().take(16).filter_map(|line| RecoveryShare::from_words(line).ok()).collect();
    for share in &shares {
        let words = share.reveal();
        let again = RecoveryShare::from_words(&words).expect("its own words");
        assert!(*share == again);
        assert_eq!(*again.reveal(), *words);
        assert!((1..=RecoveryShare::MOST).contains(&share.number()) && share.needed() <= RecoveryShare::MOST);
    }
    if shares.is_empty() {
        split(text.as_bytes());
    } else if shares.iter().all(is_cheap)
        && let Ok(phrase) = RecoveryShare::combine(&shares, "TREZOR")
    {
        split(&phrase.reveal_entropy());
    }
});

/// The standard's exponent: the last four bits of the second word.
fn is_cheap(share: &RecoveryShare) -> bool {
    let words = share.reveal();
    let second = words.split_whitespace().nth(1).expect("20 words or more");
    let index = share_words().iter().position(|word| *word == second).expect("it is in the list");
    index % 16 <= MOST_EXPONENT
}

fn split(entropy: &[u8]) {
    let Ok(phrase) = Mnemonic::from_entropy(entropy) else { return };
    let randomness = ShareRandomness { identifier: [3, 7], shares: [9; 512] };
    let need = entropy[0] % 3 + 1;
    let of = need + entropy[1] % 3;
    let Ok(shares) = RecoveryShare::split(&phrase, need, of, &randomness) else {
        assert!(need == 1, "every threshold of 2 or more can be split");
        return;
    };
    assert_eq!(shares.len(), usize::from(of));
    // What is written down is what counts.
    let read = |share: &RecoveryShare| RecoveryShare::from_words(&share.reveal()).expect("its own words");
    let mut shares: Vec<_> = shares.iter().map(read).collect();
    while shares.len() > usize::from(need) {
        shares.remove(usize::from(entropy[2]) % shares.len());
    }
    let again = RecoveryShare::combine(&shares, "").expect("enough shares");
    assert_eq!(*again.reveal_entropy(), *phrase.reveal_entropy());
    if need > 1 {
        shares.pop();
        assert!(RecoveryShare::combine(&shares, "").is_err(), "too few shares");
    }
}
