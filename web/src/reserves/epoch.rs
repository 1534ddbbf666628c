//! An epoch of liabilities, and a holder's place in it.

use alloy_primitives::{B256, U256};
use assay_sdk::error::ErrorCode;
use assay_sdk::evidence::{Fact, Origin, Source};
use assay_sdk::proof::range::{
    Adequacy, Blinding, Commitment, InclusionProof, Opening, PrivateLiability, PrivateRoot, RangeContext, RangeError,
    RangeProof,
};
use assay_sdk::proof::{Liability, LiabilityError, LiabilityProof, LiabilityRoot};
use assay_sdk::units::{AssetId, BlockRef, Timestamp};

use super::files::{Hidden, HiddenHeld, Open, OpenHeld, Published, parsed};
use super::wire::{Counted, Epoch, Figures, Refusal, Stage};

/// A published epoch: what it is about, that its parts belong together, and where it hides its figures, that reserves are not less than
/// liabilities.
pub(super) fn verified(asset: &AssetId, published: &[u8]) -> Result<Epoch, Refusal> {
    holding(&about(asset, published)?)
}

fn holding(published: &Published) -> Result<Epoch, Refusal> {
    if let Published::Hidden(file) = published {
        let (context, root) = (range_context(published, file), root(file)?);
        let adequacy = &file.adequacy;
        let commitment = |bytes| Commitment::from_bytes(bytes).map_err(|error| of_range(Stage::Reads, &error));
        let (reserves, liabilities) = (commitment(adequacy.reserves)?, commitment(adequacy.liabilities)?);
        let proof = RangeProof::from_bytes(&adequacy.proof).map_err(|error| of_range(Stage::Reads, &error))?;
        if liabilities != root.commitment {
            let what = "the proof is of other liabilities than the root's".to_owned();
            return Err(Refusal { stage: Stage::Linked, code: "epoch-other-liabilities".to_owned(), what });
        }
        let proven = Adequacy { reserves, liabilities }.verify(&context, &proof);
        proven.map_err(|error| of_range(Stage::Adequate, &error))?;
    }
    Ok(told(published))
}

/// A holder's place in a published epoch, which has to hold itself.
pub(super) fn counted(asset: &AssetId, holder: B256, published: &[u8], held: &[u8]) -> Result<Counted, Refusal> {
    let published = about(asset, published)?;
    let epoch = holding(&published)?;
    let (index, salt, balance) = match &published {
        Published::Hidden(file) => hidden(&range_context(&published, file), file, holder, held)?,
        Published::Open(file) => open(&published, file, holder, held)?,
    };
    Ok(Counted { epoch, index, salt, balance })
}

type Place = (u64, B256, u128);

fn hidden(context: &RangeContext, file: &Hidden, holder: B256, held: &[u8]) -> Result<Place, Refusal> {
    let HiddenHeld { mine, proof } = parsed(held, Stage::Held)?;
    let malformed = |error: RangeError| of_range(Stage::Held, &error);
    let blinding = Blinding::from_bytes(mine.blinding).map_err(malformed)?;
    let proof = InclusionProof::from_bytes(&proof).map_err(malformed)?;
    is_mine(mine.holder, holder)?;
    let balance =
        10_u128.checked_pow(u32::from(context.exponent)).and_then(|unit| unit.checked_mul(u128::from(mine.value)));
    let balance = balance.ok_or_else(|| Refusal {
        stage: Stage::Reads,
        code: "epoch-file-malformed".to_owned(),
        what: format!("values in units of 10^{} are out of range", context.exponent),
    })?;
    let owed = Opening { value: mine.value, blinding };
    let mine = PrivateLiability { holder: mine.holder, salt: mine.salt, owed };
    proof.check(context, &root(file)?, &mine).map_err(|error| of_range(Stage::Proven, &error))?;
    Ok((proof.index(), mine.salt, balance))
}

fn open(published: &Published, file: &Open, holder: B256, held: &[u8]) -> Result<Place, Refusal> {
    let OpenHeld { mine, proof } = parsed(held, Stage::Held)?;
    let refused = |stage, error: &LiabilityError| of_code(stage, error.into(), error.to_string());
    let proof = LiabilityProof::from_bytes(&proof).map_err(|error| refused(Stage::Held, &error))?;
    is_mine(mine.holder, holder)?;
    let mine = Liability { holder: mine.holder, salt: mine.salt, balance: mine.balance };
    // The page says how well the root is known; here only the sums matter.
    let nowhere = BlockRef { number: 0, hash: B256::ZERO, timestamp: Timestamp(0) };
    let root = LiabilityRoot { hash: file.root.hash, total: file.root.total };
    let root = Fact::asserted(root, nowhere, Source::Endpoint(Origin::of_url("")));
    let counted = proof.verify(&published.context(), root, mine).map_err(|error| refused(Stage::Proven, &error))?;
    Ok((proof.index(), mine.salt, counted.value().balance))
}

fn about(asset: &AssetId, file: &[u8]) -> Result<Published, Refusal> {
    let published = Published::read(file)?;
    let got = published.context().asset;
    if got != *asset {
        let what = format!("it is about {got}, expected {asset}");
        return Err(Refusal { stage: Stage::About, code: "epoch-other-asset".to_owned(), what });
    }
    Ok(published)
}

fn is_mine(got: B256, holder: B256) -> Result<(), Refusal> {
    if got == holder {
        return Ok(());
    }
    let what = "the file is another holder's".to_owned();
    Err(Refusal { stage: Stage::Mine, code: "inclusion-other-holder".to_owned(), what })
}

fn range_context(published: &Published, file: &Hidden) -> RangeContext {
    RangeContext { of: published.context(), exponent: file.context.exponent }
}

fn root(file: &Hidden) -> Result<PrivateRoot, Refusal> {
    let commitment = Commitment::from_bytes(file.root.commitment).map_err(|error| of_range(Stage::Reads, &error))?;
    Ok(PrivateRoot { hash: file.root.hash, commitment, height: file.root.height })
}

fn told(published: &Published) -> Epoch {
    let context = published.context();
    let (root, figures) = match published {
        Published::Hidden(file) => {
            (file.root.hash, Figures::Hidden { height: file.root.height, reserves: file.adequacy.reserves })
        }
        Published::Open(file) => (file.root.hash, Figures::Open { total: U256::from(file.root.total) }),
    };
    Epoch { issuer: context.issuer, epoch: context.epoch, block: context.block, root, figures }
}

fn of_range(stage: Stage, error: &RangeError) -> Refusal {
    of_code(stage, error.into(), error.to_string())
}

fn of_code(stage: Stage, code: ErrorCode, what: String) -> Refusal {
    Refusal { stage, code: code.as_str().to_owned(), what }
}
