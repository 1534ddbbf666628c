//! What a careful person would point out.

use std::fmt;

use alloy_consensus::TxEip1559;
use alloy_primitives::{Address, TxKind};

use super::Effect;
use crate::tx::{KnownTokens, Role};
use crate::units::ChainId;

/// Something unusual about a transaction that is not an error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// The contract that is called is not known: what it does with the call is its own affair.
    UnknownContract(Address),
    /// The token is in no list: what it calls itself is its own word.
    UnlistedToken {
        /// What it calls itself.
        name: String,
        /// Its address.
        contract: Address,
    },
    /// The contract is known, and such a call does not belong to it.
    UnusualForContract {
        /// The contract's name.
        name: String,
        /// Its role.
        role: Role,
    },
    /// Tokens are sent to the contract that counts them: most lose them, some redeem them for good.
    ToTokenItself,
    /// Tokens are sent to another known contract, which may have no way to give them back.
    ToContract {
        /// Its name.
        name: String,
    },
    /// The zero address receives: nobody has its key.
    ToZeroAddress,
    /// The sender is the receiver: only the fee changes hands.
    ToSender,
    /// The permission covers everything the account will ever hold of it.
    UnlimitedApproval,
    /// It gives another account power over what somebody holds, by a way other than an approval.
    GivesPower,
    /// It acts on what belongs to another account.
    OnBehalfOf(Address),
    /// What it pays arrives at another account.
    PaysAnother(Address),
    /// The chain's own coin goes along with a call that takes none.
    CoinWithCall,
    /// A signature that names no chain: it counts wherever a contract takes it.
    AnyChain,
    /// What a contract makes of a signature is not known: only its fields can be shown.
    MeaningUnknown,
    /// A permission that stays until it is taken back.
    WithoutEnd,
    /// A sign-in is for something that lies elsewhere than the site.
    UriElsewhere {
        /// For what.
        uri: String,
    },
    /// A text that can be read and says nothing, as a hash in digits.
    SaysNothing,
    /// The chain is not the one that the wallet's names belong to, so that nothing could be named.
    OtherChain {
        /// The chain of the transaction.
        got: ChainId,
        /// The chain of the names.
        expected: ChainId,
    },
}

pub(in crate::tx) fn all(from: Address, tx: &TxEip1559, effects: &[Effect], known: &KnownTokens) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let chain = ChainId(tx.chain_id);
    if chain != known.chain() {
        warnings.push(Warning::OtherChain { got: chain, expected: known.chain() });
    }
    let TxKind::Call(to) = tx.to else {
        return warnings;
    };
    if !tx.input.is_empty() {
        match known.contract(chain, to) {
            None => warnings.push(Warning::UnknownContract(to)),
            Some(contract) if contract.role == Role::Unlisted => {
                warnings.push(Warning::UnlistedToken { name: contract.name.clone(), contract: to });
            }
            Some(contract) => {
                if effects.iter().any(|effect| !is_usual(effect, contract.role)) {
                    warnings.push(Warning::UnusualForContract { name: contract.name.clone(), role: contract.role });
                }
            }
        }
        if !tx.value.is_zero() {
            warnings.push(Warning::CoinWithCall);
        }
    }
    for effect in effects {
        about(effect, from, to, &mut warnings);
    }
    warnings
}

fn is_usual(effect: &Effect, role: Role) -> bool {
    match effect {
        Effect::Sent { .. } | Effect::Granted { .. } | Effect::Revoked { .. } | Effect::RedeemedOffChain { .. } => {
            // A vault is its own share token; an ERC-7540 vault can be, too.
            matches!(role, Role::Token | Role::Vault | Role::AsyncVault | Role::Credits | Role::Burned)
        }
        Effect::RedemptionRequested { .. } => role == Role::AsyncVault,
        Effect::Redeemed { .. } => matches!(role, Role::Vault | Role::AsyncVault),
        Effect::DistributionClaimed { .. } | Effect::CumulativeClaimed { .. } => role == Role::Distributor,
        Effect::PayoutClaimed { .. } => role == Role::SnapshotDistributor,
        // A token pays its own holders, whatever else it is.
        Effect::FundsBooked { .. } | Effect::DividendWithdrawn { .. } => {
            !matches!(role, Role::Distributor | Role::SnapshotDistributor)
        }
        Effect::Retired { .. } | Effect::RetiredWithCertificate { .. } => role == Role::Credits,
        // Described only where the contract follows the standard.
        Effect::NativeSent { .. } | Effect::Described(_) | Effect::NotUnderstood { .. } => true,
    }
}

