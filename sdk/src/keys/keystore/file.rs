//! The JSON of a keystore, as wallets write it.

use aes::cipher::{KeyIvInit as _, StreamCipher as _};
use alloy_primitives::{Address, B256, hex};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::kdf::{Kdf, ScryptCost};
use super::{Keystore, KeystoreError, KeystoreRandomness, uuid};
use crate::keys::{Language, Mnemonic, SecretKey};
use crate::units::DerivationPath;

/// The one thing that every version has.
#[derive(Deserialize)]
struct Versioned {
    version: serde_json::Value,
}

#[derive(Deserialize)]
struct File {
    address: Option<String>,
    // Geth's first files and ethers capitalise it.
    #[serde(alias = "Crypto")]
    crypto: Crypto,
    #[serde(rename = "x-ethers")]
    x_ethers: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Crypto {
    cipher: String,
    cipherparams: CipherParams,
    ciphertext: String,
    kdf: String,
    kdfparams: serde_json::Value,
    mac: String,
}

#[derive(Deserialize)]
struct CipherParams {
    iv: String,
}

#[derive(Deserialize)]
struct Scrypt {
    n: u64,
    r: u64,
    p: u64,
    dklen: u64,
    salt: String,
}

#[derive(Deserialize)]
struct Pbkdf2 {
    c: u64,
    prf: String,
    dklen: u64,
    salt: String,
}

/// The phrase that ethers writes beside the key: its entropy under the derived key's second half.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    ciphertext: Vec<u8>,
    iv: [u8; 16],
    path: DerivationPath,
    language: Language,
}

pub(super) fn read(text: &str) -> Result<Keystore, KeystoreError> {
    if text.len() > Keystore::MOST_BYTES {
        return Err(malformed("it is too long"));
    }
    let versioned: Versioned = serde_json::from_str(text).map_err(|error| syntax(&error))?;
    if versioned.version != 3 && versioned.version != "3" {
        return Err(unsupported("version", &versioned.version.to_string(), "3"));
    }
    let File { address, crypto, x_ethers } = serde_json::from_str(text).map_err(|error| syntax(&error))?;
    if crypto.cipher != "aes-128-ctr" {
        return Err(unsupported("cipher", &crypto.cipher, "aes-128-ctr"));
    }
    let ciphertext = bytes("the cipher text", &crypto.ciphertext)?;
    if !(1..=32).contains(&ciphertext.len()) {
        return Err(malformed("the cipher text is not of a private key's length"));
    }
    Ok(Keystore {
        address: address.map(|address| array("the address", &address).map(Address::from)).transpose()?,
        kdf: kdf(&crypto.kdf, crypto.kdfparams)?,
        iv: array("the initialisation vector", &crypto.cipherparams.iv)?,
        ciphertext,
        mac: B256::from(array::<32>("the code", &crypto.mac)?),
        phrase: x_ethers.as_ref().and_then(Phrase::read),
    })
}

fn kdf(name: &str, params: serde_json::Value) -> Result<Kdf, KeystoreError> {
    let length = |dklen: u64| {
        if dklen == 32 { Ok(()) } else { Err(unsupported("length of the derived key", &dklen.to_string(), "32")) }
    };
    match name {
        "scrypt" => {
            let params: Scrypt = serde_json::from_value(params).map_err(|error| syntax(&error))?;
            length(params.dklen)?;
            let cost = ScryptCost::within_bounds(params.n, params.r, params.p)?;
            Ok(Kdf::Scrypt { cost, salt: bytes("the salt", &params.salt)? })
        }
        "pbkdf2" => {
            let params: Pbkdf2 = serde_json::from_value(params).map_err(|error| syntax(&error))?;
            length(params.dklen)?;
            if params.prf != "hmac-sha256" {
                return Err(unsupported("pseudo-random function", &params.prf, "hmac-sha256"));
            }
            Kdf::pbkdf2(params.c, bytes("the salt", &params.salt)?)
        }
        other => Err(unsupported("key derivation", other, "scrypt or pbkdf2")),
    }
}

