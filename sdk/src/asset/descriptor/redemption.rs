//! `extensions.assay.redemption`: one way out, or a list of them.
//!
//! Each is an object with its `type` and the contracts that it takes; beside them it may say what happens off the chain:
//! `businessDays` (a number), `cutOff` and `memo` (texts). A cut-off of the form `16:00 America/New_York` (a time and a zone of the
//! IANA database) can be reckoned with; in any other words it is only shown.
//!
//! | type | fields | what it is |
//! | --- | --- | --- |
//! | `erc7540`, `erc4626` | `vault`, `asset` | a vault that pays on request, or at once |
//! | `superstate`, `par`, `securitize`, `ondo` | `contract`, `asset` | an issuer's contract that buys back at once |
//! | `queue` | `manager`, `asset` | Maple's queue, with its withdrawal manager |
//! | `burn` | `contract` | burned by the token, paid off the chain |
//! | `transfer` | `to` | sent to the issuer's published address |
//! | `retire` | `contract`, `certificate` (true or false) | used up for good; with the words of a certificate, where it says so |

use super::super::json::{Node, Object};
use super::{DescriptorError, Redeemer, RedemptionTerms, Settlement, WayOut};

pub(super) fn ways_out(assay: &Object<'_>) -> Result<Vec<WayOut>, DescriptorError> {
    let Some(node) = assay.optional("redemption") else { return Ok(Vec::new()) };
    match node.list() {
        Ok(ways) => ways.iter().map(|way| way_out(&way.object()?)).collect(),
        Err(_) => Ok(vec![way_out(&node.object()?)?]),
    }
}

fn way_out(object: &Object<'_>) -> Result<WayOut, DescriptorError> {
    let text = |field| object.optional(field).map(|node| node.text().map(str::to_owned)).transpose();
    Ok(WayOut {
        terms: terms(object)?,
        settlement: Settlement {
            business_days: object.optional("businessDays").map(|node: Node<'_>| node.integer()).transpose()?,
            cut_off: text("cutOff")?,
            memo: text("memo")?,
        },
    })
}

fn terms(object: &Object<'_>) -> Result<RedemptionTerms, DescriptorError> {
    const TYPES: &str = "one of erc7540, erc4626, superstate, par, securitize, ondo, queue, burn, transfer, retire";
    let redeemer = |redeemer| {
        Ok(RedemptionTerms::Redeemer {
            redeemer,
            contract: object.address("contract")?,
            asset: object.address("asset")?,
        })
    };
    let kind = object.required("type", TYPES)?;
    match kind.text()? {
        "erc7540" => Ok(RedemptionTerms::Erc7540 { vault: object.address("vault")?, asset: object.address("asset")? }),
        "erc4626" => Ok(RedemptionTerms::Erc4626 { vault: object.address("vault")?, asset: object.address("asset")? }),
        "superstate" => redeemer(Redeemer::Superstate),
        "par" => redeemer(Redeemer::Par),
        "securitize" => redeemer(Redeemer::Securitize),
        "ondo" => redeemer(Redeemer::Ondo),
        "queue" => Ok(RedemptionTerms::Queue { manager: object.address("manager")?, asset: object.address("asset")? }),
        "burn" => Ok(RedemptionTerms::Burn { contract: object.address("contract")? }),
        "transfer" => Ok(RedemptionTerms::Transfer { to: object.address("to")? }),
        "retire" => Ok(RedemptionTerms::Retire {
            contract: object.address("contract")?,
            certificate: object.optional("certificate").map(|node| node.truth()).transpose()?.unwrap_or(false),
        }),
        _ => Err(kind.unexpected(TYPES)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asset::TokenList;
    use serde_json::{Value, json};

    const CONTRACT: &str = "0x6060606060606060606060606060606060606060";

    fn read(redemption: &Value) -> Result<Vec<WayOut>, DescriptorError> {
        let list = json!({
            "name": "Ways out", "timestamp": "2026-01-01T00:00:00Z", "version": { "major": 1, "minor": 0, "patch": 0 },
            "tokens": [{
                "chainId": 1, "address": "0x1111111111111111111111111111111111111111", "name": "Fund", "symbol": "FND",
                "decimals": 6,
                "extensions": { "assay": { "kind": "fund", "unit": "one share", "redemption": redemption } }
            }]
        });
        let mut tokens = TokenList::parse(&list.to_string(), None)?.tokens;
        let token = tokens.pop().expect("one token");
        assert_eq!(token.redemption, token.ways_out.first().map(|way| way.terms));
        Ok(token.ways_out)
    }

    #[test]
    fn one_way_or_several_each_with_its_own_course() {
        let one =
            json!({ "type": "transfer", "to": CONTRACT, "businessDays": 3, "cutOff": "16:00", "memo": "your name" });
        let ways = read(&one).expect("one way");
        let settlement = Settlement {
            business_days: Some(3),
            cut_off: Some("16:00".to_owned()),
            memo: Some("your name".to_owned()),
        };
        let to = CONTRACT.parse().expect("an address");
        assert_eq!(ways, [WayOut { terms: RedemptionTerms::Transfer { to }, settlement }]);
        let types = ["superstate", "par", "securitize", "ondo"];
        let several: Vec<_> =
            types.iter().map(|kind| json!({ "type": kind, "contract": CONTRACT, "asset": CONTRACT })).collect();
        let ways = read(&json!(several)).expect("four ways");
        assert_eq!(ways.len(), 4);
        assert!(ways.iter().all(|way| way.settlement == Settlement::default()));
    }

    #[test]
    fn what_is_not_understood_is_refused_with_its_place() {
        let zero = "0x0000000000000000000000000000000000000000";
        for (bad, place) in [
            (json!({ "type": "barter" }), "redemption.type"),
            (json!([{ "type": "burn", "contract": CONTRACT }, { "type": "barter" }]), "redemption[1].type"),
            (json!({ "type": "transfer", "to": zero }), "redemption.to"),
            (json!({ "type": "transfer" }), "redemption.to"),
            (json!({ "type": "transfer", "to": CONTRACT, "businessDays": "three" }), "redemption.businessDays"),
            (json!({ "type": "transfer", "to": CONTRACT, "memo": "" }), "redemption.memo"),
            (json!({ "type": "retire", "contract": CONTRACT, "certificate": "yes" }), "redemption.certificate"),
            (json!("transfer"), "redemption"),
        ] {
            let error = read(&bad).expect_err("a refusal").to_string();
            assert!(error.contains(place), "{bad}: {error}");
        }
    }
}
