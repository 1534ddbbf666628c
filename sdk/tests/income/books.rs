//! Books of a rebasing token: with its growth as income every history adds up, and a transfer that is missing is not taken for growth.

use std::collections::BTreeMap;

use alloy_primitives::Address;
use assay_sdk::asset::{Descriptor, RebasingShape, TokenList};
use assay_sdk::chain::HistoryFilter;
use assay_sdk::client::Client;
use assay_sdk::evidence::{Fact, Source};
use assay_sdk::records::{
    Asset, Balances, IncomeKind, RecordError, classified, growth, growth_heights, movements, reading, statement,
};
use assay_sdk::units::{Amount, BlockRef};
use pollster::block_on;
use serde_json::json;

use crate::chain::Chain;
use crate::ground::{head, view_at};
use crate::rebasing::balanceOfCall;

fn described(chain: &Chain, token: Address, shape: RebasingShape) -> Descriptor {
    let terms = json!({ "kind": "fund", "unit": "one dollar", "balances": { "type": "rebasing", "shape": shape } });
    let list = json!({
        "name": "Test", "timestamp": "2026-01-01T00:00:00Z", "version": { "major": 1, "minor": 0, "patch": 0 },
        "tokens": [{
            "chainId": chain.devnet.chain.0, "address": token, "name": "Fund", "symbol": "FND", "decimals": 18,
            "extensions": { "assay": terms }
        }]
    });
    TokenList::parse(&list.to_string(), None).expect("a list").tokens.remove(0)
}

pub(crate) fn add_up(chain: &Chain, token: Address, shape: RebasingShape, since: BlockRef, holder: Address) {
    let descriptor = described(chain, token, shape);
    let list = std::slice::from_ref(&descriptor);
    let client = Client::new(chain.devnet.http.clone(), chain.devnet.chain);
    let mut scan = block_on(client.history(HistoryFilter::new(holder, [token], 0), None)).expect("a scan");
    let mut logs = Vec::new();
    while let Some(page) = block_on(client.history_page(&mut scan)).expect("the chain answers") {
        logs.extend(page.logs);
    }
    let moved = movements(&logs, &reading(list, chain.devnet.chain, holder)).expect("transfers");
    let mut all = classified(moved, list, &[].into());
    let until = head(chain);
    let heights = growth_heights(descriptor.asset, &all, since.number, until.number);
    let balances = block_on(client.share_balances(&descriptor, holder, &heights)).expect("readable").expect("rebases");
    for balance in &balances {
        let said = view_at(chain, balance.at(), token, &balanceOfCall { account: holder });
        assert_eq!(balance.value().amount.raw(), said);
    }
    let grown = growth(descriptor.asset, &balances, &all).expect("it adds up");
    if let Some(last) =
        all.iter().rfind(|movement| movement.id.block > since.number && movement.amount.raw().bit_len() > 20)
    {
        let without: Vec<_> = all.iter().filter(|movement| movement.id != last.id).cloned().collect();
        let missing = growth(descriptor.asset, &balances, &without);
        assert!(matches!(missing, Err(RecordError::Unbalanced { .. })), "a missing transfer is no growth: {missing:?}");
    }
    all.extend(grown);
    let origin = client.origin().clone();
    let said = |at: BlockRef| {
        let raw = view_at(chain, at, token, &balanceOfCall { account: holder });
        Fact::asserted(Amount::from_raw(raw, 18).expect("in range"), at, Source::Endpoint(origin.clone()))
    };
    let ends = Balances { opening: said(since), closing: said(until) };
    let made = statement(&all, &BTreeMap::from([(Asset::Token(descriptor.asset), ends)])).expect("it adds up");
    let line = &made.expect("an asset").lines[0];
    assert!(line.income.keys().all(|kind| *kind == IncomeKind::Rebase), "{line:?}");
}