impl Phrase {
    /// `None` for another version of this addition and for what makes no sense: the key is there all the same.
    fn read(value: &serde_json::Value) -> Option<Self> {
        let text = |field: &str| value.get(field)?.as_str();
        if text("version")? != "0.1" {
            return None;
        }
        let language = Language::of_ethers(text("locale").unwrap_or("en"))?;
        Some(Self {
            ciphertext: bytes("", text("mnemonicCiphertext")?).ok().filter(|bytes| bytes.len() <= 32)?,
            iv: array("", text("mnemonicCounter")?).ok()?,
            path: text("path")?.parse().ok()?,
            language,
        })
    }

    /// Where it leads to the key: no code vouches for it, so that is the check.
    pub(super) fn open(&self, derived: &[u8; 64], key: &SecretKey) -> Option<(Mnemonic, DerivationPath)> {
        let cipher_key = derived.last_chunk::<32>()?;
        let mut entropy = Zeroizing::new(self.ciphertext.clone());
        ctr::Ctr128BE::<aes::Aes256>::new(cipher_key.into(), (&self.iv).into()).apply_keystream(&mut entropy);
        let phrase = Mnemonic::from_entropy_in(self.language, &entropy).ok()?;
        let reached = phrase.seed("").key_at(&self.path).ok()?;
        (reached.address() == key.address()).then(|| (phrase, self.path.clone()))
    }
}

/// The file as it is written.
#[derive(Serialize)]
struct Written<'a> {
    version: u8,
    id: String,
    address: String,
    crypto: WrittenCrypto<'a>,
}

#[derive(Serialize)]
struct WrittenCrypto<'a> {
    cipher: &'a str,
    cipherparams: WrittenCipherParams,
    ciphertext: String,
    kdf: &'a str,
    kdfparams: WrittenScrypt,
    mac: String,
}

#[derive(Serialize)]
struct WrittenCipherParams {
    iv: String,
}

#[derive(Serialize)]
struct WrittenScrypt {
    dklen: u8,
    n: u64,
    p: u32,
    r: u32,
    salt: String,
}

pub(super) fn write(
    keystore: &Keystore,
    cost: ScryptCost,
    randomness: &KeystoreRandomness,
) -> Result<String, KeystoreError> {
    let file = Written {
        version: 3,
        id: uuid(randomness.id),
        address: keystore.address.map(hex::encode).unwrap_or_default(),
        crypto: WrittenCrypto {
            cipher: "aes-128-ctr",
            cipherparams: WrittenCipherParams { iv: hex::encode(keystore.iv) },
            ciphertext: hex::encode(&keystore.ciphertext),
            kdf: "scrypt",
            kdfparams: WrittenScrypt {
                dklen: 32,
                n: cost.n(),
                p: cost.p(),
                r: cost.r(),
                salt: hex::encode(randomness.salt),
            },
            mac: hex::encode(keystore.mac),
        },
    };
    serde_json::to_string(&file).map_err(|error| syntax(&error))
}

fn bytes(what: &str, text: &str) -> Result<Vec<u8>, KeystoreError> {
    hex::decode(text.trim()).map_err(|_| malformed(&format!("{what} is not hexadecimal")))
}

fn array<const N: usize>(what: &str, text: &str) -> Result<[u8; N], KeystoreError> {
    let bytes = bytes(what, text)?;
    let got = bytes.len();
    bytes.try_into().map_err(|_| malformed(&format!("{what} has {got} bytes, expected {N}")))
}

fn malformed(what: &str) -> KeystoreError {
    KeystoreError::Malformed { what: what.to_owned() }
}

fn unsupported(what: &'static str, got: &str, expected: &'static str) -> KeystoreError {
    KeystoreError::Unsupported { what, got: got.chars().take(32).collect(), expected }
}

/// The place and kind of a syntax error; serde's own text can quote the file.
fn syntax(error: &serde_json::Error) -> KeystoreError {
    let kind = match error.classify() {
        serde_json::error::Category::Eof | serde_json::error::Category::Io => "it is cut short",
        serde_json::error::Category::Syntax => "it is not JSON",
        serde_json::error::Category::Data => "it has not the fields of a keystore",
    };
    malformed(&format!("{kind} (line {}, column {})", error.line(), error.column()))
}
