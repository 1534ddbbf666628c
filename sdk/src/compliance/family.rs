//! The families of tokens whose rules Assay knows: one row each, and the file that a row names holds all that is particular to it.
//!
//! A family is found by at least two independent probes. Some contracts answer everything (a permissive fallback, a proxy of another
//! standard), and some names have several meanings (`compliance()`, `canTransfer`): where probes disagree the result is
//! [`Presence::Unsure`], never a guess.

mod ace;
mod backed;
mod bridge_v2;
mod centrifuge;
mod cmtat;
mod erc1400;
mod erc1404;
mod erc1450;
mod erc20;
mod erc3643;
mod erc4626;
mod erc7518;
mod erc7540;
mod erc7943;
mod fiat_token;
mod franklin;
mod hedera_ats;
mod maple;
mod ondo_global_markets;
mod ondo_ousg;
mod ondo_usdy;
mod paxos_gold;
mod securitize;
mod superstate;
mod tether_dollar;
mod tether_gold;
mod usdm;

use alloy_primitives::{Address, B256};
use serde::Serialize;

use crate::evidence::{Fact, Gap, Read, Reads};
use crate::units::{BlockRef, Timestamp};

use super::detection::{self, Prober};
use super::findings::Findings;

pub(super) use erc20::{check as check_balance, check_allowance, limit as limit_to_balance};

/// A family of tokens, or a standard that some of them follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Family {
    /// Fungible token: ERC-20.
    Erc20,
    /// Tokenised vault: ERC-4626.
    Erc4626,
    /// Vault with requests: ERC-7540.
    Erc7540,
    /// T-REX, 3.5 to 4.2, and ERC-3643: identity registry and compliance.
    Erc3643,
    /// Simple restricted token: ERC-1404.
    Erc1404,
    /// Security token with partitions and status bytes: ERC-1400, ERC-1594, ERC-1410.
    Erc1400,
    /// Hedera's Asset Tokenization Studio: ERC-1400 and ERC-3643 in one diamond.
    HederaAts,
    /// Real-world asset token: ERC-7943, final and drafts.
    Erc7943,
    /// Dynamic compliant interop security token: ERC-7518.
    Erc7518,
    /// Security token that only its transfer agent moves: ERC-1450.
    Erc1450,
    /// CMTA token, 2.3 to 3.
    Cmtat,
    /// Securitize DS protocol.
    Securitize,
    /// Ondo OUSG and rOUSG: a list of known customers.
    OndoOusg,
    /// Ondo USDY and rUSDY: blocklist, sanctions, allowlist.
    OndoUsdy,
    /// Ondo Global Markets and USDon: a compliance registry that denies.
    OndoGlobalMarkets,
    /// Superstate USTB and USCC: an allow list.
    Superstate,
    /// Centrifuge v3 share token with a transfer hook.
    Centrifuge,
    /// Maple and Syrup pools: a permission manager.
    Maple,
    /// Paxos, gold and the dollars of the same code, first and second version.
    PaxosGold,
    /// Tether gold: a block list.
    TetherGold,
    /// Backed and xStocks: pause, sanctions, multiplier.
    Backed,
    /// Circle's FiatToken: blacklist and pause.
    FiatToken,
    /// Franklin BENJI: registered shareholders.
    Franklin,
    /// Mountain Protocol USDM: a block list on senders, a multiplier.
    Usdm,
    /// Mt Pelerin Bridge v2: a list of rules.
    BridgeV2,
    /// Chainlink ACE: a policy engine.
    Ace,
    /// Tether's first dollar: a black list on senders, a fee.
    TetherDollar,
}

/// Whether a contract is of a family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "presence", rename_all = "camelCase")]
pub enum Presence {
    /// Independent probes agree that it is.
    Present,
    /// What sets the family apart is not there.
    Absent,
    /// The probes do not agree, or could not be made.
    Unsure {
        /// Which said what.
        why: String,
    },
}

/// What a contract was found to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Families {
    /// Every family that is not absent.
    found: Vec<Found>,
    /// Why no probe of this contract can be believed, where that is so.
    disbelieved: Option<String>,
}

/// One family, and how sure that is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The family.
    pub family: Family,
    /// Present, or unsure.
    #[serde(flatten)]
    pub presence: Presence,
}

