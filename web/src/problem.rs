//! What went wrong, for people: a title, what happened, what to do. Every error of the wallet passes through here.

mod codes;
#[cfg(target_arch = "wasm32")]
mod site;

use assay_sdk::compliance::Verdict;
use assay_sdk::error::{Blame, Error, ErrorCode};

use crate::components::ErrorText;
use crate::services::files::FileError;
use crate::services::storage::StorageError;
use crate::text::{fill, t};

#[cfg(target_arch = "wasm32")]
pub(crate) use site::{
    calls_refused, creates_contract, message_refused, not_for_review, other_nonce, site_gone, typed_refused,
};

fn text(code: &str, title: &'static str, what: String, next: &'static str) -> ErrorText {
    ErrorText { code: code.to_owned(), title: title.to_owned(), detail: what.clone(), what, next: next.to_owned() }
}

/// An error of the SDK.
pub(crate) fn of_sdk(error: &Error) -> ErrorText {
    let code = error.code();
    let (title, next) = codes::words(code.as_str()).unwrap_or_else(|| match error.blame() {
        Blame::Caller => (t("That does not fit"), t("Change it and try again.")),
        Blame::Endpoint => (t("The endpoint's answer cannot be used"), t("Choose another endpoint in Settings.")),
        Blame::Chain => (t("A contract's answer cannot be used"), t("Try again later, or ask the issuer.")),
        Blame::Assay => (t("Something went wrong in Assay"), t("Please report it, with the technical details below.")),
    });
    text(code.as_str(), title, error.to_string(), next)
}

/// An error of the chain as the pages use it.
#[cfg(target_arch = "wasm32")]
pub(crate) fn of_chain(problem: &crate::services::chain::ChainProblem) -> ErrorText {
    use crate::services::chain::ChainProblem;
    match problem {
        ChainProblem::Sdk(error) => of_sdk(error),
        ChainProblem::File(error) => of_file(error),
        ChainProblem::Books(error) => of_records(error),
        ChainProblem::NotListed { .. } => text(
            "asset-not-listed",
            t("This asset is not in the list"),
            problem.to_string(),
            t("Go back to the portfolio, or choose another network in Settings."),
        ),
    }
}

/// Books that could not be made.
pub(crate) fn of_records(error: &assay_sdk::records::RecordError) -> ErrorText {
    text(
        "records",
        t("The history does not read as transfers"),
        error.to_string(),
        t("Try again, or choose another endpoint in Settings. The chain is the source: nothing is lost."),
    )
}

/// Another wallet gave no transaction. After some refusals it may have sent it all the same, and the words say so.
#[cfg(target_arch = "wasm32")]
pub(crate) fn of_other_wallet(error: &assay_sdk::tx::SignError) -> ErrorText {
    use assay_sdk::tx::{SignError, SignerError};
    let unknown = matches!(
        error,
        SignError::NoHash { .. } | SignError::Signer(SignerError::Refused { .. } | SignerError::Unreachable { .. })
    );
    let known = of_sdk(&error.clone().into());
    if !unknown {
        return known;
    }
    ErrorText {
        title: t("The other wallet did not send it, or does not say so").to_owned(),
        next: t("Look in the other wallet whether it was sent before you try again.").to_owned(),
        ..known
    }
}

/// Another wallet was not found, or opens nothing.
#[cfg(target_arch = "wasm32")]
pub(crate) fn of_injected(error: &crate::services::injected::InjectedError) -> ErrorText {
    text(
        "other-wallet",
        t("The other wallet does not open this account"),
        error.to_string(),
        t("Nothing was sent. Open the other wallet, then try again."),
    )
}

/// Whether an endpoint was found to say one thing and prove another, or endpoints to contradict each other. Nothing that was said should be
/// shown then.
#[cfg(target_arch = "wasm32")]
pub(crate) fn is_contradiction(error: &ErrorText) -> bool {
    let contradictions = [
        ErrorCode::EndpointInconsistent,
        ErrorCode::ProofMalformed,
        ErrorCode::ProofHeaderMismatch,
        ErrorCode::ProofOther,
        ErrorCode::ProofRootMismatch,
        ErrorCode::QuorumDisagreement,
        ErrorCode::BlockContradicted,
    ];
    contradictions.iter().any(|code| code.as_str() == error.code)
}

/// Whether the endpoint has other blocks than the sync committee signed.
#[cfg(target_arch = "wasm32")]
pub(crate) fn is_off_the_chain(error: &ErrorText) -> bool {
    error.code == ErrorCode::BlockContradicted.as_str()
}

/// What the light client refused.
pub(crate) fn of_beacon(refusal: &crate::beacon::protocol::Refusal) -> ErrorText {
    let unknown = || (t("The light client refused what it was sent"), t("Choose another beacon endpoint in Settings."));
    let (title, next) = match refusal.code.as_str() {
        "endpoint-refused" | "endpoint-timed-out" => {
            (t("The beacon endpoint cannot be reached"), t("Try again, or choose another beacon endpoint in Settings."))
        }
        "endpoint-status" => (
            t("The beacon endpoint refused to answer"),
            t(
                "It may not know the checkpoint, or serve no light clients. Check the checkpoint, or choose another beacon endpoint in Settings.",
            ),
        ),
        code => codes::words(code).unwrap_or_else(unknown),
    };
    text(&refusal.code, title, refusal.message.clone(), next)
}

