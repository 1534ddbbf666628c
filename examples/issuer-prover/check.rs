//! The holder's side: what was published and what I was given, checked without trusting whoever sent it.

use std::path::Path;

use assay_sdk::proof::range::{
    Adequacy, Commitment, InclusionProof, PrivateLiability, PrivateRoot, RangeContext, RangeProof,
};

use crate::documents::{Holder, Published};
use crate::failure::Failure;
use crate::issue::read;

/// Checks that my balance is counted, that nothing beside it is negative, and that reserves are not less than all liabilities. Answers
/// what I am owed.
pub(crate) fn check(published: &Path, holder: &Path) -> Result<u64, Failure> {
    let (published, given): (Published, Holder) = (read(published)?, read(holder)?);
    let context = RangeContext::from(published.context);
    let root = PrivateRoot::try_from(&published.root)?;
    let mine = PrivateLiability::try_from(&given.mine)?;
    InclusionProof::from_bytes(&given.proof)?.check(&context, &root, &mine)?;

    let statement = Adequacy {
        reserves: Commitment::from_bytes(published.adequacy.reserves)?,
        liabilities: Commitment::from_bytes(published.adequacy.liabilities)?,
    };
    if statement.liabilities != root.commitment {
        return Err(Failure::OtherLiabilities);
    }
    statement.verify(&context, &RangeProof::from_bytes(&published.adequacy.proof)?)?;
    Ok(mine.owed.value)
}
