//! `verifyAttestation`.

use alloy_primitives::{Address, B256};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::figure::Amount;
use super::input;
use super::options::answer;
use crate::error::Error;
use crate::proof::{Attestation, Reserve};
use crate::units::{AssetId, BlockRef};

/// A signed statement, and whose word counts.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct AttestationOptions {
    /// The attestation, parsed or as text.
    #[tsify(type = "object | string")]
    attestation: Value,
    /// What it must be about: CAIP-19, as `"eip155:1/erc20:0x…"`.
    asset: String,
    /// The addresses whose signature counts, as `attesters` of a token list.
    attesters: Vec<String>,
    /// The moment of asking, in seconds since 1970. The machine's clock by default.
    #[tsify(optional)]
    now: Option<u64>,
}

/// Reserves, as an attester stated and signed them (EIP-712).
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AttestedReserve {
    /// How much of `unit` there is.
    amount: Amount,
    /// What is counted, as `"troy ounce"`.
    unit: String,
    /// The moment that the statement describes, in seconds since 1970.
    as_of: u64,
    /// The last moment at which the attester stands by it, in seconds since 1970.
    expires: u64,
    /// Keccak-256 of the document behind it.
    document_hash: String,
    /// Who signed.
    attester: String,
}

/// Checks a reserve attestation: what it is about, when, and who signed. Throws an `AssayError` whose code starts with `attestation-`
/// where it does not hold.
///
/// ```js
/// const { amount, unit, asOf, attester } = verifyAttestation({ attestation, asset, attesters });
/// show(`${amount.text} ${unit}, signed by ${attester}`, new Date(asOf * 1000));
/// ```
#[wasm_bindgen(js_name = verifyAttestation)]
pub fn verify_attestation(options: Ts<AttestationOptions>) -> Result<Ts<AttestedReserve>, JsValue> {
    answer(verify(options))
}

fn verify(options: Ts<AttestationOptions>) -> Result<AttestedReserve, Error> {
    let AttestationOptions { attestation, asset, attesters, now } = input::options(options)?;
    let asset: AssetId = asset.parse()?;
    let attesters: Vec<Address> = attesters.iter().map(|address| input::address(address)).collect::<Result<_, _>>()?;
    let now = input::moment(now)?;
    let attestation = Attestation::from_json(input::text(attestation))?;
    // Only the statement leaves here, which is dated by time: the block beside which a figure would be shown is not used.
    let nowhere = BlockRef { number: 0, hash: B256::ZERO, timestamp: now };
    let reserve = attestation.verify(&attesters, asset, now, nowhere)?.into_value();
    Ok((&reserve).into())
}

impl From<&Reserve> for AttestedReserve {
    fn from(reserve: &Reserve) -> Self {
        Self {
            amount: (&reserve.amount).into(),
            unit: reserve.unit.clone(),
            as_of: reserve.as_of.0,
            expires: reserve.expires.0,
            document_hash: reserve.document_hash.to_string(),
            attester: reserve.attester.to_string(),
        }
    }
}
