//! Random things to sign: each as our payload, and as the JSON that a peer takes.

use std::sync::LazyLock;

use alloy_consensus::{SignableTransaction as _, TxEip1559, TxEip2930, TxEip7702, TxLegacy};
use alloy_eips::eip2930::{AccessList, AccessListItem};
use alloy_eips::eip7702::{Authorization, SignedAuthorization};
use alloy_primitives::{I256, TxKind, U256};
use assay_sdk::keys::{LocalSigner, SecretKey, SigningPayload, TypedData};
use assay_sdk::units::ChainId;
use serde_json::{Map, Value, json};

use crate::random::Random;

/// Something to sign, with the key and for the chain.
pub(crate) struct Item {
    pub(crate) kind: &'static str,
    pub(crate) key: &'static SecretKey,
    pub(crate) chain: ChainId,
    pub(crate) payload: SigningPayload,
    /// What the peers are given.
    pub(crate) plain: Value,
    /// Whether its types are recursive, which not every peer takes.
    pub(crate) recursive: bool,
}

const KINDS: [&str; 10] = [
    "legacy",
    "legacy",
    "eip2930",
    "eip1559",
    "eip1559",
    "eip7702",
    "authorization",
    "message",
    "typedData",
    "typedData",
];

/// The least and the greatest key that there are, and some between.
static KEYS: LazyLock<Vec<SecretKey>> = LazyLock::new(|| {
    let order = U256::from_str_radix("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16).unwrap();
    let edges = [U256::ONE, U256::from(2), order - U256::from(2), order - U256::ONE];
    let random = &mut Random(0x0b5e_55ed);
    let between = (0..60).map(|_| random.word().0);
    let all = edges.map(|number| number.to_be_bytes()).into_iter().chain(between);
    all.map(|bytes| SecretKey::from_bytes(&bytes).unwrap()).collect()
});

/// The item of this number: its own seed, so that one alone can be made again.
pub(crate) fn item(seed: u64, number: usize) -> Item {
    let random = &mut Random(seed ^ (number as u64).wrapping_mul(0x9e37_79b9));
    let key = &KEYS[random.below(KEYS.len())];
    // ethers holds nonces in a double; ours are exact.
    let bits = if random.flip() { 20 } else { 40 };
    let chain = ChainId(1 + random.number(bits));
    let kind = KINDS[number % KINDS.len()];
    let mut recursive = false;
    let (payload, plain) = match kind {
        "legacy" => legacy(random, chain),
        "eip2930" => eip2930(random, chain),
        "eip1559" => eip1559(random, chain),
        "eip7702" => eip7702(random, chain),
        "authorization" => authorization(random, chain),
        "message" => message(random),
        _ => {
            recursive = random.below(10) == 0;
            let document = if recursive { Document::recursive(random, chain) } else { Document::finite(random, chain) };
            let data =
                TypedData::from_json(&document.to_string()).unwrap_or_else(|error| panic!("{error}: {document}"));
            (SigningPayload::TypedData(Box::new(data)), document)
        }
    };
    Item { kind, key, chain, payload, plain, recursive }
}

fn target(random: &mut Random) -> (TxKind, Value) {
    if random.below(8) == 0 {
        return (TxKind::Create, Value::Null);
    }
    let address = random.address();
    (TxKind::Call(address), json!(address))
}

fn access(random: &mut Random) -> (AccessList, Value) {
    let item = |random: &mut Random| AccessListItem {
        address: random.address(),
        storage_keys: (0..random.below(4)).map(|_| random.word()).collect(),
    };
    let items: Vec<_> = (0..random.below(4)).map(|_| item(random)).collect();
    let plain = items.iter().map(|item| json!({ "address": item.address, "storageKeys": item.storage_keys })).collect();
    (AccessList(items), plain)
}

fn gas(random: &mut Random) -> u128 {
    let high = if random.below(8) == 0 { u128::from(random.number(40)) << 64 } else { 0 };
    high | u128::from(random.number(64))
}

/// The fields that every kind has: with them, what goes into ours.
struct Shared {
    nonce: u64,
    gas_limit: u64,
    to: TxKind,
    value: U256,
    input: alloy_primitives::Bytes,
    plain: Value,
}

fn shared(random: &mut Random, chain: ChainId, kind: u8) -> Shared {
    let (nonce, gas_limit, (to, plain_to)) = (random.number(53), random.number(64), target(random));
    let most = if random.below(20) == 0 { 2_000 } else { 80 };
    let (value, input) = (random.wide(256), random.bytes(most));
    let plain = json!({
        "type": kind, "chainId": chain.0.to_string(), "nonce": nonce, "gasLimit": gas_limit.to_string(), "to": plain_to,
        "value": value.to_string(), "data": input,
    });
    Shared { nonce, gas_limit, to, value, input, plain }
}

fn legacy(random: &mut Random, chain: ChainId) -> (SigningPayload, Value) {
    let Shared { nonce, gas_limit, to, value, input, mut plain } = shared(random, chain, 0);
    let gas_price = gas(random);
    plain["gasPrice"] = json!(gas_price.to_string());
    let tx = TxLegacy { chain_id: Some(chain.0), nonce, gas_price, gas_limit, to, value, input };
    (SigningPayload::Legacy(tx.encoded_for_signing().into()), plain)
}

fn eip2930(random: &mut Random, chain: ChainId) -> (SigningPayload, Value) {
    let Shared { nonce, gas_limit, to, value, input, mut plain } = shared(random, chain, 1);
    let (gas_price, (access_list, list)) = (gas(random), access(random));
    plain["gasPrice"] = json!(gas_price.to_string());
    plain["accessList"] = list;
    let tx = TxEip2930 { chain_id: chain.0, nonce, gas_price, gas_limit, to, value, access_list, input };
    (SigningPayload::Eip2930(tx.encoded_for_signing().into()), plain)
}

fn fees(random: &mut Random, plain: &mut Value) -> (u128, u128) {
    let (tip, more) = (gas(random) >> 1, gas(random) >> 1);
    plain["maxPriorityFeePerGas"] = json!(tip.to_string());
    plain["maxFeePerGas"] = json!((tip + more).to_string());
    (tip, tip + more)
}

fn eip1559(random: &mut Random, chain: ChainId) -> (SigningPayload, Value) {
    let Shared { nonce, gas_limit, to, value, input, mut plain } = shared(random, chain, 2);
    let (max_priority_fee_per_gas, max_fee_per_gas) = fees(random, &mut plain);
    let (access_list, list) = access(random);
    plain["accessList"] = list;
    let tx = TxEip1559 {
        chain_id: chain.0,
        nonce,
        gas_limit,
        max_fee_per_gas,
        max_priority_fee_per_gas,
        to,
        value,
        access_list,
        input,
    };
    (SigningPayload::Eip1559(tx.encoded_for_signing().into()), plain)
}

fn eip7702(random: &mut Random, chain: ChainId) -> (SigningPayload, Value) {
    let Shared { nonce, gas_limit, value, input, mut plain, .. } = shared(random, chain, 4);
    let to = random.address();
    plain["to"] = json!(to);
    let (max_priority_fee_per_gas, max_fee_per_gas) = fees(random, &mut plain);
    let (access_list, list) = access(random);
    plain["accessList"] = list;
    let (authorization_list, list) =
        (0..=random.below(3)).map(|_| delegation(random, chain)).unzip::<_, _, Vec<_>, Vec<_>>();
    plain["authorizationList"] = json!(list);
    let tx = TxEip7702 {
        chain_id: chain.0,
        nonce,
        gas_limit,
        max_fee_per_gas,
        max_priority_fee_per_gas,
        to,
        value,
        access_list,
        authorization_list,
        input,
    };
    (SigningPayload::Eip7702(tx.encoded_for_signing().into()), plain)
}

fn delegated(random: &mut Random, chain: ChainId) -> (Authorization, Value) {
    let authorization =
        Authorization { chain_id: U256::from(chain.0), address: random.address(), nonce: random.number(53) };
    let plain =
        json!({ "chainId": chain.0.to_string(), "address": authorization.address, "nonce": authorization.nonce });
    (authorization, plain)
}

fn delegation(random: &mut Random, chain: ChainId) -> (SignedAuthorization, Value) {
    let (authorization, mut plain) = delegated(random, chain);
    // Any signature will do: it is carried, not checked.
    let (r, s, odd) = (random.wide(250) | U256::ONE, random.wide(250) | U256::ONE, random.flip());
    let word = |number: U256| alloy_primitives::B256::from(number);
    plain["signature"] = json!({ "r": word(r), "s": word(s), "yParity": u8::from(odd) });
    (authorization.into_signed(alloy_primitives::Signature::new(r, s, odd)), plain)
}

fn authorization(random: &mut Random, chain: ChainId) -> (SigningPayload, Value) {
    let (authorization, plain) = delegated(random, chain);
    (SigningPayload::from(&authorization), plain)
}

fn message(random: &mut Random) -> (SigningPayload, Value) {
    let bytes = if random.flip() { random.bytes(200) } else { random.text(40).into_bytes().into() };
    (SigningPayload::Message(bytes.clone()), json!(bytes))
}

/// A random document of typed data. Its structs refer only to later ones, unless it is to be recursive.
struct Document<'a> {
    random: &'a mut Random,
    structs: Vec<Vec<(String, String)>>,
}

