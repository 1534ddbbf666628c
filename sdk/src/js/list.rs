//! `parseTokenList`.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::input;
use super::options::answer;
use crate::asset::{self, AssetKind};
use crate::error::Error;
use crate::units::ChainId;

/// The list to read.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct ParseTokenListOptions {
    /// The token list, parsed or as text.
    #[tsify(type = "object | string")]
    list: Value,
    /// CAIP-2, as `"eip155:1"`: every token must be of this chain.
    #[tsify(optional)]
    chain: Option<String>,
}

/// A Uniswap Token List. What it says is a claim of its publisher.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct TokenList {
    /// Name of the list.
    name: String,
    /// When it was made, as written.
    timestamp: String,
    /// `"major.minor.patch"`.
    version: String,
    /// The tokens, in the order of the list.
    tokens: Vec<Token>,
}

/// What the list says about one token.
#[derive(Debug, Serialize, Tsify)]
pub(crate) struct Token {
    /// CAIP-19.
    asset: String,
    /// The token contract.
    address: String,
    /// Name.
    name: String,
    /// Symbol.
    symbol: String,
    /// Decimals between raw units and what people read.
    decimals: u8,
    /// What it is a claim on; left out for a token that says nothing of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional, type = "\"fund\" | \"commodity\" | \"realEstate\" | \"debt\" | \"environmental\" | \"cash\"")]
    kind: Option<AssetKind>,
    /// What one unit stands for: `"one troy ounce of fine gold"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    unit: Option<String>,
}

/// Reads a token list strictly: fields that are not known are passed over, known ones must be right. Throws an `AssayError` with the
/// `path` of what is wrong.
///
/// ```js
/// const { name, tokens } = parseTokenList({ list, chain: 'eip155:1' });
/// show(name, tokens.map(({ symbol, unit }) => `${symbol}: ${unit}`));
/// ```
#[wasm_bindgen(js_name = parseTokenList)]
pub fn parse_token_list(options: Ts<ParseTokenListOptions>) -> Result<Ts<TokenList>, JsValue> {
    answer(parse(options))
}

fn parse(options: Ts<ParseTokenListOptions>) -> Result<TokenList, Error> {
    let ParseTokenListOptions { list, chain } = input::options(options)?;
    let chain: Option<ChainId> = chain.map(|text| text.parse()).transpose()?;
    let list = asset::TokenList::parse(&input::text(list), chain)?;
    let asset::ListVersion { major, minor, patch } = list.version;
    Ok(TokenList {
        version: format!("{major}.{minor}.{patch}"),
        tokens: list.tokens.into_iter().map(Token::from).collect(),
        name: list.name,
        timestamp: list.timestamp,
    })
}

impl From<asset::Descriptor> for Token {
    fn from(descriptor: asset::Descriptor) -> Self {
        Self {
            asset: descriptor.asset.to_string(),
            address: descriptor.asset.token.to_string(),
            name: descriptor.name,
            symbol: descriptor.symbol,
            decimals: descriptor.decimals,
            kind: descriptor.kind,
            unit: descriptor.unit,
        }
    }
}
