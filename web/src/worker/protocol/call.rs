//! Questions.

use alloy_primitives::{Address, B64, Bytes};
use assay_sdk::keys::SigningPayload;
use assay_sdk::units::ChainId;
use serde::{Deserialize, Serialize};

/// What is asked. Its `Debug` says nothing: passwords and phrases pass through here.
#[derive(Serialize, Deserialize)]
#[serde(tag = "call", rename_all = "camelCase")]
pub enum Call {
    /// Which wallets are stored, and is one open?
    Status,
    /// The user is there: the time until the lock starts anew.
    Awake,
    /// After how many minutes without input the worker locks.
    AutoLock {
        /// At least 1.
        minutes: u32,
    },

    /// Make a new phrase and keep it in the worker until it is confirmed. Answer: [`super::Answer::Phrase`].
    Generate {
        /// 12, 15, 18, 21 or 24.
        words: u8,
    },
    /// Store the generated phrase as a new wallet. The words prove that it was written down.
    Confirm {
        /// Words of the phrase by position, counted from 1.
        answers: Vec<(u8, String)>,
        /// The BIP-39 passphrase, empty for none.
        passphrase: String,
        /// How the wallet is protected.
        protection: NewProtection,
        /// The wallet's name.
        label: String,
    },
    /// What is it that the user pasted? Nothing is stored. Answer: [`super::Answer::Recognised`].
    Recognise {
        /// As pasted.
        text: String,
    },
    /// Store what the user brings as a new wallet.
    Import {
        /// What is brought.
        import: ImportText,
        /// How the wallet is protected. Not asked of an Assay vault file, which brings its own methods.
        protection: Option<NewProtection>,
        /// The wallet's name.
        label: String,
    },
    /// Store a wallet without keys, which watches an address.
    Watch {
        /// Whose holdings.
        address: Address,
        /// The wallet's name.
        label: String,
    },
    /// Store a wallet whose account's key is in another wallet of this browser (EIP-1193).
    Connect {
        /// The account that the other wallet named.
        address: Address,
        /// The wallet's name.
        label: String,
    },

    /// Open a stored wallet.
    Unlock {
        /// Which.
        vault: String,
        /// With what; nothing for a wallet without keys.
        key: Option<UnlockKey>,
    },
    /// Wipe every secret from memory, in all tabs.
    Lock,
    /// The page goes away: wipe every secret from this worker's memory. Other tabs stay as they are.
    Leave,
    /// Delete a stored wallet for good.
    Remove {
        /// Which.
        vault: String,
    },
    /// Give a stored wallet another name. It must be open.
    Rename {
        /// Its new name.
        label: String,
    },

    /// Addresses that a phrase of the open wallet has. Answer: [`super::Answer::Derived`].
    Derive {
        /// Which of the wallet's phrases.
        secret: u32,
        /// A path with `i` in place of the running step, as `m/44'/60'/0'/0/i`.
        scheme: String,
        /// The first number of the running step.
        first: u32,
        /// How many; at most 100.
        count: u32,
    },
    /// Add accounts of a phrase to the open wallet.
    AddDerived {
        /// Which of the wallet's phrases.
        secret: u32,
        /// Paths with the names of the new accounts.
        accounts: Vec<(String, String)>,
    },
    /// Add a phrase, a key or a keystore to the open wallet.
    AddSecret {
        /// What is brought.
        import: ImportText,
        /// The name of its first account.
        label: String,
    },
    /// Add an address without a key to the open wallet.
    AddWatched {
        /// Whose holdings.
        address: Address,
        /// Its name.
        label: String,
    },
    /// Give an account of the open wallet another name.
    RenameAccount {
        /// Which.
        account: Address,
        /// Its new name.
        label: String,
    },
    /// Take an account out of the open wallet; an imported key goes with it.
    RemoveAccount {
        /// Which.
        account: Address,
    },

