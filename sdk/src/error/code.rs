//! Stable names for everything that can go wrong: one table, from which the Rust enum and the TypeScript union are made.

use std::fmt;

/// Who has to act before the same call can succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "callers decide by it, and have to decide about each")]
pub enum Blame {
    /// Whoever called: an argument, or a file that they passed on.
    Caller,
    /// The endpoint, or the way to it.
    Endpoint,
    /// The contracts, or the state that they are in.
    Chain,
    /// Assay itself: worth a bug report.
    Assay,
}

/// Whether the same call can succeed without the caller changing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "callers decide by it, and have to decide about each")]
pub enum Retry {
    /// No: something has to change first.
    Never,
    /// Yes, after a while.
    Later,
    /// Yes, through another endpoint.
    OtherEndpoint,
}

impl Blame {
    /// Its name outside of Rust.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Caller => "caller",
            Self::Endpoint => "endpoint",
            Self::Chain => "chain",
            Self::Assay => "assay",
        }
    }
}

impl Retry {
    /// Its name outside of Rust.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Later => "later",
            Self::OtherEndpoint => "otherEndpoint",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal, $blame:ident, $retry:ident;)+) => {
        /// What went wrong, by a name that never changes its meaning: `wrong-chain`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $($(#[doc = $doc])+ $name,)+
        }

        impl ErrorCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name: `wrong-chain`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }

            /// Who has to act.
            #[must_use]
            pub const fn blame(self) -> Blame {
                match self {
                    $(Self::$name => Blame::$blame,)+
                }
            }

            /// Whether trying again can help.
            #[must_use]
            pub const fn retry(self) -> Retry {
                match self {
                    $(Self::$name => Retry::$retry,)+
                }
            }
        }

        /// The same names as a TypeScript union, for the package's declarations.
        #[cfg(all(feature = "bindings", target_arch = "wasm32"))]
        #[expect(dead_code, reason = "wasm-bindgen's attribute reads it while compiling, which is not seen as a use")]
        pub(crate) const TYPESCRIPT: &str = concat!(
            "/** What went wrong, by a name that never changes its meaning. */\nexport type ErrorCode =",
            $("\n  /**", $($doc,)+ " */\n  | \"", $text, "\"",)+
            ";\n",
        );
    };
}

