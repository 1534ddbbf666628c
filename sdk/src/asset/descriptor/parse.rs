//! The list and what every token of it has.

use serde_json::Value;

use crate::units::{Amount, AssetId, ChainId, UnitsError};

use super::super::json::{Node, Object};
use super::{Descriptor, DescriptorError, ListVersion, TokenList, terms};

pub(super) fn token_list(json: &str, expected: Option<ChainId>) -> Result<TokenList, DescriptorError> {
    let value: Value = serde_json::from_str(json).map_err(|why| DescriptorError::NotJson { why: why.to_string() })?;
    let list = Node::root(&value).object()?;
    let name = list.text("name")?;
    let timestamp = list.text("timestamp")?;
    let version = version(&list.required("version", "an object with major, minor and patch")?.object()?)?;
    let nodes = list.required("tokens", "a list")?.list()?;
    let mut tokens: Vec<Descriptor> = Vec::with_capacity(nodes.len());
    for node in &nodes {
        let token = token(&node.object()?, expected)?;
        if let Some(first) = tokens.iter().position(|known| known.asset == token.asset) {
            let (first, got) = (format!("tokens[{first}]"), token.asset.to_string());
            return Err(DescriptorError::Duplicate { path: node.path.clone(), first, got });
        }
        tokens.push(token);
    }
    Ok(TokenList { name, timestamp, version, tokens })
}

fn version(object: &Object<'_>) -> Result<ListVersion, DescriptorError> {
    let part = |field| object.required(field, "a whole number")?.integer();
    Ok(ListVersion { major: part("major")?, minor: part("minor")?, patch: part("patch")? })
}

fn token(object: &Object<'_>, expected: Option<ChainId>) -> Result<Descriptor, DescriptorError> {
    let chain_node = object.required("chainId", "a whole number")?;
    let chain = ChainId(chain_node.integer()?);
    if let Some(expected) = expected.filter(|wanted| *wanted != chain) {
        return Err(DescriptorError::WrongChain { path: chain_node.path, got: chain.0, expected: expected.0 });
    }
    let asset = AssetId { chain, token: object.address("address")? };
    let bare = Descriptor {
        asset,
        name: object.text("name")?,
        symbol: object.text("symbol")?,
        decimals: decimals(&object.required("decimals", "a whole number up to 77")?)?,
        kind: None,
        unit: None,
        price: None,
        reserves: None,
        attesters: Vec::new(),
        attestations: Vec::new(),
        redemption: None,
        distributions: Vec::new(),
        documents: Vec::new(),
        claim_topics: Vec::new(),
        balance_slot: None,
        balance_mask: None,
    };
    let Some(extensions) = object.optional("extensions") else { return Ok(bare) };
    match extensions.object()?.optional("assay") {
        Some(assay) => terms::read(bare, &assay.object()?),
        None => Ok(bare),
    }
}

fn decimals(node: &Node<'_>) -> Result<u8, DescriptorError> {
    let scale = u8::try_from(node.integer()?).map_err(|_| node.unexpected("a whole number up to 77"))?;
    if scale > Amount::MAX_SCALE {
        let why = UnitsError::ScaleTooLarge { got: scale };
        return Err(DescriptorError::Units { path: node.path.clone(), why });
    }
    Ok(scale)
}