    /// Hand something out of the open wallet. The key is asked for again.
    Reveal {
        /// What.
        what: Reveal,
        /// Password or passkey, once more.
        key: UnlockKey,
    },
    /// The next share of those that [`Reveal::Shares`] made, one at a time. Answer: [`super::Answer::Share`].
    NextShare,
    /// The encrypted file of a stored wallet, for keeping elsewhere. Answer: [`super::Answer::File`].
    ExportVault {
        /// Which.
        vault: String,
    },
    /// Which words to ask for, to check that the backup is at hand. Answer: [`super::Answer::Ask`].
    BackupQuestion {
        /// Which of the wallet's phrases.
        secret: u32,
    },
    /// Check the words. Where they are right, the wallet notes the day.
    BackupAnswer {
        /// Words of the phrase by position, counted from 1.
        answers: Vec<(u8, String)>,
    },

    /// Replace the password of the open wallet.
    ChangePassword {
        /// Password or passkey, once more.
        key: UnlockKey,
        /// The new password.
        password: String,
    },
    /// What the page needs to make a passkey. Answer: [`super::Answer::PasskeyOffer`].
    PasskeyOffer,
    /// Let a passkey open the open wallet.
    AddPasskey {
        /// Password or another passkey, once more.
        key: UnlockKey,
        /// The passkey's name.
        label: String,
        /// The site that the passkey is bound to (the relying party id of `WebAuthn`).
        rp_id: String,
        /// What the authenticator gave when it was asked after creation; never what creation itself gave.
        output: PasskeyOutput,
    },
    /// Add a password to a wallet that has only passkeys.
    AddPassword {
        /// A passkey, once more.
        key: UnlockKey,
        /// The new password.
        password: String,
    },
    /// A method opens the wallet no more. The last one stays.
    RemoveMethod {
        /// Which.
        method: B64,
    },

    /// All that can be read of a damaged wallet, in one file. Answer: [`super::Answer::File`].
    Salvage {
        /// Which.
        vault: String,
    },
    /// Open whatever of a damaged wallet still opens, and store it as a wallet of its own. Answer: [`super::Answer::Status`].
    Rescue {
        /// Which.
        vault: String,
        /// Its password or passkey.
        key: UnlockKey,
    },

    /// Sign with an account of the open wallet. Answer: [`super::Answer::Signature`].
    Sign {
        /// Which account.
        account: Address,
        /// The whole of what is signed.
        payload: SigningPayload,
        /// The chain it must be for.
        chain: ChainId,
    },
}

/// What opens a wallet. Its `Debug` says nothing.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "camelCase")]
pub enum UnlockKey {
    /// Its password.
    Password {
        /// As typed.
        password: String,
    },
    /// One of its passkeys.
    Passkey(PasskeyOutput),
}

/// What a passkey gave through the PRF extension of `WebAuthn`. Its `Debug` says nothing.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyOutput {
    /// The id of the credential.
    pub credential: Bytes,
    /// The salt that was evaluated, 32 bytes.
    pub salt: Bytes,
    /// The output, 32 bytes. Secret.
    pub prf: Bytes,
}

/// How a new wallet is protected. Its `Debug` says nothing.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewProtection {
    /// The password.
    pub password: String,
}

/// What the user brings. Its `Debug` says nothing.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportText {
    /// A phrase, a private key, a keystore, a vault file, or recovery shares: as pasted.
    pub text: String,
    /// The BIP-39 passphrase of a phrase, empty for none.
    pub passphrase: String,
    /// The password of a keystore.
    pub file_password: String,
    /// The path of a phrase's first account, empty for `m/44'/60'/0'/0/0`.
    pub path: String,
}

/// What is handed out.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "camelCase")]
pub enum Reveal {
    /// The phrase, to be written down. Answer: [`super::Answer::Phrase`], with nothing to ask.
    Phrase {
        /// Which of the wallet's phrases.
        secret: u32,
    },
    /// The key of an account, as a Web3 Secret Storage v3 file. Answer: [`super::Answer::File`].
    Keystore {
        /// Which account.
        account: Address,
        /// Protects the file.
        password: String,
    },
    /// The phrase as SLIP-39 shares; the first one. Answer: [`super::Answer::Share`].
    Shares {
        /// Which of the wallet's phrases.
        secret: u32,
        /// How many shares bring the phrase back.
        threshold: u8,
        /// How many are made.
        count: u8,
    },
}

silent!(Call, UnlockKey, PasskeyOutput, NewProtection, ImportText, Reveal);