/// A family's place in the code.
pub(super) struct Row {
    pub(super) family: Family,
    /// For people, with a few words of explanation.
    name: &'static str,
    /// Its probes.
    detect: fn(&mut Prober<'_>) -> Presence,
    /// Its rules; `None` for a standard that restricts no transfer.
    pub(super) check: Option<fn(&mut Findings<'_>)>,
    /// Families whose interface it has too, but whose rules it answers for better.
    replaces: &'static [Family],
}

/// Every family.
pub(super) const ROWS: &[Row] = &[
    Row { family: Family::Erc20, name: "ERC-20, a fungible token", detect: erc20::detect, check: None, replaces: &[] },
    Row { family: Family::Erc4626, name: "ERC-4626, a vault", detect: erc4626::detect, check: None, replaces: &[] },
    Row {
        family: Family::Erc7540,
        name: "ERC-7540, redemption on request",
        detect: erc7540::detect,
        check: None,
        replaces: &[],
    },
    Row {
        family: Family::Erc3643,
        name: "ERC-3643, verified holders and compliance rules",
        detect: erc3643::detect,
        check: Some(erc3643::check),
        replaces: &[],
    },
    Row {
        family: Family::Erc1404,
        name: "ERC-1404, its own transfer restrictions",
        detect: erc1404::detect,
        check: Some(erc1404::check),
        replaces: &[],
    },
    Row {
        family: Family::Erc1400,
        name: "ERC-1400, a security token with partitions",
        detect: erc1400::detect,
        check: Some(erc1400::check),
        replaces: &[],
    },
    Row {
        family: Family::HederaAts,
        name: "Hedera Asset Tokenization Studio, a security token",
        detect: hedera_ats::detect,
        check: Some(hedera_ats::check),
        replaces: &[Family::Erc1400, Family::Erc3643],
    },
    Row {
        family: Family::Erc7943,
        name: "ERC-7943, a real-world asset token",
        detect: erc7943::detect,
        check: Some(erc7943::check),
        replaces: &[],
    },
    Row {
        family: Family::Erc7518,
        name: "ERC-7518, a security token with partitions",
        detect: erc7518::detect,
        check: Some(erc7518::check),
        replaces: &[],
    },
    Row {
        family: Family::Erc1450,
        name: "ERC-1450, moved by its transfer agent alone",
        detect: erc1450::detect,
        check: Some(erc1450::check),
        replaces: &[],
    },
    Row {
        family: Family::Cmtat,
        name: "CMTAT, a security token of the CMTA",
        detect: cmtat::detect,
        check: Some(cmtat::check),
        replaces: &[Family::Erc1404, Family::Erc7943],
    },
    Row {
        family: Family::Securitize,
        name: "Securitize DS, a token of registered investors",
        detect: securitize::detect,
        check: Some(securitize::check),
        replaces: &[],
    },
    Row {
        family: Family::OndoOusg,
        name: "Ondo OUSG, a fund for known customers",
        detect: ondo_ousg::detect,
        check: Some(ondo_ousg::check),
        replaces: &[],
    },
    Row {
        family: Family::OndoUsdy,
        name: "Ondo USDY, a note with block and sanctions lists",
        detect: ondo_usdy::detect,
        check: Some(ondo_usdy::check),
        replaces: &[],
    },
    Row {
        family: Family::OndoGlobalMarkets,
        name: "Ondo Global Markets, a tokenised security",
        detect: ondo_global_markets::detect,
        check: Some(ondo_global_markets::check),
        replaces: &[],
    },
    Row {
        family: Family::Superstate,
        name: "Superstate, a fund for listed holders",
        detect: superstate::detect,
        check: Some(superstate::check),
        replaces: &[],
    },
    Row {
        family: Family::Centrifuge,
        name: "Centrifuge, a share with a transfer hook",
        detect: centrifuge::detect,
        check: Some(centrifuge::check),
        replaces: &[Family::Erc1404],
    },
    Row {
        family: Family::Maple,
        name: "Maple, a lending pool with permissions",
        detect: maple::detect,
        check: Some(maple::check),
        replaces: &[],
    },
    Row {
        family: Family::PaxosGold,
        name: "Paxos, a token with freezes and a pause",
        detect: paxos_gold::detect,
        check: Some(paxos_gold::check),
        replaces: &[],
    },
    Row {
        family: Family::TetherGold,
        name: "Tether gold, with a block list",
        detect: tether_gold::detect,
        check: Some(tether_gold::check),
        replaces: &[],
    },
    Row {
        family: Family::Backed,
        name: "Backed, a tokenised security with a sanctions list",
        detect: backed::detect,
        check: Some(backed::check),
        replaces: &[],
    },
    Row {
        family: Family::FiatToken,
        name: "FiatToken, a blacklist and a pause",
        detect: fiat_token::detect,
        check: Some(fiat_token::check),
        replaces: &[],
    },
    Row {
        family: Family::Franklin,
        name: "Franklin BENJI, a fund of registered shareholders",
        detect: franklin::detect,
        check: Some(franklin::check),
        replaces: &[],
    },
    Row {
        family: Family::Usdm,
        name: "USDM, a rebasing note with a block list",
        detect: usdm::detect,
        check: Some(usdm::check),
        replaces: &[],
    },
    Row {
        family: Family::BridgeV2,
        name: "Bridge v2, a token with a list of rules",
        detect: bridge_v2::detect,
        check: Some(bridge_v2::check),
        replaces: &[Family::Erc7943],
    },
    Row {
        family: Family::Ace,
        name: "Chainlink ACE, a token with a policy engine",
        detect: ace::detect,
        check: Some(ace::check),
        replaces: &[Family::Erc3643],
    },
    Row {
        family: Family::TetherDollar,
        name: "Tether's first dollar, a black list and a fee",
        detect: tether_dollar::detect,
        check: Some(tether_dollar::check),
        replaces: &[],
    },
];

impl Family {
    /// Every family, in the order in which they are looked for.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.family)
    }

    /// The functions by which it is recognised, as far as one round asks for them.
    #[must_use]
    pub fn probes(self) -> Vec<&'static str> {
        let nowhere = BlockRef { number: 0, hash: B256::ZERO, timestamp: Timestamp(0) };
        let mut reads = Reads::new(nowhere);
        let mut prober = Prober::new(&mut reads, Address::ZERO);
        for row in ROWS.iter().filter(|row| row.family == self) {
            let _pending = (row.detect)(&mut prober);
        }
        let mut names: Vec<_> = reads.wanted().iter().map(Read::signature).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether its rules are known, so that a refusal is explained.
    #[must_use]
    pub fn is_explained(self) -> bool {
        ROWS.iter().any(|row| row.family == self && row.check.is_some())
    }

    /// For people, with a few words of explanation.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        ROWS.iter().find(|row| row.family == self).map_or("", |row| row.name)
    }
}

