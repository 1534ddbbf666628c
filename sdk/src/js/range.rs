//! `@assay/sdk/range`: commitments, range proofs and private liabilities, in a module of their own.

use alloy_primitives::{Address, B256};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::error::assay_error;
use super::field::{array, bytes, field, fixed, refused, whole, word};
use crate::error::zero_knowledge::range_details;
use crate::proof::LiabilityContext;
use crate::proof::range::{
    Adequacy, Blinding, Commitment, InclusionProof, Opening, PrivateLiability, PrivateRoot, RangeContext, RangeError,
    RangeProof,
};
use crate::units::{AssetId, ChainId};

/// What the exports take, for the package's declarations.
#[wasm_bindgen(typescript_custom_section)]
const OPTIONS: &'static str = r#"
/** Bytes, or hexadecimal text after `0x`. */
export type Bytes = string | Uint8Array;

/** What commitments and proofs are about: a proof about anything else does not hold. */
export interface RangeContext {
  /** The issuer's address. */
  issuer: Bytes;
  /** The chain's number. */
  chain: string | number;
  /** The token's address. */
  token: Bytes;
  /** The issuer's number of the report. */
  epoch: string | number;
  /** The hash of the block whose balances these are. */
  block: Bytes;
  /** A value counts units of 10^exponent raw units of the token. */
  exponent: number;
}

/** A value of at most 64 bits and the secret blinding of its commitment. */
export interface Opening {
  /** In units of the context's exponent: decimals. */
  value: string;
  /** 32 bytes. */
  blinding: Bytes;
}

export interface OpeningOptions extends Opening {
  /** 32 bytes. */
  commitment: Bytes;
}

export interface RangesOptions {
  context: RangeContext;
  /** At most 32 commitments of 32 bytes. */
  commitments: Bytes[];
  proof: Bytes;
}

export interface AdequacyOptions {
  context: RangeContext;
  /** The commitment to the reserves. */
  reserves: Bytes;
  /** The commitment to all liabilities. */
  liabilities: Bytes;
  proof: Bytes;
}

export interface InclusionOptions {
  context: RangeContext;
  /** What the issuer published. */
  root: { hash: Bytes; commitment: Bytes; height: number };
  /** What the holder knows: the id, the salt and blinding that the issuer gave, and what is owed. */
  mine: Opening & { holder: Bytes; salt: Bytes };
  proof: Bytes;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// `{ commitment, value, blinding }`.
    #[wasm_bindgen(typescript_type = "OpeningOptions")]
    pub type OpeningOptions;
    /// `{ context, commitments, proof }`.
    #[wasm_bindgen(typescript_type = "RangesOptions")]
    pub type RangesOptions;
    /// `{ context, reserves, liabilities, proof }`.
    #[wasm_bindgen(typescript_type = "AdequacyOptions")]
    pub type AdequacyOptions;
    /// `{ context, root, mine, proof }`.
    #[wasm_bindgen(typescript_type = "InclusionOptions")]
    pub type InclusionOptions;
}

/// Checks that a commitment is to this value: returns if it is, and throws otherwise.
///
/// Throws an `AssayError`: `commitment-not-opened` if it is not; `range-malformed`
///
/// ```js
/// verifyOpening({ commitment, value: '1', blinding });
/// ```
#[wasm_bindgen(js_name = "verifyOpening")]
pub fn verify_opening(options: &OpeningOptions) -> Result<(), JsValue> {
    let commitment = commitment(options, "commitment")?;
    commitment.check_opening(&opening(options)?).map_err(|error| thrown(&error))
}

