//! Row 6. From what a holder wants to what the chain did.
//!
//! ```text
//! Intent → UnsignedTx → Review → ReviewedTx → SignedTx → PendingTx → Receipt
//! ```
//!
//! Every arrow consumes its left side. The review is decoded back from the bytes that will be signed, never from the intent
//! that produced them, and only a review can be approved and signed: what is seen is what is signed. Nothing here
//! talks to a network.
//!
//! A wallet that broadcasts what it signs, as those of a browser do (EIP-1193), gets the approved transaction from
//! [`ExternalSigner::send`]. It answers with a hash, and the way goes on over what that hash stands for:
//!
//! ```text
//! ReviewedTx → HandedTx → PendingTx
//! ```
//!
//! Where such a wallet carries out several calls as one (EIP-5792), they are reviewed and handed over together:
//!
//! ```text
//! Intents → UnsignedBatch → BatchReview → ReviewedBatch → SentBatch → Receipt
//! ```
//!
//! What a site asks to have signed and that is no transaction is reviewed just so:
//!
//! ```text
//! MessageReview, TypedReview → ReviewedStatement → signature
//! ```

mod batch;
mod build;
pub mod clear_signing;
mod intent;
mod known;
mod message_review;
mod receipt;
mod review;
mod sign;
mod sign_in;
mod simulation;
mod site;
mod sources;
mod typed_review;

pub use crate::keys::{
    PayloadKind, SignatureVerdict, SignedBy, Signer, SignerError, SigningPayload, Statement, TypedData, TypedDataError,
    TypedField, TypedValue,
};
pub use batch::{BatchCall, BatchReview, CallSummary, ReviewedBatch, UnsignedBatch};
pub use build::{BuildError, Terms, UnsignedTx};
pub use intent::{Intent, MerklGrant};
pub use known::{Known, KnownTokens, Role};
pub use message_review::{MessageContent, MessageRefusal, MessageReview};
pub use receipt::{Event, Mined, Outcome, Receipt, ReceiptError};
pub use review::{
    ApprovalError, Counted, Effect, Misunderstanding, Party, Redemption, Review, ShareAmount, Summary, TokenAmount,
    Warning,
};
pub use sign::{
    BatchError, BatchStatus, Batching, Difference, ExternalSigner, HandedTx, PendingTx, Provider, ProviderRefusal,
    ProviderRequest, ReviewedStatement, ReviewedTx, SentBatch, SentElsewhere, SentError, SignError, SignedTx,
    TxContent,
};
pub use sign_in::{Asked, Moment, SignIn, SignInError};
pub use simulation::{BatchSimulation, CallSimulation, Grant, Net, Scope, SimulatedFailure, Simulation, TokenMovement};
pub use site::{SiteOrigin, SiteOriginError};
pub use typed_review::{TypedMove, TypedRefusal, TypedReview};
