//! Whether an off-chain attestation of EAS was revoked: the one thing about it that only the chain knows.

use alloy_primitives::Address;

use crate::abi::eas::IEAS::getRevokeOffchainCall;
use crate::evidence::{Fact, Gap, Reads};
use crate::proof::EasStatement;
use crate::units::Timestamp;

/// When the attester revoked the statement; `None` where that has not happened. `contract` is the deployment of EAS that the statement was
/// verified for ([`EasTerms`](crate::proof::EasTerms)): another one would know nothing of it, and answer the same.
///
/// # Errors
/// A [`Gap`].
pub fn eas_revocation(
    reads: &mut Reads,
    contract: Address,
    statement: &EasStatement,
) -> Result<Fact<Option<Timestamp>>, Gap> {
    let call = getRevokeOffchainCall { revoker: statement.attester, data: statement.uid };
    Ok(reads.ask(contract, &call)?.map(|moment| (moment != 0).then_some(Timestamp(moment))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Origin, Outcome, Read, Source};
    use crate::proof::{EasAttestation, EasTerms};
    use crate::units::{BlockRef, ChainId};
    use alloy_primitives::{B256, U256, address, b256, hex};

    #[test]
    fn a_revocation_is_asked_for_by_attester_and_identifier() {
        let at = BlockRef { number: 1, hash: B256::repeat_byte(1), timestamp: Timestamp(1) };
        let contract = address!("A1207F3BBa224E2c9c3c6D5aF63D0eb1582Ce587");
        let attester = address!("3846c3A30E62075Fa916216b35EF04B8F53931f6");
        let schema = b256!("e023eef113c1670774801c34b377fdf612dd8a4d2fa92fe382e15bd91fafb5c2");
        let terms =
            EasTerms { chain: ChainId(1), contract, schema, attesters: &[attester], now: Timestamp(1_800_000_000) };
        let read = EasAttestation::from_json(include_str!("../../tests/vectors/eas-ondo.json")).unwrap();
        let statement = read.verify(&terms, at).unwrap().into_value();
        for (answer, revoked) in [(0_u64, None), (77, Some(Timestamp(77)))] {
            let mut reads = Reads::new(at);
            assert!(eas_revocation(&mut reads, contract, &statement).unwrap_err().is_pending());
            let asked = reads.wanted().remove(0);
            let Read::Call { to, data, .. } = &asked else { panic!("{asked:?}") };
            assert_eq!((*to, &data[..4]), (contract, &hex!("b469318d")[..]));
            assert_eq!((&data[16..36], &data[36..]), (attester.as_slice(), statement.uid.as_slice()));
            let word = Outcome::Returned(U256::from(answer).to_be_bytes::<32>().into());
            reads.answer(asked, Fact::asserted(word, at, Source::Endpoint(Origin::of_url("http://a")))).unwrap();
            assert_eq!(*eas_revocation(&mut reads, contract, &statement).unwrap().value(), revoked);
        }
    }
}
