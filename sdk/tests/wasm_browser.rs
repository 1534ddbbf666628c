//! The SDK where it runs: in a browser, compiled to wasm with the flags of the release.

#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test stops where its data is not what it should be")]

use std::str::FromStr as _;

use alloy_primitives::{Address, Bytes, U256, hex};
use assay_sdk::chain::{ChainError, Fetch, Rpc};
use assay_sdk::keys::{
    KdfParams, LocalSigner, Mnemonic, NewMethod, SealedVault, UnlockKey, Vault, VaultError, VaultRandomness,
};
use assay_sdk::tx::{Intent, Known, KnownTokens, Role, SigningPayload, Terms, UnsignedTx};
use assay_sdk::units::{Amount, ChainId};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// The first phrase of the official BIP-39 vectors, and the account that every wallet derives from it.
const PHRASE: &str = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
const ACCOUNT: &str = "0x9858EfFD232B4033E47d90003D41EC34EcaEda94";

fn randomness() -> VaultRandomness {
    VaultRandomness::draw(|bytes| {
        bytes.fill(7);
        Ok::<_, VaultError>(())
    })
    .unwrap()
}

fn vault() -> Vault {
    let mut vault = Vault::create("test", 0, &randomness());
    let phrase = vault.add_phrase(Mnemonic::from_phrase(PHRASE).unwrap(), "").unwrap();
    vault.add_derived(phrase, &"m/44'/60'/0'/0/0".parse().unwrap(), "").unwrap();
    vault
}

fn account() -> Address {
    Address::from_str(ACCOUNT).unwrap()
}

#[wasm_bindgen_test]
fn the_field_arithmetic_is_the_32_bit_one() {
    // k256 and crypto-bigint choose by this flag; tests/wasm_flags.rs looks at what they compiled to.
    assert!(cfg!(cpubits = "32"), "the flags of .cargo/config.toml did not reach this build");
    assert!(cfg!(target_feature = "simd128"));
}

#[wasm_bindgen_test]
fn a_phrase_leads_to_the_account_and_its_vault_opens_again() {
    let method = NewMethod::Password { password: "right", params: KdfParams::weak() };
    let sealed = SealedVault::new(&vault(), &method, 0, &randomness()).unwrap();
    let sealed = SealedVault::from_json(&sealed.to_json().unwrap()).unwrap();
    assert!(matches!(sealed.open(&UnlockKey::Password("wrong")), Err(VaultError::WrongPassword)));
    let open = sealed.open(&UnlockKey::Password("right")).unwrap();
    assert_eq!(open.account_key(account()).unwrap().address(), account());
    assert_eq!(open.accounts().len(), 1);
}

#[wasm_bindgen_test]
fn a_transfer_is_built_reviewed_and_signed() {
    let token = Address::repeat_byte(0x70);
    let intent = Intent::Transfer { token, to: Address::repeat_byte(0x71), amount: U256::from(1_500_000) };
    let chain = ChainId(1);
    let terms = Terms {
        chain,
        from: account(),
        nonce: 3,
        gas_limit: 100_000,
        max_fee_per_gas: 2_000_000_000,
        max_priority_fee_per_gas: 1,
    };
    let known = Known { name: "Test dollar".to_owned(), symbol: "tUSD".to_owned(), decimals: 6, role: Role::Token };
    let unsigned = UnsignedTx::build(intent, terms).unwrap();
    let payload = SigningPayload::Eip1559(unsigned.payload().clone());
    let review = unsigned.review(&KnownTokens::new(chain, [(token, known)])).unwrap();
    assert!(review.is_understood());
    let key = vault().account_key(account()).unwrap();
    let signature = LocalSigner::new(&key, chain).sign_now(&payload).unwrap();
    assert_eq!(assay_sdk::keys::recover(&payload.digest(), &signature).unwrap(), account());
}

#[wasm_bindgen_test]
fn amounts_read_as_typed() {
    let amount = Amount::parse("1.5", 6).unwrap();
    assert_eq!((amount.raw(), amount.to_string()), (U256::from(1_500_000), "1.5".to_owned()));
    assert_eq!(Bytes::from(hex!("00ff")).to_string(), "0x00ff");
}

#[wasm_bindgen_test]
async fn an_endpoint_that_is_not_there_is_refused_with_its_name() {
    // Port 9 (discard): browsers refuse it before anything is sent.
    let rpc = Rpc::new(Fetch::new("http://127.0.0.1:9/key"), ChainId(1));
    let error = rpc.head().await.unwrap_err();
    assert!(matches!(error, ChainError::Refused(_)), "{error}");
    assert!(error.to_string().contains("http://127.0.0.1:9") && !error.to_string().contains("key"), "{error}");
}
