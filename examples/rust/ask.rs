//! What the program asks: a verdict, and a balance by proof, both at the newest block.

use alloy_primitives::U256;
use assay_sdk::asset::TokenList;
use assay_sdk::chain::{Http, Rpc};
use assay_sdk::client::Client;
use assay_sdk::compliance::Assessment;
use assay_sdk::error::Error;
use assay_sdk::evidence::Fact;
use assay_sdk::proof::mapping_slot;
use assay_sdk::units::{AccountId, Amount, AssetId};

/// Whose transfer of what, in the terms of a command line: CAIP-19, CAIP-10, and an amount as people write it.
pub(crate) struct Question<'a> {
    pub(crate) asset: &'a str,
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    pub(crate) amount: &'a str,
}

/// What came out.
pub(crate) struct Answer {
    /// The verdict, with its reasons.
    pub(crate) assessment: Assessment,
    /// What the sender has, by a Merkle proof under the block's state root; `None` where the list does not say where balances are kept.
    pub(crate) balance: Option<Fact<Amount>>,
}

/// Asks an endpoint about a transfer of an asset of the list.
pub(crate) fn ask(rpc: &str, list: &str, question: &Question<'_>) -> Result<Answer, Error> {
    pollster::block_on(asked(rpc, list, question))
}

async fn asked(rpc: &str, list: &str, question: &Question<'_>) -> Result<Answer, Error> {
    let asset: AssetId = question.asset.parse()?;
    let list = TokenList::parse(list, Some(asset.chain))?;
    let descriptor = list.find(&asset).ok_or(Error::NotListed { asset })?;
    let from = question.from.parse::<AccountId>()?.address;
    let to = question.to.parse::<AccountId>()?.address;
    let amount = Amount::parse(question.amount, descriptor.decimals)?;

    let client = Client::new(Http::new(rpc), asset.chain);
    let mut reads = client.ledger().await?;
    let assessment = client.check_transfer(&mut reads, descriptor, (from, to), amount).await?;

    let endpoint = Rpc::new(Http::new(rpc), asset.chain);
    let balance = match descriptor.balance_slot {
        None => None,
        Some(place) => {
            let slot = mapping_slot(from, place);
            let proven = endpoint.proof(asset.token, &[slot], reads.at()).await?;
            let mask = descriptor.balance_mask.unwrap_or(U256::MAX);
            let raw = proven.map(|account| account.slots.get(&slot).copied().unwrap_or_default() & mask);
            Some(raw.try_map(|raw| Amount::from_raw(raw, descriptor.decimals))?)
        }
    };
    Ok(Answer { assessment, balance })
}
