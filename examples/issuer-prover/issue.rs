//! The issuer's side: an epoch into one published file, and a file for each holder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use assay_sdk::proof::range::prove::{PrivateTree, Randomness, prove_adequacy};
use assay_sdk::proof::range::{Opening, PrivateLiability, RangeContext};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::documents::{Adequate, Epoch, Holder, Published};
use crate::failure::Failure;

/// Makes all files of an epoch in a folder.
///
/// `seed` is drawn anew for each epoch. From it follow all blindings, so whoever has it sees every balance: it is not kept.
pub(crate) fn issue(epoch: &Path, folder: &Path, seed: &[u8; 32]) -> Result<(), Failure> {
    let epoch: Epoch = read(epoch)?;
    let context = RangeContext::from(epoch.context);
    let mut randomness = Randomness::from_seed(seed);
    let holders = placed(&epoch, &mut randomness)?;
    let tree = PrivateTree::new(&context, epoch.height, &holders, &mut randomness)?;

    let reserves = Opening { value: epoch.reserves.0, blinding: randomness.blinding() };
    let adequacy = Adequate {
        reserves: reserves.commitment().to_bytes(),
        liabilities: tree.root().commitment.to_bytes(),
        proof: prove_adequacy(&context, &reserves, &tree.total(), &mut randomness)?.to_bytes().to_vec().into(),
    };
    let published = Published { context: epoch.context, root: tree.root().into(), adequacy };
    let private = folder.join("holders");
    fs::create_dir_all(&private).map_err(|error| Failure::File { path: private.clone(), error })?;
    write(&folder.join("published.json"), &published)?;
    for (place, mine) in holders {
        let proof = tree.prove(place, &mut randomness)?.to_bytes().into();
        let name = alloy_primitives::Address::from_word(mine.holder);
        write(&private.join(format!("{name:?}.json")), &Holder { mine: mine.into(), proof })?;
    }
    Ok(())
}

/// Everybody at a place of their own, drawn at random: a place then says nothing about how many there are.
fn placed(epoch: &Epoch, randomness: &mut Randomness) -> Result<BTreeMap<u64, PrivateLiability>, Failure> {
    let places = 1_u64.checked_shl(u32::from(epoch.height)).unwrap_or(u64::MAX);
    let crowded = || Failure::Crowded { height: epoch.height, holders: epoch.holders.len() };
    if u64::try_from(epoch.holders.len()).map_err(|_| crowded())? > places.wrapping_shr(1) {
        return Err(crowded());
    }
    let mut placed = BTreeMap::new();
    for owed in &epoch.holders {
        let holder = owed.holder.into_word();
        if placed.values().any(|other: &PrivateLiability| other.holder == holder) {
            return Err(Failure::Twice(owed.holder));
        }
        let opening = Opening { value: owed.value.0, blinding: randomness.blinding() };
        let mine = PrivateLiability { holder, salt: randomness.salt(), owed: opening };
        let place = loop {
            // `places` is a power of two, so what is left of a random number is as random.
            let drawn = randomness.salt().last_chunk::<8>().copied().map_or(0, u64::from_be_bytes);
            let place = drawn & places.wrapping_sub(1);
            if !placed.contains_key(&place) {
                break place;
            }
        };
        placed.insert(place, mine);
    }
    Ok(placed)
}

pub(crate) fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::File { path: path.to_owned(), error })?;
    serde_json::from_str(&text).map_err(|error| Failure::Json { path: path.to_owned(), error })
}

fn write(path: &Path, document: &impl Serialize) -> Result<(), Failure> {
    let text =
        serde_json::to_string_pretty(document).map_err(|error| Failure::Json { path: path.to_owned(), error })?;
    fs::write(path, text + "\n").map_err(|error| Failure::File { path: path.to_owned(), error })
}
