//! One broken rule: which, of which contract, known from which read, and who can lift it.

use std::fmt;

use alloy_primitives::Address;
use alloy_sol_types::SolCall;
use serde::Serialize;

use crate::evidence::Read;
use crate::units::legible;

/// One rule that a transfer breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Restriction {
    /// Which kind of rule.
    pub code: RestrictionCode,
    /// Whose state breaks it.
    pub party: Party,
    /// Which rule of which contract.
    pub rule: Rule,
    /// The read that shows it, and what it answered.
    pub read: Witness,
    /// What is wrong, in plain words.
    pub message: String,
    /// What would lift it, and who can.
    pub remedy: Remedy,
}

/// Kinds of rules. Names are stable: `max-balance`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RestrictionCode {
    /// All transfers of the token are stopped.
    Paused,
    /// The sender's wallet is frozen.
    SenderFrozen,
    /// The receiver's wallet is frozen.
    ReceiverFrozen,
    /// The sender is blacklisted.
    SenderBlacklisted,
    /// The receiver is blacklisted.
    ReceiverBlacklisted,
    /// More than the sender has.
    InsufficientBalance,
    /// The sender has enough, but part of it is frozen.
    PartlyFrozen,
    /// The token refuses to move nothing.
    ZeroAmount,
    /// The zero address cannot receive.
    ZeroAddress,
    /// The receiver is not in the identity registry.
    ReceiverNotRegistered,
    /// The sender is not in the identity registry, where a module needs that.
    SenderNotRegistered,
    /// The receiver's identity contract cannot be asked.
    IdentityUnreadable,
    /// The receiver has no claim of a required topic.
    ClaimMissing,
    /// The receiver's claim is of an issuer that is not trusted for the topic.
    ClaimIssuerUntrusted,
    /// Nobody is trusted to issue claims of a required topic.
    NoTrustedIssuer,
    /// The claim was revoked by its issuer.
    ClaimRevoked,
    /// The claim's issuer does not stand by it.
    ClaimInvalid,
    /// The registry does not verify the receiver, and it could not be found out why.
    ReceiverNotVerified,
    /// The receiver's country is not among the allowed ones.
    CountryNotAllowed,
    /// The receiver's country is restricted.
    CountryRestricted,
    /// The receiver would hold more than one investor may.
    MaxBalance,
    /// The fee collector would hold more than one investor may.
    CollectorMaxBalance,
    /// The module's books say that an investor has less than is to be moved.
    BookedBalance,
    /// More than the sender may send within a span of time.
    TimeTransferLimit,
    /// The issuer has not approved exactly this transfer.
    NotApproved,
    /// More than may go to an exchange within a month.
    ExchangeMonthlyLimit,
    /// More than may go to an exchange within a span of time.
    TimeExchangeLimit,
    /// The transfer fee cannot be collected.
    FeeNotCollectable,
    /// Neither sender nor receiver is on the list of those who may transfer.
    TransferRestricted,
    /// The receiver has not listed the token.
    TokenNotListed,
    /// The receiver has refused the token.
    TokenRefused,
    /// A module that is not known refuses.
    ModuleRefuses,
    /// The compliance contract refuses as a whole, without modules to ask.
    ComplianceRefuses,
    /// The token's own restriction code (ERC-1404, EIP-1066 and the like).
    TokenRestriction,
    /// The caller may move less of the sender's tokens than this.
    InsufficientAllowance,
    /// The contract refuses the call in the simulation, and no rule of it is known.
    ContractRefuses,
    /// Who calls is blacklisted.
    CallerBlacklisted,
    /// Who calls is frozen.
    CallerFrozen,
    /// The sender is on a sanctions list.
    SenderSanctioned,
    /// The receiver is on a sanctions list.
    ReceiverSanctioned,
    /// Who calls is on a sanctions list.
    CallerSanctioned,
    /// The sender is not on the list of those who may send.
    SenderNotAllowed,
    /// The receiver is not on the list of those who may receive.
    ReceiverNotAllowed,
    /// Who calls is not on the list of those who may move the token.
    CallerNotAllowed,
    /// The issuer has ended the token for good.
    Deactivated,
    /// Holders cannot transfer this token at all.
    NotTransferable,
    /// Part of the balance is locked for a time, or until the issuer releases it.
    LockedUp,
    /// The amount is below the least that may move, or that must remain.
    BelowMinimum,
    /// The amount, or what the receiver would hold, is above the most.
    AboveMaximum,
    /// Only the whole balance may be moved.
    OnlyFullTransfer,
    /// No more holders are admitted: in all, in a country, or of a kind.
    TooManyHolders,
    /// There would be too few holders left.
    TooFewHolders,
    /// The receiver must be an accredited or qualified investor.
    AccreditationRequired,
    /// The token may not go to the receiver's country.
    CountryForbidden,
    /// The token may not flow back to the country that it was first sold outside of.
    Flowback,
    /// The investor may only redeem.
    LiquidateOnly,
    /// The sender has not this much in the partition.
    PartitionBalance,
    /// The amount is too small to move anything: it rounds to nothing.
    RoundsToNothing,
    /// The token contract itself cannot be a receiver.
    TokenIsReceiver,
    /// A policy of the token's engine refuses.
    PolicyRefuses,
    /// The contract that the token asks about every transfer refuses.
    HookRefuses,
    /// The token would not take this signed permission.
    PermitNotTaken,
    /// More than the vault takes or gives now.
    VaultLimit,
}

