//! The transaction room: signed bytes against two other libraries, and reviews against everything that can be altered.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "helpers of tests: a failure here is the test's failure"
)]

use alloy_consensus::SignableTransaction as _;
use alloy_eips::Encodable2718 as _;
use alloy_primitives::{Address, B128, B256, Bytes, U256, address, hex, keccak256};
use alloy_sol_types::SolCall as _;
use assay_sdk::abi::merkl::IMerklDistributor;
use assay_sdk::keys::{LocalSigner, SecretKey, Signer, SignerError, SigningPayload};
use assay_sdk::redemption::Certificate;
use assay_sdk::tx::{
    ApprovalError, BuildError, Effect, Intent, Known, KnownTokens, Misunderstanding, PendingTx, Redemption, Review,
    Role, SignError, Terms, UnsignedTx, Warning,
};
use assay_sdk::units::ChainId;
use pollster::block_on;
use proptest::prelude::*;
use serde_json::Value;

const CHAIN: ChainId = ChainId(31337);
const FROM: Address = address!("f39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
const TO: Address = address!("70997970C51812dc3A010C7d01b50e0d17dc79C8");
const TOKEN: Address = Address::repeat_byte(0x70);
const VAULT: Address = Address::repeat_byte(0x71);
const ASYNC_VAULT: Address = Address::repeat_byte(0x72);
const DISTRIBUTOR: Address = Address::repeat_byte(0x73);
const SNAPSHOTS: Address = Address::repeat_byte(0x75);
const CREDITS: Address = Address::repeat_byte(0x74);
const STRANGER: Address = Address::repeat_byte(0x99);

fn known() -> KnownTokens {
    let contract = |name: &str, symbol: &str, decimals, role| Known {
        name: name.to_owned(),
        symbol: symbol.to_owned(),
        decimals,
        role,
    };
    KnownTokens::new(
        CHAIN,
        [
            (TOKEN, contract("Gold", "GLD", 6, Role::Token)),
            (VAULT, contract("Credit vault", "cvUSD", 18, Role::Vault)),
            (ASYNC_VAULT, contract("Bill fund", "TBF", 8, Role::AsyncVault)),
            (DISTRIBUTOR, contract("Rent", "USDX", 6, Role::Distributor)),
            (SNAPSHOTS, contract("Dividend", "USDX", 6, Role::SnapshotDistributor)),
            (CREDITS, contract("Carbon", "TCO2", 18, Role::Credits)),
        ],
    )
}

fn terms() -> Terms {
    Terms {
        chain: CHAIN,
        from: FROM,
        nonce: 7,
        gas_limit: 100_000,
        max_fee_per_gas: 30_000_000_000,
        max_priority_fee_per_gas: 1_000_000_000,
    }
}

fn review(intent: Intent) -> Review {
    UnsignedTx::build(intent, terms()).unwrap().review(&known()).unwrap()
}

fn transfer(token: Address, to: Address, amount: u64) -> Intent {
    Intent::Transfer { token, to, amount: U256::from(amount) }
}

fn key() -> SecretKey {
    // Account 0 of the public test phrase.
    SecretKey::from_hex("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80").unwrap()
}

#[test]
fn signed_bytes_are_those_of_viem_and_ethers() {
    let file: Value = serde_json::from_str(include_str!("vectors/transactions.json")).unwrap();
    let cases = file["signed"].as_array().unwrap();
    assert_eq!(cases.len(), 64);
    for case in cases {
        let text = |field: &str| case[field].as_str().unwrap();
        let key = SecretKey::from_hex(text("key")).unwrap();
        assert_eq!(key.address().to_string(), text("from"));
        let payload: Bytes = text("payload").parse().unwrap();
        let unsigned = UnsignedTx::from_payload(key.address(), payload).unwrap();
        let review = unsigned.review(&known()).unwrap();
        let shown = review.summary();
        assert_eq!(shown.digest.to_string(), text("digest"));
        assert_eq!(shown.chain.0.to_string(), text("chainId"));
        assert_eq!(shown.nonce.to_string(), text("nonce"));
        assert_eq!(shown.to.as_ref().unwrap().address, text("to").parse::<Address>().unwrap());
        assert_eq!(shown.gas_limit.to_string(), text("gasLimit"));
        assert_eq!(shown.max_fee_per_gas.to_string(), text("maxFeePerGas"));
        assert_eq!(shown.max_priority_fee_per_gas.to_string(), text("maxPriorityFeePerGas"));
        assert_eq!(shown.data.to_string(), text("data"));
        // Their random data is no function that we know: signed below the review, which refuses it.
        let signature =
            LocalSigner::new(&key, shown.chain).sign_now(&SigningPayload::Eip1559(shown.payload.clone())).unwrap();
        let pending = PendingTx::from_raw(&hex::decode(text("raw")).unwrap()).unwrap();
        assert_eq!(pending.signed().hash().to_string(), text("hash"));
        assert_eq!(pending.signed().from(), key.address());
        let tx = SigningPayload::Eip1559(shown.payload.clone()).eip1559().unwrap();
        assert_eq!(hex::encode_prefixed(tx.into_signed(signature).encoded_2718()), text("raw"));
    }
}

#[test]
fn the_whole_way_signs_what_ethers_signs() {
    // Made by ethers: transfer(TO, 1500000) on TOKEN, on the terms above, by account 0 of the public test phrase.
    let file: Value = serde_json::from_str(include_str!("vectors/transfer.json")).unwrap();
    let reviewed = review(transfer(TOKEN, TO, 1_500_000)).approve().unwrap();
    let key = key();
    let signed = block_on(reviewed.sign(&LocalSigner::new(&key, CHAIN))).unwrap();
    assert_eq!(signed.raw().to_string(), file["raw"].as_str().unwrap());
    assert_eq!(signed.hash().to_string(), file["hash"].as_str().unwrap());
    assert_eq!((signed.from(), signed.chain(), signed.nonce()), (FROM, CHAIN, 7));
    let stored = signed.raw().clone();
    assert_eq!(PendingTx::from_raw(&stored).unwrap(), PendingTx::new(signed), "a reload loses nothing");
    assert!(PendingTx::from_raw(&stored[..stored.len() - 1]).is_err());
    assert!(PendingTx::from_raw(&[stored.as_ref(), &[0]].concat()).is_err());
}

#[test]
fn a_transfer_is_shown_in_full() {
    let review = review(transfer(TOKEN, TO, 1_500_000));
    let shown = review.summary();
    let [Effect::Sent { amount, to }] = &shown.effects[..] else { panic!("{:?}", shown.effects) };
    assert_eq!(amount.to_string(), "1.5 GLD");
    assert_eq!((amount.contract, amount.raw), (TOKEN, U256::from(1_500_000)));
    assert_eq!((to.address, to.is_sender), (TO, false));
    assert_eq!(shown.function, Some("transfer(address,uint256)"));
    assert_eq!(shown.to.as_ref().unwrap().name.as_deref(), Some("Gold"));
    assert_eq!((shown.chain, shown.from, shown.nonce), (CHAIN, FROM, 7));
    assert_eq!(shown.fee_ceiling, U256::from(3_000_000_000_000_000_u64));
    assert_eq!(shown.warnings, []);
}

#[test]
fn an_unknown_token_is_shown_in_raw_units_and_says_so() {
    let review = review(transfer(STRANGER, TO, 1_500_000));
    let [Effect::Sent { amount, .. }] = &review.summary().effects[..] else { panic!() };
    assert_eq!(amount.shown, None);
    assert_eq!(amount.to_string(), format!("1500000 raw units of the unknown contract {STRANGER}"));
    assert_eq!(review.summary().warnings, [Warning::UnknownContract(STRANGER)]);
    // The same address on another chain is another contract.
    let elsewhere = Terms { chain: ChainId(1), ..terms() };
    let review = UnsignedTx::build(transfer(TOKEN, TO, 1), elsewhere).unwrap().review(&known()).unwrap();
    let other = Warning::OtherChain { got: ChainId(1), expected: CHAIN };
    assert_eq!(review.summary().warnings, [other, Warning::UnknownContract(TOKEN)]);
}

#[test]
fn what_is_unusual_is_pointed_out() {
    let redeem = |owner, receiver| Intent::RedeemShares { vault: VAULT, shares: U256::from(1), receiver, owner };
    let approve = |spender, amount| Intent::Approve { token: TOKEN, spender, amount };
    let on_token = |intent: Intent| match intent {
        Intent::Retire { amount, .. } => Intent::Retire { token: TOKEN, amount },
        other => other,
    };
    let retire = Intent::Retire { token: CREDITS, amount: U256::from(1) };
    let unusual = Warning::UnusualForContract { name: "Gold".to_owned(), role: Role::Token };
    for (intent, expected) in [
        (transfer(TOKEN, TOKEN, 1), vec![Warning::ToTokenItself]),
        (transfer(TOKEN, VAULT, 1), vec![Warning::ToContract { name: "Credit vault".to_owned() }]),
        (transfer(TOKEN, Address::ZERO, 1), vec![Warning::ToZeroAddress]),
        (transfer(TOKEN, FROM, 1), vec![Warning::ToSender]),
        (approve(TO, U256::MAX), vec![Warning::UnlimitedApproval]),
        (approve(TO, U256::MAX >> 1), vec![]),
        (approve(TO, U256::ZERO), vec![]),
        (redeem(FROM, FROM), vec![]),
        (redeem(FROM, TO), vec![Warning::PaysAnother(TO)]),
        (redeem(TO, FROM), vec![Warning::OnBehalfOf(TO)]),
        (on_token(retire.clone()), vec![unusual]),
        (retire, vec![]),
    ] {
        assert_eq!(review(intent.clone()).summary().warnings, expected, "{intent:?}");
    }
    let review = review(approve(TO, U256::ZERO));
    let [Effect::Revoked { spender, .. }] = &review.summary().effects[..] else { panic!() };
    assert_eq!(spender.address, TO);
}

#[test]
fn the_two_redemptions_of_one_selector_are_told_apart_by_the_vault() {
    let kind = |vault| {
        let intent = Intent::ClaimRedemption { vault, shares: U256::from(5), receiver: FROM, controller: FROM };
        match &review(intent).summary().effects[..] {
            [Effect::Redeemed { kind, .. }] => *kind,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(kind(VAULT), Redemption::Instant);
    assert_eq!(kind(ASYNC_VAULT), Redemption::Claim);
    assert_eq!(kind(STRANGER), Redemption::Unknown);
}

fn any_address() -> impl Strategy<Value = Address> {
    any::<[u8; 20]>().prop_map(Address::from)
}

fn any_amount() -> impl Strategy<Value = U256> {
    prop_oneof![any::<[u8; 32]>().prop_map(U256::from_be_bytes), any::<u64>().prop_map(U256::from)]
}

/// The first half of a word.
fn half(word: B256) -> B128 {
    B128::from_slice(word.0.split_at(16).0)
}

fn any_intent() -> impl Strategy<Value = Intent> {
    let contract = prop_oneof![
        Just(TOKEN),
        Just(VAULT),
        Just(ASYNC_VAULT),
        Just(DISTRIBUTOR),
        Just(CREDITS),
        Just(STRANGER),
        any_address()
    ];
    let proof = proptest::collection::vec(any::<[u8; 32]>().prop_map(B256::from), 0..6);
    (0..16_u8, contract, any_address(), any_address(), any_amount(), any_amount(), proof).prop_map(
        |(which, contract, a, b, amount, index, proof)| match which {
            0 => Intent::Transfer { token: contract, to: a, amount },
            1 => Intent::Approve { token: contract, spender: a, amount },
            2 => Intent::RequestRedeem { vault: contract, shares: amount, controller: a, owner: b },
            3 => Intent::RedeemShares { vault: contract, shares: amount, receiver: a, owner: b },
            4 => Intent::ClaimRedemption { vault: contract, shares: amount, receiver: a, controller: b },
            5 => Intent::ClaimDistribution { distributor: contract, index, account: a, amount, proof },
            6 => Intent::ClaimCumulative {
                distributor: contract,
                account: a,
                cumulative: amount,
                root: index.into(),
                proof,
            },
            7 => Intent::ClaimMerkl { distributor: contract, user: a, token: b, cumulative: amount, proof },
            8 => Intent::BookFunds { token: contract },
            12 => Intent::ClaimOfAccount { distributor: contract, account: a, amount, proof },
            13 => Intent::ClaimCumulative128 {
                distributor: contract,
                salt: half(B256::from(index)),
                account: a,
                cumulative: amount,
                root: half(keccak256(a)),
                proof: proof.into_iter().map(half).collect(),
            },
            // Its function means this at contracts that are known for it, and elsewhere anything.
            14 => Intent::ClaimSnapshot { distributor: SNAPSHOTS, recipient: a, least: amount },
            9 => Intent::WithdrawFunds { token: contract },
            10 => Intent::WithdrawDividend { token: contract },
            11 => {
                let [retired_by, beneficiary_name, message] = ["Alice", "Bob & Söhne", "Flights"].map(str::to_owned);
                let certificate = Box::new(Certificate { retired_by, beneficiary: a, beneficiary_name, message });
                Intent::RetireWithCertificate { token: contract, amount, certificate }
            }
            _ => Intent::Retire { token: contract, amount },
        },
    )
}

/// Reads the intent back from a review, through what is shown alone.
fn intent_of(review: &Review) -> Intent {
    let shown = review.summary();
    let contract = shown.to.as_ref().unwrap().address;
    let [effect] = &shown.effects[..] else { panic!("{:?}", shown.effects) };
    match effect.clone() {
        Effect::Sent { amount, to } => Intent::Transfer { token: amount.contract, to: to.address, amount: amount.raw },
        Effect::Granted { amount, spender, .. } => {
            Intent::Approve { token: amount.contract, spender: spender.address, amount: amount.raw }
        }
        Effect::Revoked { token, spender } => {
            Intent::Approve { token: token.address, spender: spender.address, amount: U256::ZERO }
        }
        Effect::RedemptionRequested { shares, owner, controller } => Intent::RequestRedeem {
            vault: contract,
            shares: shares.raw,
            controller: controller.address,
            owner: owner.address,
        },
        Effect::Redeemed { shares, owner, receiver, kind: Redemption::Claim } => Intent::ClaimRedemption {
            vault: contract,
            shares: shares.raw,
            receiver: receiver.address,
            controller: owner.address,
        },
        Effect::Redeemed { shares, owner, receiver, kind: Redemption::Instant | Redemption::Unknown } => {
            Intent::RedeemShares {
                vault: contract,
                shares: shares.raw,
                receiver: receiver.address,
                owner: owner.address,
            }
        }
        Effect::DistributionClaimed { amount, account, index, proof } => {
            let (distributor, account, amount) = (amount.contract, account.address, amount.raw);
            match index {
                Some(index) => Intent::ClaimDistribution { distributor, index, account, amount, proof },
                None => Intent::ClaimOfAccount { distributor, account, amount, proof },
            }
        }
        Effect::Retired { amount } => Intent::Retire { token: amount.contract, amount: amount.raw },
        Effect::RetiredWithCertificate { amount, certificate, .. } => {
            Intent::RetireWithCertificate { token: amount.contract, amount: amount.raw, certificate }
        }
        other => payment_of(other, contract, shown.function),
    }
}

/// The same for what a holder is paid.
fn payment_of(effect: Effect, contract: Address, function: Option<&str>) -> Intent {
    match effect {
        Effect::PayoutClaimed { least, recipient } => {
            Intent::ClaimSnapshot { distributor: least.contract, recipient: recipient.address, least: least.raw }
        }
        Effect::CumulativeClaimed { cumulative, account, salt: Some(salt), root: Some(root), proof } => {
            Intent::ClaimCumulative128 {
                distributor: cumulative.contract,
                salt,
                account: account.address,
                cumulative: cumulative.raw,
                root: half(root),
                proof: proof.into_iter().map(half).collect(),
            }
        }
        Effect::CumulativeClaimed { cumulative, account, root: Some(root), proof, .. } => Intent::ClaimCumulative {
            distributor: cumulative.contract,
            account: account.address,
            cumulative: cumulative.raw,
            root,
            proof,
        },
        Effect::CumulativeClaimed { cumulative, account, root: None, proof, .. } => Intent::ClaimMerkl {
            distributor: contract,
            user: account.address,
            token: cumulative.contract,
            cumulative: cumulative.raw,
            proof,
        },
        Effect::FundsBooked { token } => Intent::BookFunds { token: token.address },
        Effect::DividendWithdrawn { token } => match function {
            Some("withdrawFunds()") => Intent::WithdrawFunds { token: token.address },
            Some("withdrawDividend()") => Intent::WithdrawDividend { token: token.address },
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

/// The two redemptions are the same bytes: compared as the one that the vault's role makes of them.
fn as_the_vault_sees_it(intent: Intent) -> Intent {
    match intent {
        Intent::RedeemShares { vault, shares, receiver, owner } if vault == ASYNC_VAULT => {
            Intent::ClaimRedemption { vault, shares, receiver, controller: owner }
        }
        Intent::ClaimRedemption { vault, shares, receiver, controller } if vault != ASYNC_VAULT => {
            Intent::RedeemShares { vault, shares, receiver, owner: controller }
        }
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_review_shows_exactly_the_intent(intent in any_intent()) {
        let review = review(intent.clone());
        prop_assert!(review.is_understood());
        prop_assert_eq!(intent_of(&review), as_the_vault_sees_it(intent));
        prop_assert!(review.approve().is_ok());
    }

    /// Whoever wrote a call: where it is one that this crate builds, it is taken for that one.
    #[test]
    fn a_call_by_anybody_is_the_intent_that_it_would_be(intent in any_intent()) {
        let call = Intent::of_call(intent.to(), intent.data(), U256::ZERO, &known());
        prop_assert_eq!(call.data(), intent.data());
        prop_assert_eq!(call, as_the_vault_sees_it(intent));
    }

    /// No bit of the calldata can be changed behind the reader's back: what is *shown decoded* changes, or it is not understood.
    #[test]
    fn a_flipped_bit_shows(intent in any_intent(), at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let honest = UnsignedTx::build(intent, terms()).unwrap();
        let mut payload = honest.payload().to_vec();
        payload[at.index(honest.payload().len())] ^= 1 << bit;
        let shown = |tx: UnsignedTx| {
            let review = tx.review(&known()).unwrap();
            let s = review.summary().clone();
            (s.effects, s.chain, s.nonce, s.to, s.gas_limit, s.max_fee_per_gas, s.max_priority_fee_per_gas, s.access_list_accounts)
        };
        // Bytes that are no transaction at all are refused before a review.
        if let Ok(altered) = UnsignedTx::from_payload(FROM, payload.into()) {
            prop_assert_ne!(shown(altered), shown(honest));
        }
    }

    /// Garbage after the arguments, or arguments cut short, are not understood and not signed.
    #[test]
    fn garbage_is_not_understood(intent in any_intent(), extra in proptest::collection::vec(any::<u8>(), 1..40), cut in 1..32_usize) {
        let data = intent.data();
        for data in [[data.as_ref(), &extra].concat(), data[..data.len().saturating_sub(cut)].to_vec()] {
            let review = with_data(intent.to(), U256::ZERO, data);
            prop_assert!(!review.is_understood());
            prop_assert!(review.approve().is_err());
        }
    }
}

/// Merkl's function takes many claims at once: one is told as this software makes it, several by their descriptor, in full; lists of different
/// lengths by nothing.
#[test]
fn claims_of_merkl_are_told_one_by_one() {
    let call = |count| IMerklDistributor::claimCall {
        users: vec![FROM; count],
        tokens: vec![TOKEN; count],
        amounts: vec![U256::ONE; count],
        proofs: vec![Vec::new(); count],
    };
    let effects = |count| with_data(DISTRIBUTOR, U256::ZERO, call(count).abi_encode()).summary().effects.clone();
    assert!(matches!(&effects(1)[..], [Effect::CumulativeClaimed { .. }]));
    let [Effect::Described(several)] = &effects(2)[..] else { panic!("{:?}", effects(2)) };
    assert_eq!(several.call.fields.len(), 4);
    let uneven = IMerklDistributor::claimCall { proofs: Vec::new(), ..call(1) };
    assert!(!with_data(DISTRIBUTOR, U256::ZERO, uneven.abi_encode()).is_understood());
}

/// A payload that `Intent` cannot make.
fn with_data(to: Address, value: U256, data: Vec<u8>) -> Review {
    use alloy_consensus::TxEip1559;
    let tx = TxEip1559 {
        chain_id: CHAIN.0,
        nonce: 7,
        gas_limit: 100_000,
        max_fee_per_gas: 2,
        max_priority_fee_per_gas: 1,
        to: if to.is_zero() { alloy_primitives::TxKind::Create } else { to.into() },
        value,
        access_list: Default::default(),
        input: data.into(),
    };
    UnsignedTx::from_payload(FROM, tx.encoded_for_signing().into()).unwrap().review(&known()).unwrap()
}

#[test]
fn what_is_not_understood_is_not_signed() {
    let why = |review: Review| match review.approve() {
        Err(ApprovalError::NotUnderstood { why }) => Some(why),
        Ok(_) => None,
        Err(other) => panic!("{other:?}"),
    };
    let one = U256::from(1);
    assert_eq!(why(with_data(TOKEN, U256::ZERO, hex!("deadbeef00").to_vec())), Some(Misunderstanding::UnknownFunction));
    assert_eq!(why(with_data(TOKEN, one, hex!("a905").to_vec())), Some(Misunderstanding::UnknownFunction));
    assert_eq!(why(with_data(TOKEN, U256::ZERO, vec![])), Some(Misunderstanding::NothingToDo));
    assert_eq!(why(with_data(Address::ZERO, U256::ZERO, vec![0x60])), Some(Misunderstanding::CreatesContract));
    assert_eq!(why(with_data(TO, one, vec![])), None, "a plain payment is understood");
    // An address with dirt in its upper bytes decodes loosely, and is refused here.
    let mut dirty = transfer(TOKEN, TO, 1).data().to_vec();
    dirty[4] = 1;
    assert_eq!(why(with_data(TOKEN, U256::ZERO, dirty)), Some(Misunderstanding::MalformedArguments));
    // Coin that goes along with a call is shown beside it.
    let review = with_data(TOKEN, one, transfer(TOKEN, TO, 1).data().to_vec());
    assert!(matches!(review.summary().effects[..], [Effect::NativeSent { .. }, Effect::Sent { .. }]));
    assert_eq!(review.summary().warnings, [Warning::CoinWithCall]);
}

#[test]
fn terms_that_make_no_sense_are_refused() {
    let build = |terms| UnsignedTx::build(transfer(TOKEN, TO, 1), terms).unwrap_err();
    assert_eq!(build(Terms { gas_limit: 0, ..terms() }), BuildError::TooLittleGas { got: 0, expected: 21_000 });
    assert_eq!(build(Terms { max_fee_per_gas: 0, ..terms() }), BuildError::NoFee);
    assert_eq!(build(Terms { chain: ChainId(0), ..terms() }), BuildError::NoChain);
    assert_eq!(build(Terms { from: Address::ZERO, ..terms() }), BuildError::NoSender);
    let greedy = Terms { max_priority_fee_per_gas: 30_000_000_001, ..terms() };
    let expected = BuildError::PriorityAboveMaximum { got: 30_000_000_001, expected: 30_000_000_000 };
    assert_eq!(build(greedy), expected);
}

/// A signer that does something else than it is asked.
struct Dishonest<'a> {
    key: &'a SecretKey,
    says: Address,
    signs: Option<Bytes>,
}

impl Signer for Dishonest<'_> {
    fn address(&self) -> Address {
        self.says
    }

    async fn sign(&self, _payload: &SigningPayload) -> Result<alloy_primitives::Signature, SignerError> {
        match &self.signs {
            None => Err(SignerError::Rejected),
            Some(bytes) => LocalSigner::new(self.key, CHAIN).sign_now(&SigningPayload::Eip1559(bytes.clone())),
        }
    }
}

#[test]
fn a_signer_that_signs_something_else_is_found_out() {
    let reviewed = || review(transfer(TOKEN, TO, 1)).approve().unwrap();
    let other_bytes = review(transfer(TOKEN, TO, 2)).summary().payload.clone();
    let key = key();
    let dishonest = |says, signs| Dishonest { key: &key, says, signs };

    let error = block_on(reviewed().sign(&dishonest(FROM, Some(other_bytes)))).unwrap_err();
    assert!(matches!(error, SignError::NotOverReviewedBytes { expected: FROM, .. }), "{error}");
    let error = block_on(reviewed().sign(&dishonest(FROM, None))).unwrap_err();
    assert_eq!(error, SignError::Signer(SignerError::Rejected));
    let error = block_on(reviewed().sign(&dishonest(TO, None))).unwrap_err();
    assert_eq!(error, SignError::OtherAccount { got: TO, expected: FROM });

    let stranger = SecretKey::from_bytes(&[7; 32]).unwrap();
    let bytes = review(transfer(TOKEN, TO, 1)).summary().payload.clone();
    let forged = Dishonest { key: &stranger, says: FROM, signs: Some(bytes) };
    let error = block_on(reviewed().sign(&forged)).unwrap_err();
    assert_eq!(error, SignError::NotOverReviewedBytes { got: stranger.address(), expected: FROM });
}
