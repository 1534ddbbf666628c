//! Whether a signature is an account's, also where the account is a contract.

use alloy_primitives::{Address, Bytes};

use crate::chain::Transport;
use crate::error::Error;
use crate::evidence::{Fact, Reads, Source};
use crate::keys::{SignatureVerdict, Signer as _, SignerError, SigningPayload, Statement, TypedData, check_signature};
use crate::proof::{Attestation, AttestationError, Reserve};
use crate::tx::{ExternalSigner, Provider, SignError};
use crate::units::{AssetId, Timestamp};

use super::Client;

impl<T: Transport> Client<T> {
    /// Whether a signature of this statement is the account's: by its key, by its contract (ERC-1271), or by a contract that is not
    /// deployed yet (ERC-6492). One round trip.
    ///
    /// # Errors
    /// [`Error::Chain`] or [`Error::Gap`]. A signature that is not valid is no error: it is the verdict.
    pub async fn check_signature(
        &self,
        reads: &mut Reads,
        account: Address,
        statement: Statement<'_>,
        signature: &[u8],
    ) -> Result<Fact<SignatureVerdict>, Error> {
        Ok(self.settle(reads, |reads| check_signature(reads, account, statement, signature)).await??)
    }

    /// The reserves that an attester stated who may be a contract (ERC-1271), also one that is not deployed yet (ERC-6492). The attester is
    /// one whose word counts for the asset, which the caller has seen to. One round trip.
    ///
    /// Unlike with [`Attestation::verify`], the endpoint is believed about what the contract said: the fact rests on it too.
    ///
    /// # Errors
    /// [`Error::Attestation`] says what is wrong with the statement, or that the attester does not vouch for it; [`Error::Chain`] or
    /// [`Error::Gap`].
    pub async fn reserve_by_contract(
        &self,
        reads: &mut Reads,
        attestation: &Attestation,
        (attester, asset): (Address, AssetId),
        now: Timestamp,
    ) -> Result<Fact<Reserve>, Error> {
        let reserve = attestation.stated_by(attester, asset, now)?;
        let statement = typed_data(attestation)?;
        let statement = Statement::TypedData(&statement);
        let verdict = self.check_signature(reads, attester, statement, attestation.signature()).await?;
        Ok(vouched(verdict, reserve)?)
    }

    /// Has another wallet sign a message or typed data, and has the chain say whether the answer is the account's signature: by its key,
    /// or, where the account is a contract, by its contract. The answer as it came, and the verdict.
    ///
    /// # Errors
    /// [`Error::Sign`] where the other wallet gave no answer; [`Error::Chain`] or [`Error::Gap`]. A signature that is not valid
    /// is no error: it is the verdict.
    pub async fn sign_elsewhere<P: Provider>(
        &self,
        reads: &mut Reads,
        signer: &ExternalSigner<P>,
        payload: &SigningPayload,
    ) -> Result<(Bytes, Fact<SignatureVerdict>), Error> {
        let statement = Statement::of(payload)
            .ok_or_else(|| SignError::from(SignerError::NotSignedHere { payload: payload.kind() }))?;
        let signature = signer.answer(payload).await.map_err(SignError::from)?;
        let verdict = self.check_signature(reads, signer.address(), statement, &signature).await?;
        Ok((signature, verdict))
    }
}

fn typed_data(attestation: &Attestation) -> Result<TypedData, AttestationError> {
    let text = attestation.typed_data().to_string();
    TypedData::from_json(&text).map_err(|error| AttestationError::Malformed {
        what: "the statement".to_owned(),
        got: error.to_string(),
        expected: "typed data that can be shown".to_owned(),
    })
}

fn vouched(verdict: Fact<SignatureVerdict>, reserve: Reserve) -> Result<Fact<Reserve>, AttestationError> {
    let attester = reserve.attester;
    let fact = verdict.try_map(|verdict| match verdict {
        SignatureVerdict::Valid(_) => Ok(reserve),
        SignatureVerdict::Invalid(fault) => Err(AttestationError::NotVouched { attester, why: fault.to_string() }),
        SignatureVerdict::Unknown(doubt) => Err(AttestationError::Undecided { attester, why: doubt.to_string() }),
    })?;
    Ok(fact.extended(Source::Signer(attester)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Level, Origin};
    use crate::keys::{SignatureDoubt, SignatureFault, SignedBy};
    use crate::units::{BlockRef, ChainId};
    use alloy_primitives::B256;

    #[test]
    fn what_a_contract_is_asked_about_is_what_a_key_would_have_signed() {
        let attestation = Attestation::from_json(include_str!("../../tests/vectors/attestation.json")).unwrap();
        assert_eq!(typed_data(&attestation).unwrap().digest(), attestation.digest().unwrap());
    }

    #[test]
    fn only_a_yes_makes_a_figure_and_it_rests_on_the_endpoint() {
        let text = include_str!("../../tests/vectors/attestation.json");
        let attestation = Attestation::from_json(text).unwrap();
        let file: serde_json::Value = serde_json::from_str(text).unwrap();
        let token = file["message"]["token"].as_str().unwrap().parse().unwrap();
        let (attester, now) = (Address::repeat_byte(7), Timestamp(1_793_500_000));
        let reserve = attestation.stated_by(attester, AssetId { chain: ChainId(1), token }, now).unwrap();
        let answered = |verdict| {
            let at = BlockRef { number: 1, hash: B256::repeat_byte(1), timestamp: now };
            let verdict = Fact::asserted(verdict, at, Source::Endpoint(Origin::of_url("http://a")));
            vouched(verdict, reserve.clone())
        };
        let fact = answered(SignatureVerdict::Valid(SignedBy::Contract)).unwrap();
        assert_eq!((fact.level(), fact.value().attester), (Level::Claimed, attester));
        assert!(fact.evidence().sources().any(|source| *source == Source::Signer(attester)));
        let no = answered(SignatureVerdict::Invalid(SignatureFault::Reverted));
        assert!(matches!(no, Err(AttestationError::NotVouched { .. })));
        let perhaps = answered(SignatureVerdict::Unknown(SignatureDoubt::OutOfGas));
        assert!(matches!(perhaps, Err(AttestationError::Undecided { .. })));
    }
}