/// Who a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Party {
    /// Who sends.
    Sender,
    /// Who receives.
    Receiver,
    /// The token as a whole.
    Token,
    /// Who collects a fee.
    Collector,
    /// Who calls, where that is not the sender.
    Caller,
    /// Sender and receiver together.
    Both,
}

/// A rule of a contract.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Rule {
    /// The contract that enforces it: a token, a registry, a module.
    pub contract: Address,
    /// The name: of a module, or of the standard's rule.
    pub name: String,
}

/// A read and what it answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Witness {
    /// The question.
    pub read: Read,
    /// The answer, as text.
    pub answer: String,
}

/// What would lift a restriction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remedy {
    /// Who can.
    pub by: Lifter,
    /// What they would have to do, in plain words.
    pub action: String,
}

/// Who can lift a restriction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Lifter {
    /// The token's issuer or an agent of theirs.
    Issuer,
    /// A trusted issuer of identity claims.
    ClaimIssuer,
    /// The sender.
    Sender,
    /// The receiver.
    Receiver,
    /// Nobody: it passes with time.
    Time,
}

/// Characters of a rule's name, which may be a contract's own.
const LONGEST_NAME: usize = 100;
/// Characters of a sentence or an answer, which may quote a contract's own.
const LONGEST_TEXT: usize = 600;

impl Rule {
    /// The name is made fit to be shown: it may be what a contract calls itself.
    pub(super) fn new(contract: Address, name: impl AsRef<str>) -> Self {
        Self { contract, name: legible(name.as_ref(), LONGEST_NAME) }
    }
}

impl Restriction {
    /// The same with every text fit to be shown: some quote what a contract says.
    pub(super) fn legible(self) -> Self {
        let short = |text: &str| legible(text, LONGEST_TEXT);
        Self {
            message: short(&self.message),
            read: Witness { answer: short(&self.read.answer), ..self.read },
            remedy: Remedy { action: short(&self.remedy.action), ..self.remedy },
            ..self
        }
    }
}

impl Witness {
    pub(super) fn of<C: SolCall>(to: Address, call: &C, answer: impl fmt::Display) -> Self {
        let read = Read::Call { to, from: None, data: call.abi_encode().into(), signature: C::SIGNATURE };
        Self { read, answer: answer.to_string() }
    }

    /// Like [`Self::of`], of a contract whose answer depends on who asks.
    pub(super) fn of_as<C: SolCall>(caller: Address, to: Address, call: &C, answer: impl fmt::Display) -> Self {
        let read = Read::Call { to, from: Some(caller), data: call.abi_encode().into(), signature: C::SIGNATURE };
        Self { read, answer: answer.to_string() }
    }
}

impl Party {
    /// In the middle of a sentence: `the sender`.
    pub(super) const fn in_words(self) -> &'static str {
        match self {
            Self::Sender => "the sender",
            Self::Receiver => "the receiver",
            Self::Token => "the token",
            Self::Collector => "who collects the fee",
            Self::Caller => "who moves the tokens on the sender's behalf",
            Self::Both => "the sender and the receiver",
        }
    }
}

impl Remedy {
    pub(super) fn by(by: Lifter, action: impl Into<String>) -> Self {
        Self { by, action: action.into() }
    }
}

/// The message, then the remedy.
impl fmt::Display for Restriction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.message, self.rule.name, self.remedy.action)
    }
}