/// Checks that each commitment is to a value from 0 to 2^64 − 1: returns if they are, and throws otherwise.
///
/// Throws an `AssayError`: `range-not-proven` if that is not proven; `range-malformed`
///
/// ```js
/// verifyRanges({ context, commitments, proof: ranges });
/// ```
#[wasm_bindgen(js_name = "verifyRanges")]
pub fn verify_ranges(options: &RangesOptions) -> Result<(), JsValue> {
    let (name, list) = ("commitments", field(options, "commitments")?);
    let read = |given: &JsValue| {
        let bytes =
            B256::try_from(bytes(given, name)?.as_slice()).map_err(|_| refused(name, "expected 32 bytes each"))?;
        Commitment::from_bytes(bytes).map_err(|error| thrown(&error))
    };
    let commitments = array(&list, name)?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let proof = range_proof(options)?;
    crate::proof::range::verify_ranges(&context(options)?, &commitments, &proof).map_err(|error| thrown(&error))
}

/// Checks that reserves are not less than liabilities: returns if that is proven, and throws otherwise. It does not check what
/// the two commitments are of.
///
/// Throws an `AssayError`: `range-not-proven` if that is not proven; `range-malformed`
///
/// ```js
/// verifyAdequacy({ context, reserves, liabilities, proof: adequacy });
/// ```
#[wasm_bindgen(js_name = "verifyAdequacy")]
pub fn verify_adequacy(options: &AdequacyOptions) -> Result<(), JsValue> {
    let statement =
        Adequacy { reserves: commitment(options, "reserves")?, liabilities: commitment(options, "liabilities")? };
    statement.verify(&context(options)?, &range_proof(options)?).map_err(|error| thrown(&error))
}

/// Checks that what this holder is owed is counted in the published total, and that nothing counted beside it is negative:
/// returns if so, and throws otherwise.
///
/// Throws an `AssayError`: `liability-not-counted`, `liability-total` or `range-not-proven` if not; `range-malformed`
///
/// ```js
/// verifyInclusion({ context, root, mine, proof });
/// ```
#[wasm_bindgen(js_name = "verifyInclusion")]
pub fn verify_inclusion(options: &InclusionOptions) -> Result<(), JsValue> {
    let root = field(options, "root")?;
    let root = PrivateRoot {
        hash: word(&root, "hash")?,
        commitment: commitment(&root, "commitment")?,
        height: whole(&root, "height")?,
    };
    let mine = field(options, "mine")?;
    let mine = PrivateLiability { holder: word(&mine, "holder")?, salt: word(&mine, "salt")?, owed: opening(&mine)? };
    let (context, given) = (context(options)?, bytes(&field(options, "proof")?, "proof")?);
    let checked = InclusionProof::from_bytes(&given).and_then(|proof| proof.check(&context, &root, &mine));
    checked.map_err(|error| thrown(&error))
}

fn context(options: &JsValue) -> Result<RangeContext, JsValue> {
    let given = field(options, "context")?;
    let of = LiabilityContext {
        issuer: Address::new(fixed::<20>(&given, "issuer")?),
        asset: AssetId { chain: ChainId(whole(&given, "chain")?), token: Address::new(fixed::<20>(&given, "token")?) },
        epoch: whole(&given, "epoch")?,
        block: word(&given, "block")?,
    };
    Ok(RangeContext { of, exponent: whole(&given, "exponent")? })
}

fn commitment(options: &JsValue, name: &str) -> Result<Commitment, JsValue> {
    Commitment::from_bytes(word(options, name)?).map_err(|error| thrown(&error))
}

fn opening(options: &JsValue) -> Result<Opening, JsValue> {
    let blinding = Blinding::from_bytes(word(options, "blinding")?).map_err(|error| thrown(&error))?;
    Ok(Opening { value: whole(options, "value")?, blinding })
}

fn range_proof(options: &JsValue) -> Result<RangeProof, JsValue> {
    RangeProof::from_bytes(&bytes(&field(options, "proof")?, "proof")?).map_err(|error| thrown(&error))
}

/// What an export throws.
fn thrown(error: &RangeError) -> JsValue {
    assay_error(&error.to_string(), error.into(), &range_details(error))
}
