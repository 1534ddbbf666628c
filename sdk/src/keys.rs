//! Row 2. Secrets, and what is done with them: phrases, derivation, keys, the encrypted vault, signing.
//!
//! Synchronous and without a clock or a source of randomness: entropy, salt and nonce are arguments. Nothing here
//! talks to a network, and no room that does may name this one. Secret types are wiped when dropped; they print as
//! `Mnemonic(…)` and the like, are not `Clone`, and know nothing of serde. What hands a secret out is called
//! `reveal`, so that every place where one leaves can be found.
//!
//! The seam to the rest is [`Signer`]: a whole unsigned payload goes in, a signature comes out.

mod authorization;
mod derivation;
mod key;
mod keystore;
mod message;
mod mnemonic;
mod pasted;
mod payload;
mod shares;
mod signer;
mod spelling;
mod typed_data;
mod vault;
mod verification;

pub use derivation::{Account, DerivationError, Seed};
pub use key::{KeyError, SecretKey, recover};
pub use keystore::{Keystore, KeystoreError, KeystoreRandomness, OpenedKeystore, ScryptCost};
pub use mnemonic::{Language, Mnemonic, MnemonicError, Repair, UnknownWord};
pub use pasted::{Pasted, PastedError};
pub use payload::{PayloadKind, SignedTransaction, SigningPayload, UnsignedTransaction};
pub use shares::{RecoveryShare, ShareError, ShareRandomness, share_words};
pub use signer::{LocalSigner, Signer, SignerError};
pub use typed_data::{TypedData, TypedDataError, TypedField, TypedValue};
pub use vault::{
    DamagedPart, FellBack, Generations, KdfError, KdfParams, ListedAccount, LostAccount, Method, MethodId, MethodKind,
    NewMethod, NoGeneration, Origin, Rescued, SealedVault, SecretId, SecretKind, SecretSummary, Slot, UnlockKey, Vault,
    VaultAccount, VaultError, VaultId, VaultRandomness, WhyLost,
};
pub(crate) use verification::parse as parse_signature;
pub use verification::{
    SignatureDoubt, SignatureFault, SignatureVerdict, SignedBy, Statement, VerificationError, check_signature,
    verify_message, verify_typed_data,
};
