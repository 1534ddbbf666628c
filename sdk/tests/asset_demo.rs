//! The demo chain's assets: its token list, what its contracts are, and what its investors hold.

#![cfg(feature = "native-http")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where its data is not what it should be"
)]

#[expect(dead_code, reason = "this file only reads")]
#[path = "verdict/chain.rs"]
mod chain;
#[path = "support/devnet.rs"]
#[expect(dead_code, reason = "chains of scenarios are started with options of their own")]
mod devnet;

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::sol;
use assay_sdk::asset::{
    AssetKind, DescriptorError, DocumentKey, HashFunction, HoldingError, Priced, TokenList, Worth, by_feed, documents,
    feed_history, holdings, matching_hash, profile, read_feed,
};
use assay_sdk::compliance::{Family, Presence, families};
use assay_sdk::evidence::{Level, Source};
use assay_sdk::units::{ChainId, Seconds, Timestamp};

use chain::{Chain, address};

sol! {
    function balanceOf(address account) external view returns (uint256);
    function convertToAssets(uint256 shares) external view returns (uint256);
    function latestRoundData() external view returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
    function getFrozenTokens(address account) external view returns (uint256);
}

fn list(chain: &Chain) -> TokenList {
    TokenList::parse(&chain.devnet.text("tokenlist.json"), Some(ChainId(31_337))).expect("the demo's list")
}

#[test]
fn the_list_reads_and_bends_into_no_other_shape() {
    let chain = Chain::start();
    let text = chain.devnet.text("tokenlist.json");
    let kinds: Vec<_> = list(&chain).tokens.iter().map(|token| token.kind).collect();
    let expected = [
        AssetKind::Cash,
        AssetKind::Fund,
        AssetKind::Commodity,
        AssetKind::RealEstate,
        AssetKind::Debt,
        AssetKind::Environmental,
        AssetKind::Fund,
        AssetKind::Debt,
        AssetKind::Debt,
    ];
    assert_eq!(kinds, expected.map(Some));
    assert!(matches!(
        TokenList::parse(&text, Some(ChainId(1))),
        Err(DescriptorError::WrongChain { got: 31_337, expected: 1, .. })
    ));
    let unknown = text.replacen("\"kind\": \"fund\"", "\"kind\": \"found\"", 1);
    let error = TokenList::parse(&unknown, None).expect_err("an unknown kind");
    assert_eq!(
        error.to_string(),
        "tokens[1].extensions.assay.kind: got \"found\", \
         expected one of fund, commodity, realEstate, debt, environmental, cash"
    );
}

#[test]
fn every_contract_is_what_it_is_and_nothing_else() {
    use Family::{Erc20, Erc1404, Erc3643, Erc4626, Erc7540, FiatToken, Usdm};
    let chain = Chain::start();
    let cases: [(&str, &[Family]); 10] = [
        ("cash", &[Erc20, FiatToken]),
        ("fund", &[Erc20, Erc3643]),
        ("gold", &[Erc20, FiatToken]),
        ("property", &[Erc20, Erc1404]),
        ("credit", &[Erc20, Erc4626]),
        ("carbon", &[Erc20]),
        ("fundRedemption", &[Erc4626, Erc7540]),
        ("treasury", &[Erc20, Usdm]),
        ("note", &[Erc20]),
        ("bond", &[Erc20]),
    ];
    for (name, expected) in cases {
        let mut reads = chain.reads();
        let contract = address(&chain.demo["contracts"][name]);
        let (found, rounds) = chain.ask(&mut reads, |reads| families(reads, contract));
        let found = found.expect("answers").into_value();
        let found: Vec<_> = found.iter().map(|found| (found.family, found.presence.clone())).collect();
        let wanted: Vec<_> = expected.iter().map(|family| (*family, Presence::Present)).collect();
        assert_eq!(found, wanted, "{name}");
        assert!(rounds <= 2, "{name}: {rounds} rounds");
    }
    let mut reads = chain.reads();
    let (nobody, _) = chain.ask(&mut reads, |reads| profile(reads, chain.investor("alice")));
    nobody.expect_err("an account without code is no token");
}

