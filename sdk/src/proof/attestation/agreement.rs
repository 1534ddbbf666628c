//! Several attesters who state the same thing.

use std::collections::BTreeSet;

use alloy_primitives::Address;

use crate::evidence::Fact;

use super::{AttestationError, Reserve};

/// Reserves, as several attesters stated them alike.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AgreedReserve {
    /// What they stated. It expires with the first of their statements, whose signer is its `attester`.
    pub reserve: Reserve,
    /// Who stated it.
    pub attesters: BTreeSet<Address>,
}

/// What at least `threshold` different attesters state alike: amount, unit, moment and document. Each statement is verified before
/// ([`Attestation::verify`](super::Attestation::verify)); a second one by the same attester counts once.
///
/// One that differs is no matter of majority: it is named, and there is no figure.
///
/// # Errors
/// [`AttestationError::TooFewAttesters`], [`AttestationError::Disagreement`] or [`AttestationError::Evidence`].
pub fn agree(statements: Vec<Fact<Reserve>>, threshold: usize) -> Result<Fact<AgreedReserve>, AttestationError> {
    let few = |got| AttestationError::TooFewAttesters { got, expected: threshold.max(1) };
    let mut statements = statements.into_iter();
    let first = statements.next().ok_or_else(|| few(0))?;
    let mut agreed = first.map(|reserve| AgreedReserve { attesters: BTreeSet::from([reserve.attester]), reserve });
    for statement in statements {
        agreed = agreed.zip(statement)?.try_map(|(agreed, next)| join(agreed, next))?;
    }
    let got = agreed.value().attesters.len();
    if got < threshold { Err(few(got)) } else { Ok(agreed) }
}

fn join(agreed: AgreedReserve, next: Reserve) -> Result<AgreedReserve, AttestationError> {
    let AgreedReserve { reserve, mut attesters } = agreed;
    let differs = [
        ("amount", reserve.amount != next.amount),
        ("unit", reserve.unit != next.unit),
        ("moment", reserve.as_of != next.as_of),
        ("document", reserve.document_hash != next.document_hash),
    ];
    if let Some((what, _)) = differs.into_iter().find(|(_, differs)| *differs) {
        return Err(AttestationError::Disagreement { what, first: reserve.attester, second: next.attester });
    }
    attesters.insert(next.attester);
    let reserve = if next.expires < reserve.expires { next } else { reserve };
    Ok(AgreedReserve { reserve, attesters })
}
