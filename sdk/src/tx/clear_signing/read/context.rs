//! What a descriptor is for.

use std::collections::BTreeMap;

use super::super::descriptor::{Context, Deployment};
use super::json::{Object, Parsed, unexpected};
use crate::units::ChainId;

pub(super) fn read(context: &Object<'_>) -> Parsed<Context> {
    context.only(&["$id", "contract", "eip712"])?;
    match (context.optional_object("contract")?, context.optional_object("eip712")?) {
        (Some(contract), None) => {
            contract.only(&["$id", "deployments"])?;
            Ok(Context::Contract { deployments: deployments(&contract)? })
        }
        (None, Some(messages)) => {
            messages.only(&["$id", "deployments", "domain"])?;
            Ok(Context::Messages { deployments: deployments(&messages)?, domain: domain(&messages)? })
        }
        (Some(_), Some(_)) | (None, None) => Err(unexpected(&context.path, "either contract or eip712")),
    }
}

fn deployments(of: &Object<'_>) -> Parsed<Option<Vec<Deployment>>> {
    if of.optional("deployments").is_none() {
        return Ok(None);
    }
    let one = |(index, value)| {
        let deployment = Object::of(value, &format!("{}.deployments[{index}]", of.path))?;
        deployment.only(&["chainId", "address"])?;
        let chain = deployment.required("chainId")?.as_u64();
        let chain = chain.ok_or_else(|| unexpected(&deployment.at("chainId"), "a number"))?;
        let address = deployment.text("address")?.parse();
        let address = address.map_err(|_| unexpected(&deployment.at("address"), "an address"))?;
        Ok(Deployment { chain: ChainId(chain), address })
    };
    of.list("deployments")?.iter().enumerate().map(one).collect::<Parsed<_>>().map(Some)
}

fn domain(messages: &Object<'_>) -> Parsed<BTreeMap<String, String>> {
    let Some(domain) = messages.optional_object("domain")? else {
        return Ok(BTreeMap::new());
    };
    domain.entries().map(|(key, value)| Ok((key.clone(), domain.scalar(key, value)?))).collect()
}