impl<'a> Document<'a> {
    fn finite(random: &'a mut Random, chain: ChainId) -> Value {
        Self::structs(random).document(chain)
    }

    fn recursive(random: &'a mut Random, chain: ChainId) -> Value {
        let mut document = Self::structs(random);
        let count = document.structs.len();
        let (user, used) = (document.random.below(count), document.random.below(count));
        document.structs[user].push(("children".to_owned(), format!("S{used}[]")));
        document.document(chain)
    }

    fn structs(random: &'a mut Random) -> Self {
        let count = 1 + random.below(5);
        let mut document = Self { random, structs: vec![Vec::new(); count] };
        for index in 0..count {
            for number in 0..document.random.below(4) + usize::from(index == 0) {
                let kind = document.kind(index);
                document.structs[index].push((format!("f{number}"), kind));
            }
        }
        // Every struct but the first is used: ethers finds the primary type by that.
        for index in 1..count {
            let user = document.random.below(index);
            let kind = format!("S{index}{}", document.suffix());
            document.structs[user].push((format!("s{index}"), kind));
        }
        document
    }

    fn document(mut self, chain: ChainId) -> Value {
        let mut types: Map<String, Value> = Map::new();
        for (index, fields) in self.structs.iter().enumerate() {
            let fields = fields.iter().map(|(name, kind)| json!({ "name": name, "type": kind })).collect();
            types.insert(format!("S{index}"), fields);
        }
        let (declared, domain) = self.domain(chain);
        types.insert("EIP712Domain".to_owned(), declared);
        let message = self.value("S0", 0);
        json!({ "types": types, "primaryType": "S0", "domain": domain, "message": message })
    }

