//! What loading a portfolio of 1, 10 and 100 assets costs: round trips and bytes, on the demo chain.
//!
//! The demo chain has nine assets. The others are contracts of their own too: the code of the carbon token, put at fresh addresses
//! (`anvil_setCode`), so that every token is really read. Their price feed is that of the original, which is read once: the bytes
//! of each further asset leave out a feed of its own (two calls more).
//!
//! A list that holds the share of a vault and the vault's asset takes one round trip more, for any number of them: what the shares
//! convert to can be asked only when the balance is known. The demo chain's list holds one, a list of a single asset cannot.
//!
//! `ASSAY_DEVNET` holds the line of JSON that the demo chain prints when it is ready. Fails where the number of round trips depends
//! on the number of assets.

#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::error::Error;
use std::path::PathBuf;

use alloy_primitives::{Address, U256};
use assay_sdk::asset::{Descriptor, RedemptionTerms, TokenList};
use assay_sdk::chain::{Http, Traffic, Transport as _};
use assay_sdk::client::Client;
use assay_sdk::units::{AssetId, ChainId};
use serde_json::{Value, json};

type Fallible<T> = Result<T, Box<dyn Error>>;

const SIZES: [usize; 3] = [1, 10, 100];

fn main() -> Fallible<()> {
    let devnet = Devnet::of_environment()?;
    let holder = devnet.holder()?;
    let list = devnet.list(100)?;
    println!("| assets | vault shares | round trips | sent | received | sent per asset | received per asset |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    let mut trips = Vec::new();
    for size in SIZES {
        let assets = list.get(..size).ok_or("the list is too short")?;
        let Traffic { round_trips, sent, received } = devnet.load(holder, assets)?;
        let each = |bytes: u64| u64::try_from(size).ok().and_then(|size| bytes.checked_div(size)).unwrap_or(bytes);
        let shares = assets.iter().filter(|asset| is_priced_through_vault(asset, assets)).count();
        println!("| {size} | {shares} | {round_trips} | {sent} | {received} | {} | {} |", each(sent), each(received));
        trips.push(round_trips.saturating_sub(u64::from(shares > 0)));
    }
    if trips.iter().any(|count| Some(count) != trips.first()) {
        return Err(format!("round trips without that of vaults depend on the number of assets: {trips:?}").into());
    }
    Ok(())
}

fn is_priced_through_vault(share: &Descriptor, list: &[Descriptor]) -> bool {
    let Some(RedemptionTerms::Erc4626 { asset, .. }) = share.redemption else { return false };
    share.price.is_none() && list.iter().any(|known| known.asset.token == asset && known.price.is_some())
}

struct Devnet {
    rpc: String,
    chain: ChainId,
    files: PathBuf,
}

impl Devnet {
    #[expect(clippy::disallowed_methods, reason = "a program is configured by its environment")]
    fn of_environment() -> Fallible<Self> {
        let line = std::env::var("ASSAY_DEVNET").map_err(|_| "ASSAY_DEVNET is not set: use `cargo xtask bench`")?;
        let ready: Value = serde_json::from_str(&line)?;
        let text = |name: &str| ready.get(name).and_then(Value::as_str).ok_or(format!("ASSAY_DEVNET has no {name}"));
        let chain = ready.get("chainId").and_then(Value::as_u64).ok_or("ASSAY_DEVNET has no chainId")?;
        Ok(Self { rpc: text("rpc")?.to_owned(), chain: ChainId(chain), files: text("files")?.into() })
    }

    fn holder(&self) -> Fallible<Address> {
        let demo: Value = serde_json::from_str(&std::fs::read_to_string(self.files.join("demo.json"))?)?;
        let alice = demo.pointer("/investors/alice/address").and_then(Value::as_str).ok_or("demo.json has no Alice")?;
        Ok(alice.parse()?)
    }

    /// The nine assets of the demo chain and as many further tokens as it takes.
    fn list(&self, size: usize) -> Fallible<Vec<Descriptor>> {
        let text = std::fs::read_to_string(self.files.join("tokenlist.json"))?;
        let mut list = TokenList::parse(&text, Some(self.chain))?.tokens;
        let original = list.iter().find(|token| token.symbol == "dCO2").ok_or("the demo chain has no dCO2")?.clone();
        let code = self.ask("eth_getCode", &json!([original.asset.token, "latest"]))?;
        for number in list.len()..size {
            let token = Address::from_word(U256::from(number).saturating_add(U256::from(0x000a_55a7_0000_u64)).into());
            self.ask("anvil_setCode", &json!([token, code]))?;
            let asset = AssetId { chain: self.chain, token };
            list.push(Descriptor { asset, redemption: None, documents: Vec::new(), ..original.clone() });
        }
        // Planted code changes the state under the newest header; a block of its own makes header and proofs agree again.
        self.ask("evm_mine", &json!([]))?;
        Ok(list)
    }

    /// Loads a portfolio through a client of its own.
    fn load(&self, holder: Address, list: &[Descriptor]) -> Fallible<Traffic> {
        let client = Client::new(Http::new(&self.rpc), self.chain);
        let read = pollster::block_on(async {
            let mut reads = client.ledger().await?;
            let now = reads.at().timestamp;
            client.portfolio(&mut reads, holder, list, now).await
        })?;
        for (holding, descriptor) in read.iter().zip(list) {
            holding.as_ref().map_err(|why| format!("{} was not read: {why}", descriptor.asset))?;
        }
        Ok(client.traffic())
    }

    fn ask(&self, method: &str, params: &Value) -> Fallible<Value> {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params }).to_string();
        let mut answer: Value =
            serde_json::from_slice(&pollster::block_on(Http::new(&self.rpc).post(body.as_bytes()))?)?;
        if let Some(error) = answer.get("error") {
            return Err(format!("{method}: {error}").into());
        }
        Ok(answer.get_mut("result").map(Value::take).unwrap_or_default())
    }
}