impl Presence {
    /// Whether it is there for sure.
    #[must_use]
    pub const fn is_present(&self) -> bool {
        matches!(self, Self::Present)
    }
}

impl Families {
    /// What was found of one family.
    #[must_use]
    pub fn of(&self, family: Family) -> Presence {
        self.found.iter().find(|found| found.family == family).map_or(Presence::Absent, |found| found.presence.clone())
    }

    /// Every family that is not absent.
    pub fn iter(&self) -> std::slice::Iter<'_, Found> {
        self.found.iter()
    }

    /// Whether the rules of one of them are known. Otherwise only a simulation says what the token does.
    #[must_use]
    pub fn has_rules(&self) -> bool {
        ROWS.iter().any(|row| row.check.is_some() && self.of(row.family).is_present())
    }

    /// Why no probe of this contract can be believed, where that is so.
    #[must_use]
    pub fn disbelieved(&self) -> Option<&str> {
        self.disbelieved.as_deref()
    }

    /// Rows to go through: all that are not absent, without those that another one answers for.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&'static Row, &Presence)> {
        let replaced =
            |family| ROWS.iter().any(|row| row.replaces.contains(&family) && self.of(row.family).is_present());
        self.found.iter().filter_map(move |found| {
            let row = ROWS.iter().find(|row| row.family == found.family && !replaced(row.family))?;
            Some((row, &found.presence))
        })
    }
}

impl<'a> IntoIterator for &'a Families {
    type Item = &'a Found;
    type IntoIter = std::slice::Iter<'a, Found>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Finds the families of any contract: a token, or a vault apart from its share token (ERC-7575). Two rounds, for a few families three.
///
/// # Errors
/// A [`Gap`] where nothing at all was answered, or where a read is still to be fetched.
pub fn families(reads: &mut Reads, contract: Address) -> Result<Fact<Families>, Gap> {
    let mut prober = Prober::new(reads, contract);
    let disbelieved = detection::permissive(&mut prober);
    let found = ROWS.iter().filter_map(|row| {
        let presence = match ((row.detect)(&mut prober), &disbelieved) {
            (Presence::Absent, _) => return None,
            (Presence::Present | Presence::Unsure { .. }, Some(why)) => Presence::Unsure { why: why.clone() },
            (presence @ (Presence::Present | Presence::Unsure { .. }), None) => presence,
        };
        Some(Found { family: row.family, presence })
    });
    let found = found.collect();
    let found = Families { found, disbelieved };
    prober.conclude(found)
}
