//! What movements are called.

use alloy_primitives::Address;
use assay_sdk::records::{Direction, IncomeKind, Kind, Movement};

use crate::format;
use crate::text::{fill, t};

/// What a movement was, in a word or two.
pub(super) const fn kind(movement: &Movement) -> &'static str {
    match (movement.kind, movement.direction) {
        (Kind::Transfer, Direction::In) => t("Received"),
        (Kind::Transfer, Direction::Out) => t("Sent"),
        (Kind::Own, Direction::In) => t("From another account of yours"),
        (Kind::Own, Direction::Out) => t("To another account of yours"),
        (Kind::Income(IncomeKind::Rebase), Direction::Out) => t("Shrinkage"),
        (Kind::Income(_), Direction::Out) => t("Income taken back"),
        (Kind::Income(kind), Direction::In) => income(kind),
        (Kind::Redemption, Direction::Out) => t("Given up for redemption"),
        (Kind::Redemption, Direction::In) => t("Paid out by a redemption"),
        (Kind::Fee, _) => t("Network fee"),
    }
}

/// What income is called.
pub(super) const fn income(kind: IncomeKind) -> &'static str {
    match kind {
        IncomeKind::Interest => t("Interest"),
        IncomeKind::Dividend => t("Dividend"),
        IncomeKind::Rent => t("Rent"),
        IncomeKind::Rebase => t("Growth"),
        IncomeKind::Other => t("Other income"),
    }
}

/// From whom or to whom; `None` where there is nobody.
pub(super) fn party(movement: &Movement) -> Option<String> {
    let party = movement.counterparty?;
    let pattern = match (movement.direction, party == Address::ZERO) {
        (Direction::In, true) => return Some(t("newly issued").to_owned()),
        (Direction::Out, true) => return Some(t("used up by the token").to_owned()),
        (Direction::In, false) => t("from {who}"),
        (Direction::Out, false) => t("to {who}"),
    };
    Some(fill(pattern, &[("who", &format::short_address(&party))]))
}
