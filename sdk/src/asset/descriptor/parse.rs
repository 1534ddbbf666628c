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
    let (name, symbol) = (object.text("name")?, object.text("symbol")?);
    let decimals = decimals(&object.required("decimals", "a whole number up to 77")?)?;
    let bare = Descriptor::bare(asset, name, symbol, decimals);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Seconds;
    use serde_json::json;

    fn list() -> Value {
        let gold = "0xDc64a140Aa3E981100a9becA4E685f962f0cF6C9";
        json!({
            "name": "Test", "timestamp": "2026-01-01T00:00:00Z", "version": { "major": 1, "minor": 0, "patch": 0 },
            "logoURI": "ipfs://unknown-fields-pass",
            "tokens": [{
                "chainId": 1, "address": gold, "name": "Gold", "symbol": "XAU", "decimals": 18,
                "extensions": { "other": {}, "assay": {
                    "kind": "commodity", "unit": "one ounce", "future": true,
                    "price": { "feed": gold, "heartbeat": 60, "currency": "USD" },
                    "attesters": [gold], "balanceSlot": "9",
                    "risk": { "minCollateralRatio": "1.02", "maxOracleLatency": 90_000, "maxAuditInterval": 2_700_000 },
                    "documents": [{ "title": "Bars", "uri": "bars.txt", "sha256": format!("0x{}", "ab".repeat(32)) }]
                }}
            }]
        })
    }

    /// What the list says once one value of it is replaced.
    fn with(pointer: &str, value: Value) -> Result<TokenList, DescriptorError> {
        let mut changed = list();
        *changed.pointer_mut(pointer).unwrap() = value;
        token_list(&changed.to_string(), None)
    }

    #[test]
    fn unknown_fields_pass_and_plain_tokens_have_no_kind() {
        let read = token_list(&list().to_string(), Some(ChainId(1))).unwrap();
        assert_eq!(read.tokens[0].balance_slot, Some(alloy_primitives::U256::from(9)));
        let risk = read.tokens[0].risk_thresholds();
        assert_eq!(
            risk.min_collateral_ratio.unwrap().per(alloy_primitives::U256::from(100)).unwrap().to_string(),
            "102"
        );
        assert_eq!(
            (risk.max_oracle_latency, risk.max_audit_interval),
            (Some(Seconds(90_000)), Some(Seconds(2_700_000)))
        );
        let bare = with("/tokens/0/extensions", json!({})).unwrap();
        assert_eq!((bare.tokens[0].kind, bare.tokens[0].risk), (None, crate::asset::RiskThresholds::default()));
    }

    #[test]
    fn balances_and_payments_of_every_type_are_read() {
        use super::super::{Balances, Distribution, RebasingShape};
        let mut changed = list();
        let (gold, other) = (list()["tokens"][0]["address"].clone(), "0x000000000000000000000000000000000000dEaD");
        let assay = changed.pointer_mut("/tokens/0/extensions/assay").unwrap();
        assay["balances"] = json!({ "type": "rebasing", "shape": "backedFirst" });
        assay["distributions"] = json!([
            { "type": "cumulative-merkle", "contract": gold, "token": gold, "tree": "a.json", "label": "Rent" },
            { "type": "merkl", "contract": other, "token": gold, "tree": "b.json", "label": "Rent" },
            { "type": "merkl", "contract": other, "token": other, "tree": "c.json", "label": "Rent" },
            { "type": "erc2222", "contract": "0x0000000000000000000000000000000000000001", "token": gold, "label": "Rent" },
            { "type": "erc1726", "contract": "0x0000000000000000000000000000000000000002", "label": "Rent" },
        ]);
        let read = token_list(&changed.to_string(), None).unwrap();
        let descriptor = &read.tokens[0];
        assert_eq!(descriptor.balances, Some(Balances::Rebasing { shape: RebasingShape::BackedFirst }));
        let trees: Vec<_> = descriptor.distributions.iter().map(Distribution::tree).collect();
        assert_eq!(trees, [Some("a.json"), Some("b.json"), Some("c.json"), None, None]);
        assert!(matches!(descriptor.distributions[4], Distribution::Erc1726 { token: None, .. }));
        let path = "tokens[0].extensions.assay";
        for (pointer, value, wrong) in [
            ("balances/type", json!("wrapped"), "balances.type"),
            ("balances/shape", json!("steth"), "balances.shape"),
            ("distributions/3/type", json!("erc1727"), "distributions[3].type"),
            ("distributions/3/token", json!(null), "distributions[3].token"),
            // One distributor may pay several tokens, and each of them once.
            ("distributions/2/token", gold, "distributions[2] repeats"),
        ] {
            let mut bad = changed.clone();
            *bad.pointer_mut(&format!("/tokens/0/extensions/assay/{pointer}")).unwrap() = value;
            let error = token_list(&bad.to_string(), None).unwrap_err().to_string();
            assert!(error.starts_with(&format!("{path}.{wrong}")), "{error}");
        }
    }

    #[test]
    fn payments_by_trees_of_every_format_and_by_snapshots_are_read() {
        use super::super::Distribution;
        let mut changed = list();
        let gold = list()["tokens"][0]["address"].clone();
        let at = |number: u8| format!("0x{number:040x}");
        changed["tokens"][0]["extensions"]["assay"]["distributions"] = json!([
            { "type": "standard-merkle", "contract": at(1), "token": gold, "tree": "a.json", "label": "Rent", "period": "2026-10" },
            { "type": "cumulative-merkle-128", "contract": at(2), "token": gold, "tree": "b.json", "label": "Rent" },
            { "type": "snapshot", "contract": at(3), "token": gold, "snapshot": "3", "label": "Dividend", "period": "2026-10" },
        ]);
        let read = token_list(&changed.to_string(), None).unwrap();
        let distributions = &read.tokens[0].distributions;
        let told: Vec<_> = distributions.iter().map(|one| (one.tree(), one.title())).collect();
        let title = |label: &str| format!("{label} 2026-10");
        assert_eq!(
            told,
            [(Some("a.json"), title("Rent")), (Some("b.json"), "Rent".to_owned()), (None, title("Dividend"))]
        );
        let three = alloy_primitives::U256::from(3);
        assert!(matches!(distributions[2], Distribution::Snapshot { snapshot, .. } if snapshot == three));
        for (pointer, value, wrong) in [
            ("0/period", json!(null), "[0].period"),
            ("1/tree", json!(7), "[1].tree"),
            ("2/snapshot", json!(3), "[2].snapshot"),
            ("2/snapshot", json!("0x3"), "[2].snapshot"),
            ("2/type", json!("snapshots"), "[2].type"),
            ("2/contract", json!(at(1)), "[2] repeats"),
        ] {
            let mut bad = changed.clone();
            *bad.pointer_mut(&format!("/tokens/0/extensions/assay/distributions/{pointer}")).unwrap() = value;
            let error = token_list(&bad.to_string(), None).unwrap_err().to_string();
            assert!(error.starts_with(&format!("tokens[0].extensions.assay.distributions{wrong}")), "{error}");
        }
    }

    #[test]
    fn bonds_by_class_and_nonce_are_read_and_each_once() {
        let bond =
            |class: &str, nonce: &str| json!({ "type": "erc3475", "class": class, "nonce": nonce, "label": "A" });
        let mut changed = list();
        changed["tokens"][0]["extensions"]["assay"]["bonds"] = json!([bond("0", "1"), bond("1", "0")]);
        changed["tokens"][0]["extensions"]["assay"]["bonds"][1]["maturity"] = json!("4");
        let read = token_list(&changed.to_string(), None).unwrap();
        let told: Vec<_> =
            read.tokens[0].bonds.iter().map(|bond| serde_json::to_value(bond).unwrap().to_string()).collect();
        let plain = r#"{"class":"0","label":"A","nonce":"1"}"#;
        assert_eq!(told, [plain, r#"{"class":"1","label":"A","maturity":"4","nonce":"0"}"#]);
        for (pointer, value, wrong) in [
            ("0/type", json!("erc3525"), "[0].type"),
            ("0/class", json!(0), "[0].class"),
            ("0/nonce", json!("-1"), "[0].nonce"),
            ("1/maturity", json!("four"), "[1].maturity"),
            ("1", bond("0", "1"), "[1] repeats"),
        ] {
            let mut bad = changed.clone();
            *bad.pointer_mut(&format!("/tokens/0/extensions/assay/bonds/{pointer}")).unwrap() = value;
            let error = token_list(&bad.to_string(), None).unwrap_err().to_string();
            assert!(error.starts_with(&format!("tokens[0].extensions.assay.bonds{wrong}")), "{error}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        const ASSAY: &str = "/tokens/0/extensions/assay";
        let gold = list()["tokens"][0]["address"].clone();
        let cases = [
            ("/tokens/0/decimals", json!(78), "tokens[0].decimals"),
            ("/tokens/0/decimals", json!("18"), "tokens[0].decimals"),
            ("/tokens/0/address", json!("0xdC64a140Aa3E981100a9becA4E685f962f0cF6C9"), "tokens[0].address"),
            ("/tokens/0/address", json!(format!("0x{}", "0".repeat(40))), "tokens[0].address"),
            (&format!("{ASSAY}/kind"), json!("found"), "tokens[0].extensions.assay.kind"),
            (&format!("{ASSAY}/price/heartbeat"), json!(0), "tokens[0].extensions.assay.price.heartbeat"),
            (&format!("{ASSAY}/price/currency"), json!("usd"), "tokens[0].extensions.assay.price.currency"),
            (&format!("{ASSAY}/attesters"), json!([gold, gold]), "tokens[0].extensions.assay.attesters[1]"),
            (&format!("{ASSAY}/risk"), json!(1), "tokens[0].extensions.assay.risk"),
            (
                &format!("{ASSAY}/risk/minCollateralRatio"),
                json!(1.02),
                "tokens[0].extensions.assay.risk.minCollateralRatio",
            ),
            (
                &format!("{ASSAY}/risk/minCollateralRatio"),
                json!("0"),
                "tokens[0].extensions.assay.risk.minCollateralRatio",
            ),
            (&format!("{ASSAY}/risk/maxAuditInterval"), json!(0), "tokens[0].extensions.assay.risk.maxAuditInterval"),
            (&format!("{ASSAY}/balanceSlot"), json!(9), "tokens[0].extensions.assay.balanceSlot"),
            (&format!("{ASSAY}/balanceSlot"), json!("0x9"), "tokens[0].extensions.assay.balanceSlot"),
            (&format!("{ASSAY}/documents/0/sha256"), json!("0xab"), "tokens[0].extensions.assay.documents[0].sha256"),
            (&format!("{ASSAY}/price"), json!(null), "tokens[0].extensions.assay.price"),
        ];
        for (pointer, value, path) in cases {
            let error = with(pointer, value).unwrap_err().to_string();
            assert!(error.starts_with(path), "{error}");
        }
        let twice = json!([list()["tokens"][0], list()["tokens"][0]]);
        assert!(matches!(with("/tokens", twice), Err(DescriptorError::Duplicate { .. })));
        assert!(matches!(token_list("{", None), Err(DescriptorError::NotJson { .. })));
    }
}