codes! {
    /// An argument has not the shape that the function asks for.
    ArgumentInvalid = "argument-invalid", Caller, Never;
    /// The token list has no entry for the asset.
    AssetNotListed = "asset-not-listed", Caller, Never;
    /// Not a CAIP-2, CAIP-10 or CAIP-19 identifier, or not an address.
    IdentifierMalformed = "identifier-malformed", Caller, Never;
    /// An address in mixed case whose EIP-55 checksum fails: a character was mistyped.
    AddressChecksum = "address-checksum", Caller, Never;
    /// Not a plain decimal number.
    NotANumber = "not-a-number", Caller, Never;
    /// More decimals than the asset has.
    TooManyDecimals = "too-many-decimals", Caller, Never;
    /// A number does not fit 256 bits, or would be below zero.
    NumberOutOfRange = "number-out-of-range", Chain, Never;
    /// Two amounts with different decimals.
    ScaleMismatch = "scale-mismatch", Caller, Never;
    /// More decimals than any amount can have.
    ScaleTooLarge = "scale-too-large", Chain, Never;
    /// Sums of money in two currencies.
    CurrencyMismatch = "currency-mismatch", Caller, Never;
    /// Not an ISO 4217 code.
    NotACurrency = "not-a-currency", Caller, Never;
    /// A ratio to nothing, as to a supply of zero.
    DivisionByZero = "division-by-zero", Chain, Never;

    /// The endpoint's address cannot be asked.
    EndpointAddress = "endpoint-address", Caller, Never;
    /// No connection, or a page that may not read the endpoint's answers (CORS).
    EndpointRefused = "endpoint-refused", Endpoint, Later;
    /// The endpoint answered with an HTTP status other than success.
    EndpointStatus = "endpoint-status", Endpoint, Later;
    /// No complete answer within the time limit.
    EndpointTimedOut = "endpoint-timed-out", Endpoint, Later;
    /// The answer is longer than the limit.
    EndpointOversized = "endpoint-oversized", Endpoint, OtherEndpoint;
    /// The answer is not JSON-RPC, or misshapen.
    EndpointMalformed = "endpoint-malformed", Endpoint, OtherEndpoint;
    /// The endpoint answered with an error.
    EndpointError = "endpoint-error", Endpoint, OtherEndpoint;
    /// The endpoint contradicts itself.
    EndpointInconsistent = "endpoint-inconsistent", Endpoint, OtherEndpoint;
    /// The endpoint lacks something that is needed.
    EndpointUnsupported = "endpoint-unsupported", Endpoint, OtherEndpoint;
    /// The endpoint would not answer one of the reads.
    EndpointDeclined = "endpoint-declined", Endpoint, OtherEndpoint;
    /// The endpoint serves another chain.
    WrongChain = "wrong-chain", Endpoint, OtherEndpoint;
    /// The endpoint does not know the block that is asked about: reorganised away, or too old.
    BlockUnknown = "block-unknown", Endpoint, Later;
    /// A replay was asked for an exchange that it does not hold.
    NotRecorded = "not-recorded", Caller, Never;
    /// The answers led to new questions again and again.
    Unsettled = "unsettled", Assay, Never;

    /// A contract reverted where an answer was expected.
    ReadReverted = "read-reverted", Chain, Never;
    /// A contract's answer has not the shape that its standard prescribes.
    ReadMalformed = "read-malformed", Chain, Never;
    /// A log has not the shape of its event.
    LogMalformed = "log-malformed", Chain, Never;
    /// Facts of two blocks were combined.
    DifferentBlocks = "different-blocks", Assay, Later;
    /// A figure is known less well than was asked for.
    EvidenceTooWeak = "evidence-too-weak", Endpoint, OtherEndpoint;

    /// A proof or a block has not the shape that its standard prescribes.
    ProofMalformed = "proof-malformed", Endpoint, OtherEndpoint;
    /// The block's fields do not hash to its hash.
    ProofHeaderMismatch = "proof-header-mismatch", Endpoint, OtherEndpoint;
    /// The proof is of another account, slot or number of slots than was asked for.
    ProofOther = "proof-other", Endpoint, OtherEndpoint;
    /// The nodes do not lead from the root to the claimed value.
    ProofRootMismatch = "proof-root-mismatch", Endpoint, OtherEndpoint;

    /// Two endpoints name different blocks for the same height, or answer otherwise at the same block.
    QuorumDisagreement = "quorum-disagreement", Endpoint, OtherEndpoint;
    /// Too few independent endpoints answered.
    QuorumMissed = "quorum-missed", Endpoint, OtherEndpoint;
    /// No endpoint was given.
    EndpointMissing = "endpoint-missing", Caller, Never;

    /// The text is not a checkpoint.
    CheckpointMalformed = "checkpoint-malformed", Caller, Never;
    /// The checkpoint is of another network.
    CheckpointNetwork = "checkpoint-network", Caller, Never;
    /// The checkpoint is too old to start from.
    CheckpointStale = "checkpoint-stale", Caller, Never;
    /// The endpoint sent another block than the checkpoint.
    CheckpointOther = "checkpoint-other", Endpoint, OtherEndpoint;
    /// The clock shows a time before the network began.
    ClockWrong = "clock-wrong", Caller, Never;
    /// What the beacon endpoint sent has not the shape that the standard prescribes.
    BeaconMalformed = "beacon-malformed", Endpoint, OtherEndpoint;
    /// It is of another fork than its slot.
    BeaconFork = "beacon-fork", Endpoint, OtherEndpoint;
    /// Before Capella no light client can prove an execution block.
    BeaconBeforeCapella = "beacon-before-capella", Caller, Never;
    /// A Merkle branch does not lead to its root.
    BeaconBranch = "beacon-branch", Endpoint, OtherEndpoint;
    /// Less than two thirds of the sync committee signed.
    BeaconParticipation = "beacon-participation", Chain, Later;
    /// The sync committee's signature does not hold.
    BeaconSignature = "beacon-signature", Endpoint, OtherEndpoint;
    /// A key of the sync committee is none.
    BeaconKey = "beacon-key", Endpoint, OtherEndpoint;
    /// Signature, signed header and finalized header are out of order.
    BeaconSlotOrder = "beacon-slot-order", Endpoint, OtherEndpoint;
    /// Of a slot that has not come, by this computer's clock.
    BeaconFuture = "beacon-future", Endpoint, Later;
    /// Signed by a committee that is not known: updates in between are missing.
    BeaconPeriod = "beacon-period", Endpoint, OtherEndpoint;
    /// The endpoint has another block where one follows from the checkpoint.
    BlockContradicted = "block-contradicted", Endpoint, OtherEndpoint;
    /// Nothing that was not known before.
    BeaconNoNews = "beacon-no-news", Endpoint, Later;
    /// Another sync committee than the one that is known for the period.
    BeaconCommittee = "beacon-committee", Endpoint, OtherEndpoint;
    /// Two headers of one slot were signed: neither the chain nor its committee is to be trusted.
    BeaconEquivocation = "beacon-equivocation", Chain, Never;
    /// The header is not the verified block, or not an ancestor of it.
    BlockUnproven = "block-unproven", Endpoint, OtherEndpoint;
    /// Not the bytes of a proof of a liability.
    LiabilityMalformed = "liability-malformed", Caller, Never;
    /// The sums on the way to the root do not fit, or are not the published total.
    LiabilityTotal = "liability-total", Caller, Never;
    /// The holder's balance is not counted in the published total.
    LiabilityNotCounted = "liability-not-counted", Caller, Never;
    /// The leaves make no tree: none, too many, out of order, or of balances that add up to too much.
    TreeNotBuilt = "tree-not-built", Caller, Never;

    /// A zero-knowledge proof, its key or its public inputs cannot be read, or do not go together.
    ZkMalformed = "zk-malformed", Caller, Never;
    /// A zero-knowledge proof of a kind that is not verified here.
    ZkUnsupported = "zk-unsupported", Caller, Never;
    /// The verification key is not the expected one: it is of another circuit or ceremony.
    ZkKey = "zk-key", Caller, Never;
    /// The zero-knowledge proof does not hold for its public inputs.
    ZkNotProven = "zk-not-proven", Caller, Never;
    /// A commitment, a range proof or a proof of a private balance cannot be read, or is of another number or height.
    RangeMalformed = "range-malformed", Caller, Never;
    /// The commitment is to another value.
    CommitmentNotOpened = "commitment-not-opened", Caller, Never;
    /// The range proof does not hold for these commitments and this statement.
    RangeNotProven = "range-not-proven", Caller, Never;
    /// The range proof cannot be made: the statement is not true.
    RangeNotMade = "range-not-made", Caller, Never;

    /// The attestation has not the shape of one.
    AttestationMalformed = "attestation-malformed", Caller, Never;
    /// The attestation is about another asset.
    AttestationOtherAsset = "attestation-other-asset", Caller, Never;
    /// The attester no longer stands by it.
    AttestationExpired = "attestation-expired", Caller, Never;
    /// The attestation describes a moment that has not come.
    AttestationFuture = "attestation-future", Caller, Later;
    /// Signed by none of the asset's attesters, or altered after signing.
    AttestationSigner = "attestation-signer", Caller, Never;
    /// The attestation's identifier is not that of its contents.
    AttestationAltered = "attestation-altered", Caller, Never;
    /// Fewer attesters signed than are asked for.
    AttestationTooFew = "attestation-too-few", Caller, Never;
    /// The attester is a contract, and whether it vouches for the signature cannot be told.
    AttestationUndecided = "attestation-undecided", Chain, Later;
    /// Attesters state different things.
    AttestationDisagreement = "attestation-disagreement", Caller, Never;

    /// A package of signed prices has not the shape of one, or contradicts itself.
    PackageMalformed = "package-malformed", Caller, Never;
    /// A package of signed prices is signed by too few, by somebody else, or was altered after signing.
    PackageSigner = "package-signer", Caller, Never;
    /// A package of signed prices is too old.
    PackageStale = "package-stale", Caller, Later;
    /// A package of signed prices is dated after now.
    PackageFuture = "package-future", Caller, Later;
    /// A package of signed prices has no figure above zero of the feed.
    PackageNoFigure = "package-no-figure", Caller, Never;

    /// The token list is not JSON.
    ListNotJson = "list-not-json", Caller, Never;
    /// The token list lacks a field, or has a wrong one.
    ListInvalid = "list-invalid", Caller, Never;
    /// The token list holds a token of another chain.
    ListWrongChain = "list-wrong-chain", Caller, Never;
    /// The contract is no token: it does not tell its decimals.
    NotAToken = "not-a-token", Caller, Never;
    /// The token or its vault is not what the token list says.
    ListContradicted = "list-contradicted", Caller, Never;
    /// The feed has no answer that could be a price or a reserve.
    FeedNoFigure = "feed-no-figure", Chain, Later;
    /// The feed dates its answer after now, or answers with another round.
    FeedInconsistent = "feed-inconsistent", Chain, Later;

    /// The span of time has no length.
    WindowEmpty = "window-empty", Caller, Never;
    /// Terms of a bond, or flows of money, that cannot be computed with: a date, an order, a number of coupons.
    TermsInvalid = "terms-invalid", Caller, Never;
    /// No rate of return fits the flows, or no yield the price.
    RateNone = "rate-none", Caller, Never;
    /// Several rates of return fit the flows: none of them is the rate.
    RateAmbiguous = "rate-ambiguous", Caller, Never;
    /// A distribution's file has not the shape of one.
    DistributionMalformed = "distribution-malformed", Caller, Never;
    /// A distribution's file contradicts itself.
    DistributionInconsistent = "distribution-inconsistent", Caller, Never;

    /// Books lack something: a token's decimals, a symbol, a price, the lots of a disposal, a balance.
    RecordsIncomplete = "records-incomplete", Caller, Never;
    /// A movement is there twice.
    RecordsRepeated = "records-repeated", Caller, Never;
    /// More was disposed of than there are lots, or other lots were identified for it than fit.
    LotsInsufficient = "lots-insufficient", Caller, Never;
    /// A statement does not add up: its movements and the balances at its ends contradict each other.
    StatementUnbalanced = "statement-unbalanced", Endpoint, OtherEndpoint;

    /// The chain would refuse the transaction.
    WouldRevert = "would-revert", Chain, Never;
    /// The endpoint gave no estimate of the gas.
    NoGasEstimate = "no-gas-estimate", Endpoint, OtherEndpoint;
    /// The account cannot pay the fee.
    NotEnoughEther = "not-enough-ether", Caller, Never;
    /// The terms of a transaction make no sense: its gas, fee, chain or sender.
    TransactionTerms = "transaction-terms", Caller, Never;
    /// Not a transaction of the kind that is signed here.
    TransactionMalformed = "transaction-malformed", Caller, Never;
    /// A part of the transaction is not understood, so it is not signed.
    TransactionNotUnderstood = "transaction-not-understood", Caller, Never;
    /// The user said no to the signature.
    SignatureRejected = "signature-rejected", Caller, Never;
    /// The signature is not valid, or not over what was reviewed.
    SignatureInvalid = "signature-invalid", Caller, Never;
    /// The keys are locked.
    KeysLocked = "keys-locked", Caller, Never;
    /// The signer has no key for the account, or serves another one.
    SignerOtherAccount = "signer-other-account", Caller, Never;
    /// The signer serves another chain.
    SignerOtherChain = "signer-other-chain", Caller, Never;
    /// The signer could not be reached.
    SignerUnreachable = "signer-unreachable", Caller, Later;
    /// The signer does not sign payloads of this kind.
    SignerCannot = "signer-cannot", Caller, Never;
    /// The other wallet has not opened the account to this page, or is locked.
    ProviderUnauthorised = "provider-unauthorised", Caller, Never;
    /// The other wallet still waits for an answer of its user.
    ProviderBusy = "provider-busy", Caller, Later;
    /// The other wallet does not know the chain.
    ProviderUnknownChain = "provider-unknown-chain", Caller, Never;
    /// The other wallet refused, or its answer makes no sense.
    ProviderRefused = "provider-refused", Caller, Never;
    /// The other wallet sent something else than was reviewed.
    SentSomethingElse = "sent-something-else", Caller, Never;
    /// Not a private key.
    KeyMalformed = "key-malformed", Caller, Never;
    /// Not a phrase of BIP-39: by its words, their number or its checksum.
    PhraseMalformed = "phrase-malformed", Caller, Never;
    /// Not a derivation path of BIP-32, or not a scheme of paths.
    PathMalformed = "path-malformed", Caller, Never;
    /// There is no key at this path or index.
    PathWithoutKey = "path-without-key", Caller, Never;
    /// Not a document of typed data (EIP-712), or not one that can be signed as it is shown.
    TypedDataMalformed = "typed-data-malformed", Caller, Never;
    /// The password or passkey is wrong.
    PasswordWrong = "password-wrong", Caller, Never;
    /// The vault's file is torn, cut short or altered.
    VaultDamaged = "vault-damaged", Caller, Never;
    /// The vault's file is of a newer version, or asks for a key derivation that is refused.
    VaultUnsupported = "vault-unsupported", Caller, Never;
    /// The vault does not do that, as it stands.
    VaultRefused = "vault-refused", Caller, Never;
    /// The keystore file is damaged, or contradicts itself.
    KeystoreMalformed = "keystore-malformed", Caller, Never;
    /// The keystore is of a kind that is not read here, or asks for a key derivation that is refused.
    KeystoreUnsupported = "keystore-unsupported", Caller, Never;
    /// There is not enough memory for the key derivation.
    OutOfMemory = "out-of-memory", Caller, Later;
    /// The platform gave no random numbers.
    NoRandomness = "no-randomness", Caller, Never;
    /// The receipt does not fit its transaction.
    ReceiptInconsistent = "receipt-inconsistent", Endpoint, OtherEndpoint;
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_kebab_case_and_mean_one_code() {
        let mut seen = BTreeSet::new();
        for code in ErrorCode::ALL {
            let name = code.as_str();
            assert!(seen.insert(name), "{name} stands for two codes");
            let parts = name.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase()));
            assert!(parts, "{name}");
        }
    }

    #[test]
    fn only_an_endpoint_can_be_exchanged_for_another() {
        for code in ErrorCode::ALL.iter().filter(|code| code.retry() == Retry::OtherEndpoint) {
            assert_eq!(code.blame(), Blame::Endpoint, "{code}");
        }
    }
}
