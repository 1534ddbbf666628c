//! `@assay/sdk/evm`: calls and transactions over proven state, in a module that is loaded when the first is wanted.
//!
//! Fetching, and reading JSON, is left to the hand-written JavaScript of the package (`proving.js`), which a page's own engine does without a
//! byte of this module. Here is what decides: which proofs are wanted, whether they hold, what the contracts do, and how well that is known.

use alloy_primitives::{Address, B256, Bytes, U256, hex};
use js_sys::{Array, Object};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::error::assay_error;
use super::object::{Options, number, refused, set};
use crate::error::ErrorCode;
use crate::evidence::{Evidence, Fact, Level, Origin, Source, Unproven};
use crate::proof::evm::{Inquiry, Turn, Want};
use crate::proof::{End, Fees, Header, Message, Missing, ProofError, Simulated};
use crate::units::{AccountId, ChainId, IdError};

/// Gas for a call: no read in use takes as much, and it bounds what a call can cost here.
const CALL_GAS: u64 = 10_000_000;

type Begin = fn(Header, Source, ChainId, Message) -> Result<Inquiry, Unproven>;

/// One call or transaction, from its options to its answer. Not of the package's surface: `proving.js` makes one for each question.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Question {
    chain: ChainId,
    message: Message,
    begin: Begin,
    inquiry: Option<Inquiry>,
}

#[wasm_bindgen]
impl Question {
    /// Reads the options of `provenCall`.
    #[wasm_bindgen(skip_typescript)]
    pub fn call(options: &JsValue) -> Result<Self, JsValue> {
        let given = Options(options);
        Ok(Self { chain: chain(&given)?, message: call(&given)?, begin: Inquiry::call, inquiry: None })
    }

    /// Reads the options of `simulateTransaction`.
    #[wasm_bindgen(skip_typescript)]
    pub fn transaction(options: &JsValue) -> Result<Self, JsValue> {
        let given = Options(options);
        Ok(Self { chain: chain(&given)?, message: transaction(&given)?, begin: Inquiry::transaction, inquiry: None })
    }

    /// The chain's number, as `eth_chainId` answers it.
    #[wasm_bindgen(getter, js_name = chainId, skip_typescript)]
    pub fn chain_id(&self) -> String {
        format!("{:#x}", self.chain.0)
    }

    /// What nodes are asked to hint at, or to run by their own word.
    #[wasm_bindgen(skip_typescript)]
    pub fn request(&self) -> Object {
        let Message { from, to, data, value, gas, .. } = &self.message;
        let request = Object::new();
        set(&request, "from", hex::encode_prefixed(from));
        if let Some(to) = to {
            set(&request, "to", hex::encode_prefixed(to));
        }
        set(&request, "data", hex::encode_prefixed(data));
        set(&request, "value", format!("{value:#x}"));
        set(&request, "gas", format!("{gas:#x}"));
        request
    }

    /// Height and hash of a header in RLP.
    #[wasm_bindgen(skip_typescript)]
    pub fn block(&self, header: &[u8]) -> Result<Object, JsValue> {
        block(&Header::from_rlp(header).map_err(|error| thrown(&error))?)
    }

    /// Takes the block's header in RLP. `origins` are the endpoints that have the block; without any, whoever called named it, and trusts it.
    #[wasm_bindgen(skip_typescript)]
    #[expect(clippy::needless_pass_by_value, reason = "wasm-bindgen takes lists of texts in no other way")]
    pub fn under(&mut self, header: &[u8], origins: Vec<String>) -> Result<Object, JsValue> {
        let header = Header::from_rlp(header).map_err(|error| thrown(&error))?;
        let block = block(&header)?;
        let known_by = match origins.as_slice() {
            [] => Source::Checkpoint(header.hash()),
            [url] => Source::Endpoint(Origin::of_url(url)),
            several => Source::Quorum(several.iter().map(|url| Origin::of_url(url)).collect()),
        };
        match (self.begin)(header, known_by, self.chain, self.message.clone()) {
            Ok(inquiry) => self.inquiry = Some(inquiry),
            Err(why) => set(&block, "unproven", why.to_string()),
        }
        Ok(block)
    }

