//! What a token contract says about itself.

use alloy_primitives::{Address, B256, U256};
use serde::Serialize;

use crate::abi::erc20::{IERC20, IERC20Bytes32Metadata};
use crate::evidence::{Fact, Gap, Gathering, Reads};
use crate::units::{Amount, UnitsError, legible};

/// A token as its contract shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// The token contract.
    pub token: Address,
    /// Name, where the contract has one; fit to be shown, and not longer than a line.
    pub name: Option<String>,
    /// Symbol, where the contract has one; as the name.
    pub symbol: Option<String>,
    /// Decimals between raw and displayed units, at most 77. Optional in ERC-20, and nothing can be shown without.
    pub decimals: u8,
    /// Total supply, where the contract tells it.
    pub supply: Option<Amount>,
}

/// Why a token has no profile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// A read that cannot be done without gave nothing: for a contract that is no token, `decimals()`.
    #[error(transparent)]
    Gap(#[from] Gap),
    /// The token's decimals are out of range.
    #[error("the token {token}: {why}")]
    Decimals {
        /// The token.
        token: Address,
        /// What is wrong with them.
        why: UnitsError,
    },
}

/// Characters of a name or symbol.
const LONGEST_NAME: usize = 100;

/// Reads a token's profile. One round; a second one where name or symbol is of the old kind.
///
/// # Errors
/// [`ProfileError`].
pub fn profile(reads: &mut Reads, token: Address) -> Result<Fact<Profile>, ProfileError> {
    let mut gathering = Gathering::default();
    let decimals = reads.ask(token, &IERC20::decimalsCall {});
    let supply = reads.ask(token, &IERC20::totalSupplyCall {});
    let name = text(
        reads.ask(token, &IERC20::nameCall {}),
        |reads| reads.ask(token, &IERC20Bytes32Metadata::nameCall {}),
        reads,
    );
    let symbol = text(
        reads.ask(token, &IERC20::symbolCall {}),
        |reads| reads.ask(token, &IERC20Bytes32Metadata::symbolCall {}),
        reads,
    );
    let decimals = gathering.note(decimals)?;
    let [name, symbol] =
        [name, symbol].map(|asked| gathering.note(asked).ok().map(|text| legible(&text, LONGEST_NAME)));
    let supply = gathering.note(supply).ok();
    let scaled = |raw| Amount::from_raw(raw, decimals).map_err(|why| ProfileError::Decimals { token, why });
    scaled(U256::ZERO)?;
    let supply = supply.map(scaled).transpose()?;
    let found = Profile { token, name, symbol, decimals, supply };
    Ok(gathering.conclude(found)?)
}

/// Metadata as text; where that is malformed, as the bytes32 of old tokens.
fn text(
    asked: Result<Fact<String>, Gap>,
    old: impl FnOnce(&mut Reads) -> Result<Fact<B256>, Gap>,
    reads: &mut Reads,
) -> Result<Fact<String>, Gap> {
    match asked {
        Err(malformed @ Gap::Malformed { .. }) => old(reads)?.try_map(|word| from_bytes32(word).ok_or(malformed)),
        other @ (Ok(_) | Err(_)) => other,
    }
}

/// Text in a bytes32, padded with zeros on the right.
fn from_bytes32(word: B256) -> Option<String> {
    let end = word.iter().rposition(|byte| *byte != 0).map_or(0, |last| last.saturating_add(1));
    // A zero in between is no text: an offset, or a number.
    let bytes = word.get(..end).filter(|bytes| !bytes.is_empty() && !bytes.contains(&0))?;
    String::from_utf8(bytes.to_vec()).ok()
}
