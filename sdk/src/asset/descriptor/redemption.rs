//! `extensions.assay.redemption`: one way out, or a list of them.
//!
//! Each is an object with its `type` and the contracts that it takes; beside them it may say what happens off the chain:
//! `businessDays` (a number), `cutOff` and `memo` (texts).
//!
//! | type | fields | what it is |
//! | --- | --- | --- |
//! | `erc7540`, `erc4626` | `vault`, `asset` | a vault that pays on request, or at once |
//! | `superstate`, `par`, `securitize`, `ondo` | `contract`, `asset` | an issuer's contract that buys back at once |
//! | `queue` | `manager`, `asset` | Maple's queue, with its withdrawal manager |
//! | `burn` | `contract` | burned by the token, paid off the chain |
//! | `transfer` | `to` | sent to the issuer's published address |
//! | `retire` | `contract` | used up for good |

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
        "retire" => Ok(RedemptionTerms::Retire { contract: object.address("contract")? }),
        _ => Err(kind.unexpected(TYPES)),
    }
}
