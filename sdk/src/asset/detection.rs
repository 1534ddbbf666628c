//! Which interfaces a contract has: each found by at least two independent probes.
//!
//! Some contracts answer everything (a permissive fallback, a proxy of another standard), and some names have several
//! meanings (`compliance()`, `paused()`). So every interface has probes that set it apart, and others that confirm it;
//! where the two disagree the result is [`Presence::Unsure`], never a guess.

mod probes;

use alloy_primitives::Address;
use serde::Serialize;

use crate::evidence::{Fact, Gap, Reads};

/// The interfaces that Assay knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Interface {
    /// Fungible token.
    Erc20,
    /// T-REX: identity registry and modular compliance.
    Erc3643,
    /// Simple restricted token.
    Erc1404,
    /// Tokenised vault.
    Erc4626,
    /// Asynchronous redemption.
    Erc7540,
    /// Circle's blacklist and pause.
    FiatToken,
}

/// Whether a contract has an interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "presence", rename_all = "camelCase")]
pub enum Presence {
    /// Independent probes agree that it has.
    Present,
    /// What sets the interface apart is not there.
    Absent,
    /// The probes do not agree, or could not be made.
    Unsure {
        /// Which said what.
        why: String,
    },
}

/// What was found of each interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Interfaces {
    /// Fungible token.
    pub erc20: Presence,
    /// T-REX: identity registry and modular compliance.
    pub erc3643: Presence,
    /// Simple restricted token.
    pub erc1404: Presence,
    /// Tokenised vault.
    pub erc4626: Presence,
    /// Asynchronous redemption.
    pub erc7540: Presence,
    /// Circle's blacklist and pause.
    pub fiat_token: Presence,
}

impl Presence {
    /// Whether it is there for sure.
    #[must_use]
    pub const fn is_present(&self) -> bool {
        matches!(self, Self::Present)
    }
}

impl Interfaces {
    /// What was found of one interface.
    #[must_use]
    pub const fn of(&self, interface: Interface) -> &Presence {
        match interface {
            Interface::Erc20 => &self.erc20,
            Interface::Erc3643 => &self.erc3643,
            Interface::Erc1404 => &self.erc1404,
            Interface::Erc4626 => &self.erc4626,
            Interface::Erc7540 => &self.erc7540,
            Interface::FiatToken => &self.fiat_token,
        }
    }
}

/// Finds the interfaces of any contract: a token, or a vault apart from its share token (ERC-7575). Two rounds at most.
///
/// # Errors
/// A [`Gap`] where nothing at all was answered, or where a read is still to be fetched.
pub fn detect(reads: &mut Reads, contract: Address) -> Result<Fact<Interfaces>, Gap> {
    probes::detect(reads, contract)
}