    /// What an endpoint says will be touched.
    #[wasm_bindgen(skip_typescript)]
    #[expect(clippy::needless_pass_by_value, reason = "wasm-bindgen takes lists of texts in no other way")]
    pub fn expect(&mut self, address: &str, slots: Vec<String>) {
        // A hint that cannot be read hints at nothing.
        let (Some(inquiry), Ok(address)) = (&mut self.inquiry, address.parse()) else { return };
        let slots = slots.iter().filter_map(|slot| slot.parse::<B256>().ok());
        inquiry.expect(slots.map(|slot| Missing::Slot(address, slot.into())).chain([Missing::Account(address)]));
    }

    /// Takes a proof in RLP for what was wanted of the account, and its code.
    #[wasm_bindgen(skip_typescript)]
    pub fn prove(&mut self, address: &str, proof: &[u8], code: Option<Vec<u8>>) -> Result<(), JsValue> {
        let (Some(inquiry), Ok(address)) = (&mut self.inquiry, address.parse::<Address>()) else { return Ok(()) };
        let proven = inquiry.prove(address, proof);
        let proven = proven.and_then(|()| code.map_or(Ok(()), |code| inquiry.enter_code(address, code.into())));
        proven.map_err(|error| thrown(&error))
    }

    /// What is wanted next, or what it came to, or why it cannot be proven.
    #[wasm_bindgen(skip_typescript)]
    pub fn turn(&mut self) -> Object {
        let answer = Object::new();
        match self.inquiry.as_mut().map(Inquiry::turn) {
            Some(Turn::Wanted(wanted)) => set(&answer, "wanted", wanted.iter().map(want).collect::<Array>()),
            Some(Turn::Answered(fact)) => answered(&answer, &fact),
            Some(Turn::Unproven(why)) => {
                set(&answer, "unproven", why.to_string());
                set(&answer, "isNotBuiltIn", matches!(why, Unproven::NotBuiltIn { .. }));
            }
            None => set(&answer, "unproven", "it has no block"),
        }
        answer
    }
}

fn chain(given: &Options<'_>) -> Result<ChainId, JsValue> {
    given.text("chain")?.parse().map_err(|error| misnamed(&error))
}

fn call(given: &Options<'_>) -> Result<Message, JsValue> {
    let from = given.optional_text("from")?.map(|text| address(&text)).transpose()?.unwrap_or_default();
    let (to, data) = (address(&given.text("to")?)?, bytes("data", &given.text("data")?)?);
    Ok(Message { from, to: Some(to), data, value: U256::ZERO, gas: CALL_GAS, fees: None })
}

fn transaction(given: &Options<'_>) -> Result<Message, JsValue> {
    let data = given.optional_text("data")?.map(|text| bytes("data", &text)).transpose()?;
    let value = given.optional_text("value")?.map(|text| integer("value", &text)).transpose()?;
    let wei =
        |name| u128::try_from(integer(name, &given.text(name)?)?).map_err(|_| refused(name, "an integer below 2^128"));
    Ok(Message {
        from: address(&given.text("from")?)?,
        to: given.optional_text("to")?.map(|text| address(&text)).transpose()?,
        data: data.unwrap_or_default(),
        value: value.unwrap_or_default(),
        gas: given.whole("gasLimit")?.ok_or_else(|| refused("gasLimit", "a whole number"))?,
        fees: Some(Fees { max: wei("maxFeePerGas")?, priority: wei("maxPriorityFeePerGas")? }),
    })
}

fn address(text: &str) -> Result<Address, JsValue> {
    // An address is the last part of a CAIP-10 account: that reading checks EIP-55.
    let account = format!("eip155:0:{text}").parse::<AccountId>();
    account.map(|account| account.address).map_err(|error| misnamed(&error))
}

fn bytes(name: &'static str, text: &str) -> Result<Bytes, JsValue> {
    let bytes = text.strip_prefix("0x").and_then(|digits| hex::decode(digits).ok());
    bytes.map(Bytes::from).ok_or_else(|| refused(name, "0x and an even number of hexadecimal digits"))
}