/// Files that belong to the token list.
pub(crate) fn of_file(error: &FileError) -> ErrorText {
    text(
        "file-unreadable",
        t("A file of the asset list cannot be read"),
        error.to_string(),
        t("Check your connection, or the address of the list in Settings."),
    )
}

/// The worker that verifies reserve proofs.
pub(crate) fn of_reserves(why: &str) -> ErrorText {
    text(
        "reserves-unavailable",
        t("The proof could not be verified"),
        fill(t("What verifies it did not run: {why}. Nothing is known of the proof."), &[("why", why)]),
        t("Try again. If it stays so, update your browser."),
    )
}

/// The browser's storage.
pub(crate) fn of_storage(error: &StorageError) -> ErrorText {
    text(
        "storage-refused",
        t("The browser would not store it"),
        error.to_string(),
        t("Free some space, or allow this site to store data."),
    )
}

/// A verdict that is not an allowance, at the last look before the signature.
pub(crate) fn refused(verdict: &Verdict) -> ErrorText {
    let next = t("Nothing was signed. See the verdict for what would lift it.");
    refused_as(t("The transfer would not pass"), verdict, next)
}

/// A permission that is signed, and that its contract would not take, or of which that cannot be told.
#[cfg(target_arch = "wasm32")]
pub(crate) fn permission_refused(verdict: &Verdict) -> ErrorText {
    let next = t("Nothing was signed. Whoever asked has to ask anew, as the token is now.");
    refused_as(t("The permission would not be taken"), verdict, next)
}

fn refused_as(title: &'static str, verdict: &Verdict, next: &'static str) -> ErrorText {
    let mut reasons: Vec<String> = verdict.reasons().iter().map(|reason| reason.message.clone()).collect();
    if let Verdict::Unknown(gaps) = verdict {
        reasons.extend(gaps.iter().map(ToString::to_string));
    }
    text("transfer-refused", title, reasons.join(" "), next)
}

/// A claim that was due when it was shown, and is not at the last look before the signature.
pub(crate) fn not_due() -> ErrorText {
    text(
        "claim-not-due",
        t("This claim is no longer due"),
        t("At the newest block the contract would not pay it: it was claimed already, the published file changed, or there is not enough to pay it with.")
            .to_owned(),
        t("Nothing was signed. See Yields for where the payment stands now."),
    )
}

/// The way out is not what was shown any more.
#[cfg(target_arch = "wasm32")]
pub(crate) fn way_changed() -> ErrorText {
    text(
        "way-out-changed",
        t("This way out has changed"),
        t("At the newest block it takes other steps than those that were shown.").to_owned(),
        t("Nothing was signed. Close this, and look at the ways out again."),
    )
}

/// Something stands in the way of a redemption, at the last look before the signature.
#[cfg(target_arch = "wasm32")]
pub(crate) fn in_the_way(obstacle: &assay_sdk::redemption::Obstacle) -> ErrorText {
    text(
        "way-out-closed",
        t("This way out would be refused"),
        obstacle.to_string(),
        t("Nothing was signed. Close this, and look at the ways out again."),
    )
}

/// The other wallet did a part of what was to happen as one.
#[cfg(target_arch = "wasm32")]
pub(crate) fn in_parts(what: String) -> ErrorText {
    text(
        "batch-in-parts",
        t("Only a part was done"),
        what,
        t("See in Activity and in your holdings what happened, before you do the rest."),
    )
}

/// None of the calls of a batch happened.
#[cfg(target_arch = "wasm32")]
pub(crate) fn undone(reason: String) -> ErrorText {
    text("batch-undone", t("None of it happened"), reason, t("Try again, or sign one after the other."))
}

/// The contract would refuse it now.
#[cfg(target_arch = "wasm32")]
pub(crate) fn would_be_refused(reason: &assay_sdk::abi::revert::RevertReason) -> ErrorText {
    of_sdk(&Error::WouldRevert { reason: reason.clone() })
}

/// An error of one call of several, by its place from 0.
#[cfg(target_arch = "wasm32")]
pub(crate) fn of_call(error: ErrorText, place: usize, count: usize) -> ErrorText {
    let (place, count) = (place.saturating_add(1).to_string(), count.to_string());
    let values = [("place", place.as_str()), ("count", count.as_str()), ("what", error.what.as_str())];
    ErrorText { what: fill(t("Of call {place} of {count}: {what}"), &values), ..error }
}

/// The wallet has no chain yet.
pub(crate) fn not_ready() -> ErrorText {
    text(
        "not-ready",
        t("Not ready yet"),
        t("The chain has not been read yet.").to_owned(),
        t("Wait a moment and try again."),
    )
}

/// Nobody has the key of the account in use.
pub(crate) fn watched() -> ErrorText {
    text(
        "account-watched",
        t("This account is watched"),
        t("Its key is not in this wallet, so nothing can be signed for it.").to_owned(),
        t("Bring its key in Settings, or switch to an account that has one."),
    )
}

/// There is no storage to remember it in.
pub(crate) fn no_storage() -> ErrorText {
    text(
        "storage-missing",
        t("Nothing can be remembered"),
        t("The browser gives this site no storage, so a transaction could be lost on the way. Nothing was sent.")
            .to_owned(),
        t("Allow this site to store data, then reload."),
    )
}
