//! What the chain keeps of a file that an issuer publishes: its hash, under a name, where all see the same (ERC-1643).

use alloy_primitives::B256;

use crate::abi::erc1643::IERC1643::getDocumentCall;
use crate::evidence::{Fact, Gap, Reads};

use super::Anchor;

/// The hash that the contract keeps under the anchor's name; `None` where it keeps none. Whether a file has that hash, and by which
/// function, [`matching_hash`](super::matching_hash) says.
///
/// # Errors
/// A [`Gap`].
pub fn anchored(reads: &mut Reads, anchor: &Anchor) -> Result<Fact<Option<B256>>, Gap> {
    let call = getDocumentCall { name: anchor.document };
    let kept = reads.ask(anchor.contract, &call)?;
    Ok(kept.map(|document| Some(document.documentHash).filter(|hash| !hash.is_zero())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::erc1643::IERC1643::getDocumentReturn;
    use crate::evidence::{Origin, Outcome, Read, Source};
    use crate::units::{BlockRef, Timestamp};
    use alloy_primitives::{Address, U256};
    use alloy_sol_types::SolCall;

    #[test]
    fn a_hash_is_asked_for_by_the_name_of_its_document_and_zero_is_none() {
        let at = BlockRef { number: 1, hash: B256::repeat_byte(1), timestamp: Timestamp(1) };
        let anchor = Anchor { contract: Address::repeat_byte(2), document: B256::repeat_byte(3) };
        for (kept, found) in [(B256::repeat_byte(4), Some(B256::repeat_byte(4))), (B256::ZERO, None)] {
            let mut reads = Reads::new(at);
            assert!(anchored(&mut reads, &anchor).unwrap_err().is_pending());
            let asked = reads.wanted().remove(0);
            let Read::Call { to, data, .. } = &asked else { panic!("{asked:?}") };
            assert_eq!((*to, &data[4..]), (anchor.contract, anchor.document.as_slice()));
            let answer =
                getDocumentReturn { uri: "epoch.json".to_owned(), documentHash: kept, lastModified: U256::ONE };
            let word = Outcome::Returned(getDocumentCall::abi_encode_returns(&answer).into());
            reads.answer(asked, Fact::asserted(word, at, Source::Endpoint(Origin::of_url("http://a")))).unwrap();
            assert_eq!(*anchored(&mut reads, &anchor).unwrap().value(), found);
        }
    }
}