fn integer(name: &'static str, text: &str) -> Result<U256, JsValue> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parsed = if digits { U256::from_str_radix(text, 10).ok() } else { None };
    parsed.ok_or_else(|| refused(name, "a decimal integer below 2^256"))
}

fn block(header: &Header) -> Result<Object, JsValue> {
    let (object, at) = (Object::new(), header.block());
    set(&object, "number", number("number", at.number)?);
    set(&object, "hash", hex::encode_prefixed(at.hash));
    set(&object, "timestamp", number("timestamp", at.timestamp.0)?);
    Ok(object)
}

fn want(Want { address, slots, code, .. }: &Want) -> Object {
    let object = Object::new();
    set(&object, "address", hex::encode_prefixed(address));
    let slots = slots.iter().map(|slot| JsValue::from(hex::encode_prefixed(slot.to_be_bytes::<32>())));
    set(&object, "slots", slots.collect::<Array>());
    set(&object, "code", *code);
    object
}

fn answered(object: &Object, fact: &Fact<Simulated>) {
    let Simulated { step, balances, depends_on_block, .. } = fact.value();
    let (end, data) = match &step.end {
        End::Returned(data) => ("returned", hex::encode_prefixed(data)),
        End::Reverted(data) => ("reverted", hex::encode_prefixed(data)),
        End::Halted { reason } => ("halted", reason.clone()),
        End::Refused { reason } => ("refused", reason.clone()),
        End::NotBuiltIn { address } => ("refused", address.to_string()),
    };
    set(object, "end", end);
    set(object, "value", data);
    set(object, "gasUsed", step.gas_used.to_string());
    set(object, "dependsOnBlock", *depends_on_block);
    let logs = step.logs.iter().map(|log| {
        let entry = Object::new();
        set(&entry, "address", log.address.to_string());
        let topics = log.topics().iter().map(|topic| JsValue::from(hex::encode_prefixed(topic)));
        set(&entry, "topics", topics.collect::<Array>());
        set(&entry, "data", hex::encode_prefixed(&log.data.data));
        entry
    });
    set(object, "logs", logs.collect::<Array>());
    let balances = balances.iter().map(|(address, (before, after))| {
        let entry = Object::new();
        set(&entry, "address", address.to_string());
        set(&entry, "before", before.to_string());
        set(&entry, "after", after.to_string());
        entry
    });
    set(object, "balances", balances.collect::<Array>());
    set(object, "evidence", evidence(fact.evidence()));
}

fn evidence(evidence: &Evidence) -> Object {
    let object = Object::new();
    let level = match evidence.level() {
        Level::Claimed => "claimed",
        Level::Attested => "attested",
        Level::Proven => "proven",
    };
    set(&object, "level", level);
    let sources = evidence.sources().map(|source| {
        let entry = Object::new();
        if let Source::Quorum(origins) = source {
            set(&entry, "kind", "quorum");
            let origins = origins.iter().map(|origin| JsValue::from(origin.to_string()));
            set(&entry, "origins", origins.collect::<Array>());
            return entry;
        }
        let (kind, name, text) = match source {
            Source::Endpoint(origin) => ("endpoint", "origin", origin.to_string()),
            Source::Checkpoint(hash) => ("checkpoint", "hash", hex::encode_prefixed(hash)),
            Source::MerkleProof { root } => ("merkleProof", "root", hex::encode_prefixed(root)),
            Source::Unproven(why) => ("unproven", "why", why.to_string()),
            // Nobody here reads signatures or lists, or verifies circuits.
            Source::Quorum(_) | Source::Signer(_) | Source::ZkProof { .. } | Source::TokenList => {
                ("unproven", "why", "a source that this module has no name for".to_owned())
            }
        };
        set(&entry, "kind", kind);
        set(&entry, name, text);
        entry
    });
    set(&object, "sources", sources.collect::<Array>());
    object
}

/// What an export throws.
#[cold]
fn thrown(error: &ProofError) -> JsValue {
    assay_error(&error.to_string(), ErrorCode::from(error), &[])
}

#[cold]
fn misnamed(error: &IdError) -> JsValue {
    assay_error(&error.to_string(), ErrorCode::from(error), &[])
}