#[test]
fn a_portfolio_equals_the_chain_in_two_rounds_for_any_number_of_assets() {
    let chain = Chain::start();
    let list = list(&chain);
    let alice = chain.investor("alice");
    let mut reads = chain.reads();
    let now = reads.at().timestamp;
    let (held, rounds) = chain.ask(&mut reads, |reads| holdings(reads, alice, &list.tokens, now));
    assert_eq!(rounds, 2);
    for (descriptor, holding) in list.tokens.iter().zip(&held) {
        let holding = holding.as_ref().unwrap_or_else(|error| panic!("{}: {error}", descriptor.symbol));
        let balance = chain.view(descriptor.asset.token, &balanceOfCall { account: alice });
        assert_eq!(holding.balance.value().raw(), balance, "{}", descriptor.symbol);
        let Worth::Priced(worth) = &holding.worth else { panic!("{}: {:?}", descriptor.symbol, holding.worth) };
        let Priced { value, price, staleness, through, .. } = worth.as_ref();
        assert!(staleness.is_fresh(), "{}", descriptor.symbol);
        let (amount, scale) = match through {
            None => (balance, descriptor.decimals),
            Some((_, assets)) => {
                let shares = convertToAssetsCall { shares: balance };
                assert_eq!(assets.value().raw(), chain.view(descriptor.asset.token, &shares));
                (assets.value().raw(), assets.value().scale())
            }
        };
        let expected = amount * price.value().answer / U256::from(10).pow(U256::from(scale));
        assert_eq!(value.value().raw, expected, "{}", descriptor.symbol);
    }
    // Many assets, among them one that is no contract: it keeps its place, and the others keep theirs.
    let mut many: Vec<_> = list.tokens.iter().cycle().take(60).cloned().collect();
    many[7].asset.token = Address::repeat_byte(0x77);
    let mut reads = chain.reads();
    let (held, rounds) = chain.ask(&mut reads, |reads| holdings(reads, alice, &many, now));
    assert_eq!((held.len(), rounds), (60, 2));
    let failed: Vec<_> = held.iter().enumerate().filter(|(_, holding)| holding.is_err()).map(|(at, _)| at).collect();
    assert_eq!(failed, [7]);
}

#[test]
fn a_balance_rests_on_its_storage_proof_and_is_withheld_where_they_differ() {
    let chain = Chain::start();
    let mut list = list(&chain);
    let alice = chain.investor("alice");
    let mut reads = chain.reads();
    let now = reads.at().timestamp;
    let (held, _) = chain.ask(&mut reads, |reads| holdings(reads, alice, &list.tokens, now));
    for (holding, token) in held.into_iter().zip(&list.tokens) {
        let evidence = holding.expect("a holding").balance.evidence().clone();
        let proven = evidence.sources().any(|source| matches!(source, Source::MerkleProof { .. }));
        // Of a balance that is shares times an index nothing is stored that a proof could be of.
        assert_eq!(proven, token.balances.is_none(), "{}: {evidence:?}", token.symbol);
        assert_eq!(evidence.level(), Level::Claimed, "no stronger than the header, which one endpoint told");
    }
    // The next slot of the same contract proves something else than what balanceOf answers.
    let slot = list.tokens[1].balance_slot.expect("the fund's slot");
    list.tokens[1].balance_slot = Some(slot + U256::from(1));
    let (held, _) = chain.ask(&mut reads, |reads| holdings(reads, alice, &list.tokens, now));
    assert!(matches!(held[1], Err(HoldingError::Contradicted { .. })), "{:?}", held[1]);
    assert!(held[0].is_ok() && held[2].is_ok());
}

