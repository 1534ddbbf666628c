//! The words of a holder's own return: its rates, and why there is none.

use assay_sdk::yields::{Decimal, HolderReturnError, TermsError, YieldError};

use crate::format;
use crate::text::{fill, t};

/// A rate with its sign: `+1.23 %`, `−0.0042 %`.
pub(crate) fn rate(rate: Decimal) -> String {
    let Some((negative, text)) = format::percent_of(rate) else { return rate.to_string() };
    let sign = match (rate == Decimal::ZERO, negative) {
        (true, _) => "",
        (false, true) => "−",
        (false, false) => "+",
    };
    format!("{sign}{text}")
}

/// Why a return cannot be stated, in a sentence.
pub(crate) fn reason(error: &HolderReturnError) -> String {
    let at = |pattern: &str, block: u64, why: &dyn ToString| {
        fill(pattern, &[("n", &format::grouped(&block.to_string())), ("why", &why.to_string())])
    };
    match error {
        HolderReturnError::Unpriced { .. } => t("The list names no price for it.").to_owned(),
        HolderReturnError::Price { block, why, .. } => {
            at(t("There is no price of it in block {n}: {why}."), *block, why)
        }
        HolderReturnError::Balance { block, why, .. } => {
            at(t("What you had in block {n} could not be read: {why}."), *block, why)
        }
        HolderReturnError::Unbalanced { block, got, expected, .. } => fill(
            t(
                "A transfer is missing in your history: before block {n} you had {got}, and it leads to {expected}. Read it again.",
            ),
            &[
                ("n", &format::grouped(&block.to_string())),
                ("got", &got.to_string()),
                ("expected", &expected.to_string()),
            ],
        ),
        HolderReturnError::Coin { .. } => {
            t("It pays in the chain's own coin, and such payments are in no history of tokens.").to_owned()
        }
        HolderReturnError::NotListed { .. } => {
            t("It pays in a token that the list does not have: what you were paid is not known.").to_owned()
        }
        HolderReturnError::Yield(error) => unread(error),
        other => other.to_string(),
    }
}

/// Why a rate cannot be told.
pub(crate) fn unread(error: &YieldError) -> String {
    if let YieldError::Terms(TermsError::NothingInvested { from }) = error {
        return fill(t("from {date} on you held none of it for a while."), &[("date", &from.to_string())]);
    }
    if matches!(error, YieldError::Window { .. }) {
        return t("You held none of it in this window.").to_owned();
    }
    if matches!(error, YieldError::Terms(TermsError::OneWay)) {
        return t("nothing has come of it for a whole day yet.").to_owned();
    }
    if matches!(error, YieldError::Terms(TermsError::NoRate { .. } | TermsError::SeveralRates { .. })) {
        return t("no single rate fits what you paid in and took out.").to_owned();
    }
    format!("{error}.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::Address;
    use assay_sdk::units::{Date, Timestamp};

    #[test]
    fn rates_have_their_sign_and_enough_digits() {
        for (given, shown) in [
            ("0.012345", "+1.23\u{a0}%"),
            ("-0.5", "−50.00\u{a0}%"),
            ("0", "0.00\u{a0}%"),
            ("-0.0000421", "−0.0042\u{a0}%"),
            ("12", "+1,200.00\u{a0}%"),
        ] {
            assert_eq!(rate(Decimal::parse(given).unwrap()), shown, "{given}");
        }
    }

    #[test]
    fn what_has_no_return_says_why() {
        let none = YieldError::Window { got: Timestamp(1), expected: Timestamp(1) };
        assert_eq!(reason(&none.into()), "You held none of it in this window.");
        let gone = TermsError::NothingInvested { from: Date::new(2026, 3, 1).unwrap() };
        assert_eq!(unread(&gone.into()), "from 2026-03-01 on you held none of it for a while.");
        let coin = HolderReturnError::Coin { contract: Address::ZERO };
        assert!(reason(&coin).contains("the chain's own coin"));
    }
}
