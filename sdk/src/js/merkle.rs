//! `verifyMerkleProof`, `merkleLeaf` and `MerkleTree`.

use alloy_primitives::{B256, hex};
use serde::Deserialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::error::thrown;
use super::input::{self, address, argument, integer, word};
use crate::error::Error;
use crate::proof;

/// A leaf, and the way from it to a root.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct MerkleProofOptions {
    /// The root, from wherever you trust it: `0x` and 64 hexadecimal digits.
    root: String,
    /// The leaf, as `merkleLeaf` makes it.
    leaf: String,
    /// The siblings from the leaf up.
    proof: Vec<String>,
}

/// What a leaf says, by how its tree writes it.
#[derive(Debug, Deserialize, Tsify)]
#[serde(tag = "layout", rename_all = "lowercase")]
pub(crate) enum MerkleLeafOptions {
    /// `StandardMerkleTree` of `OpenZeppelin`.
    Standard {
        /// The values, ABI-encoded: `0x` and hexadecimal digits.
        encoded: String,
    },
    /// `MerkleDistributor` of Uniswap.
    Uniswap {
        /// The claim's number, a decimal string.
        index: String,
        /// Who may claim.
        account: String,
        /// How much, in the token's smallest unit.
        amount: String,
    },
    /// `CumulativeMerkleDrop` of 1inch.
    #[serde(rename = "1inch")]
    Cumulative {
        /// Who may claim.
        account: String,
        /// How much in all, with what was claimed before.
        cumulative: String,
    },
    /// `Distributor` of Merkl.
    Merkl {
        /// Who may claim.
        account: String,
        /// What is paid out.
        token: String,
        /// How much in all, with what was claimed before.
        cumulative: String,
    },
}

/// What a tree is built of.
#[derive(Debug, Deserialize, Tsify)]
pub(crate) struct MerkleTreeOptions {
    /// Leaves in any order, each as `merkleLeaf` makes it.
    leaves: Vec<String>,
}

/// Checks that a leaf is in a tree whose nodes hash sorted pairs (`OpenZeppelin`, Uniswap, 1inch, Merkl): returns if it is. Throws an
/// `AssayError` whose code starts with `proof-` if not.
///
/// ```js
/// const { index, amount, proof } = tree.claims[holder]; // of the file that the issuer published
/// const leaf = merkleLeaf({ layout: 'uniswap', index: String(index), account: holder, amount: String(BigInt(amount)) });
/// verifyMerkleProof({ root, leaf, proof }); // `root` from the distributor's contract
/// ```
#[wasm_bindgen(js_name = verifyMerkleProof)]
pub fn verify_merkle_proof(options: Ts<MerkleProofOptions>) -> Result<(), JsValue> {
    verify(options).map_err(thrown)
}

/// The leaf that says this: `0x` and 64 hexadecimal digits.
///
/// ```js
/// const leaf = merkleLeaf({ layout: '1inch', account: holder, cumulative: '5000000' });
/// ```
#[wasm_bindgen(js_name = merkleLeaf)]
pub fn merkle_leaf(options: Ts<MerkleLeafOptions>) -> Result<String, JsValue> {
    Ok(leaf(options).map_err(thrown)?.to_string())
}

/// A tree in memory, in the layout of `StandardMerkleTree` and `SimpleMerkleTree` of `OpenZeppelin`. Free it when done.
#[wasm_bindgen]
#[derive(Debug)]
pub struct MerkleTree(proof::MerkleTree);

#[wasm_bindgen]
impl MerkleTree {
    /// Builds the tree. Throws an `AssayError` if there is no leaf, or one that is none.
    ///
    /// ```js
    /// const claims = [{ account: holder, amount: '5000000' }, { account: operator, amount: '7000000' }];
    /// const leaves = claims.map(({ account, amount }, index) => merkleLeaf({ layout: 'uniswap', index: String(index), account, amount }));
    /// const tree = new MerkleTree({ leaves });
    /// const { root } = tree;
    /// const proofs = leaves.map((leaf) => tree.proof(leaf));
    /// tree.free();
    /// ```
    #[wasm_bindgen(constructor)]
    pub fn new(options: Ts<MerkleTreeOptions>) -> Result<Self, JsValue> {
        built(options).map(Self).map_err(thrown)
    }

    /// Its root.
    #[wasm_bindgen(getter)]
    pub fn root(&self) -> String {
        self.0.root().to_string()
    }

    /// The proof of a leaf, for `verifyMerkleProof`; `undefined` where it is not in the tree.
    pub fn proof(&self, leaf: &str) -> Result<Option<Vec<String>>, JsValue> {
        let leaf = word("leaf", leaf).map_err(thrown)?;
        Ok(self.0.proof(leaf).map(|siblings| siblings.iter().map(B256::to_string).collect()))
    }
}

fn words(name: &'static str, texts: &[String]) -> Result<Vec<B256>, Error> {
    texts.iter().map(|text| word(name, text)).collect()
}

fn verify(options: Ts<MerkleProofOptions>) -> Result<(), Error> {
    let MerkleProofOptions { root, leaf, proof } = input::options(options)?;
    let siblings = words("proof", &proof)?;
    Ok(proof::verify_inclusion(word("root", &root)?, word("leaf", &leaf)?, &siblings)?)
}

fn leaf(options: Ts<MerkleLeafOptions>) -> Result<B256, Error> {
    Ok(match input::options(options)? {
        MerkleLeafOptions::Standard { encoded } => {
            let bytes = encoded.strip_prefix("0x").and_then(|digits| hex::decode(digits).ok());
            let bytes = bytes.ok_or_else(|| argument("encoded", &"expected 0x and pairs of hexadecimal digits"))?;
            proof::standard_leaf(&bytes)
        }
        MerkleLeafOptions::Uniswap { index, account, amount } => {
            let index = integer("index", &index)?;
            proof::distributor_leaf(index, address(&account)?, integer("amount", &amount)?)
        }
        MerkleLeafOptions::Cumulative { account, cumulative } => {
            proof::cumulative_leaf(address(&account)?, integer("cumulative", &cumulative)?)
        }
        MerkleLeafOptions::Merkl { account, token, cumulative } => {
            let cumulative = integer("cumulative", &cumulative)?;
            proof::merkl_leaf(address(&account)?, address(&token)?, cumulative)
        }
    })
}

fn built(options: Ts<MerkleTreeOptions>) -> Result<proof::MerkleTree, Error> {
    let MerkleTreeOptions { leaves } = input::options(options)?;
    Ok(proof::MerkleTree::new(words("leaves", &leaves)?)?)
}
