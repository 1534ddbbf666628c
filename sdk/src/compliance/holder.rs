//! May somebody hold the token at all, whoever it comes from.

use alloy_primitives::Address;
use serde::Serialize;

use crate::asset::Profile;
use crate::evidence::{Fact, Gathering, Reads};
use crate::units::Amount;

use super::check::by_rules;
use super::family::families;
use super::{CheckError, Doubt, NonEmpty, Party, Restriction, TransferQuery};

/// Whether an account may hold a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "standing", content = "detail", rename_all = "lowercase")]
#[must_use]
pub enum Standing {
    /// No known rule keeps it from receiving that much.
    Admitted,
    /// These rules do.
    Refused(NonEmpty<Restriction>),
    /// It cannot be told.
    Unknown(NonEmpty<Doubt>),
}

/// Whether `holder` may hold `amount` more of the token: every rule about the receiver and about the token as a whole. There is no sender,
/// so there is no call to simulate: this is what the rules say, and where none of them is known it is [`Standing::Unknown`].
///
/// # Errors
/// [`CheckError`]: the amount has another scale than the token, nothing could be read, or a read is still to be fetched.
pub fn check_holder(
    reads: &mut Reads,
    profile: &Profile,
    holder: Address,
    amount: Amount,
) -> Result<Fact<Standing>, CheckError> {
    let query = TransferQuery::new(profile.clone(), Address::ZERO, holder, amount).checked()?;
    let found = families(reads, profile.token)?;
    // Rules that look at both sides need a sender: what they refuse counts where they refuse it both of a new issue and of the holder.
    let issued = by_rules(reads, &query);
    let own = by_rules(reads, &TransferQuery { from: holder, ..query.clone() });
    let mut gathering = Gathering::default();
    let (issued, own) = (gathering.note(issued)?, gathering.note(own)?);
    let again =
        |known: &Restriction| own.restrictions.iter().any(|other| other.code == known.code && other.rule == known.rule);
    let counts = |known: &Restriction| match known.party {
        Party::Receiver | Party::Token => true,
        Party::Both => again(known),
        Party::Sender | Party::Caller | Party::Collector => false,
    };
    let broken = issued.restrictions.into_iter().filter(counts).collect();
    let mut doubts = issued.doubts;
    if !found.value().has_rules() {
        let what =
            "the rules of this token are not known, and without a sender there is nothing to simulate".to_owned();
        doubts.push(Doubt::NotUnderstood { what });
    }
    let standing = match (NonEmpty::new(broken), NonEmpty::new(doubts)) {
        (Some(broken), _) => Standing::Refused(broken),
        (None, Some(doubts)) => Standing::Unknown(doubts),
        (None, None) => Standing::Admitted,
    };
    Ok(gathering.conclude(standing)?)
}
