//! The things that a transaction can do.

use std::fmt;

use alloy_primitives::{Address, B128, B256, Bytes, FixedBytes, U256};

use crate::redemption::Certificate;
use crate::tx::clear_signing::Described;
use crate::tx::{Known, KnownTokens};
use crate::units::{ChainId, Quantity, ShareUnits, TokenUnits};

/// An address, and what is known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The address.
    pub address: Address,
    /// What the contract at it is called, where it is known.
    pub name: Option<String>,
    /// Whether it is the sender.
    pub is_sender: bool,
}

/// A number of raw units of a contract, with the units that people read where the contract is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted<U> {
    /// What counts it.
    pub contract: Address,
    /// Raw units, as in the call.
    pub raw: U256,
    /// Symbol and displayed quantity; `None` where the contract is unknown, and then only the raw number is true.
    pub shown: Option<(String, Quantity<U>)>,
}

/// A number of tokens.
pub type TokenAmount = Counted<TokenUnits>;
/// A number of a vault's shares.
pub type ShareAmount = Counted<ShareUnits>;

/// How a `redeem` pays: ERC-4626 and ERC-7540 use the same bytes for two things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redemption {
    /// ERC-4626: burns the owner's shares and pays at once.
    Instant,
    /// ERC-7540: pays out a request that has become claimable; `owner` is its controller.
    Claim,
    /// The vault is not known: it is one of the two.
    Unknown,
}

/// One thing that a transaction does.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// The chain's own coin leaves the sender.
    NativeSent {
        /// To whom.
        to: Party,
        /// How much, in wei.
        wei: U256,
    },
    /// Tokens leave the sender.
    Sent {
        /// How much of what.
        amount: TokenAmount,
        /// To whom.
        to: Party,
    },
    /// Somebody may spend the sender's tokens from now on.
    Granted {
        /// How much of what.
        amount: TokenAmount,
        /// Who may.
        spender: Party,
        /// Whether the number is so large that it means "everything, for ever".
        unlimited: bool,
    },
    /// A permission to spend is taken back.
    Revoked {
        /// The token.
        token: Party,
        /// Who may no more.
        spender: Party,
    },
    /// Shares leave their owner, against a request for their worth (ERC-7540).
    RedemptionRequested {
        /// How many shares.
        shares: ShareAmount,
        /// Whose.
        owner: Party,
        /// Who may claim the assets later.
        controller: Party,
    },
    /// Shares are turned into assets, which arrive at the receiver. How many, the contract decides.
    Redeemed {
        /// How many shares.
        shares: ShareAmount,
        /// Whose shares, or whose request.
        owner: Party,
        /// Who receives the assets.
        receiver: Party,
        /// Which of the two standards' redemptions it is.
        kind: Redemption,
    },
    /// Tokens are burned by their own contract, or go to the address that their issuer publishes: the issuer pays or delivers off the
    /// chain.
    RedeemedOffChain {
        /// How much of what.
        amount: TokenAmount,
        /// The token itself, or the issuer's address.
        to: Party,
    },
    /// A share of a distribution arrives at the account.
    DistributionClaimed {
        /// How much; counted by the distributor, in the token that it pays.
        amount: TokenAmount,
        /// Whose claim.
        account: Party,
        /// Which leaf; `None` where each account has one.
        index: Option<U256>,
        /// The Merkle proof that is handed in.
        proof: Vec<B256>,
    },
    /// What was granted of a distribution and not claimed yet arrives: at the account, or where the distributor was told to pay it.
    CumulativeClaimed {
        /// All that was ever granted, whatever of it was claimed before.
        cumulative: TokenAmount,
        /// Whose claim.
        account: Party,
        /// What the leaf is salted with, where the hashes are cut to 16 bytes: then zeros follow in each of them.
        salt: Option<B128>,
        /// The root that the claim is made for, where it names one.
        root: Option<B256>,
        /// The Merkle proof that is handed in.
        proof: Vec<B256>,
    },
    /// What is due to the sender for a balance at a snapshot arrives. How much, the contract decides.
    PayoutClaimed {
        /// The least that it has to pay; counted by the distributor, in the token that it pays.
        least: TokenAmount,
        /// Who is paid.
        recipient: Party,
    },
    /// Funds that came in become due to the holders of a token.
    FundsBooked {
        /// The token.
        token: Party,
    },
    /// All that is due to the sender as a holder of a token arrives. How much, the contract decides.
    DividendWithdrawn {
        /// The token.
        token: Party,
    },
    /// Credits are retired: they leave for good and nothing comes back.
    Retired {
        /// How much of what.
        amount: TokenAmount,
    },
    /// The same, and a certificate says for whom and why.
    RetiredWithCertificate {
        /// How much of what.
        amount: TokenAmount,
        /// For whom.
        beneficiary: Party,
        /// What stands on the certificate.
        certificate: Box<Certificate>,
    },
    /// A call that a descriptor of the contract's standard describes (ERC-7730).
    Described(Box<Described>),
    /// Nobody can say from these bytes what happens.
    NotUnderstood {
        /// Why not.
        why: Misunderstanding,
        /// The function that is called, where there are four bytes to name one.
        selector: Option<FixedBytes<4>>,
        /// The bytes.
        data: Bytes,
    },
}

/// Why a transaction is not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Misunderstanding {
    /// No function that this software knows has this selector.
    UnknownFunction,
    /// The selector is known, and what follows is not what its standard prescribes: too short, too long, or not in canonical form.
    MalformedArguments,
    /// The function is described, and its description does not fit what it is called with.
    NotAsDescribed,
    /// It creates a contract.
    CreatesContract,
    /// It sends nothing and calls no function.
    NothingToDo,
}

impl Party {
    pub(in crate::tx) fn of(address: Address, sender: Address, chain: ChainId, known: &KnownTokens) -> Self {
        let name = known.contract(chain, address).map(|contract| contract.name.clone());
        Self { address, name, is_sender: address == sender }
    }
}

impl<U> Counted<U> {
    pub(in crate::tx) fn of(contract: Address, raw: U256, known: Option<&Known>) -> Self {
        let shown = known.and_then(|known| {
            // More decimals than can be shown leave the raw number, which is always true.
            let quantity = Quantity::from_raw(raw, known.decimals).ok()?;
            Some((known.symbol.clone(), quantity))
        });
        Self { contract, raw, shown }
    }
}

impl Effect {
    pub(in crate::tx) fn misunderstanding(&self) -> Option<Misunderstanding> {
        if let Self::NotUnderstood { why, .. } = self { Some(*why) } else { None }
    }
}

/// `1.5 GOLD`, or `1500000 raw units of the unknown contract 0x…`.
impl<U> fmt::Display for Counted<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.shown {
            Some((symbol, quantity)) => write!(f, "{quantity} {symbol}"),
            None => write!(f, "{} raw units of the unknown contract {}", self.raw, self.contract),
        }
    }
}

impl fmt::Display for Misunderstanding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownFunction => "the function it calls is unknown",
            Self::MalformedArguments => "the arguments do not have the form that the function's standard prescribes",
            Self::NotAsDescribed => "the description of the function does not fit what it is called with",
            Self::CreatesContract => "it creates a contract",
            Self::NothingToDo => "it sends nothing and calls no function",
        })
    }
}