    fn suffix(&mut self) -> String {
        let mut suffix = String::new();
        while suffix.len() < 12 && self.random.below(3) == 0 {
            suffix += &if self.random.flip() { "[]".to_owned() } else { format!("[{}]", 1 + self.random.below(3)) };
        }
        suffix
    }

    fn kind(&mut self, index: usize) -> String {
        let base = match self.random.below(8) {
            0 => "address".to_owned(),
            1 => "bool".to_owned(),
            2 => "string".to_owned(),
            3 => "bytes".to_owned(),
            4 => format!("bytes{}", 1 + self.random.below(32)),
            5 => format!("uint{}", 8 * (1 + self.random.below(32))),
            6 => format!("int{}", 8 * (1 + self.random.below(32))),
            _ if index + 1 < self.structs.len() => {
                format!("S{}", index + 1 + self.random.below(self.structs.len() - index - 1))
            }
            _ => "uint256".to_owned(),
        };
        base + &self.suffix()
    }

    fn domain(&mut self, chain: ChainId) -> (Value, Value) {
        let all = [
            ("name", "string", json!(self.random.text(12))),
            ("version", "string", json!(self.random.text(3))),
            ("chainId", "uint256", json!(chain.0)),
            ("verifyingContract", "address", json!(self.random.address())),
            ("salt", "bytes32", json!(self.random.word())),
        ];
        let (mut types, mut values) = (Vec::new(), Map::new());
        for (name, kind, value) in all {
            if self.random.below(3) > 0 {
                types.push(json!({ "name": name, "type": kind }));
                values.insert(name.to_owned(), value);
            }
        }
        (json!(types), Value::Object(values))
    }

    fn value(&mut self, kind: &str, level: usize) -> Value {
        if let Some((inner, length)) = kind.strip_suffix(']').and_then(|kind| kind.rsplit_once('[')) {
            let most = if level > 4 { 0 } else { self.random.below(3) };
            let length = if length.is_empty() { most } else { length.parse().unwrap() };
            return (0..length).map(|_| self.value(inner, level + 1)).collect();
        }
        if let Some(index) = kind.strip_prefix('S') {
            let fields = self.structs[index.parse::<usize>().unwrap()].clone();
            let entries = fields.into_iter().map(|(name, kind)| (name, self.value(&kind, level + 1)));
            return Value::Object(entries.collect());
        }
        self.scalar(kind)
    }

    fn scalar(&mut self, kind: &str) -> Value {
        match kind {
            "address" => return json!(self.random.address()),
            "bool" => return json!(self.random.flip()),
            "string" => return json!(self.random.text(20)),
            "bytes" => return json!(self.random.bytes(70)),
            _ => {}
        }
        if let Some(length) = kind.strip_prefix("bytes") {
            return json!(self.random.bytes_of(length.parse().unwrap()));
        }
        if let Some(bits) = kind.strip_prefix("uint") {
            let number = self.random.wide(bits.parse().unwrap());
            return match self.random.below(3) {
                0 if number < U256::from(1_u64 << 53) => json!(number.to::<u64>()),
                1 => json!(format!("{number:#x}")),
                _ => json!(number.to_string()),
            };
        }
        let bits: usize = kind.strip_prefix("int").unwrap().parse().unwrap();
        let magnitude = I256::from_raw(self.random.wide(bits - 1));
        let number = if self.random.flip() { -magnitude - I256::ONE } else { magnitude };
        match i64::try_from(number) {
            Ok(small) if small.unsigned_abs() < 1 << 53 && self.random.flip() => json!(small),
            _ => json!(number.to_string()),
        }
    }
}

/// Signs an item as the wallet does.
pub(crate) fn sign(item: &Item) -> alloy_primitives::Signature {
    LocalSigner::new(item.key, item.chain).sign_now(&item.payload).unwrap()
}
