//! The keys, native: a program that `sdk/benches/peers/bench.mjs` starts and asks, so that it is measured in the same run and in turn
//! with everything else.
//!
//! A line in, `operation implementation times`; a line out, the nanoseconds of processor time that this took, and the result in
//! hexadecimal. The implementations are `assay` and `libsecp256k1` (Bitcoin Core's C library). The inputs come first, as one line of JSON.

#![expect(clippy::print_stdout, reason = "it answers on its output")]

use std::error::Error;
use std::io::{BufRead as _, stdin};

use alloy_consensus::{SignableTransaction as _, TxEip1559};
use alloy_primitives::{Address, B256, Bytes, Signature, TxKind, U256, hex};
use assay_sdk::keys::{
    Keystore, LocalSigner, Mnemonic, SealedVault, SecretKey, Seed, SigningPayload, Statement, TypedData, UnlockKey,
    recover, verify_message,
};
use assay_sdk::units::{ChainId, PathScheme};
use cpu_time::ProcessTime;
use secp256k1::ecdsa::{RecoverableSignature, RecoveryId};
use secp256k1::{Message, PublicKey, SecretKey as CKey};
use serde::Deserialize;

type Fallible<T> = Result<T, Box<dyn Error>>;

#[derive(Deserialize)]
struct Inputs {
    phrase: String,
    key: B256,
    message: String,
    signature: Bytes,
    document: String,
    keystore: String,
    vault: String,
    password: String,
    to: Address,
    data: Bytes,
}

struct Bench {
    inputs: Inputs,
    seed: Seed,
    key: SecretKey,
    digest: B256,
    c_key: CKey,
    c_point: PublicKey,
    c_signature: RecoverableSignature,
}

fn main() -> Fallible<()> {
    let mut lines = stdin().lock().lines();
    let first = lines.next().ok_or("the inputs are missing")??;
    let bench = Bench::new(serde_json::from_str(&first)?)?;
    for line in lines {
        let line = line?;
        let words: Vec<&str> = line.split_whitespace().collect();
        let [operation, implementation, times] = *words else { return Err(format!("not a question: {line}").into()) };
        let times: u32 = times.parse()?;
        let began = ProcessTime::now();
        let mut result = Vec::new();
        for _ in 0..times {
            result = match implementation {
                "assay" => bench.assay(operation)?,
                _ => bench.libsecp256k1(operation)?,
            };
        }
        println!("{} {}", began.elapsed().as_nanos(), hex::encode(result));
    }
    Ok(())
}

/// Its errors know nothing of `std`.
fn of_c(error: secp256k1::Error) -> String {
    error.to_string()
}

impl Bench {
    fn new(inputs: Inputs) -> Fallible<Self> {
        let seed = Mnemonic::from_phrase(&inputs.phrase)?.seed("");
        let key = SecretKey::from_bytes(&inputs.key.0)?;
        let digest = Statement::Message(inputs.message.as_bytes()).digest();
        let c_key = CKey::from_secret_bytes(inputs.key.0).map_err(of_c)?;
        let c_point = PublicKey::from_secret_key(&c_key);
        let (recovery, scalars) = inputs.signature.split_last().ok_or("no signature")?;
        let recovery =
            RecoveryId::from_u8_masked(recovery.checked_sub(27).ok_or("the signature's last byte is below 27")?);
        let c_signature = RecoverableSignature::from_compact(scalars, recovery).map_err(of_c)?;
        Ok(Self { inputs, seed, key, digest, c_key, c_point, c_signature })
    }

    fn assay(&self, operation: &str) -> Fallible<Vec<u8>> {
        let inputs = &self.inputs;
        Ok(match operation {
            "seed" => Mnemonic::from_phrase(&inputs.phrase)?.seed("").reveal().to_vec(),
            "addresses" => {
                let accounts = self.seed.accounts_of(&PathScheme::Bip44, 0..1000)?;
                accounts.last().ok_or("no accounts")?.address().to_vec()
            }
            "sign" => {
                let payload = SigningPayload::Message(Bytes::copy_from_slice(inputs.message.as_bytes()));
                LocalSigner::new(&self.key, ChainId(1)).sign_now(&payload)?.as_bytes().to_vec()
            }
            "transaction" => self.transaction()?,
            "verify" => {
                verify_message(inputs.message.as_bytes(), &inputs.signature, self.key.address())?;
                vec![1]
            }
            "recover" => recover(&self.digest, &Signature::from_raw(&inputs.signature)?)?.to_vec(),
            "typedData" => TypedData::from_json(&inputs.document)?.digest().to_vec(),
            "keystore" => Keystore::from_json(&inputs.keystore)?.open(&inputs.password)?.key().address().to_vec(),
            "vault" => {
                let vault = SealedVault::from_json(&inputs.vault)?.open(&UnlockKey::Password(&inputs.password))?;
                vault.accounts().first().ok_or("no accounts")?.address.to_vec()
            }
            _ => return Err(format!("not an operation: {operation}").into()),
        })
    }

    fn transaction(&self) -> Fallible<Vec<u8>> {
        let tx = TxEip1559 {
            chain_id: 1,
            nonce: 7,
            gas_limit: 65_000,
            max_fee_per_gas: 30_000_000_000,
            max_priority_fee_per_gas: 1_000_000_000,
            to: TxKind::Call(self.inputs.to),
            value: U256::ZERO,
            access_list: Default::default(),
            input: self.inputs.data.clone(),
        };
        let payload = SigningPayload::Eip1559(tx.encoded_for_signing().into());
        let signature = LocalSigner::new(&self.key, ChainId(1)).sign_now(&payload)?;
        Ok(payload.transaction()?.into_signed(&signature).raw.to_vec())
    }

    fn libsecp256k1(&self, operation: &str) -> Fallible<Vec<u8>> {
        let digest = Message::from_digest(self.digest.0);
        Ok(match operation {
            "sign" => {
                let signature = RecoverableSignature::sign_ecdsa_recoverable(digest, &self.c_key);
                let (recovery, scalars) = signature.serialize_compact();
                [scalars.as_slice(), &[recovery.to_u8().saturating_add(27)]].concat()
            }
            "verify" => {
                secp256k1::ecdsa::verify(&self.c_signature.to_standard(), digest, &self.c_point).map_err(of_c)?;
                vec![1]
            }
            "recover" => {
                let point = self.c_signature.recover_ecdsa(digest).map_err(of_c)?;
                let [_, coordinates @ ..] = point.serialize_uncompressed();
                Address::from_raw_public_key(&coordinates).to_vec()
            }
            _ => return Err(format!("libsecp256k1 has no {operation}").into()),
        })
    }
}