fn about(effect: &Effect, from: Address, contract: Address, warnings: &mut Vec<Warning>) {
    let mut receives = |party: &super::Party| {
        if party.address.is_zero() {
            warnings.push(Warning::ToZeroAddress);
        } else if party.address != from {
            warnings.push(Warning::PaysAnother(party.address));
        }
    };
    match effect {
        Effect::Redeemed { receiver, .. } => receives(receiver),
        Effect::RedemptionRequested { controller, .. } => receives(controller),
        Effect::DistributionClaimed { account, .. } | Effect::CumulativeClaimed { account, .. } => receives(account),
        Effect::PayoutClaimed { recipient, .. } => receives(recipient),
        Effect::NativeSent { to, .. } | Effect::Sent { to, .. } => {
            if to.address.is_zero() {
                warnings.push(Warning::ToZeroAddress);
            } else if to.is_sender {
                warnings.push(Warning::ToSender);
            } else if matches!(effect, Effect::Sent { .. }) && to.address == contract {
                warnings.push(Warning::ToTokenItself);
            } else if let (Effect::Sent { .. }, Some(name)) = (effect, &to.name) {
                warnings.push(Warning::ToContract { name: name.clone() });
            }
        }
        Effect::Granted { spender, unlimited, .. } => {
            if spender.address.is_zero() {
                warnings.push(Warning::ToZeroAddress);
            }
            if *unlimited {
                warnings.push(Warning::UnlimitedApproval);
            }
        }
        Effect::Described(described) if described.gives_power => warnings.push(Warning::GivesPower),
        Effect::Revoked { .. }
        | Effect::FundsBooked { .. }
        | Effect::DividendWithdrawn { .. }
        | Effect::RedeemedOffChain { .. }
        | Effect::Retired { .. }
        | Effect::RetiredWithCertificate { .. }
        | Effect::Described(_)
        | Effect::NotUnderstood { .. } => {}
    }
    if let Effect::Redeemed { owner, .. } | Effect::RedemptionRequested { owner, .. } = effect
        && !owner.is_sender
    {
        warnings.push(Warning::OnBehalfOf(owner.address));
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownContract(address) => write!(f, "The contract {address} is not known to this wallet."),
            Self::UnlistedToken { name, contract } => write!(
                f,
                "The token {contract} is in no list of this wallet: that it is {name}, and how its amounts are counted, is its own word."
            ),
            Self::UnusualForContract { name, .. } => write!(f, "{name} is not a contract that such a call belongs to."),
            Self::ToTokenItself => f.write_str("The receiver is the token's own contract: the tokens are likely lost."),
            Self::ToContract { name } => {
                write!(f, "The receiver is the contract {name}, which may not give them back.")
            }
            Self::ToZeroAddress => f.write_str("The receiver is the zero address, which nobody has a key to."),
            Self::ToSender => f.write_str("Sender and receiver are the same account."),
            Self::UnlimitedApproval => f.write_str("The permission is unlimited: it covers all you will ever hold."),
            Self::GivesPower => f.write_str("It lets another account act on what is held: read who, and for how much."),
            Self::OnBehalfOf(address) => write!(f, "It acts on what belongs to {address}."),
            Self::PaysAnother(address) => write!(f, "What it pays arrives at {address}, not at the sender."),
            Self::CoinWithCall => f.write_str("The chain's own coin goes along with a call that takes none."),
            Self::AnyChain => f.write_str("It names no chain: the signature counts on every chain that has a contract which takes it."),
            Self::MeaningUnknown => f.write_str(
                "What a contract makes of this signature is not known to this wallet. It may be as good as money: sign only what you can read in full.",
            ),
            Self::WithoutEnd => f.write_str("The permission does not end by itself: it stays until you take it back."),
            Self::UriElsewhere { uri } => write!(f, "It is for {uri}, which lies elsewhere than the site that asks."),
            Self::SaysNothing => {
                f.write_str("This text is a number that only a program reads: what it stands for cannot be seen.")
            }
            Self::OtherChain { got, expected } => {
                write!(f, "It is for the chain {got}, while the wallet is on {expected}.")
            }
        }
    }
}