#[test]
fn feeds_grow_stale_and_gold_is_backed() {
    let chain = Chain::start();
    let list = list(&chain);
    let gold = &list.tokens[2];
    let feed = gold.reserves.as_ref().expect("gold has a reserve feed");
    let mut reads = chain.reads();
    let later = Timestamp(reads.at().timestamp.0 + feed.heartbeat.0 + 60);
    let (stale, _) = chain.ask(&mut reads, |reads| read_feed(reads, feed.feed, feed.heartbeat, later));
    assert!(!stale.expect("an answer").value().staleness.is_fresh());
    let (fresh, _) = chain.ask(&mut reads, |reads| read_feed(reads, feed.feed, feed.heartbeat, Timestamp(0)));
    let fresh = fresh.expect("an answer");
    assert_eq!(U256::from(fresh.value().answer), chain.view(feed.feed, &latestRoundDataCall {}).answer.into_raw());
    let (none, _) = chain.ask(&mut reads, |reads| read_feed(reads, gold.asset.token, Seconds(1), later));
    none.expect_err("a token is no feed");
    let (profile, _) = chain.ask(&mut reads, |reads| profile(reads, gold.asset.token));
    let supply = profile.expect("gold").map(|gold| gold.supply.expect("a supply"));
    let backed = by_feed(fresh, supply).expect("one block");
    assert!(backed.value().covered);
}

/// Against the feed's own events, which the reading does not use.
#[test]
fn a_feeds_history_is_what_it_published() {
    let chain = Chain::start();
    let feed = list(&chain).tokens[2].reserves.clone().expect("gold has a reserve feed").feed;
    let mut reads = chain.reads();
    let (history, rounds) = chain.ask(&mut reads, |reads| feed_history(reads, feed, 48));
    let history = history.expect("a history");
    assert_eq!((rounds, history.level()), (2, Level::Claimed));
    let topic = keccak256("AnswerUpdated(int256,uint256,uint256)");
    let filter = serde_json::json!([{ "address": feed, "topics": [topic], "fromBlock": "0x0" }]);
    let word = |value: &serde_json::Value| {
        U256::from_be_bytes(value.as_str().expect("a word").parse::<B256>().expect("32 bytes").0)
    };
    let published: Vec<_> = chain
        .devnet
        .call("eth_getLogs", filter)
        .as_array()
        .expect("logs")
        .iter()
        .map(|log| (word(&log["topics"][1]), word(&log["data"])))
        .collect();
    let read: Vec<_> =
        history.value().iter().map(|round| (round.amount.raw(), U256::from(round.updated_at.0))).collect();
    assert!(published.len() >= 3 && published.len() <= 48, "{}", published.len());
    assert_eq!(read, published);
    let (newest, _) = chain.ask(&mut reads, |reads| feed_history(reads, feed, 2));
    assert_eq!(newest.expect("a history").value(), &history.value()[history.value().len() - 2..]);
}

#[test]
fn the_house_names_its_document_and_the_others_name_none() {
    let chain = Chain::start();
    for descriptor in &list(&chain).tokens {
        let mut reads = chain.reads();
        let (found, rounds) = chain.ask(&mut reads, |reads| documents(reads, descriptor.asset.token));
        let found = found.expect("answers");
        if descriptor.symbol != "dHOUSE" {
            assert!(found.is_none(), "{}: {found:?}", descriptor.symbol);
            continue;
        }
        let found = found.expect("documents").into_value();
        assert_eq!((rounds, found.listed, found.documents.len()), (2, 1, 1));
        let document = &found.documents[0];
        assert_eq!(
            (document.name.as_str(), &document.key),
            ("summary", &DocumentKey::Word(B256::right_padding_from(b"summary")))
        );
        let hash = document.hash.expect("a hash");
        let mut bytes = chain.devnet.text(&document.uri).into_bytes();
        assert_eq!(matching_hash(hash, &bytes), Some(HashFunction::Keccak256));
        bytes[0] ^= 1;
        assert_eq!(matching_hash(hash, &bytes), None);
        assert!(document.modified.expect("a moment") < reads.at().timestamp);
    }
}
